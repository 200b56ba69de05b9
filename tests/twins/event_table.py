"""Event tables the slow way: every dose written out, every interval integrated numerically.

Where the package solves a matrix exponential and a fixed point, this twin expands ADDL by hand, reaches a
steady state by giving hundreds of doses, and integrates with an adaptive method at tight tolerance.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp


def simulate(matrix, doses, times, rtol=1e-11, atol=1e-13):
    """States [time, state] of dx/dt = matrix x under doses, just before any dose at the same time.

    `doses`: (time, duration, vector); duration 0 is a bolus, else `vector` is given evenly over it.
    """
    edges = sorted({time for time, _, _ in doses} | {time + d for time, d, _ in doses} | set(times))
    x = np.zeros(len(matrix))
    found = {}
    for here, there in zip(edges, [*edges[1:], edges[-1]], strict=True):
        found[here] = x.copy()
        x = x + sum((v for time, d, v in doses if d == 0 and time == here), np.zeros_like(x))
        # an infusion covers an interval as a whole, since its ends are edges
        u = sum(
            (v / d for time, d, v in doses if d > 0 and time <= here and there <= time + d + 1e-12),
            np.zeros_like(x),
        )
        if there > here:
            step = solve_ivp(
                lambda _, y, u=u: matrix @ y + u, (here, there), x, "LSODA", rtol=rtol, atol=atol
            )
            x = step.y[:, -1]
    return np.array([found[time] for time in times])


def expanded(dose, interval, additional):
    """A dose and its additional ones, one by one."""
    time, duration, vector = dose
    return [(time + k * interval, duration, vector) for k in range(additional + 1)]


def long_before(dose, interval, number):
    """The doses that a steady state stands for, as far back as matters."""
    time, duration, vector = dose
    return [(time - k * interval, duration, vector) for k in range(number, 0, -1)]
