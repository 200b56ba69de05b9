"""Outcome models: every one stays in its range, and moves the way it must."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from gaddum.pharmacology.outcomes import belief, dependence, depression, dissociation, liking, plasticity
from gaddum.simulation.blocks import use_cores

fractions = st.floats(0.0, 1.0)
levels = st.floats(0.0, 1e4)
ANY = settings(deadline=None)  # the first call may compile, and machines may be busy


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


# --------------------------------------------------------------------------------------- depression


@given(fractions, st.floats(-1.0, 1e3))
@ANY
def test_the_drug_takes_away_at_most_its_ceiling(theta, lifted):
    assert 0.0 <= depression.drug_improvement(theta, lifted) <= depression.CEILING.value


@given(fractions, st.floats(0.0, 100.0), st.floats(1.0, 3.0))
@ANY
def test_more_plasticity_never_helps_less(theta, lifted, factor):
    less, more = (float(depression.drug_improvement(theta, p)) for p in (lifted, lifted * factor))

    assert more >= less - 1e-15


def test_theta_is_the_improvement_at_unit_plasticity():
    assert depression.drug_improvement(0.4, 1.0) == pytest.approx(0.4)
    assert depression.drug_improvement(0.4, 0.0) == 0.0


@given(fractions, fractions)
@ANY
def test_drug_and_belief_never_do_more_than_both_together_could(drug, believed):
    left = depression.severity(drug, believed, 0.0)

    assert 0.0 <= left <= min(1.0 - drug, 1.0 - believed) + 1e-15


def test_untreated_is_the_whole_score_and_an_antagonist_can_only_add():
    assert depression.severity(0.0, 0.0, 0.0) == 1.0
    assert depression.severity(0.5, 0.1, 0.2) == pytest.approx(0.45 + 0.2)


# ------------------------------------------------------------------------------------- dissociation


@given(st.floats(-1.0, 1e4), st.floats(0.0, 50.0))
@ANY
def test_dissociation_lies_between_its_baseline_and_its_largest_effect(effect_site, emax):
    score = float(dissociation.dissociation(effect_site, emax))

    assert dissociation.BASELINE.value <= score <= dissociation.BASELINE.value + emax + 1e-9


@given(levels, st.floats(1.0, 3.0))
@ANY
def test_more_ketamine_never_dissociates_less(effect_site, factor):
    less, more = (float(dissociation.dissociation(c, 12.0)) for c in (effect_site, effect_site * factor))

    assert more >= less - 1e-12


def test_half_of_dissociation_comes_at_c50_with_the_stated_steepness():
    c50 = dissociation.C50.value
    effect = [
        float(dissociation.dissociation(c, 10.0)) - dissociation.BASELINE.value for c in (c50, 4.0 * c50)
    ]

    assert effect[0] == pytest.approx(5.0)
    assert effect[1] == pytest.approx(10.0 * 4.0**1.5 / (1.0 + 4.0**1.5))


# --------------------------------------------------------------------------------- liking and belief


@given(levels)
@ANY
def test_the_drug_high_is_a_fraction(effect_site):
    assert 0.0 <= liking.high(effect_site) <= 1.0


def test_craving_fades_over_its_stated_week():
    assert math.exp(-liking.RATE_CRAVING * 7 * 24) == pytest.approx(math.exp(-1.0))


def test_ketamine_is_believed_most_and_what_is_not_felt_least():
    believed = [belief.belief(drug) for drug in ("esketamine-nasal", "ketamine", "midazolam", "placebo")]

    assert believed == sorted(believed, reverse=True)
    assert all(0.0 <= b <= 1.0 for b in believed)


# --------------------------------------------------------------------------------------- dependence


@given(fractions, fractions)
@ANY
def test_adaptation_moves_towards_its_load(load, adaptation):
    assume(abs(load - adaptation) > 1e-9)

    assert np.sign(float(dependence.adaptation_rate(load, adaptation))) == np.sign(load - adaptation)


def test_adaptation_is_gained_faster_than_it_is_lost():
    # away from the narrow passage between the two, the rates are those of the sources
    gained, lost = dependence.adaptation_rate(0.8, 0.2), dependence.adaptation_rate(0.2, 0.8)

    assert gained == pytest.approx(0.6 * math.log(2) / 26.0, rel=1e-9)
    assert lost == pytest.approx(-0.6 * math.log(2) / 120.0, rel=1e-9)


def test_adaptation_to_a_steady_load_is_half_way_after_its_half_time():
    course = solve_ivp(lambda t, m: dependence.adaptation_rate(1.0, m[0]), (0.0, 26.0), [0.0], rtol=1e-9)

    assert course.y[0, -1] == pytest.approx(0.5, abs=1e-6)


@given(fractions, fractions, levels)
@ANY
def test_withdrawal_is_what_no_load_answers_and_an_antagonist_makes_it_worse(adaptation, load, antagonist):
    plain = float(dependence.withdrawal(adaptation, load, 0.0))
    precipitated = float(dependence.withdrawal(adaptation, load, antagonist))

    assert plain == pytest.approx(max(0.0, adaptation - load))
    assert plain - 1e-12 <= precipitated <= 4.0 * plain + 1e-12


@given(st.floats(0.0, 4.0), st.floats(0.0, 1.0))
@ANY
def test_cows_stays_on_its_scale_and_rises_with_withdrawal(w, more):
    low, high = float(dependence.cows(w)), float(dependence.cows(w + more))

    assert 0.0 <= low <= high + 1e-9
    assert high <= dependence.COWS_MAXIMUM


def test_no_withdrawal_no_cows():
    assert dependence.cows(0.0) == pytest.approx(0.0, abs=1e-9)
    assert dependence.cows(dependence.W50.value) == pytest.approx(24.0)


# --------------------------------------------------------------------------------------- plasticity


def test_plasticity_halves_in_a_week():
    assert math.exp(-plasticity.RATE_P * 7 * 24) == pytest.approx(0.5)
    assert pytest.approx(1.0) == plasticity.RATE_Z


@pytest.mark.parametrize("module", [belief, dependence, depression, dissociation, liking, plasticity])
def test_every_constant_says_where_it_is_from(module):
    assert all(constant.source and constant.note for constant in module.CONSTANTS)
