"""`gaddum explain`: a protocol as a readable synopsis with its schedule of assessments."""

from __future__ import annotations

import click


@click.command("explain", short_help="Print a protocol as a readable synopsis.")
@click.argument("protocol")
def command(protocol: str) -> None:
    """Print PROTOCOL (a bundled name, a file, or - for standard input) as a synopsis.

    \b
    Example:
      gaddum explain ketamine-naltrexone
    """
    from gaddum.protocol import explain, load

    click.echo(explain(load(protocol)), nl=False)
