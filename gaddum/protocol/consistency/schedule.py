"""Sequences, washout, visits and randomization that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gaddum.documents import did_you_mean, listing
from gaddum.protocol.consistency.draft import Draft, Finding
from gaddum.protocol.quantities import format_time


def check_sequences(draft: Draft) -> Iterator[Finding]:
    """Sequences name treatments that there are, are equally long and different; every treatment is given."""
    sequences = (
        draft.raw.get("design", {}).get("sequences") if isinstance(draft.raw.get("design"), dict) else None
    )
    if not isinstance(sequences, dict):
        return
    sound = {name: row for name, row in sequences.items() if isinstance(row, list | tuple) and row}
    for name, row in sound.items():
        for index, treatment in enumerate(row):
            if isinstance(treatment, str) and treatment not in draft.treatments:
                meant = (
                    did_you_mean(treatment, draft.treatments)
                    or "Name one of them, or add it to `treatments`."
                )
                message = f"Sequence {name} gives `{treatment}`, which is no treatment of this protocol."
                path = ("design", "sequences", name, index)
                yield Finding(path, "GAD-PROT-21", message, "", listing(draft.treatments), meant)
    lengths = {name: len(row) for name, row in sound.items()}
    if lengths:
        usual = max(set(lengths.values()), key=list(lengths.values()).count)
        for name, length in lengths.items():
            if length != usual:
                message = f"Sequence {name} has {_periods(length)}, the others have {usual}."
                path_ = ("design", "sequences", name)
                yield Finding(
                    path_, "GAD-PROT-22", message, "", _periods(usual), "Give every sequence as many."
                )
    seen: dict[tuple[str, ...], str] = {}
    for name, row in sound.items():
        key = tuple(str(item) for item in row)
        if key in seen:
            message = f"Sequences {seen[key]} and {name} are the same."
            yield Finding(("design", "sequences", name), "GAD-PROT-22", message, remedy="Remove one of them.")
        seen.setdefault(key, name)
    given = {str(item) for row in sound.values() for item in row}
    for treatment in draft.treatments:
        if given and treatment not in given:
            message = f"`{treatment}` is in no sequence, so nobody gets it."
            path__ = ("treatments", treatment)
            yield Finding(path__, "GAD-PROT-29", message, remedy="Add it to a sequence, or remove it.")


def _periods(count: int) -> str:
    return "1 period" if count == 1 else f"{count} periods"


def check_times(draft: Draft) -> Iterator[Finding]:
    """The washout covers the period, and the next period begins after the last visit of the one before."""
    design = draft.design
    if design is None or not design.is_crossover:
        return
    if design.washout_days < design.period_days:
        days = f"{design.washout_days:g} days" if design.washout_days else "not given"
        message = f"The washout ({days}) is shorter than a period ({design.period_days:g} days)."
        expected = (
            f"at least {design.period_days:g} days, counted from one period's drug to the next period's"
        )
        remedy = f"Set washout_days to {design.period_days:g} or more, or shorten the period."
        yield Finding(
            ("design", "washout_days"), "GAD-PROT-18", message, f"{design.washout_days:g}", expected, remedy
        )
        return
    ends = [v.at_h for v in draft.visits.values() if v is not None]
    starts = [v.at_h for v in draft.visits.values() if v is not None]
    starts += [
        min(t.pretreatment.times_h) for t in draft.treatments.values() if t is not None and t.pretreatment
    ]
    if ends and starts and design.washout_days * 24 + min(starts) < max(ends):
        message = (
            f"The next period begins {format_time(-min(starts))} before its drug, "
            f"which is before the last visit ({format_time(max(ends))}) of the period before."
        )
        least = (max(ends) - min(starts)) / 24
        remedy = f"Set washout_days to {least:g} or more."
        yield Finding(
            ("design", "washout_days"), "GAD-PROT-18", message, f"{design.washout_days:g}", "", remedy
        )


def check_visits(draft: Draft) -> Iterator[Finding]:
    """Visits lie inside the period, at different times, with windows that do not overlap."""
    visits = {name: visit for name, visit in draft.visits.items() if visit is not None}
    for name, visit in visits.items():
        if draft.design is not None and visit.at_h > draft.design.period_days * 24:
            message = (
                f"Visit {name} at {visit.at} is after the end of the period ({draft.design.period_days:g} d)."
            )
            remedy = "Lengthen design.period_days, or move the visit."
            yield Finding(("visits", name, "at"), "GAD-PROT-19", message, visit.at, remedy=remedy)
        for index, instrument in enumerate(visit.instruments):
            if instrument in visit.instruments[:index]:
                message = f"Visit {name} rates {instrument} twice."
                path = ("visits", name, "instruments", index)
                yield Finding(path, "GAD-PROT-19", message, remedy="Remove one of them.")
    ordered = sorted(visits.items(), key=lambda item: item[1].at_h)
    for (before, first), (name, visit) in pairwise(ordered):
        if visit.at_h == first.at_h:
            message = f"Visits {before} and {name} are at the same time ({visit.at})."
            yield Finding(("visits", name, "at"), "GAD-PROT-19", message, remedy="Make them one visit.")
        elif first.at_h + first.window_h > visit.at_h - visit.window_h:
            message = f"The window of visit {name} overlaps that of {before}."
            gap = format_time(visit.at_h - first.at_h)
            expected = f"the two windows together at most {gap}"
            path_ = ("visits", name, "window" if visit.window else "at")
            yield Finding(
                path_, "GAD-PROT-19", message, visit.window or "", expected, "Narrow one of the windows."
            )


def check_randomization(draft: Draft) -> Iterator[Finding]:
    """Permuted blocks need sizes, each a multiple of the number of sequences."""
    plan = draft.randomization
    if plan is None:
        return
    sizes = ("randomization", "block_sizes")
    n = len(draft.design.sequences) if draft.design else 0
    if plan.method == "permuted_blocks" and not plan.block_sizes:
        remedy = f"Add block_sizes: [{2 * n or 4}]."
        yield Finding(sizes, "GAD-PROT-30", "Permuted blocks need the sizes of the blocks.", remedy=remedy)
    if plan.method == "simple" and plan.block_sizes:
        message = "Simple randomization has no blocks."
        remedy = "Remove block_sizes, or use method: permuted_blocks."
        yield Finding(sizes, "GAD-PROT-30", message, remedy=remedy)
    for index, size in enumerate(plan.block_sizes):
        if n and size % n:
            message = f"A block of {size} cannot hold {n} sequences equally often."
            expected = f"a multiple of {n}"
            yield Finding(
                (*sizes, index), "GAD-PROT-30", message, str(size), expected, f"Use {n * (size // n + 1)}."
            )
