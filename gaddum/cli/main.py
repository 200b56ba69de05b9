"""The `gaddum` command: a group whose commands are imported only when they are asked for."""

from __future__ import annotations

import importlib
import sys

import click

from gaddum import __version__
from gaddum.errors import GaddumError

# command: (module, one-line help shown by `gaddum --help` without importing the module)
COMMANDS: dict[str, tuple[str, str]] = {
    "simulate": ("gaddum.cli.simulate", "Simulate a trial under rival mechanisms and write a report."),
    "weigh": ("gaddum.cli.weigh", "Weigh the mechanisms against what was published."),
    "check": ("gaddum.cli.check", "Check a protocol file; report every fault at once."),
    "explain": ("gaddum.cli.explain", "Print a protocol as a readable synopsis."),
    "protocols": ("gaddum.cli.protocols", "List the bundled protocols, or print one as YAML."),
    "schema": ("gaddum.cli.schema", "Print the JSON Schema of protocol files."),
    "pk": ("gaddum.cli.pk", "Solve the kinetics of a compound for a NONMEM-style event table."),
    "sources": ("gaddum.cli.sources", "List every constant with its unit, source and confidence."),
}


class LazyGroup(click.Group):
    """A click group that knows its commands' names and help without importing them."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an interrupt ends with exit code 130, as shells expect."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            raise click.exceptions.Exit(130) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, if there is one of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        command = importlib.import_module(module).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with:  gaddum simulate ketamine-naltrexone --out report",
)
@click.version_option(__version__, prog_name="gaddum")
def cli() -> None:
    """Blockade crossover trials: which receptor does the work?

    Give a drug twice, once after a receptor antagonist and once after placebo; what the antagonist
    takes away is that receptor's share of the effect.  Results are models, not medical advice.
    """


def main() -> None:
    """Entry point: run the command; a fault ends with a clear text and exit code 2."""
    try:
        cli()
    except GaddumError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
