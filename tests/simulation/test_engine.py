"""The engine on a small nonlinear model: agreement with an adaptive solver, order, events, outputs."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from gaddum.simulation import grid as grids
from gaddum.simulation.blocks import use_cores
from gaddum.simulation.engine import Grid, solve, step_table
from tests.simulation.small_model import EVENT_H, OUTPUT_H, Y_SCALE, derivative, doses, people, small_model

END_H = 60.0


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


def adaptive(p, given, times):
    """Concentration and driven states of one person at given times by DOP853, restarted at every event."""
    x, found = np.zeros(5), []
    infusion, now = 0.0, 0.0
    for k, event in enumerate((*EVENT_H, END_H)):
        here = [t for t in times if now < t <= event]
        for stop in sorted({*here, event}):
            if stop > now:
                course = solve_ivp(
                    derivative, (now, stop), x, method="DOP853", args=(p, infusion), rtol=1e-11, atol=1e-13
                )
                x, now = course.y[:, -1], stop
            if stop in here:
                found.append([x[1] / p["V"], *x[2:]])
        if k < len(EVENT_H):
            x = x + np.array([given[k, 0], 0.0, 0.0, 0.0, 0.0])
            infusion += given[k, 1]
    return np.array(found)


@pytest.fixture(scope="module")
def planned():
    return grids.plan(
        small_model(),
        (people(24, seed=1), doses(24)),
        EVENT_H,
        OUTPUT_H,
        END_H,
        tolerance=3e-8,
        y_scale=Y_SCALE,
        others=(people(24, seed=2), doses(24)),
    )


def run(grid, n=24, seed=3, **start):
    """Outputs [output time, quantity, person] of people who did not shape the grid."""
    solved = jax.jit(lambda p, d: solve(small_model(), grid, p, d, **start)[2])
    return np.array(solved(people(n, seed), doses(n)))


@pytest.fixture(scope="module")
def expected():
    """DOP853's answer for people who did not shape the grid, [output time, quantity, person]."""
    p, given = people(24, 3), np.array(doses(24))
    one = [{name: float(value[i]) for name, value in p.items()} for i in range(24)]
    return np.stack([adaptive(one[i], given[:, :, i], OUTPUT_H) for i in range(24)], axis=-1)


def test_people_who_did_not_shape_the_grid_agree_with_an_adaptive_solver(planned, expected):
    gap = np.abs(run(planned) - expected).max(axis=0) / np.abs(expected).max(axis=0)

    assert gap.max() <= 1e-6


def test_the_stated_error_is_what_other_people_see(planned):
    tight = replace(planned, unit_h=planned.unit_h / 16, level=planned.level + 4)
    assert planned.error <= 1e-6

    # the same steps cut into sixteen: a solution far better than the grid's own
    finer = _cut(tight, 4)
    expected, found = run(finer), run(planned)
    gap = np.abs(found - expected).max(axis=(0, 2)) / np.abs(expected).max(axis=(0, 2))
    assert gap.max() <= 2.0 * planned.error


def _cut(grid, times):
    """Every step cut into 2^times equal ones; levels must be at least `times`."""
    pieces = 2**times
    level = np.repeat(grid.level - times, pieces)
    event, is_output = np.full(level.size, -1), np.zeros(level.size, bool)
    event[::pieces], is_output[pieces - 1 :: pieces] = grid.event, grid.is_output
    return replace(grid, level=level, event=event, is_output=is_output, slot=np.repeat(grid.slot, pieces))


def _uniform(level):
    """Equal steps of 2^level / 64 h over the whole window, with the small model's events and outputs."""
    ends = np.arange(2**level, 64 * int(END_H) + 1, 2**level)
    starts = ends - 2**level
    event = np.full(len(ends), -1)
    for k, time in enumerate(EVENT_H):
        event[np.flatnonzero(starts == time * 64)] = k
    outputs = np.array(OUTPUT_H) * 64
    slot = np.minimum(np.searchsorted(outputs, ends), len(outputs) - 1)
    return Grid(1 / 64, np.full(len(ends), level), event, slot, np.isin(ends, outputs), len(outputs))


