"""What a record of an event table must satisfy once its cells are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from gaddum.errors import Fault, GaddumError
from gaddum.pharmacology.compounds.model import Compound
from gaddum.pharmacology.kinetics.compartments import resolve_compartment
from gaddum.pharmacology.kinetics.event_rows import EventRow


class _Teller(Protocol):
    def __call__(self, code: str, message: str, column: str, value: object, expected: str = "") -> None: ...


RANGES = {
    # column: (least, most, unit)
    "wt": (20.0, 300.0, "kg"),
    "age": (0.0, 120.0, "years"),
    "female": (0.0, 1.0, "0 or 1"),
}

MOST_DOSES = 100_000
MOST_OVERLAPS = 1000
LONGEST_H = 1e6


def check_covariates(line: int, name: str, values: Mapping[str, float | None]) -> list[Fault]:
    """Faults of a row's covariates."""
    faults: list[Fault] = []
    for column, (least, most, unit) in RANGES.items():
        value = values.get(column)
        if value is not None and not least <= value <= most:
            place = f"{name}:{line}  {column.upper()}"
            expected = f"{least:g} to {most:g} {unit}"
            faults.append(
                Fault("GAD-EXCH-11", f"{column.upper()} is out of range.", place, f"{value:g}", expected)
            )
    return faults


def check_row(row: EventRow, name: str, compound: Compound | None) -> list[Fault]:
    """Faults of one record by itself."""
    faults: list[Fault] = []

    def fault(code: str, message: str, column: str, value: object, expected: str = "") -> None:
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        faults.append(Fault(code, message, f"{name}:{row.line}  {column}", shown, expected))

    if row.amt < 0:
        fault("GAD-EXCH-08", "An amount cannot be negative.", "AMT", row.amt, "0 or more, in mg")
    if row.rate < 0:
        fault(
            "GAD-EXCH-09",
            "A rate cannot be negative; rates set by the model (-1, -2) are not supported.",
            "RATE",
            row.rate,
            "mg/h, or 0 for a bolus",
        )
    if row.ii < 0:
        fault("GAD-EXCH-10", "An interval cannot be negative.", "II", row.ii, "hours")
    if not 0 <= row.addl <= MOST_DOSES:
        fault("GAD-EXCH-10", "ADDL is out of range.", "ADDL", row.addl, f"0 to {MOST_DOSES} further doses")
    if abs(row.time) > LONGEST_H:
        fault("GAD-EXCH-04", "TIME is out of range.", "TIME", row.time, f"hours, at most {LONGEST_H:g}")
    if row.ss not in (0, 1, 2):
        fault("GAD-EXCH-10", "This SS is not supported.", "SS", row.ss, "0, 1 or 2")
    if row.gives:
        _check_dose(row, fault)
    else:
        if row.amt or row.rate:
            fault(
                "GAD-EXCH-08",
                f"A record with EVID {row.evid} gives nothing.",
                "AMT",
                row.amt or row.rate,
                "0 or ., or EVID 1",
            )
        if row.addl or row.ss:
            fault(
                "GAD-EXCH-10",
                "ADDL and SS belong to doses.",
                "ADDL" if row.addl else "SS",
                row.addl or row.ss,
                "0 or .",
            )
    if compound is not None and row.gives:
        try:
            resolve_compartment(compound, row.cmt)
        except GaddumError as refused:
            inner = refused.faults[0]
            fault("GAD-EXCH-07", inner.message, "CMT", row.cmt, inner.expected)
    return faults


def _check_dose(row: EventRow, fault: _Teller) -> None:
    """A dose record: an amount, and an interval wherever doses repeat."""
    endless = row.ss and row.rate > 0 and row.amt == 0
    if row.amt == 0 and not endless:
        fault(
            "GAD-EXCH-08",
            "A dose needs an amount.",
            "AMT",
            row.amt,
            "mg above 0; only a steady-state infusion (SS, RATE) goes without",
        )
    if endless and (row.ii or row.addl):
        fault(
            "GAD-EXCH-10",
            "An infusion without end has no interval and no further doses.",
            "II" if row.ii else "ADDL",
            row.ii or row.addl,
            "0 or .",
        )
    if row.addl > 0 and row.ii <= 0:
        fault("GAD-EXCH-10", "ADDL needs the interval II.", "II", row.ii, "hours between doses")
    if row.ss and not endless and row.ii <= 0:
        fault("GAD-EXCH-10", "A steady state needs the interval II.", "II", row.ii, "hours between doses")
    if row.ss and row.ii > 0 and row.rate > 0 and row.duration > MOST_OVERLAPS * row.ii:
        fault(
            "GAD-EXCH-10",
            f"At steady state more than {MOST_OVERLAPS} infusions would run at once.",
            "II",
            row.ii,
            "an interval nearer the infusion time; an endless infusion is SS with RATE and no AMT",
        )
    if row.ii > 0 and not row.addl and not row.ss:
        fault("GAD-EXCH-10", "II without ADDL or SS repeats nothing.", "II", row.ii, "ADDL or SS, or no II")


def check_person_order(rows: Sequence[EventRow], name: str) -> list[Fault]:
    """Time must not fall within a person, whose rows must stand together."""
    faults: list[Fault] = []
    finished: set[str] = set()
    previous: EventRow | None = None
    for row in rows:
        if previous is not None and previous.id == row.id:
            if row.time < previous.time:
                faults.append(
                    Fault(
                        "GAD-EXCH-05",
                        f"Time goes back within person {row.id}.",
                        f"{name}:{row.line}  TIME",
                        f"{row.time:g}",
                        f"{previous.time:g} or later (line {previous.line})",
                    )
                )
        else:
            if previous is not None:
                finished.add(previous.id)
            if row.id in finished:
                faults.append(
                    Fault(
                        "GAD-EXCH-05",
                        f"The rows of person {row.id} do not stand together.",
                        f"{name}:{row.line}  ID",
                        row.id,
                        "all rows of a person in one block",
                    )
                )
                finished.discard(row.id)
        previous = row
    return faults
