"""The answer in plain sentences, computed from the numbers and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gaddum.report.deciding import told
from gaddum.report.figure_responders import planned_only
from gaddum.report.names import in_prose, several
from gaddum.report.odds import groups
from gaddum.report.phrases import capital, chance, counted, grouped, listed, number, share, spelled
from gaddum.report.plot import Numbers

FAMILIES: dict[str, tuple[str, ...]] = {
    "needs opioid receptors": ("mu-agonist", "opioid-release", "opioid-tone", "allosteric"),
    "partly opioid": ("mixture",),
    "not the drug but the setting": ("expectancy", "nocebo"),
    "works without opioid receptors": ("nmda-only", "hnk"),
}
"""Which mechanisms make the same claim about opioid receptors."""

VERDICTS = (
    (1 / 3, "leading", "within a factor of 3 of the best"),
    (1 / 10, "in play", "within 10"),
    (1 / 100, "doubtful", "within 100"),
    (0.0, "set aside", "beyond 100"),
)


@dataclass(frozen=True)
class Point:
    """One finding: a short label and a sentence or two."""

    label: str
    text: str


@dataclass(frozen=True)
class Headline:
    """What stands on top of the report."""

    lead: str
    points: tuple[Point, ...]


def posterior_of(numbers: Numbers) -> dict[str, float]:
    """Posterior probabilities, from the weighing where there was one."""
    found = (numbers.get("weigh") or {}).get("posterior") or numbers.get("posterior") or {}
    return {name: float(p) for name, p in found.items() if p is not None}


def verdict(p: float, best: float) -> str:
    """Where a mechanism stands, by its odds against the best one."""
    ratio = p / best if best > 0 else 0.0
    return next(word for least, word, _ in VERDICTS if ratio >= least)


def headline(numbers: Numbers) -> Headline:
    """The lead sentence and the findings below it."""
    posterior = posterior_of(numbers)
    found = (
        *_survivors(numbers, posterior),
        *_opioid(numbers, posterior),
        *_phi(numbers),
        *_alike(numbers, posterior),
        *_check(numbers),
        *_course(numbers),
    )
    if not posterior:
        found = (*_simulated(numbers), *found)
    return Headline(_lead(numbers, posterior), found)


# The lead ---------------------------------------------------------------------------------------


def _lead(numbers: Numbers, posterior: Mapping[str, float]) -> str:
    if len(posterior) < 2:
        return _simulated_lead(numbers)
    called = in_prose(numbers)
    best = max(posterior.values())
    standing = {n: verdict(p, best) for n, p in posterior.items()}
    leading = [n for n, v in standing.items() if v == "leading"]
    aside = [n for n, v in standing.items() if v == "set aside"]
    held = sum(posterior[n] for n in leading)
    many = counted(len(posterior), "mechanism")
    if len(leading) == 1:
        text = (
            f"Of {spelled(len(posterior))} rival mechanisms one explains the published results best: "
            f"{called(leading[0])}, with a probability of {share(held)}"
        )
    elif len(leading) == len(posterior):
        text = f"The published results leave all {many} standing"
    else:
        text = (
            f"{capital(spelled(len(leading)))} of {many} explain the published results about equally well "
            f"and hold {share(held)} of the probability between them: {listed(map(called, leading))}"
        )
    if aside:
        text += f". The same results set {several(aside, called, noun='others')} aside"
    return text + "."


def _simulated_lead(numbers: Numbers) -> str:
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    means: dict[str, dict[str, float]] = {}
    for name, mechanism in mechanisms.items():
        responders: Numbers = mechanism.get("responders") or {}
        given = {t: float(r["mean"]) for t, r in responders.items() if r.get("mean") is not None}
        if given:
            means[name] = given
    if not means:
        return "What this protocol would show, by simulation."
    called = in_prose(numbers)
    if len(means) == 1:
        name, only = next(iter(means.items()))
        out_of = mechanisms[name].get("responders_out_of")
        of = f" of {out_of}{' planned' * planned_only(numbers)}" if out_of else ""
        each = listed(f"{m:.1f}{of} after {t}" for t, m in only.items())
        return f"If the mechanism is {called(name)}, {each} respond on average."
    apart = [n for n, given in means.items() if max(given.values()) - min(given.values()) >= 1]
    if not apart:
        return "Under no mechanism do the treatments differ by as much as one responder."
    alike = [n for n in means if n not in apart]
    text = f"Under {spelled(len(apart))} of {counted(len(means), 'mechanism')} "
    text += "the treatments differ by at least one responder"
    return text + (f"; under {listed(map(called, alike))} they do not." if alike else ".")


# Findings ---------------------------------------------------------------------------------------


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
        "not the drug but the setting": "that the antagonist acts on expectation or mood, not on the drug's effect",
        "works without opioid receptors": "that opioid receptors play no part",
    }
    rest = [
        f"{openings[claim]} ({listed(map(called, names), 'or')}), {chance(sum(posterior[n] for n in names))}"
        for claim, names in families.items()
        if names
    ]
    return (Point("Posterior odds", f"{text}. The rest of the probability: {'; '.join(rest)}." if rest else f"{text}."),)


def _odds(p: float) -> str:
    """Probability as odds, in whole numbers where they are large."""
    if p >= 0.999:
        return "more than 1000 to 1"
    if p <= 0.001:
        return "less than 1 to 1000"
    ratio = p / (1 - p)
    if ratio < 0.1:
        return f"1 to {1 / ratio:.0f}"
    return f"{ratio:.0f} to 1" if ratio >= 9.5 else f"{ratio:.1f} to 1"


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


def _simulated(numbers: Numbers) -> Sequence[Point]:
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    called = in_prose(numbers)
    parts = []
    for name, mechanism in mechanisms.items():
        cells = [
            f"{r['mean']:.1f} after {t}"
            + (
                f" ({number(r['p05'])} to {number(r['p95'])} in nine trials of ten)"
                if r.get("p05") is not None
                else ""
            )
            for t, r in (mechanism.get("responders") or {}).items()
            if r.get("mean") is not None
        ]
        if cells:
            parts.append(f"{capital(called(name))}: {listed(cells)}.")
    of = {m.get("responders_out_of") for m in mechanisms.values()} - {None}
    if parts and len(of) == 1 and planned_only(numbers):
        parts.append(f"Counts are of {of.pop()} people planned; only those who complete can count.")
    return (Point("Responders", " ".join(parts)),) if parts else ()


def run_line(numbers: Numbers) -> str:
    """How large the run was, in one line."""
    given: Numbers = numbers.get("provenance") or {}
    parts = []
    if isinstance(given.get("trials"), int):
        parts.append(f"{grouped(given['trials'])} simulated trials for each mechanism")
    if isinstance(given.get("people"), int):
        parts.append(f"{grouped(given['people'])} people to a trial")
    if given.get("seed") is not None:
        parts.append(f"seed {given['seed']}")
    if given.get("version"):
        parts.append(f"Gaddum {given['version']}")
    return " · ".join(parts)
