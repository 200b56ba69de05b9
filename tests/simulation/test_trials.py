"""Simulated trials: scores that a rater could write down, gaps, common random numbers, and who got what."""

from __future__ import annotations

import numpy as np
import pytest

from gaddum import instruments
from gaddum.analysis.observations import NOT_SCHEDULED
from gaddum.pharmacology.mechanisms import MECHANISMS, get, select
from gaddum.population import dropout
from gaddum.protocol import load
from gaddum.simulation.trials import Simulator

NAMES = tuple(MECHANISMS)
PLACEBO, NALTREXONE = 0, 1


def given(founding, batch):
    """Treatment of each [trial, person, period]."""
    return founding.plan.sequences[batch.sequence]


def visit(founding, name):
    return list(founding.protocol.visits).index(name)


# ------------------------------------------------------------------------------------------- scores


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_whole_numbers_inside_the_range_of_their_scale(batch, name):
    for scale, scores in batch.scores[name].items():
        instrument = instruments.get(scale)

        assert np.issubdtype(scores.dtype, np.integer)
        assert instrument.minimum <= scores.min()
        assert scores.max() <= instrument.maximum


@pytest.mark.parametrize("name", NAMES)
def test_the_core_items_never_score_more_than_the_whole_scale(batch, name):
    assert (batch.scores[name]["hamd6"] <= batch.scores[name]["hamd17"]).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_score_is_missing_exactly_where_a_reason_is_given_or_nobody_rated(founding, batch, name):
    seen = founding.observations(batch, name)
    visits = list(founding.protocol.visits.values())
    for scale, values in seen.values.items():
        source = "hamd17" if scale == "hamd6" else scale
        rated = np.array([scale in v.instruments or source in v.instruments for v in visits])

        assert np.array_equal(np.isnan(values), (seen.missing != 0) | ~rated)
        assert np.array_equal(values[~np.isnan(values)], batch.scores[name][scale][~np.isnan(values)])


def test_everyone_is_as_ill_at_entry_as_the_protocol_asks(batch):
    # at entry 22 points truncated at 17, re-rated with an error of 1.5
    entry = batch.scores["nmda-only"]["hamd17"][:, :, 0, 0]

    assert entry.mean() == pytest.approx(22.5, abs=0.8)
    assert entry.min() >= 17 - 6


def test_dissociation_peaks_when_the_infusion_ends_and_is_gone_the_next_day(founding, batch):
    cadss = batch.scores["nmda-only"]["cadss"].mean(axis=(0, 1, 2))
    end, next_day = visit(founding, "infusion_end"), visit(founding, "day_1")

    assert cadss[end] > 5.0
    assert cadss[next_day] < 1.5


# --------------------------------------------------------------------------- common random numbers


@pytest.mark.parametrize("name", NAMES)
def test_what_only_kinetics_decide_is_the_same_under_every_mechanism(batch, name):
    assert np.array_equal(batch.scores[name]["cadss"], batch.scores["nmda-only"]["cadss"])
    if not MECHANISMS[name].opioid_liking:
        assert np.array_equal(batch.scores[name]["drug_liking"], batch.scores["nmda-only"]["drug_liking"])
        assert np.array_equal(batch.scores[name]["craving"], batch.scores["nmda-only"]["craving"])


@pytest.mark.parametrize("name", NAMES)
def test_entry_is_the_same_under_every_mechanism(batch, name):
    for scale, scores in batch.scores[name].items():
        assert np.array_equal(scores[:, :, 0, 0], batch.scores["nmda-only"][scale][:, :, 0, 0])


def test_without_an_antagonist_opioid_tone_does_what_nmda_blockade_does(founding, batch):
    first = given(founding, batch)[:, :, 0] == PLACEBO
    for scale in batch.scores["nmda-only"]:
        tone, nmda = (batch.scores[m][scale][:, :, 0][first] for m in ("opioid-tone", "nmda-only"))

        assert np.array_equal(tone, nmda)


