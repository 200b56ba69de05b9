"""Choosing the steps: one grid for everyone, refined on a pilot sample and checked on other people.

Each step is taken once whole and once as two halves; it is kept when the two differ by no more than the
tolerance, relative to the scale of each driven state, for every person of the pilot.  The linear part is
exact whatever the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from gaddum.errors import GaddumError
from gaddum.simulation.engine import (
    Grid,
    Model,
    Params,
    States,
    Tables,
    Tree,
    add_doses,
    sense,
    step,
    tabulate,
)

UNITS_PER_HOUR = (6144, 7680, 61440)
"""Candidate resolutions: the first that hits every event and output time exactly is used."""

TOP_LEVEL = 20
"""Longest step: unit·2^20, about 170 h."""

MOST_STEPS = 1024
"""Most steps between two stops."""

Everything = tuple[States, States, Tree]
"""Linear states, driven states and forcing."""


def ticks(times_h: Sequence[float]) -> tuple[float, list[int]]:
    """Unit in hours, and the times as whole numbers of it.

    Raises:
        GaddumError: GAD-SIM-01 if no resolution hits all times within a tenth of a second.
    """
    for per_hour in UNITS_PER_HOUR:
        scaled = np.asarray(times_h, float) * per_hour
        if np.abs(scaled - np.round(scaled)).max(initial=0.0) < 1e-6 * per_hour / 36:
            return 1.0 / per_hour, [round(value) for value in scaled]
    raise GaddumError(
        "GAD-SIM-01",
        "The times of doses and visits cannot be placed on one grid.",
        value=", ".join(f"{t:g} h" for t in times_h),
        expected="times in whole minutes, or in 1/6144 h",
        remedy="Round the times in the protocol to minutes.",
    )


class Walker:
    """Walks one sample of people from stop to stop, with whole steps or with halves.

    Stops are events, output times and the end.  Samples of one shape share one compiled program.
    """

    def __init__(self, model: Model, unit_h: float, y_scale: Sequence[float]) -> None:
        self.model, self.unit_h, self.y_scale = model, unit_h, tuple(y_scale)
        self._tabulate = jax.jit(self._prepare)
        self._refine = jax.jit(self._refine_between)
        self._compare = jax.jit(self._compare_between)
        self._give = jax.jit(self._dose)

    def _prepare(self, p: Params, doses: jax.Array) -> tuple[Tables, Everything]:
        # level k of these tables is a step of unit·2^(k−1): a whole step is one level up from its half
        like = jnp.zeros_like(doses[0, 0])
        x = (like,) * self.model.shape.size
        tables = tabulate(self.model, p, self.unit_h / 2, TOP_LEVEL + 2, like)
        return tables, (x, self.model.start(p), sense(self.model, x, p))

    def _dose(self, state: Everything, p: Params, doses: jax.Array) -> Everything:
        x = add_doses(self.model, state[0], doses)
        return x, state[1], sense(self.model, x, p)

    def _step(self, state: Everything, p: Params, tables: Tables, level: jax.Array) -> Everything:
        x, y, forcing = state
        return step(self.model, tables, level, x, y, forcing, p)

    def _halves(self, state: Everything, p: Params, tables: Tables, level: jax.Array) -> Everything:
        # a loop, so that the step is compiled once for both halves
        def half(_: int, now: Everything) -> Everything:
            x, y, f = now
            return step(self.model, tables, level, x, y, f, p)

        halves: Everything = lax.fori_loop(0, 2, half, state)
        return halves

    def _refine_between(
        self,
        state: Everything,
        p: Params,
        tables: Tables,
        level: jax.Array,
        length: jax.Array,
        tolerance: jax.Array,
    ) -> tuple[Everything, jax.Array, jax.Array]:
        """Greedy steps over `length` units: the state after, the levels taken, and how many."""

        def longest(level: jax.Array, left: jax.Array) -> jax.Array:
            return jnp.minimum(jnp.minimum(level, 31 - lax.clz(jnp.maximum(left, 1))), TOP_LEVEL)

        def attempt(carry: Any) -> Any:
            state, level, left, taken, count = carry
            whole = self._step(state, p, tables, level + 1)
            end = self._halves(state, p, tables, level)
            gaps = [
                jnp.abs(u - v).max(initial=0.0) / s
                for u, v, s in zip(whole[1], end[1], self.y_scale, strict=True)
            ]
            fits = (jnp.stack(gaps).max() <= tolerance) | (level == 0)
            state = jax.tree.map(lambda new, old: jnp.where(fits, new, old), end, state)
            left = jnp.where(fits, left - (1 << level), left)
            taken = taken.at[count].set(jnp.where(fits, level, taken[count]))
            level = jnp.where(fits, longest(level + 3, left), level - 1)
            return state, level, left, taken, jnp.where(fits, count + 1, count)

        start = (state, longest(level, length), length, jnp.zeros(MOST_STEPS, jnp.int32), jnp.int32(0))
        state, _, left, taken, count = lax.while_loop(
            lambda carry: (carry[2] > 0) & (carry[4] < MOST_STEPS), attempt, start
        )
        return state, taken, jnp.where(left > 0, -1, count)

    def _compare_between(
        self,
        both: tuple[Everything, Everything],
        p: Params,
        tables: Tables,
        levels: jax.Array,
        count: jax.Array,
    ) -> tuple[tuple[Everything, Everything], jax.Array, jax.Array]:
        """The same levels walked whole and in halves: states, and each driven one's largest gap and size."""

        def both_ways(k: jax.Array, carry: Any) -> Any:
            coarse, fine, worst, size = carry
            coarse = self._step(coarse, p, tables, levels[k] + 1)
            fine = self._halves(fine, p, tables, levels[k])
            gaps = [jnp.abs(a - b).max(initial=0.0) for a, b in zip(coarse[1], fine[1], strict=True)]
            sizes = [jnp.abs(b).max(initial=0.0) for b in fine[1]]
            return coarse, fine, jnp.maximum(worst, jnp.stack(gaps)), jnp.maximum(size, jnp.stack(sizes))

        zero = jnp.zeros(len(self.y_scale))
        coarse, fine, worst, size = lax.fori_loop(0, count, both_ways, (*both, zero, zero))
        return (coarse, fine), worst, size

    def refine(
        self, p: Params, doses: jax.Array, stops: Sequence[int], events: Sequence[int], tolerance: float
    ) -> list[np.ndarray]:
        """Levels of the steps between each two stops.

        Raises:
            GaddumError: GAD-SIM-01 if a stretch needs more than `MOST_STEPS` steps.
        """
        tables, state = self._tabulate(p, doses)
        found: list[np.ndarray] = []
        level = 0
        for now, stop in zip(stops[:-1], stops[1:], strict=True):
            if now in events:
                state, level = self._give(state, p, doses[events.index(now)]), 0
            state, taken, count = self._refine(
                state, p, tables, jnp.int32(level + 3), jnp.int32(stop - now), jnp.float64(tolerance)
            )
            if int(count) < 0:
                raise GaddumError(
                    "GAD-SIM-01",
                    "The time grid could not meet its tolerance.",
                    place=f"{now * self.unit_h:g} h to {stop * self.unit_h:g} h",
                    value=f"{tolerance:g}",
                    expected=f"at most {MOST_STEPS} steps between two visits",
                )
            found.append(np.asarray(taken[: int(count)]))
            level = int(found[-1][-1])
        return found

    def error(
        self,
        p: Params,
        doses: jax.Array,
        stops: Sequence[int],
        events: Sequence[int],
        levels: Sequence[np.ndarray],
    ) -> float:
        """Largest difference between walking whole steps and halves, relative to each driven state's size."""
        tables, state = self._tabulate(p, doses)
        both = (state, state)
        worst, size = np.zeros(len(self.y_scale)), np.zeros(len(self.y_scale))
        for now, own in zip(stops[:-1], levels, strict=True):
            if now in events:
                dose = doses[events.index(now)]
                both = (self._give(both[0], p, dose), self._give(both[1], p, dose))
            padded = np.zeros(MOST_STEPS, np.int32)
            padded[: len(own)] = own
            both, gap, scale = self._compare(both, p, tables, jnp.asarray(padded), jnp.int32(len(own)))
            worst, size = np.maximum(worst, gap), np.maximum(size, scale)
        return float((worst / np.where(size > 0, size, 1.0)).max(initial=0.0))


