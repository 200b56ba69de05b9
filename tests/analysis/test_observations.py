"""Observations: shapes, gaps with reasons, periods by treatment, and the tidy table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaddum.analysis.completers import is_completer
from gaddum.analysis.observations import MISSING_REASONS, concatenate
from gaddum.analysis.responders import count_responders, is_remitted, is_responder
from gaddum.errors import GaddumError
from tests.analysis.trials import TREATMENTS, made_up

TRIALS = made_up(trials=3, people=6)


def test_arrays_that_do_not_fit_together_are_refused():
    with pytest.raises(GaddumError) as caught:
        replace(TRIALS, sequence=TRIALS.sequence[:, :4])

    assert caught.value.code == "GAD-ANA-01"
    assert "sequence" in str(caught.value)


@pytest.mark.parametrize("ask", [("period_of", "sugar"), ("scores", "phq9"), ("index", "visit", "day_2")])
def test_a_name_that_is_not_there_is_refused_with_those_that_are(ask):
    with pytest.raises(GaddumError) as caught:
        getattr(TRIALS, ask[0])(*ask[1:])

    assert caught.value.code == "GAD-ANA-02"
    assert "one of" in str(caught.value)


def test_a_score_is_read_in_the_period_that_gave_the_treatment():
    for code, treatment in enumerate(TREATMENTS):
        period, found = TRIALS.period_of(treatment)
        value, observed = TRIALS.at("hamd17", "day_1", period)

        assert found.all()
        for trial in range(3):
            for person in range(6):
                q = TRIALS.treatment[trial, person].tolist().index(code)
                expected = TRIALS.values["hamd17"][trial, person, q, 2]
                assert (expected == value[trial, person]) or np.isnan(expected)
                assert observed[trial, person] == (TRIALS.missing[trial, person, q, 2] == 0)


def test_the_second_occasion_of_a_treatment_is_found_in_a_replicate_design():
    treatment = np.array([[[0, 1, 0], [1, 0, 0]]])
    shape = (1, 2, 3, 1)
    trial = replace(
        TRIALS,
        values={"hamd17": np.zeros(shape)},
        missing=np.zeros(shape, dtype=np.uint8),
        treatment=treatment,
        visits=("day_1",),
        sequence=np.zeros((1, 2), dtype=int),
        entered_day=np.zeros((1, 2)),
    )

    assert trial.period_of(TREATMENTS[0], occasion=1)[0].tolist() == [[2, 2]]
    assert trial.period_of(TREATMENTS[1], occasion=1)[1].tolist() == [[False, False]]


def test_the_table_gives_every_gap_a_reason():
    frame = TRIALS.to_frame()
    gaps = frame.filter(frame["value"].is_null())

    assert set(frame.columns) == {
        *("trial", "subject", "sequence", "period", "treatment", "visit"),
        *("instrument", "value", "missing_reason"),
    }
    assert set(gaps["missing_reason"]) <= set(MISSING_REASONS.values()) - {"observed", "not scheduled"}
    assert set(frame.filter(frame["visit"] == "infusion_end")["instrument"]) == {"cadss"}
    row = frame.filter(
        (frame["trial"] == 1) & (frame["subject"] == 3) & (frame["period"] == 2) & (frame["visit"] == "day_1")
        & (frame["instrument"] == "madrs")
    )  # fmt: skip
    assert row["treatment"][0] == TREATMENTS[TRIALS.treatment[1, 2, 1]]


def test_blocks_put_together_are_the_whole():
    parts = concatenate([TRIALS.trial_slice(0, 1), TRIALS.trial_slice(1, 3)])

    assert np.array_equal(parts.values["hamd17"], TRIALS.values["hamd17"], equal_nan=True)
    assert np.array_equal(parts.entered_day, TRIALS.entered_day)


@pytest.mark.parametrize(
    ("baseline", "score", "responds"), [(20, 10, True), (21, 10, True), (21, 11, False), (20, 10.5, False)]
)
def test_a_responder_has_lost_at_least_half(baseline, score, responds):
    assert is_responder(np.array([baseline]), np.array([score]))[0][0] == responds


def test_a_decimal_fall_is_not_missed_by_rounding():
    # 0.3 · 10 is 3 in decimal, and a little less or more in binary.
    assert is_responder(np.array([10.0]), np.array([7.0]), fall=0.3)[0][0]


def test_who_cannot_be_judged_is_not_counted_as_failure():
    baseline = np.array([[20.0, 20, np.nan, 0, 20]])
    score = np.array([[5.0, 15, 5, 0, np.nan]])
    found = count_responders(baseline, score)

    assert (found.responders[0], found.out_of[0]) == (1, 2)
    assert found.proportion[0] == 0.5
    assert is_remitted(score, 7)[0].tolist() == [[True, False, True, True, False]]


def test_a_completer_has_been_rated_under_every_treatment():
    complete = is_completer(TRIALS, "hamd17", ("baseline", "day_1"), TREATMENTS)

    for trial in range(3):
        for person in range(6):
            rated = TRIALS.missing[trial, person][:, [0, 2]] == 0
            assert complete[trial, person] == rated.all()
