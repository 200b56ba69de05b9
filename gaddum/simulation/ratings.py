"""What raters write down: whole-number scores of every instrument under one mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from gaddum import instruments
from gaddum.pharmacology.mechanisms import Mechanism
from gaddum.pharmacology.outcomes import dependence, depression, dissociation, liking, plasticity
from gaddum.pharmacology.receptors.mu import E0
from gaddum.simulation.model import Drives, components

DEPRESSION_SCALES: dict[str, float] = {"hamd17": 1.0, "madrs": depression.MADRS_PER_HAMD.value, "hamd6": 0.5}
"""Points of each scale for one point of HAM-D-17 (assumed)."""

SIMULATED = (*DEPRESSION_SCALES, "cadss", "drug_liking", "craving", "cows")
"""Instruments for which there is an outcome model."""


@dataclass(frozen=True)
class Traits:
    """How a person responds; arrays [person], but for theta.

    Attributes:
        untreated: HAM-D-17 without treatment.
        theta: Drug improvement at P = 1, fraction; differs between sessions, [period, 1, person].
        expectancy: Placebo improvement, fraction.
        emax: Largest dissociation, points.
        lmax: Liking above neutral at the session's peak, points.
    """

    untreated: jax.Array
    theta: jax.Array
    expectancy: jax.Array
    emax: jax.Array
    lmax: jax.Array


TRAIT_EFFECTS = ("theta", "expectancy", "emax", "lmax")


def traits(baseline: jax.Array, scale: float, z: dict[str, jax.Array], occasion: jax.Array) -> Traits:
    """Traits from standard normal effects.

    Args:
        baseline: Untreated score on the protocol's baseline instrument, [person].
        scale: Points of that instrument for one of HAM-D-17.
        z: Standard normal effects by trait, [person].
        occasion: Standard normal effects on theta, [period, person].
    """
    between = depression.OCCASION.value
    mixed = (1.0 - between) ** 0.5 * z["theta"] + between**0.5 * occasion
    return Traits(
        untreated=baseline / scale,
        theta=_logit_normal(depression.THETA.value, depression.THETA_SD.value, mixed)[:, None],
        expectancy=_logit_normal(
            depression.EXPECTANCY.value, depression.EXPECTANCY_SD.value, z["expectancy"]
        ),
        emax=dissociation.EMAX.value * jnp.exp(dissociation.EMAX_SD.value * z["emax"]),
        lmax=liking.LMAX.value + liking.LMAX_SD.value * z["lmax"],
    )


def _logit_normal(median: float, sd: float, z: jax.Array) -> jax.Array:
    odds = median / (1.0 - median) * jnp.exp(sd * z)
    return odds / (1.0 + odds)


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Weights:
    """What a mechanism does with the drives and loads, as numbers; a leading axis [mechanism] where stacked.

    Attributes:
        gain: Plasticity gain of each drive, [drive].
        gain_phi: What each gain changes by for one unit of the trial's opioid share, [drive].
        cause: 1 where belief does the work and the drug does not.
        nocebo: Largest worsening by the antagonist, fraction.
        high: Share of liking that follows the drug high.
        opioid: Share of liking that follows each drive, over the drive's peak, [drive].
        load: 1 for the load that this mechanism's opioid system adapts to, [load].
    """

    gain: jax.Array
    gain_phi: jax.Array
    cause: jax.Array
    nocebo: jax.Array
    high: jax.Array
    opioid: jax.Array
    load: jax.Array


def weights(mechanism: Mechanism, drives: Drives) -> Weights:
    """A mechanism as numbers over the given drives and loads."""
    n = len(drives.drives)
    gain, gain_phi, opioid = np.zeros(n), np.zeros(n), np.zeros(n)
    shares = [share for _, share in mechanism.mix] or [1.0]
    for part, share in zip(components(mechanism), shares, strict=False):
        at = [m.drive for m in drives.drives].index(part.drive)
        fixed, per_phi = {"phi": (0.0, 1.0), "1 - phi": (1.0, -1.0)}.get(str(share), (share, 0.0))
        gain[at] += float(fixed) * part.gain
        gain_phi[at] += per_phi * part.gain
        if not mechanism.mix:
            opioid[at] = mechanism.opioid_liking / part.peak
    load = np.array([float(m.drive is mechanism.drive) for m in drives.loads])
    high = 1.0 - opioid.any() * mechanism.opioid_liking
    rows = (gain, gain_phi, mechanism.expectancy == "cause", mechanism.nocebo, high)
    return Weights(*(jnp.asarray(row, float) for row in (*rows, opioid, load)))


def stack(rows: Sequence[Weights]) -> Weights:
    """Several mechanisms' weights with a leading axis."""
    stacked: Weights = jax.tree.map(lambda *leaves: jnp.stack(leaves), *rows)
    return stacked


def _mix(factors: Any, raw: jax.Array) -> jax.Array:
    """Σ factor · raw over the drives or loads, the axis before the last of `raw`."""
    total = jnp.zeros(raw.shape[:-2] + raw.shape[-1:])
    for k in range(raw.shape[-2]):
        total = total + factors[k] * raw[..., k, :]
    return total


