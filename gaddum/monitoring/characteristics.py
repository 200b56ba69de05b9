"""Operating characteristics of the looks: how often they stop, and what that spares people.

Counts are whole numbers, so blocks of trials add up to the same figures in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gaddum.analysis.arrays import BoolArray, IntArray, count_people
from gaddum.analysis.endpoints import completers_of, evaluate_all
from gaddum.analysis.horizon import Horizon, calendar_of, horizon_on
from gaddum.analysis.observations import NOT_SCHEDULED, WITHDREW, Observations
from gaddum.analysis.spread import count_spread, summarise_spread
from gaddum.errors import GaddumError
from gaddum.monitoring.rules import Decision, monitor
from gaddum.monitoring.stopping import stop_day

if TYPE_CHECKING:
    from gaddum.protocol.endpoints import Endpoint
    from gaddum.protocol.trial import Protocol


@dataclass(frozen=True)
class StoppingCounts:
    """Counts over trials; add blocks with `+`.

    Attributes:
        trials: Number of trials.
        held: Look to the number of trials in which it was held.
        stopped: Look to the number of trials it stopped.
        rules: Rule to the number of trials in which it held at some look that took place.
        numbers: Quantity to the number of trials with 0, 1, 2, … people, `[people + 1]`:
            `entered`, `completed`, `exposed:T` and `exposed_without_stopping:T` for each
            treatment T.
    """

    trials: int
    held: dict[str, int]
    stopped: dict[str, int]
    rules: dict[str, int]
    numbers: dict[str, IntArray]

    def __add__(self, other: StoppingCounts) -> StoppingCounts:
        if self.numbers.keys() != other.numbers.keys() or self.stopped.keys() != other.stopped.keys():
            raise GaddumError("GAD-INF-04", "These stopping counts are of different protocols.")
        return StoppingCounts(
            self.trials + other.trials,
            {k: v + other.held[k] for k, v in self.held.items()},
            {k: v + other.stopped[k] for k, v in self.stopped.items()},
            {k: v + other.rules[k] for k, v in self.rules.items()},
            {k: v + other.numbers[k] for k, v in self.numbers.items()},
        )


def count_stopping(
    protocol: Protocol, observations: Observations, decisions: tuple[Decision, ...] | None = None
) -> StoppingCounts:
    """Count what the looks did in a block of trials.

    Enrolment does not wait for a look: whoever enters before its day has entered.

    Args:
        protocol: The trial as a document.
        observations: The trials as they would run to their end.
        decisions: The looks' decisions, if they are at hand; evaluated here if None.
    """
    decisions = monitor(protocol, observations) if decisions is None else decisions
    calendar = calendar_of(protocol)
    end = stop_day(decisions, observations.trials)
    horizon = horizon_on(end, observations.entered_day, calendar)
    whole = horizon_on(np.full_like(end, np.inf), observations.entered_day, calendar)
    people = observations.people
    done = completers_of(evaluate_all(_primary(protocol), observations, horizon))
    numbers = {
        "entered": count_spread(count_people(horizon.has_started(0)), people),
        "completed": count_spread(count_people(done), people),
    }
    for treatment in observations.treatments:
        exposed = count_people(_exposed(observations, treatment, horizon))
        without = count_people(_exposed(observations, treatment, whole))
        numbers[f"exposed:{treatment}"] = count_spread(exposed, people)
        numbers[f"exposed_without_stopping:{treatment}"] = count_spread(without, people)
    names = list(protocol.monitoring.rules)
    held = {name: np.zeros(observations.trials, dtype=np.bool_) for name in names}
    for decision in decisions:
        for name in names:
            held[name] |= decision.rules[name].met & decision.held
    return StoppingCounts(
        observations.trials,
        {d.look: int(np.count_nonzero(d.held)) for d in decisions},
        {d.look: int(np.count_nonzero(d.stop)) for d in decisions},
        {name: int(np.count_nonzero(mask)) for name, mask in held.items()},
        numbers,
    )


def _primary(protocol: Protocol) -> Endpoint:
    """The primary endpoint; the first one where none is called primary."""
    endpoints = list(protocol.endpoints.values())
    return next((endpoint for endpoint in endpoints if endpoint.primary), endpoints[0])


def summarise_stopping(counts: StoppingCounts) -> dict[str, Any]:
    """Rates with Monte Carlo standard errors, and the spread of the numbers of people.

    Returns:
        `{"stopped": {LOOK: {"value", "mcse"}}, "held": {…}, "stop_reasons": {RULE: {…}},
        "entered": {"mean", "mcse", "p05", "p95"}, "completed": {…}, "exposed": {T: {…}},
        "exposed_without_stopping": {T: {…}}}`.
    """
    groups: dict[str, Any] = {"exposed": {}, "exposed_without_stopping": {}}
    for name, spread in counts.numbers.items():
        kind, _, treatment = name.partition(":")
        if treatment:
            groups[kind][treatment] = summarise_spread(spread)
        else:
            groups[kind] = summarise_spread(spread)
    return {
        "stopped": {k: _rate(v, counts.trials) for k, v in counts.stopped.items()},
        "held": {k: _rate(v, counts.trials) for k, v in counts.held.items()},
        "stop_reasons": {k: _rate(v, counts.trials) for k, v in counts.rules.items()},
        **groups,
    }


def _exposed(observations: Observations, treatment: str, horizon: Horizon) -> BoolArray:
    """Who was given a treatment by the horizon, and had not withdrawn before its period."""
    exposed = np.zeros(observations.missing.shape[:2], dtype=np.bool_)
    code = observations.index("treatment", treatment)
    for q in range(observations.periods):
        first = observations.missing[:, :, q, :]
        present = ~np.all((first == WITHDREW) | (first == NOT_SCHEDULED), axis=-1)
        exposed |= (observations.treatment[:, :, q] == code) & present & horizon.has_started(q)
    return exposed


def _rate(events: int, trials: int) -> dict[str, float]:
    """A share of the trials and its Monte Carlo standard error."""
    p = events / trials
    return {"value": p, "mcse": float(np.sqrt(p * (1 - p) / trials))}
