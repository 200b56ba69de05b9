"""The same seed gives the same numbers, bit for bit: on any cores, in any call, beside any rivals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.simulation.run_trials import RANGES

ROOT = Path(__file__).parents[2]
TOGETHER = ("nmda-only", "mu-agonist", "expectancy")
ALONE = "mu-agonist"
RUNS = {"one core": (1, TOGETHER), "two cores": (2, TOGETHER), "alone": (2, (ALONE,))}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """What each process stored, by name; one process a core, the last after the second."""
    folder = tmp_path_factory.mktemp("runs")

    def start(name):
        cores, mechanisms = RUNS[name]
        command = [
            sys.executable,
            "-m",
            "tests.simulation.run_trials",
            str(cores),
            str(folder / f"{name}.npz"),
        ]
        return subprocess.Popen([*command, *mechanisms], cwd=ROOT, env=os.environ)

    first, second = start("one core"), start("two cores")
    assert second.wait(600) == 0
    assert start("alone").wait(600) == 0
    assert first.wait(600) == 0
    return {name: dict(np.load(folder / f"{name}.npz")) for name in RUNS}


def test_two_cores_give_the_numbers_of_one(runs):
    one, two = runs["one core"], runs["two cores"]
    assert (int(one.pop("cores")), int(two.pop("cores"))) == (1, 2)

    assert one.keys() == two.keys()
    assert [name for name in one if not np.array_equal(one[name], two[name])] == []


@pytest.mark.parametrize("run", ["one core", "two cores"])
@pytest.mark.parametrize("part", ["part", "one"])
def test_a_trial_does_not_depend_on_how_many_are_run_or_from_where(runs, run, part):
    found = runs[run]
    trials, start = RANGES[part]
    names = [name.removeprefix("whole/") for name in found if name.startswith("whole/")]
    whole = {name: found[f"whole/{name}"][start : start + trials] for name in names}

    assert names
    assert [name for name in names if not np.array_equal(whole[name], found[f"{part}/{name}"])] == []


def test_a_mechanism_alone_gives_the_numbers_it_gives_among_rivals(runs):
    among, alone = runs["two cores"], runs["alone"]
    names = [name for name in alone if name.startswith(f"whole/{ALONE}/")]

    assert names
    assert [name for name in names if not np.array_equal(among[name], alone[name])] == []


def test_trials_differ_from_each_other(runs):
    scores = runs["one core"]["whole/nmda-only/hamd17"]

    assert len({trial.tobytes() for trial in scores}) == len(scores)
