"""The estimators against numbers of R 4.2.2, tests/reference/crossover (see its PROVENANCE.md)."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gaddum.analysis.discordant import mcnemar_exact
from gaddum.analysis.estimate import Outcome
from gaddum.analysis.responders import paired_table
from gaddum.analysis.two_period import estimate_cros, estimate_paired

FOLDER = Path(__file__).parents[1] / "reference" / "crossover"


def case(name: str) -> tuple[dict[str, Any], np.ndarray, np.ndarray, np.ndarray]:
    """Expected numbers; and scores under A and B with who had A first, each `[1, person]`."""
    document = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    with (FOLDER / document["data"]).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    people = list(dict.fromkeys(row["subject"] for row in rows))
    scores = np.full((2, 1, len(people)), np.nan)
    first = np.zeros((1, len(people)), dtype=bool)
    for row in rows:
        i = people.index(row["subject"])
        scores["AB".index(row["treatment"]), 0, i] = float(row["y"])
        first[0, i] = row["sequence"] == "AB"
    return document, scores[0], scores[1], first


@pytest.mark.parametrize("name", ["sim-2x2-missing10-30", "sim-2x2-unequal-12-5", "sim-2x2-n300"])
def test_two_period_numbers_are_those_of_r(name):
    document, a, b, first = case(name)
    tolerance = document["tolerance"]
    for block, found in (
        ("cros_t", estimate_cros(a, b, first)),
        ("paired_t_ignoring_period", estimate_paired(a, b)),
    ):
        expected = document["expected"]["two_period"][block]
        fields = {"estimate": "estimate", "se": "se", "df": "df", "t": "statistic", "p": "p"}
        for theirs, ours in fields.items():
            value = getattr(found, ours)[0]
            assert expected[theirs] == pytest.approx(value, **tolerance[theirs]), (block, ours)
        limits = [found.lower[0], found.upper[0]]
        assert expected["ci95"] == pytest.approx(limits, **tolerance["ci"])


@pytest.mark.parametrize("name", ["bin-all-concordant", "bin-period-effect", "bin-zero-cell"])
def test_mcnemar_numbers_are_those_of_r(name):
    document, a, b, _ = case(name)
    expected = document["expected"]["mcnemar"]
    table = paired_table(a == 1, b == 1, np.isfinite(a) & np.isfinite(b))
    found = mcnemar_exact(table.reference_only, table.test_only)

    assert (expected["both"], expected["neither"]) == (table.both[0], table.neither[0])
    assert (expected["reference_only"], expected["new_only"]) == (table.reference_only[0], table.test_only[0])
    assert expected["p_exact"] == pytest.approx(found.p[0], rel=1e-9)
    if expected["p_mid"] is None:
        assert np.isnan(found.p_mid[0])
    else:
        assert expected["p_mid"] == pytest.approx(found.p_mid[0], rel=1e-9)


def test_identical_differences_have_no_error_and_say_so():
    document, a, b, first = case("deg-zero-within")
    found = estimate_cros(a, b, first)

    assert document["expected"]["treatment_estimate"] == pytest.approx(found.estimate[0], abs=1e-8)
    assert found.se[0] == 0.0
    assert found.outcome[0] == Outcome.NO_VARIANCE


def test_one_and_one_person_give_an_estimate_without_error():
    document, a, b, first = case("deg-two-subjects")
    found = estimate_cros(a, b, first)

    assert document["expected"]["treatment_estimate"] == pytest.approx(found.estimate[0])
    assert np.isnan([found.se[0], found.df[0], found.p[0], found.lower[0]]).all()
    assert found.outcome[0] == Outcome.NO_RESIDUAL_DF


def test_a_first_period_alone_has_no_crossover_estimate():
    _, a, b, first = case("deg-period1-only")
    found = estimate_cros(a, b, first)

    assert np.isnan(found.estimate[0])
    assert found.outcome[0] == Outcome.NO_PAIRS
