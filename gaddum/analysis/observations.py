"""Observations: what was seen of whom, when, and why the rest was not.

The meeting point of simulated, conducted and imported trials.  Nothing here knows whether the
people were real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gaddum.analysis.arrays import AnyArray, BoolArray, FloatArray, IntArray
from gaddum.errors import GaddumError

if TYPE_CHECKING:
    import polars

MISSING_REASONS: dict[int, str] = {
    0: "observed",
    1: "missed visit",
    2: "withdrew",
    3: "trial stopped",
    4: "not scheduled",
}
OBSERVED, MISSED_VISIT, WITHDREW, TRIAL_STOPPED, NOT_SCHEDULED = MISSING_REASONS


@dataclass(frozen=True)
class Observations:
    """Scores of a batch of trials, with the reason for each gap.

    Attributes:
        values: Instrument to total score `[trial, person, period, visit]`; NaN where not rated.
        missing: A key of `MISSING_REASONS` for each `[trial, person, period, visit]`.
        treatment: Index into `treatments` of what each period gave, `[trial, person, period]`;
            -1 where a person has no such period.
        treatments: Names of the treatments, as in the protocol.
        visits: Names of the visits of a period, in order.
        sequence: Index of each person's sequence, `[trial, person]`.
        entered_day: Day of entry since the trial opened, `[trial, person]`; people lie in order
            of entry.
        sequences: Names of the sequences, where known.
        schedule: Instrument to the visits that rate it; an instrument not named is rated at all.
    """

    values: Mapping[str, AnyArray]
    missing: AnyArray
    treatment: AnyArray
    treatments: tuple[str, ...]
    visits: tuple[str, ...]
    sequence: AnyArray
    entered_day: AnyArray
    sequences: tuple[str, ...] = ()
    schedule: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        full = np.shape(self.missing)
        expected = {f"values[{name}]": (np.shape(array), full) for name, array in self.values.items()}
        expected["treatment"] = (np.shape(self.treatment), full[:3])
        expected["sequence"] = (np.shape(self.sequence), full[:2])
        expected["entered_day"] = (np.shape(self.entered_day), full[:2])
        expected["visits"] = ((len(self.visits),), full[3:])
        for name, (found, wanted) in expected.items():
            if found != wanted or len(full) != 4:
                raise GaddumError(
                    "GAD-ANA-01",
                    f"`{name}` does not fit the shape of `missing`, {full}.",
                    value=found,
                    expected=f"{wanted} of [trial, person, period, visit]",
                )

    @property
    def trials(self) -> int:
        """Number of trials in the batch."""
        return int(self.missing.shape[0])

    @property
    def people(self) -> int:
        """Number of people in each trial."""
        return int(self.missing.shape[1])

    @property
    def periods(self) -> int:
        """Number of periods of each person."""
        return int(self.missing.shape[2])

    def trial_slice(self, start: int, stop: int) -> Observations:
        """The trials from `start` up to but not including `stop`."""
        return self._cut(np.s_[start:stop])

    def first_people(self, n: int) -> Observations:
        """The first `n` people of each trial in order of entry."""
        return self._cut(np.s_[:, :n])

    def _cut(self, cut: Any) -> Observations:
        return replace(
            self,
            values={name: array[cut] for name, array in self.values.items()},
            missing=self.missing[cut],
            treatment=self.treatment[cut],
            sequence=self.sequence[cut],
            entered_day=self.entered_day[cut],
        )

    def index(self, kind: str, name: str) -> int:
        """Place of a treatment or a visit by name.

        Raises:
            GaddumError: GAD-ANA-02 if these observations have none of that name.
        """
        names = self.treatments if kind == "treatment" else self.visits
        if name not in names:
            raise GaddumError(
                "GAD-ANA-02",
                f"The observations have no {kind} of that name.",
                value=name,
                expected=f"one of {', '.join(names)}",
            )
        return names.index(name)

    def scores(self, instrument: str) -> AnyArray:
        """Scores of an instrument, `[trial, person, period, visit]`.

        Raises:
            GaddumError: GAD-ANA-02 if the instrument was not used.
        """
        if instrument not in self.values:
            raise GaddumError(
                "GAD-ANA-02",
                "The observations have no instrument of that name.",
                value=instrument,
                expected=f"one of {', '.join(self.values)}",
            )
        return self.values[instrument]

    def period_of(self, treatment: str, occasion: int = 0) -> tuple[IntArray, BoolArray]:
        """The period in which each person was given a treatment.

        Args:
            treatment: Name of the treatment.
            occasion: 0 for the first time it was given, 1 for the second (replicate designs).

        Returns:
            Index of the period `[trial, person]`, and whether there is one.
        """
        given = self.treatment == self.index("treatment", treatment)
        period = np.zeros(given.shape[:2], dtype=np.int64)
        found = np.zeros(given.shape[:2], dtype=np.bool_)
        times = np.zeros(given.shape[:2], dtype=np.int64)
        for q in range(given.shape[2]):
            here = given[:, :, q] & (times == occasion)
            period[here] = q
            found |= here
            times += given[:, :, q]
        return period, found

    def at(self, instrument: str, visit: str, period: IntArray) -> tuple[FloatArray, BoolArray]:
        """Score at a visit of each person's given period.

        Returns:
            Score `[trial, person]`, NaN where there is none; and whether there is one.
        """
        v = self.index("visit", visit)
        scores = self.scores(instrument)
        value = np.array(scores[:, :, 0, v], dtype=np.float64)
        reason = np.array(self.missing[:, :, 0, v])
        for q in range(1, self.periods):
            here = period == q
            np.copyto(value, scores[:, :, q, v], where=here)
            np.copyto(reason, self.missing[:, :, q, v], where=here)
        observed = (reason == OBSERVED) & np.isfinite(value)
        value[~observed] = np.nan
        return value, observed

    def to_frame(self) -> polars.DataFrame:
        """Long tidy table: one row for each trial, subject, period, visit and instrument.

        Columns: trial, subject, sequence, period (from 1), treatment, visit, instrument, value,
        missing_reason.  A value without a rating has no number but a reason; an instrument that
        is not rated at a visit is left out of it.
        """
        import polars as pl

        frames = [self._instrument_frame(name) for name in self.values]
        return pl.concat(frames) if frames else pl.DataFrame()

    def _instrument_frame(self, instrument: str) -> polars.DataFrame:
        import polars as pl

        value = np.asarray(self.scores(instrument), dtype=np.float64)
        reason = np.where((self.missing == OBSERVED) & np.isnan(value), NOT_SCHEDULED, self.missing)
        rated = [v in self.schedule.get(instrument, self.visits) for v in self.visits]
        reason = np.where(np.array(rated, dtype=np.bool_), reason, NOT_SCHEDULED)
        trial, person, period, visit = (axis.ravel() for axis in np.indices(value.shape))
        given = self.treatment[trial, person, period]
        sequence = self.sequence[trial, person]
        columns: dict[str, Any] = {
            "trial": trial,
            "subject": person + 1,
            "sequence": _names(sequence, self.sequences) if self.sequences else sequence,
            "period": period + 1,
            "treatment": _names(given, self.treatments),
            "visit": _names(visit, self.visits),
            "instrument": pl.Series([instrument], dtype=pl.String).new_from_index(0, value.size),
            "value": pl.Series(value.ravel()).fill_nan(None),
            "missing_reason": _names(reason.ravel(), tuple(MISSING_REASONS.values())),
        }
        frame = pl.DataFrame(columns)
        # A period that a person does not have, and a visit without this instrument, are no gaps.
        due = pl.col("missing_reason") != MISSING_REASONS[NOT_SCHEDULED]
        frame = frame.filter(due & pl.col("treatment").is_not_null())
        return frame.with_columns(
            pl.when(pl.col("missing_reason") == MISSING_REASONS[OBSERVED])
            .then(pl.col("value"))
            .otherwise(None)
            .alias("value")
        )


def _names(codes: AnyArray, names: tuple[str, ...]) -> polars.Series:
    """Codes as their names; a code below zero has none."""
    import polars as pl

    index = pl.Series(np.asarray(codes, dtype=np.int64).ravel())
    return pl.Series(names, dtype=pl.String).gather(index.set(index < 0, None))


def concatenate(blocks: list[Observations]) -> Observations:
    """Blocks of trials of one protocol as one batch, in the order given."""
    first = blocks[0]
    return replace(
        first,
        values={name: np.concatenate([b.values[name] for b in blocks]) for name in first.values},
        missing=np.concatenate([b.missing for b in blocks]),
        treatment=np.concatenate([b.treatment for b in blocks]),
        sequence=np.concatenate([b.sequence for b in blocks]),
        entered_day=np.concatenate([b.entered_day for b in blocks]),
    )
