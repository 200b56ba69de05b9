"""Would repeated use bring opioid-like dependence?  The course protocol under each mechanism, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gaddum.api.background import Progress
from gaddum.api.course_words import CARRYING, PUBLISHED, answer_of, sentence_of
from gaddum.api.documents import load
from gaddum.protocol import Protocol
from gaddum.simulation.course import CourseCurves, follow_course, relapse_days
from gaddum.simulation.regimens import REGIMENS, adaptation

if TYPE_CHECKING:
    from gaddum.pharmacology.mechanisms import Mechanism

PEOPLE = 256
COURSE = "ketamine-course"
"""The course that is followed where the protocol itself is none."""

HALF = 0.5
"""Share of the improvement whose loss is a relapse where the protocol names none."""

COUNTED_DAYS = (14, 30, 60, 90)


def course_numbers(
    protocol: Protocol, mechanisms: tuple[Mechanism, ...], seed: int, cores: int | None, progress: Progress
) -> dict[str, Any] | None:
    """The report's part on repeated use; none for trials without ketamine."""
    if not any("ketamine" in name for name in protocol.compounds):
        return None
    document = protocol if protocol.course is not None else load(COURSE)
    course = document.course
    assert course is not None
    progress("repeated use", 0, 1)
    curves = follow_course(document, mechanisms, people=PEOPLE, seed=seed, cores=cores)
    last, loss = float(course.last_dose_day), course.relapse.loss_fraction or HALF
    found = {m.name: _mechanism(curves[m.name], last, loss, m) for m in mechanisms}
    benchmark = _benchmark(mechanisms)
    progress("repeated use", 1, 1)
    sessions = len(next(iter(document.treatments.values())).drug.days)
    return {
        "protocol": document.name,
        "people": PEOPLE,
        "days": next(iter(curves.values())).day.tolist(),
        "last_dose_day": last,
        "mechanisms": found,
        "benchmark": benchmark,
        "answer": answer_of(found, benchmark, sessions),
        "assumptions": list(CARRYING),
        "published": list(PUBLISHED),
    }


def _mechanism(curves: CourseCurves, last: float, loss: float, mechanism: Mechanism) -> dict[str, Any]:
    after = curves.day > last
    numbers = {
        "score": _band(curves.score),
        "adaptation": _band(curves.adaptation),
        "withdrawal_stop": _worst(curves.cows_stop[:, after], curves.day[after]),
        "withdrawal_antagonist": _worst(curves.cows_blocked[:, after], curves.day[after]),
        "liking": _band(curves.liking),
        "craving": _band(curves.craving),
        "relapse": _relapse(relapse_days(curves, last, loss)),
    }
    return numbers | {"answer": sentence_of(mechanism, numbers)}


def _benchmark(mechanisms: tuple[Mechanism, ...]) -> list[dict[str, Any]]:
    """Heavier use under direct agonism, where that is a rival: what the scale looks like further up."""
    return [
        {
            "regimen": f"{regimen.title} ({m.title.lower()})",
            **{key: found[key] for key in ("adaptation", "cows", "cows_blocked")},
        }
        for m in mechanisms
        if m.name == "mu-agonist"
        for regimen in REGIMENS
        for found in [adaptation(m, regimen)]
    ]


def _band(values: np.ndarray) -> dict[str, list[float]]:
    levels = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
    return {name: np.quantile(values, level, axis=0).tolist() for name, level in levels.items()}


def _worst(cows: np.ndarray, days: np.ndarray) -> dict[str, float]:
    """Each person's worst score, and the day on which the median person's is worst."""
    worst = cows.max(1)
    low, middle, high = (float(np.quantile(worst, q)) for q in (0.05, 0.5, 0.95))
    peak = float(days[np.median(cows, axis=0).argmax()])
    return {"p05": low, "p50": middle, "p95": high, "peak_day": peak}


def _relapse(days: np.ndarray) -> dict[str, Any]:
    return {
        "people": int(days.size),
        "median_days": _quantile(days, 0.5),
        "p25": _quantile(days, 0.25),
        "p75": _quantile(days, 0.75),
        "fraction_by_day": {
            str(day): float((days <= day).mean()) if days.size else None for day in COUNTED_DAYS
        },
    }


def _quantile(days: np.ndarray, level: float) -> float | None:
    """Quantile of relapse times; none where it lies beyond what was followed."""
    value = float(np.quantile(days, level, method="lower")) if days.size else np.inf
    return value if np.isfinite(value) else None
