"""An invented set of numbers in the shape the report reads.

Nothing here was simulated or measured: the curves are simple formulas and the probabilities are
binomial arithmetic, made up so that figures and sentences have something plausible to show.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

Numbers = dict[str, Any]

PLACEBO, NALTREXONE = "placebo+ketamine", "naltrexone+ketamine"
TREATMENTS = {
    PLACEBO: "placebo capsule, then ketamine 0.5 mg/kg over 40 min",
    NALTREXONE: "naltrexone 50 mg, then ketamine 0.5 mg/kg over 40 min",
}
VISITS = {
    "baseline": -1.0,
    "infusion_end": 2 / 3,
    "day_1": 24.0,
    "day_3": 72.0,
    "day_5": 120.0,
    "day_7": 168.0,
    "day_14": 336.0,
}
# name: title, claim, chance of response after naltrexone, adaptation at the end of a course
MECHANISMS: dict[str, tuple[str, str, float, float]] = {
    "nmda-only": ("NMDA blockade only", "Ketamine works by blocking NMDA receptors.", 0.59, 0.0),
    "mu-agonist": ("Direct mu agonism", "Ketamine itself activates mu receptors.", 0.04, 0.24),
    "opioid-release": ("Opioid release", "NMDA block releases the body's own opioids.", 0.05, 0.11),
    "opioid-tone": ("Permissive opioid tone", "An opioid tone must be there for it to work.", 0.03, 0.0),
    "allosteric": ("Allosteric enhancement", "Ketamine strengthens the body's own opioids.", 0.03, 0.09),
    "expectancy": ("Expectancy", "Feeling the drug raises hope, and hope needs opioids.", 0.01, 0.0),
    "nocebo": ("Antagonist nocebo", "Naltrexone itself lowers mood; ketamine works all the same.", 0.38, 0.0),
    "hnk": ("Hydroxynorketamine", "A metabolite strengthens AMPA signalling.", 0.59, 0.0),
    "mixture": ("Mixture", "Part NMDA, part opioid, in a share that is left free.", 0.22, 0.02),
}


def _binomial(n: int, p: float) -> list[float]:
    return [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def _quantile(masses: list[float], level: float) -> int:
    total = 0.0
    for count, mass in enumerate(masses):
        total += mass
        if total >= level:
            return count
    return len(masses) - 1


def _responders(p: float, trials: int) -> Numbers:
    masses = _binomial(12, p)
    return {
        "mean": 12 * p,
        "p05": _quantile(masses, 0.05),
        "p95": _quantile(masses, 0.95),
        "mcse": math.sqrt(12 * p * (1 - p) / trials),
        "histogram": [round(trials * mass) for mass in masses],
    }


def _fan(middle: list[float], spread: float, top: float | None = None) -> dict[str, list[float]]:
    """Five quantile curves around a middle one, log-normal in shape."""
    cap = top if top is not None else math.inf
    steps = {"p05": -1.645, "p25": -0.674, "p50": 0.0, "p75": 0.674, "p95": 1.645}
    return {name: [min(cap, x * math.exp(spread * z)) for x in middle] for name, z in steps.items()}


def _bands() -> Numbers:
    time_h = [-1 + 0.1 * i for i in range(81)] + [7 + 1.0 * i for i in range(1, 330)]

    def ketamine(t: float) -> float:
        if t <= 0:
            return 0.0
        up = 190 * (1 - math.exp(-2.2 * min(t, 0.67))) / (1 - math.exp(-2.2 * 0.67))
        later = max(0.0, t - 0.67)
        return up * (0.7 * math.exp(-1.4 * later) + 0.3 * math.exp(-0.2 * later))

    def norketamine(t: float) -> float:
        return 95 * (math.exp(-0.13 * t) - math.exp(-1.1 * t)) if t > 0 else 0.0

    def naltrexol(t: float) -> float:
        s = t + 0.75
        return 60 * (math.exp(-0.055 * s) - math.exp(-1.6 * s)) if s > 0 else 0.0

    def blockade(t: float) -> float:
        s = t + 0.75
        if s <= 0:
            return 0.0
        a = 16 * (1 - math.exp(-1.2 * s)) * math.exp(-0.018 * max(0.0, s - 8))
        return a / (1 + a)

    def nmda(t: float) -> float:
        n = ketamine(t) / 125
        return n / (1 + n)

    def series(
        group: str,
        name: str,
        unit: str,
        treatment: str,
        curve: Callable[[float], float],
        spread: float,
        **more: Any,
    ) -> Numbers:
        middle = [curve(t) for t in time_h]
        top = 1.0 if group == "occupancy" else None
        return (
            {"group": group, "name": name, "unit": unit, "treatment": treatment, "log": False}
            | more
            | _fan(middle, spread, top)
        )

    rows = []
    for treatment in TREATMENTS:
        rows.append(
            series("concentration", "ketamine, venous plasma", "ng/mL", treatment, ketamine, 0.25, log=True)
        )
        rows.append(
            series("concentration", "norketamine, venous plasma", "ng/mL", treatment, norketamine, 0.3)
        )
    rows.append(series("concentration", "6β-naltrexol, plasma", "ng/mL", NALTREXONE, naltrexol, 0.4))
    for treatment in TREATMENTS:
        rows.append(series("occupancy", "NMDA, by ketamine", "fraction", treatment, nmda, 0.2))
        share = 0.1 if treatment == NALTREXONE else 1.0
        rows.append(
            series(
                "occupancy",
                "mu, by ketamine",
                "fraction",
                treatment,
                lambda t, s=share: 0.1 * s * nmda(t),
                0.3,
            )
        )
    rows.append(series("occupancy", "mu, by naltrexone", "fraction", NALTREXONE, blockade, 0.08))
    return {"time_h": time_h, "series": rows, "visits": VISITS, "people": 420}


def _trajectory(kept: float, baseline: float, sd: float) -> Numbers:
    days = [h / 24 for h in VISITS.values()]
    relative = [0.0, 0.1, 1.0, 0.82, 0.67, 0.55, 0.28]
    mean = [baseline * (1 - 0.55 * kept * r) for r in relative]
    spread = [sd * (0.6 + 0.6 * (r > 0)) for r in relative]
    bands = {
        name: [max(0.0, m + z * s) for m, s in zip(mean, spread, strict=True)]
        for name, z in {"p05": -1.645, "p25": -0.674, "p75": 0.674, "p95": 1.645}.items()
    }
    return {"visit": list(VISITS), "time_h": [24 * d for d in days], "mean": mean} | bands


def _mechanism(name: str, trials: int) -> Numbers:
    title, claim, p_blocked, _ = MECHANISMS[name]
    kept = {PLACEBO: 1.0, NALTREXONE: 0.2 + 0.8 * p_blocked / 0.59}
    p_joint = _binomial(12, 0.59)[7] * (1 - p_blocked) ** 7
    stop = 0.9 * (1 - p_blocked) ** 8
    return {
        "title": title,
        "claim": claim,
        "responders": {PLACEBO: _responders(0.59, trials), NALTREXONE: _responders(p_blocked, trials)},
        "responders_out_of": 12,
        "change": {t: {"mean": -12.4 * kept[t], "sd": 5.6} for t in TREATMENTS},
        "dissociation": {
            PLACEBO: {"mean": 9.4, "sd": 10.7},
            NALTREXONE: {"mean": 9.4 if name != "expectancy" else 9.1, "sd": 10.6},
        },
        "p_published": p_joint,
        "p_published_mcse": math.sqrt(p_joint * (1 - p_joint) / trials),
        "trajectories": {
            "hamd17": {t: _trajectory(kept[t], 22.0, 3.5) for t in TREATMENTS},
            "madrs": {t: _trajectory(kept[t], 31.0, 5.5) for t in TREATMENTS},
        },
        "stopped": {"interim": stop, "final": 0.05 * stop},
        "stop_reasons": {"clearly_ineffective": stop, "noxious": 0.97},
        "entered": {"mean": 30 - 16 * stop, "p05": 14, "p95": 30},
        "completed": {"mean": 26 - 14 * stop, "p05": 10, "p95": 28},
        "exposed": {t: {"mean": 28 - 14 * stop} for t in TREATMENTS},
        "exposed_without_stopping": {t: {"mean": 28.5} for t in TREATMENTS},
        "dropout": 0.14,
    }


def _weigh(mechanisms: Numbers) -> Numbers:
    names = list(mechanisms)
    prior = dict.fromkeys(names, 1 / 9)
    williams = {n: {"value": m["p_published"], "mcse": m["p_published_mcse"]} for n, m in mechanisms.items()}
    partial = {
        "nmda-only": 0.025,
        "mu-agonist": 0.11,
        "opioid-release": 0.12,
        "opioid-tone": 0.10,
        "allosteric": 0.10,
        "expectancy": 0.06,
        "nocebo": 0.21,
        "hnk": 0.024,
        "mixture": 0.24,
    }
    jelen = {n: {"value": partial[n], "mcse": 0.002} for n in names}

    def factors(likelihood: Numbers) -> dict[str, float]:
        average = sum(prior[n] * likelihood[n]["value"] for n in names)
        return {n: likelihood[n]["value"] / average for n in names}

    weights = {n: prior[n] * williams[n]["value"] * jelen[n]["value"] for n in names}
    total = sum(weights.values())
    posterior = {n: w / total for n, w in weights.items()}
    grid = [i / 100 for i in range(101)]

    def bump(centre: float, width: float) -> list[float]:
        raw = [math.exp(-0.5 * ((x - centre) / width) ** 2) for x in grid]
        area = sum(raw) / 100
        return [r / area for r in raw]

    blocked = [MECHANISMS[n][2] for n in names]
    matrix = [
        [
            min(1.0, 0.5 * sum(abs(a - b) for a, b in zip(_binomial(12, p), _binomial(12, q), strict=True)))
            for q in blocked
        ]
        for p in blocked
    ]
    return {
        "prior": prior,
        "posterior": posterior,
        "evidence": [
            {
                "id": "williams2018",
                "title": "Williams 2018, crossover",
                "text": "7 of 12 responded after placebo; "
                "none of these 7 after naltrexone; dissociation alike.",
                "marks": "second-hand",
                "used": True,
                "why": "",
                "likelihood": williams,
                "odds_factor": factors(williams),
            },
            {
                "id": "jelen2025",
                "title": "Jelen 2025, crossover",
                "text": "MADRS, condition by time on day 1: F(1, 74) = 5.39, smaller fall after naltrexone.",
                "marks": "seen",
                "used": True,
                "why": "",
                "likelihood": jelen,
                "odds_factor": factors(jelen),
            },
            {
                "id": "yoon2025",
                "title": "Yoon 2025, alcohol use",
                "text": "Over 80% remission in every arm.",
                "marks": "seen",
                "used": False,
                "why": "an option: its control arm leaves little to tell apart",
                "likelihood": {},
                "odds_factor": {},
            },
        ],
        "phi": {
            "grid": grid,
            "prior": [1.0] * 101,
            "posterior": bump(0.72, 0.11),
            "by_evidence": {"williams2018": bump(0.86, 0.13), "jelen2025": bump(0.58, 0.17)},
            "mean": 0.72,
            "p05": 0.54,
            "p95": 0.90,
        },
        "indistinguishable": [
            ["mu-agonist", "opioid-release", "opioid-tone", "allosteric"],
            ["nmda-only", "hnk"],
        ],
        "separability": {"names": names, "matrix": matrix},
        "predictive_check": [
            {
                "quantity": "responders after placebo (of 12)",
                "observed": 7,
                "p05": 4,
                "p50": 7,
                "p95": 10,
                "tail": 0.55,
                "verdict": "within the expected range",
            },
            {
                "quantity": "of those, responders after naltrexone",
                "observed": 0,
                "p05": 0,
                "p50": 1,
                "p95": 4,
                "tail": 0.31,
                "verdict": "within the expected range",
            },
            {
                "quantity": "Jelen 2025, signed t",
                "observed": -2.32,
                "p05": -6.1,
                "p50": -3.9,
                "p95": -1.9,
                "tail": 0.08,
                "verdict": "weaker than most replicates",
            },
        ],
        "sensitivity": [
            {"change": "as reported", "posterior": posterior},
            {
                "change": "without Jelen 2025",
                "posterior": {
                    n: williams[n]["value"] / sum(w["value"] for w in williams.values()) for n in names
                },
            },
            {
                "change": "prior: half on nmda-only",
                "posterior": {n: posterior[n] * (0.98 if n != "nmda-only" else 8) for n in names},
            },
        ],
    }


def _course() -> Numbers:
    days = sorted([0.5 * i for i in range(0, 241)] + [3.5 * i + 1 / 36 for i in range(17)])

    def one(name: str) -> Numbers:
        top = MECHANISMS[name][3]
        adaptation = [
            top * (1 - math.exp(-d / 18)) if d <= 56 else top * math.exp(-(d - 56) / 7) for d in days
        ]
        score = [
            22 * (0.45 + 0.55 * math.exp(-d / 9)) if d <= 56 else 22 - 12 * math.exp(-(d - 56) / 18)
            for d in days
        ]
        liking = [58 - 4 * (1 - math.exp(-d / 25)) if d <= 56 else 50.0 for d in days]
        craving = [6 * (1 - math.exp(-d / 20)) if d <= 56 else 6 * math.exp(-(d - 56) / 10) for d in days]
        cows = 30 * top**1.2

        def band(curve: list[float], spread: float, top: float = 1e9) -> Numbers:
            return {
                "p05": [max(0.0, x * (1 - spread)) for x in curve],
                "p50": curve,
                "p95": [min(top, x * (1 + spread)) for x in curve],
            }

        return {
            "score": band(score, 0.3),
            "adaptation": band(adaptation, 0.5, 1.0),
            "withdrawal_stop": {"p50": 0.5 * cows, "p95": cows, "peak_day": 58.5},
            "withdrawal_antagonist": {"p50": 1.4 * cows, "p95": 3.6 * cows, "peak_day": 56.2},
            "liking": band(liking, 0.12, 100),
            "craving": band(craving, 0.8, 100),
            "relapse": {"median_days": 18.5, "p25": 9, "p75": 33, "fraction_by_day": {"30": 0.71, "60": 0.9}},
            "answer": "No measurable opioid withdrawal is predicted."
            if cows < 5
            else "Mild withdrawal is predicted in a minority.",
        }

    return {
        "protocol": "ketamine-course",
        "people": 256,
        "days": days,
        "last_dose_day": 56.0,
        "mechanisms": {name: one(name) for name in MECHANISMS},
        "benchmark": [
            {
                "regimen": "ketamine, twice weekly, 8 infusions",
                "adaptation": 0.11,
                "cows": 2.1,
                "cows_blocked": 5.9,
            },
            {"regimen": "ketamine, daily for 28 days", "adaptation": 0.24, "cows": 5.4, "cows_blocked": 12.2},
            {
                "regimen": "ketamine, four times a day for 28 days",
                "adaptation": 0.53,
                "cows": 14.8,
                "cows_blocked": 30.1,
            },
            {
                "regimen": "oxycodone, four times a day for 28 days",
                "adaptation": 0.9,
                "cows": 23.0,
                "cows_blocked": 39.0,
            },
        ],
        "answer": "At clinical doses no mechanism brings more than mild withdrawal; only "
        "direct agonism, and only when ketamine is taken daily or more often, comes near what "
        "prescription opioids do.",
        "assumptions": [
            "Rates of adaptation come from rats given morphine; their human scaling is assumed.",
            "The withdrawal score is a function of adaptation left unopposed; its midpoint is assumed.",
        ],
        "published": ["Esketamine: no distinct withdrawal syndrome after stopping (second-hand)."],
    }


def founding(trials: int = 10_000) -> Numbers:
    """The full set: nine mechanisms, weighed, with a course."""
    mechanisms = {name: _mechanism(name, trials) for name in MECHANISMS}
    weighed = _weigh(mechanisms)
    numbers = {
        "provenance": {
            "version": "0.1.0",
            "protocol": "ketamine-naltrexone",
            "hash": "5f2c" + "0a9b" * 15,
            "seed": 20180829,
            "trials": trials,
            "people": 30,
            "command": "gaddum weigh ketamine-naltrexone --seed 20180829",
            "created": "2026-01-01T12:00:00Z",
            "platform": "Linux, Python 3.11",
            "parameters": {"precision": "float64", "evidence_marks": ["seen", "second-hand"], "tau_z_h": 1.0},
            "seconds": 71.3,
        },
        "protocol": {
            "name": "ketamine-naltrexone",
            "title": "Ketamine after naltrexone or placebo in resistant depression",
            "summary": "Each person is given ketamine twice, about a month apart: once after naltrexone, "
            "which blocks opioid receptors, once after placebo, in random order, double blind.",
            "treatments": TREATMENTS,
            "visits": VISITS,
            "synopsis": "ketamine-naltrexone 1\n\n  sequence   period 1              period 2\n"
            "  AB         placebo+ketamine      naltrexone+ketamine\n  BA         naltrexone+ketamine   "
            "placebo+ketamine\n",
            "notes": [
                {
                    "about": "eligibility",
                    "text": "The founding account says at least four failed "
                    "antidepressants; the registry says at least two.",
                }
            ],
        },
        "published": {
            "label": "Williams 2018",
            "completers": 12,
            "responders": {PLACEBO: 7},
            "both": 0,
            "text": "7 of 12 responded after placebo + ketamine; none of those 7 after naltrexone.",
        },
        "bands": _bands(),
        "mechanisms": mechanisms,
        "posterior": weighed["posterior"],
        "weigh": weighed,
        "course": _course(),
        "sources": [
            {
                "where": "ketamine",
                "name": "CL",
                "value": 1.48,
                "unit": "L/min",
                "source": "invented2022a",
                "cite": "Invented A et al. A made-up paper. 2022. doi:10.1000/sample.1",
                "confidence": "seen",
                "note": "",
            },
            {
                "where": "ketamine",
                "name": "Ki, NMDA",
                "value": 0.3,
                "unit": "umol/L",
                "source": "invented1997",
                "cite": "Invented B. 1997",
                "confidence": "second-hand",
                "note": "S-enantiomer <only>",
            },
            {
                "where": "naltrexone",
                "name": "mu half-time",
                "value": 100,
                "unit": "h",
                "source": "invented1988",
                "cite": "Invented C. 1988. doi:10.1000/sample.2",
                "confidence": "derived",
                "note": "from n = 5",
            },
            {
                "where": "mechanisms.opioid-tone",
                "name": "E0",
                "value": 0.5,
                "unit": "",
                "source": "",
                "cite": "",
                "confidence": "assumed",
                "note": "no human measurement",
            },
            {
                "where": "outcomes",
                "name": "theta",
                "value": 0.5,
                "unit": "",
                "source": "invented2016",
                "cite": "Invented D. 2016",
                "confidence": "recalled",
                "note": "",
            },
        ],
        "assumptions": ["Ketamine passes freely into the brain.", "Half of all patients can respond."],
        "warnings": ["One rule could not be evaluated in 3 of 10,000 trials."],
    }
    return copy.deepcopy(numbers)


def plain_crossover() -> Numbers:
    """A newcomer's AB/BA: treatments A and B, one mechanism, nothing published, nothing weighed."""
    numbers = founding(200)
    one = numbers["mechanisms"]["nmda-only"]

    def rename(value: Any) -> Any:
        if isinstance(value, dict):
            return {{PLACEBO: "A", NALTREXONE: "B"}.get(k, k): rename(v) for k, v in value.items()}
        if isinstance(value, list):
            return [rename(v) for v in value]
        return {PLACEBO: "A", NALTREXONE: "B"}.get(value, value) if isinstance(value, str) else value

    numbers["mechanisms"] = {"nmda-only": one}
    one |= {"p_published": None, "p_published_mcse": None}
    numbers["posterior"] = {}
    numbers |= {"published": None, "weigh": None, "course": None, "warnings": []}
    numbers["protocol"] |= {"name": "ab-ba", "title": "A plain AB/BA crossover", "synopsis": "", "notes": []}
    renamed: Numbers = rename(numbers)
    return renamed
