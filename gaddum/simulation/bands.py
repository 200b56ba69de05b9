"""Concentration and occupancy over time, with the spread between people, under every treatment.

The trial's own grid is read at every step, so the curves are finest where things happen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from gaddum.pharmacology.receptors import DELTA, KAPPA, MU, Receptor, gaddum
from gaddum.pharmacology.receptors.mu import E0
from gaddum.simulation.engine import solve
from gaddum.simulation.model import build, doses
from gaddum.simulation.trials import Simulator, flatten

PEOPLE = 400
QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}

CONCENTRATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    # title: (part, observable) summed
    "ketamine, venous plasma": (("s-ketamine", "ketamine_venous"), ("r-ketamine", "ketamine_venous")),
    "norketamine, arterial plasma": (("s-ketamine", "norketamine"), ("r-ketamine", "norketamine")),
    "naltrexone, plasma": (("naltrexone", "naltrexone"),),
    "6β-naltrexol, plasma": (("naltrexone", "naltrexol"),),
    "midazolam, plasma": (("midazolam", "midazolam"),),
}


def bands(simulator: Simulator, people: int = PEOPLE) -> dict[str, Any]:
    """Quantiles over virtual people at every step of the grid.

    Args:
        simulator: The trial.
        people: How many people to follow under each treatment.

    Returns:
        `time_h` from the start of the drug, and `series` as the report reads them.
    """
    plan = simulator.plan
    wanted = {
        title: [
            (part, name) for part, name in items if part in plan.parts and name in plan.parts[part].observe
        ]
        for title, items in CONCENTRATIONS.items()
    }
    wanted = {title: items for title, items in wanted.items() if items}
    ratios = {receptor.title: _site_ratio(simulator, receptor) for receptor in (MU, KAPPA, DELTA)}

    def curves(known: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for title, items in wanted.items():
            found[title] = sum(
                known[f"{part}:{name}"] * _molar_mass(simulator, part, name) for part, name in items
            )
        if simulator.ketamine:
            found["NMDA receptor, by ketamine and norketamine"] = known["nmda"]
            found["mu opioid receptor, by ketamine"] = gaddum(known["agonist"], E0.value, known["antagonist"])
        for title, ratio in ratios.items():
            if ratio:
                found[f"{title}, by naltrexone"] = gaddum(known["antagonist"] * ratio)
        return found

    extra = [item for items in wanted.values() for item in items]
    built = build(plan, simulator.built.drives, curves, extra)
    steps = len(simulator.grid.level)
    every = replace(simulator.grid, slot=np.arange(steps), is_output=np.ones(steps, bool), slots=steps)
    trials = jnp.arange(-(-people // simulator.people))

    @jax.jit
    def follow(numbers: jax.Array, treatment: jax.Array) -> dict[str, jax.Array]:
        drawn = flatten(jax.vmap(simulator.draw)(numbers))
        p = simulator.parameters(drawn, drawn.occasion[0])
        given = doses(plan, p, jnp.full(p["weight_kg"].shape, treatment))
        seen = solve(built.model, every, p, given)[2]
        levels = jnp.array(list(QUANTILES.values()))
        return {title: jnp.quantile(value, levels, axis=-1) for title, value in seen.items()}

    time_h = plan.start_h + np.cumsum(2.0**simulator.grid.level) * simulator.grid.unit_h
    keep = time_h <= simulator.protocol.design.period_days * 24.0 + 1e-9
    series = []
    for index, name in enumerate(simulator.protocol.treatments):
        for title, quantiles in follow(trials, jnp.asarray(index)).items():
            if not np.asarray(quantiles).max() > 0.0:
                continue
            is_occupancy = "receptor" in title
            row = {
                "group": "occupancy" if is_occupancy else "concentration",
                "name": title,
                "unit": "fraction" if is_occupancy else "ng/mL",
                "treatment": name,
                "log": not is_occupancy,
            }
            values = np.maximum(np.asarray(quantiles), 0.0)
            series.append(row | {q: values[k, keep].tolist() for k, q in enumerate(QUANTILES)})
    visits = {name: visit.at_h for name, visit in simulator.protocol.visits.items()}
    return {
        "time_h": time_h[keep].tolist(),
        "series": series,
        "visits": visits,
        "people": int(trials.size) * simulator.people,
    }


def _site_ratio(simulator: Simulator, receptor: Receptor) -> float:
    """How the retained antagonist's state at mu scales to this receptor; 0 without an antagonist."""
    for part in simulator.plan.parts.values():
        if "mu_site" in part.links:
            if not receptor.site:
                return 1.0
            affinity = part.affinities.get(receptor.site)
            return float(affinity.value) if affinity is not None and affinity.value else 0.0
    return 0.0


def _molar_mass(simulator: Simulator, part: str, observable: str) -> float:
    compound = simulator.plan.parts[part]
    species = compound.observe[observable].species
    return compound.species[species] if species else 1.0
