"""Tables of what was planned: treatments, visits, mechanisms."""

from __future__ import annotations

from collections.abc import Mapping

from gaddum.report.phrases import clock, readable
from gaddum.report.plot import Numbers
from gaddum.report.standing import posterior_of
from gaddum.report.table import Table, cells
from gaddum.report.tables_outcome import table_predictions


def table_treatments(numbers: Numbers) -> Table | None:
    """The protocol's treatments as given."""
    given: Mapping[str, str] = (numbers.get("protocol") or {}).get("treatments") or {}
    if not given:
        return None
    return Table(
        "Treatments", ("treatment", "what is given"), tuple(cells(k, str(v)) for k, v in given.items())
    )


def table_visits(numbers: Numbers) -> Table | None:
    """When each visit takes place."""
    given: Mapping[str, float] = (numbers.get("protocol") or {}).get("visits") or {}
    if not given:
        return None
    row = cells("time from start of drug", *(clock(float(h)) for h in given.values()))
    return Table("Visits of a period", ("visit", *(f">{readable(k)}" for k in given)), (row,))


def table_mechanisms(numbers: Numbers) -> Table | None:
    """What each mechanism claims, where the table at the top has not said it already."""
    given: Numbers = numbers.get("mechanisms") or {}
    if table_predictions(numbers) or set(given) <= set(posterior_of(numbers)):
        return None
    rows = tuple(cells(n, str(m.get("title") or ""), str(m.get("claim") or "")) for n, m in given.items())
    return Table("What each mechanism says", ("mechanism", "title", "claim"), rows) if rows else None
