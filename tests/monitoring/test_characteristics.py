"""Operating characteristics: shares, people entered and exposed, and sums over blocks."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum import protocol as protocols
from gaddum.monitoring.characteristics import count_stopping, summarise_stopping
from gaddum.monitoring.rules import monitor
from gaddum.monitoring.stopping import stop_day
from tests.analysis.trials import TREATMENTS, made_up

PROTOCOL = protocols.load("ketamine-naltrexone")
TRIALS = made_up(trials=30, seed=8)
COUNTS = count_stopping(PROTOCOL, TRIALS)


def test_blocks_add_up_to_the_whole():
    parts = count_stopping(PROTOCOL, TRIALS.trial_slice(0, 7)) + count_stopping(
        PROTOCOL, TRIALS.trial_slice(7, 30)
    )

    assert summarise_stopping(COUNTS) == summarise_stopping(parts)


def test_people_are_counted_as_a_person_would():
    day = stop_day(monitor(PROTOCOL, TRIALS), TRIALS.trials)
    entered, exposed = [], []
    for trial in range(TRIALS.trials):
        entered.append(sum(e <= day[trial] for e in TRIALS.entered_day[trial]))
        exposed.append(0)
        for person in range(TRIALS.people):
            q = TRIALS.treatment[trial, person].tolist().index(1)
            begins = TRIALS.entered_day[trial, person] + q * PROTOCOL.design.washout_days
            left = (TRIALS.missing[trial, person, q] == 2).all()
            exposed[-1] += bool(begins <= day[trial] and not left)

    found = summarise_stopping(COUNTS)
    assert found["entered"]["mean"] == pytest.approx(np.mean(entered))
    assert found["exposed"][TREATMENTS[1]]["mean"] == pytest.approx(np.mean(exposed))
    assert found["entered"]["mcse"] == pytest.approx(np.std(entered) / np.sqrt(30))


def test_stopping_spares_people():
    found = summarise_stopping(COUNTS)

    assert 0 < found["stopped"]["interim"]["value"] < 1
    assert found["exposed"][TREATMENTS[1]]["mean"] < found["exposed_without_stopping"][TREATMENTS[1]]["mean"]
    assert found["completed"]["mean"] <= found["entered"]["mean"]


def test_a_protocol_without_stopping_rules_never_stops():
    open_end = PROTOCOL.model_copy(
        update={"monitoring": PROTOCOL.monitoring.model_copy(update={"looks": (), "rules": {}, "stop": ()})}
    )
    found = summarise_stopping(count_stopping(open_end, TRIALS))

    assert found["stopped"] == {}
    assert found["entered"] == {"mean": 30.0, "mcse": 0.0, "p05": 30, "p95": 30}
