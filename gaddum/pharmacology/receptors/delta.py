"""The delta opioid receptor: naltrexone barely holds it at the usual dose."""

from gaddum.pharmacology.receptors.base import Receptor

DELTA = Receptor("delta", "delta opioid receptor", site="site_delta")
