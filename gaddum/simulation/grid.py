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
    """Walks one sample of people along a grid, with whole steps or with halves, event by event.

    The two samples of `plan` and `check` have one shape, so they share one compiled program.
    """

    def __init__(self, model: Model, unit_h: float, y_scale: Sequence[float]) -> None:
        self.model, self.unit_h, self.y_scale = model, unit_h, tuple(y_scale)
        self._tabulate = jax.jit(self._prepare)
        self._try = jax.jit(self._attempt)
        self._give = jax.jit(self._dose)

    def _prepare(self, p: Params, doses: jax.Array) -> tuple[Tables, tuple[States, States, Tree]]:
        # level k of these tables is a step of unit·2^(k−1): a whole step is one level up from its half
        like = jnp.zeros_like(doses[0, 0])
        x = (like,) * self.model.shape.size
        tables = tabulate(self.model, p, self.unit_h / 2, TOP_LEVEL + 2, like)
        return tables, (x, self.model.start(p), sense(self.model, x, p))

    def _attempt(self, state: tuple[States, States, Tree], p: Params, tables: Tables, level: jax.Array) -> Any:
        whole = step(self.model, tables, level + 1, *state, p)
        middle = step(self.model, tables, level, *state, p)
        end = step(self.model, tables, level, *middle, p)
        return self._gap(whole[1], end[1]), whole, end

    def _gap(self, a: States, b: States) -> jax.Array:
        gaps = [jnp.abs(u - v).max(initial=0.0) / s for u, v, s in zip(a, b, self.y_scale, strict=True)]
        return jnp.stack(gaps).max()

    def _dose(
        self, state: tuple[States, States, Tree], p: Params, doses: jax.Array
    ) -> tuple[States, States, Tree]:
        x = add_doses(self.model, state[0], doses)
        return x, state[1], sense(self.model, x, p)

    def refine(
        self, p: Params, doses: jax.Array, stops: Sequence[int], events: Sequence[int], tolerance: float
    ) -> tuple[list[int], list[int]]:
        """Greedy steps between stops: the level of each, and the event before it (or −1)."""
        tables, state = self._tabulate(p, doses)
        levels: list[int] = []
        before: list[int] = []
        level = 0
        for now, stop in zip(stops[:-1], stops[1:], strict=True):
            pending = events.index(now) if now in events else -1
            if pending >= 0:
                state, level = self._give(state, p, doses[pending]), 0
            while now < stop:
                level = min(level + 3, (stop - now).bit_length() - 1, TOP_LEVEL)
                gap, _, end = self._try(state, p, tables, level)
                while level > 0 and float(gap) > tolerance:
                    level -= 1
                    gap, _, end = self._try(state, p, tables, level)
                state, now = end, now + (1 << level)
                levels.append(level)
                before.append(pending)
                pending = -1
        return levels, before

    def error(self, p: Params, doses: jax.Array, levels: Sequence[int], before: Sequence[int]) -> float:
        """Largest difference between walking whole steps and walking halves, relative to each state's size."""
        tables, coarse = self._tabulate(p, doses)
        fine = coarse
        worst = np.zeros(len(self.y_scale))
        size = np.zeros_like(worst)
        for level, event in zip(levels, before, strict=True):
            if event >= 0:
                coarse, fine = (self._give(state, p, doses[event]) for state in (coarse, fine))
            coarse = self._try(coarse, p, tables, level)[1]
            fine = self._try(fine, p, tables, level)[2]
            for k, (a, b) in enumerate(zip(coarse[1], fine[1], strict=True)):
                worst[k] = max(worst[k], float(jnp.abs(a - b).max(initial=0.0)))
                size[k] = max(size[k], float(jnp.abs(b).max(initial=0.0)))
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
    walker = Walker(model, unit_h, y_scale)
    stops = sorted({0, *events, *outputs, end})
    levels, before = walker.refine(*pilot, stops, events, tolerance)
    error = walker.error(*others, levels, before) if others is not None else float("nan")
    ends = np.cumsum(2 ** np.array(levels))
    shortest = min(levels)
    return Grid(
        unit_h=unit_h * 2.0**shortest,
        level=np.array(levels) - shortest,
        event=np.array(before),
        slot=np.minimum(np.searchsorted(outputs, ends), max(len(outputs) - 1, 0)),
        is_output=np.isin(ends, outputs),
        slots=len(outputs),
        error=error,
    )
