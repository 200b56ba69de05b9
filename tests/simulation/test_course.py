"""Repeated dosing: relapse read off curves, and adaptation over heavier and lighter regimens."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum.pharmacology.mechanisms import MECHANISMS
from gaddum.simulation.blocks import use_cores
from gaddum.simulation.course import CourseCurves, relapse_days
from gaddum.simulation.regimens import REGIMENS, STEP_H, adaptation, agonist_levels
from tests.twins.kinetics import typical_body
from tests.twins.mechanisms import Constants, Dose, receptor_state, solve

MU = MECHANISMS["mu-agonist"]


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


def curves(score, day=None):
    """Curves of people with an untreated score of 20; only scores matter to relapse."""
    score = np.asarray(score, float)
    day = np.arange(score.shape[1], dtype=float) if day is None else np.asarray(day, float)
    nothing = np.zeros_like(score)
    return CourseCurves(day, score, *[nothing] * 5, untreated=np.full(len(score), 20.0))


def test_relapse_is_the_first_day_on_which_the_share_of_the_best_gain_is_lost():
    # best gain 16 at day 1 after the last dose; half of it is lost at a score of 12
    found = relapse_days(curves([[20, 8, 6, 4, 6, 9, 12, 14]]), last_dose_day=2.0, loss_fraction=0.5)

    assert found.tolist() == [4.0]


def test_days_before_the_last_dose_do_not_count():
    found = relapse_days(curves([[20, 4, 18, 4, 6, 7]]), last_dose_day=3.0, loss_fraction=0.5)

    assert found.tolist() == [np.inf]


def test_people_who_never_responded_cannot_relapse():
    found = relapse_days(curves([[20, 11, 12, 16, 20], [20, 4, 8, 14, 20]]), 1.0, 0.5)

    assert found.tolist() == [2.0]


def test_losing_more_takes_longer():
    fading = curves([20.0 - 16.0 * np.exp(-np.arange(40) / 7.0)])
    days = [relapse_days(fading, 0.0, loss)[0] for loss in (0.25, 0.5, 0.75)]

    assert days == [3.0, 5.0, 10.0]  # −7·ln(0.75, 0.5, 0.25) = 2.01, 4.85, 9.70, on whole days


def test_levels_of_a_session_agree_with_the_slow_twin():
    hours = [0.25, 40 / 60, 1.0, 4.0, 24.0]
    twin = Constants(mor_s=29.2, mor_r=73.0)
    states = solve(typical_body(80.0), [Dose("ketamine", 40.0, 0.0, 40 / 60)], hours, twin)
    expected = [receptor_state(x, twin)["k"] for x in states]

    found = agonist_levels((0.0,), 24.0)[[round(h / STEP_H) for h in hours]]
    assert found == pytest.approx(expected, rel=1e-6)


def test_sessions_add_up():
    both, one = agonist_levels((0.0, 6.0), 12.0), agonist_levels((0.0,), 12.0)
    shift = round(6.0 / STEP_H)

    assert np.allclose(both[shift:], one[shift:] + one[:-shift])


def test_heavier_use_adapts_more_and_withdraws_worse():
    found = [adaptation(MU, regimen) for regimen in REGIMENS]

    for name in ("adaptation", "cows", "cows_blocked"):
        values = [row[name] for row in found]
        assert values == sorted(values)
    assert all(row["cows_blocked"] >= row["cows"] for row in found)
    assert found[0]["adaptation"] < 0.1
    assert 0.3 < found[-1]["adaptation"] < 1.0


def test_without_an_opioid_load_nothing_adapts():
    assert adaptation(MECHANISMS["nmda-only"], REGIMENS[-1]) == {
        "adaptation": 0.0,
        "cows": 0.0,
        "cows_blocked": 0.0,
    }
