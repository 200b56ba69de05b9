"""The engine: exact linear kinetics that drive a nonlinear part, for a whole population on one time grid.

A `Model` has linear states x (doses, compartments, effect sites), moved exactly by `kinetics.linear`, and
driven states y with dy/dt = −decay·y + drive(y, forcing, parameters), where the forcing sees readouts of x,
moved by Krogstad's exponential Runge–Kutta method of order four.  Everyone shares the grid, so a population
is one compiled array program; `grid` chooses the steps and checks their error.

Source: Krogstad 2005, J Comput Phys 203:72 [krogstad2005].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from gaddum.pharmacology.kinetics.linear import (
    Pattern,
    Propagator,
    Rates,
    Readout,
    advance,
    foresee,
    propagator,
    read,
)

Params = Mapping[str, Any]
"""Parameters by name: arrays [person], scalars, or trees of them."""
States = tuple[jax.Array, ...]
Tree = Any
"""A nested tuple, list or dict of arrays."""


@dataclass(frozen=True)
class Model:
    """Linear kinetics and the nonlinear part that they drive.

    Attributes:
        shape: Pattern of the linear system.
        rates: Parameters to rates of the linear system, 1/h.
        dosed: Linear states that events add to, in the order of the dose array.
        readouts: Parameters to the linear combinations of x that the forcing sees.
        forcing: Readouts and parameters to whatever the driven part needs of them.
        decay: Linear decay of each driven state, 1/h, common to all people; one number per array in y.
        drive: (y, forcing, parameters) to the rest of dy/dt, one array per array in y.
        start: Parameters to the initial y.
        outputs: (x, forcing, y, parameters) to the quantities kept at output times, a tree of arrays.
    """

    shape: Pattern
    rates: Callable[[Params], Rates]
    dosed: tuple[int, ...]
    readouts: Callable[[Params], Sequence[Readout]]
    forcing: Callable[[States, Params], Tree]
    decay: tuple[float, ...]
    drive: Callable[[States, Tree, Params], States]
    start: Callable[[Params], States]
    outputs: Callable[[States, Tree, States, Params], Tree]


@dataclass(frozen=True)
class Grid:
    """Steps shared by everyone over one window (a period, or a whole course).

    Attributes:
        unit_h: Length of a level-0 step, hours.
        level: Level of each step; its length is unit_h·2^level.
        event: Event that happens before each step, or −1.
        slot: Output slot that each step ends in; the last step into a slot is the one that stays.
        is_output: Whether a step ends at an output time.
        slots: Number of output times.
        error: Largest scaled difference seen when checking the grid, or nan where not checked.
    """

    unit_h: float
    level: np.ndarray
    event: np.ndarray
    slot: np.ndarray
    is_output: np.ndarray
    slots: int
    error: float = float("nan")

    @property
    def levels(self) -> int:
        """Number of levels in use, from 0."""
        return int(self.level.max()) + 1


def _phi(z: np.ndarray) -> list[np.ndarray]:
    """exp(z) and the functions φ1, φ2, φ3 of exponential integrators; a series near zero."""
    terms = np.cumprod(
        np.concatenate([np.ones((1,) + z.shape), z / np.arange(1, 24).reshape(-1, *[1] * z.ndim)]), 0
    )
    factorial = np.cumprod(np.concatenate([[1.0], np.arange(1, 30)]))
    series = []
    for m in range(4):
        scale = np.array([factorial[k] / factorial[k + m] for k in range(24)]).reshape(-1, *[1] * z.ndim)
        series.append((terms * scale).sum(0))
    safe = np.where(np.abs(z) < 0.5, 1.0, z)
    e = np.exp(z)
    full = [e, (e - 1) / safe, (e - 1 - z) / safe**2, (e - 1 - z - z * z / 2) / safe**3]
    return [np.where(np.abs(z) < 0.5, s, f) for s, f in zip(series, full, strict=True)]


def step_table(unit_h: float, levels: int, decay: Sequence[float]) -> np.ndarray:
    """Coefficients of one exponential Runge–Kutta step: [level, coefficient, driven state]."""
    h = unit_h * 2.0 ** np.arange(levels)[:, None]
    z = -h * np.asarray(decay, float)[None, :]
    e1, p1, p2, p3 = _phi(z)
    eh, p1h, p2h, _ = _phi(z / 2)
    rows = [eh, h / 2 * p1h, h * p2h, e1, h * p1, 2 * h * p2]
    rows += [h * (p1 - 3 * p2 + 4 * p3), h * (2 * p2 - 4 * p3), h * (4 * p3 - p2)]
    return np.stack(rows, axis=1)


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Tables:
    """What every step of a given level needs, worked out once.

    Attributes:
        move: Propagator of the linear states and their readouts.
        scheme: Coefficients of `step_table`, [level, coefficient, driven state].
    """

    move: Propagator
    scheme: jax.Array


def tabulate(model: Model, p: Params, unit_h: float, levels: int, like: jax.Array) -> Tables:
    """Tables for steps of unit_h·2^level, level = 0 … levels − 1, for everyone."""
    move = propagator(model.shape, model.rates(p), tuple(model.readouts(p)), unit_h, levels, like)
    return Tables(move, jnp.asarray(step_table(unit_h, levels, model.decay), like.dtype))


def sense(model: Model, x: States, p: Params) -> Tree:
    """Forcing at this instant."""
    return model.forcing(tuple(read(readout, x) for readout in model.readouts(p)), p)


def step(
    model: Model, tables: Tables, level: jax.Array, x: States, y: States, f0: Tree, p: Params
) -> tuple[States, States, Tree]:
    """One step of everyone.

    Args:
        model: The model.
        tables: Tables of the grid.
        level: Level of this step.
        x: Linear states.
        y: Driven states.
        f0: Forcing at the start of the step.
        p: Parameters.

    Returns:
        x, y and forcing at the end of the step.
    """
    end = advance(model.shape, tables.move, level, x)
    fh = model.forcing(foresee(model.shape, tables.move, level, model.readouts(p), x), p)
    f1 = sense(model, end, p)
    n = range(len(y))
    scheme = tables.scheme[level]
    t = [[scheme[c, k] for k in n] for c in range(9)]
    n1 = model.drive(y, f0, p)
    u = tuple(t[0][k] * y[k] + t[1][k] * n1[k] for k in n)
    n2 = model.drive(u, fh, p)
    v = tuple(u[k] + t[2][k] * (n2[k] - n1[k]) for k in n)
    n3 = model.drive(v, fh, p)
    w = tuple(t[3][k] * y[k] + t[4][k] * n1[k] + t[5][k] * (n3[k] - n1[k]) for k in n)
    n4 = model.drive(w, f1, p)
    y = tuple(t[3][k] * y[k] + t[6][k] * n1[k] + t[7][k] * (n2[k] + n3[k]) + t[8][k] * n4[k] for k in n)
    return end, y, f1


def add_doses(model: Model, x: States, doses: jax.Array) -> States:
    """Add one event's amounts, [dosed state, person], to the linear states."""
    moved = list(x)
    for k, state in enumerate(model.dosed):
        moved[state] = moved[state] + doses[k]
    return tuple(moved)


