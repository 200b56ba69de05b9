"""Event tables mean what the field's tools take them to mean, worked out by hand for one compartment."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds import load_compound, typical
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid
from gaddum.pharmacology.kinetics.events import Covariates, solve_events
from tests.pharmacology.compounds_for_tests import KA, K, one_compartment

D = math.exp
EXACT = 1e-12  # closed forms: only rounding differs


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    return one_compartment(tmp_path_factory.mktemp("compound"))


def dose(time, amt=100.0, **more):
    return EventRow("1", time, more.pop("evid", Evid.DOSE), amt, **more)


def look(time):
    return EventRow("1", time)


def amounts(compound, *rows, state="central"):
    """Amount in a state at the observation rows."""
    solution = solve_events(compound, rows)
    place = solution.compound.states.index(state)
    return [solution.states["one"][i, place] for i, row in enumerate(rows) if row.evid == Evid.OBSERVATION]


def assert_close(expected, actual):
    assert expected == pytest.approx(actual, rel=EXACT, abs=1e-12)


def test_a_bolus_decays(one):
    assert_close([100 * D(-K * 5)], amounts(one, dose(0), look(5)))


def test_an_oral_dose_is_absorbed_and_decays(one):
    bateman = 100 * KA / (KA - K) * (D(-K * 3) - D(-KA * 3))
    assert_close([bateman], amounts(one, dose(0, cmt="oral"), look(3)))


def test_an_infusion_rises_and_falls(one):
    during = 25 / K * (1 - D(-K * 2))
    after = 25 / K * (1 - D(-K * 4)) * D(-K * 6)
    assert_close([during, after], amounts(one, dose(0, rate=25.0), look(2), look(10)))


def test_overlapping_infusions_add_up(one):
    first = 25 / K * (1 - D(-K * 3))
    second = 50 / K * (1 - D(-K * 1))
    assert_close([first + second], amounts(one, dose(0, rate=25.0), dose(2, rate=50.0), look(3)))


def test_addl_repeats_the_dose(one):
    by_hand = 100 * (D(-K * 25) + D(-K * 17) + D(-K * 9) + D(-K * 1))
    assert_close([by_hand], amounts(one, dose(0, addl=3, ii=8.0), look(25)))


def test_addl_goes_on_across_other_records(one):
    """NONMEM's own example: doses at 10, 22, 34 are not disturbed by a dose at 20."""
    by_hand = 15 * (D(-K * 26) + D(-K * 14) + D(-K * 2)) + 10 * D(-K * 16)
    rows = [dose(10, 15.0, addl=2, ii=12.0), look(15), dose(20, 10.0), look(36)]
    assert_close([15 * D(-K * 5), by_hand], amounts(one, *rows))


def test_addl_repeats_an_infusion(one):
    one_infusion = 50 / K * (1 - D(-K * 2))
    by_hand = one_infusion * (D(-K * 24) + D(-K * 12) + 1)
    assert_close([by_hand], amounts(one, dose(0, rate=50.0, addl=2, ii=12.0), look(26)))


def test_an_observation_before_a_dose_is_its_trough_and_after_it_its_peak(one):
    trough = 100 * D(-K * 8)
    assert_close([trough, trough + 100], amounts(one, dose(0), look(8), dose(8), look(8)))


def test_an_observation_at_the_time_of_an_additional_dose_is_its_trough(one):
    assert_close([100 * D(-K * 8)], amounts(one, dose(0, addl=1, ii=8.0), look(8)))


def test_a_dose_row_shows_the_state_after_the_dose(one):
    solution = solve_events(one, [dose(0)])

    assert solution.states["one"][0, 0] == pytest.approx(100)


def test_steady_state_of_boluses(one):
    peak = 100 / (1 - D(-K * 12))
    assert_close([peak, peak * D(-K * 5)], amounts(one, dose(0, ss=1, ii=12.0), look(0), look(5)))


def test_steady_state_of_oral_doses(one):
    e_k, e_a = D(-K * 12), D(-KA * 12)
    by_hand = 100 * KA / (KA - K) * (D(-K * 5) / (1 - e_k) - D(-KA * 5) / (1 - e_a))
    assert_close([by_hand], amounts(one, dose(0, ss=1, ii=12.0, cmt="oral"), look(5)))


def test_steady_state_of_infusions(one):
    """Two hours of 50 mg/h every 12 h; at the end of the infusion and one hour later."""
    end = 50 / K * (1 - D(-K * 2)) / (1 - D(-K * 12))
    assert_close([end, end * D(-K)], amounts(one, dose(0, rate=50.0, ss=1, ii=12.0), look(2), look(3)))


def test_steady_state_of_infusions_longer_than_their_interval(one):
    """Thirty hours every 12 h: two or three run at once, and the earlier ones are still running."""
    rate = 10.0
    end_of_one = rate / K * (1 - D(-K * 30))
    # at time 1 after a start: infusions started 1, 13 and 25 h ago run; those of 37, 49, … have ended
    running = sum(rate / K * (1 - D(-K * age)) for age in (1, 13, 25))
    ended = sum(end_of_one * D(-K * (age - 30)) for age in range(37, 2000, 12))
    later = sum(rate / K * (1 - D(-K * age)) for age in (8, 20)) + sum(
        end_of_one * D(-K * (age - 30)) for age in range(32, 2000, 12)
    )
    rows = [dose(0, 300.0, rate=rate, ss=1, ii=12.0, addl=2), look(1), look(8)]
    assert_close([running + ended, later], amounts(one, *rows))


