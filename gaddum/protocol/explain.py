"""A protocol as a readable synopsis, with the schedule of assessments."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from gaddum.protocol.canonical import protocol_hash
from gaddum.protocol.grid import schedule, timelines
from gaddum.protocol.sentences import (
    say_dose,
    say_endpoint,
    say_look,
    say_population,
    say_rule,
    say_when,
)
from gaddum.protocol.trial import Protocol

WIDTH = 100


def explain(protocol: Protocol) -> str:
    """The synopsis of a protocol as plain text, 100 columns wide where its tables allow."""
    every = ", the same in every period" if protocol.design.is_crossover else ""
    sections = [
        _title(protocol),
        _section("Question", _wrapped(_question(protocol), "  ")),
        _section("Summary", _wrapped(protocol.summary, "  ")),
        _section("People", _people(protocol)),
        _section("Treatments", _treatments(protocol)),
        _section("Sequences", _indented(timelines(protocol))),
        _section(f"Schedule of assessments{every}", _indented(schedule(protocol))),
        _section("Endpoints", _endpoints(protocol)),
        _section("Randomization", _randomization(protocol)),
        _section("Monitoring", _monitoring(protocol)),
        _section("Course", _course(protocol)),
        _section("Notes", _notes(protocol)),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _title(protocol: Protocol) -> str:
    facts = [
        f"{protocol.name} {protocol.version}",
        protocol.registry or "",
        f"hash {protocol_hash(protocol)[:12]}",
    ]
    line = "  ·  ".join(fact for fact in facts if fact)
    return "\n".join([*textwrap.wrap(protocol.title, WIDTH), line])


def _section(title: str, lines: Iterable[str]) -> str:
    body = list(lines)
    return "\n".join([title.upper(), *body]) if body else ""


def _indented(lines: Iterable[str], by: str = "  ") -> list[str]:
    return [by + line if line else line for line in lines]


def _wrapped(text: str, indent: str, hanging: str | None = None) -> list[str]:
    rest = indent if hanging is None else hanging
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


def _question(protocol: Protocol) -> str:
    asked = [
        endpoint.estimand
        for endpoint in protocol.endpoints.values()
        if endpoint.primary and endpoint.estimand
    ]
    return " ".join(estimand.question for estimand in asked)


def _people(protocol: Protocol) -> list[str]:
    people, enrolment = protocol.population, protocol.enrolment
    months = enrolment.planned / enrolment.per_month
    lines = _wrapped(people.condition, "  ")
    lines.append(
        f"  {enrolment.planned} planned, {enrolment.per_month:g} a month: about {months:.3g} months of entry"
    )
    lines += _indented(say_population(people))
    for kind, title in (("include", "To enter:"), ("exclude", "Not to enter:")):
        criteria = [criterion for criterion in people.eligibility if criterion.kind == kind]
        if criteria:
            lines.append(f"  {title}")
        for criterion in criteria:
            number = f" [{criterion.id} ≥ {criterion.at_least}]" if criterion.at_least is not None else ""
            lines += _wrapped(f"- {criterion.text}{number}", "    ", "      ")
            if criterion.note:
                lines += _wrapped(f"Note: {criterion.note}", "      ")
    return lines


def _treatments(protocol: Protocol) -> list[str]:
    weight = protocol.population.weight_kg.mean
    lines: list[str] = []
    for name, treatment in protocol.treatments.items():
        lines += _wrapped(f"{name}: {treatment.label}", "  ", "    ")
        for part, dose in (("pretreatment", treatment.pretreatment), ("drug", treatment.drug)):
            if dose is not None:
                text = f"{part:<13} {dose.compound}, {say_dose(dose, weight)}, {say_when(dose)}"
                lines += _wrapped(text, " " * 4, " " * 18)
    return lines


def _endpoints(protocol: Protocol) -> list[str]:
    lines: list[str] = []
    for name, endpoint in protocol.endpoints.items():
        mark = " (primary)" if endpoint.primary else ""
        lines += _wrapped(f"{name}{mark}: {say_endpoint(endpoint, protocol)}", "  ", "    ")
        if endpoint.estimand is None:
            continue
        estimand = endpoint.estimand
        for title, text in (
            ("Question", estimand.question),
            ("People", estimand.population),
            *(("If", f"{event}: {strategy}") for event, strategy in estimand.strategy.items()),
            ("Summary", estimand.summary),
        ):
            lines += _wrapped(f"{title:<9}{text}", " " * 4, " " * 13)
    return lines


def _randomization(protocol: Protocol) -> list[str]:
    plan = protocol.randomization
    if len(protocol.design.sequences) == 1:
        return ["  None: there is one sequence."]
    if plan.method == "simple":
        text = "An independent draw for each person."
    else:
        text = f"Permuted blocks of {' or '.join(str(size) for size in plan.block_sizes)}."
    if plan.strata:
        text += f" Within strata: {', '.join(plan.strata)}."
    return _wrapped(text, "  ")


def _monitoring(protocol: Protocol) -> list[str]:
    monitoring = protocol.monitoring
    lines: list[str] = []
    for look in monitoring.looks:
        lines += _wrapped(f"Look {look.name}: {say_look(look)}", "  ", "    ")
    for name, rule in monitoring.rules.items():
        lines += _wrapped(f"Rule {name}: {say_rule(rule)}", "  ", "    ")
        lines += _wrapped(rule.meaning, "    ")
    for stop in monitoring.stop:
        lines += _wrapped(f"Stop ({stop.name}) when {' and '.join(stop.all)}: {stop.meaning}", "  ", "    ")
    return lines


def _course(protocol: Protocol) -> list[str]:
    course = protocol.course
    if course is None:
        return []
    relapse = course.relapse
    when = (
        f"{relapse.instrument} is at least {relapse.at_least:g}"
        if relapse.at_least is not None
        else f"{100 * (relapse.loss_fraction or 0):g} % of the improvement in {relapse.instrument} is lost"
    )
    last = f"Last dose on day {course.last_dose_day:g}, then {course.follow_up_days:g} days of follow-up."
    lines = [f"  {last}", f"  Relapse: {when}."]
    if course.challenge is not None:
        dose = say_dose(course.challenge, protocol.population.weight_kg.mean)
        lines += _wrapped(
            f"Challenge: {course.challenge.compound}, {dose}, {say_when(course.challenge)}.", "  ", "    "
        )
    return lines


def _notes(protocol: Protocol) -> list[str]:
    return [
        line for note in protocol.notes for line in _wrapped(f"- {note.about}: {note.text}", "  ", "    ")
    ]