def expected_fraction(
    w: Weights, seen: dict[str, jax.Array], person: Traits, clock: dict[str, jax.Array]
) -> jax.Array:
    """Depression score as a fraction of the untreated one, [period, visit, person].

    Args:
        w: Weights of one mechanism.
        seen: `plasticity` before its gain, [period, visit, drive, person], and `antagonist`
            [period, visit, person].
        person: Traits.
        clock: `since` hours since the last session (negative: none yet), `belief` in it, both
            [period, visit, person]; `phi` [person].
    """
    gains = w.gain[:, None] + w.gain_phi[:, None] * clock["phi"]
    lifted = _mix(gains, seen["plasticity"])
    fading = jnp.where(
        clock["since"] >= 0.0, jnp.exp(-plasticity.RATE_P * jnp.maximum(clock["since"] - 24.0, 0.0)), 0.0
    )
    open_gate = (1.0 + E0.value) / (1.0 + E0.value + seen["antagonist"])
    is_cause = w.cause > 0.5
    drug = jnp.where(
        is_cause,
        person.theta * clock["belief"] * fading * open_gate,
        depression.drug_improvement(person.theta, lifted),
    )
    believed = person.expectancy * fading * jnp.where(is_cause, open_gate, 1.0)
    blocked = seen["antagonist"] / (1.0 + seen["antagonist"])
    fade = jnp.exp(-jnp.maximum(clock["since"], 0.0) / (depression.NOCEBO_DAYS.value * 24.0))
    harm = w.nocebo * blocked * jnp.where(clock["since"] >= 0.0, fade, 0.0)
    severity: jax.Array = depression.severity(drug, believed, harm)
    return severity


def rate(
    w: Weights,
    names: Sequence[str],
    seen: dict[str, jax.Array],
    person: Traits,
    clock: dict[str, jax.Array],
    noise: jax.Array,
    is_first_visit: jax.Array,
) -> tuple[dict[str, jax.Array], jax.Array]:
    """Scores of every instrument under one mechanism.

    Args:
        w, seen, person, clock: As in `expected_fraction`; `seen` also has `effect_site`, `high`, `drive`,
            `craving`, `load` and `adaptation`.
        names: Instruments to score.
        noise: Standard normal, [instrument, period, visit, person].
        is_first_visit: Whether each visit is a period's first, [visit]: it is re-rated with its own spread.

    Returns:
        Scores as whole numbers inside each instrument's range, each [period, visit, person]; and the expected
        HAM-D-17, on which withdrawal depends.
    """
    latent = person.untreated * expected_fraction(w, seen, person, clock)
    spread = jnp.where(is_first_visit, depression.RERATING.value, depression.RESIDUAL.value)[None, :, None]
    scores: dict[str, jax.Array] = {}
    for k, name in enumerate(names):
        if name == "hamd6":
            continue
        if name in DEPRESSION_SCALES:
            value = DEPRESSION_SCALES[name] * (latent + spread * noise[k])
        elif name == "cadss":
            value = dissociation.dissociation(seen["effect_site"], person.emax)
            value = value + dissociation.RESIDUAL.value * noise[k]
        elif name == "drug_liking":
            value = liking_of(w, seen, person) + liking.RESIDUAL.value * noise[k]
        elif name == "craving":
            value = craving_of(w, seen, person) + liking.RESIDUAL.value * noise[k]
        elif name == "cows":
            value = dependence.cows(withdrawal_of(w, seen, seen["antagonist"]))
            value = value + dependence.RESIDUAL.value * noise[k]
        else:
            continue
        scores[name] = _whole(name, value)
    if "hamd6" in names:
        k = names.index("hamd6")
        whole = scores["hamd17"] if "hamd17" in scores else _whole("hamd17", latent + spread * noise[k])
        core = _whole("hamd6", DEPRESSION_SCALES["hamd6"] * whole + depression.CORE_RESIDUAL.value * noise[k])
        scores["hamd6"] = jnp.minimum(core, whole)
    return scores, latent


def _whole(name: str, value: jax.Array) -> jax.Array:
    scale = instruments.get(name)
    return jnp.clip(jnp.round(value), scale.minimum, scale.maximum).astype(jnp.int16)


def liking_of(w: Weights, seen: dict[str, jax.Array], person: Traits) -> jax.Array:
    """Expected drug liking, before it is kept in range, [period, visit, person]."""
    felt = w.high * seen["high"] / liking.PEAK_HIGH.value + _mix(w.opioid, seen["drive"])
    return 50.0 + person.lmax * felt


def craving_of(w: Weights, seen: dict[str, jax.Array], person: Traits) -> jax.Array:
    """Expected craving, [period, visit, person]."""
    high, drives = seen["craving"][..., 0, :], seen["craving"][..., 1:, :]
    filtered = w.high * high / liking.PEAK_HIGH.value + _mix(w.opioid, drives)
    return liking.K_CRAVING.value * jnp.maximum(person.lmax, 0.0) * filtered


def adaptation_of(w: Weights, seen: dict[str, jax.Array]) -> jax.Array:
    """Adaptation of the opioid system under this mechanism, [period, visit, person]."""
    return _mix(w.load, seen["adaptation"])


def withdrawal_of(w: Weights, seen: dict[str, jax.Array], antagonist: Any) -> jax.Array:
    """Withdrawal W under this mechanism beside a given antagonist; 0 where it has no opioid load."""
    found: jax.Array = dependence.withdrawal(adaptation_of(w, seen), _mix(w.load, seen["load"]), antagonist)
    return found


def withdrawal_blocked(w: Weights, seen: dict[str, jax.Array], antagonist: float) -> jax.Array:
    """Withdrawal W if an antagonist were there now: it also keeps any load from acting."""
    return withdrawal_of(w, {**seen, "load": seen["load"] / (1.0 + antagonist)}, antagonist)
