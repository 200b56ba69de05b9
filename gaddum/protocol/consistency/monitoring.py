"""Looks that never come, rules about nothing, stopping rules that cannot stop."""

from __future__ import annotations

from collections.abc import Iterator

from gaddum.documents import did_you_mean, listing
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.monitoring import Rule


def check_looks(draft: Draft) -> Iterator[Finding]:
    """Each look is reached, after the one before."""
    planned = draft.enrolment.planned if draft.enrolment else None
    before = None
    for index, look in enumerate(draft.looks):
        if look is None:
            continue
        path = ("monitoring", "looks", index, "entered")
        if planned is not None and look.entered > planned:
            message = f"Look {look.name} comes after {look.entered} people, but only {planned} are planned."
            remedy = f"Use at most {planned}, or raise enrolment.planned."
            yield Finding(path, "GAD-PROT-23", message, str(look.entered), f"at most {planned}", remedy)
        if before is not None and look.entered <= before.entered:
            message = (
                f"Look {look.name} ({look.entered} people) is not after {before.name} ({before.entered})."
            )
            expected = f"more than {before.entered}"
            yield Finding(
                path, "GAD-PROT-23", message, str(look.entered), expected, "Put the looks in order."
            )
        names = [other.name for other in draft.looks[:index] if other is not None]
        if look.name in names:
            message = f"Two looks are called {look.name}."
            path_ = ("monitoring", "looks", index, "name")
            yield Finding(path_, "GAD-PROT-10", message, remedy="Rename one of them.")
        before = look


def check_rules(draft: Draft) -> Iterator[Finding]:
    """Each rule names a treatment and an endpoint there are, fits the endpoint's kind and can hold."""
    entered = [look.entered for look in draft.looks if look is not None]
    for name, rule in draft.rules.items():
        if rule is None:
            continue
        here = ("monitoring", "rules", name)
        if rule.treatment not in draft.treatments:
            meant = did_you_mean(rule.treatment, draft.treatments) or "Name one of them."
            message = f"There is no treatment called `{rule.treatment}`."
            yield Finding((*here, "treatment"), "GAD-PROT-24", message, "", listing(draft.treatments), meant)
        if rule.endpoint not in draft.endpoints:
            meant = did_you_mean(rule.endpoint, draft.endpoints) or "Name one of them."
            message = f"There is no endpoint called `{rule.endpoint}`."
            yield Finding((*here, "endpoint"), "GAD-PROT-24", message, "", listing(draft.endpoints), meant)
        yield from _statistic(name, rule, draft)
        if draft.looks and entered and rule.min_completers > max(entered):
            message = (
                f"Rule {name} waits for {rule.min_completers} people; no look has more than {max(entered)}."
            )
            path = (*here, "min_completers")
            remedy = f"Use at most {max(entered)}, or add a later look."
            yield Finding(
                path, "GAD-PROT-23", message, str(rule.min_completers), f"at most {max(entered)}", remedy
            )
    if draft.rules and not draft.looks and not draft.raw.get("monitoring", {}).get("looks"):
        message = "There are rules but no look at which they could hold."
        yield Finding(
            ("monitoring", "rules"), "GAD-PROT-23", message, remedy="Add a look, or remove the rules."
        )


def _statistic(name: str, rule: Rule, draft: Draft) -> Iterator[Finding]:
    here = ("monitoring", "rules", name)
    endpoint = draft.endpoints.get(rule.endpoint)
    if endpoint is not None and endpoint.is_binary == (rule.statistic == "mean"):
        fitting = "responders or proportion" if endpoint.is_binary else "mean"
        message = f"`{rule.statistic}` does not fit {rule.endpoint}, which is of kind {endpoint.kind}."
        yield Finding(
            (*here, "statistic"), "GAD-PROT-24", message, rule.statistic, fitting, f"Use {fitting}."
        )
    if (rule.at_most is None) == (rule.at_least is None):
        message = "A rule needs exactly one threshold."
        yield Finding(
            here, "GAD-PROT-24", message, expected="at_most or at_least", remedy="Give one of the two."
        )
        return
    field = "at_most" if rule.at_most is not None else "at_least"
    threshold = getattr(rule, field)
    top = {"proportion": 1.0, "responders": float(draft.enrolment.planned) if draft.enrolment else 1e6}
    if rule.statistic in top and not 0 <= threshold <= top[rule.statistic]:
        message = f"A threshold of {threshold:g} can never matter for a number of {rule.statistic}."
        if rule.statistic == "proportion":
            message = f"A proportion of {threshold:g} is impossible."
        remedy = (
            f"Write {threshold / 100:g}." if rule.statistic == "proportion" and 1 < threshold <= 100 else ""
        )
        expected = f"0 to {top[rule.statistic]:g}"
        yield Finding((*here, field), "GAD-PROT-24", message, f"{threshold:g}", expected, remedy)


def check_stop(draft: Draft) -> Iterator[Finding]:
    """Each stopping rule names rules there are."""
    for index, stop in enumerate(draft.stop):
        for position, name in enumerate(stop.all if stop is not None else ()):
            if name not in draft.rules:
                meant = did_you_mean(name, draft.rules) or "Name one of them, or add the rule."
                path = ("monitoring", "stop", index, "all", position)
                message = f"There is no rule called `{name}`."
                yield Finding(path, "GAD-PROT-25", message, "", listing(draft.rules), meant)
    names = [stop.name for stop in draft.stop if stop is not None]
    for name in {name for name in names if names.count(name) > 1}:
        message = f"Two stopping rules are called {name}."
        yield Finding(("monitoring", "stop"), "GAD-PROT-10", message, remedy="Rename one of them.")
