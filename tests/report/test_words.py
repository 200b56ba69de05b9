"""Sentences that are computed: right for many runs and few, for clear verdicts and open ones."""

from __future__ import annotations

import pytest

from gaddum.report import odds, phrases
from gaddum.report.figure_course import same_courses
from gaddum.report.figure_odds import factor
from gaddum.report.figure_responders import open_counts
from gaddum.report.words import headline, verdict
from tests.report.sample import NALTREXONE, PLACEBO, founding, plain_crossover


def test_the_lead_names_who_leads_and_who_is_set_aside() -> None:
    lead = headline(founding()).lead

    assert lead.startswith("Six of nine mechanisms")
    assert "mu-agonist, opioid-release, opioid-tone, allosteric, expectancy and mixture" in lead
    assert lead.endswith("The same results set nmda-only and hnk aside.")


def test_a_single_leader_is_said_to_be_the_best() -> None:
    numbers = founding()
    numbers["weigh"]["posterior"] = {"nmda-only": 0.97, "mu-agonist": 0.03}

    assert "explained best by nmda-only, with a probability of 97%" in headline(numbers).lead


def test_an_open_result_says_that_all_stand() -> None:
    numbers = founding()
    numbers["weigh"]["posterior"] = {"nmda-only": 0.5, "mu-agonist": 0.5}

    assert headline(numbers).lead == "The published results leave all two mechanisms standing."


def test_without_evidence_the_lead_counts_responders() -> None:
    lead = headline(plain_crossover()).lead

    assert lead == "Were nmda-only true, 7.1 of 12 after A and 7.1 of 12 after B would respond on average."


def test_without_evidence_the_lead_says_under_which_mechanisms_treatments_differ() -> None:
    numbers = founding()
    numbers |= {"weigh": None, "posterior": None}

    assert headline(numbers).lead == (
        "Under seven of nine mechanisms the treatments differ by at least one responder; "
        "under nmda-only and hnk they do not."
    )


def test_the_findings_cover_the_questions_asked() -> None:
    labels = [point.label for point in headline(founding()).points]

    assert labels == [
        "What survives",
        "Posterior odds",
        "Opioid share",
        "What the design cannot tell apart",
        "Does the model fit?",
        "What repeated use would bring",
    ]


def test_a_published_figure_outside_the_replicates_is_named() -> None:
    numbers = founding()
    numbers["weigh"]["predictive_check"][0]["observed"] = 11

    text = next(p.text for p in headline(numbers).points if p.label == "Does the model fit?")

    assert text.startswith("One of three published figures lies outside")
    assert "responders after placebo (of 12) (observed 11)" in text


def test_odds_of_a_receptor_effect_add_up() -> None:
    numbers = founding()
    numbers["weigh"]["posterior"] = {"mu-agonist": 0.75, "hnk": 0.25}
    numbers["weigh"]["prior"] = {"mu-agonist": 0.5, "hnk": 0.5}

    text = next(p.text for p in headline(numbers).points if p.label == "Posterior odds")

    assert "has odds of 3.0 to 1; before the evidence they were 1.0 to 1" in text
    assert "multiplied them by 3" in text


@pytest.mark.parametrize(
    ("p", "word"),
    [(1.0, "leading"), (0.34, "leading"), (0.2, "in play"), (0.05, "doubtful"), (0.001, "set aside")],
)
def test_standing_goes_by_the_odds_against_the_best(p: float, word: str) -> None:
    assert verdict(p, 1.0) == word


def test_the_path_ends_in_the_posterior_and_carries_the_error() -> None:
    weigh = founding()["weigh"]

    steps = odds.path(weigh)

    assert [s.label for s in steps] == ["prior", "after Williams 2018, crossover", "posterior"]
    for step in steps:
        assert sum(step.probability.values()) == pytest.approx(1)
    assert steps[0].error["mu-agonist"] == 0
    assert 0.001 < steps[-1].error["mu-agonist"] < 0.02


def test_two_mechanisms_with_equal_relative_error_err_alike() -> None:
    """For p and 1 - p the delta method gives p(1 - p) times the relative error of the ratio."""
    cell = {"value": 0.2, "mcse": 0.02}
    weigh = {
        "prior": {"a": 0.5, "b": 0.5},
        "posterior": {"a": 0.5, "b": 0.5},
        "evidence": [{"id": "e", "used": True, "likelihood": {"a": cell, "b": cell}}],
    }

    error = odds.path(weigh)[-1].error

    assert error["a"] == pytest.approx(0.25 * 0.1 * 2**0.5)
    assert error["a"] == error["b"]


def test_counts_that_a_published_overlap_leaves_open() -> None:
    published = founding()["published"]

    assert open_counts(published, NALTREXONE) == (0, 5)
    assert open_counts(published, PLACEBO) is None
    assert open_counts({}, PLACEBO) is None


def test_mechanisms_with_the_same_course_are_grouped() -> None:
    groups = same_courses(founding()["course"]["mechanisms"], "adaptation")

    assert groups[0] == ["nmda-only", "opioid-tone", "expectancy", "nocebo", "hnk"]
    assert ["mu-agonist"] in groups


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.48, "1.48"), (0.3, "0.3"), (-2.32, "−2.32"), (12345, "12,345"), (2.5e-7, "2.50 × 10⁻⁷"), (None, "–"),
     (float("nan"), "–"), (True, "yes"), (237.73, "238"), (100.0, "100")],
)  # fmt: skip
def test_numbers_are_written_plainly(value: object, text: str) -> None:
    assert phrases.number(value) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [(0, "0%"), (0.0001, "<0.1%"), (0.017, "1.7%"), (0.19, "19%"), (0.9999, ">99%"), (1, "100%")],
)
def test_percentages_do_not_claim_certainty(p: float, text: str) -> None:
    assert phrases.percent(p) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(-1.0, "−60 min"), (-0.75, "−45 min"), (2 / 3, "40 min"), (0, "0 h"), (4, "4 h"), (24, "1 d"),
     (168, "7 d"), (1.5, "90 min"), (36, "36 h")],
)  # fmt: skip
def test_times_are_written_as_a_protocol_would(hours: float, text: str) -> None:
    assert phrases.clock(hours) == text


@pytest.mark.parametrize(
    ("value", "text"), [(2.04, "× 2.0"), (1 / 13.3, "÷ 13.3"), (0, "÷ >1000"), (1 / 240, "÷ 240")]
)
def test_factors_read_as_times_or_divided_by(value: float, text: str) -> None:
    assert factor(value) == text
