"""What the manual shows works: Python sessions give what they say, and command lines exist."""

from __future__ import annotations

import doctest
import inspect
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from gaddum import instruments
from gaddum.api import run
from gaddum.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
    if not {"_build", "generated"} & set(page.parts)
)
SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def command_lines(page: Path) -> list[list[str]]:
    """Every `gaddum …` in a shell block, without what follows a pipe or a comment."""
    found = []
    for block in SHELL.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = re.split(r"\s[|>&]\s?|\s#", line.strip().removeprefix("$ ").strip())[0]
            tokens = shlex.split(words, comments=True)
            if tokens and tokens[0].rsplit("/", 1)[-1] == "gaddum":
                found.append(tokens[1:])
    return found


@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in p.read_text(encoding="utf-8")], ids=name)
def test_python_sessions_in_the_manual_give_what_they_say(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

    failed, tried = doctest.testfile(str(page), module_relative=False, optionflags=flags)

    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("page", [p for p in PAGES if command_lines(p)], ids=name)
def test_commands_in_the_manual_and_their_options_exist(page):
    context = click.Context(cli)
    for tokens in command_lines(page):
        if tokens[0].startswith("-"):
            continue
        assert tokens[0] in COMMANDS, tokens
        command = cli.get_command(context, tokens[0])
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}

        used = {token.split("=")[0] for token in tokens[1:] if token.startswith("-") and len(token) > 1}

        assert used - options == set(), tokens


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_within_the_manual_lead_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))

    missing = [
        target for target in targets if "generated" not in target and not (page.parent / target).exists()
    ]

    assert missing == []


PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [p for p in PAGES if PYTHON.search(p.read_text(encoding="utf-8"))], ids=name)
def test_python_in_the_manual_runs(page, verdict, report_folder, tmp_path, monkeypatch):
    """With a result that is at hand instead of many trials; what is called must take what it is given."""

    def instead(verb):
        def called(*arguments, **options):
            inspect.signature(verb).bind(*arguments, **options)
            return verdict

        return called

    def report(_self, out):
        shutil.copytree(report_folder, out, dirs_exist_ok=True)

    for verb in (run.simulate, run.weigh):
        monkeypatch.setattr(run, verb.__name__, instead(verb))
    monkeypatch.setattr(type(verdict), "report", report)
    monkeypatch.chdir(tmp_path)
    verdict.report("report")
    first_yaml("add-an-instrument.md", tmp_path).rename(tmp_path / "wellbeing3.yaml")
    known: dict[str, object] = {}

    try:
        for block in PYTHON.findall(page.read_text(encoding="utf-8")):
            exec(compile(block, str(page), "exec"), known)
    finally:
        instruments.forget("wellbeing3")


def first_yaml(page: str, folder: Path) -> Path:
    """The first complete YAML document of a page, as a file."""
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    target = folder / "example.yaml"
    target.write_text(block.group(1), encoding="utf-8")
    return target


def test_the_protocol_shown_in_the_manual_is_sound(tmp_path):
    from gaddum.protocol import check

    assert check(first_yaml("write-a-protocol.md", tmp_path)) == []


def test_the_compound_shown_in_the_manual_can_be_loaded(tmp_path):
    from gaddum.pharmacology.compounds import load_compound

    compound = load_compound(first_yaml("add-a-compound.md", tmp_path))

    assert compound.states == ("depot", "central", "mu_site")


def test_the_instrument_shown_in_the_manual_can_be_scored(tmp_path):
    instruments.load_file(first_yaml("add-an-instrument.md", tmp_path))
    try:
        total = instruments.score("wellbeing3", {"1": 4, "2": 3, "3": 5}).total
    finally:
        instruments.forget("wellbeing3")

    assert total == 12
