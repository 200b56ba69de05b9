"""The command line starts without array libraries, so that help is there at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("jax", "matplotlib", "numpy", "polars", "pydantic", "scipy")
PROBE = """
import sys
import click
from gaddum.cli.main import cli
try:
    cli({arguments!r}, standalone_mode=False)
except (SystemExit, click.ClickException) as end:
    print(end)
print("loaded:", *sorted(set({heavy!r}) & set(sys.modules)))
"""


def loaded(arguments: list[str], heavy: tuple[str, ...] = HEAVY) -> list[str]:
    """Which heavy packages a command line has imported when it is done."""
    code = PROBE.format(arguments=arguments, heavy=heavy)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []], ids=" ".join)
def test_help_loads_no_heavy_package(arguments):
    assert loaded(arguments) == []


@pytest.mark.parametrize("command", ["simulate", "weigh", "check", "explain", "pk", "sources"])
def test_help_of_a_command_loads_no_array_library(command):
    assert loaded([command, "--help"], ("jax", "matplotlib", "numpy", "polars", "scipy")) == []


def test_checking_a_protocol_loads_no_array_library():
    assert loaded(["check", "ab-ba"], ("jax", "matplotlib", "numpy", "polars", "scipy")) == []
