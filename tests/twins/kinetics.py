"""Drug movement in one person, compartment by compartment, as the source papers print it.

Part of the twin (see `README.md`): written from the pharmacology sources alone, without looking at the
package, one scalar equation a line, so that a pharmacologist can check it with a finger on the paper.
Amounts are µmol, volumes L, flows L/h, concentrations µmol/L; hours count from the start of the infusion.

Sources: Simons 2022 (arterial ketamine chain), Hasan 2021 (R to S clearance), Olofsen 2022 (8.3 min lag),
Dunbar 2007 (naltrexone clearances); oral naltrexone and receptor-site rates as fitted by the project to
label and PET data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

LN2 = math.log(2.0)
MOLAR_MASS = {  # g/mol
    "ketamine": 237.73, "norketamine": 223.70, "hnk": 239.70, "naltrexone": 341.40, "naltrexol": 343.42,
}  # fmt: skip

# States of one enantiomer's chain, then of naltrexone: the order used in every state vector of the twin.
CHAIN = (
    "central", "peripheral1", "peripheral2", "transit1", "transit2", "norketamine", "norketamine_peripheral",
    "transit3", "transit4", "hnk", "hnk_peripheral", "brain", "brain_norketamine", "brain_hnk", "effect_site",
    "venous", "lost",
)  # fmt: skip
BLOCKER = ("depot", "central", "peripheral", "naltrexol", "naltrexol_peripheral", "mu_site", "lost")


@dataclass(frozen=True)
class KetamineChain:
    """One enantiomer at 70 kg (Simons 2022; HNK fraction and clearance refitted to Kamp 2020)."""

    CL: float = 1.48 * 60
    V1: float = 11.6
    V2: float = 39.0
    V3: float = 174.0
    Q2: float = 2.43 * 60
    Q3: float = 1.21 * 60
    mtt_norketamine: float = 20.1 / 60  # two transits
    fm_norketamine: float = 0.80
    norketamine_CL: float = 1.00 * 60
    norketamine_Q: float = 2.63 * 60
    norketamine_V2: float = 221.0  # the central norketamine volume equals V1
    mtt_hnk: float = 1.12 / 60  # two transits
    fm_hnk: float = 0.40
    hnk_CL: float = 1.27 * 60
    hnk_Q: float = 1.70 * 60
    hnk_V1: float = 4.4
    hnk_V2: float = 87.5
    fu: float = 0.65
    kp_uu: float = 1.0
    fu_norketamine: float = 0.5
    fu_hnk: float = 0.7
    brain_half: float = 8.3 / 60
    venous_half: float = 20 / 60

    def scaled(self, weight_kg: float) -> KetamineChain:
        """The same person at another weight: flows with exponent 0.75, volumes with 1, times untouched."""
        flow, size = (weight_kg / 70) ** 0.75, weight_kg / 70
        flows = ("CL", "Q2", "Q3", "norketamine_CL", "norketamine_Q", "hnk_CL", "hnk_Q")
        sizes = ("V1", "V2", "V3", "norketamine_V2", "hnk_V1", "hnk_V2")
        changed = {name: getattr(self, name) * flow for name in flows}
        changed |= {name: getattr(self, name) * size for name in sizes}
        return replace(self, **changed)


def r_ketamine(s: KetamineChain) -> KetamineChain:
    """R-ketamine from S-ketamine: both clearances a little lower, more of it unbound, all else shared."""
    return replace(s, CL=0.944 * s.CL, norketamine_CL=0.95 * s.norketamine_CL, fu=0.71)


@dataclass(frozen=True)
class Naltrexone:
    """Oral naltrexone and 6β-naltrexol in a typical adult; no weight scaling is known, so none is used."""

    ka: float = 1.95
    F: float = 0.10
    CL: float = 140.0
    Q: float = 73.6
    V1: float = 223.0
    V2: float = 399.0
    presystemic: float = 0.91  # of the dose, to 6β-naltrexol; never more than what F leaves over
    systemic: float = 0.50  # of systemic clearance, to 6β-naltrexol
    naltrexol_CL: float = 65.1
    naltrexol_Q: float = 68.6
    naltrexol_V1: float = 284.0
    naltrexol_V2: float = 528.0
    k_in: float = 0.63  # per (ng/mL * h)
    k_out: float = LN2 / 21


@dataclass(frozen=True)
class Body:
    """Everything about one person's kinetics."""

    weight_kg: float = 80.0
    s: KetamineChain = field(default_factory=lambda: KetamineChain().scaled(80.0))
    r: KetamineChain = field(default_factory=lambda: r_ketamine(KetamineChain().scaled(80.0)))
    blocker: Naltrexone = field(default_factory=Naltrexone)


