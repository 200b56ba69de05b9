"""Repeated dosing: what a course of sessions does to symptoms, the opioid system, liking and craving.

The course's people are followed through every dose and after the last; withdrawal is read on stopping, and as
it would be if an antagonist that blocks the receptor fully were given that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from gaddum.pharmacology.mechanisms import Mechanism
from gaddum.pharmacology.outcomes import dependence
from gaddum.population.people import People
from gaddum.protocol import Protocol
from gaddum.simulation import grid as grids
from gaddum.simulation import ratings
from gaddum.simulation.blocks import over_blocks
from gaddum.simulation.engine import solve
from gaddum.simulation.model import Y_SCALE, build, doses
from gaddum.simulation.trials import KEPT, Simulator, flatten

FULL_BLOCKADE = 19.0
"""Antagonist over its binding constant that blocks 95 % of mu receptors."""

DAY_STEP = 0.5
TOLERANCE = 1e-6


@dataclass(frozen=True)
class CourseCurves:
    """What one mechanism does over a course; curves are [person, day].

    Attributes:
        day: Days from the first dose; sessions' ends and every half day.
        score: Expected HAM-D-17.
        adaptation: Adaptation of the opioid system, 0 to 1.
        cows_stop: COWS with nothing but time after the last dose.
        cows_blocked: COWS if mu receptors were fully blocked at that time.
        liking: Drug liking, 0 to 100, 50 neutral.
        craving: Craving, 0 to 100.
        untreated: HAM-D-17 without treatment, [person].
    """

    day: np.ndarray
    score: np.ndarray
    adaptation: np.ndarray
    cows_stop: np.ndarray
    cows_blocked: np.ndarray
    liking: np.ndarray
    craving: np.ndarray
    untreated: np.ndarray


def follow_course(
    protocol: Protocol,
    mechanisms: tuple[Mechanism, ...],
    *,
    people: int = 256,
    seed: int = 1,
    cores: int | None = None,
) -> dict[str, CourseCurves]:
    """Follow people through the first treatment of a course protocol.

    Args:
        protocol: A protocol with a `course`.
        mechanisms: The rivals, on the same people.
        people: Number of people.
        seed: Seed of all random numbers.
        cores: CPU cores to use; none means all.
    """
    simulator = Simulator(protocol, mechanisms, people=people, seed=seed, cores=cores)
    plan = simulator.plan
    sessions = sorted({t for d in _drugs(protocol) for t in d})
    last = protocol.design.period_days * 24.0
    hours = sorted(
        {*np.arange(0.0, last + 1e-9, DAY_STEP * 24.0).tolist(), *(t + 40.0 / 60.0 for t in sessions)}
    )
    hours = [t for t in hours if t + 1e-9 < plan.length_h + plan.start_h and t > plan.start_h]
    built = build(plan, simulator.built.drives, lambda known: {k: known[k] for k in KEPT})

    def prepare(number: jax.Array) -> tuple[People, dict[str, Any], jax.Array]:
        drawn = flatten(jax.vmap(simulator.draw)(number[None]))
        p = simulator.parameters(drawn, drawn.occasion[0])
        return drawn, p, doses(plan, p, jnp.zeros(people, int))

    def pilot(number: jax.Array) -> tuple[dict[str, Any], jax.Array]:
        p, given = prepare(number)[1:]
        size = min(48, people)
        return jax.tree.map(lambda leaf: leaf[..., :size] if jnp.ndim(leaf) else leaf, p), given[..., :size]

    steps = grids.plan(
        built.model, jax.jit(pilot)(jnp.asarray(1)), plan.event_h.tolist(),
        (np.array(hours) - plan.start_h).tolist(), plan.length_h, tolerance=TOLERANCE, y_scale=Y_SCALE,
    )  # fmt: skip
    since, believed = _clock(np.array(hours), sessions)

    def block(number: jax.Array) -> dict[str, Any]:
        drawn, p, given = prepare(number)
        seen = jax.tree.map(lambda leaf: leaf[None], solve(built.model, steps, p, given)[2])
        own = {n: drawn.effect[len(simulator.etas) + k] for k, n in enumerate(ratings.TRAIT_EFFECTS)}
        person = ratings.traits(drawn.baseline, simulator.base_scale, own, drawn.occasion[:, -1])
        shape = (1, len(hours), people)
        clock = {
            "since": jnp.broadcast_to(since[None, :, None], shape),
            "belief": jnp.broadcast_to(believed[None, :, None], shape),
            "phi": (jnp.arange(people) + 0.5) / people,
        }
        rows = ratings.stack([ratings.weights(m, simulator.built.drives) for m in mechanisms])
        curves = lax.map(lambda w: _curves(w, seen, person, clock), rows)
        return {"untreated": person.untreated, "curves": curves}

    raw = over_blocks(block, 1)(jnp.zeros(1, int))
    untreated = np.asarray(raw["untreated"][0])
    return {
        m.name: CourseCurves(
            day=np.array(hours) / 24.0,
            untreated=untreated,
            **{name: np.asarray(curve[0, k, 0]).T for name, curve in raw["curves"].items()},
        )
        for k, m in enumerate(mechanisms)
    }


def _curves(
    w: ratings.Weights, seen: dict[str, Any], person: ratings.Traits, clock: dict[str, Any]
) -> dict[str, jax.Array]:
    return {
        "score": person.untreated * ratings.expected_fraction(w, seen, person, clock),
        "adaptation": ratings.adaptation_of(w, seen),
        "cows_stop": dependence.cows(ratings.withdrawal_of(w, seen, 0.0)),
        "cows_blocked": dependence.cows(ratings.withdrawal_blocked(w, seen, FULL_BLOCKADE)),
        "liking": jnp.clip(ratings.liking_of(w, seen, person), 0.0, 100.0),
        "craving": jnp.clip(ratings.craving_of(w, seen, person), 0.0, 100.0),
    }


def _drugs(protocol: Protocol) -> Iterable[tuple[float, ...]]:
    treatment = next(iter(protocol.treatments.values()))
    return [treatment.drug.times_h]


def _clock(hours: np.ndarray, sessions: list[float]) -> tuple[jax.Array, jax.Array]:
    past = [[t for t in sessions if t <= hour] for hour in hours]
    since = np.array([hour - max(own) if own else -1.0 for hour, own in zip(hours, past, strict=True)])
    return jnp.asarray(since), jnp.ones(len(hours))


def relapse_days(curves: CourseCurves, last_dose_day: float, loss_fraction: float) -> np.ndarray:
    """Days from the last dose until a share of the improvement is lost, [responder].

    Args:
        curves: One mechanism's curves.
        last_dose_day: Day of the last dose.
        loss_fraction: Share of the improvement, at its best after the last dose, whose loss is relapse.

    Returns:
        Days for each person who had at least halved the untreated score; infinite where never seen.
    """
    after = curves.day >= last_dose_day
    gain = curves.untreated[:, None] - curves.score[:, after]
    best = gain.max(1)
    responders = best >= 0.5 * curves.untreated
    gain, best = gain[responders], best[responders]
    peak = gain.argmax(1)
    index = np.arange(gain.shape[1])
    lost = (gain <= (1.0 - loss_fraction) * best[:, None]) & (index[None] > peak[:, None])
    day = curves.day[after] - last_dose_day
    first = lost.argmax(1)
    return np.where(lost.any(1), day[first], np.inf)
