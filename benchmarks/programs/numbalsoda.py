"""numbalsoda: LSODA in C++, the right-hand side compiled by Numba; the loop over people compiled as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import knx1

TITLE = "numbalsoda (LSODA)"
DISTRIBUTIONS = ("numbalsoda", "numba", "numpy")
PEOPLE = 8_000


def prepare() -> Callable[[knx1.Array, knx1.Array], knx1.Array]:
    """Compile the loop over people."""
    import numba
    from numbalsoda import lsoda, lsoda_sig

    knx1.occupancy = numba.njit(knx1.occupancy)
    derivative = numba.njit(knx1.derivative)
    outputs = numba.njit(knx1.outputs)

    @numba.cfunc(lsoda_sig)
    def compiled(t: Any, state: Any, change: Any, extra: Any) -> None:
        y = numba.carray(state, (11,))
        p = numba.carray(extra, (9,))
        values = derivative(
            t,
            (y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7], y[8], y[9], y[10]),
            (p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]),
            p[8],
        )
        dy = numba.carray(change, (11,))
        for k in range(11):
            dy[k] = values[k]

    address = compiled.address
    pieces = knx1.segments()
    # each segment's clock: start, the visits in it, end
    n_clock = np.array([2 + len(visits) - (end in visits) for _, end, _, _, visits in pieces])
    clock = np.zeros((len(pieces), n_clock.max()))
    for k, (start, end, _, _, visits) in enumerate(pieces):
        clock[k, : n_clock[k]] = [start, *visits] if end in visits else [start, *visits, end]
    n_visits = np.array([len(visits) for *_, visits in pieces])
    rate = np.array([piece[2] for piece in pieces])
    dosed = np.array([piece[3] for piece in pieces])
    rtol, atol = knx1.RTOL, knx1.ATOL

    @numba.njit
    def solve(parameters: Any, doses: Any) -> Any:
        found = np.empty((len(parameters), 24, 3))
        extra = np.empty(9)
        for person in range(len(parameters)):
            extra[:8] = parameters[person]
            y = np.zeros(11)
            visit = 0
            for k in range(len(rate)):
                if dosed[k] >= 0:
                    y[4] += doses[person, dosed[k]]
                extra[8] = rate[k]
                course, good = lsoda(address, y, clock[k, : n_clock[k]], data=extra, rtol=rtol, atol=atol)
                if not good:
                    found[person] = np.nan
                    break
                for j in range(n_visits[k]):
                    found[person, visit, 0], found[person, visit, 1], found[person, visit, 2] = outputs(
                        course[j + 1], extra
                    )
                    visit += 1
                y = course[n_clock[k] - 1].copy()
        return found

    return solve  # type: ignore[no-any-return]
