"""What a table is made of: cells that carry a tint, a chip, a link or a bar, and rows of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gaddum.report.phrases import fixed, number, readable


@dataclass(frozen=True)
class Cell:
    """One cell: text, and optionally words in bold before it, a tint in 0 to 1, a chip's kind, a DOI to
    link, a bar's length."""

    text: str
    strong: str = ""
    tint: float | None = None
    chip: str = ""
    doi: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Table:
    """Columns marked `>` at the front of their heading hold numbers and are set to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sections: Mapping[int, str] = field(default_factory=dict)
    kind: str = ""


def cells(*texts: Any) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(
        t if isinstance(t, Cell) else Cell(number(t) if not isinstance(t, str) else t) for t in texts
    )


def chip(word: Any) -> Cell:
    """How sure we are, or where a mechanism stands, as a labelled chip."""
    text = str(word or "not stated")
    return Cell(readable(text), chip=re.sub(r"[^a-z]+", "-", text.lower()).strip("-"))


def estimate(value: Any, error: Any = None, decimals: int = 4) -> str:
    """A probability with its Monte Carlo error."""
    if value is None:
        return "–"
    return fixed(value, decimals) + (f" ± {fixed(error, decimals)}" if error is not None else "")


def spread(value: Any) -> str:
    """A mean with its range, or a bare number."""
    if isinstance(value, Mapping):
        text = fixed(value.get("mean"), 1)
        if value.get("p05") is not None and value.get("p95") is not None:
            text += f" ({number(value['p05'])}–{number(value['p95'])})"
        return text
    return number(value)


def points(error: float | None) -> str:
    """A standard error in percentage points, where it can be seen."""
    return f" ± {100 * error:.1f}" if error is not None and error >= 0.0005 else ""
