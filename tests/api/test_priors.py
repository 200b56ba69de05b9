"""Priors: stated, left out, zero, wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

import gaddum
from gaddum.api.run import _prior
from gaddum.errors import GaddumError

NAMES = ["nmda-only", "opioid-tone", "mixture"]


def test_without_a_word_all_mechanisms_weigh_the_same():
    assert _prior(None, NAMES) == pytest.approx(dict.fromkeys(NAMES, 1 / 3))


def test_mechanisms_that_are_not_named_keep_weight_one():
    assert _prior({"nmda-only": 2}, NAMES) == {"nmda-only": 0.5, "opioid-tone": 0.25, "mixture": 0.25}


def test_a_weight_of_zero_rules_a_mechanism_out(verdict):
    others = {name: 1.0 for name in verdict.prior if name != "mixture"}
    again = replace(verdict, prior={"mixture": 0.0} | dict.fromkeys(others, 1 / 8))

    posterior = again.to_dict()["posterior"]

    assert posterior["mixture"] == 0.0
    assert sum(posterior.values()) == pytest.approx(1.0)


def test_twice_the_prior_doubles_the_odds(verdict):
    weights = {name: 2.0 if name == "mixture" else 1.0 for name in verdict.prior}
    again = replace(verdict, prior={name: weight / 10 for name, weight in weights.items()})

    before, after = verdict.to_dict()["posterior"], again.to_dict()["posterior"]

    odds = (after["mixture"] / after["opioid-release"]) / (before["mixture"] / before["opioid-release"])
    assert odds == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("prior", "code"),
    [
        ({"magic": 1.0}, "GAD-INF-02"),
        ({"nmda-only": -1.0}, "GAD-INF-01"),
        ({"nmda-only": float("nan")}, "GAD-INF-01"),
        (dict.fromkeys(NAMES, 0.0), "GAD-INF-01"),
    ],
    ids=["unknown", "negative", "not a number", "all zero"],
)
def test_a_prior_that_is_none_is_refused_before_anything_is_simulated(prior, code):
    with pytest.raises(GaddumError) as refused:
        gaddum.weigh("ketamine-naltrexone", mechanisms=NAMES, trials=10_000_000, prior=prior)

    assert refused.value.code == code
