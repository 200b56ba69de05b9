"""What is kept of simulated trials under one mechanism for the report: whole numbers of a fixed size.

Tallies of blocks are added in order; scores are whole numbers, so sums are exact and the result does not
depend on how trials were grouped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gaddum import instruments
from gaddum.analysis.endpoints import EndpointValues, completers_of, evaluate, evaluate_all
from gaddum.analysis.observations import WITHDREW, Observations
from gaddum.analysis.spread import count_spread, summarise_spread
from gaddum.protocol import Protocol
from gaddum.protocol.endpoints import Endpoint

TRAJECTORY_TRIALS = 400
"""Trials, from the first, whose visits shape the trajectories; their centiles need no more."""

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}


@dataclass
class Moments:
    """Count, sum and sum of squares of whole numbers."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, found: EndpointValues) -> None:
        """Add everyone who was judged."""
        values = found.value[found.judged]
        self.n += values.size
        self.total += float(values.sum())
        self.squares += float((values * values).sum())

    def summary(self) -> dict[str, float | None]:
        """Mean and SD over people; none where nobody was judged."""
        if not self.n:
            return {"mean": None, "sd": None}
        mean = self.total / self.n
        return {"mean": mean, "sd": float(np.sqrt(max(self.squares / self.n - mean * mean, 0.0)))}


@dataclass
class Tally:
    """Everything about one mechanism that the report shows, except stopping and evidence.

    Attributes:
        protocol: The trial.
        people: People per trial.
    """

    protocol: Protocol
    people: int
    trials: int = 0
    withdrew: int = 0
    responders: dict[str, np.ndarray] = field(default_factory=dict)
    change: dict[str, Moments] = field(default_factory=dict)
    dissociation: dict[str, Moments] = field(default_factory=dict)
    levels: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)

    def add(self, observations: Observations, first_trial: int) -> None:
        """Add a block of trials; blocks must come in order."""
        self.trials += observations.trials
        gone = (observations.missing == WITHDREW).any(axis=(2, 3))
        self.withdrew += int(np.count_nonzero(gone))
        response, change, dissociation = key_endpoints(self.protocol)
        if response is not None:
            self._add_responders(observations, response)
        for endpoint, moments in ((change, self.change), (dissociation, self.dissociation)):
            if endpoint is not None:
                for treatment in observations.treatments:
                    moments.setdefault(treatment, Moments()).add(evaluate(endpoint, observations, treatment))
        keep = min(observations.trials, TRAJECTORY_TRIALS - first_trial)
        if keep > 0:
            self._add_levels(observations.trial_slice(0, keep))

    def _add_responders(self, observations: Observations, endpoint: Endpoint) -> None:
        found = evaluate_all(endpoint, observations)
        complete = completers_of(found)
        for treatment, values in found.items():
            number = np.where(complete & values.judged, values.value, 0.0).sum(-1).astype(int)
            counts = count_spread(number, self.people)
            self.responders[treatment] = self.responders.get(treatment, np.zeros_like(counts)) + counts

    def _add_levels(self, observations: Observations) -> None:
        """Histogram of each instrument's scores, [visit, score], by treatment."""
        for name in observations.values:
            scale = instruments.get(name)
            size = scale.maximum - scale.minimum + 1
            scores = observations.scores(name)
            for index, treatment in enumerate(observations.treatments):
                given = observations.treatment == index
                chosen = scores[given]
                visit = np.broadcast_to(np.arange(chosen.shape[-1]), chosen.shape)
                seen = np.isfinite(chosen)
                place = visit[seen] * size + (chosen[seen].astype(int) - scale.minimum)
                counts = np.bincount(place, minlength=chosen.shape[-1] * size).reshape(-1, size)
                key = (name, treatment)
                self.levels[key] = self.levels.get(key, np.zeros_like(counts)) + counts

    def numbers(self) -> dict[str, Any]:
        """The mechanism's part of numbers.json that this tally knows."""
        return {
            "responders": {
                treatment: {**summarise_spread(counts), "histogram": counts.tolist()}
                for treatment, counts in self.responders.items()
            },
            "responders_out_of": self.people,
            "change": {treatment: moments.summary() for treatment, moments in self.change.items()},
            "dissociation": {
                treatment: moments.summary() for treatment, moments in self.dissociation.items()
            },
            "trajectories": self._trajectories(),
            "dropout": self.withdrew / max(self.trials * self.people, 1),
        }

    def _trajectories(self) -> dict[str, dict[str, Any]]:
        visits = list(self.protocol.visits)
        times = [visit.at_h for visit in self.protocol.visits.values()]
        found: dict[str, dict[str, Any]] = {}
        for (name, treatment), counts in self.levels.items():
            low = instruments.get(name).minimum
            rated = [k for k in range(len(visits)) if counts[k].sum()]
            if not rated:
                continue
            curve: dict[str, list[Any]] = {
                "visit": [visits[k] for k in rated],
                "time_h": [times[k] for k in rated],
            }
            scores = np.arange(counts.shape[1]) + low
            curve["mean"] = [float(counts[k] @ scores / counts[k].sum()) for k in rated]
            for q, level in QUANTILES.items():
                curve[q] = [_quantile(counts[k], level) + low for k in rated]
            found.setdefault(name, {})[treatment] = curve
        return found


def _quantile(counts: np.ndarray, level: float) -> int:
    return int(np.searchsorted(np.cumsum(counts), level * counts.sum() - 1e-9))


def key_endpoints(protocol: Protocol) -> tuple[Endpoint | None, Endpoint | None, Endpoint | None]:
    """The protocol's main response, change and dissociation endpoints; primary ones first."""
    ordered = sorted(protocol.endpoints.values(), key=lambda endpoint: not endpoint.primary)

    def first(kind: str, names: tuple[str, ...] = ()) -> Endpoint | None:
        fit = [e for e in ordered if e.kind == kind and (not names or e.instrument in names)]
        return fit[0] if fit else None

    return first("response"), first("change"), first("score", ("cadss",))
