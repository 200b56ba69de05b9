"""Time grids: every dose and reading is hit exactly, and what cannot be placed or solved is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaddum.errors import GaddumError
from gaddum.simulation import grid as grids
from gaddum.simulation.blocks import use_cores
from tests.simulation.small_model import EVENT_H, OUTPUT_H, Y_SCALE, doses, people, small_model


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


def plan(event_h, output_h, end_h, tolerance=1e-5):
    sample = people(4, 1), doses(4)[: len(event_h)]
    return grids.plan(small_model(), sample, event_h, output_h, end_h, tolerance=tolerance, y_scale=Y_SCALE)


def ends(grid):
    return np.cumsum(2.0**grid.level) * grid.unit_h


@given(st.lists(st.integers(0, 60 * 24 * 400), min_size=1, max_size=20))
@settings(deadline=None)
def test_times_in_whole_minutes_are_always_placed(minutes):
    times = [minute / 60.0 for minute in minutes]
    unit_h, whole = grids.ticks(times)

    assert np.allclose(np.array(whole) * unit_h, times, rtol=0.0, atol=1e-9)


@given(st.lists(st.integers(0, 60 * 24 * 400), min_size=2, max_size=20, unique=True))
@settings(deadline=None)
def test_different_minutes_stay_apart(minutes):
    whole = grids.ticks([minute / 60.0 for minute in minutes])[1]

    assert len(set(whole)) == len(minutes)


def test_times_that_fit_no_grid_are_refused():
    with pytest.raises(GaddumError) as caught:
        grids.ticks([1.0, np.pi])

    assert caught.value.code == "GAD-SIM-01"


def test_steps_end_at_every_reading_and_begin_at_every_dose():
    grid = plan(EVENT_H, OUTPUT_H, 60.0)
    stops = ends(grid)

    assert np.allclose(stops[grid.is_output], OUTPUT_H, rtol=0.0, atol=1e-9)
    assert np.array_equal(grid.slot[grid.is_output], np.arange(len(OUTPUT_H)))
    assert np.allclose((stops - 2.0**grid.level * grid.unit_h)[grid.event >= 0], EVENT_H, atol=1e-9)
    assert np.array_equal(grid.event[grid.event >= 0], np.arange(len(EVENT_H)))
    assert stops[-1] == pytest.approx(60.0, abs=1e-9)


@given(st.data())
@settings(max_examples=6, deadline=None)
def test_any_timetable_is_kept(data):
    minutes = data.draw(st.lists(st.integers(1, 2880), min_size=5, max_size=5, unique=True).map(sorted))
    event_h, output_h = [0.0, *(m / 60 for m in minutes[:2])], [m / 60 for m in minutes[2:]]
    grid = plan(event_h, output_h, 49.0)
    starts = ends(grid) - 2.0**grid.level * grid.unit_h

    assert np.allclose(ends(grid)[grid.is_output], output_h, rtol=0.0, atol=1e-9)
    assert np.allclose(starts[grid.event >= 0], event_h, rtol=0.0, atol=1e-9)


def test_a_tighter_tolerance_takes_more_steps():
    steps = [len(plan(EVENT_H, OUTPUT_H, 60.0, tolerance).level) for tolerance in (1e-4, 1e-6, 1e-8)]

    assert steps == sorted(set(steps))


def test_two_doses_that_share_an_instant_are_refused_rather_than_one_lost():
    with pytest.raises(GaddumError) as caught:
        plan((0.0, 12.0, 12.0 + 1e-12), OUTPUT_H, 60.0)

    assert caught.value.code == "GAD-SIM-01"


def test_a_tolerance_that_cannot_be_met_is_refused(monkeypatch):
    monkeypatch.setattr(grids, "MOST_STEPS", 8)
    with pytest.raises(GaddumError) as caught:
        plan(EVENT_H, OUTPUT_H, 60.0, tolerance=1e-12)

    assert caught.value.code == "GAD-SIM-01"
    assert "tolerance" in str(caught.value)