Sample = tuple[Params, jax.Array]
"""Parameters of some people, each [person] or scalar, and their doses [event, dosed state, person]."""


def plan(
    model: Model,
    pilot: Sample,
    event_h: Sequence[float],
    output_h: Sequence[float],
    end_h: float,
    *,
    tolerance: float,
    y_scale: Sequence[float],
    others: Sample | None = None,
) -> Grid:
    """Grid for one window.

    Args:
        model: The model.
        pilot: The sample that shapes the grid.
        event_h: Time of each event after the start of the window, hours, increasing.
        output_h: Output times, hours, increasing, all after the start.
        end_h: Length of the window, hours.
        tolerance: Largest accepted difference of one step against two halves, relative to `y_scale`.
        y_scale: Typical size of each driven state.
        others: A second sample of the same shape, to measure the error on people who did not shape the grid.

    Returns:
        The grid, with its error where `others` is given.

    Raises:
        GaddumError: GAD-SIM-01 if times fit no grid.
    """
    unit_h, whole = ticks([*event_h, *output_h, end_h])
    events, outputs, end = whole[: len(event_h)], whole[len(event_h) : -1], whole[-1]
    for own, times in ((events, event_h), (outputs, output_h)):
        if len(set(own)) < len(own):
            raise GaddumError(
                "GAD-SIM-01",
                "Two doses, or two visits, fall on the same step of the time grid.",
                value=", ".join(f"{t:g} h" for t in times),
                expected=f"times at least {unit_h * 3600.0:.2g} s apart",
                remedy="Give them one time, or set them apart.",
            )
    walker = Walker(model, unit_h, y_scale)
    stops = sorted({0, *events, *outputs, end})
    pieces = walker.refine(*pilot, stops, events, tolerance)
    error = walker.error(*others, stops, events, pieces) if others is not None else float("nan")
    levels = np.concatenate(pieces)
    first = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
    before = np.full(len(levels), -1)
    for start, step_number in zip(stops[:-1], first, strict=True):
        if start in events:
            before[step_number] = events.index(start)
    ends = np.cumsum(2**levels)
    shortest = int(levels.min())
    return Grid(
        unit_h=unit_h * 2.0**shortest,
        level=levels - shortest,
        event=before,
        slot=np.minimum(np.searchsorted(outputs, ends), max(len(outputs) - 1, 0)),
        is_output=np.isin(ends, outputs),
        slots=len(outputs),
        error=error,
    )
