"""Tables of the report: what stands in which row, and how a cell is to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gaddum.report.figure_responders import planned_only
from gaddum.report.figure_stopping import has_rules, looks_of
from gaddum.report.figure_withdrawal import peak
from gaddum.report.names import labels, studies_named, study
from gaddum.report.odds import path
from gaddum.report.phrases import capital, clock, fixed, number, percent, readable, sentence
from gaddum.report.plot import Numbers
from gaddum.report.words import posterior_of, verdict

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")


@dataclass(frozen=True)
class Cell:
    """One cell: text, and optionally words in bold before it, a tint in 0 to 1, a chip's kind, a DOI to
    link, a bar's length."""

    text: str
    strong: str = ""
    tint: float | None = None
    chip: str = ""
    doi: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Table:
    """Columns marked `>` at the front of their heading hold numbers and are set to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sections: Mapping[int, str] = field(default_factory=dict)
    kind: str = ""


def cells(*texts: Any) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(
        t if isinstance(t, Cell) else Cell(number(t) if not isinstance(t, str) else t) for t in texts
    )


def chip(word: Any) -> Cell:
    """How sure we are, or where a mechanism stands, as a labelled chip."""
    text = str(word or "not stated")
    return Cell(readable(text), chip=re.sub(r"[^a-z]+", "-", text.lower()).strip("-"))


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
             Cell(percent(p) + _points(errors.get(name)), bar=p / best if best > 0 else 0.0),
             chip(verdict(p, best)))
        )  # fmt: skip
    return Table(
        "Where each mechanism stands",
        ("mechanism", "what it says", "posterior", "standing"),
        tuple(rows),
        "Standing goes by the odds against the best: leading, within a factor of 3; in play, within 10; "
        "doubtful, within 100; set aside, beyond."
        + " ±: one Monte Carlo standard error, in percentage points." * bool(errors),
        kind="verdict",
    )


def _points(error: float | None) -> str:
    """A standard error in percentage points, where it can be seen."""
    return f" ± {100 * error:.1f}" if error is not None and error >= 0.0005 else ""


def table_treatments(numbers: Numbers) -> Table | None:
    """The protocol's treatments as given."""
    given: Mapping[str, str] = (numbers.get("protocol") or {}).get("treatments") or {}
    if not given:
        return None
    return Table(
        "Treatments", ("treatment", "what is given"), tuple(cells(k, str(v)) for k, v in given.items())
    )


def table_visits(numbers: Numbers) -> Table | None:
    """When each visit takes place."""
    given: Mapping[str, float] = (numbers.get("protocol") or {}).get("visits") or {}
    if not given:
        return None
    row = cells("time from start of drug", *(clock(float(h)) for h in given.values()))
    return Table("Visits of a period", ("visit", *(f">{readable(k)}" for k in given)), (row,))


def table_mechanisms(numbers: Numbers) -> Table | None:
    """What each mechanism claims, where the verdict has not said it already."""
    given: Numbers = numbers.get("mechanisms") or {}
    if len(posterior_of(numbers)) > 1 and set(given) <= set(posterior_of(numbers)):
        return None
    rows = tuple(cells(n, str(m.get("title") or ""), str(m.get("claim") or "")) for n, m in given.items())
    return Table("What each mechanism says", ("mechanism", "title", "claim"), rows) if rows else None


