"""Looks: what a committee would have seen, whether the rules hold, and in which words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaddum import protocol as protocols
from gaddum.analysis.horizon import calendar_of
from gaddum.errors import GaddumError
from gaddum.monitoring.rules import decide, look_day, monitor
from gaddum.monitoring.stopping import apply_stopping, stop_day
from gaddum.monitoring.words import explain_decision
from tests.analysis.trials import TREATMENTS, made_up
from tests.twins import look as twin

PROTOCOL = protocols.load("ketamine-naltrexone")
INTERIM, FINAL = PROTOCOL.monitoring.looks
TRIALS = made_up(trials=12, blocked=0.8, per_month=1.5, seed=3)


def changed(**rule):
    """The founding protocol with its first rule changed."""
    rules = dict(PROTOCOL.monitoring.rules)
    rules["clearly_ineffective"] = rules["clearly_ineffective"].model_copy(update=rule)
    monitoring = PROTOCOL.monitoring.model_copy(update={"rules": rules})
    return PROTOCOL.model_copy(update={"monitoring": monitoring})


@pytest.mark.parametrize("look", [INTERIM, FINAL], ids=["interim", "final"])
@pytest.mark.parametrize("delay", [0.0, 20.0, 45.0])
def test_a_committee_sees_what_its_twin_sees(look, delay):
    look = look.model_copy(update={"after_days": delay})
    found = decide(PROTOCOL, look, TRIALS)

    for name, rule in PROTOCOL.monitoring.rules.items():
        for trial in range(TRIALS.trials):
            n, holds = twin.rule_holds(TRIALS, PROTOCOL, look, rule, trial)
            assert n == found.rules[name].completers[trial]
            assert holds == found.rules[name].met[trial]


@pytest.mark.parametrize(
    "rule",
    [
        {"statistic": "responders", "at_most": 1.0},
        {"statistic": "proportion", "at_most": None, "at_least": 0.25},
        {"statistic": "mean", "endpoint": "change_day_1", "at_most": None, "at_least": -3.0},
        {"statistic": "proportion", "endpoint": "remission_day_1", "at_most": 0.2, "min_completers": 1},
    ],
)
def test_every_kind_of_rule_agrees_with_its_twin(rule):
    protocol = changed(**rule)
    found = decide(protocol, INTERIM, TRIALS).rules["clearly_ineffective"]

    for trial in range(TRIALS.trials):
        rule = protocol.monitoring.rules["clearly_ineffective"]
        assert (found.completers[trial], found.met[trial]) == twin.rule_holds(
            TRIALS, protocol, INTERIM, rule, trial
        )


def test_nobody_who_enters_later_changes_an_interim_look():
    shuffled = {name: array.copy() for name, array in TRIALS.values.items()}
    for array in shuffled.values():
        array[:, INTERIM.entered :] = 0.0
    before, after = (decide(PROTOCOL, INTERIM, t) for t in (TRIALS, replace(TRIALS, values=shuffled)))

    assert np.array_equal(before.stop, after.stop)
    for name in before.rules:
        assert np.array_equal(before.rules[name].statistic, after.rules[name].statistic, equal_nan=True)


def test_a_stopped_trial_is_not_looked_at_again():
    interim, final = monitor(PROTOCOL, TRIALS)

    assert interim.stop.any()
    assert not (interim.stop & final.held).any()
    assert (interim.stop | final.held).all()


def test_a_trial_decides_alone_as_in_a_batch():
    whole = monitor(PROTOCOL, TRIALS)

    for trial in range(TRIALS.trials):
        for together, alone in zip(
            whole, monitor(PROTOCOL, TRIALS.trial_slice(trial, trial + 1)), strict=True
        ):
            assert together.stop[trial] == alone.stop[0]
            for name, rule in together.rules.items():
                assert np.array_equal(rule.statistic[trial], alone.rules[name].statistic[0], equal_nan=True)


def test_a_look_that_waits_for_more_people_than_there_are_is_not_held():
    few = made_up(trials=2, people=10)
    interim, final = monitor(PROTOCOL, few)

    assert np.isnan(look_day(INTERIM, few)).all()
    assert not interim.held.any()
    assert explain_decision(PROTOCOL, interim) == "The interim look was not held."


def test_after_a_stop_every_rating_is_missing_for_that_reason():
    decisions = monitor(PROTOCOL, TRIALS)
    calendar = calendar_of(PROTOCOL)
    stopped = apply_stopping(TRIALS, decisions, calendar)
    day = stop_day(decisions, TRIALS.trials)

    assert np.isfinite(day).any()
    for q, start in enumerate(calendar.period_start_days):
        for v, visit in enumerate(TRIALS.visits):
            late = TRIALS.entered_day + start + calendar.visit_days[visit] > day[:, None] + 1e-6
            here = stopped.missing[:, :, q, v]
            assert (here[late] >= 2).all()
            assert np.array_equal(here[~late], TRIALS.missing[:, :, q, v][~late])
            assert np.isnan(stopped.values["cadss"][:, :, q, v][late]).all()


def test_the_committee_reads_why_in_plain_words():
    nothing_left = made_up(trials=1, blocked=1.0, gaps=0.0, withdrawals=0.0, seed=2)
    words = explain_decision(PROTOCOL, decide(PROTOCOL, INTERIM, nothing_left))

    assert words.startswith(
        "Stop at the interim look: clearly ineffective "
        "(0 of 14 responded after naltrexone+ketamine, limit 10 %) and noxious (mean dissociation "
    )
    assert words.endswith(" in 14 after naltrexone+ketamine, limit at least 4).")


def test_the_committee_reads_why_not_in_plain_words():
    words = explain_decision(PROTOCOL, decide(PROTOCOL, INTERIM, made_up(trials=1, blocked=0.0)))

    assert words.startswith("Go on after the interim look: not clearly ineffective (")
    too_early = INTERIM.model_copy(update={"after_days": 0.0, "entered": 2})
    assert "10 needed to judge" in explain_decision(PROTOCOL, decide(PROTOCOL, too_early, TRIALS))


@pytest.mark.parametrize("blocked", [0.0, 1.0])
def test_a_blinded_reader_learns_no_treatment_and_no_figure(blocked):
    decision = decide(PROTOCOL, INTERIM, made_up(trials=1, blocked=blocked))
    words = explain_decision(PROTOCOL, decision, blinded=True)

    assert not any(treatment in words for treatment in (*TREATMENTS, "naltrexone", "placebo"))
    assert not any(letter.isdigit() for letter in words)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"endpoint": "bdi_day_1"}, "GAD-MON-01"),
        ({"endpoint": "change_day_1"}, "GAD-MON-02"),
        ({"at_most": None}, "GAD-MON-03"),
        ({"treatment": "sugar"}, "GAD-ANA-02"),
    ],
)
def test_a_rule_that_cannot_be_judged_is_refused(rule, code):
    with pytest.raises(GaddumError) as caught:
        decide(changed(**rule), INTERIM, TRIALS)

    assert caught.value.code == code
