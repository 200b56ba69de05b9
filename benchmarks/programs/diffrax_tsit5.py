"""diffrax: Tsitouras 5(4), adaptive, the whole population vmapped and compiled by XLA in double precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import knx1

TITLE = "diffrax (Tsit5, vmapped)"
DISTRIBUTIONS = ("diffrax", "jax", "numpy")
PEOPLE = 256


def prepare() -> Callable[[knx1.Array, knx1.Array], knx1.Array]:
    """Build the vmapped solver; it compiles on its first call."""
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def right(t: Any, y: Any, args: Any) -> Any:
        p, rate = args
        return jnp.stack([jnp.asarray(v, float) for v in knx1.derivative(t, y, p, rate)])

    term = diffrax.ODETerm(right)
    controller = diffrax.PIDController(rtol=knx1.RTOL, atol=knx1.ATOL)

    def piece(y: Any, p: Any, rate: Any, start: Any, end: Any, visits: Any) -> Any:
        saved = diffrax.SaveAt(ts=visits)
        course = diffrax.diffeqsolve(
            term,
            diffrax.Tsit5(),
            start,
            end,
            None,
            y,
            (p, rate),
            saveat=saved,
            stepsize_controller=controller,
            max_steps=200_000,
        )
        return course.ys

    # one compiled shape: every segment saves twelve times, the last one repeated
    solve_piece = jax.jit(jax.vmap(piece, in_axes=(0, 0, None, None, None, None)))

    def solve(parameters: knx1.Array, doses: knx1.Array) -> knx1.Array:
        p = jnp.asarray(parameters)
        y = jnp.zeros((len(parameters), knx1.N_STATES))
        found = []
        for start, end, rate, dosed, visits in knx1.segments():
            if dosed >= 0:
                y = y.at[:, 4].add(doses[:, dosed])
            clock = np.array(visits + [end] * (12 - len(visits)))
            course = solve_piece(y, p, rate, start, end, clock)
            for j in range(len(visits)):
                found.append(jnp.stack(knx1.outputs(course[:, j].T, p.T), axis=-1))
            y = course[:, -1]
        return np.asarray(jnp.stack(found, axis=1))

    return solve
