"""A small nonlinear model for the engine: a drug by mouth and by infusion, an effect with feedback."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from gaddum.pharmacology.kinetics.linear import pattern
from gaddum.simulation.engine import Model

EVENT_H = (0.0, 12.0, 12.5)
OUTPUT_H = (0.5, 1.0, 4.0, 12.25, 13.0, 24.0, 36.0, 60.0)
Y_SCALE = (1.0, 1.0, 1.0)


def small_model() -> Model:
    """States: depot, body, infusion rate; driven: effect E, tolerance T, response R."""
    shape = pattern(3, [(0, 0), (1, 0), (1, 1), (1, 2)])
    return Model(
        shape=shape,
        rates=lambda p: {(0, 0): -p["ka"], (1, 0): p["ka"], (1, 1): -p["k"], (1, 2): jnp.ones_like(p["k"])},
        dosed=(0, 2),
        readouts=lambda p: ({1: 1.0 / p["V"]},),
        forcing=lambda seen, p: seen[0],
        decay=(2.0, 0.1, 0.5),
        drive=lambda y, c, p: (
            2.0 * c / (c + p["C50"] * (1.0 + y[1])),
            0.1 * y[0] * y[0],
            0.5 * y[0] / (y[0] + 0.2) * (1.0 - 0.5 * y[2]),
        ),
        start=lambda p: (jnp.zeros_like(p["k"]),) * 3,
        outputs=lambda x, c, y, p: jnp.stack([c, *y]),
    )


def derivative(t, x, p, infusion):
    """The same in plain numbers: depot, body, E, T, R."""
    depot, body, e, tolerance, r = x
    c = body / p["V"]
    return [
        -p["ka"] * depot,
        p["ka"] * depot - p["k"] * body + infusion,
        2.0 * c / (c + p["C50"] * (1.0 + tolerance)) - 2.0 * e,
        0.1 * e * e - 0.1 * tolerance,
        0.5 * e / (e + 0.2) * (1.0 - 0.5 * r) - 0.5 * r,
    ]


def people(n, seed):
    """Parameters of n people, each [person]."""
    spread = np.random.default_rng(seed).lognormal(0.0, 0.4, (4, n))
    names = {"ka": 1.0, "k": 0.2, "V": 10.0, "C50": 0.5}
    return {name: jnp.asarray(value * spread[i]) for i, (name, value) in enumerate(names.items())}


def doses(n):
    """10 by mouth at 0 h, then 40 an hour from 12 to 12.5 h: [event, dosed state, person]."""
    given = np.zeros((3, 2, n))
    given[0, 0], given[1, 1], given[2, 1] = 10.0, 40.0, -40.0
    return jnp.asarray(given)
