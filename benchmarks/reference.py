"""The first people of KNX-1 to some twelve digits: SciPy's DOP853, restarted at every event and visit.

    python -m benchmarks.reference PEOPLE OUT.npy [PROCESSES]

Restarting at the visits keeps the dense output's own error out of the reference.
"""

from __future__ import annotations

import sys
from multiprocessing import Pool

import numba
import numpy as np
from scipy.integrate import solve_ivp

from benchmarks import knx1

knx1.occupancy = numba.njit(knx1.occupancy)
_compiled = numba.njit(knx1.derivative)


@numba.njit
def _right(t, y, p, rate):  # type: ignore[no-untyped-def]
    return np.array(_compiled(t, y, p, rate))


def solve_person(p: knx1.Array, doses: knx1.Array) -> knx1.Array:
    """Outputs [24, 3] of one person."""
    found = []
    y = np.zeros(knx1.N_STATES)
    for start, end, rate, dosed, visits in knx1.segments():
        if dosed >= 0:
            y[4] += doses[dosed]
        now = start
        for stop in visits if end in visits else [*visits, end]:
            course = solve_ivp(
                _right,
                (now, stop),
                y,
                method="DOP853",
                args=(p, rate),
                rtol=3e-13,
                atol=1e-16,
                first_step=1e-6,
            )
            y, now = course.y[:, -1].copy(), stop
            if stop in visits:
                found.append(knx1.outputs(y, p))
    return np.array(found)


def main(people: int, out: str, processes: int) -> None:
    """Solve and store."""
    parameters, doses = knx1.population(people)
    with Pool(processes) as pool:
        np.save(out, np.array(pool.starmap(solve_person, zip(parameters, doses, strict=True), chunksize=5)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 2)
