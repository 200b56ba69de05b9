"""People followed hour by hour through a protocol's treatments, and typical people without variability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from gaddum.pharmacology.compounds import Compound
from gaddum.pharmacology.mechanisms import Mechanism
from gaddum.pharmacology.outcomes.depression import OCCASION
from gaddum.population.people import People
from gaddum.protocol import Protocol
from gaddum.simulation import grid as grids
from gaddum.simulation.engine import solve
from gaddum.simulation.model import Y_SCALE, build, doses
from gaddum.simulation.ratings import TRAIT_EFFECTS
from gaddum.simulation.trials import KEPT, Simulator, flatten

WEIGHT_KG = 80.0


class Typical(Simulator):
    """A simulator whose people all have typical kinetics; they still differ in how they respond.

    Args:
        protocol: As for `Simulator`; everyone is a man of 80 kg.
        mechanisms: As for `Simulator`.
        affinities: (part, affinity) to another value, µmol/L.
        steady: Whether a person responds alike in all sessions.
        more: As for `Simulator`.
    """

    def __init__(
        self,
        protocol: Protocol,
        mechanisms: tuple[Mechanism, ...],
        affinities: Mapping[tuple[str, str], float] | None = None,
        steady: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(of_one_weight(protocol), mechanisms, **more)
        self.steady = steady
        if affinities:
            parts = {name: with_affinities(part, affinities) for name, part in self.plan.parts.items()}
            self.plan = replace(self.plan, parts=parts)
            self.built = build(self.plan, self.built.drives, lambda known: {k: known[k] for k in KEPT})

    @property
    def etas(self) -> dict[tuple[str, str], tuple[float, float]]:
        """No random effects of kinetics."""
        return {}

    def draw(self, trial: jax.Array) -> People:
        """The people of one trial; a steady one's session effects repeat the personal one."""
        drawn = super().draw(trial)
        between = OCCASION.value
        if not self.steady or between == 0.0:
            return drawn
        own = drawn.effect[TRAIT_EFFECTS.index("theta")]
        repeated = own * (1.0 - (1.0 - between) ** 0.5) / between**0.5
        return replace(drawn, occasion=drawn.occasion.at[:, -1].set(repeated))


def of_one_weight(protocol: Protocol) -> Protocol:
    """The protocol with men of 80 kg only."""
    weight = protocol.population.weight_kg.model_copy(update={"mean": WEIGHT_KG, "sd": 0.0})
    population = protocol.population.model_copy(update={"weight_kg": weight, "female": 0.0})
    return protocol.model_copy(update={"population": population})


def with_affinities(part: Compound, affinities: Mapping[tuple[str, str], float]) -> Compound:
    """The compound with some affinities replaced."""
    own = {
        name: replace(known, value=affinities.get((part.name, name), known.value))
        for name, known in part.affinities.items()
    }
    return replace(part, affinities=own)


def follow(
    simulator: Simulator, hours: Sequence[float], keep: Sequence[str], tolerance: float = 1e-7
) -> dict[str, np.ndarray]:
    """Follow the people of one trial through every treatment, each from rest.

    Args:
        simulator: Whose people, schedule and drives to take.
        hours: Times after the drug, increasing.
        keep: Names of what to return, as `model.build` knows them.
        tolerance: Tolerance of the time grid.

    Returns:
        Name to array, [treatment, hour, …, person].
    """
    plan = simulator.plan
    built = build(plan, simulator.built.drives, lambda known: {k: known[k] for k in keep})
    n, people = len(simulator.protocol.treatments), simulator.people

    def everyone(trial: jax.Array) -> tuple[dict[str, Any], jax.Array]:
        drawn = flatten(jax.vmap(simulator.draw)(trial[None]))
        repeated = jax.tree.map(lambda leaf: jnp.concatenate([leaf] * n, axis=-1), drawn)
        p = simulator.parameters(repeated, repeated.occasion[0])
        return p, doses(plan, p, jnp.repeat(jnp.arange(n), people))

    p, given = jax.jit(everyone)(jnp.asarray(0))
    steps = grids.plan(
        built.model,
        (p, given),
        plan.event_h.tolist(),
        (np.asarray(hours) - plan.start_h).tolist(),
        max(hours[-1] - plan.start_h, float(plan.event_h[-1])),
        tolerance=tolerance,
        y_scale=Y_SCALE,
    )
    seen = jax.jit(lambda q, d: solve(built.model, steps, q, d)[2])(p, given)

    def by_treatment(leaf: Any) -> np.ndarray:
        whole = np.asarray(leaf)
        return np.moveaxis(whole.reshape(*whole.shape[:-1], n, people), -2, 0)

    return {name: by_treatment(leaf) for name, leaf in seen.items()}
