"""The kappa opioid receptor: naltrexone holds it about half as tightly as mu."""

from gaddum.pharmacology.receptors.base import Receptor

KAPPA = Receptor("kappa", "kappa opioid receptor", site="site_kappa")
