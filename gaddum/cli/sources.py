"""`gaddum sources`: every constant with its unit, where it is from, and how sure we are."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click

from gaddum import __version__
from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds import known, load_compound
from gaddum.pharmacology.constants import CONFIDENCES, MEANING, SourcedConstant
from gaddum.pharmacology.sources import all_constants, bibliography, cite, used_constants


@click.command(epilog="Example:  gaddum sources ketamine --confidence assumed")
@click.argument("name", metavar="[PROTOCOL|COMPOUND]", required=False)
@click.option("--confidence", type=click.Choice(CONFIDENCES), help="Only constants of this confidence.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(name: str | None, confidence: str | None, as_json: bool) -> None:
    """List every constant with its unit, source and confidence; of one protocol or compound if named."""
    constants = [one for one in _constants(name) if confidence in (None, one.confidence)]
    if as_json:
        click.echo(json.dumps(_document(name, constants), indent=1, ensure_ascii=False))
        return
    _show(constants)


def _constants(name: str | None) -> list[SourcedConstant]:
    if name is None:
        return all_constants()
    if name in known():
        return used_constants([name])
    if _is_compound_file(name):
        return used_constants([name])
    return _of_protocol(name)


def _is_compound_file(name: str) -> bool:
    """Whether a file is a compound's: it names species or a mixture; anything else may be a protocol."""
    path = Path(name)
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return any(line.startswith(("species:", "mixture:", "inherits:")) for line in text.splitlines())


def _of_protocol(name: str) -> list[SourcedConstant]:
    """Constants of the compounds that a protocol gives, and of the models that act on them."""
    from gaddum import protocol

    if name not in protocol.bundled() and not Path(name).is_file():
        raise GaddumError(
            "GAD-PHARM-11",
            "There is no protocol or compound of that name.",
            value=name,
            expected=", ".join([*protocol.bundled(), *known()]),
        )
    document = protocol.load(name)
    compounds: list[str] = []
    for treatment in document.treatments.values():
        for dose in (treatment.pretreatment, treatment.drug):
            if dose is not None and dose.compound not in ("placebo", "none", *compounds):
                compounds.append(dose.compound)
    for compound in compounds:
        load_compound(compound)
    return used_constants(compounds, package="gaddum.pharmacology")


def _document(name: str | None, constants: list[SourcedConstant]) -> dict[str, object]:
    keys = sorted({one.source for one in constants})
    return {
        "version": __version__,
        "of": name or "everything",
        "confidence": MEANING,
        "constants": [{**vars(one), "cite": cite(one.source)} for one in constants],
        "sources": {key: vars(bibliography()[key]) for key in keys if key in bibliography()},
    }


def _show(constants: list[SourcedConstant]) -> None:
    """A table on standard output, then the references and what the confidence words mean."""
    from rich.console import Console
    from rich.table import Table

    piped = not sys.stdout.isatty()
    console = Console(width=160 if piped else shutil.get_terminal_size().columns, highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("where", "constant", "value", "unit", "confidence", "source", "note"):
        table.add_column(title, justify="right" if title == "value" else "left", overflow="fold")
    last = ""
    for one in constants:
        where, last = ("" if one.where == last else one.where), one.where
        table.add_row(where, one.name, f"{one.value:g}", one.unit, one.confidence, one.source, one.note)
    console.print(table)
    console.print()
    for key in sorted({one.source for one in constants}):
        console.print(f"[{key}] {cite(key)}", markup=False)
    console.print()
    for word in CONFIDENCES:
        count = sum(one.confidence == word for one in constants)
        console.print(f"{count:4} {word}: {MEANING[word]}", markup=False)
