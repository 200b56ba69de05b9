"""The rooms of the house: imports run downwards, and every room is placed."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def test_imports_run_downwards(monkeypatch):
    linter = pytest.importorskip("importlinter.cli", reason="import-linter comes with the lint extra")
    monkeypatch.chdir(ROOT)

    assert linter.lint_imports(no_cache=True) == os.EX_OK


def test_every_room_has_a_place():
    placed = set(CONTRACTS["contracts"][0]["exhaustive_ignores"])
    for layer in CONTRACTS["contracts"][0]["layers"]:
        placed |= {room.strip(" ()") for room in layer.split("|")}
    rooms = {
        path.stem
        for path in (ROOT / "gaddum").iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("_")
    }

    assert rooms - placed == set()


def test_every_python_file_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "gaddum").rglob("*.py")
        if not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]

    assert silent == []


def test_no_file_has_grown_past_its_seam():
    """At 400 lines one looks for the seam; an algorithm that is one piece may be listed here."""
    allowed: set[str] = set()
    long = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "gaddum").rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > 400
    }

    assert long - allowed == set()
