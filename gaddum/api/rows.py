"""Results trial by trial, for those who want to draw their own figures; only of the first trials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from gaddum.analysis.endpoints import completers_of, evaluate, evaluate_all
from gaddum.analysis.observations import Observations
from gaddum.api.tally import key_endpoints
from gaddum.protocol import Protocol

if TYPE_CHECKING:
    import polars

    from gaddum.monitoring.rules import Decision

MOST_TRIALS = 10_000
OBSERVED_TRIALS = 5
"""Trials whose ratings are kept whole, as an example of what the observations look like."""


@dataclass
class TrialRows:
    """Columns of one row per trial, mechanism and treatment; and the first trials' ratings."""

    columns: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[tuple[str, int, Observations]] = field(default_factory=list)

    def add(
        self,
        protocol: Protocol,
        mechanism: str,
        seen: Observations,
        decisions: Iterable[Decision] | None,
        first: int,
    ) -> None:
        """Add one mechanism's block of trials, the first of which has this number."""
        if first < OBSERVED_TRIALS:
            keep = min(OBSERVED_TRIALS - first, seen.trials)
            self.ratings.append((mechanism, first, seen.trial_slice(0, keep)))
        keep = min(seen.trials, MOST_TRIALS - first)
        if keep <= 0:
            return
        seen = seen.trial_slice(0, keep)
        response, change, dissociation = key_endpoints(protocol)
        complete = completers_of(evaluate_all(response, seen)) if response is not None else None
        for treatment in seen.treatments:
            row: dict[str, Any] = {
                "trial": np.arange(first, first + keep),
                "mechanism": mechanism,
                "treatment": treatment,
            }
            if response is not None and complete is not None:
                found = evaluate(response, seen, treatment)
                row["completers"] = complete.sum(-1)
                row["responders"] = np.where(complete & found.judged, found.value, 0.0).sum(-1).astype(int)
            for name, endpoint in (("mean_change", change), ("mean_dissociation", dissociation)):
                if endpoint is not None:
                    values = evaluate(endpoint, seen, treatment)
                    n = values.judged.sum(-1)
                    total = np.where(values.judged, values.value, 0.0).sum(-1)
                    row[name] = np.where(n > 0, total / np.maximum(n, 1), np.nan)
            for decision in decisions or ():
                row[f"stop_{decision.look}"] = np.asarray(decision.stop)[:keep]
            self.columns.append(row)

    def trials_frame(self) -> polars.DataFrame:
        """One row per trial, mechanism and treatment, in order of trials; a mean over nobody is null."""
        import polars as pl

        if not self.columns:
            return pl.DataFrame()
        frame = pl.concat([pl.DataFrame(row) for row in self.columns])
        return frame.with_columns(pl.selectors.float().fill_nan(None)).sort("trial", maintain_order=True)

    def observations_frame(self) -> polars.DataFrame:
        """Ratings of the first trials, long and tidy, with the mechanism as first column."""
        import polars as pl

        frames = [
            seen.to_frame().select(
                pl.lit(mechanism).alias("mechanism"), pl.col("trial") + first, pl.exclude("trial")
            )
            for mechanism, first, seen in self.ratings
        ]
        return pl.concat(frames).sort("trial", maintain_order=True) if frames else pl.DataFrame()
