"""The schedule of assessments as an aligned table, and the timeline of each sequence."""

from __future__ import annotations

from gaddum.protocol.quantities import format_time
from gaddum.protocol.trial import Protocol


def table(rows: list[list[str]], *, right: tuple[int, ...] = (), centre: tuple[int, ...] = ()) -> list[str]:
    """Rows as aligned lines, with a rule under the first."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def cell(column: int, text: str) -> str:
        if column in right:
            return text.rjust(widths[column])
        return text.center(widths[column]) if column in centre else text.ljust(widths[column])

    lines = ["  ".join(cell(column, text) for column, text in enumerate(row)).rstrip() for row in rows]
    return [lines[0], "  ".join("─" * width for width in widths), *lines[1:]]


def schedule(protocol: Protocol) -> list[str]:
    """Schedule of assessments in one period: a row per dose or visit in order of time, a column per scale."""
    scales = list(dict.fromkeys(name for visit in protocol.visits.values() for name in visit.instruments))
    rows: list[tuple[float, int, list[str]]] = []
    for time_h, what in _doses(protocol):
        rows.append((time_h, 0, [format_time(time_h), what, "", *[""] * len(scales)]))
    for name, visit in protocol.visits.items():
        marks = ["●" if scale in visit.instruments else "·" for scale in scales]
        window = f"± {format_time(visit.window_h)}" if visit.window_h else ""
        rows.append((visit.at_h, 1, [format_time(visit.at_h), name, window, *marks]))
    ordered = [cells for *_, cells in sorted(rows, key=lambda row: row[:2])]
    head = ["time", "what", "window", *scales]
    return table([head, *ordered], right=(0,), centre=tuple(range(3, len(head))))


def _doses(protocol: Protocol) -> list[tuple[float, str]]:
    """Dosing times in a period; doses are called by their part, so that the table names no treatment."""
    times: dict[tuple[float, str], None] = {}
    for treatment in protocol.treatments.values():
        if treatment.pretreatment is not None:
            times.update(dict.fromkeys((time, "▶ pretreatment") for time in treatment.pretreatment.times_h))
        drug = treatment.drug
        length = f" ({format_time(drug.duration_h)})" if drug.duration_h else ""
        times.update(dict.fromkeys((time, f"▶ drug{length}") for time in drug.times_h))
    if protocol.course and protocol.course.challenge:
        times.update(dict.fromkeys((time, "▶ challenge") for time in protocol.course.challenge.times_h))
    return sorted(times)


def timelines(protocol: Protocol) -> list[str]:
    """Each sequence with the days on which its periods begin and end."""
    design = protocol.design
    step = design.washout_days
    head = ["sequence", *[_days(period, step, design.period_days) for period in range(design.n_periods)]]
    rows = [[name, *treatments] for name, treatments in design.sequences.items()]
    lines = table([head, *rows])
    if design.is_crossover:
        pause = design.washout_days - design.period_days
        lines.append(
            f"Washout {design.washout_days:g} days from drug to drug: "
            f"{design.period_days:g} of follow-up, then {pause:g} free."
        )
    else:
        lines.append(f"One period; follow-up of {design.period_days:g} days from the first dose.")
    return lines


def _days(period: int, step: float, length: float) -> str:
    start = period * step
    return f"period {period + 1} (day {start:g} to {start + length:g})"
