"""Drawing one trial's people: covariates, random effects, and the noise of every later rating."""

from __future__ import annotations

import math
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtr, ndtri

from gaddum.protocol.population import Population


def trial_key(seed: int, trial: jax.Array) -> jax.Array:
    """Random key of a trial: a function of the seed and the trial's number alone."""
    return jax.random.fold_in(jax.random.key(seed, impl="threefry2x32"), trial)


def truncated_normal(u: jax.Array, mean: float, sd: float, low: float, high: float = jnp.inf) -> jax.Array:
    """Normal numbers kept between two bounds, from uniform ones; rising with them."""
    if sd == 0.0:
        return jnp.clip(jnp.full_like(u, mean), low, high)
    if low > mean:  # the lower tail keeps the digits that 1 − Φ loses
        return -truncated_normal(1.0 - u, -mean, sd, -high, -low)
    bottom, top = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
    found = mean + sd * ndtri(bottom + u * (top - bottom))
    nearest = min(max(mean, low), high)  # where a bound is so far out that nothing is left between
    return jnp.clip(jnp.where(jnp.isfinite(found), found, nearest), low, high)


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class People:
    """One trial's people; every array is [person] unless it says otherwise.

    Attributes:
        weight_kg, age_years: Covariates.
        female: 1 for women, 0 for men.
        baseline: Untreated score on the protocol's baseline instrument.
        effect: Standard normal random effects, [name, person], in the order the caller asked for.
        occasion: The same for each period, [period, name, person].
        noise: Standard normal noise of ratings, [instrument, period, visit, person].
        chance: Uniform numbers for missed visits and withdrawal, [2, period, visit, person].
    """

    weight_kg: jax.Array
    age_years: jax.Array
    female: jax.Array
    baseline: jax.Array
    effect: jax.Array
    occasion: jax.Array
    noise: jax.Array
    chance: jax.Array


def draw(
    key: jax.Array,
    population: Population,
    people: int,
    *,
    effects: int,
    occasions: int,
    periods: int,
    visits: int,
    instruments: int,
) -> People:
    """Draw the people of one trial.

    Args:
        key: `trial_key` of the trial.
        population: The protocol's population.
        people: Number of people.
        effects: Number of random effects per person.
        occasions: Number of random effects per person and period.
        periods, visits, instruments: Shape of what will be rated.

    Returns:
        The people; person i's draws do not depend on how many others there are.
    """

    shapes = {"effect": (effects,), "occasion": (periods, occasions), "noise": (instruments, periods, visits)}
    sizes = [math.prod(shape) for shape in shapes.values()]

    def one(person: jax.Array) -> People:
        # two long draws and not many short ones: each is compiled anew, and they dominate the compilation
        normal_key, uniform_key = jax.random.split(jax.random.fold_in(key, person))
        z = jnp.split(jax.random.normal(normal_key, (sum(sizes),)), np.cumsum(sizes)[:-1])
        normal = {name: part.reshape(shape) for part, (name, shape) in zip(z, shapes.items(), strict=True)}
        u = jax.random.uniform(uniform_key, (4 + 2 * periods * visits,))
        weight, age, base = population.weight_kg, population.age_years, population.baseline
        return People(
            weight_kg=truncated_normal(u[0], weight.mean, weight.sd, weight.min, weight.max),
            age_years=age.min + u[1] * (age.max - age.min),
            female=(u[2] < population.female).astype(u.dtype),
            baseline=truncated_normal(u[3], base.mean, base.sd, base.min or 0.0),
            chance=u[4:].reshape(2, periods, visits),
            **normal,
        )

    drawn = jax.vmap(one)(jnp.arange(people))
    moved: People = jax.tree.map(lambda leaf: jnp.moveaxis(leaf, 0, -1), drawn)
    return moved