def solve(
    model: Model,
    grid: Grid,
    p: Params,
    doses: jax.Array,
    x: States | None = None,
    y: States | None = None,
    tables: Tables | None = None,
) -> tuple[States, States, Tree]:
    """Solve one window for everyone.

    Args:
        model: The model.
        grid: Steps of the window.
        p: Parameters, each [person] or scalar.
        doses: Amounts added at each event, [event, dosed state, person].
        x: Linear states at the start; none means nothing in the body.
        y: Driven states at the start; none means `model.start`.
        tables: `tabulate` of the grid, where several windows share it; none means work it out here.

    Returns:
        x and y at the end, and the outputs with a leading axis [output time].
    """
    like = jnp.zeros_like(doses[0, 0])
    x0 = (like,) * model.shape.size if x is None else x
    y0 = model.start(p) if y is None else y
    tables = tables or tabulate(model, p, grid.unit_h, grid.levels, like)
    f0 = sense(model, x0, p)
    kept = jax.eval_shape(model.outputs, x0, f0, y0, p)
    kept = jax.tree.map(lambda leaf: jnp.zeros((grid.slots, *leaf.shape), leaf.dtype), kept)

    def with_event(carry: tuple[States, Tree], event: jax.Array) -> tuple[States, Tree]:
        moved = add_doses(model, carry[0], doses[event])
        return moved, sense(model, moved, p)

    def one(carry: Any, info: Any) -> tuple[Any, None]:
        x, y, f, kept = carry
        level, event, slot, is_output = info
        x, f = lax.cond(event >= 0, lambda: with_event((x, f), event), lambda: (x, f))
        x, y, f = step(model, tables, level, x, y, f, p)

        def keep() -> Tree:
            new = model.outputs(x, f, y, p)
            return jax.tree.map(lambda k, v: lax.dynamic_update_index_in_dim(k, v, slot, 0), kept, new)

        kept = lax.cond(is_output, keep, lambda: kept)
        return (x, y, f, kept), None

    info = (
        jnp.asarray(grid.level, jnp.int32),
        jnp.asarray(grid.event, jnp.int32),
        jnp.asarray(grid.slot, jnp.int32),
        jnp.asarray(grid.is_output, bool),
    )
    (x_end, y_end, _, kept), _ = lax.scan(one, (x0, y0, f0, kept), info)
    return x_end, y_end, kept
