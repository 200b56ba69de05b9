"""What is believed before the evidence: weights over mechanisms, and other beliefs to try."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gaddum.errors import GaddumError

# Which mechanisms make the same claim about opioid receptors.
FAMILIES: dict[str, tuple[str, ...]] = {
    "works without opioid receptors": ("nmda-only", "hnk"),
    "needs opioid receptors": ("mu-agonist", "opioid-release", "opioid-tone", "allosteric"),
    "not the drug but the setting": ("expectancy", "nocebo"),
    "partly opioid": ("mixture",),
}


def flat_prior(names: Sequence[str]) -> dict[str, float]:
    """The same weight for each mechanism."""
    return {name: 1.0 / len(names) for name in names}


def normalise_prior(prior: Mapping[str, float] | None, names: Sequence[str]) -> dict[str, float]:
    """A prior that sums to 1 over the simulated mechanisms.

    Args:
        prior: Weights; mechanisms not named get 0.  Flat if None.
        names: The simulated mechanisms.

    Raises:
        GaddumError: GAD-INF-01 if a weight is negative or not finite, or all are 0; GAD-INF-02 if
            a mechanism was not simulated.
    """
    if prior is None:
        return flat_prior(names)
    unknown = [name for name in prior if name not in names]
    if unknown:
        raise GaddumError(
            "GAD-INF-02",
            "The prior names a mechanism that was not simulated.",
            value=", ".join(unknown),
            expected=f"some of {', '.join(names)}",
        )
    wrong = {name: w for name, w in prior.items() if not (math.isfinite(w) and w >= 0)}
    total = sum(prior.values())
    if wrong or not total > 0:
        raise GaddumError(
            "GAD-INF-01",
            "The prior weights are no distribution.",
            value=wrong or dict(prior),
            expected="numbers of 0 or more, not all 0",
        )
    return {name: float(prior.get(name, 0.0)) / total for name in names}


def alternative_priors(names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Other priors a reader may hold, each under a name that says what it is."""
    families = [[n for n in family if n in names] for family in FAMILIES.values()]
    families += [[n] for n in names if not any(n in family for family in FAMILIES.values())]
    families = [family for family in families if family]
    weight = {n: 1.0 / len(families) / len(family) for family in families for n in family}
    by_family = {n: weight[n] for n in names}
    found = {"every mechanism alike": flat_prior(names), "every family of mechanisms alike": by_family}
    for claim, members in FAMILIES.items():
        inside = [n for n in members if n in names]
        outside = [n for n in names if n not in inside]
        if inside and outside:
            weights = {n: 0.5 / len(inside) for n in inside} | {n: 0.5 / len(outside) for n in outside}
            found[f"half the weight on “{claim}”"] = {n: weights[n] for n in names}
    return found
