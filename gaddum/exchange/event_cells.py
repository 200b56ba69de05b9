"""The cells of an event table, from CSV, standard input or Parquet, with the line of each row."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from gaddum.errors import Fault, GaddumError, Problems

COMMENTS = ("c", "#")
"""Headers of a first column that comments out the rows it marks."""


def read_cells(source: str | Path, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header, and (line number, cells) of each row that is not commented out."""
    try:
        if str(source).lower().endswith(".parquet"):
            header, lines = _parquet_cells(Path(source))
        else:
            header, lines = _csv_cells(source)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GaddumError(
            "GAD-EXCH-01", "The event table cannot be read.", place=name, value=reason
        ) from None
    if not header:
        raise Problems([Fault("GAD-EXCH-02", "The event table is empty.", f"{name}:1")])
    if header[0].strip().lower() in COMMENTS:
        lines = [(line, cells) for line, cells in lines if cells[0].strip() in ("", ".", "0")]
    return header, lines


def _csv_cells(source: str | Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    if str(source) == "-":
        text = sys.stdin.read()
    else:
        text = Path(source).read_text(encoding="utf-8-sig")
    if "\0" in text:
        raise csv.Error("the file is not text")
    header: list[str] = []
    lines: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), skipinitialspace=True)
    for cells in reader:
        blank = not any(cell.strip() for cell in cells)
        if blank or (header and cells[0].lstrip().startswith("#")):
            continue
        if not header:
            header = _header(cells)
        else:
            lines.append((reader.line_num, cells))
    return header, lines


def _header(cells: list[str]) -> list[str]:
    """The header line, or nothing if the line is a comment above it (`# made by …`); `#ID` is ID."""
    names = {cell.strip().lower() for cell in cells}
    if not cells[0].lstrip().startswith("#") or cells[0].strip() == "#":
        return cells
    return [cells[0].lstrip(" #"), *cells[1:]] if "time" in names else []


def _parquet_cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        import polars
    except ModuleNotFoundError:
        raise GaddumError(
            "GAD-API-05",
            "Reading Parquet needs Polars, which is not installed.",
            place=str(path),
            remedy='Install Gaddum with its numerics: pip install "gaddum[sim]", or give the table as CSV.',
        ) from None
    try:
        frame = polars.read_parquet(path)
    except (polars.exceptions.PolarsError, OSError) as error:
        raise GaddumError(
            "GAD-EXCH-01", "The event table cannot be read as Parquet.", place=str(path), value=error
        ) from None
    rows = [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]
    return frame.columns, [(number, cells) for number, cells in enumerate(rows, 2)]
