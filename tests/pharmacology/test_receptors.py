"""Occupancy of receptors: Gaddum's equation, and which signals bind where."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaddum.pharmacology.compounds import load_compound
from gaddum.pharmacology.receptors import (
    DELTA,
    KAPPA,
    MU,
    NMDA,
    RECEPTORS,
    antagonist_readout,
    gaddum,
    ligand_readout,
)

binding = st.floats(0.0, 1e9)
ANY = settings(deadline=None)  # the first call may compile, and machines may be busy


@given(st.lists(binding, min_size=1, max_size=5))
@ANY
def test_occupancy_is_a_fraction(terms):
    assert 0.0 <= gaddum(*terms) <= 1.0


@given(st.lists(binding, min_size=1, max_size=5))
@ANY
def test_ligands_never_hold_more_receptors_than_there_are(terms):
    held = [gaddum(term, *terms[:k], *terms[k + 1 :]) for k, term in enumerate(terms)]

    assert sum(held) <= 1.0 + 1e-12


@given(binding, binding, st.floats(1.0, 10.0))
@ANY
def test_more_ligand_holds_more(ligand, competitor, factor):
    assert gaddum(ligand * factor, competitor) >= gaddum(ligand, competitor)


@given(binding, binding, st.floats(1.0, 10.0))
@ANY
def test_more_competitor_leaves_less(ligand, competitor, factor):
    assert gaddum(ligand, competitor * factor) <= gaddum(ligand, competitor)


@given(st.floats(1e-3, 1e3), st.floats(0.0, 1e3))
@ANY
def test_a_competitor_acts_as_a_larger_binding_constant(ligand, competitor):
    # Gaddum 1937: occupancy beside an antagonist is that of the ligand diluted by 1 + antagonist
    assert gaddum(ligand, competitor) == pytest.approx(gaddum(ligand / (1.0 + competitor)), rel=1e-12)


def test_absent_ligand_holds_nothing_and_half_is_held_at_the_binding_constant():
    assert gaddum(0.0, 5.0) == 0.0
    assert gaddum(1.0) == 0.5
    assert np.array_equal(gaddum(np.array([0.0, 1.0, 3.0])), [0.0, 0.5, 0.75])


def test_ketamine_and_norketamine_bind_nmda_by_their_affinities():
    s, r = load_compound("s-ketamine"), load_compound("r-ketamine")

    assert ligand_readout(NMDA, s) == pytest.approx({"brain": 1 / 0.3, "brain_norketamine": 1 / 1.7})
    assert ligand_readout(NMDA, r) == pytest.approx({"brain": 1 / 1.4, "brain_norketamine": 1 / 13.0})
    assert ligand_readout(MU, s) == pytest.approx({"brain": 1 / 29.2})
    assert ligand_readout(MU, r) == pytest.approx({"brain": 1 / 73.0})


def test_naltrexone_holds_mu_kappa_and_delta_by_one_retained_state():
    naltrexone = load_compound("naltrexone")

    assert antagonist_readout(MU, naltrexone) == {"mu_site": 1.0}
    assert antagonist_readout(KAPPA, naltrexone) == {"mu_site": 0.5}
    assert antagonist_readout(DELTA, naltrexone) == pytest.approx({"mu_site": 1 / 79}, rel=1e-3)
    assert antagonist_readout(NMDA, naltrexone) == {}


def test_ketamine_is_no_retained_antagonist_and_naltrexone_no_nmda_ligand():
    assert antagonist_readout(MU, load_compound("s-ketamine")) == {}
    assert ligand_readout(NMDA, load_compound("naltrexone")) == {}


@given(st.floats(0.0, 1e3))
@ANY
def test_naltrexone_blocks_mu_before_kappa_before_delta(a):
    naltrexone = load_compound("naltrexone")
    held = [gaddum(a * antagonist_readout(r, naltrexone)["mu_site"]) for r in (MU, KAPPA, DELTA)]

    assert held == sorted(held, reverse=True)


def test_receptors_are_found_by_name():
    assert {name: receptor.name for name, receptor in RECEPTORS.items()} == {
        "NMDA": "NMDA",
        "mu": "mu",
        "kappa": "kappa",
        "delta": "delta",
    }
