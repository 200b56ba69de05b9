"""The twin of the founding trial: ketamine after placebo or naltrexone, computed slowly and by another route.

Nothing here imports the package: equations and constants were taken again from the sources ("double
programming"), so that an error in either shows as a difference. `python -m tests.twins.ketamine_naltrexone`
recomputes every table of `README.md` and writes `results.json` (about a minute and a half).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from .kinetics import MOLAR_MASS, Body, typical_body
from .mechanisms import (
    DRIVES,
    INDEX,
    Array,
    Constants,
    Dose,
    founding_period,
    receptor_state,
    solve,
    withdrawal,
)
from .trial import AS_TABULATED, Setting, exposure, pool, simulate

COURSE_H = (2.0, 4.0, 24.0, 48.0, 72.0, 168.0, 336.0)
OCCUPANCY_MIN = (0, 20, 40, 60, 120, 240, 480)
BLOCKADE_H = (0.75, 1.42, 2.0, 4.0, 24.0, 48.0, 72.0, 103.0, 120.0, 168.0)
REGIMENS = {  # number of doses, hours between
    "single": (1, 24.0), "twice weekly x8": (8, 84.0), "daily x28": (28, 24.0),
    "four times daily x28": (112, 6.0),
}  # fmt: skip
LOADS = {
    "as printed: 30*rho_K beside tone": Constants(),
    "without tone": Constants(load_sees_tone=False),
    "without tone, potency falls by 1+M/0.3": Constants(load_sees_tone=False, load_M50=0.3),
    "without tone, potency falls by 1+M": Constants(load_sees_tone=False, load_M50=1.0),
}
TRIAL_MECHANISMS = (
    *DRIVES, "expectancy", "nocebo:0.10", "nocebo:0.25", "mixture:0.3", "mixture:0.5", "mixture:0.7",
)  # fmt: skip


def typical_gains(weight_kg: float = 80.0) -> dict[str, float]:
    """g by hypothesis: it makes P(24 h) = 1 in a typical person after ketamine and placebo."""
    x = solve(typical_body(weight_kg), founding_period(weight_kg, False), [24.0])
    return {d: 1 / float(x[0, INDEX[f"P.{d}"]]) for d in DRIVES}


def plasticity_course(naltrexone: bool = False) -> dict[str, list[float]]:
    """P at 2 h to 14 d by hypothesis, as a fraction of day 1 after placebo."""
    gains = typical_gains()
    x = solve(typical_body(), founding_period(80.0, naltrexone), COURSE_H)
    return {d: [float(p) * gains[d] for p in x[:, INDEX[f"P.{d}"]]] for d in DRIVES}


def retained_drive() -> dict[str, float]:
    """Day-1 plasticity with naltrexone as a fraction of that with placebo; for H4 the gate instead."""
    e = exposure(typical_body(), typical_gains())
    kept = {d: e.P[d][1] / e.P[d][0] for d in DRIVES}
    return kept | {"expectancy": 1.5 / (1.5 + e.A[1])}


def occupancy_table(kp_uu: float = 1.0) -> list[dict[str, float]]:
    """Receptor occupancies through the session, 80 kg: the dossier's section 8."""
    body, c, times = typical_body(80.0, kp_uu), Constants(), [m / 60 for m in OCCUPANCY_MIN]
    alone, both = (solve(body, founding_period(80.0, blocked), times) for blocked in (False, True))
    rows = []
    for i, minute in enumerate(OCCUPANCY_MIN):
        a, b = receptor_state(alone[i], c), receptor_state(both[i], c)
        rows.append({
            "min": minute, "nmda": a["nmda"], "ketamine_mor_alone": a["rho_k_bare"],
            "ketamine_mor_blocked": b["rho_k_bare"], "naltrexone_mor": b["mu"], "naltrexone_kor": b["kappa"],
            "naltrexone_dor": b["delta"],
        })  # fmt: skip
    return [{key: float(value) for key, value in row.items()} for row in rows]


def blockade() -> dict[str, dict[str, float]]:
    """Mu blockade after naltrexone alone, over time (50 mg) and over dose (at 4 h)."""
    body, c = typical_body(70.0), Constants()
    x = solve(body, [Dose("naltrexone", 50.0, 0.0)], BLOCKADE_H)
    by_time = {f"{t:g} h": float(receptor_state(row, c)["mu"]) for t, row in zip(BLOCKADE_H, x, strict=True)}
    by_dose = {}
    for mg in (2.0, 5.0, 15.0, 50.0, 100.0):
        by_dose[f"{mg:g} mg"] = float(
            receptor_state(solve(body, [Dose("naltrexone", mg, 0.0)], [4.0])[0], c)["mu"]
        )
    return {"time": by_time, "dose": by_dose}


def both_enantiomers(x: Array, state: str, body: Body) -> Array:
    """Total concentration, ng/mL, from amounts of both enantiomers."""
    volume = body.s.hnk_V1 if state == "hnk" else body.s.V1
    mass = MOLAR_MASS["ketamine" if state == "central" else state]
    return np.asarray((x[:, INDEX[f"s.{state}"]] + x[:, INDEX[f"r.{state}"]]) / volume * mass)


