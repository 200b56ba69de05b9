"""Ines asks the founding question; Stan checks what she was told.

Ines (investigator) knows her protocol and a terminal.  Stan (statistician) wants to know where each number
comes from and whether he can make it again.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import gaddum
import gaddum.api.run
from gaddum.cli.main import cli


@pytest.fixture
def type_in(verdict, report_folder, monkeypatch, tmp_path):
    """Type a command line; what it would simulate at length is already at hand."""
    monkeypatch.setattr(gaddum.api.run, "simulate", lambda *_, **__: verdict)
    monkeypatch.setattr(gaddum.api.run, "weigh", lambda *_, **__: verdict)
    monkeypatch.setattr(type(verdict), "report", lambda _self, out: [report_folder / "report.html"])
    monkeypatch.chdir(tmp_path)

    def typed(line: str):
        return CliRunner().invoke(cli, line.split())

    return typed


def test_ines_reads_changes_checks_and_simulates_her_own_protocol(type_in, tmp_path):
    bundled = type_in("protocols ab-ba").stdout
    mine = tmp_path / "mine.yaml"

    mine.write_text(bundled.replace("washout_days: 28", "washout_days: 3"), encoding="utf-8")
    wrong = type_in("check mine.yaml")
    assert wrong.exit_code != 0

    mine.write_text(bundled.replace("name: ab-ba", "name: mine"), encoding="utf-8")
    assert type_in("check mine.yaml").exit_code == 0
    assert "ketamine" in type_in("explain mine.yaml").stdout
    assert type_in("simulate mine.yaml --trials 200").exit_code == 0


def test_ines_gets_an_answer_and_what_it_does_not_say(type_in):
    answer = type_in("weigh ketamine-naltrexone").stdout

    assert "posterior" in answer
    assert "cannot tell apart" in answer
    assert "not medical advice" in answer


def test_ines_forwards_a_report_that_needs_nothing_else(type_in):
    where = type_in("simulate ketamine-naltrexone --out report").stdout.split("Report: ")[1].strip()
    page = Path(where).read_text(encoding="utf-8")

    assert "7 of 12" in page
    assert "naltrexone" in page
    assert "not medical advice" in page


def test_stan_finds_the_odds_of_each_piece_of_evidence_with_its_error(verdict):
    evidence = verdict.to_dict()["weigh"]["evidence"]
    used = [piece for piece in evidence if piece["used"]]

    assert used
    for piece in used:
        assert piece["marks"] in ("seen", "second-hand")
        assert piece["citation"]
        for likelihood in piece["likelihood"].values():
            assert likelihood["mcse"] >= 0.0
    assert all(piece["why"] for piece in evidence if not piece["used"])


def test_stan_counts_the_responders_again_from_the_ratings(report_folder):
    """The first five trials' ratings stand in a file; halved HAM-D-17 among completers is what is told."""
    ratings = pl.read_parquet(report_folder / "observations.parquet").filter(
        instrument="hamd17", mechanism="nmda-only"
    )
    wide = ratings.pivot("visit", index=["trial", "subject", "treatment"], values="value")
    judged = wide.drop_nulls(["baseline", "day_1"]).with_columns(
        responded=pl.col("day_1") <= 0.5 * pl.col("baseline")
    )
    both = judged.filter(pl.len().over("trial", "subject") == 2)
    counted = both.group_by("trial", "treatment").agg(pl.col("responded").sum().alias("responders"))
    rows = pl.read_parquet(report_folder / "trials.parquet").filter(
        pl.col("trial") < 5, mechanism="nmda-only"
    )

    again = rows.join(counted, on=["trial", "treatment"], suffix="_again")

    assert again.height == 10
    assert again["responders"].to_list() == again["responders_again"].cast(pl.Int64).to_list()


def test_stan_reads_from_any_file_how_to_make_it_again(report_folder, verdict):
    numbers = json.loads((report_folder / "numbers.json").read_text(encoding="utf-8"))
    parquet = pl.read_parquet_metadata(report_folder / "observations.parquet")

    assert numbers["provenance"]["seed"] == int(parquet["seed"]) == verdict.seed
    assert numbers["provenance"]["hash"] == parquet["hash"]
    assert numbers["provenance"]["version"] == parquet["version"] == gaddum.__version__
    assert "jax" in parquet["platform"]
