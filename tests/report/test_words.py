"""Sentences that are computed: right for many runs and few, for clear verdicts and open ones."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum.report import contrasts, names, odds, phrases
from gaddum.report.figure_course import same_courses, session_ends
from gaddum.report.figure_odds import factor
from gaddum.report.figure_phi import smooth
from gaddum.report.figure_responders import chance, open_counts
from gaddum.report.figure_stopping import has_rules, looks_of, stopped_early
from gaddum.report.findings import FAMILIES
from gaddum.report.standing import verdict
from gaddum.report.words import headline
from tests.report.sample import NALTREXONE, PLACEBO, founding, plain_crossover


def test_the_lead_names_who_leads_and_who_is_set_aside() -> None:
    lead = headline(founding()).lead

    assert lead.startswith("Six of nine mechanisms")
    assert "permissive opioid tone, allosteric enhancement, expectancy and mixture" in lead
    assert lead.endswith("The same results set NMDA blockade only and hydroxynorketamine aside.")


def test_a_single_leader_is_said_to_be_the_best() -> None:
    numbers = founding()
    numbers["weigh"]["posterior"] = {"nmda-only": 0.97, "mu-agonist": 0.03}

    assert headline(numbers).lead == (
        "Of two rival mechanisms one explains the published results best: NMDA blockade only, "
        "with a probability of 97%."
    )


def test_an_open_result_says_that_all_stand() -> None:
    numbers = founding()
    numbers["weigh"]["posterior"] = {"nmda-only": 0.5, "mu-agonist": 0.5}

    assert headline(numbers).lead == "The published results leave all two mechanisms standing."


def test_without_evidence_the_lead_counts_responders() -> None:
    lead = headline(plain_crossover()).lead

    assert lead == (
        "If the mechanism is NMDA blockade only, 7.1 of 12 planned after A and 7.1 of 12 planned after B "
        "respond on average."
    )


def test_without_evidence_the_lead_says_under_which_mechanisms_treatments_differ() -> None:
    numbers = founding()
    numbers |= {"weigh": None, "posterior": None}

    assert headline(numbers).lead == (
        "Under seven of nine mechanisms the treatments differ by at least one responder; "
        "under NMDA blockade only and hydroxynorketamine they do not."
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

    assert text == (
        "Given the published results, the probability that the drug's effect cannot happen without opioid "
        "receptors (direct mu agonism) is 75%, that is, odds of 3 to 1; before those results it was taken to "
        "be 50% (odds of 1 to 1). The rest of the probability: that opioid receptors play no part "
        "(hydroxynorketamine), 25%."
    )


def test_families_of_mechanisms_are_those_of_the_weighing() -> None:
    from gaddum.inference import priors

    assert {k: set(v) for k, v in priors.FAMILIES.items()} == {k: set(v) for k, v in FAMILIES.items()}


def test_what_sets_a_mechanism_aside_is_the_finding_with_the_largest_factor() -> None:
    numbers = founding()
    names = ("mixture", "mu-agonist", "nmda-only")
    numbers["mechanisms"] = {n: numbers["mechanisms"][n] for n in names}
    weigh = numbers["weigh"]
    weigh["prior"] = dict.fromkeys(names, 1 / 3)
    weigh["posterior"] = {"mixture": 0.998, "mu-agonist": 0.001, "nmda-only": 0.001}
    for piece, factors in zip(weigh["evidence"], ((1.2, 1.8, 0.02), (2.9, 0.01, 0.09)), strict=False):
        piece["odds_factor"] = dict(zip(names, factors, strict=True))

    text = next(p.text for p in headline(numbers).points if p.label == "What survives")

    assert "Set aside mainly by Williams 2018, crossover: NMDA blockade only, under which" in text
    assert "differ by less (0.0 points, against 6.2 under the leading mechanism)." in text
    assert "Set aside mainly by Jelen 2025, crossover: direct mu agonism, under which" in text
    assert "differ by more (9.2 points, against 6.2 under the leading mechanism)." in text


def test_treatments_are_compared_within_a_drug() -> None:
    four = ("placebo+ketamine", "naltrexone+ketamine", "placebo+midazolam", "naltrexone+midazolam")

    assert [list(four[:2]), list(four[2:])] == contrasts.contrasts(four)
    assert [list(four[:2])] == contrasts.contrasts(four[:2])
    assert contrasts.contrasts(("A", "B")) == [["A", "B"]]
    assert contrasts.apart(dict(zip(four, (17, 15, 4, 0), strict=True))) == 4
    assert contrasts.who(four) == "treatments that share a drug (ketamine or midazolam)"
    assert contrasts.who(("A", "B")) == "the treatments"


@pytest.mark.parametrize(
    ("title", "inside"),
    [("NMDA blockade only", "NMDA blockade only"), ("Permissive opioid tone", "permissive opioid tone"),
     ("6β-naltrexol", "6β-naltrexol"), ("A", "A")],
)  # fmt: skip
def test_titles_read_on_inside_a_sentence(title: str, inside: str) -> None:
    assert inside == names.lowered(title)


def test_a_study_is_named_by_first_author_and_year() -> None:
    cited = {"id": "x", "citation": "Peciña M, Chen J, Karp JF. Biol Psychiatry CNNI 2021;6(10):1002-1012."}

    assert names.study(cited) == "Peciña 2021"
    assert names.study({"id": "jelen2025-madrs"}) == "Jelen 2025"
    assert names.study({"id": "local"}) == ""
    assert (
        names.studies_named("without everything from williams2018") == "without everything from Williams 2018"
    )


def test_only_looks_before_the_last_count_as_early() -> None:
    two = {"m": {"stopped": {"interim": 0.7, "final": 0.1}}}

    assert looks_of(two) == (["interim"], "final")
    assert stopped_early(two["m"], ["interim"]) == 0.7
    assert looks_of({"m": {"stopped": {"final": 0.0}}}) == ([], "final")
    assert looks_of({"m": {"stopped": {"interim": 0.5}}}) == (["interim"], "")
    assert not has_rules({"m": {"stopped": {"final": 0.0}, "stop_reasons": {}}})


@pytest.mark.parametrize(
    ("p", "error", "trials", "text"),
    [(0.15, 0.025, 200, "P 0.150 ± 0.025"), (0.0, 0.003, 200, "P < 0.015"),
     (0.0004, 1e-4, 10_000, "P < 0.001")],
)  # fmt: skip
def test_a_result_never_seen_is_given_its_bound(p: float, error: float, trials: int, text: str) -> None:
    assert text == chance(p, error, trials)


def test_a_density_is_drawn_smoothly_through_its_values_and_is_never_negative() -> None:
    grid = np.linspace(0, 1, 11)
    density = np.array([0, 0.003, 0.06, 0.57, 1.63, 2.48, 1.69, 2.03, 1.23, 0.28, 0.026])
    fine = np.linspace(0, 1, 501)

    drawn = smooth(grid, density, fine)

    assert (drawn >= 0).all()
    assert drawn.max() <= density.max() + 1e-9
    assert np.allclose(drawn[::50], density, atol=1e-4)


def test_session_ends_stand_beside_the_half_daily_grid() -> None:
    ends = session_ends(np.array([0, 1 / 36, 0.5, 3.0, 3.0 + 1 / 36, 79.5]))

    assert ends.tolist() == [False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("p", "word"),
    [(1.0, "leading"), (0.34, "leading"), (0.2, "in play"), (0.05, "doubtful"), (0.001, "set aside")],
)
def test_standing_goes_by_the_odds_against_the_best(p: float, word: str) -> None:
    assert verdict(p, 1.0) == word


def test_the_path_ends_in_the_posterior_and_carries_the_error() -> None:
    weigh = founding()["weigh"]

    steps = odds.path(weigh)

    assert [s.label for s in steps] == ["prior", "after E1", "posterior"]
    for step in steps:
        assert sum(step.probability.values()) == pytest.approx(1)
    assert steps[0].error["mu-agonist"] == 0
    assert 0.001 < steps[-1].error["mu-agonist"] < 0.02


def test_the_path_follows_what_entered_where_no_trial_could_show_a_result() -> None:
    """A share of no trials at all is no zero: its odds factor is what was used."""
    weigh = {
        "prior": {"a": 0.5, "b": 0.5},
        "posterior": {"a": 0.75, "b": 0.25},
        "posterior_mcse": {"a": 0.03, "b": 0.03},
        "evidence": [
            {"id": "e", "used": True, "likelihood": {"a": {"value": 1.0, "mcse": 0.1},
             "b": {"value": None, "mcse": 0.5}}, "odds_factor": {"a": 1.5, "b": 0.5}},
            {"id": "f", "used": True, "odds_factor": {"a": 1.0, "b": 1.0}},
        ],
    }  # fmt: skip

    steps = odds.path(weigh)

    assert steps[1].probability["b"] == pytest.approx(0.25)
    assert steps[-1].error == {"a": 0.03, "b": 0.03}


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
