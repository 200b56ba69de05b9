"""The batched estimators against slow twins, in blocks of any size, and on impossible data."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from gaddum.analysis.arrays import sum_people
from gaddum.analysis.completers import first_completers
from gaddum.analysis.condition_time import estimate_condition_time
from gaddum.analysis.discordant import mcnemar_exact
from gaddum.analysis.estimate import Estimate, Outcome
from gaddum.analysis.two_period import estimate_cros, estimate_paired
from gaddum.errors import GaddumError
from tests.twins import crossover as twin

DRAW = np.random.default_rng(20)
PEOPLE = 14
REFERENCE = DRAW.normal(12, 5, (25, PEOPLE))
TEST = REFERENCE + DRAW.normal(4, 6, REFERENCE.shape)
FIRST = DRAW.random(REFERENCE.shape) < 0.5
OBSERVED = DRAW.random(REFERENCE.shape) < 0.85
CELLS = DRAW.normal(20, 6, (4, 25, PEOPLE)) + DRAW.normal(0, 5, (1, 25, PEOPLE))


def same(found: Estimate, trial: int, expected: dict[str, float]) -> None:
    for name, value in expected.items():
        assert value == pytest.approx(getattr(found, name)[trial], rel=1e-9, abs=1e-10), name


def test_paired_t_agrees_with_its_twin_in_every_trial():
    found = estimate_paired(REFERENCE, TEST, OBSERVED)

    for trial in range(len(REFERENCE)):
        pairs = list(zip(REFERENCE[trial][OBSERVED[trial]], TEST[trial][OBSERVED[trial]], strict=True))
        same(found, trial, twin.paired_t(pairs))


def test_cros_t_agrees_with_its_twin_in_every_trial():
    found = estimate_cros(REFERENCE, TEST, FIRST, OBSERVED)

    for trial in range(len(REFERENCE)):
        groups = []
        for side in (FIRST[trial], ~FIRST[trial]):
            who = side & OBSERVED[trial]
            groups.append(list(zip(REFERENCE[trial][who], TEST[trial][who], strict=True)))
        same(found, trial, twin.cros_t(*groups))


def test_condition_time_agrees_with_least_squares_in_every_trial():
    found = estimate_condition_time(*CELLS, observed=OBSERVED)

    for trial in range(CELLS.shape[1]):
        people = [tuple(CELLS[:, trial, i]) for i in range(PEOPLE) if OBSERVED[trial, i]]
        same(found, trial, twin.condition_time_t(people))


def test_twenty_six_complete_people_give_75_degrees_of_freedom():
    found = estimate_condition_time(*DRAW.normal(0, 1, (4, 1, 26)))

    assert found.df[0] == 75


@pytest.mark.parametrize(("b", "c"), [(0, 0), (7, 0), (7, 1), (7, 2), (3, 3), (5, 11), (40, 22)])
def test_mcnemar_agrees_with_exact_fractions(b, c):
    assert twin.mcnemar(b, c) == pytest.approx(mcnemar_exact(b, c).p, rel=1e-12)


def test_seven_against_none_gives_the_published_arithmetic():
    found = mcnemar_exact([7, 7, 7], [0, 1, 2])

    assert found.p.round(3).tolist() == [0.016, 0.07, 0.18]


def test_first_completers_are_taken_in_order_of_entry():
    complete = DRAW.random((50, 20)) < 0.7
    chosen, enough = first_completers(complete, 12)

    for trial in range(50):
        assert twin.first_completers(complete[trial], 12) == chosen[trial].tolist()
        assert (complete[trial].sum() >= 12) == enough[trial]


def test_relabelling_the_treatments_flips_the_sign():
    forth = estimate_cros(REFERENCE, TEST, FIRST)
    back = estimate_cros(TEST, REFERENCE, ~FIRST)

    assert forth.estimate == pytest.approx(-back.estimate)
    assert forth.p == pytest.approx(back.p)


def test_a_period_effect_leaves_cros_unmoved_and_moves_the_paired_t():
    drift = 3.0
    reference, test = REFERENCE + drift * ~FIRST, TEST + drift * FIRST

    assert estimate_cros(reference, test, FIRST).estimate == pytest.approx(
        estimate_cros(REFERENCE, TEST, FIRST).estimate
    )
    plain = estimate_paired(REFERENCE, TEST).estimate
    assert estimate_paired(reference, test).estimate != pytest.approx(plain)


ESTIMATORS: dict[str, Any] = {
    "paired": lambda s: estimate_paired(REFERENCE[s], TEST[s], OBSERVED[s]),
    "cros": lambda s: estimate_cros(REFERENCE[s], TEST[s], FIRST[s], OBSERVED[s]),
    "condition_time": lambda s: estimate_condition_time(*CELLS[:, s], observed=OBSERVED[s]),
    "transposed": lambda s: estimate_paired(REFERENCE.T.copy().T[s], TEST.T.copy().T[s], OBSERVED[s]),
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_a_trial_alone_gives_the_same_bits_as_in_a_batch(name):
    whole = ESTIMATORS[name](slice(None))

    for trial in range(len(REFERENCE)):
        alone = ESTIMATORS[name](slice(trial, trial + 1))
        for field in fields(Estimate):
            if field.name != "level":
                assert getattr(whole, field.name)[trial] == getattr(alone, field.name)[0], field.name


def test_impossible_data_say_what_is_the_matter_and_what_to_do():
    nan = np.nan
    reference = np.array([[1.0, 2, 3, 4], [1, nan, nan, nan], [nan] * 4, [1, 2, 3, 4]])
    test = np.array([[2.0, 2, 5, 1], [3, nan, nan, nan], [nan] * 4, [2, 3, 4, 5]])
    first = np.array([[True] * 4, [True, False] * 2, [True, False] * 2, [True, False] * 2])
    found = estimate_cros(reference, test, first)

    assert [Outcome(code) for code in found.outcome] == [
        Outcome.ONE_SEQUENCE,
        Outcome.ONE_SEQUENCE,
        Outcome.NO_PAIRS,
        Outcome.NO_VARIANCE,
    ]
    assert np.isnan(found.p).all()
    assert found.estimate[3] == 1.0
    assert found.se[3] == 0.0
    for trial in range(4):
        assert Outcome(int(found.outcome[trial])).remedy in found.words(trial)


def test_a_number_that_is_missing_always_has_a_reason():
    thinned = np.where(DRAW.random(REFERENCE.shape) < 0.15, REFERENCE, np.nan)
    for found in (estimate_cros(thinned, TEST, FIRST), estimate_paired(thinned, TEST)):
        for name in ("se", "p", "lower", "upper", "statistic"):
            gaps = np.isnan(getattr(found, name))
            assert (found.outcome[gaps] != Outcome.ESTIMATED).all()


def test_a_level_that_is_no_probability_is_refused():
    with pytest.raises(GaddumError) as caught:
        estimate_paired(REFERENCE, TEST, level=95)

    assert caught.value.code == "GAD-ANA-03"


def test_the_words_of_an_estimate_give_df_and_n():
    words = estimate_paired(REFERENCE, TEST).words()

    assert "t(13)" in words
    assert "n = 14" in words


def test_a_sum_over_people_does_not_depend_on_how_memory_is_laid_out():
    values = DRAW.normal(0, 1, (200, 30))
    alone = [sum_people(np.asfortranarray(values)[i : i + 1])[0] for i in range(200)]

    assert sum_people(np.asfortranarray(values)).tolist() == alone
    assert sum_people(values).tolist() == alone
