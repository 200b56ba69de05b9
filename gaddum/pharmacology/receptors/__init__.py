"""Receptors: which signals bind where, and Gaddum's equation for who holds the site.

One file per receptor.  A compound binds a receptor through its unbound brain concentration (link `brain`, or
`brain_<species>` for a metabolite) and the affinity of the receptor's name; an antagonist that is retained at
its receptor brings its own state (link `mu_site`) in multiples of its binding constant.
"""

from __future__ import annotations

from gaddum.pharmacology.receptors.base import Receptor, antagonist_readout, gaddum, ligand_readout
from gaddum.pharmacology.receptors.delta import DELTA
from gaddum.pharmacology.receptors.kappa import KAPPA
from gaddum.pharmacology.receptors.mu import MU
from gaddum.pharmacology.receptors.nmda import NMDA

RECEPTORS = {receptor.name: receptor for receptor in (NMDA, MU, KAPPA, DELTA)}

__all__ = [
    "DELTA",
    "KAPPA",
    "MU",
    "NMDA",
    "RECEPTORS",
    "Receptor",
    "antagonist_readout",
    "gaddum",
    "ligand_readout",
]
