"""Competitive binding at equilibrium, and how a compound's states become binding terms.

Source: Gaddum 1937 [gaddum1937].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gaddum.pharmacology.compounds import Compound

SITE = "mu_site"
"""Link that holds an antagonist at its receptor; occupancy of kappa and delta is read from it by a ratio."""


@dataclass(frozen=True)
class Receptor:
    """A binding site.

    Attributes:
        name: Name of the site, and of the affinity in compound files.
        title: What it is called in a report.
        site: Affinity that scales the retained antagonist to this receptor; empty where the scale is 1.
    """

    name: str
    title: str
    site: str = ""


def gaddum(ligand: Any, *competitors: Any) -> Any:
    """Fraction of receptors held by one ligand beside competitors.

    Args:
        ligand: Concentration over binding constant, ≥ 0; any array.
        competitors: The same for each competitor; broadcast against `ligand`.

    Returns:
        Fraction in [0, 1]; 0 where the ligand is absent.

    Assumes: equilibrium at every instant, one site, no depletion of ligand.
    Source: Gaddum 1937 [gaddum1937].
    """
    total = 1.0 + ligand
    for competitor in competitors:
        total = total + competitor
    return ligand / total


def ligand_readout(receptor: Receptor, part: Compound) -> dict[str, float]:
    """Linear combination of a compound's brain states that gives Σ concentration / binding constant."""
    readout: dict[str, float] = {}
    for link in part.links:
        if link != "brain" and not link.startswith("brain_"):
            continue
        affinity = part.affinities.get(receptor.name + link.removeprefix("brain"))
        if affinity is not None and affinity.value:
            readout[link] = 1.0 / affinity.value
    return readout


def antagonist_readout(receptor: Receptor, part: Compound) -> dict[str, float]:
    """Linear combination that gives a retained antagonist in multiples of its binding constant here."""
    if SITE not in part.links:
        return {}
    if not receptor.site:
        return {SITE: 1.0}
    affinity = part.affinities.get(receptor.site)
    return {SITE: affinity.value} if affinity is not None and affinity.value else {}
