"""The verdict on the terminal: a table of mechanisms, what cannot be told apart, and the warnings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from gaddum.api import Result

WIDTH = 120
"""Columns where the output is no terminal."""


def print_verdict(result: Result) -> None:
    """Print a result on standard output."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    console.print(_table(result))
    if result.weighed:
        groups = [" = ".join(group) for group in result.weighed["indistinguishable"] if len(group) > 1]
        if groups:
            console.print("These results cannot tell apart: " + "; ".join(groups) + ".", markup=False)
    for warning in result.warnings:
        console.print(f"• {warning}", style="dim", markup=False)


def _table(result: Result) -> Table:
    from rich.markup import escape
    from rich.table import Table

    treatments = list(result.protocol.treatments)
    posterior = result.weighed["posterior"] if result.weighed else {}
    numbers = result.mechanism_numbers
    size = next(iter(numbers.values()))["responders_out_of"]
    table = Table(
        title=f"{result.protocol.name}: {result.trials} simulated trials per mechanism, seed {result.seed}"
    )
    table.add_column("mechanism")
    short = [name.replace("+", "+\n") for name in treatments]
    heads = [f"responders of {size}\n{name}" for name in short] + [f"mean change\n{name}" for name in short]
    for head in (*heads, "P(published)", "posterior"):
        table.add_column(head, justify="right")
    for name, n in numbers.items():
        table.add_row(
            escape(name),
            *(_spread(n["responders"].get(t)) for t in treatments),
            *(_number(n["change"].get(t, {}).get("mean"), ".1f") for t in treatments),
            _number(n["p_published"], ".4f"),
            _number(posterior.get(name), ".3f"),
        )
    return table


def _spread(found: Mapping[str, Any] | None) -> str:
    return f"{found['mean']:.1f} [{found['p05']:.0f}–{found['p95']:.0f}]" if found else "–"


def _number(value: float | None, form: str) -> str:
    return format(value, form) if value is not None else "–"
