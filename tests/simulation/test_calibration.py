"""Calibration: every mechanism explains the standard session equally well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gaddum.errors import GaddumError
from gaddum.pharmacology.mechanisms import MECHANISMS, Mechanism, get
from gaddum.pharmacology.outcomes import liking
from gaddum.simulation import calibration

DRIVEN = tuple(name for name, mechanism in MECHANISMS.items() if mechanism.drive is not None)
OWN = Mechanism("own", "Own", "Mine.", drive=lambda brain: 3.0 * MECHANISMS["nmda-only"].drive(brain))


@pytest.fixture(scope="module")
def session():
    return calibration.standard_session((*MECHANISMS.values(), OWN))


@pytest.mark.parametrize("name", [name for name in DRIVEN if name != "nocebo"])
def test_the_gains_and_peaks_in_the_files_are_those_of_the_standard_session(session, name):
    gain, peak = session[name]

    assert MECHANISMS[name].gain == pytest.approx(gain, rel=1e-4)
    assert MECHANISMS[name].peak == pytest.approx(peak, rel=1e-4)


def test_nocebo_and_opioid_tone_share_the_calibration_of_nmda_blockade():
    for name in ("nocebo", "opioid-tone"):
        assert MECHANISMS[name].gain == MECHANISMS["nmda-only"].gain
        assert MECHANISMS[name].peak == MECHANISMS["nmda-only"].peak


def test_the_drug_high_is_scaled_to_its_peak_in_the_standard_session(session):
    assert session["high"][1] == pytest.approx(liking.PEAK_HIGH.value, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "gain"),
    [("nmda-only", 0.60388), ("opioid-tone", 0.60388), ("allosteric", 1.36624)],
)
def test_the_gains_agree_with_those_of_the_slow_twin(session, name, gain):
    # tests/twins/README.md; the other mechanisms have other constants than the twin
    assert session[name][0] == pytest.approx(gain, rel=2e-5)


def test_the_scale_of_ones_own_drive_does_not_matter(session):
    assert 3.0 * session["own"][0] == pytest.approx(session["nmda-only"][0], rel=1e-9)
    assert session["own"][1] == pytest.approx(3.0 * session["nmda-only"][1], rel=1e-9)


def test_mechanisms_with_a_gain_are_left_alone_and_ones_own_gets_one(monkeypatch):
    monkeypatch.setattr(calibration, "standard_session", lambda found: {m.name: (2.5, 0.5) for m in found})
    known, own, none = calibration.calibrated((MECHANISMS["hnk"], OWN, MECHANISMS["expectancy"]))

    assert known is MECHANISMS["hnk"]
    assert none is MECHANISMS["expectancy"]
    assert own == replace(OWN, gain=2.5, peak=0.5)
    assert calibration.calibrated((get("mixture:0.5"),)) == (get("mixture:0.5"),)


@pytest.mark.parametrize("found", [(float("inf"), 0.0), (float("nan"), float("nan")), (-2.0, 0.1)])
def test_a_drive_that_does_nothing_in_the_standard_session_is_refused(monkeypatch, found):
    monkeypatch.setattr(calibration, "standard_session", lambda _: {"own": found})
    with pytest.raises(GaddumError) as caught:
        calibration.calibrated((OWN,))

    assert caught.value.code == "GAD-API-03"
    assert "own" in str(caught.value)
