"""`gaddum simulate`: virtual trials under rival mechanisms, as a table, a JSON document or a report."""

from __future__ import annotations

from typing import Any

import click

from gaddum.cli.running import common_options, run_and_show

HELP = """Simulate PROTOCOL on virtual people under rival mechanisms.

PROTOCOL is a bundled name (see `gaddum protocols`) or a YAML file. Every mechanism meets the same people, so
differences between mechanisms are not luck. Where a published result belongs to the protocol, the mechanisms
are weighed against it.

\b
Examples:
  gaddum simulate ketamine-naltrexone --out report
  gaddum simulate ketamine-naltrexone --trials 500 --seed 7 --json
  gaddum simulate my-trial.yaml --mechanism nmda-only --mechanism mixture:0.4

Results are simulated and model-based; they are not medical advice.
"""


@click.command(help=HELP)
@common_options
def command(**options: Any) -> None:
    """Run the simulation and show it."""
    run_and_show("simulate", **options)
