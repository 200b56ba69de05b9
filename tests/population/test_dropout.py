"""Withdrawal and missed visits: who is lost stays lost, the sick leave sooner, the first visit is kept."""

from __future__ import annotations

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gaddum.population import dropout
from gaddum.simulation.blocks import use_cores

PEOPLE, UNTREATED = 20_000, 22.0
AVERAGE = UNTREATED + np.log(dropout.AVERAGE_FACTOR) / dropout.SLOPE
"""Score at which the hazard's factor has the mean that the stated loss was set with."""


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


@cache
def compiled(periods, visits):
    def draw(score, seed):
        chance = jax.random.uniform(jax.random.key(seed), (2, periods, visits, PEOPLE))
        return dropout.missing(jnp.full(chance.shape[1:], score), jnp.full(PEOPLE, UNTREATED), chance)

    return jax.jit(draw)


def reasons(score=15.0, periods=2, visits=7, seed=1):
    """Why ratings are missing of people who all have one score, [period, visit, person]."""
    return np.array(compiled(periods, visits)(score, seed))


def lost(score, **shape):
    """Share of people who are gone at the end."""
    return (reasons(score, **shape)[-1, -1] == dropout.WITHDREW).mean()


def test_nobody_misses_the_first_visit():
    assert (reasons()[0, 0] == dropout.OBSERVED).all()


def test_whoever_withdrew_does_not_come_back():
    gone = reasons().reshape(14, -1) == dropout.WITHDREW

    assert (gone[1:] >= gone[:-1]).all()


def test_a_trial_of_average_course_loses_one_in_seven():
    assert lost(AVERAGE) == pytest.approx(0.14, abs=0.01)


@pytest.mark.parametrize("visits", [3, 30])
def test_the_loss_does_not_depend_on_the_number_of_visits(visits):
    assert lost(AVERAGE, periods=1, visits=visits) == pytest.approx(0.14, abs=0.01)


def test_people_who_stay_ill_leave_sooner():
    shares = [lost(score) for score in (4.0, 12.0, 22.0, 30.0)]

    assert shares == sorted(shares)
    assert shares[-1] > 2 * shares[0]


def test_visits_are_missed_at_random_at_the_stated_rate():
    found = reasons().reshape(14, -1)[1:]
    missed = (found == dropout.MISSED_VISIT).sum() / (found != dropout.WITHDREW).sum()

    assert missed == pytest.approx(dropout.MISSED, abs=0.002)


def test_a_worse_person_is_never_seen_more_often_with_the_same_luck():
    better, worse = reasons(10.0), reasons(20.0)

    assert ((worse == dropout.WITHDREW) >= (better == dropout.WITHDREW)).all()
