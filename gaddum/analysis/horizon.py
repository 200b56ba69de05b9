"""What can be seen by a given day: the trial's calendar, and the horizon of a look.

A visit falls on day of entry + start of the period + day of the visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaddum.analysis.arrays import AnyArray, BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from gaddum.protocol.trial import Protocol

# Days; the sum of an entry day and whole days is not exact in floating point.
_SLACK = 1e-6


@dataclass(frozen=True)
class Calendar:
    """When periods and visits fall, in days.

    Attributes:
        period_start_days: Start of each period after entry.
        visit_days: Visit to its day within a period; before the drug is negative.
    """

    period_start_days: tuple[float, ...]
    visit_days: Mapping[str, float]

    @property
    def length_days(self) -> float:
        """Days from a person's entry to the last visit of the last period."""
        return self.period_start_days[-1] + max(self.visit_days.values())


def calendar_of(protocol: Protocol) -> Calendar:
    """The calendar a protocol lays down: one period starts `washout_days` after the last."""
    periods = max(len(sequence) for sequence in protocol.design.sequences.values())
    starts = tuple(q * float(protocol.design.washout_days) for q in range(periods))
    return Calendar(starts, {name: float(visit.at_h) / 24.0 for name, visit in protocol.visits.items()})


@dataclass(frozen=True)
class Horizon:
    """How far into each person's calendar one can see on a given day.

    Attributes:
        days: Days since the person's entry, `[trial, person]`; −inf where there is no day.
        calendar: When periods and visits fall.
    """

    days: FloatArray
    calendar: Calendar

    def sees(self, period: IntArray, visit: str) -> BoolArray:
        """Whether the visit of each person's given period lies on or before the day."""
        starts = np.asarray(self.calendar.period_start_days)
        return np.asarray(starts[period] + self.calendar.visit_days[visit] <= self.days + _SLACK)

    def has_started(self, period: int) -> BoolArray:
        """Whether each person's given period has begun by the day."""
        return np.asarray(self.calendar.period_start_days[period] <= self.days + _SLACK)


def horizon_on(day: AnyArray, entered_day: AnyArray, calendar: Calendar) -> Horizon:
    """Horizon of a calendar day.

    Args:
        day: Day since the trial opened, `[trial]`.
        entered_day: Day of entry, `[trial, person]`.
        calendar: When periods and visits fall.
    """
    with np.errstate(invalid="ignore"):
        days = np.asarray(day, dtype=np.float64)[:, None] - entered_day
    return Horizon(np.where(np.isnan(days), -np.inf, days), calendar)
