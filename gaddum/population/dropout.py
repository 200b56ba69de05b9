"""Who is lost, and when: withdrawal that depends on how a person is doing, and visits missed by chance.

    hazard before a visit = h0 · exp(slope · (H − H0))

with H the last score and H0 the untreated one, so people who stay ill leave sooner.

Source: form after Cerou 2019 [cerou2019]; missing not at random preferred, Gomeni 2009 [gomeni2009]; slope
assumed; loss 2 of 14 in Williams 2018 [williams2018].
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

SLOPE = 0.08
"""Log hazard per point of HAM-D-17 above the untreated score."""

TRIAL_LOSS = 0.14
"""Share of people lost over a whole crossover of average course."""

AVERAGE_FACTOR = 0.55
"""Mean of exp(slope · (H − H0)) over a treated crossover, so that h0 gives the stated loss."""

MISSED = 0.02
"""Chance that a visit is missed by someone still in the trial (assumed)."""

OBSERVED, MISSED_VISIT, WITHDREW = 0, 1, 2


def baseline_hazard(visits: int) -> float:
    """h0 for a trial with this many visits after the first."""
    return float(-np.log(1.0 - TRIAL_LOSS) / max(visits, 1) / AVERAGE_FACTOR)


def missing(score: jax.Array, untreated: jax.Array, chance: jax.Array) -> jax.Array:
    """Why each rating is missing.

    Args:
        score: Expected HAM-D-17, [period, visit, person], visits in order of time.
        untreated: Untreated score, [person].
        chance: Uniform numbers, [2, period, visit, person].

    Returns:
        0 observed, 1 missed visit, 2 withdrew; [period, visit, person].  Nobody misses the first visit.
    """
    periods, visits, _ = score.shape
    flat = score.reshape(periods * visits, -1)
    u_leave, u_miss = (c.reshape(periods * visits, -1) for c in chance)
    hazard = baseline_hazard(periods * visits - 1) * jnp.exp(SLOPE * (flat[:-1] - untreated))
    leaves = jnp.concatenate([jnp.zeros_like(untreated)[None], (u_leave[1:] < hazard).astype(flat.dtype)])
    gone = jnp.cumsum(leaves, axis=0) > 0
    is_first = (jnp.arange(periods * visits) == 0)[:, None]
    missed = (u_miss < MISSED) & ~is_first
    reason = jnp.where(gone, WITHDREW, jnp.where(missed, MISSED_VISIT, OBSERVED))
    return reason.astype(jnp.uint8).reshape(periods, visits, -1)
