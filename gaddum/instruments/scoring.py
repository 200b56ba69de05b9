"""Score one sheet: allowed values only, zero is never missing, and no total without a stated rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from gaddum.documents import did_you_mean, listing
from gaddum.errors import Fault, Problems
from gaddum.instruments.base import Instrument, Item


@dataclass(frozen=True)
class Score:
    """The result of scoring one sheet.

    Attributes:
        total: The total, a whole number; None if it cannot be given.
        reason: Why there is no total, or how it was completed; None if every item was rated.
        subscales: Sum of each subscale; None where one of its items is missing.
        missing: Ids of the items without a value.
        prorated: Whether the total was scaled up for missing items.
    """

    total: int | None
    reason: str | None = None
    subscales: dict[str, int | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    prorated: bool = False


def score_sheet(instrument: Instrument, items: Mapping[str, int | None] | Mapping[int, int | None]) -> Score:
    """Score a sheet of one rating scale.

    Args:
        instrument: The scale.
        items: Value of each item by its id; None, or left out, is missing.

    Raises:
        Problems: GAD-INST-13 for each unknown item, GAD-INST-14 for each value an item does not allow.

    A prorated total is the mean of the rated items times the number of items, to the nearest whole number,
    halves upwards, and kept within the range of the scale (items of different ranges could leave it).
    """
    sheet = _checked(instrument, {str(key): value for key, value in items.items()})
    absent = tuple(item.id for item in instrument.items if sheet.get(item.id) is None)
    rated = [item for item in instrument.items if item.id not in absent]
    subscales = {name: _sum(sheet, members) for name, members in instrument.subscales.items()}
    if not absent:
        return Score(_sum(sheet, instrument.item_ids), None, subscales)
    allowed = instrument.missing.at_most if instrument.missing.rule == "prorate" else 0
    which = "item" if len(absent) == 1 else "items"
    if len(absent) > allowed or not rated:
        reason = f"{which} {listing(absent)} missing; {instrument.missing_rule}"
        return Score(None, reason, subscales, absent)
    total = _prorated(instrument, rated, sheet)
    return Score(total, f"prorated for missing {which} {listing(absent)}", subscales, absent, prorated=True)


def _checked(instrument: Instrument, sheet: dict[str, int | None]) -> dict[str, int | None]:
    """The sheet with codes for "not assessed" as missing; every unknown item and value is told."""
    faults: list[Fault] = []
    items = {item.id: item for item in instrument.items}
    parent = _parent_items(instrument)
    checked: dict[str, int | None] = {}
    for name, value in sheet.items():
        place = f"{instrument.id}.{name}"
        item = items.get(name)
        if item is None:
            if name not in parent:
                message = f"{instrument.title} has no item {name}."
                meant = did_you_mean(name, items)
                faults.append(Fault("GAD-INST-13", message, place, "", listing(items), meant))
            continue
        if value is not None and (not _is_whole(value) or value not in (*item.values, *item.not_assessed)):
            message = f"Item {name} ({item.label}) does not allow this value."
            allowed = _allowed(item)
            faults.append(Fault("GAD-INST-14", message, place, str(value), allowed, "Correct the value."))
            continue
        checked[name] = None if value is None or value in item.not_assessed else int(value)
    if faults:
        raise Problems(faults)
    return checked


def _is_whole(value: object) -> bool:
    """Whole numbers only: true and false are no scores, and 1.5 or NaN never are."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def _parent_items(instrument: Instrument) -> frozenset[str]:
    """Items of the sheet that a part of a scale is scored from; they may stand on it unread."""
    if instrument.scored_from is None:
        return frozenset()
    from gaddum.instruments.library import get

    return frozenset(get(instrument.scored_from).item_ids)


def _allowed(item: Item) -> str:
    low, high = item.values[0], item.values[-1]
    run = len(item.values) == high - low + 1
    return f"a whole number from {low} to {high}" if run else listing(str(value) for value in item.values)


def _sum(sheet: Mapping[str, int | None], ids: tuple[str, ...]) -> int | None:
    values = [sheet.get(name) for name in ids]
    return (
        None
        if any(value is None for value in values)
        else sum(value for value in values if value is not None)
    )


def _prorated(instrument: Instrument, rated: list[Item], sheet: Mapping[str, int | None]) -> int:
    """The mean of the rated items times the number of items, to the nearest whole number."""
    reached = sum(value for item in rated if (value := sheet.get(item.id)) is not None)
    total = math.floor(reached * len(instrument.items) / len(rated) + 0.5)
    return min(max(total, instrument.minimum), instrument.maximum)
