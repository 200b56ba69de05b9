"""The short document: exactly the promised keys, plain numbers, names as in the protocol."""

from __future__ import annotations

import json
import math

import pytest

from gaddum import __version__
from gaddum.protocol import load, protocol_hash

PROMISED = ["protocol", "hash", "version", "seed", "trials", "mechanisms", "posterior", "warnings"]
NAMES = [
    "nmda-only", "mu-agonist", "opioid-release", "opioid-tone", "allosteric", "expectancy", "nocebo", "hnk",
    "mixture",
]  # fmt: skip
TREATMENTS = ["placebo+ketamine", "naltrexone+ketamine"]


@pytest.fixture(scope="module")
def document(verdict):
    return verdict.to_dict()


def test_every_promised_key_is_there_and_the_extras_are_known(document):
    extras = {"people", "parameters", "weigh"}

    assert set(document) == {*PROMISED, *extras}


def test_the_head_says_what_was_run(document):
    assert document["protocol"] == "ketamine-naltrexone"
    assert document["hash"] == protocol_hash(load("ketamine-naltrexone"))
    assert document["version"] == __version__
    assert (document["seed"], document["trials"], document["people"]) == (1, 16, 30)
    assert document["parameters"]["mechanisms"] == NAMES


def test_mechanisms_bear_the_promised_names_in_the_promised_order(document):
    assert list(document["mechanisms"]) == NAMES
    assert list(document["posterior"]) == NAMES


def test_each_mechanism_has_exactly_the_promised_numbers(document):
    for found in document["mechanisms"].values():
        assert set(found) == {
            "responders", "responders_out_of", "change", "dissociation", "p_published", "p_published_mcse",
            "stopped",
        }  # fmt: skip
        assert list(found["responders"]) == TREATMENTS
        assert list(found["change"]) == list(found["dissociation"]) == TREATMENTS
        for treatment in TREATMENTS:
            assert set(found["responders"][treatment]) == {"mean", "p05", "p95", "mcse"}
            assert set(found["change"][treatment]) == {"mean", "sd"}
            assert set(found["dissociation"][treatment]) == {"mean", "sd"}
        assert list(found["stopped"]) == ["interim", "final"]


def test_numbers_lie_where_numbers_of_their_kind_can(document):
    for found in document["mechanisms"].values():
        assert found["responders_out_of"] == 12
        assert 0.0 <= found["p_published"] <= 1.0
        assert found["p_published_mcse"] >= 0.0
        assert all(0.0 <= rate <= 1.0 for rate in found["stopped"].values())
        for treatment in TREATMENTS:
            responders = found["responders"][treatment]
            assert 0 <= responders["p05"] <= responders["mean"] <= responders["p95"] <= 12
            assert -52 <= found["change"][treatment]["mean"] <= 52
            assert 0 <= found["dissociation"][treatment]["mean"] <= 92
            assert found["change"][treatment]["sd"] > 0


def test_the_posterior_is_a_distribution(document):
    assert sum(document["posterior"].values()) == pytest.approx(1.0)
    assert min(document["posterior"].values()) > 0.0
    assert document["weigh"]["posterior"] == document["posterior"]


def test_the_document_is_strict_json(document):
    again = json.loads(json.dumps(document, allow_nan=False))

    assert again == document


def test_warnings_say_that_this_is_no_advice_and_how_people_were_counted(document):
    warnings = " ".join(document["warnings"])

    assert "not medical advice" in warnings
    assert "first 12 completers" in warnings
    assert "second-hand" in warnings


def test_a_result_that_no_trial_showed_is_bounded_in_a_warning(document):
    never = [name for name, found in document["mechanisms"].items() if found["p_published"] == 0]
    warned = [name for name in never if any(f"p_published of {name} is 0" in w for w in document["warnings"])]

    assert never
    assert warned == never


def test_what_the_founding_trial_is_about_is_seen_in_its_simulation(document):
    """Without opioids the blocker takes nothing; where opioids permit the effect, it takes most."""
    mean = {
        name: {t: found["responders"][t]["mean"] for t in TREATMENTS}
        for name, found in document["mechanisms"].items()
    }
    after_placebo = [row["placebo+ketamine"] for row in mean.values()]

    assert max(after_placebo) - min(after_placebo) < 1.5
    assert mean["nmda-only"]["naltrexone+ketamine"] > 5.0
    assert mean["opioid-tone"]["naltrexone+ketamine"] < 3.0


def test_the_same_people_are_equally_dissociated_under_every_mechanism(document):
    """Mechanisms are compared on the same people with the same luck; only who drops out may differ."""
    means = [found["dissociation"]["placebo+ketamine"]["mean"] for found in document["mechanisms"].values()]

    assert max(means) - min(means) < 1.0


def test_a_notebook_shows_a_result_as_a_table(verdict):
    page = verdict._repr_html_()

    assert page.count("<tr>") == 10
    assert all(name in page for name in NAMES)


def test_a_protocol_without_published_results_has_no_posterior_and_says_so(small):
    document = small().to_dict()

    assert set(document) == {*PROMISED, "people", "parameters"}
    assert document["posterior"] == {}
    assert all(found["p_published"] is None for found in document["mechanisms"].values())
    assert any("not weighed" in warning for warning in document["warnings"])
    assert list(document["mechanisms"]["nmda-only"]["responders"]) == ["A", "B"]
    assert all(math.isfinite(found["change"]["A"]["mean"]) for found in document["mechanisms"].values())
