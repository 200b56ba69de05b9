"""The same problems by a general integrator: LSODA or DOP853, restarted at every event and visit.

It shares the model's right-hand side with the engine and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from scipy.integrate import solve_ivp

from benchmarks import knx1

KEEP = ("tone", "plasticity", "craving", "adaptation", "antagonist", "effect_site", "nmda")

RTOL, ATOL = 1e-12, 1e-15

Array = np.ndarray


def references(model: Any, p: Any, given: Any, events: Array, times: Array) -> tuple[dict[str, Array], float]:
    """Outputs [time, …, person] by LSODA, and its largest distance from DOP853 for one person."""
    right, unpack, start = right_hand_side(model, p)
    count = given.shape[-1]
    columns = []
    peers = 0.0
    for k in range(count):
        own = jax.tree.map(lambda leaf, k=k: leaf[..., k : k + 1] if jnp.ndim(leaf) else leaf, p)
        amounts = np.asarray(given[..., k])
        outputs = course(model, right, start(own), own, amounts, events, times, "LSODA")
        columns.append([unpack(z, own) for z in outputs])
        if k == count - 1:
            again = course(model, right, start(own), own, amounts, events[:], times[times < 60.0], "DOP853")
            first = [unpack(z, own) for z in again]
            peers = max(
                largest(
                    np.stack([f[name] for f in first]), np.stack([c[name] for c in columns[-1][: len(first)]])
                )
                for name in KEEP
            )
    return {
        name: np.concatenate([np.stack([np.asarray(o[name]) for o in c]) for c in columns], axis=-1)
        for name in KEEP
    }, peers


def right_hand_side(
    model: Any, p: Any
) -> tuple[Callable[..., Array], Callable[..., dict[str, Array]], Callable[..., Array]]:
    """dz/dt, z to outputs, and z at rest, for one person; z holds linear states, then driven ones."""
    n = model.shape.size
    one = jax.tree.map(lambda leaf: leaf[..., :1] if jnp.ndim(leaf) else leaf, p)
    shapes = [np.asarray(leaf).shape for leaf in model.start(one)]
    sizes = [int(np.prod(shape)) for shape in shapes]

    def split(z: jax.Array) -> tuple[tuple[jax.Array, ...], tuple[jax.Array, ...]]:
        ends = n + np.cumsum([0, *sizes])
        y = [z[a:b].reshape(s) for a, b, s in zip(ends[:-1], ends[1:], shapes, strict=True)]
        return tuple(z[k : k + 1] for k in range(n)), tuple(y)

    def sensed(x: tuple[jax.Array, ...], q: Any) -> Any:
        seen = [
            sum((value * x[k] for k, value in readout.items()), jnp.zeros(1)) for readout in model.readouts(q)
        ]
        return model.forcing(tuple(seen), q)

    def right(z: jax.Array, q: Any) -> jax.Array:
        x, y = split(z)
        dx = [jnp.zeros(1)] * n
        for (to, source), rate in model.rates(q).items():
            dx[to] = dx[to] + rate * x[source]
        driven = model.drive(y, sensed(x, q), q)
        dy = [(d - rate * s).ravel() for d, rate, s in zip(driven, model.decay, y, strict=True)]
        return jnp.concatenate([*dx, *dy])

    def outputs(z: jax.Array, q: Any) -> Any:
        x, y = split(z)
        return model.outputs(x, sensed(x, q), y, q)

    def rest(q: Any) -> Array:
        return np.concatenate([np.zeros(n), *(np.asarray(leaf).ravel() for leaf in model.start(q))])

    return jax.jit(right), jax.jit(outputs), rest


def course(
    model: Any, right: Any, z: Array, q: Any, amounts: Array, events: Array, times: Array, method: Any
) -> list[Array]:
    """States at the given times, restarted at every event and time."""
    now, found = 0.0, []
    for stop in np.unique(np.round([*events, *times], 9)).tolist():
        if stop > times.max() + 1e-9:
            break
        if stop > now:
            solved = solve_ivp(
                lambda _, state: np.asarray(right(state, q)),
                (now, stop),
                z,
                method=method,
                rtol=RTOL,
                atol=ATOL,
                first_step=min(1e-4, (stop - now) / 2),
            )
            assert solved.success, solved.message
            z, now = solved.y[:, -1].copy(), stop
        if np.any(np.isclose(times, stop)):
            found.append(z.copy())
        for k in np.flatnonzero(np.isclose(events, stop)):
            for state, amount in zip(model.dosed, amounts[k], strict=True):
                z[state] += amount
    return found


def largest(found: Array, reference: Array, treatments: int = 1) -> float:
    """Largest difference relative to each quantity's peak in each person's course.

    Args:
        found, reference: [time, …, treatment × person].
        treatments: How many of them make one course.
    """
    peak = np.abs(reference).max(axis=0, keepdims=True)
    peak = peak.reshape(*peak.shape[:-1], treatments, -1).max(axis=-2)
    peak = np.tile(peak, treatments)
    return float((np.abs(found - reference) / np.where(peak > 0, peak, 1.0)).max())


def knx1_reference(parameters: Array, amounts: Array) -> Array:
    """Outputs [24, 3] of one person, restarted at every event and visit."""
    y, found = np.zeros(knx1.N_STATES), []
    for start, end, rate, dosed, visits in knx1.segments():
        if dosed >= 0:
            y[4] += amounts[dosed]
        now = start
        for stop in visits if end in visits else [*visits, end]:
            solved = solve_ivp(
                knx1.derivative,
                (now, stop),
                y,
                method="DOP853",
                args=(parameters, rate),
                rtol=3e-13,
                atol=1e-16,
                first_step=1e-6,
            )
            y, now = solved.y[:, -1].copy(), stop
            if stop in visits:
                found.append(knx1.outputs(y, parameters))
    return np.array(found)
