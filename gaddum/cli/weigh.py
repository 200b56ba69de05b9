"""`gaddum weigh`: which mechanism would have shown what was published?"""

from __future__ import annotations

from typing import Any

import click

from gaddum.cli.running import common_options, run_and_show

HELP = """Weigh rival mechanisms against the published results.

The trials that were published are simulated under each mechanism; how often they come out as published moves
the odds. Only evidence seen in its source or told second-hand is used, unless asked for.

\b
Examples:
  gaddum weigh ketamine-naltrexone
  gaddum weigh ketamine-naltrexone --prior nmda-only=3 --prior expectancy=0.5
  gaddum weigh ketamine-naltrexone --evidence yoon2025-remission --out verdict
"""


@click.command(help=HELP)
@common_options
def command(**options: Any) -> None:
    """Weigh and show."""
    run_and_show("weigh", **options)
