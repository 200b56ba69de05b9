"""The yardstick: Gaddum's engine, fed KNX-1 as a model, agrees with an adaptive solver."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import knx1
from benchmarks.knx1_model import run

scipy_integrate = pytest.importorskip("scipy.integrate")


def adaptive(p: knx1.Array, doses: knx1.Array) -> knx1.Array:
    """Outputs [24, 3] of one person by SciPy's DOP853, restarted at every event and visit."""
    found = []
    y = np.zeros(knx1.N_STATES)
    for start, end, rate, dosed, visits in knx1.segments():
        if dosed >= 0:
            y[4] += doses[dosed]
        now = start
        for stop in visits if end in visits else [*visits, end]:
            course = scipy_integrate.solve_ivp(
                knx1.derivative, (now, stop), y, method="DOP853", args=(p, rate), rtol=1e-10, atol=1e-13
            )
            y, now = course.y[:, -1].copy(), stop
            if stop in visits:
                found.append(knx1.outputs(y, p))
    return np.array(found)


def test_the_engine_agrees_with_an_adaptive_solver_to_a_millionth_of_the_peak():
    parameters, doses = knx1.population(2)
    expected = np.stack([adaptive(p, d) for p, d in zip(parameters, doses, strict=True)])

    _, found = run(512, 1)

    errors = knx1.largest_error(found[:2], expected)
    assert all(error["peak"] <= 1e-6 for error in errors.values()), errors


def test_a_person_of_the_workload_is_the_same_whatever_the_size_of_the_population():
    few, doses = knx1.population(10)
    many, more_doses = knx1.population(1000)

    assert np.array_equal(few, many[:10])
    assert np.array_equal(doses, more_doses[:10])
