"""Running text of the report's sections: synopsis, notes, methods, assumptions, warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gaddum.report.names import in_prose
from gaddum.report.phrases import capital, grouped, listed, readable, sentence
from gaddum.report.plot import Numbers

_ABOUT = re.compile(r"^([A-Za-z_][\w.]*): ")
_NOTES = re.compile(r"^NOTES\n(?:[ \t].*\n?|\n)*", re.M)


def _lines(values: Any) -> list[str]:
    """Remarks, whatever their shape, as sentences; a single remark is a list of one."""
    if not values:
        return []
    items: Iterable[Any] = [values] if isinstance(values, str | dict) else values
    return [text for item in items if (text := sentence(item).strip())]


def synopsis(numbers: Numbers) -> list[str]:
    """The protocol's own synopsis, line by line as it was laid out, less the notes that the page lists."""
    text = str((numbers.get("protocol") or {}).get("synopsis") or "").strip("\n")
    if notes(numbers):
        text = _NOTES.sub("", text).rstrip("\n")
    return [text] if text.strip() else []


def notes(numbers: Numbers) -> list[str]:
    """Remarks the protocol carries, such as where its sources disagree."""
    return [_titled(line) for line in _lines((numbers.get("protocol") or {}).get("notes"))]


def _titled(line: str) -> str:
    """A remark about `design.washout_days` as one about the washout days."""
    return _ABOUT.sub(lambda m: capital(readable(m[1].rsplit(".", 1)[-1])) + ": ", line, count=1)


def course_answer(numbers: Numbers) -> list[str]:
    """The answer to the question of dependence, with the protocol it was asked of."""
    course: Numbers = numbers.get("course") or {}
    lines = _lines(course.get("answer"))
    if lines and course.get("protocol"):
        lines.append(f"Simulated with the protocol {course['protocol']}.")
    return lines


def course_sentences(numbers: Numbers) -> list[str]:
    """The answer for each mechanism; mechanisms with the same answer share a line."""
    called = in_prose(numbers)
    shared: dict[str, list[str]] = {}
    for name, mechanism in ((numbers.get("course") or {}).get("mechanisms") or {}).items():
        if mechanism.get("answer"):
            shared.setdefault(sentence(mechanism["answer"]), []).append(called(name))
    return [f"{capital(listed(names))}: {text}" for text, names in shared.items()]


def course_assumptions(numbers: Numbers) -> list[str]:
    """What carries the answer on dependence."""
    return _lines((numbers.get("course") or {}).get("assumptions"))


def course_published(numbers: Numbers) -> list[str]:
    """Published observations on repeated use."""
    return _lines((numbers.get("course") or {}).get("published"))


def assumptions(numbers: Numbers) -> list[str]:
    """Sentences on what the whole run assumes."""
    return _lines(numbers.get("assumptions"))


def warnings(numbers: Numbers) -> list[str]:
    """What the run wants its reader to know."""
    return _lines(numbers.get("warnings"))


def methods(numbers: Numbers) -> list[str]:
    """How the figures came about, in a few sentences that fit what was run."""
    given: Numbers = numbers.get("provenance") or {}
    lines = []
    if numbers.get("bands"):
        lines.append(
            "Kinetics: linear compartment models solved in closed form for every virtual person; bodies, "
            "clearances "
            "and volumes vary between people. Occupancy follows competitive binding (Gaddum's equation) at "
            "the "
            "unbound brain concentration."
        )
    if numbers.get("mechanisms"):
        trials = (
            f"{grouped(given['trials'])} whole trials"
            if isinstance(given.get("trials"), int)
            else "whole trials"
        )
        lines.append(
            f"Trials: {trials} for each mechanism, in order of entry, with placebo response, rater noise, "
            "missed "
            "visits and dropout. All mechanisms are given the same virtual people, so that differences "
            "between them "
            "are not differences between samples."
        )
    if any(m.get("stopped") for m in (numbers.get("mechanisms") or {}).values()):
        lines.append(
            "Stopping: at each look the protocol's rules see what a committee would have seen by that day, "
            "no more."
        )
    if numbers.get("weigh"):
        lines.append(
            "Weighing: the likelihood of a published result under a mechanism is the share, or the smoothed "
            "density, "
            "of simulated trials that give it; posterior is prior times likelihoods, made to add up to one. "
            "Monte "
            "Carlo errors are carried through by first-order propagation."
        )
    if numbers.get("course"):
        lines.append(
            "Dependence: opioid adaptation rises with receptor activation and fades after it; withdrawal is "
            "the "
            "adaptation left unopposed when the drug is stopped or an antagonist is given."
        )
    return lines
