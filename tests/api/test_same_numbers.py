"""Same seed, same numbers: whatever the cores, however many trials follow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl

OWN = str(Path(__file__).parents[2] / "examples" / "05-your-own-mechanism" / "kappa_tone.py")
COMMAND = (sys.executable, "-c", "from gaddum.cli.main import main; main()")
RIVALS = ("--mechanism", "nmda-only", "--mechanism", "opioid-tone")
RUN = ("simulate", "ab-ba", *RIVALS, "--people", "8", "--trials", "40", "--json")


def printed(cores: int) -> bytes:
    """What the command prints on so many cores, in a process of its own."""
    run = subprocess.run([*COMMAND, *RUN, "--cores", str(cores)], capture_output=True, check=True)
    return run.stdout


def test_one_core_and_two_print_the_same_bytes(small):
    one, two = printed(1), printed(2)

    assert one == two
    assert json.loads(one) == small(trials=40).to_dict()


def test_fewer_trials_are_the_first_of_more(small):
    few, many = small(trials=8).study.rows.trials_frame(), small(trials=40).study.rows.trials_frame()

    assert few.height == 8 * 2 * 2
    assert few.equals(many.filter(pl.col("trial") < 8))


def test_ratings_of_the_first_trials_do_not_depend_on_how_many_follow(small):
    few, many = small(trials=8).study.rows, small(trials=40).study.rows

    assert few.observations_frame().equals(many.observations_frame())
    assert sorted(few.observations_frame()["trial"].unique()) == [0, 1, 2, 3, 4]


def test_another_seed_gives_other_numbers(small):
    one, two = small(seed=1).to_dict(), small(seed=2).to_dict()

    assert one["hash"] == two["hash"]
    assert one["mechanisms"] != two["mechanisms"]


def test_rivals_beside_it_do_not_change_a_mechanism(small):
    one, other = small().to_dict(), small(mechanisms=("mixture:0.4", OWN, "nmda-only")).to_dict()

    assert one["mechanisms"]["nmda-only"] == other["mechanisms"]["nmda-only"]