def typical_body(weight_kg: float = 80.0, kp_uu: float = 1.0) -> Body:
    """A person with every parameter at its typical value."""
    s = replace(KetamineChain(kp_uu=kp_uu), fu=0.65).scaled(weight_kg)
    return Body(weight_kg, s, r_ketamine(s), Naltrexone())


def chain_rates(x: list[float], p: KetamineChain, infusion: float) -> list[float]:
    """Rates of change of one enantiomer's states (order of CHAIN); `infusion` in µmol/h."""
    central, per1, per2, m1, m2, nk, nk_per, h1, h2, hnk, hnk_per = x[:11]
    brain, brain_nk, brain_hnk, effect, venous, _lost = x[11:]
    conc, conc_nk, conc_hnk = central / p.V1, nk / p.V1, hnk / p.hnk_V1
    to_per1 = p.Q2 * (conc - per1 / p.V2)
    to_per2 = p.Q3 * (conc - per2 / p.V3)
    eliminated = p.CL * conc
    step1 = 2 / p.mtt_norketamine
    formed_nk = p.fm_norketamine * step1 * m2
    to_nk_per = p.norketamine_Q * (conc_nk - nk_per / p.norketamine_V2)
    eliminated_nk = p.norketamine_CL * conc_nk
    step2 = 2 / p.mtt_hnk
    formed_hnk = p.fm_hnk * step2 * h2
    to_hnk_per = p.hnk_Q * (conc_hnk - hnk_per / p.hnk_V2)
    eliminated_hnk = p.hnk_CL * conc_hnk
    lag, venous_lag = LN2 / p.brain_half, LN2 / p.venous_half
    return [
        infusion - eliminated - to_per1 - to_per2,
        to_per1,
        to_per2,
        eliminated - step1 * m1,
        step1 * (m1 - m2),
        formed_nk - eliminated_nk - to_nk_per,
        to_nk_per,
        eliminated_nk - step2 * h1,
        step2 * (h1 - h2),
        formed_hnk - eliminated_hnk - to_hnk_per,
        to_hnk_per,
        lag * (p.fu * p.kp_uu * conc - brain),
        lag * (p.fu_norketamine * conc_nk - brain_nk),
        lag * (p.fu_hnk * conc_hnk - brain_hnk),
        lag * (conc - effect),
        venous_lag * (conc - venous),
        (1 - p.fm_norketamine) * step1 * m2 + (1 - p.fm_hnk) * step2 * h2 + eliminated_hnk,
    ]


def blocker_rates(x: list[float], p: Naltrexone) -> list[float]:
    """Rates of change of naltrexone, 6β-naltrexol and the receptor-site state (order of BLOCKER)."""
    depot, central, peripheral, naltrexol, naltrexol_per, mu_site, _lost = x
    absorbed = p.ka * depot
    first_pass = min(p.presystemic, 1 - p.F)
    eliminated = p.CL * central / p.V1
    to_per = p.Q * (central / p.V1 - peripheral / p.V2)
    eliminated_bn = p.naltrexol_CL * naltrexol / p.naltrexol_V1
    to_bn_per = p.naltrexol_Q * (naltrexol / p.naltrexol_V1 - naltrexol_per / p.naltrexol_V2)
    ng_ml = central / p.V1 * MOLAR_MASS["naltrexone"]
    return [
        -absorbed,
        p.F * absorbed - eliminated - to_per,
        to_per,
        first_pass * absorbed + p.systemic * eliminated - eliminated_bn - to_bn_per,
        to_bn_per,
        p.k_in * ng_ml - p.k_out * mu_site,
        (1 - p.F - first_pass) * absorbed + (1 - p.systemic) * eliminated + eliminated_bn,
    ]
