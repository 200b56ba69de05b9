"""The twin's own promises: no mass lost, occupancies possible, and the numbers it is cited for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .ketamine_naltrexone import (
    adaptation,
    blockade,
    concentrations,
    occupancy_table,
    plasticity_course,
    retained_drive,
    typical_gains,
)
from .kinetics import BLOCKER, CHAIN, Body, typical_body
from .mechanisms import DRIVES, INDEX, Constants, Dose, founding_period, receptor_state, solve
from .trial import AS_TABULATED, exposure, simulate

LAGS = {"brain", "brain_norketamine", "brain_hnk", "effect_site", "venous", "mu_site"}
RESULTS: dict[str, Any] = json.loads(Path(__file__).with_name("results.json").read_text(encoding="utf-8"))


def mass(row: np.ndarray[Any, Any], prefix: str) -> float:
    """µmol of one drug and its metabolites, eliminated ones included."""
    names = BLOCKER if prefix == "n" else CHAIN
    return float(sum(row[INDEX[f"{prefix}.{name}"]] for name in names if name not in LAGS))


@pytest.fixture(scope="module")
def body() -> Body:
    return typical_body(80.0)


def test_no_mass_is_lost(body: Body) -> None:
    """What went in is in a compartment or was eliminated, during the infusion and two days later."""
    rows = solve(body, founding_period(80.0, True), [1 / 3, 2 / 3, 4.0, 48.0])
    each = 0.5 * Dose("ketamine", 40.0, 0.0).umol

    given = [each / 2, each, each, each]

    assert [mass(x, "s") for x in rows] == pytest.approx(given, rel=1e-8)
    assert [mass(x, "r") for x in rows] == pytest.approx(given, rel=1e-8)
    assert [mass(x, "n") for x in rows] == pytest.approx([Dose("naltrexone", 50.0, 0.0).umol] * 4, rel=1e-8)


def test_first_pass_never_makes_more_than_the_dose(body: Body) -> None:
    greedy = replace(body, blocker=replace(body.blocker, F=0.6))
    row = solve(greedy, [Dose("naltrexone", 50.0, 0.0)], [12.0])[0]

    assert Dose("naltrexone", 50.0, 0.0).umol == pytest.approx(mass(row, "n"), rel=1e-8)


def test_occupancies_are_fractions_and_share_one_receptor(body: Body) -> None:
    rows = solve(body, founding_period(80.0, True), list(np.linspace(-0.7, 48, 60)))
    for row in rows:
        q = receptor_state(row, Constants())
        for name in ("nmda", "rho_k", "rho_k_bare", "rho_e", "mu", "kappa", "delta"):
            assert -1e-12 <= q[name] < 1, name
        assert q["rho_k_bare"] + q["A"] / (1 + q["k"] + q["A"]) < 1  # ketamine and naltrexone together
        assert q["delta"] <= q["kappa"] <= q["mu"]


def test_kinetics_superpose(body: Body) -> None:
    """Twice the ketamine gives twice every amount; the effect need not double."""
    one = solve(body, [Dose("ketamine", 20.0, 0.0, 2 / 3)], [1.0, 5.0])
    two = solve(body, [Dose("ketamine", 40.0, 0.0, 2 / 3)], [1.0, 5.0])
    linear = slice(0, 2 * len(CHAIN))

    np.testing.assert_allclose(2 * one[:, linear], two[:, linear], rtol=1e-7)


def test_an_infusion_split_in_two_is_the_same_infusion(body: Body) -> None:
    whole = solve(body, [Dose("ketamine", 40.0, 0.0, 2 / 3)], [24.0])
    split = solve(body, [Dose("ketamine", 20.0, 0.0, 1 / 3), Dose("ketamine", 20.0, 1 / 3, 1 / 3)], [24.0])

    np.testing.assert_allclose(whole, split, rtol=1e-7, atol=1e-10)


def test_two_integrators_agree(body: Body) -> None:
    """LSODA (stiff, multistep) against DOP853 (explicit, eighth order) over the first six hours."""
    times = [2 / 3, 2.0, 6.0]
    a = solve(body, founding_period(80.0, True), times)
    b = solve(body, founding_period(80.0, True), times, method="DOP853", rtol=1e-11, atol=1e-13)

    np.testing.assert_allclose(a, b, rtol=2e-7, atol=1e-9)


def test_without_ketamine_nothing_is_driven(body: Body) -> None:
    row = solve(body, [Dose("naltrexone", 50.0, -0.75)], [24.0])[0]

    assert [0.0] * len(DRIVES) == pytest.approx([row[INDEX[f"P.{d}"]] for d in DRIVES], abs=1e-12)


def test_gains_make_day_1_the_unit() -> None:
    gains = typical_gains()

    assert RESULTS["gains"] == pytest.approx(gains, rel=1e-5)
    for course in plasticity_course().values():
        assert course[2] == pytest.approx(1.0, abs=1e-6)


def test_plasticity_over_time_is_the_dossiers() -> None:
    """Dossier 7.1 for NMDA-only: 2 h, 4 h, 1, 2, 3, 7, 14 d (two decimals; 2 h was printed as 0.39)."""
    assert plasticity_course()["nmda-only"] == pytest.approx(
        [0.39, 0.74, 1, 0.91, 0.82, 0.55, 0.28], abs=0.0065
    )


def test_naltrexone_keeps_the_dossiers_share_of_each_drive() -> None:
    """Dossier 7.4, whole percent."""
    kept = {name: round(100 * value) for name, value in retained_drive().items()}

    assert kept == {
        "nmda-only": 100, "mu-agonist": 17, "opioid-release": 19, "opioid-tone": 13, "allosteric": 12,
        "hnk": 100, "expectancy": 12,
    }  # fmt: skip


def test_occupancies_are_the_dossiers() -> None:
    """Dossier section 8, two decimals; 40 min and 240 min."""
    rows = {row["min"]: row for row in occupancy_table()}

    assert rows[40]["nmda"] == pytest.approx(0.60, abs=0.005)
    assert rows[40]["ketamine_mor_alone"] == pytest.approx(0.060, abs=0.0005)
    assert rows[40]["ketamine_mor_blocked"] == pytest.approx(0.007, abs=0.0005)
    assert rows[240]["naltrexone_mor"] == pytest.approx(0.94, abs=0.005)
    assert rows[240]["naltrexone_kor"] == pytest.approx(0.88, abs=0.005)
    assert rows[240]["naltrexone_dor"] == pytest.approx(0.16, abs=0.005)


def test_blockade_is_the_dossiers() -> None:
    """Dossier section 2: its yaml gives three decimals, ours agree within 0.0025 (k_out rounded there)."""
    found = blockade()

    assert list(found["time"].values()) == pytest.approx(
        [0.795, 0.89, 0.914, 0.934, 0.919, 0.847, 0.717, 0.477, 0.342, 0.096], abs=0.0025
    )
    assert list(found["dose"].values()) == pytest.approx([0.36, 0.59, 0.81, 0.93, 0.97], abs=0.005)


def test_concentrations_are_the_dossiers() -> None:
    c = concentrations()

    assert 289 <= c["ketamine arterial 40 min"] <= 302
    assert c["ketamine venous 40 min"] == pytest.approx(188, rel=0.01)
    assert c["ketamine AUC 0-24 h"] == pytest.approx(418, rel=0.002)
    assert c["naltrexone peak"] == pytest.approx(11.4, abs=0.05)
    assert c["naltrexol peak"] == pytest.approx(104, abs=0.5)


def test_adaptation_after_one_infusion_is_small() -> None:
    assert adaptation("single", Constants())["adaptation"] == pytest.approx(0.0398, abs=0.0005)


def test_the_trial_gives_the_dossiers_table(body: Body) -> None:
    """Dossier 7.4 under its own reading; 600 trials, so responders within four Monte Carlo errors (0.28)."""
    found = simulate(["nmda-only", "opioid-tone"], [exposure(body, typical_gains())], 600, 1, AS_TABULATED)

    assert found["nmda-only"]["responders_placebo"] == pytest.approx(7.2, abs=0.28)
    assert found["opioid-tone"]["responders_naltrexone"] == pytest.approx(0.3, abs=0.1)
    assert found["opioid-tone"]["fall_naltrexone"] == pytest.approx(4.9, abs=0.25)
