"""NONMEM-style event tables: read from CSV or Parquet, checked line by line, and written again.

Columns: ID, TIME (h), AMT (mg), RATE (mg/h) or DUR or TINF (h), EVID, CMT, II (h), ADDL, SS, and the
covariates WT or WEIGHT (kg), AGE (years), FEMALE (0/1) or SEX (F/M).  Upper or lower case; `.`, empty or
NA is missing; a first column named `C` or `#` comments out the rows it marks; other columns are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gaddum.errors import Fault, Problems
from gaddum.exchange.columns import write_columns
from gaddum.exchange.event_cells import COMMENTS, read_cells
from gaddum.exchange.event_row_checks import check_covariates, check_person_order, check_row
from gaddum.pharmacology.compounds.model import Compound
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid

MISSING = {"", ".", "na", "nan"}
SYNONYMS = {"tinf": "dur", "weight": "wt", "weight_kg": "wt", "age_years": "age"}
UNDERSTOOD = (
    "id",
    "time",
    "amt",
    "rate",
    "dur",
    "evid",
    "cmt",
    "ii",
    "addl",
    "ss",
    "wt",
    "age",
    "female",
    "sex",
    "mdv",
    "dv",
)
"""Columns read; mdv and dv are accepted and not used."""
NUMBERS = ("time", "amt", "rate", "dur", "evid", "ii", "addl", "ss", "wt", "age", "female")


@dataclass(frozen=True)
class EventTable:
    """An event table as read.

    Attributes:
        rows: Records in file order.
        ignored: Columns that mean nothing to us.
        source: Where it was read from.
    """

    rows: tuple[EventRow, ...]
    ignored: tuple[str, ...] = ()
    source: str = ""


def read_events(source: str | Path, compound: Compound | None = None) -> EventTable:
    """Read and check an event table.

    Args:
        source: A CSV or Parquet file, or "-" for CSV on standard input.
        compound: If given, CMT entries must be its routes or compartments.

    Raises:
        Problems: Every fault of the table (GAD-EXCH-02 to -13).
        GaddumError: GAD-EXCH-01 if it cannot be read.
    """
    name = "standard input" if str(source) == "-" else str(source)
    header, lines = read_cells(source, name)
    columns = _columns(header, name)
    reader = _RowReader(name, columns)
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            reader.fault("GAD-EXCH-12", f"The row has {len(cells)} fields, the header {len(header)}.", line)
            continue
        row = reader.read(line, cells)
        if row is not None:
            rows.append(row)
    if not rows and not reader.faults:
        reader.fault("GAD-EXCH-02", "The table has a header but no rows.", 1)
    for row in rows:
        reader.faults += check_row(row, name, compound)
    reader.faults += check_person_order(rows, name)
    if reader.faults:
        raise Problems(sorted(reader.faults, key=_line_of))
    known = set(columns.values())
    ignored = tuple(
        cell.strip()
        for place, cell in enumerate(header)
        if place not in known and cell.strip().lower() not in ("", *COMMENTS)
    )
    return EventTable(tuple(rows), ignored, name)


def write_events(rows: Iterable[EventRow], path: str | Path) -> Path:
    """Write records as an event table, CSV or (by its suffix) Parquet; only columns that are used."""
    records = list(rows)
    columns: dict[str, list[object]] = {
        "ID": [row.id for row in records],
        "TIME": [row.time for row in records],
        "EVID": [int(row.evid) for row in records],
        "AMT": [row.amt for row in records],
    }
    optional: dict[str, Callable[[EventRow], object]] = {
        "RATE": lambda row: row.rate or None,
        "CMT": lambda row: row.cmt or None,
        "II": lambda row: row.ii or None,
        "ADDL": lambda row: row.addl or None,
        "SS": lambda row: row.ss or None,
        "WT": lambda row: row.weight_kg,
        "AGE": lambda row: row.age_years,
        "FEMALE": lambda row: row.female,
    }
    for name, take in optional.items():
        values = [take(row) for row in records]
        if any(value is not None for value in values):
            columns[name] = values
    return write_columns(columns, path)


def _line_of(fault: Fault) -> int:
    _, _, rest = fault.place.rpartition(":")
    digits = rest.split()[0] if rest.split() else "0"
    return int(digits) if digits.isdigit() else 0


def _columns(header: Sequence[str], name: str) -> dict[str, int]:
    """Place of each understood column."""
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(header):
        key = cell.strip().lower()
        key = SYNONYMS.get(key, key)
        if key in found:
            faults.append(Fault("GAD-EXCH-03", "A column stands twice.", f"{name}:1", cell.strip()))
        elif key in UNDERSTOOD:
            found[key] = place
    for needed in ("id", "time", "amt"):
        if needed not in found:
            faults.append(
                Fault(
                    "GAD-EXCH-03",
                    f"The column {needed.upper()} is missing.",
                    f"{name}:1",
                    ", ".join(cell.strip() for cell in header),
                    "ID, TIME, AMT, and EVID, RATE, CMT, II, ADDL, SS as needed",
                )
            )
    if faults:
        raise Problems(faults)
    return found


class _RowReader:
    """Turns cells into event rows, collecting faults."""

    def __init__(self, name: str, columns: Mapping[str, int]) -> None:
        self.name, self.columns = name, columns
        self.faults: list[Fault] = []

    def read(self, line: int, cells: Sequence[str]) -> EventRow | None:
        """One row, or nothing if a cell of it cannot be understood."""
        before = len(self.faults)
        value = {key: self.number(line, key, cells) for key in NUMBERS if key in self.columns}
        text = {key: cells[self.columns[key]].strip() for key in ("id", "cmt", "sex") if key in self.columns}
        for key in ("evid", "addl", "ss"):
            given = value.get(key)
            if given is not None and not given.is_integer():
                self.fault("GAD-EXCH-04", f"{key.upper()} must be a whole number.", line, key, f"{given:g}")
        if text["id"].lower() in MISSING:
            self.fault("GAD-EXCH-04", "Every row needs an ID.", line, "id", text["id"])
        if value["time"] is None and not len(self.faults) > before:
            self.fault("GAD-EXCH-04", "Every row needs a TIME.", line, "time", ".", "hours as a number")
        amt, rate, duration = (value.get(key) or 0.0 for key in ("amt", "rate", "dur"))
        if duration and rate:
            self.fault("GAD-EXCH-09", "RATE and DUR cannot both be given.", line, "dur", f"{duration:g}")
        if duration < 0:
            self.fault("GAD-EXCH-09", "An infusion time cannot be negative.", line, "dur", f"{duration:g}")
        evid = self.evid(line, value.get("evid"), amt, rate)
        clear = len(self.faults) == before  # a wrong covariate does not keep the rest from being checked
        self.faults += check_covariates(line, self.name, value)
        female = value.get("female")
        if female is None:
            female = self.sex(line, text.get("sex", ""))
        if not clear or evid is None:
            return None
        cmt = text.get("cmt", "")
        return EventRow(
            id=_tidy(text["id"]),
            time=value["time"] or 0.0,
            evid=evid,
            amt=amt,
            rate=amt / duration if duration else rate,
            cmt="" if cmt.lower() in MISSING else _tidy(cmt),
            ii=value.get("ii") or 0.0,
            addl=int(value.get("addl") or 0),
            ss=int(value.get("ss") or 0),
            weight_kg=value.get("wt"),
            female=female,
            age_years=value.get("age"),
            line=line,
        )

    def evid(self, line: int, given: float | None, amt: float, rate: float) -> Evid | None:
        """The record's kind; where EVID is absent, a row that gives something is a dose."""
        if given is None:
            return Evid.DOSE if amt or rate else Evid.OBSERVATION
        if given not in tuple(Evid):
            self.fault(
                "GAD-EXCH-06",
                "This EVID is not supported.",
                line,
                "evid",
                f"{given:g}",
                "0 observation, 1 dose, 2 other, 3 reset, 4 reset and dose",
            )
            return None
        return Evid(int(given))

    def number(self, line: int, key: str, cells: Sequence[str]) -> float | None:
        """A cell as a number; `None` if missing."""
        cell = cells[self.columns[key]].strip()
        if cell.lower() in MISSING:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            expected = "hours; clock times are not read" if key == "time" else "a number, or . for none"
            self.fault("GAD-EXCH-04", f"{key.upper()} must be a number.", line, key, cell, expected)
            return None
        return value

    def sex(self, line: int, cell: str) -> float | None:
        """1 for women; number codes are refused, for they differ between data sets."""
        word = cell.lower()
        if word in MISSING:
            return None
        if word in ("f", "female", "m", "male"):
            return 1.0 if word[0] == "f" else 0.0
        self.fault(
            "GAD-EXCH-11", "SEX is not understood.", line, "sex", cell, "F or M; for 0/1 use a column FEMALE"
        )
        return None

    def fault(
        self, code: str, message: str, line: int, column: str = "", value: str = "", expected: str = ""
    ) -> None:
        place = f"{self.name}:{line}" + (f"  {column.upper()}" if column else "")
        self.faults.append(Fault(code, message, place, value, expected))


def _tidy(text: str) -> str:
    """`1.0`, as spreadsheets and Parquet write whole numbers, is `1`."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
