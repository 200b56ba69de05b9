"""A metabolite, hydroxynorketamine, lifts depression through AMPA receptors; opioids have no part in it.

Against it: in people higher (2R,6R)-hydroxynorketamine went with less improvement [hnk_suicide2019].
"""

from __future__ import annotations

from typing import Any

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism
from gaddum.pharmacology.receptors.base import gaddum

EC50 = Constant("EC50_hnk", 0.1, "umol/L", "gaddum", "assumed", "Unbound brain concentration at half drive.")


def drive(brain: Brain) -> Any:
    """D = C / (C + EC50)."""
    return gaddum(brain.hnk / EC50.value)


MECHANISM = Mechanism(
    name="hnk",
    title="Hydroxynorketamine",
    claim="The metabolite hydroxynorketamine does the work; an opioid antagonist changes nothing.",
    drive=drive,
    gain=0.163241,
    peak=0.445638,
    constants=(EC50,),
)
