"""Parts of a protocol in a sentence each: doses, endpoints, rules, eligibility."""

from __future__ import annotations

from itertools import takewhile

from gaddum.protocol.endpoints import Endpoint
from gaddum.protocol.monitoring import Look, Rule
from gaddum.protocol.population import Population
from gaddum.protocol.quantities import ROUTES, format_time
from gaddum.protocol.treatments import Dose
from gaddum.protocol.trial import Protocol

ROUTE_WORDS = {"iv": "IV", "oral": "oral", "nasal": "nasal", "im": "IM", "sc": "SC", "sl": "sublingual"}


def say_dose(dose: Dose, weight_kg: float) -> str:
    """How much and how: `0.5 mg/kg IV over 40 min (40 mg at 80 kg)`."""
    kept = takewhile(lambda word: word.lower() not in (*ROUTES, "by", "over", "at"), dose.dose.split())
    words = [*kept, ROUTE_WORDS[dose.route]]
    if dose.duration_h:
        words.append(f"over {format_time(dose.duration_h)}")
    if dose.per_kg:
        words.append(f"({dose.total_mg(weight_kg):.4g} mg at {weight_kg:g} kg)")
    return " ".join(words)


def say_when(dose: Dose) -> str:
    """When a dose is given: `45 min before the drug`, `on days 0, 3, 7`."""
    at = dose.at_h
    side = "before" if at < 0 else "after"
    when = "at time 0" if at == 0 else f"{format_time(abs(at))} {side} the drug"
    if len(dose.days) > 1:
        days = ", ".join(f"{day:g}" for day in dose.days)
        return f"on days {days}" + ("" if at == 0 else f", {when} of the day")
    if dose.days[0] != 0:
        return f"on day {dose.days[0]:g}" + ("" if at == 0 else f", {when}")
    return when


def say_endpoint(endpoint: Endpoint, protocol: Protocol) -> str:
    """What is measured, in a sentence."""
    when = f"{endpoint.visit} ({protocol.visits[endpoint.visit].at})"
    scale = endpoint.instrument + (f", scored from {endpoint.scored_from}," if endpoint.scored_from else "")
    if endpoint.kind == "response":
        fall = f"{100 * (endpoint.fall or 0.5):g} %"
        return f"{scale} at {when} has fallen by at least {fall} from {endpoint.baseline}."
    if endpoint.kind == "change":
        return f"Change in {scale} from {endpoint.baseline} to {when}."
    if endpoint.kind == "remission":
        return f"{scale} at {when} is at most {endpoint.at_most}."
    return f"{scale} at {when}."


def say_rule(rule: Rule) -> str:
    """When a rule holds, in a sentence."""
    what = {"responders": "the number that met", "proportion": "the fraction that met", "mean": "the mean of"}
    limit = f"at most {rule.at_most:g}" if rule.at_most is not None else f"at least {rule.at_least:g}"
    wait = f", once {rule.min_completers} people have completed" if rule.min_completers > 1 else ""
    return f"Under {rule.treatment}, {what[rule.statistic]} {rule.endpoint} is {limit}{wait}."


def say_look(look: Look) -> str:
    """When a look takes place."""
    delay = f", {look.after_days:g} days later" if look.after_days else ""
    return f"after {look.entered} people have entered{delay}"


def say_population(people: Population) -> list[str]:
    """Covariates of the people, a line each."""
    age, weight, baseline = people.age_years, people.weight_kg, people.baseline
    least = f", at least {baseline.min:g}" if baseline.min is not None else ""
    return [
        f"age {age.min:g} to {age.max:g} years, {100 * people.female:g} % women",
        f"weight {weight.mean:g} kg (SD {weight.sd:g}), {weight.min:g} to {weight.max:g} kg",
        f"{baseline.instrument} at entry {baseline.mean:g} (SD {baseline.sd:g}){least}",
    ]
