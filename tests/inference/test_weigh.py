"""Weighing: Bayes' rule, the document it gives, and what it says of its own limits."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from gaddum.errors import GaddumError
from gaddum.inference.count import count
from gaddum.inference.evidence import load_evidence, select_evidence
from gaddum.inference.likelihood import share
from gaddum.inference.posterior import odds_factors, posterior, posterior_mcse
from gaddum.inference.tallies import Statistics
from gaddum.inference.weigh import weigh
from tests.analysis.trials import made_up

EVIDENCE = load_evidence()
BLOCKED = {"nmda-only": 0.0, "opioid-tone": 0.86, "opioid-release": 0.85, "mixture": 0.4}


def simulated(blocked: float, trials: int = 300, seed: int = 5) -> Statistics:
    founding = count(EVIDENCE, "ketamine-naltrexone", made_up(trials, 30, seed, blocked))
    return founding + count(EVIDENCE, "ketamine-naltrexone-2025", made_up(trials, 30, seed + 1, blocked))


STATISTICS = {name: simulated(blocked) for name, blocked in BLOCKED.items()}
PHI = {round(x, 2): simulated(0.9 * x, 100, seed=40) for x in np.linspace(0, 1, 6)}
FOUND = weigh(STATISTICS, phi=PHI)


def plain_numbers(value) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain_numbers(each) for key, each in value.items())
    if isinstance(value, list):
        return all(plain_numbers(each) for each in value)
    return value is None or isinstance(value, str | bool | int) or math.isfinite(value)


def test_the_document_is_plain_data_without_nan():
    assert plain_numbers(FOUND)
    assert json.loads(json.dumps(FOUND, allow_nan=False)) == FOUND


def test_the_document_has_what_the_report_reads():
    assert set(FOUND) >= {
        *("prior", "posterior", "evidence", "phi", "indistinguishable"),
        *("separability", "predictive_check", "sensitivity"),
    }
    for row in FOUND["evidence"]:
        assert set(row) >= {"id", "title", "text", "marks", "used", "why", "likelihood", "odds_factor"}
        if row["used"]:
            assert list(row["likelihood"]) == list(BLOCKED)
            assert set(row["likelihood"]["mixture"]) >= {"value", "mcse"}
    assert set(FOUND["phi"]) == {"grid", "prior", "posterior", "by_evidence", "mean", "p05", "p95"}
    for row in FOUND["predictive_check"]:
        assert set(row) >= {"quantity", "observed", "p05", "p50", "p95", "tail", "verdict"}


def test_odds_factors_multiply_to_the_posterior():
    odds = {name: FOUND["prior"][name] for name in BLOCKED}
    for row in FOUND["evidence"]:
        if row["used"]:
            odds = {name: odds[name] * row["odds_factor"][name] for name in odds}
    total = sum(odds.values())

    assert {name: x / total for name, x in odds.items()} == pytest.approx(FOUND["posterior"])
    assert sum(FOUND["posterior"].values()) == pytest.approx(1)


def test_the_order_of_statements_changes_the_steps_and_hardly_the_answer():
    chosen = select_evidence(EVIDENCE)
    turned = weigh(STATISTICS, evidence=type(chosen)(chosen.used[::-1], chosen.left_out))["posterior"]

    # Equal but for the half trial added at each step.
    assert turned == pytest.approx(FOUND["posterior"], abs=0.01)


def test_a_mechanism_ruled_out_beforehand_stays_out():
    found = weigh(STATISTICS, prior={"nmda-only": 1, "mixture": 3})

    assert found["prior"]["mixture"] == 0.75
    assert found["posterior"]["opioid-tone"] == 0.0
    assert sum(found["posterior"].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("prior", "code"),
    [
        ({"nmda-only": -1, "mixture": 2}, "GAD-INF-01"),
        ({"nmda-only": 0.0}, "GAD-INF-01"),
        ({"nmda-only": math.nan}, "GAD-INF-01"),
        ({"sigma": 1}, "GAD-INF-02"),
    ],
)
def test_a_prior_that_is_no_distribution_over_the_simulated_mechanisms_is_refused(prior, code):
    with pytest.raises(GaddumError) as caught:
        weigh(STATISTICS, prior=prior)

    assert caught.value.code == code


def test_mechanisms_that_predict_alike_are_named_together():
    assert FOUND["indistinguishable"] == [["opioid-tone", "opioid-release"]]
    matrix = np.array(FOUND["separability"]["matrix"])
    assert (matrix == matrix.T).all()
    assert (np.diag(matrix) == 0).all()
    assert matrix[0, 1] > 0.9


def test_no_statement_at_all_gives_back_the_prior():
    empty = select_evidence(EVIDENCE, leave_out=[item.id for item in EVIDENCE])
    found = weigh(STATISTICS, evidence=empty, prior={"nmda-only": 1, "mixture": 3}, phi=PHI)

    assert found["posterior"] == pytest.approx(found["prior"])
    assert found["phi"]["posterior"] == pytest.approx(found["phi"]["prior"])


def test_evidence_whose_protocol_was_not_simulated_is_left_out_with_the_reason():
    half = {name: Statistics(responders=found.responders) for name, found in STATISTICS.items()}
    rows = {row["id"]: row for row in weigh(half)["evidence"]}

    assert not rows["jelen2025-madrs"]["used"]
    assert "ketamine-naltrexone-2025 was not simulated" in rows["jelen2025-madrs"]["why"]
    assert rows["williams2018-placebo"]["used"]


def test_sensitivity_leaves_each_statement_out_and_tries_other_priors():
    changes = [row["change"] for row in FOUND["sensitivity"]]

    for row in FOUND["evidence"]:
        if row["used"]:
            assert f"without: {row['title']}" in changes
    assert any(change.startswith("prior:") for change in changes)
    for row in FOUND["sensitivity"]:
        assert sum(row["posterior"].values()) == pytest.approx(1)
        assert list(row["posterior"]) == list(BLOCKED)


def test_the_opioid_share_has_area_one_and_lies_where_the_evidence_points():
    phi = FOUND["phi"]
    for curve in (phi["prior"], phi["posterior"], *phi["by_evidence"].values()):
        assert np.trapezoid(curve, phi["grid"]) == pytest.approx(1)
    assert phi["p05"] < phi["mean"] < phi["p95"]
    assert phi["grid"][int(np.argmax(phi["posterior"]))] in (0.4, 0.6)


@pytest.mark.parametrize("grid", [(0.0, 1.0), (0.0, 0.5, 1.2)])
def test_a_grid_of_shares_that_is_no_grid_is_refused(grid):
    with pytest.raises(GaddumError) as caught:
        weigh(STATISTICS, phi=dict.fromkeys(grid, STATISTICS["mixture"]))

    assert caught.value.code == "GAD-INF-06"


def test_what_the_mechanisms_never_show_is_not_predicted():
    rows = {row["id"]: row for row in weigh(STATISTICS, prior={"nmda-only": 1})["predictive_check"]}

    assert rows["williams2018-naltrexone"]["verdict"] == "not predicted"
    assert rows["williams2018-placebo"]["verdict"] == "as predicted"
    assert rows["williams2018-naltrexone"]["tail"] < 0.02


def test_figures_used_for_checking_only_move_no_odds():
    removed = next(row for row in FOUND["evidence"] if row["id"] == "jelen2025-removed")

    assert removed["odds_factor"] == {}
    assert "jelen2025-removed" in [row["id"] for row in FOUND["predictive_check"]]


def test_the_error_of_a_posterior_is_that_of_repeated_runs():
    draw = np.random.default_rng(3)
    truth, trials = {"a": 0.2, "b": 0.05}, 400
    prior = {"a": 0.5, "b": 0.5}
    values, errors = [], []
    for _ in range(300):
        table = {name: {"e": share(int(draw.binomial(trials, p)), trials)} for name, p in truth.items()}
        found = posterior(prior, table)
        values.append(found["a"])
        errors.append(posterior_mcse(found, table)["a"])

    assert np.std(values) == pytest.approx(np.mean(errors), rel=0.2)


def test_an_odds_factor_compares_with_the_average_under_the_prior():
    table = {"a": {"e": share(60, 100)}, "b": {"e": share(20, 100)}}
    found = odds_factors({"a": 0.5, "b": 0.5}, table, "e")

    assert (found["a"] + found["b"]) / 2 == pytest.approx(1)
    assert found["a"] / found["b"] == pytest.approx(60.5 / 20.5)
