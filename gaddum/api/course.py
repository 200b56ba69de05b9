"""Would repeated use bring opioid-like dependence?  The course protocol under each mechanism, in numbers and words."""

from __future__ import annotations

from typing import Any

import numpy as np

from gaddum.api.documents import load
from gaddum.protocol import Protocol

PEOPLE = 256
COURSE = "ketamine-course"
MILD_COWS = 5
"""COWS from which withdrawal counts as mild (5 to 12); below, as none."""

PUBLISHED = (
    "After esketamine was stopped no distinct withdrawal syndrome was seen (second-hand).",
    "Eight nasal sessions left liking mostly neutral, and 78 % without craving (n = 23; seen).",
    "Depression returned 18 to 19 days after the last infusion on average (seen).",
    "Among people who use ketamine often for pleasure, 17 to 29 % are dependent (seen); that is not clinic use.",
)

CARRYING = (
    "How fast the opioid system adapts is taken from rats given morphine (half-time 26 h); how fast it recovers "
    "(120 h) and how adaptation becomes a COWS score are assumed.",
    "The agonist load of direct agonism rests on an assumed receptor reserve (tau 100); ketamine's measured hold on "
    "mu receptors is weak.",
    "Under full blockade withdrawal is assumed to be four times as strong as on stopping.",
    "Liking and craving are assumed in size; their opioid share under opioid mechanisms is assumed to be one half.",
    "Dependence through other routes (glutamate, dopamine, habit) is not modelled.",
)


def course_numbers(
    protocol: Protocol, mechanisms: tuple[Any, ...], seed: int, cores: int | None, progress: Any
) -> dict[str, Any] | None:
    """The report's part on repeated use; none for trials without ketamine."""
    if not any("ketamine" in name for name in protocol.compounds):
        return None
    from gaddum.simulation.course import follow_course
    from gaddum.simulation.regimens import REGIMENS, adaptation

    course = protocol if protocol.course is not None else load(COURSE)
    assert course.course is not None
    progress("repeated use", 0, 1)
    curves = follow_course(course, mechanisms, people=PEOPLE, seed=seed, cores=cores)
    last = float(course.course.last_dose_day)
    loss = course.course.relapse.loss_fraction or 0.5
    found = {m.name: _mechanism(curves[m.name], last, loss, m) for m in mechanisms}
    heavy = [m for m in mechanisms if m.name == "mu-agonist"]
    benchmark = [
        {"regimen": f"{r.title} ({m.title.lower()})", "adaptation": a["adaptation"], "cows": a["cows"],
         "cows_blocked": a["cows_blocked"]}
        for m in heavy for r in REGIMENS for a in [adaptation(m, r)]
    ]  # fmt: skip
    progress("repeated use", 1, 1)
    days = next(iter(curves.values())).day
    return {
        "protocol": course.name,
        "people": PEOPLE,
        "days": days.tolist(),
        "last_dose_day": last,
        "mechanisms": found,
        "benchmark": benchmark,
        "answer": _answer(
            found, benchmark, len(course.treatments and next(iter(course.treatments.values())).drug.days)
        ),
        "assumptions": list(CARRYING),
        "published": list(PUBLISHED),
    }


def _mechanism(curves: Any, last: float, loss: float, mechanism: Any) -> dict[str, Any]:
    from gaddum.simulation.course import relapse_days

    def band(values: np.ndarray) -> dict[str, Any]:
        return {
            q: np.quantile(values, level, axis=0).tolist()
            for q, level in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))
        }

    after = curves.day > last
    relapse = relapse_days(curves, last, loss)
    numbers = {
        "score": band(curves.score),
        "adaptation": band(curves.adaptation),
        "withdrawal_stop": _worst(curves.cows_stop[:, after], curves.day[after]),
        "withdrawal_antagonist": _worst(curves.cows_blocked[:, after], curves.day[after]),
        "liking": band(curves.liking),
        "craving": band(curves.craving),
        "relapse": {
            "people": int(relapse.size),
            "median_days": _quantile(relapse, 0.5),
            "p25": _quantile(relapse, 0.25),
            "p75": _quantile(relapse, 0.75),
            "fraction_by_day": {
                str(d): float((relapse <= d).mean()) if relapse.size else None for d in (14, 30, 60, 90)
            },
        },
    }
    return numbers | {"answer": _sentence(mechanism, numbers)}


def _worst(cows: np.ndarray, days: np.ndarray) -> dict[str, float]:
    worst = cows.max(1)
    middle = np.median(cows, axis=0)
    low, middle_worst, high = (float(np.quantile(worst, q)) for q in (0.05, 0.5, 0.95))
    return {"p05": low, "p50": middle_worst, "p95": high, "peak_day": float(days[middle.argmax()])}


def _quantile(days: np.ndarray, level: float) -> float | None:
    if not days.size:
        return None
    value = float(np.quantile(days, level, method="lower"))
    return value if np.isfinite(value) else None


def _sentence(mechanism: Any, numbers: dict[str, Any]) -> str:
    if mechanism.load is None:
        return (
            "No: this mechanism puts no agonist load on the opioid system, so the model has nothing to adapt to and "
            "predicts no opioid-like withdrawal, on stopping or under an antagonist."
        )
    stop, blocked = numbers["withdrawal_stop"], numbers["withdrawal_antagonist"]
    on_stopping = (
        "none to notice" if stop["p95"] < MILD_COWS else "mild in some" if stop["p50"] < MILD_COWS else "mild"
    )
    under = (
        "none to notice" if blocked["p95"] < MILD_COWS
        else "up to mild" if blocked["p95"] < 13 else "up to moderate" if blocked["p95"] < 25 else "severe in some"
    )  # fmt: skip
    return (
        f"A little: some adaptation is predicted. Withdrawal on stopping: {on_stopping} (COWS {stop['p50']:.1f}, "
        f"95th centile {stop['p95']:.1f}); if an antagonist blocked mu receptors soon after the last session: {under} "
        f"(COWS {blocked['p50']:.1f}, 95th centile {blocked['p95']:.1f})."
    )


def _answer(found: dict[str, Any], benchmark: list[dict[str, Any]], sessions: int) -> str:
    loaded = [name for name, n in found.items() if max(n["adaptation"]["p95"]) > 0]
    if not loaded:
        return (
            f"Under none of these mechanisms does a course of {sessions} sessions put a load on the opioid system, so the "
            "model predicts no opioid-like dependence."
        )
    worst = max(loaded, key=lambda name: found[name]["withdrawal_stop"]["p95"])
    stop, blocked = found[worst]["withdrawal_stop"], found[worst]["withdrawal_antagonist"]
    text = (
        f"Only if the effect runs through an opioid agonist load ({', '.join(loaded)}) does a course of {sessions} "
        f"sessions adapt the opioid system at all. Worst is {worst}: predicted COWS on stopping is "
        f"{stop['p50']:.1f} (95th centile {stop['p95']:.1f}; mild withdrawal begins at {MILD_COWS}), and "
        f"{blocked['p50']:.1f} (95th centile {blocked['p95']:.1f}) were mu receptors blocked soon after the last session. "
    )
    if benchmark:
        heaviest = benchmark[-1]
        text += (
            f"Use {heaviest['regimen']} would bring adaptation to {heaviest['adaptation']:.2f} and COWS on stopping to "
            f"{heaviest['cows']:.0f}: frequency, more than mechanism, decides. "
        )
    return text + "This is a model whose rates come from rats and whose scale in people is assumed."
