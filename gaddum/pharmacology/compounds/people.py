"""Parameter values of one person or of a population: covariates, allometry and random effects.

    P_i = P_tv * (weight / reference)^exponent * covariate effects * exp(eta_i)

With `scale: logit` the random effect is added to the logit instead.  Sources: the allometric form is
the convention of the population models cited in the compound files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gaddum.pharmacology.compounds.model import Compound, Parameter
from gaddum.pharmacology.expressions import Array, Floats, library

COVARIATES = ("weight_kg", "female", "age_years")


def typical(
    compound: Compound, weight_kg: float = 70.0, female: bool | float = False, age_years: float = 40.0
) -> dict[str, Array]:
    """Values of a typical person, as plain floats: no random effects.

    Args:
        compound: A simple compound (take the parts of a mixture one by one).
        weight_kg: Body weight, kg.
        female: 1 for women, 0 for men; only used by effects that are switched on.
        age_years: Age, years.
    """
    return individual(compound, {}, weight_kg, float(female), age_years, xp=Floats)


def individual(
    compound: Compound,
    eta: Mapping[str, Array],
    weight_kg: Array = 70.0,
    female: Array = 0.0,
    age_years: Array = 40.0,
    *,
    effects: Collection[str] | None = None,
    xp: object = None,
) -> dict[str, Array]:
    """Values of given people: parameters in canonical units, covariates and molar masses, by name.

    Args:
        compound: A simple compound (take the parts of a mixture one by one, with the same `eta`).
        eta: Random effects by eta name, between-person and between-occasion summed; absent means 0.
        weight_kg: Body weight, kg; like all arguments a float or an array of shape (person,).
        female: 1 for women, 0 for men.
        age_years: Age, years.
        effects: Names of the covariates whose optional effects are on; `None` leaves the file's choice.
        xp: Array library; NumPy if not given.
    """
    covariates = {"weight_kg": weight_kg, "female": female, "age_years": age_years}
    values: dict[str, Array] = dict(covariates)
    for species, molar_mass in compound.species.items():
        values[f"molar_mass_{species}"] = molar_mass
    for parameter in compound.parameters.values():
        value = parameter.formula(values, xp) if parameter.formula else parameter.value
        if parameter.allometry:
            value = value * (weight_kg / compound.reference_weight_kg) ** parameter.allometry
        for effect in parameter.covariates:
            if effect.on if effects is None else effect.covariate in effects:
                value = value * effect.ratio ** (covariates[effect.covariate] - effect.centre)
        if (parameter.iiv or parameter.iov) and parameter.eta in eta:
            value = _vary(value, parameter, eta[parameter.eta], xp)
        values[parameter.name] = value
    return values


def variances(compound: Compound) -> dict[str, tuple[float, float]]:
    """Between-person and between-occasion variance by eta name, over all parts of a mixture."""
    found: dict[str, tuple[float, float]] = {}
    for part, _ in compound.components:
        for parameter in part.parameters.values():
            if parameter.iiv or parameter.iov:
                found.setdefault(parameter.eta, (parameter.iiv, parameter.iov))
    return found


def _vary(value: Array, parameter: Parameter, eta: Array, xp: object) -> Array:
    numbers = library(xp)
    if parameter.scale == "log":
        return value * numbers.exp(eta)
    odds = value / (1.0 - value) * numbers.exp(eta)
    return odds / (1.0 + odds)
