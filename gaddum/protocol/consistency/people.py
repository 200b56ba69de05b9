"""Ranges of the population that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator

from gaddum.protocol.consistency.draft import Draft, Finding


def check_people(draft: Draft) -> Iterator[Finding]:
    """The lowest comes before the highest, and the mean lies between."""
    people = draft.population
    if people is None:
        return
    age, weight, baseline = people.age_years, people.weight_kg, people.baseline
    if age.min >= age.max:
        path = ("population", "age_years", "max")
        message = f"The oldest age ({age.max:g}) is not above the youngest ({age.min:g})."
        yield Finding(
            path, "GAD-PROT-32", message, f"{age.max:g}", f"more than {age.min:g}", "Exchange the two."
        )
    if weight.min >= weight.max:
        path = ("population", "weight_kg", "max")
        message = f"The heaviest weight ({weight.max:g} kg) is not above the lightest ({weight.min:g} kg)."
        yield Finding(path, "GAD-PROT-32", message, f"{weight.max:g}", f"more than {weight.min:g} kg")
    elif not weight.min < weight.mean < weight.max:
        path = ("population", "weight_kg", "mean")
        message = f"The mean weight ({weight.mean:g} kg) lies outside the range of weights."
        yield Finding(
            path, "GAD-PROT-32", message, f"{weight.mean:g}", f"{weight.min:g} to {weight.max:g} kg"
        )
    if baseline.min is not None and baseline.min > baseline.mean:
        path = ("population", "baseline", "min")
        message = f"The lowest score at entry ({baseline.min:g}) is above the mean ({baseline.mean:g})."
        yield Finding(path, "GAD-PROT-32", message, f"{baseline.min:g}", f"at most {baseline.mean:g}")
    ids = [criterion.id for criterion in people.eligibility]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            path_ = ("population", "eligibility", index, "id")
            yield Finding(
                path_, "GAD-PROT-10", f"Two criteria are called `{name}`.", remedy="Rename one of them."
            )
