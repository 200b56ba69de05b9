"""The protocol's stopping rules, evaluated at a look on the data visible by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gaddum.analysis.arrays import BoolArray, FloatArray, IntArray, count_people, masked, sum_people
from gaddum.analysis.endpoints import completers_of, evaluate_all
from gaddum.analysis.horizon import Calendar, Horizon, calendar_of, horizon_on
from gaddum.analysis.observations import Observations
from gaddum.errors import GaddumError

if TYPE_CHECKING:
    from gaddum.protocol.monitoring import Look, Rule
    from gaddum.protocol.trial import Protocol

# A limit counts as reached if it is missed by no more than the rounding of decimal fractions.
_SLACK = 1e-9


@dataclass(frozen=True)
class RuleResult:
    """One rule at one look; every array is `[trial]`.

    Attributes:
        statistic: Number, share or mean that the rule is about; NaN where nobody can be judged.
        completers: People it rests on.
        met: Whether the rule holds; never with fewer completers than it asks for.
    """

    statistic: FloatArray
    completers: IntArray
    met: BoolArray


@dataclass(frozen=True)
class Decision:
    """What a look decided in each trial.

    Attributes:
        look: Name of the look.
        day: Day of the look since the trial opened; NaN where it was not reached.
        held: Whether the look took place: enough people entered, and the trial was still running.
        stop: Whether it stopped the trial.
        rules: Each rule's result.
        stop_rules: For each stopping rule, whether all its rules hold.
    """

    look: str
    day: FloatArray
    held: BoolArray
    stop: BoolArray
    rules: Mapping[str, RuleResult]
    stop_rules: Mapping[str, BoolArray]

    def reasons(self, trial: int = 0) -> tuple[str, ...]:
        """Names of the stopping rules that stopped a trial."""
        if not self.stop[trial]:
            return ()
        return tuple(name for name, holds in self.stop_rules.items() if holds[trial])


def monitor(protocol: Protocol, observations: Observations) -> tuple[Decision, ...]:
    """All looks of a protocol, in order; a trial that has stopped is not looked at again.

    Args:
        protocol: The trial as a document.
        observations: The trials as they would run to their end.

    Returns:
        A decision for each look of `protocol.monitoring`.

    Raises:
        GaddumError: GAD-MON-01 … 03 if a rule cannot be evaluated.
    """
    calendar = calendar_of(protocol)
    running = np.ones(observations.trials, dtype=np.bool_)
    decisions = []
    for look in protocol.monitoring.looks:
        decision = decide(protocol, look, observations, calendar, running)
        running = running & ~decision.stop
        decisions.append(decision)
    return tuple(decisions)


def look_day(look: Look, observations: Observations) -> FloatArray:
    """Day of a look: entry of the person it waits for, plus its delay; NaN where never reached."""
    if look.entered > observations.people:
        return np.full(observations.trials, np.nan)
    day = np.asarray(observations.entered_day[:, look.entered - 1], dtype=np.float64) + float(look.after_days)
    return np.where(np.isfinite(day), day, np.nan)


def decide(
    protocol: Protocol,
    look: Look,
    observations: Observations,
    calendar: Calendar | None = None,
    running: BoolArray | None = None,
) -> Decision:
    """Decide one look.

    Args:
        protocol: The trial as a document.
        look: The look to hold.
        observations: The trials; visits after the day of the look are not looked at.
        calendar: When periods and visits fall; the protocol's if None.
        running: Which trials have not stopped before; all if None.

    Raises:
        GaddumError: GAD-MON-01 … 03 if a rule cannot be evaluated.
    """
    calendar = calendar or calendar_of(protocol)
    day = look_day(look, observations)
    held = np.isfinite(day)
    if running is not None:
        held &= running
    # Nobody who enters later is looked at, so they need not be carried along.
    observations = observations.first_people(int(look.entered))
    horizon = horizon_on(day, observations.entered_day, calendar)
    rules = {
        name: evaluate_rule(name, rule, protocol, observations, horizon)
        for name, rule in protocol.monitoring.rules.items()
    }
    stop_rules = {}
    for stop_rule in protocol.monitoring.stop:
        absent = [name for name in stop_rule.all if name not in rules]
        if absent:
            raise GaddumError(
                "GAD-MON-01",
                f"Stopping rule `{stop_rule.name}` asks for a rule that is not there.",
                value=", ".join(absent),
                expected=f"one of {', '.join(rules)}",
            )
        stop_rules[stop_rule.name] = np.logical_and.reduce([rules[name].met for name in stop_rule.all]) & held
    stop = np.logical_or.reduce([*stop_rules.values(), np.zeros_like(held)])
    return Decision(look.name, day, held, stop, rules, stop_rules)


def evaluate_rule(
    name: str, rule: Rule, protocol: Protocol, observations: Observations, horizon: Horizon
) -> RuleResult:
    """Evaluate a rule on what a horizon shows.

    A rule is judged on completers: the people whose endpoint is visible under every treatment of
    their sequence.  So its treatments are compared on the same people, as published results are.

    Raises:
        GaddumError: GAD-MON-01 for an unknown endpoint, GAD-MON-02 where the statistic does not
            fit it, GAD-MON-03 for a rule without a limit.
    """
    if rule.endpoint not in protocol.endpoints:
        raise GaddumError(
            "GAD-MON-01",
            f"Rule `{name}` is about an endpoint that the protocol does not have.",
            value=rule.endpoint,
            expected=f"one of {', '.join(protocol.endpoints)}",
        )
    endpoint = protocol.endpoints[rule.endpoint]
    statistic = str(rule.statistic)
    if statistic != "mean" and str(endpoint.kind) not in ("response", "remission"):
        raise GaddumError(
            "GAD-MON-02",
            f"Rule `{name}` counts people, but `{rule.endpoint}` is a {endpoint.kind}.",
            value=statistic,
            expected="mean",
        )
    if rule.at_most is None and rule.at_least is None:
        raise GaddumError("GAD-MON-03", f"Rule `{name}` has no limit.", expected="at_most or at_least")
    observations.index("treatment", rule.treatment)
    found = evaluate_all(endpoint, observations, horizon)
    judged = found[rule.treatment].judged & completers_of(found)
    n = count_people(judged)
    total = sum_people(masked(found[rule.treatment].value, judged))
    figure = np.where(n > 0, total if statistic == "responders" else total / np.maximum(n, 1), np.nan)
    met = (n >= rule.min_completers) & (n > 0)
    with np.errstate(invalid="ignore"):
        if rule.at_most is not None:
            met = met & (figure <= float(rule.at_most) + _SLACK)
        if rule.at_least is not None:
            met = met & (figure >= float(rule.at_least) - _SLACK)
    return RuleResult(figure, n, met)
