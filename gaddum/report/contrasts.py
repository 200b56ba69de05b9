"""Which treatments are compared: those that share a drug and differ in what comes before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gaddum.report.phrases import counted, listed, spelled
from gaddum.report.plot import Numbers


def contrasts(treatments: Iterable[str]) -> list[list[str]]:
    """Groups of treatments to be compared with each other.

    Treatments named `antagonist+drug` are grouped by drug, where there are several drugs; otherwise all
    are compared with all.
    """
    names = list(treatments)
    by_drug: dict[str, list[str]] = {}
    for name in names:
        by_drug.setdefault(name.rpartition("+")[2], []).append(name)
    paired = [group for group in by_drug.values() if len(group) > 1]
    return paired if len(by_drug) > 1 and paired and all("+" in name for name in names) else [names]


def who(treatments: Iterable[str]) -> str:
    """The treatments compared, as the subject of a sentence."""
    groups = contrasts(treatments)
    if len(groups) < 2:
        return "the treatments"
    drugs = listed((group[0].rpartition("+")[2] for group in groups), "or")
    return f"treatments that share a drug ({drugs})"


def apart(values: Mapping[str, float]) -> float | None:
    """Largest difference between two treatments that are compared; None where there are no two."""
    gaps = [max(values[t] for t in g) - min(values[t] for t in g) for g in contrasts(values) if len(g) > 1]
    return max(gaps, default=None)


def means(cells: Mapping[str, Numbers] | None) -> dict[str, float]:
    """The means that are known, by treatment."""
    return {t: float(c["mean"]) for t, c in (cells or {}).items() if c and c.get("mean") is not None}


def of_all(some: Sequence[str], every: Sequence[str]) -> str:
    """`every mechanism`, or how many of them."""
    if len(some) == len(every) > 1:
        return "every mechanism"
    return f"{spelled(len(some))} of {counted(len(every), 'mechanism')}"