@pytest.mark.parametrize(("mixture", "pure"), [("mixture:0", "nmda-only"), ("mixture:1", "opioid-tone")])
def test_a_mixture_of_one_part_is_that_part(batch, mixture, pure):
    assert np.array_equal(batch.missing[mixture], batch.missing[pure])
    for scale, scores in batch.scores[pure].items():
        assert np.array_equal(batch.scores[mixture][scale], scores)


def test_a_free_share_is_drawn_anew_for_each_trial(batch):
    assert len(set(batch.phi.tolist())) == batch.trials
    assert 0.0 <= batch.phi.min() < 0.4
    assert 0.6 < batch.phi.max() <= 1.0


def test_naltrexone_takes_the_benefit_away_only_where_opioids_do_the_work(founding, batch):
    # day 1 of the first period, so that nothing is carried over
    treatment, day_1 = given(founding, batch)[:, :, 0], visit(founding, "day_1")
    lost = {}
    for name in NAMES:
        score = batch.scores[name]["hamd17"][:, :, 0, day_1]
        lost[name] = score[treatment == NALTREXONE].mean() - score[treatment == PLACEBO].mean()

    # the standard error of a difference of two halves of 480 people is about 0.5 points
    for name in ("nmda-only", "hnk"):
        assert abs(lost[name]) < 2.0
    for name in ("mu-agonist", "opioid-release", "opioid-tone", "allosteric", "expectancy"):
        assert lost[name] > 4.0
    assert 0.3 < lost["nocebo"] < lost["opioid-tone"]


# ------------------------------------------------------------------------------ allocation and gaps


def test_both_orders_are_given_equally_often_in_every_trial(batch):
    second = batch.sequence.sum(axis=1)

    assert set(np.unique(batch.sequence)) == {0, 1}
    assert np.abs(second - 15).max() <= 1  # blocks of two and four


def test_people_enter_one_after_another_at_the_rate_of_the_protocol(founding, batch):
    gaps = np.diff(batch.entered_day, axis=1)

    assert (batch.entered_day[:, 0] == 0.0).all()
    assert (gaps >= 0.0).all()
    assert gaps.mean() == pytest.approx(30.4375 / founding.protocol.enrolment.per_month, rel=0.15)


def test_about_one_in_seven_is_lost_before_the_end(batch):
    # between the mechanisms the loss differs, for those who stay ill leave sooner
    lost = {name: (batch.missing[name][:, :, -1, -1] == dropout.WITHDREW).mean() for name in NAMES}

    assert 0.08 < lost["nmda-only"] < 0.20
    assert lost["nmda-only"] < lost["expectancy"] < 0.30


@pytest.mark.parametrize("name", NAMES)
def test_the_first_visit_is_always_there_and_nobody_returns(batch, name):
    gone = batch.missing[name] == dropout.WITHDREW
    flat = gone.reshape(*gone.shape[:2], -1)

    assert (batch.missing[name][:, :, 0, 0] == dropout.OBSERVED).all()
    assert (flat[..., 1:] >= flat[..., :-1]).all()


def test_observations_carry_the_trial_as_it_was_run(founding, batch):
    seen = founding.observations(batch, "nmda-only")

    assert seen.treatments == ("placebo+ketamine", "naltrexone+ketamine")
    assert seen.visits == tuple(founding.protocol.visits)
    assert np.array_equal(np.sort(seen.treatment, axis=-1), np.broadcast_to([0, 1], seen.treatment.shape))
    assert (seen.missing != NOT_SCHEDULED).all()


# ------------------------------------------------------------------------------------------ refusals


def test_a_protocol_whose_severity_has_no_model_is_refused():
    from gaddum.errors import GaddumError

    protocol = load("ab-ba")
    baseline = protocol.population.baseline.model_copy(update={"instrument": "cows"})
    population = protocol.population.model_copy(update={"baseline": baseline})
    with pytest.raises(GaddumError) as caught:
        Simulator(protocol.model_copy(update={"population": population}), select(["nmda-only"]))

    assert caught.value.code == "GAD-API-04"


def test_a_fixed_share_needs_no_drawing():
    assert get("mixture:0.5").mix == (("nmda-only", 0.5), ("opioid-tone", 0.5))
