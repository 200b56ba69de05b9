"""What raters write down: whole-number scores of every instrument under one mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

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


def plasticity_of(mechanism: Mechanism, drives: Drives, raw: jax.Array, phi: jax.Array) -> jax.Array:
    """Plasticity with its gain, mixtures weighed by their shares; `raw` is [period, visit, drive, person]."""
    parts = components(mechanism)
    shares = [_share(share, phi) for _, share in mechanism.mix] if mechanism.mix else [1.0]
    total = jnp.zeros_like(raw[..., 0, :]) if raw.shape[-2] else jnp.zeros(raw.shape[:2] + raw.shape[-1:])
    for part, share in zip(parts, shares, strict=False):
        total = total + share * part.gain * raw[..., drives.names.index(_of(part, drives)), :]
    return total


def _share(share: float | str, phi: jax.Array) -> Any:
    return {"phi": phi, "1 - phi": 1.0 - phi}[share] if isinstance(share, str) else share


def _of(part: Mechanism, drives: Drives) -> str:
    return next(m.name for m in drives.drives if m.drive is part.drive)


def expected_fraction(
    mechanism: Mechanism,
    drives: Drives,
    seen: dict[str, jax.Array],
    person: Traits,
    clock: dict[str, jax.Array],
) -> jax.Array:
    """Depression score as a fraction of the untreated one, [period, visit, person].

    Args:
        mechanism: The mechanism.
        drives: Order of the drives in `seen`.
        seen: `plasticity` [period, visit, drive, person] and `antagonist` [period, visit, person].
        person: Traits.
        clock: `since` hours since the last session (negative: none yet), `belief` in it, both
            [period, visit, person]; `phi` [person].
    """
    lifted = plasticity_of(mechanism, drives, seen["plasticity"], clock["phi"])
    fading = jnp.where(
        clock["since"] >= 0.0, jnp.exp(-plasticity.RATE_P * jnp.maximum(clock["since"] - 24.0, 0.0)), 0.0
    )
    drug = depression.drug_improvement(person.theta, lifted)
    believed = person.expectancy * fading
    if mechanism.expectancy == "cause":
        open_gate = (1.0 + E0.value) / (1.0 + E0.value + seen["antagonist"])
        believed = believed * open_gate
        drug = person.theta * clock["belief"] * fading * open_gate
    blocked = seen["antagonist"] / (1.0 + seen["antagonist"])
    fade = jnp.exp(-jnp.maximum(clock["since"], 0.0) / (depression.NOCEBO_DAYS.value * 24.0))
    harm = mechanism.nocebo * blocked * jnp.where(clock["since"] >= 0.0, fade, 0.0)
    severity: jax.Array = depression.severity(drug, believed, harm)
    return severity


def rate(
    mechanism: Mechanism,
    drives: Drives,
    names: Sequence[str],
    seen: dict[str, jax.Array],
    person: Traits,
    clock: dict[str, jax.Array],
    noise: jax.Array,
    is_first_visit: jax.Array,
) -> tuple[dict[str, jax.Array], jax.Array]:
    """Scores of every instrument.

    Args:
        mechanism, drives, seen, person, clock: As in `expected_fraction`; `seen` also has `effect_site`,
            `high`, `drive`, `craving`, `load` and `adaptation`.
        names: Instruments to score.
        noise: Standard normal, [instrument, period, visit, person].
        is_first_visit: Whether each visit is a period's first, [visit]: it is re-rated with its own spread.

    Returns:
        Scores as whole numbers inside each instrument's range, each [period, visit, person]; and the expected
        HAM-D-17, on which withdrawal depends.
    """
    fraction = expected_fraction(mechanism, drives, seen, person, clock)
    latent = person.untreated * fraction
    spread = jnp.where(is_first_visit, depression.RERATING.value, depression.RESIDUAL.value)[None, :, None]
    scores: dict[str, jax.Array] = {}
    for k, name in enumerate(names):
        if name == "hamd6":
            continue
        if name in DEPRESSION_SCALES:
            value = DEPRESSION_SCALES[name] * (latent + spread * noise[k])
        elif name == "cadss":
            value = (
                dissociation.dissociation(seen["effect_site"], person.emax)
                + dissociation.RESIDUAL.value * noise[k]
            )
        elif name == "drug_liking":
            value = liking_of(mechanism, drives, seen, person) + liking.RESIDUAL.value * noise[k]
        elif name == "craving":
            value = craving_of(mechanism, drives, seen, person) + liking.RESIDUAL.value * noise[k]
        elif name == "cows":
            value = _cows(mechanism, drives, seen) + noise[k] * 0.5
        else:
            continue
        scores[name] = _whole(name, value)
    if "hamd6" in names:
        k = names.index("hamd6")
        whole = scores["hamd17"] if "hamd17" in scores else _whole("hamd17", latent + spread * noise[k])
        scores["hamd6"] = jnp.minimum(
            _whole("hamd6", DEPRESSION_SCALES["hamd6"] * whole + 0.8 * noise[k]), whole
        )
    return scores, latent


def _whole(name: str, value: jax.Array) -> jax.Array:
    scale = instruments.get(name)
    return jnp.clip(jnp.round(value), scale.minimum, scale.maximum).astype(jnp.int16)


def _opioid(mechanism: Mechanism, drives: Drives, raw: jax.Array) -> jax.Array:
    own = next(m for m in drives.drives if m.drive is mechanism.drive)
    return raw[..., drives.names.index(own.name), :] / own.peak


def liking_of(mechanism: Mechanism, drives: Drives, seen: dict[str, jax.Array], person: Traits) -> jax.Array:
    """Expected drug liking, before it is kept in range, [period, visit, person]."""
    felt = seen["high"] / liking.PEAK_HIGH.value
    w = mechanism.opioid_liking
    if w and mechanism.drive is not None:
        felt = (1.0 - w) * felt + w * _opioid(mechanism, drives, seen["drive"])
    return 50.0 + person.lmax * felt


def craving_of(mechanism: Mechanism, drives: Drives, seen: dict[str, jax.Array], person: Traits) -> jax.Array:
    """Expected craving, [period, visit, person]."""
    filtered = seen["craving"][..., 0, :] / liking.PEAK_HIGH.value
    w = mechanism.opioid_liking
    if w and mechanism.drive is not None:
        filtered = (1.0 - w) * filtered + w * _opioid(mechanism, drives, seen["craving"][..., 1:, :])
    return liking.K_CRAVING.value * jnp.maximum(person.lmax, 0.0) * filtered


def withdrawal_of(
    mechanism: Mechanism, drives: Drives, seen: dict[str, jax.Array], antagonist: Any
) -> jax.Array:
    """Withdrawal W under this mechanism beside a given antagonist; 0 where it has no opioid load."""
    loads = [m.name for m in drives.loads]
    if mechanism.name not in loads:
        return jnp.zeros_like(seen["antagonist"])
    k = loads.index(mechanism.name)
    w: jax.Array = dependence.withdrawal(seen["adaptation"][..., k, :], seen["load"][..., k, :], antagonist)
    return w


def withdrawal_blocked(
    mechanism: Mechanism, drives: Drives, seen: dict[str, jax.Array], antagonist: float
) -> jax.Array:
    """Withdrawal W if an antagonist were there now: it also keeps any load from acting."""
    unanswered = {**seen, "load": seen["load"] / (1.0 + antagonist)}
    return withdrawal_of(mechanism, drives, unanswered, antagonist)


def _cows(mechanism: Mechanism, drives: Drives, seen: dict[str, jax.Array]) -> jax.Array:
    cows: jax.Array = dependence.cows(withdrawal_of(mechanism, drives, seen, seen["antagonist"]))
    return cows
