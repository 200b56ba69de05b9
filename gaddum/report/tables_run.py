"""Tables of the run itself: sources of its constants, and how to run it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gaddum.report.phrases import number, readable, sentence
from gaddum.report.plot import Numbers
from gaddum.report.table import Cell, Table, cells, chip

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")


def table_sources(numbers: Numbers) -> Table | None:
    """Every constant used, with its source and how sure we are."""
    given: Sequence[Numbers] = numbers.get("sources") or ()
    rows: list[tuple[Cell, ...]] = []
    sections: dict[int, str] = {}
    last = None
    for s in given:
        if s.get("where") != last:
            last = s.get("where")
            sections[len(rows)] = str(last or "")
        cite = str(s.get("cite") or s.get("source") or "")
        doi = _DOI.search(cite)
        rows.append(
            (Cell(str(s.get("name", ""))), Cell(number(s.get("value"), 4)), Cell(str(s.get("unit") or "")),
             chip(s.get("confidence")), Cell(cite, doi=doi[0] if doi else ""), Cell(str(s.get("note") or "")))
        )  # fmt: skip
    if not rows:
        return None
    columns = ("constant", ">value", "unit", "how we know", "source", "note")
    return Table("Constants and their sources", columns, tuple(rows), sections=sections, kind="sources")


def table_provenance(numbers: Numbers) -> Table | None:
    """Everything needed to run this again."""
    given: Numbers = numbers.get("provenance") or {}
    rows: list[tuple[Cell, ...]] = []
    for key, value in given.items():
        if key == "parameters" and isinstance(value, Mapping):
            rows += [cells(f"parameter {k}", _plain(v)) for k, v in value.items()]
        elif value is not None:
            rows.append(cells("protocol hash" if key == "hash" else readable(key), _plain(value)))
    return Table("Provenance", ("", ""), tuple(rows), kind="provenance") if rows else None


def _plain(value: Any) -> str:
    """A value as it would be typed: no thousands separators, so that a seed can be copied."""
    return str(value) if isinstance(value, int | float | str) else sentence(value)
