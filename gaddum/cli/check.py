"""`gaddum check`: every fault of a protocol at once, each with file, line, field, value and remedy."""

from __future__ import annotations

import json

import click

from gaddum.cli.known import known_compounds, known_instruments
from gaddum.errors import Fault, Problems


@click.command("check", short_help="Check a protocol file; report every fault at once.")
@click.argument("protocols", nargs=-1, required=True, metavar="PROTOCOL...")
@click.option(
    "--compound", "compounds", multiple=True, metavar="NAME", help="A compound of your own; may be repeated."
)
@click.option(
    "--instrument",
    "scales",
    multiple=True,
    metavar="FILE",
    help="A rating scale of your own; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON document.")
def command(
    protocols: tuple[str, ...], compounds: tuple[str, ...], scales: tuple[str, ...], as_json: bool
) -> None:
    """Check protocols: bundled names, files, or - for standard input.

    A sound protocol gets one line and exit code 0.  Otherwise every fault is told with its file, line,
    field, value, what was expected and what to do, and the exit code is 2.

    \b
    Example:
      gaddum protocols ab-ba > my-trial.yaml
      gaddum check my-trial.yaml
    """
    compounds_there = [*known_compounds(), *compounds]
    instruments_there = [*known_instruments(), *(_scale_id(path) for path in scales)]
    faults: list[Fault] = []
    results = []
    for source in protocols:
        found, summary = _check(source, compounds_there, instruments_there)
        faults += found
        results.append(
            {"protocol": source, "sound": not found, **summary, "faults": [vars(f) for f in found]}
        )
        if summary and not as_json:
            click.echo(f"{source}: no faults. {summary['summary']}")
    if as_json:
        click.echo(json.dumps(results[0] if len(results) == 1 else results, ensure_ascii=False, indent=2))
        if faults:
            raise SystemExit(2)
    elif faults:
        count = "1 fault." if len(faults) == 1 else f"{len(faults)} faults."
        click.echo(str(Problems(faults)), err=True)
        click.echo(f"\n{count}", err=True)
        raise SystemExit(2)


def _check(source: str, compounds: list[str], instruments: list[str]) -> tuple[list[Fault], dict[str, str]]:
    from gaddum.errors import GaddumError
    from gaddum.protocol import load, protocol_hash

    try:
        protocol = load(source, compounds=compounds or None, instruments=instruments)
    except GaddumError as error:
        return list(error.faults), {}
    design = protocol.design
    periods = "1 period" if design.n_periods == 1 else f"{design.n_periods} periods"
    treatments = "1 treatment" if len(protocol.treatments) == 1 else f"{len(protocol.treatments)} treatments"
    summary = (
        f"{protocol.enrolment.planned} people, {treatments}, {periods}, {len(protocol.visits)} visits, "
        f"primary endpoint {', '.join(protocol.primary)}."
    )
    return [], {"name": protocol.name, "hash": protocol_hash(protocol), "summary": summary}


def _scale_id(path: str) -> str:
    from gaddum.instruments import read_file

    return read_file(path).id