def table_responders(numbers: Numbers) -> Table | None:
    """Mean responders with the range of nine trials in ten, and the probability of the published result."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    treatments = list(dict.fromkeys(t for m in mechanisms.values() for t in (m.get("responders") or {})))
    if not treatments:
        return None
    published = any(m.get("p_published") is not None for m in mechanisms.values())
    trials = (numbers.get("provenance") or {}).get("trials")
    rows = []
    for name, mechanism in mechanisms.items():
        row = [Cell(name)]
        for treatment in treatments:
            r = (mechanism.get("responders") or {}).get(treatment) or {}
            row.append(Cell(f"{fixed(r.get('mean'), 2)} ({number(r.get('p05'))}–{number(r.get('p95'))})"))
        if published:
            p, error = mechanism.get("p_published"), mechanism.get("p_published_mcse")
            never = p == 0 and isinstance(trials, int) and trials > 0
            row.append(Cell(f"< {number(3 / trials, 2)}" if never else estimate(p, error)))
        rows.append(tuple(row))
    columns = (
        "mechanism",
        *(f">{t}" for t in treatments),
        *((">P of the published result",) if published else ()),
    )
    note = "Mean, with the range of nine trials in ten."
    of = {m.get("responders_out_of") for m in mechanisms.values()} - {None}
    if len(of) == 1:
        note += f" Of {of.pop()} {'planned' if planned_only(numbers) else 'who completed first'}."
    if published:
        note += " P with its Monte Carlo error; where no trial showed the result, its 95% bound."
    return Table("Responders per trial", columns, tuple(rows), note)


def estimate(value: Any, error: Any = None, decimals: int = 4) -> str:
    """A probability with its Monte Carlo error."""
    if value is None:
        return "–"
    return fixed(value, decimals) + (f" ± {fixed(error, decimals)}" if error is not None else "")


def table_stopping(numbers: Numbers) -> Table | None:
    """Stops by look and by rule, people entered and completed, exposure with and without the rules."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    if not any(m.get("stopped") or m.get("entered") for m in mechanisms.values()):
        return None
    early, last = looks_of(mechanisms)
    ruled = has_rules(mechanisms)
    rules = list(dict.fromkeys(k for m in mechanisms.values() for k in (m.get("stop_reasons") or {})))
    looks = [*early, last] if last else early
    given = list(dict.fromkeys(t for m in mechanisms.values() for t in (m.get("exposed") or {})))
    extras = [
        (f, label)
        for f, label in (("entered", "entered"), ("completed", "completed"), ("dropout", "lost"))
        if any(m.get(f) is not None for m in mechanisms.values())
    ]
    rows = []
    for name, m in mechanisms.items():
        row = [Cell(name)]
        if ruled:
            row += [Cell(percent((m.get("stopped") or {}).get(k))) for k in looks]
            row += [Cell(percent((m.get("stop_reasons") or {}).get(k))) for k in rules]
        row += [Cell(percent(m.get(f)) if f == "dropout" else spread(m.get(f))) for f, _ in extras]
        row += [Cell(_exposure(m, t, ruled)) for t in given]
        rows.append(tuple(row))
    columns = (
        "mechanism",
        *(f">stopped at {readable(k)}" if k != last else f">rule met at {readable(k)}" for k in looks if ruled),
        *(f">rule met: {readable(k)}" for k in rules if ruled),
        *(f">{label}" for _, label in extras),
        *(f">given {t}" for t in given),
    )
    return Table(
        "Stopping and exposure" if ruled else "People per trial",
        columns,
        tuple(rows),
        "People: mean, with the range of nine trials in ten."
        + " Given: people who got the treatment, and how many would have without the rules."
        * bool(given and ruled),
    )


def _exposure(mechanism: Numbers, treatment: str, ruled: bool) -> str:
    """How many got a treatment, and how many would have had nothing been stopped."""
    with_rules = (mechanism.get("exposed") or {}).get(treatment)
    without = (mechanism.get("exposed_without_stopping") or {}).get(treatment) or {}
    if not isinstance(with_rules, Mapping):
        return number(with_rules)
    text = fixed(with_rules.get("mean"), 1)
    return f"{text} of {fixed(without.get('mean'), 1)}" if ruled and without else text


def spread(value: Any) -> str:
    """A mean with its range, or a bare number."""
    if isinstance(value, Mapping):
        text = fixed(value.get("mean"), 1)
        if value.get("p05") is not None and value.get("p95") is not None:
            text += f" ({number(value['p05'])}–{number(value['p95'])})"
        return text
    return number(value)


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
            Cell(str(e.get("text") or ""), strong=capital(str(e.get("title") or e.get("id")))), chip(e.get("marks")),
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
            row.append(Cell(percent(p) + _points(error), tint=p))
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


