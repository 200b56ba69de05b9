"""The findings below the lead: short labels with a sentence or two, computed from the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gaddum.report.deciding import told
from gaddum.report.figure_responders import planned_only
from gaddum.report.names import in_prose
from gaddum.report.odds import groups
from gaddum.report.phrases import capital, chance, counted, listed, number, share, spelled
from gaddum.report.plot import Numbers
from gaddum.report.standing import verdict

FAMILIES: dict[str, tuple[str, ...]] = {
    "needs opioid receptors": ("mu-agonist", "opioid-release", "opioid-tone", "allosteric"),
    "partly opioid": ("mixture",),
    "not the drug but the setting": ("expectancy", "nocebo"),
    "works without opioid receptors": ("nmda-only", "hnk"),
}
"""Which mechanisms make the same claim about opioid receptors."""


@dataclass(frozen=True)
class Point:
    """One finding: a short label and a sentence or two."""

    label: str
    text: str


def findings(numbers: Numbers, posterior: Mapping[str, float]) -> tuple[Point, ...]:
    """Everything there is to say, in the order of the questions asked."""
    return (
        *_survivors(numbers, posterior),
        *_opioid(numbers, posterior),
        *(() if posterior else _counts(numbers)),
        *_phi(numbers),
        *_alike(numbers, posterior),
        *_check(numbers),
        *_course(numbers),
    )


def _survivors(numbers: Numbers, posterior: Mapping[str, float]) -> Sequence[Point]:
    if len(posterior) < 2:
        return ()
    called = in_prose(numbers)
    best = max(posterior, key=lambda n: posterior[n])
    by_verdict: dict[str, list[str]] = {}
    for name, p in posterior.items():
        by_verdict.setdefault(verdict(p, posterior[best]), []).append(name)
    parts = []
    for word, opening in (("leading", "Leading"), ("in play", "Still in play"), ("doubtful", "Doubtful")):
        if by_verdict.get(word):
            held = sum(posterior[n] for n in by_verdict[word])
            parts.append(f"{opening}, with {share(held)}: {listed(map(called, by_verdict[word]))}.")
    parts += told(numbers, best, by_verdict.get("set aside", ()), called)
    return (Point("What survives", " ".join(parts)),)


def _opioid(numbers: Numbers, posterior: Mapping[str, float]) -> Sequence[Point]:
    """The probability that the effect cannot do without opioid receptors, and where the rest of it lies."""
    families = {claim: [n for n in posterior if n in names] for claim, names in FAMILIES.items()}
    inside = families.pop("needs opioid receptors")
    if not inside or len(inside) == len(posterior):
        return ()
    called = in_prose(numbers)
    after = sum(posterior[n] for n in inside)
    text = (
        f"Given the published results, the probability that the drug's effect cannot happen without opioid "
        f"receptors ({listed(map(called, inside), 'or')}) is {chance(after)}, that is, odds of {_odds(after)}"
    )
    prior: Mapping[str, float] = (numbers.get("weigh") or {}).get("prior") or {}
    before = sum(float(prior.get(n, 0.0)) for n in inside)
    if 0 < before < 1:
        text += f"; before those results it was taken to be {chance(before)} (odds of {_odds(before)})"
    openings = {
        "partly opioid": "that a part of the effect needs them",
        "not the drug but the setting": "that the antagonist acts on hope or mood, not on the drug's effect",
        "works without opioid receptors": "that opioid receptors play no part",
    }
    rest = [
        f"{openings[claim]} ({listed(map(called, names), 'or')}), {chance(sum(posterior[n] for n in names))}"
        for claim, names in families.items()
        if names
    ]
    return (
        Point(
            "Posterior odds",
            f"{text}. The rest of the probability: {'; '.join(rest)}." if rest else f"{text}.",
        ),
    )


def _odds(p: float) -> str:
    """Probability as odds, in whole numbers where they are large."""
    if p >= 0.999:
        return "more than 1000 to 1"
    if p <= 0.001:
        return "less than 1 to 1000"
    ratio = p / (1 - p)
    if ratio < 0.1:
        return f"1 to {1 / ratio:.0f}"
    return f"{ratio:.0f} to 1" if ratio >= 9.5 else f"{ratio:.1f}".removesuffix(".0") + " to 1"


def _phi(numbers: Numbers) -> Sequence[Point]:
    phi: Numbers = (numbers.get("weigh") or {}).get("phi") or {}
    if phi.get("mean") is None:
        return ()
    text = f"If a part of the effect is opioid, that part is put at {share(phi['mean'])} of the whole"
    if phi.get("p05") is not None and phi.get("p95") is not None:
        text += f", with 90% probability between {share(phi['p05'])} and {share(phi['p95'])}"
    return (Point("Opioid share", text + "."),)


def _alike(numbers: Numbers, posterior: Mapping[str, float]) -> Sequence[Point]:
    weigh: Numbers = numbers.get("weigh") or {}
    names = list(posterior) or list(weigh.get("posterior") or {})
    sets = groups(weigh, names)
    if not weigh:
        return ()
    if not sets:
        return (
            Point("What the design tells apart", "Every pair of mechanisms predicts results that differ."),
        )
    called = in_prose(numbers)
    text = "; likewise by ".join(listed(map(called, group)) for group in sets)
    return (
        Point(
            "What the design cannot tell apart",
            f"Almost the same results are predicted by {text}. A trial of this design and size hardly "
            "separates them.",
        ),
    )


def _check(numbers: Numbers) -> Sequence[Point]:
    rows = (numbers.get("weigh") or {}).get("predictive_check") or ()
    if not rows:
        return ()
    odd = [r for r in rows if _outside(r)]
    if not odd:
        text = f"The weighed model reproduces {_all(len(rows))} published figure{'s' * (len(rows) > 1)}: "
        text += "each lies where nine replicates in ten do."
    else:
        text = (
            f"{capital(spelled(len(odd)))} of {counted(len(rows), 'published figure')} "
            f"{'lies' if len(odd) == 1 else 'lie'} outside what the weighed model expects in nine "
            "replicates of ten: "
            + "; ".join(f"{r['quantity']} (observed {number(r.get('observed'))})" for r in odd)
            + "."
        )
    return (Point("Does the model fit?", text),)


def _all(n: int) -> str:
    return {1: "the one", 2: "both"}.get(n, f"all {spelled(n)}")


def _outside(row: Numbers) -> bool:
    observed, low, high = row.get("observed"), row.get("p05"), row.get("p95")
    return observed is not None and low is not None and high is not None and not low <= observed <= high


def _course(numbers: Numbers) -> Sequence[Point]:
    course: Numbers = numbers.get("course") or {}
    return (Point("What repeated use would bring", str(course["answer"])),) if course.get("answer") else ()


def _counts(numbers: Numbers) -> Sequence[Point]:
    """What counts as a responder's trial, where no published result fixes it."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    of = {m.get("responders_out_of") for m in mechanisms.values()} - {None}
    if len(of) != 1 or not planned_only(numbers):
        return ()
    text = f"Responders are counted of {of.pop()} people planned; only those who complete can count."
    return (Point("How to read the counts", text),)
