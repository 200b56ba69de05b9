"""Invariants of the event-table solver, and agreement with its slow twin on random regimens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaddum.pharmacology.compounds import known, load_compound, typical
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid
from gaddum.pharmacology.kinetics.events import solve_events
from tests.twins import event_table as twin

KETAMINE, NALTREXONE = load_compound("s-ketamine"), load_compound("naltrexone")
hours = st.integers(0, 400).map(lambda step: step / 8)
FEW = settings(max_examples=15, deadline=None)


@st.composite
def regimens(draw, route="iv"):
    """Dose rows: boluses and infusions, some repeated."""
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        repeated = draw(st.booleans())
        rows.append(
            EventRow(
                "1",
                draw(hours),
                Evid.DOSE,
                draw(st.floats(1, 200)),
                draw(st.sampled_from([0.0, 15.0, 60.0])) if route == "iv" else 0.0,
                cmt=route,
                ii=draw(st.sampled_from([6.0, 12.0, 24.0])) if repeated else 0.0,
                addl=draw(st.integers(1, 3)) if repeated else 0,
            )
        )
    return sorted(rows, key=lambda row: row.time)


def states(compound, doses, times):
    """States at given times, each looked at before any dose at that time."""
    rows = sorted([*(EventRow("1", time) for time in times), *doses], key=lambda row: row.time)
    solution = solve_events(compound, rows)
    (values,) = solution.states.values()
    return np.array([values[i] for i, row in enumerate(rows) if row.evid == Evid.OBSERVATION])


@given(regimens(), regimens())
@FEW
def test_superposition_of_doses(first, second):
    times = [1.0, 7.0, 30.0, 90.0]
    both = sorted([*first, *second], key=lambda row: row.time)

    apart = states(KETAMINE, first, times) + states(KETAMINE, second, times)
    assert np.allclose(states(KETAMINE, both, times), apart, rtol=1e-9, atol=1e-12)


@given(regimens(), st.floats(0.1, 10))
@FEW
def test_twice_the_dose_gives_twice_the_concentration(doses, factor):
    scaled = [
        EventRow("1", r.time, r.evid, r.amt * factor, r.rate * factor, r.cmt, r.ii, r.addl) for r in doses
    ]

    assert np.allclose(
        states(KETAMINE, scaled, [20.0, 60.0]),
        factor * states(KETAMINE, doses, [20.0, 60.0]),
        rtol=1e-9,
        atol=1e-12,
    )


@given(regimens("oral"), st.lists(hours, max_size=8))
@FEW
def test_looking_more_often_changes_nothing(doses, extra):
    times = [3.0, 55.0]
    looks = sorted({*extra, *times})
    found = states(NALTREXONE, doses, looks)

    picked = found[[looks.index(time) for time in times]]
    assert np.allclose(states(NALTREXONE, doses, times), picked, rtol=1e-9, atol=1e-12)


@given(st.lists(regimens(), min_size=2, max_size=4))
@FEW
def test_people_solved_apart_or_together_are_the_same(regimens_of_people):
    tables = []
    for number, doses in enumerate(regimens_of_people):
        rows = [EventRow(f"{number}", r.time, r.evid, r.amt, r.rate, r.cmt, r.ii, r.addl) for r in doses]
        tables.append(sorted([*rows, EventRow(f"{number}", 60.0)], key=lambda row: row.time))

    together = solve_events(KETAMINE, [row for table in tables for row in table]).states["s-ketamine"]
    apart = np.concatenate([solve_events(KETAMINE, table).states["s-ketamine"] for table in tables])
    assert np.array_equal(apart, together)


@given(st.sampled_from(known()), st.floats(40, 150), st.floats(18, 90))
@settings(max_examples=30, deadline=None)
def test_mass_is_conserved(name, weight_kg, age_years):
    """Every compartment's outflow arrives somewhere or leaves the body; no rate is negative."""
    for part, _ in load_compound(name).components:
        values = typical(part, weight_kg, age_years=age_years)
        rates, losses = part.rates(values), part.losses(values)
        for state in part.compartments:
            column = sum(
                rate for (to, source), rate in rates.items() if source == state and to in part.compartments
            )
            assert column + losses.get(state, 0.0) == pytest.approx(0.0, abs=1e-9)
        assert all(rate >= 0 for (to, source), rate in rates.items() if to != source)
        assert all(loss >= 0 for loss in losses.values())
        for route in part.routes:
            assert 0 < sum(part.inputs(route, values).values()) <= 1 + 1e-12


@pytest.mark.parametrize("name", ["s-ketamine", "naltrexone", "esketamine-nasal"])
def test_what_is_given_is_in_the_body_or_has_left_it(name):
    """Amount given = amount in compartments + integral of the losses (trapezoid on a fine grid)."""
    compound = load_compound(name)
    route = next(iter(compound.routes))
    times = np.concatenate([np.linspace(0, 1, 2001), np.linspace(1, 30, 20001)[1:]])
    rows = [EventRow("1", 0.0, Evid.DOSE, 50.0, cmt=route), *(EventRow("1", time) for time in times)]
    solution = solve_events(compound, rows).states[name][1:]
    losses = compound.losses(typical(compound))
    out = sum(rate * solution[:, compound.states.index(state)] for state, rate in losses.items())
    left = np.trapezoid(out, times)

    held = solution[-1, : len(compound.compartments)].sum()
    assert held + left == pytest.approx(compound.amount_umol(50.0), rel=2e-4)  # of the trapezoid


@given(regimens(), st.sampled_from([0, 1]))
@settings(max_examples=6, deadline=None)
def test_agrees_with_the_slow_twin(doses, steady):
    """Against an adaptive integrator, 1e-6; steady state against 60 earlier doses."""
    index = {state: number for number, state in enumerate(KETAMINE.states)}
    matrix = np.zeros((len(index), len(index)))
    for (to, source), rate in KETAMINE.rates(typical(KETAMINE)).items():
        matrix[index[to], index[source]] = rate
    first, *rest = doses
    if steady:
        first = EventRow("1", 0.0, Evid.DOSE, first.amt, first.rate, "iv", 12.0, first.addl, ss=1)
    written_out = []
    for row in [first, *rest]:
        vector = np.zeros(len(index))
        vector[index["central"]] = KETAMINE.amount_umol(row.amt)
        dose = (row.time, row.duration, vector)
        written_out += twin.expanded(dose, row.ii, row.addl)
        written_out += twin.long_before(dose, row.ii, 60) if row.ss else []
    times = [0.5, 13.0, 61.0]

    slow = twin.simulate(matrix, written_out, times)
    fast = states(KETAMINE, [first, *rest], times)
    assert np.allclose(fast, slow, rtol=1e-6, atol=1e-9)
