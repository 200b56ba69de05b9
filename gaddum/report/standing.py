"""Where each mechanism stands after the evidence, by its odds against the best one."""

from __future__ import annotations

from gaddum.report.plot import Numbers

VERDICTS = (
    (1 / 3, "leading", "within a factor of 3 of the best"),
    (1 / 10, "in play", "within 10"),
    (1 / 100, "doubtful", "within 100"),
    (0.0, "set aside", "beyond 100"),
)


def posterior_of(numbers: Numbers) -> dict[str, float]:
    """Posterior probabilities, from the weighing where there was one."""
    found = (numbers.get("weigh") or {}).get("posterior") or numbers.get("posterior") or {}
    return {name: float(p) for name, p in found.items() if p is not None}


def verdict(p: float, best: float) -> str:
    """Where a mechanism stands, by its odds against the best one."""
    ratio = p / best if best > 0 else 0.0
    return next(word for least, word, _ in VERDICTS if ratio >= least)
