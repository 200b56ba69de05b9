"""`gaddum schema`: the published JSON Schema of protocol files, for editors and other programs."""

from __future__ import annotations

from importlib import resources

import click


@click.command("schema", short_help="Print the JSON Schema of protocol files.")
def command() -> None:
    """Print the JSON Schema (draft 2020-12) of protocol files.

    Editors that know it complete field names and mark faults while you type.

    \b
    Example:
      gaddum schema > protocol.schema.json
    """
    text = resources.files("gaddum").joinpath("protocol", "schema.json").read_text(encoding="utf-8")
    click.echo(text, nl=False)
