"""`gaddum pk`: the kinetics of a compound alone, driven by a NONMEM-style event table."""

from __future__ import annotations

import json
from typing import Any

import click

from gaddum import __version__
from gaddum.errors import GaddumError
from gaddum.exchange.columns import csv_text, write_columns
from gaddum.exchange.event_table import read_events
from gaddum.pharmacology.compounds import Compound, load_compound


@click.command(
    epilog="Example:  gaddum pk events.csv --compound ketamine > concentrations.csv",
)
@click.argument("events", metavar="EVENTS.csv")
@click.option("--compound", required=True, help="A bundled compound, or the path of a compound file.")
@click.option("--weight", default=70.0, show_default=True, help="Body weight, kg, where the table has no WT.")
@click.option("--age", default=40.0, show_default=True, help="Age, years, where the table has no AGE.")
@click.option("--female", is_flag=True, help="A woman, where the table has no FEMALE or SEX.")
@click.option("--sex-effect", is_flag=True, help="Switch on the compound's optional effect of sex.")
@click.option(
    "--unit",
    type=click.Choice(["ng/mL", "umol/L"]),
    default="ng/mL",
    show_default=True,
    help="Of concentrations.",
)
@click.option("--parts", is_flag=True, help="Also give the enantiomers of a mixture one by one.")
@click.option("--observations", is_flag=True, help="Give only rows with EVID 0, not those of doses.")
@click.option("--out", metavar="FILE", help="Write to a file, CSV or .parquet, instead of standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    events: str,
    compound: str,
    weight: float,
    age: float,
    female: bool,
    sex_effect: bool,
    unit: str,
    parts: bool,
    observations: bool,
    out: str | None,
    as_json: bool,
) -> None:
    """Concentrations of a typical person at every row of an event table (- for standard input).

    TIME is in hours, AMT in mg, RATE in mg/h, CMT a route or compartment by name or number.
    Rows at one time act in file order: an observation before a dose is its trough.
    """
    if not 20 <= weight <= 300:
        raise GaddumError("GAD-EXCH-11", "The weight is out of range.", value=weight, expected="20 to 300 kg")
    if not 0 <= age <= 120:
        raise GaddumError("GAD-EXCH-11", "The age is out of range.", value=age, expected="0 to 120 years")
    model = load_compound(compound)
    table = read_events(events, model)
    try:
        from gaddum.pharmacology.kinetics.events import Covariates, solve_events
    except ModuleNotFoundError as missing:
        raise GaddumError(
            "GAD-API-05",
            "Solving kinetics needs a package that is not installed.",
            value=missing.name or "",
            remedy='Install Gaddum with its numerics: pip install "gaddum[sim]".',
        ) from None
    solution = solve_events(
        model,
        table.rows,
        default=Covariates(weight, float(female), age),
        effects=("female",) if sex_effect else None,
    )
    found = solution.columns(unit, by_part=parts)
    keep = [index for index, row in enumerate(table.rows) if row.evid == 0 or not observations]
    columns: dict[str, list[Any]] = {
        "ID": [table.rows[index].id for index in keep],
        "TIME": [table.rows[index].time for index in keep],
        "EVID": [int(table.rows[index].evid) for index in keep],
    }
    for name, (_, values) in found.items():
        columns[name] = [float(values[index]) for index in keep]
    units = {"TIME": "h", **{name: shown for name, (shown, _) in found.items()}}
    notes = _notes(model, table.ignored)
    if as_json:
        click.echo(json.dumps(_document(model, events, units, notes, columns), indent=1))
    for line in [] if as_json else _header(model, units, notes):
        click.echo(f"# {line}", err=True)
    if out:
        write_columns(columns, out)
        click.echo(f"# Wrote {out}", err=True)
    elif not as_json:
        click.echo(csv_text(columns), nl=False)


def _notes(model: Compound, ignored: tuple[str, ...]) -> list[str]:
    notes = ["Typical person: no random effects.", "AMT was taken as mg, TIME as hours."]
    notes += model.notes
    if ignored:
        notes.append("Columns not used: " + ", ".join(ignored) + ".")
    return notes


def _header(model: Compound, units: dict[str, str], notes: list[str]) -> list[str]:
    """What the numbers are, for a reader of the terminal."""
    by_unit: dict[str, list[str]] = {}
    for name, unit in units.items():
        by_unit.setdefault("no unit" if unit == "1" else unit, []).append(name)
    return [
        f"{model.title} (Gaddum {__version__})",
        *(f"{unit}: {', '.join(names)}" for unit, names in by_unit.items()),
        *notes,
        "A model, not medical advice.",
    ]


def _document(
    model: Compound, events: str, units: dict[str, str], notes: list[str], columns: dict[str, list[Any]]
) -> dict[str, Any]:
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return {
        "compound": model.name,
        "title": model.title,
        "version": __version__,
        "events": events,
        "units": units,
        "notes": notes,
        "rows": rows,
    }
