"""SciPy's LSODA with a right-hand side in plain Python."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks import knx1

TITLE = "SciPy odeint (LSODA), plain Python"
DISTRIBUTIONS = ("scipy", "numpy")
PEOPLE = 200


def prepare(compiled: bool = False) -> Callable[[knx1.Array, knx1.Array], knx1.Array]:
    """Return the solver; with `compiled`, the right-hand side goes through Numba."""
    from scipy.integrate import odeint

    derivative = knx1.derivative
    if compiled:
        import numba

        knx1.occupancy = numba.njit(knx1.occupancy)
        inner = numba.njit(knx1.derivative)

        @numba.njit
        def derivative(t, y, p, rate):  # type: ignore[no-untyped-def]
            return np.array(inner(t, y, p, rate))

    pieces = knx1.segments()

    def solve(parameters: knx1.Array, doses: knx1.Array) -> knx1.Array:
        found = np.empty((len(parameters), len(knx1.TIMES), knx1.N_OUTPUTS))
        for person, p in enumerate(parameters):
            y = np.zeros(knx1.N_STATES)
            visit = 0
            for start, end, rate, dosed, visits in pieces:
                if dosed >= 0:
                    y[4] += doses[person, dosed]
                clock = [start, *visits] if end in visits else [start, *visits, end]
                course = odeint(
                    derivative,
                    y,
                    clock,
                    args=(p, rate),
                    tfirst=True,
                    rtol=knx1.RTOL,
                    atol=knx1.ATOL,
                    mxstep=20_000,
                )
                for state in course[1 : 1 + len(visits)]:
                    found[person, visit] = knx1.outputs(state, p)
                    visit += 1
                y = course[-1].copy()
        return found

    return solve