def test_halving_the_steps_divides_the_error_by_sixteen(expected):
    errors = [np.abs(run(_uniform(level)) - expected)[:, 1:].max() for level in (2, 1, 0)]
    orders = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))

    assert (orders > [3.5, 3.8]).all()


def test_linear_states_are_exact_whatever_the_steps():
    coarse, fine = run(_uniform(4))[:, 0], run(_uniform(0))[:, 0]

    assert np.allclose(coarse, fine, rtol=1e-10, atol=1e-13)


def test_a_purely_decaying_state_is_exact_whatever_the_step():
    table = step_table(0.5, 3, (0.1, 30.0))

    assert np.allclose(table[:, 3, :], np.exp(-0.5 * 2.0 ** np.arange(3)[:, None] * np.array([0.1, 30.0])))


@pytest.mark.parametrize("decay", [1e-6, 0.01, 0.5, 0.999, 1.001, 3.0, 40.0])
def test_a_constant_drive_is_solved_exactly(decay):
    # the four weights of a step add up to (1 − exp(−decay·h)) / decay
    row = step_table(1.0, 1, (decay,))[0, :, 0]

    assert np.isclose(row[6] + 2.0 * row[7] + row[8], -np.expm1(-decay) / decay, rtol=1e-12)


def test_people_do_not_influence_each_other(planned):
    many = run(planned)
    first = {name: value[:5] for name, value in people(24, 3).items()}
    few = np.array(jax.jit(lambda p, d: solve(small_model(), planned, p, d)[2])(first, doses(5)))

    assert np.allclose(many[:, :, :5], few, rtol=1e-13, atol=1e-15)


def test_a_window_in_two_halves_is_the_window(planned):
    model, p, given = small_model(), people(6, 3), doses(6)
    x, y, whole = solve(model, planned, p, given)
    ends = np.cumsum(2.0**planned.level) * planned.unit_h
    cut = int(np.flatnonzero(planned.is_output)[len(OUTPUT_H) // 2]) + 1
    parts = [
        replace(
            planned,
            level=planned.level[piece],
            event=planned.event[piece],
            slot=planned.slot[piece],
            is_output=planned.is_output[piece],
        )
        for piece in (slice(None, cut), slice(cut, None))
    ]
    middle = solve(model, parts[0], p, given)
    later = solve(model, parts[1], p, given, middle[0], middle[1])

    assert ends[cut - 1] < END_H
    assert np.allclose(np.array(later[0]), np.array(x), rtol=1e-9, atol=1e-12)
    assert np.allclose(np.array(later[1]), np.array(y), rtol=1e-12, atol=1e-15)
    assert np.allclose(np.array(later[2])[-1], np.array(whole)[-1], rtol=1e-9)


def test_a_reading_at_the_time_of_a_dose_comes_before_the_dose():
    output_h = [2.0, 3.0]
    grid = grids.plan(
        small_model(),
        (people(4, 1), doses(4)),
        [0.0, 2.0, 2.5],
        output_h,
        4.0,
        tolerance=1e-5,
        y_scale=Y_SCALE,
    )
    nothing_first = doses(4).at[0].set(0.0)
    seen = np.array(solve(small_model(), grid, people(4, 1), nothing_first)[2])

    assert np.array_equal(seen[0, 0], np.zeros(4))
    assert (seen[1, 0] > 0.0).all()


def test_nothing_given_nothing_happens(planned):
    p = people(4, 3)
    x, y, _ = solve(small_model(), planned, p, jnp.zeros_like(doses(4)))

    assert np.array_equal(np.array(x), np.zeros((3, 4)))
    assert np.abs(np.array(y)).max() == 0.0
