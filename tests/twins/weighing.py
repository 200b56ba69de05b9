"""The published statements checked trial by trial, person by person, in plain Python."""

from __future__ import annotations

from typing import Any

from scipy.stats import ttest_rel

from .crossover import condition_time_t


def completers(observations: Any, trial: int, treatments: Any, visits: Any, n: int) -> list[int]:
    """The first n people with a score at the visits under both treatments."""
    found = []
    for person in range(observations.people):
        given = [observations.treatments[k] for k in observations.treatment[trial, person]]
        rated = all(
            observations.missing[trial, person, given.index(name), observations.visits.index(visit)] == 0
            for name in treatments
            for visit in visits
        )
        if rated and len(found) < n:
            found.append(person)
    return found


def score(observations: Any, trial: int, person: int, treatment: str, instrument: str, visit: str) -> float:
    q = observations.treatment[trial, person].tolist().index(observations.treatments.index(treatment))
    return float(observations.values[instrument][trial, person, q, observations.visits.index(visit)])


def founding_result(observations: Any, measure: Any, trial: int) -> tuple[int, int, int, int] | None:
    """Responders after placebo, after naltrexone, after both, and dissociation alike."""
    treatments = (measure["reference"], measure["test"])
    people = completers(observations, trial, treatments, (measure["baseline"], measure["visit"]), 12)
    if len(people) < 12:
        return None
    answers = []
    for person in people:
        pair = []
        for treatment in treatments:
            before = score(observations, trial, person, treatment, "hamd17", "baseline")
            after = score(observations, trial, person, treatment, "hamd17", "day_1")
            pair.append(2 * after <= before)
        answers.append(pair)
    cadss = [[score(observations, trial, i, t, "cadss", "infusion_end") for t in treatments] for i in people]
    both_seen = [pair for pair in cadss if pair[0] == pair[0] and pair[1] == pair[1]]
    p = ttest_rel([b for _, b in both_seen], [a for a, _ in both_seen]).pvalue
    return (
        sum(a for a, _ in answers),
        sum(b for _, b in answers),
        sum(a and b for a, b in answers),
        int(p >= 0.05),
    )


def successor_t(observations: Any, measure: Any, trial: int) -> float:
    treatments = (measure["reference"], measure["test"])
    visits = (measure["baseline"], measure["visit"])
    people = completers(observations, trial, treatments, visits, 26)
    cells = [
        tuple(score(observations, trial, i, t, measure["instrument"], v) for t in treatments for v in visits)
        for i in people
    ]
    return condition_time_t(cells)["statistic"]
