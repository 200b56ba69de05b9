"""Doses that cannot be meant, pretreatments that come too late, and courses that contradict their doses."""

from __future__ import annotations

from collections.abc import Iterator

from gaddum.documents.reading import FieldPath
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.quantities import format_time
from gaddum.protocol.treatments import LARGEST_DOSE_MG, Dose, Treatment


def check_doses(draft: Draft) -> Iterator[Finding]:
    """Each treatment's doses: possible in size, the pretreatment first, the drug at time zero."""
    heaviest = draft.population.weight_kg.max if draft.population else 100.0
    for name, treatment in draft.treatments.items():
        if treatment is None:
            continue
        here: FieldPath = ("treatments", name)
        yield from _size((*here, "drug"), treatment.drug, heaviest)
        if treatment.pretreatment is not None:
            yield from _size((*here, "pretreatment"), treatment.pretreatment, heaviest)
            yield from _pretreatment(here, treatment)
        yield from _drug(here, treatment, draft)


def _size(path: FieldPath, dose: Dose, heaviest_kg: float) -> Iterator[Finding]:
    total = dose.total_mg(heaviest_kg)
    if total > LARGEST_DOSE_MG:
        per = f" for a person of {heaviest_kg:g} kg" if dose.per_kg else ""
        message = f"This is {total / 1000:g} g{per}, more than anyone is given at once."
        remedy = f"Check the number and its unit. At most {LARGEST_DOSE_MG / 1000:g} g are accepted."
        yield Finding((*path, "dose"), "GAD-PROT-14", message, dose.dose, remedy=remedy)
    if dose.duration_h > 7 * 24:
        message = "An infusion of more than a week is not plausible."
        yield Finding((*path, "dose"), "GAD-PROT-14", message, dose.dose, "at most 7 d")


def _pretreatment(here: FieldPath, treatment: Treatment) -> Iterator[Finding]:
    dose, drug = treatment.pretreatment, treatment.drug
    assert dose is not None
    late = [t for t in dose.times_h if not any(t < start for start in drug.times_h)]
    same_day = set(dose.days) & set(drug.days)
    if not late and not (same_day and dose.at_h >= drug.at_h):
        return
    field = "at" if dose.at is not None else "dose"
    written = dose.at if dose.at is not None else dose.dose
    if dose.at_h > drug.at_h:
        when = f"is after the drug starts ({format_time(drug.at_h)})"
        early = format_time(-abs(dose.at_h))
        if dose.at is None and " at " in dose.dose:
            early = f"{dose.dose[: dose.dose.rindex(' at ')]} at {early}"
        remedy = f'Did you mean "{early}"?'
    elif dose.at_h == drug.at_h:
        when = "is at the same time as the drug" if dose.at or " at " in dose.dose else "does not say when"
        remedy = f'Say when it is given, as in "{dose.dose.split(" at ")[0]} at -45 min".'
    else:
        when = "includes days after the last dose of the drug"
        remedy = "Remove the days that come after the drug."
        field, written = "days", ", ".join(f"{day:g}" for day in dose.days)
    yield Finding(
        (*here, "pretreatment", field),
        "GAD-PROT-17",
        f'"{written}" {when}.',
        expected="a time before the drug: a pretreatment must come first",
        remedy=remedy,
    )


def _drug(here: FieldPath, treatment: Treatment, draft: Draft) -> Iterator[Finding]:
    drug, path = treatment.drug, (*here, "drug")
    if drug.at_h != 0:
        message = f"The drug starts at {format_time(drug.at_h)}, but its start is time zero of the period."
        yield Finding(
            path, "GAD-PROT-19", message, expected="0 min", remedy="Leave out the time of the drug."
        )
    days = drug.days
    if days[0] != 0 or any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
        message = "The days of the drug must begin with day 0 and go up."
        shown = ", ".join(f"{day:g}" for day in days)
        yield Finding(
            (*path, "days"), "GAD-PROT-19", message, shown, "0, then later days", "Put the days in order."
        )
    elif draft.design is not None and days[-1] > draft.design.period_days:
        message = f"Day {days[-1]:g} is after the end of the period (day {draft.design.period_days:g})."
        remedy = "Lengthen design.period_days, or remove the day."
        yield Finding((*path, "days"), "GAD-PROT-19", message, f"{days[-1]:g}", remedy=remedy)


def check_course(draft: Draft) -> Iterator[Finding]:
    """The course ends with the last dose, its follow-up fits the period, its challenge comes after."""
    course = draft.course
    if course is None:
        return
    relapse = course.relapse
    if (relapse.at_least is None) == (relapse.loss_fraction is None):
        message = "Relapse needs exactly one criterion."
        expected = "at_least (a score) or loss_fraction (of the improvement)"
        yield Finding(
            ("course", "relapse"), "GAD-PROT-31", message, expected=expected, remedy="Give one of the two."
        )
    lasts = {max(t.drug.days) for t in draft.treatments.values() if t is not None}
    if lasts and course.last_dose_day not in lasts:
        message = f"No treatment gives its last dose on day {course.last_dose_day:g}."
        shown = " or ".join(f"{day:g}" for day in sorted(lasts))
        yield Finding(
            ("course", "last_dose_day"), "GAD-PROT-31", message, expected=shown, remedy=f"Write {shown}."
        )
    end = course.last_dose_day + course.follow_up_days
    if draft.design is not None and end > draft.design.period_days:
        message = f"The follow-up ends on day {end:g}, after the period (day {draft.design.period_days:g})."
        remedy = f"Set design.period_days to at least {end:g}, or shorten the follow-up."
        yield Finding(
            ("course", "follow_up_days"), "GAD-PROT-31", message, f"{course.follow_up_days:g}", remedy=remedy
        )
    if course.challenge is not None:
        first = min(course.challenge.times_h) / 24
        if not course.last_dose_day < first <= end:
            message = f"The challenge on day {first:g} is not within the follow-up."
            expected = f"after day {course.last_dose_day:g}, up to day {end:g}"
            path = ("course", "challenge", "days")
            yield Finding(path, "GAD-PROT-31", message, expected=expected, remedy="Give its day in `days`.")
        yield from _size(("course", "challenge"), course.challenge, 100.0)