def concentrations() -> dict[str, float]:
    """Landmarks of the concentration curves, ng/mL and h: the dossier's sections 1.3, 2 and 8."""
    body, times = typical_body(), [float(t) for t in np.linspace(0, 24, 1441)]
    x = solve(body, founding_period(80.0, False), times)
    end = 40
    n = solve(typical_body(70.0), [Dose("naltrexone", 50.0, 0.0)], times)
    ntx = n[:, INDEX["n.central"]] / body.blocker.V1 * MOLAR_MASS["naltrexone"]
    bn = n[:, INDEX["n.naltrexol"]] / body.blocker.naltrexol_V1 * MOLAR_MASS["naltrexol"]
    arterial = both_enantiomers(x, "central", body)
    venous = (x[:, INDEX["s.venous"]] + x[:, INDEX["r.venous"]]) * MOLAR_MASS["ketamine"]
    found = {
        "ketamine arterial 40 min": arterial[end],
        "ketamine venous 40 min": venous[end],
        "ketamine AUC 0-24 h": np.trapezoid(arterial, times),
        "norketamine peak": both_enantiomers(x, "norketamine", body).max(),
        "hnk peak": both_enantiomers(x, "hnk", body).max(),
        "S-ketamine effect site 40 min, umol/L": x[end, INDEX["s.effect_site"]],
        "naltrexone peak": ntx.max(),
        "naltrexone time of peak": times[int(ntx.argmax())],
        "naltrexol peak": bn.max(),
        "naltrexol time of peak": times[int(bn.argmax())],
    }
    return {name: float(value) for name, value in found.items()}


def adaptation(regimen: str, c: Constants, challenge: bool = False) -> dict[str, float]:
    """Highest adaptation M over a regimen of 0.5 mg/kg infusions, and the worst COWS in the week after it.

    With `challenge`, naltrexone 50 mg is taken 24 h after the last infusion.
    """
    count, every = REGIMENS[regimen]
    last = (count - 1) * every
    doses = [Dose("ketamine", 40.0, i * every, 40 / 60) for i in range(count)]
    if challenge:
        doses.append(Dose("naltrexone", 50.0, last + 24.0))
    before = [float(t) for t in np.arange(0.25, max(last, 0.3), 0.5) if t < last]
    after = [last + float(t) for t in np.arange(0.25, 168.0, 0.25)]
    x = solve(typical_body(), doses, sorted({*before, *after}), c, rtol=1e-7, atol=1e-10)
    tail = x[-len(after) :]
    return {
        "adaptation": float(x[:, INDEX["adaptation"]].max()),
        "cows": max(withdrawal(row.tolist(), c) for row in tail),
    }


def tolerance_table(regimens: Sequence[str] = tuple(REGIMENS)) -> dict[str, dict[str, dict[str, float]]]:
    """Adaptation by regimen under each reading of the agonist load."""
    table = {name: {r: adaptation(r, c) for r in regimens} for name, c in LOADS.items()}
    printed = "as printed: 30*rho_K beside tone"
    for regimen in regimens:
        challenged = adaptation(regimen, LOADS[printed], challenge=True)
        table[printed][regimen]["cows_naltrexone"] = challenged["cows"]
    return table


def trial_tables(trials: int, pool_size: int, seed: int = 2018) -> dict[str, Any]:
    """The trial under each hypothesis: typical kinetics, the dossier's reading, and varied kinetics."""
    gains = typical_gains()
    typical = [exposure(typical_body(), gains)]
    varied = pool(pool_size, gains, seed)
    lone = ("expectancy", "nocebo:0.10", "nocebo:0.25")
    return {
        "as written, typical kinetics": simulate(TRIAL_MECHANISMS, typical, trials, seed),
        "as tabulated in the dossier": simulate(TRIAL_MECHANISMS, typical, trials, seed, AS_TABULATED),
        "as written, varied kinetics": simulate(TRIAL_MECHANISMS, varied, trials, seed),
        "expectancy gate leaves I_exp alone": simulate(
            lone[:1], typical, trials, seed, Setting(gate_placebo=False)
        ),
        "expectancy saturating": simulate(lone[:1], typical, trials, seed, Setting(h4_saturating=True)),
        "nocebo without decay": simulate(lone[1:], typical, trials, seed, Setting(nocebo_decays=False)),
        "settings": {"as written": asdict(Setting()), "as tabulated": asdict(AS_TABULATED)},
    }


def as_json(results: dict[str, Any]) -> str:
    """Six significant digits, innermost lists and records on one line."""

    def rounded(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: rounded(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [rounded(inner) for inner in value]
        return float(f"{value:.6g}") if isinstance(value, float) else value

    text = json.dumps(rounded(results), indent=1)
    return re.sub(r"([\[{])\s+([^\[\]{}]*?)\s+([\]}])", lambda m: re.sub(r"\s+", " ", m[0]), text)


def main(trials: int = 20_000, pool_size: int = 400) -> None:
    """Compute everything and store it beside this file."""
    results = {
        "gains": typical_gains(),
        "plasticity": {
            "hours": list(COURSE_H), "placebo": plasticity_course(), "naltrexone": plasticity_course(True),
        },
        "retained": retained_drive(),
        "occupancy": {"kp_uu 1.0": occupancy_table(), "kp_uu 0.6": occupancy_table(0.6)},
        "blockade": blockade(),
        "concentrations": concentrations(),
        "tolerance": tolerance_table(),
        "trials": trials,
        "pool": pool_size,
        "trial": trial_tables(trials, pool_size),
    }  # fmt: skip
    path = Path(__file__).with_name("results.json")
    path.write_text(as_json(results) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
