"""From observations to tallies: against the twin, in blocks, and where people are too few."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum.errors import GaddumError
from gaddum.inference.count import count, count_responder_table
from gaddum.inference.evidence import load_evidence
from gaddum.inference.histogram import Histogram
from gaddum.inference.likelihood import can_judge, likelihoods, published_probability
from tests.analysis.trials import TREATMENTS, made_up
from tests.twins import weighing as twin

EVIDENCE = load_evidence()
FOUNDING, SUCCESSOR = "ketamine-naltrexone", "ketamine-naltrexone-2025"
TRIALS = made_up(trials=60, people=18, blocked=0.5, seed=11)


def measure(protocol):
    return next(item.measure for item in EVIDENCE if item.protocol == protocol)


def test_the_responder_table_agrees_with_its_twin():
    counts = np.zeros((13, 13, 13, 2), dtype=int)
    for trial in range(TRIALS.trials):
        result = twin.founding_result(TRIALS, measure(FOUNDING), trial)
        if result:
            counts[result] += 1

    assert np.array_equal(counts, count(EVIDENCE, FOUNDING, TRIALS).responders.counts)
    assert 0 < counts.sum() < TRIALS.trials  # some trials are too thin for 12 completers


def test_the_signed_t_agrees_with_its_twin():
    tally = count(EVIDENCE, SUCCESSOR, TRIALS).signed_t
    values = np.array([twin.successor_t(TRIALS, measure(SUCCESSOR), i) for i in range(TRIALS.trials)])
    expected = Histogram.of(values, -15.0, 15.0, 3000)

    # A t that lies on the edge of a bin may round into the next one.
    assert np.abs(np.cumsum(expected.counts) - np.cumsum(tally.signed_t.counts)).max() <= 1


@pytest.mark.parametrize("protocol", [FOUNDING, SUCCESSOR])
def test_blocks_add_up_to_the_whole(protocol):
    whole = count(EVIDENCE, protocol, TRIALS)
    parts = [count(EVIDENCE, protocol, TRIALS.trial_slice(*cut)) for cut in ((0, 1), (1, 23), (23, 60))]
    total = parts[0] + parts[1] + parts[2]

    if protocol == FOUNDING:
        assert np.array_equal(whole.responders.counts, total.responders.counts)
    else:
        assert np.array_equal(whole.signed_t.signed_t.counts, total.signed_t.signed_t.counts)
        assert np.array_equal(whole.signed_t.removed.counts, total.signed_t.removed.counts)


def test_statements_of_one_trial_multiply_to_their_joint_share():
    found = count(EVIDENCE, FOUNDING, TRIALS)
    items = [item for item in EVIDENCE if item.study == "williams2018"]
    chain = likelihoods(items, found)
    joint = found.responders.counts[7, :, 0, 1].sum() / found.responders.complete

    assert joint == pytest.approx(np.prod([chain[item.id].value for item in items]))
    table = [item for item in items if item.kind == "responder_table"]
    share, mcse = published_probability(table, found.responders)
    assert share == pytest.approx(np.prod([chain[item.id].value for item in table]))
    assert mcse > 0


def test_an_event_never_seen_is_zero_with_an_upper_bound_and_stays_possible():
    never = count(EVIDENCE, FOUNDING, made_up(trials=50, blocked=0.0, gaps=0.0, seed=1))
    items = [item for item in EVIDENCE if item.id in ("williams2018-placebo", "williams2018-naltrexone")]
    found = likelihoods(items, never)["williams2018-naltrexone"]

    assert (found.value, found.events) == (0.0, 0)
    assert found.trials > 0
    assert found.upper == pytest.approx(1 - 0.05 ** (1 / found.trials))
    assert found.weight == pytest.approx(0.5 / (found.trials + 1))
    assert found.mcse > 0


def test_trials_without_twelve_completers_cannot_judge_and_say_so():
    few = count(EVIDENCE, FOUNDING, made_up(trials=5, people=10))

    assert few.responders.complete == 0
    assert can_judge(EVIDENCE[0], few) == "no simulated trial had 12 completers"
    assert "not simulated" in can_judge(EVIDENCE[3], few)


def test_tallies_of_other_sizes_are_not_added():
    other = {**measure(FOUNDING), "completers": 6}
    with pytest.raises(GaddumError) as caught:
        count_responder_table(TRIALS, other) + count_responder_table(TRIALS, measure(FOUNDING))

    assert caught.value.code == "GAD-INF-04"


def test_the_numbers_of_a_tally_name_the_treatments():
    numbers = count(EVIDENCE, FOUNDING, TRIALS).responders.numbers(*TREATMENTS)

    assert set(numbers) == set(TREATMENTS)
    for found in numbers.values():
        assert found["p05"] <= found["mean"] <= found["p95"]
        assert len(found["histogram"]) == 13


def test_parallel_arms_are_judged_on_their_first_people():
    single = made_up(trials=20, people=40, blocked=0.0, gaps=0.0, withdrawals=0.0)
    rule = {
        "statistic": "arms",
        "arms": dict.fromkeys(TREATMENTS, 20),
        "instrument": "madrs",
        "visit": "day_1",
        "at_most": 15,
        "share_above": 0.5,
    }
    item = next(item for item in EVIDENCE if item.id == "yoon2025-remission")
    from dataclasses import replace

    found = count([replace(item, measure=rule, protocol="p")], "p", single).arms
    expected = 0
    for trial in range(20):
        shares = []
        for treatment in TREATMENTS:
            scores = [twin.score(single, trial, i, treatment, "madrs", "day_1") for i in range(20)]
            shares.append(sum(score <= 15 for score in scores) / 20)
        expected += all(share > 0.5 for share in shares)

    assert (found.all_above, found.trials) == (expected, 20)
