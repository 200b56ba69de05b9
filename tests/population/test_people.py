"""Virtual people: covariates inside the protocol's bounds, and draws that depend on nothing else."""

from __future__ import annotations

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from gaddum.population.people import draw, trial_key, truncated_normal
from gaddum.protocol import load
from gaddum.protocol.population import Population
from gaddum.simulation.blocks import use_cores

SHAPE = {"effects": 3, "occasions": 2, "periods": 2, "visits": 4, "instruments": 5}


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


POPULATION = load("ketamine-naltrexone").population


@cache
def compiled(n, population=POPULATION):
    return jax.jit(lambda seed, trial: draw(trial_key(seed, trial), population, n, **SHAPE))


def people(n=5, seed=1, trial=0):
    """People as NumPy arrays."""
    return jax.tree.map(np.array, compiled(n)(seed, trial))


@pytest.fixture(scope="module")
def crowd():
    return people(20_000)


def test_everyone_is_inside_the_bounds_of_the_protocol(crowd):
    weight, age = POPULATION.weight_kg, POPULATION.age_years

    assert weight.min <= crowd.weight_kg.min() <= crowd.weight_kg.max() <= weight.max
    assert age.min <= crowd.age_years.min() <= crowd.age_years.max() <= age.max
    assert crowd.baseline.min() >= POPULATION.baseline.min
    assert set(np.unique(crowd.female)) == {0.0, 1.0}
    assert 0.0 <= crowd.chance.min() <= crowd.chance.max() < 1.0


def test_weights_and_scores_follow_truncated_normal_distributions(crowd):
    n = 20_000
    for found, spread, high in (
        (crowd.weight_kg, POPULATION.weight_kg, POPULATION.weight_kg.max),
        (crowd.baseline, POPULATION.baseline, np.inf),
    ):
        a, b = (spread.min - spread.mean) / spread.sd, (high - spread.mean) / spread.sd
        expected = stats.truncnorm(a, b, loc=spread.mean, scale=spread.sd)

        assert found.mean() == pytest.approx(expected.mean(), abs=4 * expected.std() / n**0.5)
        assert found.std() == pytest.approx(expected.std(), rel=0.03)
        # the largest gap between the two distribution functions, at the 0.1 % level
        assert stats.ks_1samp(found, expected.cdf).statistic < 1.95 / n**0.5


def test_effects_are_standard_normal_and_independent(crowd):
    everything = np.concatenate([crowd.effect, crowd.occasion.reshape(4, -1)])

    assert np.abs(everything.mean(axis=1)).max() < 4 / 20_000**0.5
    assert np.abs(np.cov(everything) - np.eye(7)).max() < 5 / 20_000**0.5


def test_a_person_does_not_depend_on_how_many_others_there_are(crowd):
    jax.tree.map(lambda a, b: np.testing.assert_array_equal(a, b[..., :5]), people(5), crowd)


def test_a_person_is_the_same_in_any_order_of_drawing():
    trials = jnp.array([7, 3])
    together = jax.jit(jax.vmap(lambda trial: draw(trial_key(1, trial), POPULATION, 5, **SHAPE)))(trials)

    jax.tree.map(lambda a, b: np.testing.assert_array_equal(a[1], b), together, people(trial=3))


@pytest.mark.parametrize(("seed", "trial"), [(1, 1), (2, 0)])
def test_another_seed_or_trial_has_other_people(seed, trial):
    first, second = people(), people(seed=seed, trial=trial)

    assert not np.isin(first.weight_kg, second.weight_kg).any()
    assert not np.isin(first.noise, second.noise).any()


def test_people_of_a_protocol_without_a_lowest_score_can_be_drawn():
    fields = POPULATION.model_dump() | {"baseline": {"instrument": "hamd17", "mean": 3.0, "sd": 2.0}}
    drawn = compiled(2_000, Population.model_validate(fields))(1, 0)

    assert np.isfinite(drawn.baseline).all()
    assert np.min(drawn.baseline) >= 0.0  # no scale goes below zero


tenths = st.integers(-500, 500).map(lambda k: k / 10.0)


@given(tenths, st.floats(0.1, 20.0), tenths, tenths.map(abs))
@settings(max_examples=40, deadline=None)
def test_any_bounds_give_numbers_between_them(mean, sd, low, width):
    u = jnp.array([0.0, 1e-12, 0.3, 0.7, 1.0 - 1e-12])
    found = np.array(truncated_normal(u, mean, sd, low, low + width))

    assert ((found >= low) & (found <= low + width)).all()
    # thirty standard deviations out, what is left between the bounds has no digits
    assume(max(abs(low - mean), abs(low + width - mean)) < 30.0 * sd)
    assert (np.diff(found) >= -1e-9).all()


def test_a_lower_bound_far_above_the_mean_gives_finite_numbers_near_it():
    # ten standard deviations out, where 1 − Φ is lost unless the upper tail is used
    found = np.array(truncated_normal(jnp.linspace(0.0, 0.999, 50), 17.0, 0.5, 22.0))
    expected = stats.truncnorm(10.0, np.inf, loc=17.0, scale=0.5).ppf(np.linspace(0.0, 0.999, 50))

    assert np.allclose(found, expected, rtol=1e-6)
