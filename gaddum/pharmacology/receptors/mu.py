"""The mu opioid receptor: endogenous peptides, ketamine (weakly) and naltrexone compete for it."""

from gaddum.pharmacology.constants import Constant
from gaddum.pharmacology.receptors.base import Receptor

MU = Receptor("mu", "mu opioid receptor")

E0 = Constant(
    "E0", 0.5, "1", "gaddum", "assumed",
    "Endogenous peptide over its binding constant at rest: a third of receptors held.",
)  # fmt: skip
TONE_HALF = Constant(
    "t_half_tone", 10.0, "min", "gaddum", "assumed",
    "Half-time of endogenous peptide at the receptor.",
)  # fmt: skip
CONSTANTS = (E0, TONE_HALF)
