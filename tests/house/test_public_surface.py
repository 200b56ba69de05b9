"""The public verbs, the commands and their help: what users type stays what the manual says."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
import pytest

import gaddum
from gaddum.cli.main import COMMANDS, cli

DOCS = Path(__file__).parents[2] / "docs"
FIXED_PAGES = [page for page in DOCS.rglob("*.md") if not {"_build", "generated"} & set(page.parts)]


def command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def test_the_public_verbs_are_exactly_these():
    assert gaddum.__all__ == ["__version__", "load", "simulate", "weigh"]


def test_every_public_verb_can_be_had_and_has_a_docstring():
    for name in gaddum.__all__:
        verb = getattr(gaddum, name)
        assert isinstance(verb, str) or verb.__doc__


def test_the_commands_are_exactly_these():
    expected = ["simulate", "weigh", "check", "explain", "protocols", "schema", "pk", "sources"]

    assert list(COMMANDS) == expected


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_for_itself_and_for_each_option(name):
    found = command(name)
    assert found.help

    undocumented = [
        parameter.name
        for parameter in found.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]

    assert undocumented == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_spoken_of_in_the_manual(name):
    assert any(f"gaddum {name}" in page.read_text(encoding="utf-8") for page in FIXED_PAGES)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_short_help_of_a_command_is_a_sentence(name):
    module, text = COMMANDS[name]

    assert importlib.import_module(module)
    assert text[0].isupper()
    assert text.endswith(".")
