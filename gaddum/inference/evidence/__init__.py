"""What was published: statements, each with its source and with how it is known.

Marks: `seen` was read in the paper or its record, `second-hand` in a text about it, `derived` was
computed from seen figures, `recalled` is unverified.  By default only the first two are weighed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaddum.errors import GaddumError

MARKS = ("seen", "second-hand", "derived", "recalled")
DEFAULT_MARKS = ("seen", "second-hand")
KINDS = (
    "responder_table",
    "dissociation_alike",
    "signed_t",
    "removed_share",
    "no_difference_parallel",
    "context",
)
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class EvidenceItem:
    """One published statement.

    Attributes:
        id: Its name, unique.
        study: The study it is from.
        title: The statement in a few words.
        text: The statement in a sentence.
        citation: Where it was published.
        doi: DOI of that, or "".
        protocol: Name of the protocol whose simulation predicts it, or "".
        kind: One of `KINDS`: which simulated statistic it is compared with.
        mark: One of `MARKS`: how it is known.
        observed: The figures observed.
        measure: How the statistic is taken from a trial: treatments, instrument, visits.
        optional: Weighed only if asked for.
        check_only: Never weighed; compared in the predictive check.
        note: What to keep in mind.
    """

    id: str
    study: str
    title: str
    text: str
    citation: str
    doi: str
    protocol: str
    kind: str
    mark: str
    observed: Mapping[str, float] = field(default_factory=dict)
    measure: Mapping[str, Any] = field(default_factory=dict)
    optional: bool = False
    check_only: bool = False
    note: str = ""


@dataclass(frozen=True)
class Selection:
    """Evidence chosen for weighing.

    Attributes:
        used: What is weighed, in order.
        left_out: What is not, each with the reason.
    """

    used: tuple[EvidenceItem, ...]
    left_out: tuple[tuple[EvidenceItem, str], ...] = ()


def load_evidence(*files: str | os.PathLike[str]) -> tuple[EvidenceItem, ...]:
    """Read the bundled evidence, followed by any further files of the same form.

    Raises:
        GaddumError: GAD-INF-05 for a file that cannot be read or lacks a field.
    """
    documents = [_read(path) for path in _FOLDER.glob("*.yaml")]
    documents.sort(key=lambda found: (found[1].get("order", 99), found[0]))
    documents += [_read(Path(file)) for file in files]
    return tuple(item for place, document in documents for item in _items(place, document))


def select_evidence(
    items: Sequence[EvidenceItem],
    marks: Iterable[str] = DEFAULT_MARKS,
    include: Iterable[str] = (),
    leave_out: Iterable[str] = (),
) -> Selection:
    """Choose what to weigh.

    Args:
        items: The evidence at hand.
        marks: How it must be known.
        include: Ids to weigh although optional or of another mark.
        leave_out: Ids not to weigh.

    Raises:
        GaddumError: GAD-INF-03 for an id that is not among the items.
    """
    marks, include, leave_out = tuple(marks), tuple(include), tuple(leave_out)
    known = [item.id for item in items]
    for name in (*include, *leave_out):
        if name not in known:
            raise GaddumError(
                "GAD-INF-03",
                "There is no evidence of that name.",
                value=name,
                expected=f"one of {', '.join(known)}",
            )
    reasons = {item.id: _reason(item, marks, include, leave_out) for item in items}
    return Selection(
        tuple(item for item in items if not reasons[item.id]),
        tuple((item, reasons[item.id]) for item in items if reasons[item.id]),
    )


def _reason(
    item: EvidenceItem, marks: tuple[str, ...], include: tuple[str, ...], leave_out: tuple[str, ...]
) -> str:
    """Why a statement is not weighed; "" if it is."""
    if item.id in leave_out:
        return "left out on request"
    if item.kind == "context":
        return "no bundled protocol simulates it; given for reading"
    if item.check_only:
        return "the same data as evidence already weighed; used for the predictive check only"
    if item.id in include:
        return ""
    if item.mark not in marks:
        return f"known only as {item.mark}; weighed are {' and '.join(marks)}"
    if item.optional:
        return "optional, and not asked for"
    return ""


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    """One file as plain data."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise GaddumError("GAD-INF-05", "The file cannot be opened.", place=str(path)) from problem
    except YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise GaddumError("GAD-INF-05", "The file is not well-formed YAML.", place=place) from problem
    if not isinstance(document, dict) or not isinstance(document.get("statements"), list):
        raise GaddumError("GAD-INF-05", "The file holds no list of statements.", place=str(path))
    return path.name, document


def _items(place: str, document: Mapping[str, Any]) -> list[EvidenceItem]:
    """The statements of one file."""
    return [_item(place, document, statement) for statement in document["statements"]]


def _item(place: str, document: Mapping[str, Any], statement: Mapping[str, Any]) -> EvidenceItem:
    """One statement, with what it shares with its study."""
    where = f"{place}  {statement.get('id', '?')}"
    merged = {**document, **statement}
    for name in ("id", "study", "title", "text", "citation", "kind", "mark"):
        if not merged.get(name):
            raise GaddumError("GAD-INF-05", f"The statement has no `{name}`.", place=where)
    for name, allowed in (("kind", KINDS), ("mark", MARKS)):
        if merged[name] not in allowed:
            raise GaddumError(
                "GAD-INF-05",
                f"Unknown {name}.",
                place=where,
                value=merged[name],
                expected=f"one of {', '.join(allowed)}",
            )
    return EvidenceItem(
        id=str(merged["id"]),
        study=str(merged["study"]),
        title=str(merged["title"]),
        text=str(merged["text"]),
        citation=str(merged["citation"]),
        doi=str(merged.get("doi") or ""),
        protocol=str(merged.get("protocol") or ""),
        kind=str(merged["kind"]),
        mark=str(merged["mark"]),
        observed={key: float(value) for key, value in (merged.get("observed") or {}).items()},
        measure=dict(merged.get("measure") or {}),
        optional=bool(merged.get("optional", False)),
        check_only=bool(merged.get("check_only", False)),
        note=str(merged.get("note") or ""),
    )
