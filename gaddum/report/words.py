"""The answer in plain sentences, computed from the numbers and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gaddum.report.contrasts import apart, means, of_all, who
from gaddum.report.figure_responders import planned_only
from gaddum.report.findings import Point, findings
from gaddum.report.names import in_prose, several
from gaddum.report.phrases import capital, counted, grouped, listed, share, spelled
from gaddum.report.plot import Numbers
from gaddum.report.standing import posterior_of, verdict


@dataclass(frozen=True)
class Headline:
    """What stands on top of the report."""

    lead: str
    points: tuple[Point, ...]


def headline(numbers: Numbers) -> Headline:
    """The lead sentence and the findings below it."""
    posterior = posterior_of(numbers)
    return Headline(_lead(numbers, posterior), findings(numbers, posterior))


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
    given = {n: found for n, m in mechanisms.items() if (found := means(m.get("responders")))}
    if not given:
        return "What this protocol would show, by simulation."
    called = in_prose(numbers)
    if len(given) == 1:
        name, only = next(iter(given.items()))
        out_of = mechanisms[name].get("responders_out_of")
        of = f" of {out_of}{' planned' * planned_only(numbers)}" if out_of else ""
        each = listed(f"{m:.1f}{of} after {t}" for t, m in only.items())
        return f"If the mechanism is {called(name)}, {each} respond on average."
    gaps = {n: apart(found) or 0.0 for n, found in given.items()}
    wide = [n for n, gap in gaps.items() if gap >= 1]
    subject = who(next(iter(given.values())))
    if not wide:
        return f"Under no mechanism do {subject} differ by as much as one responder."
    alike = [n for n in given if n not in wide]
    text = f"Under {of_all(wide, list(given))} {subject} differ by at least one responder"
    return text + (f"; under {listed(map(called, alike))} they do not." if alike else ".")


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
