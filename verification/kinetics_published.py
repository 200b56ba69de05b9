"""Published concentrations and receptor blockade that the compound files should reproduce.

Each value says how it was read: `seen` in the source, `second-hand` in a document that cites it, `recalled`
from memory.  Recalled values are shown beside the others and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

# racemic ketamine, three hours of rising infusion, arterial, µmol/L at the end of each hour;
# Kamp 2020, figure 1, digitised by a third party (second-hand)
KAMP_RATES_MG_PER_KG_H = (0.28, 0.57, 1.14)
KAMP = {
    "s-ketamine:ketamine": (0.2701, 0.5239, 1.0457),
    "r-ketamine:ketamine": (0.3959, 0.597, 1.1492),
    "s-ketamine:norketamine": (0.1102, 0.2878, 0.6272),
    "r-ketamine:norketamine": (0.1386, 0.3642, 0.7586),
    "hydroxynorketamine": (0.0222, 0.0698, 0.1764),
}
# mu blockade by positron emission tomography within 8 h of one oral dose: (mg, fraction);
# Rabiner 2011 as tabulated in Trøstheim 2023 (second-hand)
PET_BY_DOSE = ((2, 0.27), (5, 0.43), (5, 0.46), (5, 0.58), (15, 0.61), (50, 0.92), (50, 0.98))
# after one 50 mg dose: (h, fraction, how read)
BLOCKADE_AT_48_H = (0.70, 0.80)
"""Swiss product monograph, alternate-day dosing (seen)."""
HALF_BLOCKADE_H = (72.0, 108.0)
"""Half-time of blockade in five people, Lee 1988 (seen)."""
LEE_1988 = ((48, 0.91), (72, 0.80), (120, 0.46), (168, 0.30))
"""Time course, Lee 1988 (recalled)."""


@dataclass(frozen=True)
class Published:
    """One published quantity.

    Attributes:
        what: Regimen and quantity.
        unit: Its unit.
        low, high: Range within which the model should fall: a published range, mean ± SD, or the two
            ends of what sources give; `None` if only a plain value was published.
        value: Published central value.
        source: Where from.
        mark: seen, second-hand or recalled.
        decides: Whether falling outside counts; recalled and known-conflicting values do not.
        note: Why not, or what else to know.
    """

    what: str
    unit: str
    value: float
    source: str
    mark: str
    low: float | None = None
    high: float | None = None
    decides: bool = True
    note: str = ""


PUBLISHED = {
    "venous_40min": Published(
        "ketamine 0.5 mg/kg over 40 min, venous at its end",
        "ng/mL",
        185,
        "Zarate 2006 in Zanos 2018",
        "second-hand",
        100,
        250,
        note="the venous lag was chosen to meet this value; range: Krystal 1994",
    ),
    "norketamine_peak": Published(
        "the same, norketamine peak",
        "ng/mL",
        74,
        "Zhao 2012",
        "recalled",
        42,
        106,
        decides=False,
    ),
    "hnk_peak": Published(
        "the same, (2,6)-hydroxynorketamine peak",
        "ng/mL",
        38,
        "Zhao 2012",
        "recalled",
        23,
        53,
        decides=False,
    ),
    "s_20mg": Published(
        "S-ketamine 20 mg over 20 min, arterial peak, 73 kg",
        "ng/mL",
        266,
        "Simons thesis",
        "seen",
        260,
        273,
        note="the two ends are two study days; 5 % outside is accepted",
    ),
    "s_5mg": Published(
        "racemic ketamine 5 mg over 30 min, venous S peak",
        "ng/mL",
        15.6,
        "Hasan 2021",
        "second-hand",
        11.1,
        20.1,
    ),
    "r_5mg": Published(
        "the same, venous R peak",
        "ng/mL",
        16.5,
        "Hasan 2021",
        "second-hand",
        11.6,
        21.4,
    ),
    "hnk_auc_ratio": Published(
        "the same, S-hydroxynorketamine / S-ketamine AUC",
        "ratio",
        1.7,
        "Hasan 2021",
        "second-hand",
        0.9,
        2.5,
        decides=False,
        note="Kamp 2020 points the other way; see hydroxynorketamine below",
    ),
    "auc_10mg": Published(
        "ketamine 10 mg intravenous, AUC",
        "ng·h/mL",
        113,
        "PMC9118341, table 6",
        "seen",
        90,
        136,
        note="range: 20 % about the value",
    ),
    "naltrexone_peak": Published(
        "naltrexone 50 mg oral, peak",
        "ng/mL",
        13.3,
        "Swiss monograph",
        "seen",
        6.7,
        20,
        note="range: factor 1.5 to 2, the published between-person CV being 69 %",
    ),
    "naltrexone_tmax": Published("the same, time of peak", "h", 1.0, "Swiss monograph", "seen", 0.5, 1.5),
    "naltrexol_peak": Published(
        "the same, 6β-naltrexol peak",
        "ng/mL",
        108,
        "Swiss monograph",
        "seen",
        86,
        130,
        note="range: 20 %",
    ),
    "naltrexol_auc": Published(
        "the same, 6β-naltrexol AUC",
        "ng·h/mL",
        736,
        "Meyer 1984, from recovery and renal clearance",
        "seen",
        589,
        883,
        note="range: 20 %",
    ),
    "naltrexol_t_half": Published(
        "the same, 6β-naltrexol half-life", "h", 12.7, "Meyer 1984; label", "seen", 12, 13.5
    ),
    "naltrexone_t_half": Published(
        "the same, naltrexone terminal half-life",
        "h",
        8.9,
        "Meyer 1984 (4), Wall 1981 (8.9), Verebey 1976 (10.3)",
        "seen",
        4,
        10.3,
        note="sources differ with how long they sampled; the model's early half-life is 1.1 h",
    ),
    "naltrexone_peak_100": Published(
        "naltrexone 100 mg oral, peak",
        "ng/mL",
        43.6,
        "Verebey 1976, n = 4",
        "second-hand",
        13.7,
        73.5,
    ),
    "naltrexol_peak_100": Published(
        "the same, 6β-naltrexol peak",
        "ng/mL",
        87.2,
        "Verebey 1976, n = 4",
        "second-hand",
        62.2,
        112.2,
        decides=False,
        note="less than the monograph gives for half the dose; the two conflict",
    ),
    "xr_second_peak": Published(
        "naltrexone 380 mg intramuscular, second peak",
        "d",
        2.5,
        "Vivitrol label",
        "seen",
        2,
        3.5,
        note="release shares are assumed; the label says day 2 to 3",
    ),
    "xr_exposure": Published(
        "the same, exposure over 28 daily 50 mg tablets",
        "ratio",
        3.5,
        "Vivitrol label",
        "seen",
        3,
        4,
        decides=False,
        note="the oral bioavailability of 0.10 and full release of the injection give 2.7",
    ),
    "blockade_48h": Published(
        "naltrexone 50 mg oral every 48 h, mu blockade 48 h after a dose",
        "fraction",
        0.75,
        "Swiss monograph",
        "seen",
        0.70,
        0.80,
        decides=False,
        note="the site half-life is a compromise between this and the PET half-time, which asks for more",
    ),
    "blockade_half": Published(
        "naltrexone 50 mg oral, mu blockade falls to a half",
        "h",
        90,
        "Lee 1988",
        "seen",
        72,
        108,
    ),
    "midazolam": Published(
        "midazolam 0.045 mg/kg over 40 min, at its end, 76 kg",
        "ng/mL",
        67,
        "Brill 2014 model, computed by others",
        "second-hand",
        66,
        68,
    ),
    "esketamine_28": Published(
        "esketamine 28 mg nasal, peak",
        "ng/mL",
        44,
        "Perez-Ruixo 2021 model, computed by others",
        "second-hand",
        42,
        46,
    ),
    "esketamine_84": Published(
        "esketamine 84 mg nasal, peak",
        "ng/mL",
        102,
        "the same",
        "second-hand",
        97,
        107,
    ),
}
