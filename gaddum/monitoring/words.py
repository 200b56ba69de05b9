"""A look's decision in plain words, for the committee, and in words that a blinded person may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaddum.monitoring.rules import Decision, RuleResult

if TYPE_CHECKING:
    from gaddum.protocol.endpoints import Endpoint
    from gaddum.protocol.monitoring import Rule
    from gaddum.protocol.trial import Protocol


def explain_decision(protocol: Protocol, decision: Decision, trial: int = 0, blinded: bool = False) -> str:
    """Say what a look decided in one trial, and on what figures.

    Args:
        protocol: The trial as a document.
        decision: The decision.
        trial: Which trial of the batch; 0 for a live one.
        blinded: Leave out treatments and figures, for someone who must not know them.

    Returns:
        One sentence, such as `Stop at the interim look: clearly ineffective (0 of 12 responded
        after naltrexone+ketamine, limit 10 %) and noxious (…).`
    """
    if not decision.held[trial]:
        return f"The {decision.look} look was not held."
    stops = bool(decision.stop[trial])
    if blinded:
        return (
            f"Stop at the {decision.look} look: a stopping rule of the protocol is met."
            if stops
            else f"Go on after the {decision.look} look: no stopping rule of the protocol is met."
        )
    fired = [rule for rule in protocol.monitoring.stop if rule.name in decision.reasons(trial)]
    if stops:
        clauses = [
            " and ".join(_clause(protocol, name, decision.rules[name], trial) for name in rule.all)
            for rule in fired
        ]
        return f"Stop at the {decision.look} look: {'; also '.join(clauses)}."
    findings = [_clause(protocol, name, result, trial) for name, result in decision.rules.items()]
    return f"Go on after the {decision.look} look: {'; '.join(findings) or 'no rules to judge'}."


def _clause(protocol: Protocol, name: str, result: RuleResult, trial: int) -> str:
    """One rule: its name in words, whether it holds, and the figures."""
    rule = protocol.monitoring.rules[name]
    figures = _figures(rule, protocol.endpoints[rule.endpoint], rule.endpoint, result, trial)
    words = name.replace("_", " ").replace("-", " ")
    return f"{words} ({figures})" if result.met[trial] else f"not {words} ({figures})"


def _figures(rule: Rule, endpoint: Endpoint, title: str, result: RuleResult, trial: int) -> str:
    """What was found, of how many, against which limit."""
    n = int(result.completers[trial])
    if n < max(1, int(rule.min_completers)):
        return f"{n} completed, {rule.min_completers} needed to judge"
    value = float(result.statistic[trial])
    statistic = str(rule.statistic)
    if statistic == "mean":
        return f"mean {title.replace('_', ' ')} {value:.1f} in {n} after {rule.treatment}, {_limit(rule)}"
    count = round(value * n) if statistic == "proportion" else round(value)
    verb = "remitted" if str(endpoint.kind) == "remission" else "responded"
    return f"{count} of {n} {verb} after {rule.treatment}, {_limit(rule)}"


def _limit(rule: Rule) -> str:
    """The rule's limit as a reader would say it."""
    share = str(rule.statistic) == "proportion"

    def say(limit: float) -> str:
        return f"{100 * limit:g} %" if share else f"{limit:g}"

    if rule.at_most is not None and rule.at_least is not None:
        return f"limits {say(rule.at_least)} to {say(rule.at_most)}"
    if rule.at_most is not None:
        return f"limit {say(rule.at_most)}"
    return f"limit at least {say(rule.at_least if rule.at_least is not None else 0.0)}"
