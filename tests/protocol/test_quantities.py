"""Doses and times are read as a pharmacologist means them."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import ValidationError

from gaddum.protocol import Dose
from gaddum.protocol.quantities import format_time, parse_dose, parse_time, parse_window
from tests.strategies import dose_texts, times


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("-45 min", -0.75),
        ("+30 min", 0.5),
        ("40 min", 40 / 60),
        ("24 h", 24),
        ("7 d", 168),
        ("2 weeks", 336),
        ("1.5 hours", 1.5),
        ("80 d 40 min", 1920 + 40 / 60),
        ("0 min", 0),
        ("−60 min", -1),
        ("40min", 40 / 60),
    ],
)
def test_a_time_is_read_in_hours(text: str, hours: float) -> None:
    assert parse_time(text) == pytest.approx(hours, abs=1e-9)


@pytest.mark.parametrize(
    "text", ["", "40", "soon", "40 parsecs", "4 0 min", "1e9 d", "- min", "min", "1e999 h"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_time(text)


@pytest.mark.parametrize(("text", "meant"), [("1,5 h", "1.5 h"), ("45 min before", "-45 min")])
def test_a_time_in_another_habit_gets_the_one_that_was_meant(text: str, meant: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_time(text)

    assert refusal.value.context["remedy"] == f'Did you mean "{meant}"?'  # type: ignore[attr-defined]


@given(times())
def test_a_time_survives_being_written_and_read(text: str) -> None:
    hours = parse_time(text)

    assert parse_time(format_time(hours)) == pytest.approx(hours, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "amount", "per_kg", "route", "duration_h", "at_h"),
    [
        ("0.5 mg/kg over 40 min", 0.5, True, "iv", 40 / 60, None),
        ("50 mg oral at -45 min", 50, False, "oral", 0, -0.75),
        ("84 mg nasal", 84, False, "nasal", 0, None),
        ("380 mg im at -7 d", 380, False, "im", 0, -168),
        ("0.045 mg/kg iv over 40 min", 0.045, True, "iv", 40 / 60, None),
        ("10 mg iv", 10, False, "iv", 0, None),
        ("0.2 g by mouth", 200, False, "oral", 0, None),
        ("200 ug sl", 0.2, False, "sl", 0, None),
        ("250 µg/kg im", 0.25, True, "im", 0, None),
        ("0.5mg/kg over 40min", 0.5, True, "iv", 40 / 60, None),
        ("50 mg at -1 h, oral", 50, False, "oral", 0, -1),
        ("0.5 mg per kg over 40 min", 0.5, True, "iv", 40 / 60, None),
        ("50 MG Oral", 50, False, "oral", 0, None),
    ],
)
def test_a_dose_is_read(
    text: str, amount: float, per_kg: bool, route: str, duration_h: float, at_h: float | None
) -> None:
    dose = parse_dose(text, "something")

    assert dose.amount == pytest.approx(amount)
    assert (dose.per_kg, dose.route, dose.at_h) == (per_kg, route, at_h)
    assert dose.duration_h == pytest.approx(duration_h)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0.5 over 40 min", "GAD-PROT-12"),
        ("50", "GAD-PROT-12"),
        ("50 oral", "GAD-PROT-12"),
        ("2 capsules oral", "GAD-PROT-12"),
        ("50 IU im", "GAD-PROT-12"),
        ("fifty mg oral", "GAD-PROT-13"),
        ("oral 50 mg", "GAD-PROT-13"),
        ("50 mg", "GAD-PROT-13"),
        ("0,5 mg/kg over 40 min", "GAD-PROT-13"),
        ("50 mg oral over 40 min", "GAD-PROT-13"),
        ("50 mg oral iv", "GAD-PROT-13"),
        ("50 mg oral at -45 min at -30 min", "GAD-PROT-13"),
        ("50 mg oraly", "GAD-PROT-13"),
        ("0.5 mg/kg/h over 40 min", "GAD-PROT-13"),
        ("40 mg/m2 over 40 min", "GAD-PROT-13"),
        ("0.5 mg/kg over 0 min", "GAD-PROT-13"),
        ("0 mg oral", "GAD-PROT-14"),
        ("-5 mg oral", "GAD-PROT-14"),
        ("1e999 mg oral", "GAD-PROT-14"),
        ("0.5 mg/kg over 40", "GAD-PROT-15"),
        ("50 mg oral at noon", "GAD-PROT-15"),
    ],
)
def test_what_is_no_dose_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Dose(compound="ketamine", dose=text)

    assert refusal.value.errors()[0]["type"] == code


@pytest.mark.parametrize(
    "text",
    [
        "1 capsule oral at -45 min",
        "2 tablets oral",
        "matching capsule oral",
        "matching infusion over 40 min",
        "100 mL iv over 40 min",
        "50 mg oral",
        "oral",
    ],
)
def test_placebo_is_counted_and_holds_nothing(text: str) -> None:
    dose = Dose(compound="placebo", dose=text)

    assert (dose.amount_mg, dose.is_active) == (0, False)


@given(dose_texts())
def test_every_dose_a_pharmacologist_writes_is_read(text: str) -> None:
    dose = Dose(compound="ketamine", dose=text)

    assert dose.amount_mg > 0
    assert dose.per_kg == ("/kg" in text)
    assert (dose.duration_h > 0) == ("over" in text)


def test_the_time_may_stand_in_the_dose_or_beside_it() -> None:
    inside = Dose(compound="naltrexone", dose="50 mg oral at -45 min")
    beside = Dose(compound="naltrexone", dose="50 mg oral", at="-45 min")

    assert inside.at_h == beside.at_h == -0.75


def test_two_different_times_for_one_dose_are_refused() -> None:
    with pytest.raises(ValidationError, match="given twice"):
        Dose(compound="naltrexone", dose="50 mg oral at -45 min", at="-60 min")


def test_a_dose_per_kilogram_grows_with_weight_and_a_flat_one_does_not() -> None:
    per_kg = Dose(compound="ketamine", dose="0.5 mg/kg over 40 min")
    flat = Dose(compound="naltrexone", dose="50 mg oral")

    assert (per_kg.total_mg(80), flat.total_mg(80)) == (40, 50)


def test_a_repeated_dose_is_given_at_its_time_on_each_day() -> None:
    dose = Dose(compound="naltrexone", dose="50 mg oral at -1 h", days=(0, 7))

    assert dose.times_h == (-1, 167)


@pytest.mark.parametrize(("text", "hours"), [("12 h", 12), ("± 1 d", 24), ("+/- 30 min", 0.5)])
def test_a_window_is_read_as_half_its_width(text: str, hours: float) -> None:
    assert parse_window(text) == hours
