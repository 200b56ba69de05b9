"""KNX-1 as a model for Gaddum's general engine: the workload's equations stated as data, no special code.

Two periods of 30 days; three-compartment ketamine with norketamine, oral naltrexone with 6β-naltrexol,
competitive occupancy, four driven states; 24 output times.  Constants: `benchmarks/knx1.py`.
"""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

from benchmarks import knx1 as K

NAMES = ("A1", "A2", "A3", "N", "D", "X", "Y", "infusion")
BLOCK = int(os.environ.get("GADDUM_BLOCK", "256"))
"""People solved together."""

TOLERANCE = 2e-7
"""Tolerance of the time grid: keeps every output within 1e-6 of each person's peak."""


def build() -> Any:
    """The workload as an engine model."""
    import jax.numpy as jnp

    from gaddum.pharmacology.kinetics.linear import pattern
    from gaddum.simulation.engine import Model

    at = {name: k for k, name in enumerate(NAMES)}
    pairs = [("A1", "A2"), ("A1", "A3"), ("A2", "A1"), ("A3", "A1"), ("N", "A1"), ("X", "D"), ("Y", "D")]
    pairs += [("Y", "X"), ("A1", "infusion"), *((n, n) for n in NAMES[:-1])]
    shape = pattern(len(NAMES), [(at[to], at[source]) for to, source in pairs])

    def rates(p: Any) -> Any:
        k10, k12, k13 = p["CL"] / p["V1"], K.Q2 / p["V1"], K.Q3 / p["V1"]
        kn, kx, ky = p["CL_N"] / K.V_N, p["CL_X"] / K.V_X, K.CL_Y / K.V_Y
        named = {
            ("A1", "A1"): -(k10 + k12 + k13), ("A1", "A2"): K.Q2 / K.V2, ("A1", "A3"): K.Q3 / K.V3,
            ("A2", "A1"): k12, ("A2", "A2"): -K.Q2 / K.V2, ("A3", "A1"): k13, ("A3", "A3"): -K.Q3 / K.V3,
            ("N", "A1"): K.FM_N * k10, ("N", "N"): -kn, ("D", "D"): -p["ka"],
            ("X", "D"): K.F_X * p["ka"], ("X", "X"): -kx,
            ("Y", "D"): K.F_Y * p["ka"], ("Y", "X"): K.FM_Y * kx, ("Y", "Y"): -ky,
            ("A1", "infusion"): 1.0,
        }  # fmt: skip
        return {(at[to], at[source]): value for (to, source), value in named.items()}

    def readouts(p: Any) -> Any:
        v1 = p["V1"]
        return (
            {at["A1"]: 1.0 / (v1 * K.KI_A), at["N"]: 1.0 / (K.V_N * K.KI_N)},
            {at["X"]: K.FU_X / (K.V_X * K.KI_X), at["Y"]: K.FU_Y / (K.V_Y * K.KI_Y)},
        )

    def forcing(seen: Any, p: Any) -> Any:
        agonist, blocker = seen
        bound = agonist / (1.0 + agonist + blocker)
        positive = jnp.maximum(bound, 0.0)
        raised = positive * jnp.sqrt(positive)  # to the power of GAM = 1.5
        return bound, raised / (p["EC50_raised"] + raised)

    decay = (K.KD, K.KT, 1.0 / 240.0, K.KEFF)

    def drive(y: Any, f: Any, p: Any) -> Any:
        s1, s2, s3, _ = y
        return (
            K.KD * f[1],
            K.KT * s1,
            K.KIN * s2 * (1.0 - s3) - (p["kout"] - decay[2]) * s3,
            K.KEFF * p["Emax"] * s3 / (K.S50 + s3),
        )

    return Model(
        shape, rates, (at["D"], at["infusion"]), readouts, forcing, decay, drive,
        start=lambda p: (jnp.zeros_like(p["CL"]),) * 4,
        outputs=lambda x, f, y, p: (x[0] / p["V1"], f[0], y[3]),
    )  # fmt: skip


def doses(amount: Any) -> Any:
    """[period, event, dosed state, person] from naltrexone amounts [person, period]."""
    import jax.numpy as jnp

    zero = jnp.zeros_like(amount[:, 0])
    rate = zero + K.DOSE_A / K.T_INF
    one = [
        jnp.stack([jnp.stack([amount[:, k], zero]), jnp.stack([zero, rate]), jnp.stack([zero, -rate])])
        for k in range(2)
    ]
    return jnp.stack(one)


def named(pars: Any) -> Any:
    """Parameters by name, with the power of EC50 that the Hill curve needs."""
    p = {name: pars[:, k] for k, name in enumerate(K.PARS)}
    return {**p, "EC50_raised": p["EC50"] ** K.GAM}


def compiled(cores: int, tolerance: float = TOLERANCE) -> Any:
    """Plan the grid and return it with a function (parameters, amounts) -> outputs, both in blocks."""
    import jax.numpy as jnp
    from jax import lax

    from gaddum.simulation import grid as planning
    from gaddum.simulation.blocks import over_blocks
    from gaddum.simulation.engine import solve, tabulate

    model = build()
    pars, amounts = K.population(200_000)
    chosen = K.pilot(pars, amounts)
    # both periods of the pilot side by side, so that people with and without naltrexone shape the grid
    sample = named(np.concatenate([chosen[0], chosen[0]])), jnp.concatenate(list(doses(chosen[1])), axis=-1)
    grid = planning.plan(
        model, sample, (0.0, K.LEAD, K.LEAD + K.T_INF), (K.LEAD + K.VISITS).tolist(), K.PERIOD,
        tolerance=tolerance, y_scale=(1.0, 1.0, 1.0, 20.0),
    )  # fmt: skip

    def block(args: Any) -> Any:
        p = named(args[0])
        like = jnp.zeros_like(p["CL"])
        tables = tabulate(model, p, grid.unit_h, grid.levels, like)  # the same in both periods

        def period(carry: Any, given: Any) -> Any:
            x, y, out = solve(model, grid, p, given, *carry, tables=tables)
            return (x, y), out

        start = (like,) * model.shape.size, model.start(p)
        _, out = lax.scan(period, start, doses(args[1]))
        return jnp.stack([o.reshape(24, -1) for o in out])

    return grid, over_blocks(block, cores)


def run(n_people: int, cores: int) -> tuple[float, np.ndarray]:
    """Seconds for the solve (after compilation) and outputs [person, 24, 3]."""
    from gaddum.simulation.blocks import use_cores

    use_cores(cores)
    _, fn = compiled(cores)
    n = max(1, n_people // (BLOCK * cores)) * BLOCK * cores
    pars, amounts = K.population(max(n, 200_000))
    args = (pars[:n].reshape(-1, BLOCK, len(K.PARS)), amounts[:n].reshape(-1, BLOCK, 2))
    np.asarray(fn(args))
    begin = time.perf_counter()
    out = np.asarray(fn(args))
    seconds = time.perf_counter() - begin
    return seconds, out.transpose(0, 3, 2, 1).reshape(n, 24, 3)
