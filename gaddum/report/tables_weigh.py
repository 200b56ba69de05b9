"""Tables of the weighing: where each mechanism stands, the evidence, and how far the answer rests on what."""

from __future__ import annotations

from collections.abc import Mapping

from gaddum.report.names import labels, studies_named, study
from gaddum.report.odds import path
from gaddum.report.phrases import capital, fixed, number, percent, sentence
from gaddum.report.plot import Numbers
from gaddum.report.standing import posterior_of, verdict
from gaddum.report.table import Cell, Table, cells, chip, points


def table_verdict(numbers: Numbers) -> Table | None:
    """Each mechanism with its claim, its posterior and where it stands."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    posterior = posterior_of(numbers)
    if len(posterior) < 2:
        return None
    best = max(posterior.values())
    errors: Mapping[str, float] = (numbers.get("weigh") or {}).get("posterior_mcse") or {}
    rows = []
    for name, p in sorted(posterior.items(), key=lambda item: -item[1]):
        mechanism = mechanisms.get(name) or {}
        rows.append(
            (Cell(name), Cell(str(mechanism.get("claim") or ""), strong=str(mechanism.get("title") or "")),
             Cell(percent(p) + points(errors.get(name)), bar=p / best if best > 0 else 0.0),
             chip(verdict(p, best)))
        )  # fmt: skip
    return Table(
        "Where each mechanism stands",
        ("mechanism", "what it says", "posterior", "standing"),
        tuple(rows),
        "Standing goes by the odds against the best: leading, within a factor of 3; in play, within 10; "
        "doubtful, within 100; set aside, beyond."
        + " ±: one Monte Carlo standard error, in percentage points."
        * bool(errors),
        kind="verdict",
    )


def table_evidence(numbers: Numbers) -> Table | None:
    """Each published result, whether it was used, and why not."""
    weigh: Numbers = numbers.get("weigh") or {}
    given = weigh.get("evidence") or ()
    if not given:
        return None
    called = labels(weigh)
    rows = tuple(
        cells(
            called[str(e.get("id"))], Cell(study(e) or "–", doi=str(e.get("doi") or "")),
            Cell(str(e.get("text") or ""), strong=capital(str(e.get("title") or e.get("id")))),
            chip(e.get("marks")),
            "used" if e.get("used") else f"not used{': ' + str(e['why']) if e.get('why') else ''}",
        )
        for e in given
    )  # fmt: skip
    columns = ("", "study", "what was found", "how we know", "in the odds")
    return Table("Published evidence", columns, rows, kind="evidence")


def _evidence_key(weigh: Numbers, only_used: bool = True) -> str:
    """What E1, E2, … stand for."""
    called = labels(weigh)
    shown = [e for e in weigh.get("evidence") or () if e.get("used") or not only_used]
    return "; ".join(f"{called[str(e['id'])]}: {e.get('title') or e['id']}" for e in shown)


def table_path(numbers: Numbers) -> Table | None:
    """Probabilities from prior to posterior, a column for each piece of evidence."""
    weigh: Numbers = numbers.get("weigh") or {}
    if not weigh.get("posterior"):
        return None
    steps = path(weigh)
    rows = []
    for name in weigh["posterior"]:
        row = [Cell(name)]
        for step in steps:
            p, error = step.probability[name], step.error.get(name, 0.0)
            row.append(Cell(percent(p) + points(error), tint=p))
        rows.append(tuple(row))
    return Table(
        "From prior to posterior",
        ("mechanism", *(f">{step.label}" for step in steps)),
        tuple(rows),
        "Evidence is taken in from left to right. ±: one Monte Carlo standard error, in percentage points. "
        + _evidence_key(weigh)
        + ".",
    )


def table_sensitivity(numbers: Numbers) -> Table | None:
    """The posterior under other priors and other evidence."""
    given = (numbers.get("weigh") or {}).get("sensitivity") or ()
    names = list(dict.fromkeys(n for row in given for n in row.get("posterior") or {}))
    if not names:
        return None
    rows = []
    for change in given:
        p: Mapping[str, float] = change.get("posterior") or {}
        rows.append(
            (
                Cell(capital(studies_named(sentence(change.get("change", ""))))),
                *(Cell(percent(p.get(n)), tint=p.get(n)) for n in names),
            )
        )
    return Table("Posterior under other choices", ("what is changed", *(f">{n}" for n in names)), tuple(rows))


def table_check(numbers: Numbers) -> Table | None:
    """Published figures beside replicates of the weighed model."""
    given = (numbers.get("weigh") or {}).get("predictive_check") or ()
    rows = tuple(
        cells(
            capital(sentence(r.get("quantity", ""))), number(r.get("observed")), number(r.get("p50")),
            f"{number(r.get('p05'))} to "
            f"{number(r.get('p95'))}", fixed(r.get("tail"), 3), str(r.get("verdict") or ""),
        )
        for r in given
    )  # fmt: skip
    columns = (
        "quantity",
        ">observed",
        ">expected",
        ">nine replicates in ten",
        ">tail probability",
        "verdict",
    )
    return Table("Published figures against replicates", columns, rows) if rows else None
