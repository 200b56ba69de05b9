"""A look at a running trial, person by person: who is visible, and whether a rule holds."""

from __future__ import annotations

import math
from typing import Any


def visible(observations: Any, protocol: Any, look: Any, trial: int, person: int, q: int, visit: str) -> bool:
    """Whether the rating exists and lies on or before the day of the look."""
    entered = observations.entered_day[trial]
    if person >= look.entered:
        return False
    day = entered[look.entered - 1] + look.after_days
    of_visit = entered[person] + q * protocol.design.washout_days + protocol.visits[visit].at_h / 24
    v = observations.visits.index(visit)
    return bool(of_visit <= day + 1e-6 and observations.missing[trial, person, q, v] == 0)


def person_value(
    observations: Any, protocol: Any, look: Any, endpoint: Any, trial: int, person: int, q: int
) -> float | None:
    """The endpoint of one person in one period, or None where it cannot be judged yet."""
    scores = {}
    for visit in [endpoint.visit] + ([endpoint.baseline] if endpoint.baseline else []):
        if not visible(observations, protocol, look, trial, person, q, visit):
            return None
        score = observations.values[endpoint.instrument][trial, person, q, observations.visits.index(visit)]
        if math.isnan(score):
            return None
        scores[visit] = float(score)
    after = scores[endpoint.visit]
    if endpoint.kind == "score":
        return after
    if endpoint.kind == "remission":
        return 1.0 if after <= endpoint.at_most else 0.0
    before = scores[endpoint.baseline]
    if endpoint.kind == "change":
        return after - before
    if before <= 0:
        return None
    return 1.0 if (before - after) / before >= endpoint.fall - 1e-12 else 0.0


def rule_holds(observations: Any, protocol: Any, look: Any, rule: Any, trial: int) -> tuple[int, bool]:
    """Completers of a rule and whether it holds, in one trial."""
    endpoint = protocol.endpoints[rule.endpoint]
    values = []
    for person in range(observations.people):
        found = {}
        for q in range(observations.periods):
            name = observations.treatments[observations.treatment[trial, person, q]]
            found[name] = person_value(observations, protocol, look, endpoint, trial, person, q)
        if rule.treatment in found and all(value is not None for value in found.values()):
            values.append(found[rule.treatment])
    n = len(values)
    if n < max(1, rule.min_completers):
        return n, False
    total = sum(value for value in values if value is not None)
    figure = total if rule.statistic == "responders" else total / n
    low = rule.at_least is None or figure >= rule.at_least - 1e-9
    high = rule.at_most is None or figure <= rule.at_most + 1e-9
    return n, low and high
