"""The phencyclidine site of the NMDA receptor channel, which ketamine and norketamine block."""

from gaddum.pharmacology.receptors.base import Receptor

NMDA = Receptor("NMDA", "NMDA receptor (phencyclidine site)", site="site_NMDA")
