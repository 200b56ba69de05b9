"""What a stop does to a trial: visits after the day of the look do not take place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gaddum.analysis.arrays import FloatArray
from gaddum.analysis.horizon import Calendar, Horizon, horizon_on
from gaddum.analysis.observations import MISSED_VISIT, OBSERVED, TRIAL_STOPPED, Observations
from gaddum.monitoring.rules import Decision


def stop_day(decisions: tuple[Decision, ...], trials: int) -> FloatArray:
    """Day on which each trial was stopped, `[trial]`; infinite where it ran to its end."""
    day = np.full(trials, np.inf)
    for decision in decisions:
        day = np.where(decision.stop, np.minimum(day, decision.day), day)
    return day


def end_horizon(observations: Observations, decisions: tuple[Decision, ...], calendar: Calendar) -> Horizon:
    """What each trial will ever show: everything, or everything up to its stop."""
    return horizon_on(stop_day(decisions, observations.trials), observations.entered_day, calendar)


def apply_stopping(
    observations: Observations, decisions: tuple[Decision, ...], calendar: Calendar
) -> Observations:
    """Observations of the trials as they were stopped.

    Ratings after the stop become missing with the reason `trial stopped`; a gap that was there for
    another reason before keeps it if the person had withdrawn.
    """
    horizon = end_horizon(observations, decisions, calendar)
    missing = np.array(observations.missing)
    for q in range(observations.periods):
        period = np.full(horizon.days.shape, q, dtype=np.int64)
        for v, visit in enumerate(observations.visits):
            here = missing[:, :, q, v]
            cut = ~horizon.sees(period, visit) & ((here == OBSERVED) | (here == MISSED_VISIT))
            here[cut] = TRIAL_STOPPED
    values = {
        name: np.where(missing == TRIAL_STOPPED, np.nan, scores)
        for name, scores in observations.values.items()
    }
    return replace(observations, values=values, missing=missing)
