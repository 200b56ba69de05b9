"""Withdrawal and missed visits: who is lost stays lost, the sick leave sooner, the first visit is kept."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gaddum.population import dropout
from gaddum.simulation.blocks import use_cores

PERIODS, VISITS, PEOPLE = 2, 7, 20_000


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


def reasons(score=15.0, untreated=22.0, people=PEOPLE, seed=1):
    chance = jax.random.uniform(jax.random.key(seed), (2, PERIODS, VISITS, people))
    scores = jnp.full((PERIODS, VISITS, people), score)
    return np.array(dropout.missing(scores, jnp.full(people, untreated), chance))


def test_nobody_misses_the_first_visit():
    assert (reasons()[0, 0] == dropout.OBSERVED).all()


def test_whoever_withdrew_does_not_come_back():
    gone = reasons().reshape(PERIODS * VISITS, -1) == dropout.WITHDREW

    assert (gone[1:] >= gone[:-1]).all()


def test_a_trial_of_average_course_loses_one_in_seven():
    # 14 % at the mean of the hazard's factor: 22 + log(0.55)/0.08 points
    average = 22.0 + np.log(dropout.AVERAGE_FACTOR) / dropout.SLOPE
    lost = (reasons(average)[-1, -1] == dropout.WITHDREW).mean()

    assert lost == pytest.approx(0.14, abs=0.01)


def test_the_loss_does_not_depend_on_the_number_of_visits():
    average = 22.0 + np.log(dropout.AVERAGE_FACTOR) / dropout.SLOPE
    lost = []
    for visits in (3, 30):
        chance = jax.random.uniform(jax.random.key(2), (2, 1, visits, PEOPLE))
        scores = jnp.full((1, visits, PEOPLE), average)
        found = np.array(dropout.missing(scores, jnp.full(PEOPLE, 22.0), chance))
        lost.append((found[-1, -1] == dropout.WITHDREW).mean())

    assert lost == pytest.approx([0.14, 0.14], abs=0.01)


def test_people_who_stay_ill_leave_sooner():
    lost = [(reasons(score)[-1, -1] == dropout.WITHDREW).mean() for score in (4.0, 12.0, 22.0, 30.0)]

    assert lost == sorted(lost)
    assert lost[-1] > 2 * lost[0]


def test_visits_are_missed_at_random_at_the_stated_rate():
    found = reasons().reshape(PERIODS * VISITS, -1)[1:]
    missed = (found == dropout.MISSED_VISIT).sum() / (found != dropout.WITHDREW).sum()

    assert missed == pytest.approx(dropout.MISSED, abs=0.002)


def test_a_worse_person_is_never_seen_more_often_with_the_same_luck():
    better, worse = reasons(10.0), reasons(20.0)

    assert ((worse == dropout.WITHDREW) >= (better == dropout.WITHDREW)).all()
