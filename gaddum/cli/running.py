"""What `simulate` and `weigh` share: options, the call, and what is printed where."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gaddum.errors import GaddumError

if TYPE_CHECKING:
    from gaddum.api import Result

Function = TypeVar("Function", bound=Callable[..., Any])

OPTIONS = (
    click.argument("protocol"),
    click.option(
        "--mechanism", "mechanisms", multiple=True, metavar="NAME",
        help="A mechanism, a mixture (mixture:0.4) or a .py file; repeat for more.  [default: all nine]",
    ),
    click.option("--trials", type=int, default=2000, show_default=True, help="Number of virtual trials."),
    click.option("--people", type=int, help="People per trial.  [default: as the protocol plans]"),
    click.option("--seed", type=int, default=1, show_default=True, help="Seed; same seed, same numbers."),
    click.option("--cores", type=int, help="CPU cores.  [default: all]"),
    click.option(
        "--prior", multiple=True, metavar="NAME=WEIGHT",
        help="Prior weight of a mechanism; those not named weigh 1.",
    ),
    click.option("--evidence", multiple=True, metavar="ID", help="Weigh this optional evidence as well."),
    click.option("--out", type=click.Path(), metavar="DIR", help="Write report.html, figures and data here."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
    click.option("--quiet", is_flag=True, help="No progress on standard error."),
)  # fmt: skip


def common_options(function: Function) -> Function:
    """Options of both commands."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def run_and_show(
    verb: str, protocol: str, out: str | None, as_json: bool, quiet: bool, **options: Any
) -> None:
    """Call the verb and print what it found: the verdict on standard output, talk on standard error.

    Raises:
        GaddumError: With what is wrong; the caller ends with exit code 2.
    """
    try:
        _run_and_show(verb, protocol, out, as_json, quiet, **options)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("gaddum"):
            raise
        raise GaddumError(
            "GAD-API-05", f"`gaddum {verb}` needs the package {missing.name}, which is not installed.",
            remedy="Install Gaddum with its numerics and report: pip install 'gaddum[all]'.",
        ) from None  # fmt: skip


def _run_and_show(
    verb: str, protocol: str, out: str | None, as_json: bool, quiet: bool, **options: Any
) -> None:
    from gaddum import api
    from gaddum.cli.progress import Bars

    document = api.load(protocol)
    weights = _weights(options.pop("prior"))
    names = list(options.pop("mechanisms")) or None
    call = getattr(api, verb)
    if out is not None:
        from gaddum.api.folder import check_writable

        check_writable(out)
    report = None
    bars = Bars(silent=quiet or not sys.stderr.isatty())
    try:
        with bars:
            result = call(document, mechanisms=names, prior=weights, progress=bars.tell, **options)
            if out is not None:
                report = result.report(out)[0]
            shown = _json(result) if as_json else None
            result.warnings  # noqa: B018  weighs while the bars are still there
    except KeyboardInterrupt:
        click.echo("Interrupted; nothing was written.", err=True)
        sys.stderr.flush()
        os._exit(130)  # not waiting for the trials under way
    if shown is not None:
        click.echo(shown)
    else:
        from gaddum.cli.verdict import print_verdict

        print_verdict(result)
    if report is not None:
        click.echo(f"Report: {report}", err=as_json)


def _json(result: Result) -> str:
    return json.dumps(result.to_dict(), ensure_ascii=False, allow_nan=False)


def _weights(given: tuple[str, ...]) -> dict[str, float] | None:
    """Prior weights as typed, `NAME=WEIGHT`; a mixture may have an equals sign of its own."""
    weights: dict[str, float] = {}
    for item in given:
        name, _, weight = item.rpartition("=")
        try:
            weights[name] = float(weight)
        except ValueError:
            raise GaddumError(
                "GAD-INF-01", "A prior weight is not a number.", place="--prior", value=item,
                expected="NAME=WEIGHT",
            ) from None  # fmt: skip
    return weights or None
