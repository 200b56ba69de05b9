"""Which published finding sets a mechanism aside, and on which side of the leading one it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gaddum.report.names import Called, finding
from gaddum.report.odds import used_evidence
from gaddum.report.phrases import fixed, listed
from gaddum.report.plot import Numbers

APART = 0.5
"""Points by which two mechanisms' gaps between treatments have to differ to be called wider or narrower."""


@dataclass(frozen=True)
class Reason:
    """Mechanisms that the same finding sets aside.

    Attributes:
        piece: The finding; none where the prior alone decides.
        names: The mechanisms.
        ratio: Least factor by which the finding favours the leading mechanism over one of them.
    """

    piece: Numbers | None
    names: tuple[str, ...]
    ratio: float


def reasons(weigh: Numbers, best: str, names: Sequence[str]) -> list[Reason]:
    """For each group of mechanisms the finding with the largest odds factor against the leading one."""
    prior: Mapping[str, float] = weigh.get("prior") or {}
    pieces = [e for e in used_evidence(weigh) if e.get("odds_factor")]
    found: dict[int, list[tuple[str, float]]] = {}
    for name in names:
        ratios = [_ratio(e["odds_factor"], best, name) for e in pieces]
        ratios.append(_ratio(prior, best, name))
        place = max(range(len(ratios)), key=lambda k: ratios[k])
        found.setdefault(place, []).append((name, ratios[place]))
    return [
        Reason(
            pieces[place] if place < len(pieces) else None,
            tuple(n for n, _ in members),
            min(ratio for _, ratio in members),
        )
        for place, members in sorted(found.items())
    ]


def _ratio(factors: Mapping[str, float], best: str, name: str) -> float:
    top, low = float(factors.get(best) or 0.0), float(factors.get(name) or 0.0)
    return 1.0 if top <= 0 and low <= 0 else math.inf if low <= 0 else top / low


def gap(mechanism: Numbers) -> float | None:
    """Difference in mean change between the two treatments, in points; None unless there are two."""
    means = [c.get("mean") for c in (mechanism.get("change") or {}).values()]
    known = [float(m) for m in means if m is not None]
    return abs(known[0] - known[1]) if len(known) == len(means) == 2 else None


def told(numbers: Numbers, best: str, names: Sequence[str], called: Called) -> Iterator[str]:
    """A sentence for each group: who is set aside, by which finding, and what they predict instead."""
    for reason in reasons(numbers.get("weigh") or {}, best, names):
        because = "by the prior" if reason.piece is None else f"mainly by {finding(reason.piece)}"
        yield f"Set aside {because}: {_sides(numbers, best, reason.names, called)}."


def _sides(numbers: Numbers, best: str, names: Sequence[str], called: Called) -> str:
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    gaps = {n: gap(mechanisms.get(n) or {}) for n in (best, *names)}
    middle = gaps[best]
    wider = [n for n in names if middle is not None and (g := gaps[n]) is not None and g > middle + APART]
    narrower = [n for n in names if middle is not None and (g := gaps[n]) is not None and g < middle - APART]
    parts: list[str] = []
    for group, word in ((wider, "more"), (narrower, "less")):
        if group:
            against = f", against {fixed(middle, 1)} under the leading mechanism" if not parts else ""
            parts.append(
                f"{listed(map(called, group))}, under which the treatments would differ by {word} "
                f"({_span([g for n in group if (g := gaps[n]) is not None])} points{against})"
            )
    rest = [n for n in names if n not in wider and n not in narrower]
    if rest:
        parts.append(listed(map(called, rest)))
    return "; and ".join(parts)


def _span(values: Sequence[float]) -> str:
    low, high = fixed(min(values), 1), fixed(max(values), 1)
    return low if low == high else f"{low} to {high}"
