"""Exact propagators of linear compartment systems, for many people at once.

A system dx/dt = K x with constant K moves by x(t + h) = exp(K h) x(t).  Steps have sizes h0·2^level, so the
exponential is needed once per level: a Taylor series at the smallest step (cut further for a person whose
rates are fast), then repeated squaring, for each group of connected states.  Only entries that the
connections can make non-zero are kept for the steps; they are known before any number is.
Infusion rates are states of their own with no decay, so an infusion is an event like a bolus, and repeated
rates (transit chains) need no special case.

Source: scaling and squaring, Moler & Van Loan 2003 [moler2003].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import jax
import jax.numpy as jnp

Rates = Mapping[tuple[int, int], jax.Array]


@dataclass(frozen=True)
class Pattern:
    """Which entries of a rate matrix, and so of its exponential, can be non-zero.

    Attributes:
        size: Number of states.
        direct: (to, from) pairs with a rate of their own; the diagonal is always among the entries.
    """

    size: int
    direct: tuple[tuple[int, int], ...]

    @cached_property
    def entries(self) -> tuple[tuple[int, int], ...]:
        """(to, from) pairs that one can reach, in row order: the transitive closure with the diagonal."""
        reach = [{i} for i in range(self.size)]
        for to, source in self.direct:
            reach[to].add(source)
        changed = True
        while changed:
            changed = False
            for row in reach:
                wider = set().union(*(reach[source] for source in row))
                if wider != row:
                    row |= wider
                    changed = True
        return tuple((to, source) for to in range(self.size) for source in sorted(reach[to]))

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """States that are connected, however indirectly, in either direction."""
        group = {state: {state} for state in range(self.size)}
        for to, source in self.direct:
            if group[to] is not group[source]:
                group[to] |= group[source]
                for state in group[source]:
                    group[state] = group[to]
        return tuple(sorted({tuple(sorted(members)) for members in group.values()}))

    @cached_property
    def sources(self) -> tuple[tuple[int, ...], ...]:
        """For each state, the states that its next value depends on."""
        found: list[list[int]] = [[] for _ in range(self.size)]
        for to, source in self.entries:
            found[to].append(source)
        return tuple(tuple(row) for row in found)

    @cached_property
    def constant(self) -> frozenset[int]:
        """States that nothing feeds and that do not decay: infusion rates."""
        touched = {to for to, _ in self.direct}
        return frozenset(set(range(self.size)) - touched)


def pattern(size: int, pairs: Iterable[tuple[int, int]]) -> Pattern:
    """Pattern of a system with `size` states and rates at the given (to, from) pairs."""
    return Pattern(size, tuple(sorted(set(pairs))))


LARGEST = 0.3
"""Largest 1-norm for which the Taylor series is used as it is; its error is below 1e-10 there."""

MOST_HALVINGS = 60
"""Halvings that any finite rate may need."""

Readout = Mapping[int, jax.Array | float]
"""A linear combination of states: state to coefficient."""


def read(readout: Readout, x: Sequence[jax.Array]) -> jax.Array:
    """Value of a linear combination of the states."""
    terms = [coefficient * x[state] for state, coefficient in readout.items()]
    return sum(terms[1:], terms[0])


def product(left: jax.Array, right: jax.Array) -> jax.Array:
    """Matrix product over the axes before the last: [row, k, person] by [k, column, person]."""
    terms = [left[:, k, None] * right[None, k] for k in range(left.shape[1])]
    return sum(terms[1:], terms[0])


def _matrix(rows: Sequence[Readout], states: Sequence[int], like: jax.Array) -> jax.Array:
    """Coefficients of some combinations of the states, [row, column, person]."""
    zero = jnp.zeros_like(like)
    return jnp.stack([jnp.stack([row.get(state, zero) + zero for state in states]) for row in rows])


def powers(scaled: jax.Array, levels: int) -> jax.Array:
    """exp(K h 2^level) for level = 0 … levels − 1.

    Args:
        scaled: K h of one group of states, [row, column, person].
        levels: Number of levels, at least 1.

    Returns:
        [level, row, column, person].
    """
    unit = jnp.eye(scaled.shape[0], dtype=scaled.dtype)[:, :, None]
    size = jnp.abs(scaled).sum(axis=0).max(axis=0)
    halvings = jnp.clip(jnp.ceil(jnp.log2(size / LARGEST)), 0, MOST_HALVINGS).astype(jnp.int32)
    scaled = jnp.ldexp(scaled, -halvings)
    second = product(scaled, scaled)
    third, fourth = product(second, scaled), product(second, second)
    # Taylor series to the eighth order, nested so that it takes four products
    tail = unit / 24 + scaled / 120 + second / 720 + third / 5040 + fourth / 40320
    first = unit + scaled + second / 2 + third / 6 + product(fourth, tail)

    def restore(k: jax.Array, power: jax.Array) -> jax.Array:
        return jnp.where(k < halvings, product(power, power), power)

    first = jax.lax.fori_loop(0, halvings.max(), restore, first)

    def square(power: jax.Array, _: None) -> tuple[jax.Array, jax.Array]:
        return product(power, power), power

    return jax.lax.scan(square, first, None, length=levels)[1]


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Propagator:
    """Steps of many levels, ready to use: for each group of states one array of matrices.

    Attributes:
        full: exp(K h 2^level) of each group, [level, row, column, person].
        middle: For each group, every readout half a step ahead as a combination of the states now,
            [level, readout, column, person].
    """

    full: tuple[jax.Array, ...]
    middle: tuple[jax.Array, ...]


def propagator(
    shape: Pattern, rates: Rates, readouts: Sequence[Readout], h: float, levels: int, like: jax.Array
) -> Propagator:
    """Propagator for steps of h·2^level, level = 0 … levels − 1.

    Args:
        shape: Pattern of the system.
        rates: Rate of each direct (to, from) pair, 1/h; arrays [person] or scalars.
        readouts: Combinations of states that are wanted in the middle of a step.
        h: Smallest step, hours.
        levels: Number of levels, at least 1.
        like: Any array [person], for shape and precision.
    """
    full, middle = [], []
    for states in shape.groups:
        rows = [
            {source: rates[to, source] * (h / 2) for source in states if (to, source) in rates}
            for to in states
        ]
        halves = powers(_matrix(rows, states, like), levels + 1)
        full.append(halves[1:])
        wanted = _matrix(readouts, states, like) if readouts else jnp.zeros((0, len(states), *like.shape))
        middle.append(jax.lax.map(lambda half, w=wanted: product(w, half), halves[:-1]))
    return Propagator(tuple(full), tuple(middle))


def _entry(table: jax.Array, level: jax.Array, row: int, column: int) -> jax.Array:
    """One entry of one level, [person]; a slice that the compiler can fuse into its use."""
    corner = [jnp.asarray(k, jnp.int32) for k in (level, row, column, *[0] * (table.ndim - 3))]
    return jax.lax.dynamic_slice(table, corner, (1, 1, 1, *table.shape[3:]))[0, 0, 0]


def advance(
    shape: Pattern, move: Propagator, level: jax.Array, x: Sequence[jax.Array]
) -> tuple[jax.Array, ...]:
    """States after one step of this level."""
    moved = list(x)
    for g, states in enumerate(shape.groups):
        place = {state: k for k, state in enumerate(states)}
        for to in states:
            if to in shape.constant:
                continue
            terms = [_entry(move.full[g], level, place[to], place[s]) * x[s] for s in shape.sources[to]]
            moved[to] = sum(terms[1:], terms[0])
    return tuple(moved)


def foresee(
    shape: Pattern, move: Propagator, level: jax.Array, readouts: Sequence[Readout], x: Sequence[jax.Array]
) -> tuple[jax.Array, ...]:
    """The readouts in the middle of a step of this level."""
    ahead = []
    for r, readout in enumerate(readouts):
        terms = []
        for g, states in enumerate(shape.groups):
            needed = {source for state in readout if state in states for source in shape.sources[state]}
            terms += [
                _entry(move.middle[g], level, r, k) * x[state]
                for k, state in enumerate(states)
                if state in needed
            ]
        ahead.append(sum(terms[1:], terms[0]))
    return tuple(ahead)
