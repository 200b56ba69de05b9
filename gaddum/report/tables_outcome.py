"""Tables of what the simulated trials gave: responders, stops, people and their exposure."""

from __future__ import annotations

from collections.abc import Mapping

from gaddum.report.figure_responders import planned_only
from gaddum.report.figure_stopping import has_rules, looks_of
from gaddum.report.phrases import fixed, number, percent, readable
from gaddum.report.plot import Numbers
from gaddum.report.standing import posterior_of
from gaddum.report.table import Cell, Table, estimate, spread


def table_predictions(numbers: Numbers) -> Table | None:
    """Where nothing was weighed: each mechanism with its claim and the responders it predicts."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    treatments = _treated(mechanisms)
    if len(posterior_of(numbers)) > 1 or len(mechanisms) < 2 or not treatments:
        return None
    rows = tuple(
        (
            Cell(name),
            Cell(str(m.get("claim") or ""), strong=str(m.get("title") or "")),
            *(_responders(m, t, 1) for t in treatments),
        )
        for name, m in mechanisms.items()
    )
    columns = ("mechanism", "what it says", *(f">{t}" for t in treatments))
    note = "Responders after each treatment: mean, with the range of nine trials in ten."
    return Table("What each mechanism predicts", columns, rows, note, kind="predicted")


def _treated(mechanisms: Numbers) -> list[str]:
    """Treatments for which responders were counted."""
    return list(dict.fromkeys(t for m in mechanisms.values() for t in (m.get("responders") or {})))


def _responders(mechanism: Numbers, treatment: str, decimals: int) -> Cell:
    r = (mechanism.get("responders") or {}).get(treatment) or {}
    return Cell(f"{fixed(r.get('mean'), decimals)} ({number(r.get('p05'))}–{number(r.get('p95'))})")


def table_responders(numbers: Numbers) -> Table | None:
    """Mean responders with the range of nine trials in ten, and the probability of the published result."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    treatments = _treated(mechanisms)
    if not treatments:
        return None
    published = any(m.get("p_published") is not None for m in mechanisms.values())
    trials = (numbers.get("provenance") or {}).get("trials")
    rows = []
    for name, mechanism in mechanisms.items():
        row = [Cell(name)]
        for treatment in treatments:
            row.append(_responders(mechanism, treatment, 2))
        if published:
            p, error = mechanism.get("p_published"), mechanism.get("p_published_mcse")
            if p == 0 and isinstance(trials, int) and trials > 0:
                row.append(Cell(f"< {number(3 / trials, 2)}"))
            else:
                row.append(Cell(estimate(p, error)))
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


def table_stopping(numbers: Numbers) -> Table | None:
    """Stops by look and by rule, people entered, completed and lost."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    if not any(m.get("stopped") or m.get("entered") for m in mechanisms.values()):
        return None
    early, last = looks_of(mechanisms)
    ruled = has_rules(mechanisms)
    rules = list(dict.fromkeys(k for m in mechanisms.values() for k in (m.get("stop_reasons") or {})))
    looks = [*early, last] if last else early
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
        rows.append(tuple(row))
    columns = (
        "mechanism",
        *(
            f">stopped at {readable(k)}" if k != last else f">rule met at {readable(k)}"
            for k in looks
            if ruled
        ),
        *(f">rule met: {readable(k)}" for k in rules if ruled),
        *(f">{label}" for _, label in extras),
    )
    title = "Stopping, and people per trial" if ruled else "People per trial"
    return Table(title, columns, tuple(rows), "People: mean, with the range of nine trials in ten.")


def table_exposure(numbers: Numbers) -> Table | None:
    """People given each treatment, with the rules and without them."""
    mechanisms: Numbers = numbers.get("mechanisms") or {}
    given = list(dict.fromkeys(t for m in mechanisms.values() for t in (m.get("exposed") or {})))
    if not given:
        return None
    ruled = has_rules(mechanisms)
    rows = tuple((Cell(n), *(Cell(_exposure(m, t, ruled)) for t in given)) for n, m in mechanisms.items())
    note = "Mean per trial" + "; of how many it would be if no rule stopped the trial" * ruled + "."
    return Table("People given each treatment", ("mechanism", *(f">{t}" for t in given)), rows, note)


def _exposure(mechanism: Numbers, treatment: str, ruled: bool) -> str:
    """How many got a treatment, and how many would have had nothing been stopped."""
    with_rules = (mechanism.get("exposed") or {}).get(treatment)
    without = (mechanism.get("exposed_without_stopping") or {}).get(treatment) or {}
    if not isinstance(with_rules, Mapping):
        return number(with_rules)
    text = fixed(with_rules.get("mean"), 1)
    planned = fixed(without.get("mean"), 1)
    return f"{text} of {planned}" if ruled and without and planned != text else text