def test_an_infusion_as_long_as_its_interval_is_constant(one):
    rows = [dose(0, 120.0, rate=10.0, ss=1, ii=12.0, addl=3), look(0), look(7), look(20)]
    assert_close([100, 100, 100], amounts(one, *rows))


def test_a_steady_infusion_without_end_stops_at_its_record(one):
    assert_close([100, 100 * D(-K * 3)], amounts(one, dose(0, 0.0, rate=10.0, ss=1), look(0), look(3)))


def test_steady_state_two_adds_to_what_is_there(one):
    """Morning and evening doses of different size, both every 24 h."""
    morning = 100 * D(-K * 12) / (1 - D(-K * 24))
    evening = 50 / (1 - D(-K * 24))
    rows = [dose(0, 100.0, ss=1, ii=24.0), dose(12, 50.0, ss=2, ii=24.0), look(12)]
    assert_close([morning + evening], amounts(one, *rows))


def test_steady_state_one_forgets_what_was_there(one):
    rows = [dose(0, 900.0, addl=5, ii=24.0), dose(10, ss=1, ii=12.0), look(10), look(25)]
    peak = 100 / (1 - D(-K * 12))
    assert_close([peak, peak * D(-K * 15)], amounts(one, *rows))


def test_a_reset_empties_the_body_and_cancels_what_is_to_come(one):
    rows = [dose(0, rate=5.0), dose(0, addl=9, ii=4.0), EventRow("1", 6, Evid.RESET), look(6), look(30)]
    assert_close([0, 0], amounts(one, *rows))


def test_a_reset_and_dose_starts_afresh(one):
    rows = [dose(0), dose(6, 40.0, evid=Evid.RESET_DOSE), look(8)]
    assert_close([40 * D(-K * 2)], amounts(one, *rows))


def test_an_other_record_changes_nothing(one):
    assert_close([100 * D(-K * 5)], amounts(one, dose(0), EventRow("1", 2, Evid.OTHER), look(5)))


def test_people_do_not_share_drug(one):
    rows = [dose(0), look(1), EventRow("2", 0), EventRow("2", 5)]
    solution = solve_events(one, rows)

    assert solution.states["one"][2:].tolist() == [[0, 0], [0, 0]]


def test_a_compartment_is_taken_by_name_or_number(one):
    rows = [dose(0, cmt="2"), look(1)]
    named = [dose(0, cmt="depot"), look(1)]

    assert amounts(one, *rows) == amounts(one, *named) == amounts(one, dose(0, cmt="oral"), look(1))


def test_an_unknown_compartment_is_refused(one):
    with pytest.raises(GaddumError) as refused:
        solve_events(one, [dose(0, cmt="liver")])

    assert refused.value.code == "GAD-PHARM-16"


def test_a_drug_that_never_leaves_has_no_steady_state(tmp_path):
    path = tmp_path / "stays.yaml"
    path.write_text(
        "name: stays\ntitle: stays\nspecies: {d: 1000}\ncompartments: [central, deep]\n"
        "flows: {central -> deep: 1}\nroutes: {iv: {central: 1}}\n"
        "observe: {d: {species: d, from: {central: 1}}}\n"
    )
    with pytest.raises(GaddumError) as refused:
        solve_events(load_compound(path), [dose(0, ss=1, ii=12.0)])

    assert refused.value.code == "GAD-PHARM-19"


def test_a_covariate_holds_until_it_changes(tmp_path):
    from gaddum.pharmacology.compounds import load_compound

    midazolam = load_compound("midazolam")
    rows = [
        EventRow("1", 0, Evid.DOSE, 5.0, weight_kg=80.0),
        EventRow("1", 1),
        EventRow("1", 2, Evid.OTHER, weight_kg=120.0),
        EventRow("1", 3),
    ]
    given = solve_events(midazolam, rows).columns("umol/L")["midazolam"][1]
    light = solve_events(midazolam, rows[:2], default=Covariates(80.0)).columns("umol/L")["midazolam"][1]

    assert given[1] == light[1] > 0
    values = typical(midazolam, 120.0)
    state = solve_events(midazolam, rows).states["midazolam"][3]
    assert given[3] == pytest.approx(state[0] / values["V1"], rel=1e-12)


def test_a_mixture_shares_the_dose_between_its_enantiomers():
    rows = [EventRow("1", 0, Evid.DOSE, 40.0, 60.0), EventRow("1", 2 / 3)]
    both = solve_events(load_compound("ketamine"), rows).columns(by_part=True)
    half = solve_events(
        load_compound("s-ketamine"), [EventRow("1", 0, Evid.DOSE, 20.0, 30.0), rows[1]]
    ).columns()

    assert both["s-ketamine:ketamine"][1][1] == pytest.approx(half["ketamine"][1][1], rel=1e-12)
    assert both["ketamine"][1][1] == pytest.approx(
        both["s-ketamine:ketamine"][1][1] + both["r-ketamine:ketamine"][1][1], rel=1e-12
    )


def test_ng_per_ml_is_umol_per_litre_times_molar_mass():
    rows = [EventRow("1", 0, Evid.DOSE, 40.0), EventRow("1", 1)]
    solution = solve_events(load_compound("s-ketamine"), rows)

    mass, molar = solution.columns("ng/mL"), solution.columns("umol/L")
    assert np.allclose(mass["ketamine"][1], molar["ketamine"][1] * 237.73, rtol=1e-14)
    assert mass["ketamine"][0] == "ng/mL"
    assert solve_events(load_compound("naltrexone"), rows).columns()["mu_site"][0] == "1"
