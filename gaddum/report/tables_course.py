"""Tables of repeated use: withdrawal and relapse, and other regimens for comparison."""

from __future__ import annotations

from typing import Any

from gaddum.report.figure_withdrawal import peak
from gaddum.report.phrases import capital, fixed, number, percent, sentence
from gaddum.report.plot import Numbers
from gaddum.report.table import Table, cells


def table_course(numbers: Numbers) -> Table | None:
    """Withdrawal and relapse after a course."""
    mechanisms: Numbers = (numbers.get("course") or {}).get("mechanisms") or {}
    if not mechanisms:
        return None
    relapses = {n: m.get("relapse") or {} for n, m in mechanisms.items()}
    days = list(dict.fromkeys(d for r in relapses.values() for d in r.get("fraction_by_day") or {}))
    rows = []
    for name, m in mechanisms.items():
        relapse = relapses[name]
        by_day = relapse.get("fraction_by_day") or {}
        rows.append(
            cells(
                name, _withdrawal(m.get("withdrawal_stop")), _withdrawal(m.get("withdrawal_antagonist")),
                f"{number(relapse.get('median_days'))} "
                f"({number(relapse.get('p25'))}–{number(relapse.get('p75'))})"
                if relapse.get("median_days") is not None else "–",
                *(percent(by_day.get(d)) for d in days),
            )
        )  # fmt: skip
    columns = (
        "mechanism",
        ">withdrawal on stopping",
        ">withdrawal under full blockade",
        ">days to relapse",
        *(f">relapsed by day {d}" for d in days),
    )
    note = (
        "Withdrawal: peak score on the clinical opiate withdrawal scale, median (95th percentile). "
        "Days are counted from the last dose: median (middle half)."
    )
    return Table("After a course", columns, tuple(rows), note)


def _withdrawal(cell: Any) -> str:
    middle, high = peak(cell, "p50"), peak(cell, "p95")
    return "–" if middle is None else fixed(middle, 1) + (f" ({fixed(high, 1)})" if high is not None else "")


def table_benchmark(numbers: Numbers) -> Table | None:
    """Other regimens under the same model."""
    given = (numbers.get("course") or {}).get("benchmark") or ()
    blocked = any(b.get("cows_blocked") is not None for b in given)
    rows = tuple(
        cells(
            capital(sentence(b.get("regimen", ""))), fixed(b.get("adaptation"), 2), fixed(b.get("cows"), 1),
            *([fixed(b.get("cows_blocked"), 1)] if blocked else []),
        )
        for b in given
    )  # fmt: skip
    columns = (
        "regimen",
        ">adaptation",
        ">peak withdrawal on stopping (COWS)",
        *((">under full blockade (COWS)",) if blocked else ()),
    )
    return Table("For comparison, other regimens under the same model", columns, rows) if rows else None
