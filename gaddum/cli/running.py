"""What `simulate` and `weigh` share: options, progress, and the table on the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from gaddum.errors import GaddumError

Function = TypeVar("Function", bound=Callable[..., Any])


def common_options(function: Function) -> Function:
    """Options of both commands."""
    for option in reversed(
        [
            click.argument("protocol"),
            click.option(
                "--mechanism", "mechanisms", multiple=True, metavar="NAME",
                help="A mechanism, a mixture (mixture:0.4) or a .py file; repeat for more.  [default: all nine]",
            ),
            click.option("--trials", type=int, default=2000, show_default=True, help="Number of virtual trials."),
            click.option("--seed", type=int, default=1, show_default=True, help="Seed; same seed, same numbers."),
            click.option("--cores", type=int, help="CPU cores.  [default: all]"),
            click.option(
                "--prior", "prior", multiple=True, metavar="NAME=WEIGHT",
                help="Prior weight of a mechanism; those not named weigh 1.",
            ),
            click.option("--evidence", multiple=True, metavar="ID", help="Weigh this optional evidence as well."),
            click.option("--out", type=click.Path(), metavar="DIR", help="Write report.html, figures and data here."),
            click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
            click.option("--quiet", is_flag=True, help="No progress on standard error."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


def run_and_show(
    verb: str, protocol: str, mechanisms: tuple[str, ...], prior: tuple[str, ...], out: str | None, as_json: bool,
    quiet: bool, **options: Any,
) -> None:  # fmt: skip
    """Call the verb and print what it found.

    Raises:
        GaddumError: With what is wrong; the caller ends with exit code 2.
    """
    try:
        from gaddum import api
        from gaddum.api.result import writable
    except ModuleNotFoundError as missing:
        raise GaddumError(
            "GAD-API-05", f"`gaddum {verb}` needs the package {missing.name}, which is not installed.",
            remedy="Install Gaddum with its numerics and report: pip install 'gaddum[all]'.",
        ) from None  # fmt: skip
    document = api.load(protocol)
    if out is not None:
        writable(out)
    bar = _Bar(quiet or not sys.stderr.isatty())
    try:
        result = getattr(api, verb)(
            document,
            mechanisms=list(mechanisms) or None,
            prior=_weights(prior) or None,
            progress=bar.tell,
            **options,
        )
        if out is not None:
            report = result.report(out)[0]
    except KeyboardInterrupt:
        bar.stop()
        click.echo("Interrupted; nothing was written.", err=True)
        sys.stderr.flush()
        os._exit(130)  # not waiting for the trials under way
    bar.stop()
    if as_json:
        click.echo(json.dumps(result.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        _table(result)
    if out is not None:
        click.echo(f"Report: {report}", err=as_json)


def _weights(given: tuple[str, ...]) -> dict[str, float]:
    weights = {}
    for item in given:
        name, _, weight = item.partition("=")
        try:
            weights[name] = float(weight)
        except ValueError:
            raise GaddumError(
                "GAD-INF-01", "A prior weight is not a number.", place="--prior", value=item, expected="NAME=WEIGHT",
            ) from None  # fmt: skip
    return weights


class _Bar:
    """A progress bar on standard error; nothing at all where nobody looks."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent
        self.progress: Any = None
        self.tasks: dict[str, Any] = {}

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far something is."""
        if self.silent:
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self.progress = Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                TimeRemainingColumn(), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.progress.start()
        name = what.split(": ")[0]
        if name not in self.tasks:
            self.tasks[name] = self.progress.add_task(what, total=total)
        self.progress.update(self.tasks[name], description=what, completed=done, total=total)

    def stop(self) -> None:
        """Take the bar away."""
        if self.progress is not None:
            self.progress.stop()


def _table(result: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    treatments = list(result.protocol.treatments)
    numbers = result.mechanism_numbers
    size = next(iter(numbers.values()))["responders_out_of"]
    table = Table(
        title=f"{result.protocol.name}: {result.trials} simulated trials per mechanism, seed {result.seed}"
    )
    table.add_column("mechanism")
    for treatment in treatments:
        table.add_column(f"responders of {size}\n{treatment}", justify="right")
    for treatment in treatments:
        table.add_column(f"mean change\n{treatment}", justify="right")
    table.add_column("P(published)", justify="right")
    table.add_column("posterior", justify="right")
    for name, n in numbers.items():
        table.add_row(
            name,
            *(_spread(n["responders"].get(t)) for t in treatments),
            *(_number(n["change"].get(t, {}).get("mean"), ".1f") for t in treatments),
            _number(n["p_published"], ".4f"),
            _number(result.weighed["posterior"][name] if result.weighed else None, ".3f"),
        )
    console.print(table)
    if result.weighed:
        groups = [" = ".join(group) for group in result.weighed["indistinguishable"] if len(group) > 1]
        if groups:
            console.print("These results cannot tell apart: " + "; ".join(groups) + ".")
    for warning in result.warnings:
        console.print(f"• {warning}", style="dim", markup=False)


def _spread(found: dict[str, Any] | None) -> str:
    return f"{found['mean']:.1f} [{found['p05']:.0f}–{found['p95']:.0f}]" if found else "–"


def _number(value: float | None, form: str) -> str:
    return format(value, form) if value is not None else "–"