def table_course(numbers: Numbers) -> Table | None:
    """Withdrawal and relapse after a course."""
    mechanisms: Numbers = (numbers.get("course") or {}).get("mechanisms") or {}
    if not mechanisms:
        return None
    relapses = {n: m.get("relapse") or {} for n, m in mechanisms.items()}
    days = list(dict.fromkeys(d for r in relapses.values() for d in r.get("fraction_by_day") or {}))
    rows = []
    for name, m in mechanisms.items():
        relapse = relapses[name]
        by_day = relapse.get("fraction_by_day") or {}
        rows.append(
            cells(
                name, _withdrawal(m.get("withdrawal_stop")), _withdrawal(m.get("withdrawal_antagonist")),
                f"{number(relapse.get('median_days'))} "
                f"({number(relapse.get('p25'))}–{number(relapse.get('p75'))})"
                if relapse.get("median_days") is not None else "–",
                *(percent(by_day.get(d)) for d in days),
            )
        )  # fmt: skip
    columns = (
        "mechanism",
        ">withdrawal on stopping",
        ">withdrawal under full blockade",
        ">days to relapse",
        *(f">relapsed by day {d}" for d in days),
    )
    note = (
        "Withdrawal: peak score on the clinical opiate withdrawal scale, median (95th percentile). "
        "Days are counted from the last dose: median (middle half)."
    )
    return Table("After a course", columns, tuple(rows), note)


def _withdrawal(cell: Any) -> str:
    middle, high = peak(cell, "p50"), peak(cell, "p95")
    return "–" if middle is None else fixed(middle, 1) + (f" ({fixed(high, 1)})" if high is not None else "")


def table_benchmark(numbers: Numbers) -> Table | None:
    """Other regimens under the same model."""
    given = (numbers.get("course") or {}).get("benchmark") or ()
    blocked = any(b.get("cows_blocked") is not None for b in given)
    rows = tuple(
        cells(
            capital(sentence(b.get("regimen", ""))), fixed(b.get("adaptation"), 2), fixed(b.get("cows"), 1),
            *([fixed(b.get("cows_blocked"), 1)] if blocked else []),
        )
        for b in given
    )  # fmt: skip
    columns = (
        "regimen",
        ">adaptation",
        ">peak withdrawal on stopping (COWS)",
        *((">under full blockade (COWS)",) if blocked else ()),
    )
    return Table("For comparison, other regimens under the same model", columns, rows) if rows else None


def table_sources(numbers: Numbers) -> Table | None:
    """Every constant used, with its source and how sure we are."""
    given: Sequence[Numbers] = numbers.get("sources") or ()
    rows: list[tuple[Cell, ...]] = []
    sections: dict[int, str] = {}
    last = None
    for s in given:
        if s.get("where") != last:
            last = s.get("where")
            sections[len(rows)] = str(last or "")
        cite = str(s.get("cite") or s.get("source") or "")
        doi = _DOI.search(cite)
        rows.append(
            (Cell(str(s.get("name", ""))), Cell(number(s.get("value"), 4)), Cell(str(s.get("unit") or "")),
             chip(s.get("confidence")), Cell(cite, doi=doi[0] if doi else ""), Cell(str(s.get("note") or "")))
        )  # fmt: skip
    if not rows:
        return None
    columns = ("constant", ">value", "unit", "how we know", "source", "note")
    return Table("Constants and their sources", columns, tuple(rows), sections=sections, kind="sources")


def table_provenance(numbers: Numbers) -> Table | None:
    """Everything needed to run this again."""
    given: Numbers = numbers.get("provenance") or {}
    rows: list[tuple[Cell, ...]] = []
    for key, value in given.items():
        if key == "parameters" and isinstance(value, Mapping):
            rows += [cells(f"parameter {k}", _plain(v)) for k, v in value.items()]
        elif value is not None:
            rows.append(cells("protocol hash" if key == "hash" else readable(key), _plain(value)))
    return Table("Provenance", ("", ""), tuple(rows), kind="provenance") if rows else None


def _plain(value: Any) -> str:
    """A value as it would be typed: no thousands separators, so that a seed can be copied."""
    return str(value) if isinstance(value, int | float | str) else sentence(value)
