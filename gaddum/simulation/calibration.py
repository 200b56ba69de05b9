"""The standard session, and the gain that makes every mechanism explain it equally well.

0.5 mg/kg ketamine over 40 min, no antagonist, a typical adult of 80 kg: plasticity reaches 1 after 24 h.
The gains of bundled mechanisms stand in their files; a test recomputes them here.  A user's own mechanism
gets its gain from here when it is first used.
"""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds import individual
from gaddum.pharmacology.mechanisms import MECHANISMS, Mechanism
from gaddum.simulation import grid
from gaddum.simulation.blocks import use_cores
from gaddum.simulation.engine import solve
from gaddum.simulation.model import Y_SCALE, build, doses, needed
from gaddum.simulation.schedule import Input, Schedule

WEIGHT_KG = 80.0
MINUTES = 40.0
MG_PER_KG = 0.5
OUTPUT_H = np.array([*np.arange(2, 92, 2) / 60.0, 24.0])


def standard_session(mechanisms: tuple[Mechanism, ...]) -> dict[str, tuple[float, float]]:
    """Gain and peak drive of each mechanism that has a drive, and under "high" the peak of the drug high.

    Returns:
        Name to (gain, peak).
    """
    use_cores(None)
    plan = _plan()
    drives = needed(mechanisms)
    built = build(plan, drives, lambda known: {k: known[k] for k in ("plasticity", "drive", "high")})
    weight = jnp.full(2, WEIGHT_KG)
    values = {name: individual(part, {}, weight, xp=jnp) for name, part in plan.parts.items()}
    p = {"weight_kg": weight, "values": values}
    given = doses(plan, p, jnp.zeros(2, int))
    steps = grid.plan(
        built.model,
        (p, given),
        plan.event_h.tolist(),
        OUTPUT_H.tolist(),
        24.0,
        tolerance=1e-9,
        y_scale=Y_SCALE,
    )
    seen = jax.jit(lambda q, d: solve(built.model, steps, q, d)[2])(p, given)
    found = {
        m.name: (float(1.0 / seen["plasticity"][-1, k, 0]), float(seen["drive"][:, k, 0].max()))
        for k, m in enumerate(drives.drives)
    }
    found["high"] = (1.0, float(seen["high"][:, 0].max()))
    return found


def _plan() -> Schedule:
    from gaddum.pharmacology.compounds import load_compound

    ketamine = load_compound("ketamine")
    parts = {part.name: part.prune(["iv"]) for part, _ in ketamine.components}
    inputs = tuple(Input(name, "central", "iv", True) for name in parts)
    rate = (
        ketamine.amount_umol(MG_PER_KG)
        * np.array([share for _, share in ketamine.components])
        / (MINUTES / 60.0)
    )
    per_kg = np.stack([rate, -rate])[None]
    return Schedule(
        parts, inputs, 0.0, 24.0, np.array([0.0, MINUTES / 60.0]), np.zeros_like(per_kg), per_kg, OUTPUT_H,
        np.zeros((1, 1), int),
    )  # fmt: skip


def calibrated(mechanisms: tuple[Mechanism, ...]) -> tuple[Mechanism, ...]:
    """The same mechanisms; those without a gain of their own get it from the standard session.

    Raises:
        GaddumError: GAD-API-03 if a drive does nothing in the standard session, or less than nothing.
    """
    missing = tuple(m for m in mechanisms if m.drive is not None and not m.gain)
    if not missing:
        return mechanisms
    found = standard_session(missing)
    by_drive = {m.drive: found[m.name] for m in needed(missing).drives}
    for mechanism in missing:
        gain, peak = by_drive[mechanism.drive]
        if not (0.0 < gain < np.inf and 0.0 < peak < np.inf):
            raise GaddumError(
                "GAD-API-03",
                "The drive of a mechanism does not act in the standard session, so it cannot be calibrated.",
                place=mechanism.name,
                value=f"gain {gain:g}, peak {peak:g}",
                expected="a drive above zero during 0.5 mg/kg ketamine over 40 min without an antagonist",
                remedy="Check what the drive reads; it must not be negative.",
            )
    return tuple(
        replace(m, gain=by_drive[m.drive][0], peak=by_drive[m.drive][1]) if m in missing else m
        for m in mechanisms
    )


if __name__ == "__main__":
    for name, (gain, peak) in standard_session(tuple(MECHANISMS.values())).items():
        print(f"{name}: gain={gain:.6f}, peak={peak:.6f}")
