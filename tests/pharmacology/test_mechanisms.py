"""The rival mechanisms: what drives them, what an antagonist takes away, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaddum.errors import GaddumError
from gaddum.pharmacology.mechanisms import MECHANISMS, Brain, get, select
from gaddum.pharmacology.receptors.mu import E0

EXAMPLE = Path(__file__).parents[2] / "examples" / "05-your-own-mechanism" / "kappa_tone.py"
NAMES = (
    "nmda-only", "mu-agonist", "opioid-release", "opioid-tone", "allosteric", "expectancy", "nocebo", "hnk",
    "mixture",
)  # fmt: skip
DRIVEN = tuple(name for name, mechanism in MECHANISMS.items() if mechanism.drive is not None)
NEEDS_OPIOIDS = ("mu-agonist", "opioid-release", "opioid-tone", "allosteric")
INDIFFERENT = ("nmda-only", "nocebo", "hnk")

levels = st.floats(0.0, 1e3)
ANY = settings(deadline=None)  # the first call may compile, and machines may be busy
# release never takes endogenous peptide below rest, so `released` is at least the tone
brains = st.builds(
    Brain,
    nmda=st.floats(0.0, 1.0),
    agonist=levels,
    antagonist=levels,
    tone=st.just(E0.value),
    released=st.floats(E0.value, 4.0 * E0.value),
    ketamine=levels,
    hnk=levels,
    adaptation=st.floats(0.0, 1.0),
)
SESSION = Brain(0.6, 0.05, 0.0, 0.5, 1.2, 1.5, 0.05, 0.0)


def refused(name):
    with pytest.raises(GaddumError) as caught:
        get(name)
    return caught.value.faults[0]


# ------------------------------------------------------------------------------------------- drives


def test_the_nine_rivals_in_their_order():
    assert tuple(MECHANISMS) == NAMES
    assert tuple(m.name for m in select(None)) == NAMES


@pytest.mark.parametrize("name", DRIVEN)
@given(brain=brains)
@ANY
def test_a_drive_is_between_nothing_and_one(name, brain):
    assert -1e-12 <= MECHANISMS[name].drive(brain) <= 1.0 + 1e-12


@pytest.mark.parametrize("name", [n for n in DRIVEN if MECHANISMS[n].load is not None])
@given(brain=brains)
@ANY
def test_a_load_is_between_nothing_and_one(name, brain):
    assert -1e-12 <= MECHANISMS[name].load(brain) <= 1.0 + 1e-12


@pytest.mark.parametrize("name", DRIVEN)
def test_without_a_drug_nothing_is_driven(name):
    rest = Brain(0.0, 0.0, 3.0, E0.value, E0.value, 0.0, 0.0, 0.0)

    assert MECHANISMS[name].drive(rest) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("name", INDIFFERENT)
@given(brain=brains)
@ANY
def test_an_antagonist_leaves_these_drives_alone(name, brain):
    free = replace(brain, antagonist=0.0)

    assert MECHANISMS[name].drive(brain) == MECHANISMS[name].drive(free)


@pytest.mark.parametrize("name", NEEDS_OPIOIDS)
def test_full_blockade_takes_away_most_of_these_drives(name):
    drive = MECHANISMS[name].drive
    kept = [drive(replace(SESSION, antagonist=a)) / drive(SESSION) for a in (0.0, 1.0, 19.0, 1e6)]

    assert kept == sorted(kept, reverse=True)
    assert kept[2] < 0.3
    assert kept[3] < 1e-4


@given(st.floats(0.0, 100.0), st.floats(1.0, 5.0))
@ANY
def test_more_nmda_blockade_never_drives_less(nmda, factor):
    low, high = nmda / (1.0 + nmda), factor * nmda / (1.0 + factor * nmda)
    weak, strong = replace(SESSION, nmda=low), replace(SESSION, nmda=high)

    for name in ("nmda-only", "opioid-tone"):
        assert MECHANISMS[name].drive(strong) >= MECHANISMS[name].drive(weak)


def test_adaptation_costs_the_agonist_potency_and_leaves_its_load():
    tolerant = replace(SESSION, adaptation=0.3)
    mu = MECHANISMS["mu-agonist"]

    assert mu.drive(tolerant) < mu.drive(SESSION)
    assert mu.load(tolerant) == mu.load(SESSION)


def test_a_small_load_is_efficacy_times_occupancy_and_a_large_one_stays_below_one():
    load = MECHANISMS["mu-agonist"].load

    # 100 × 0.003 / (1 + 0.003 + 0.5)
    assert load(replace(SESSION, agonist=0.003)) == pytest.approx(0.3 / 1.503, rel=1e-5)
    assert 0.999 < load(replace(SESSION, agonist=1.0)) <= 1.0


def test_opioid_tone_gates_the_nmda_drive():
    # (1 + E0) / (1 + E0 + A) with E0 = 0.5 and A = 3
    blocked = replace(SESSION, antagonist=3.0)
    expected = MECHANISMS["nmda-only"].drive(SESSION) * 1.5 / 4.5

    assert MECHANISMS["opioid-tone"].drive(blocked) == pytest.approx(expected)


def test_drives_work_on_whole_populations():
    crowd = Brain(*(np.full(5, value) for value in vars(SESSION).values()))

    for name in DRIVEN:
        assert np.allclose(MECHANISMS[name].drive(crowd), MECHANISMS[name].drive(SESSION))


def test_nocebo_and_expectancy_say_what_the_others_do_not():
    assert MECHANISMS["nocebo"].drive is MECHANISMS["nmda-only"].drive
    assert {n for n, m in MECHANISMS.items() if m.nocebo > 0} == {"nocebo"}
    assert {n for n, m in MECHANISMS.items() if m.expectancy == "cause"} == {"expectancy"}
    assert {n for n, m in MECHANISMS.items() if m.opioid_liking > 0} <= set(NEEDS_OPIOIDS)


# -------------------------------------------------------------------------------------------- names


def test_a_mixture_has_the_shares_it_is_named_for():
    assert dict(get("mixture:0.4").mix) == {"nmda-only": 0.6, "opioid-tone": 0.4}
    assert dict(get("mixture:nmda-only=0.25,mu-agonist=0.75").mix) == {"nmda-only": 0.25, "mu-agonist": 0.75}
    assert get("mixture:0.4").name == "mixture:0.4"
    assert dict(get("mixture").mix) == {"nmda-only": "1 - phi", "opioid-tone": "phi"}


@pytest.mark.parametrize(
    "name",
    [
        "nmda",
        "",
        "NMDA-only",
        "mixture:",
        "mixture:much",
        "mixture:-0.1",
        "mixture:1.1",
        "mixture:nan",
        "mixture:inf",
        "mixture:nmda-only=0.5",
        "mixture:nmda-only=0.5,mu-agonist=0.6",
        "mixture:nmda-only=0.5,nmda-only=0.5",
        "mixture:nmda-only=0.5,expectancy=0.5",
        "mixture:nmda-only=0.5,mixture=0.5",
        "mixture:nmda-only=0.5,glutamate=0.5",
        "mixture:nmda-only=nan,mu-agonist=nan",
        "mixture:nmda-only=0.5=0.5",
    ],
)
def test_a_name_that_means_nothing_is_refused(name):
    fault = refused(name)

    assert fault.code == "GAD-API-03"
    assert fault.value == name
    assert "opioid-tone" in fault.expected


def test_mechanisms_are_taken_once_and_in_the_order_given():
    chosen = select(["hnk", "nmda-only", "hnk"])

    assert [m.name for m in chosen] == ["hnk", "nmda-only"]


# -------------------------------------------------------------------------------------------- files


def test_the_example_of_a_users_own_mechanism_is_found():
    mechanism = get(str(EXAMPLE))

    assert mechanism.name == "kappa-tone"
    assert mechanism.drive(SESSION) == pytest.approx(0.36 / (0.36 + 0.35**2))
    assert mechanism.drive(replace(SESSION, antagonist=2.0)) == pytest.approx(mechanism.drive(SESSION) / 2)


HEAD = "from gaddum.pharmacology.mechanisms import Mechanism\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def drive(:\n", "SyntaxError"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("import a_module_that_is_not_there\n", "ModuleNotFoundError"),
        ("raise SystemExit(3)\n", "SystemExit"),
        ("x = 1\n", "does not define MECHANISM"),
        ("MECHANISM = 'nmda-only'\n", "does not define MECHANISM"),
        (HEAD + "MECHANISM = Mechanism('two', 'T', 'c', mix=(('glutamate', 1.0),))\n", "glutamate"),
        (HEAD + "MECHANISM = Mechanism('two', 'T', 'c', mix=(('expectancy', 1.0),))\n", "expectancy"),
    ],
)
def test_a_broken_mechanism_file_is_refused_with_the_reason(tmp_path, text, told):
    path = tmp_path / "own.py"
    path.write_text(text, encoding="utf-8")
    fault = refused(str(path))

    assert fault.code == "GAD-API-03"
    assert fault.value == str(path)
    assert told in str(fault)


def test_a_mechanism_file_that_is_not_there_is_refused(tmp_path):
    assert "no such mechanism file" in str(refused(str(tmp_path / "none.py")))
    assert refused(str(tmp_path)).code == "GAD-API-03"


def test_two_mechanisms_of_one_name_are_refused(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(
        HEAD + "MECHANISM = Mechanism('hnk', 'Mine', 'Another.', drive=lambda brain: brain.hnk)\n",
        encoding="utf-8",
    )
    with pytest.raises(GaddumError) as caught:
        select(["hnk", str(path)])

    assert caught.value.code == "GAD-API-03"
    assert "hnk" in str(caught.value)
