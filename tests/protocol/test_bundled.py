"""The bundled protocols say what the trials were, and where they disagree."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from gaddum.cli.known import known_compounds, known_instruments
from gaddum.protocol import Protocol, bundled, check, load


@pytest.fixture
def founding() -> Protocol:
    return load("ketamine-naltrexone")


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_protocol_is_sound_and_uses_only_what_comes_with_gaddum(name: str) -> None:
    assert check(name, compounds=known_compounds(), instruments=known_instruments()) == []


def test_the_founding_trial_is_as_it_was(founding: Protocol) -> None:
    blocked = founding.treatments["naltrexone+ketamine"]
    assert blocked.pretreatment is not None

    assert founding.registry == "NCT02911597"
    assert founding.enrolment.planned == 30
    assert list(founding.treatments) == ["placebo+ketamine", "naltrexone+ketamine"]
    assert (blocked.drug.amount_mg, blocked.drug.per_kg, blocked.drug.duration_h) == (0.5, True, 40 / 60)
    assert (blocked.pretreatment.amount_mg, blocked.pretreatment.at_h) == (50, -0.75)
    assert founding.design.sequences == {
        "AB": ("placebo+ketamine", "naltrexone+ketamine"),
        "BA": ("naltrexone+ketamine", "placebo+ketamine"),
    }
    assert founding.design.washout_days == 30
    assert [(look.name, look.entered) for look in founding.monitoring.looks] == [
        ("interim", 14),
        ("final", 30),
    ]
    assert list(founding.visits) == ["baseline", "infusion_end", "day_1", "day_3", "day_5", "day_7", "day_14"]
    assert founding.endpoints["response_day_1"].fall == 0.5


def test_the_founding_trial_stops_when_clearly_ineffective_and_noxious(founding: Protocol) -> None:
    rules = founding.monitoring.rules

    assert [stop.all for stop in founding.monitoring.stop] == [("clearly_ineffective", "noxious")]
    assert {rule.treatment for rule in rules.values()} == {"naltrexone+ketamine"}
    assert all("assumed" in rule.meaning for rule in rules.values())


def test_four_failed_antidepressants_are_a_parameter_with_the_discrepancy_noted(founding: Protocol) -> None:
    (criterion,) = [c for c in founding.population.eligibility if c.id == "failed_antidepressants"]

    assert criterion.at_least == 4
    assert "two in the trial's registration" in (criterion.note or "")


def test_the_founding_trials_discrepancies_are_noted(founding: Protocol) -> None:
    notes = " ".join(note.text for note in founding.notes)

    for words in ("HAM-D-6", "16 participants", "14 people", "boundary was not seen", "assumed"):
        assert words in notes


def test_the_successor_has_26_people_and_nineteen_days_of_washout() -> None:
    successor = load("ketamine-naltrexone-2025")

    assert (successor.enrolment.planned, successor.design.washout_days) == (26, 19)
    assert successor.endpoints[successor.primary[0]].instrument == "madrs"
    assert successor.population.baseline.min == 18


def test_the_four_treatment_design_is_a_williams_square() -> None:
    rows = list(load("ketamine-naltrexone-midazolam").design.sequences.values())
    treatments = set(rows[0])
    follows = Counter(pair for row in rows for pair in pairwise(row))

    assert len(rows) == len(treatments) == 4
    assert all(set(row) == treatments for row in rows)
    assert all(set(column) == treatments for column in zip(*rows, strict=True))
    assert set(follows.values()) == {1}
    assert len(follows) == 12


def test_the_course_is_eight_infusions_then_maintenance_then_follow_up() -> None:
    course = load("course")
    days = course.treatments["ketamine"].drug.days
    assert course.course is not None
    assert course.course.challenge is not None

    assert days[:8] == (0, 3, 7, 10, 14, 17, 21, 24)
    assert {later - earlier for earlier, later in pairwise(days[7:])} == {7}
    assert course.course.last_dose_day == days[-1]
    assert course.course.challenge.compound == "naltrexone"


def test_the_courses_primary_rating_comes_before_the_challenge() -> None:
    course = load("course")
    assert course.course is not None
    assert course.course.challenge is not None
    primary = course.endpoints[course.primary[0]]

    assert course.visits[primary.visit].at_h < min(course.course.challenge.times_h)
