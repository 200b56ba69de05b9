"""A protocol's doses and visits on one clock, as the engine needs them.

Every period runs on the same clock, whose zero is the start of that period's drug.  The events of all
treatments are merged; a treatment that does not give one of them gives an amount of zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gaddum.pharmacology.compounds import Compound, load_compound
from gaddum.protocol import Protocol

MARGIN_H = 0.25
"""The clock starts this long before the first dose or visit."""


@dataclass(frozen=True)
class Input:
    """One place where doses enter: a compartment of one compound, at once or as an infusion rate.

    Attributes:
        part: Name of the simple compound.
        state: Compartment.
        route: Route of the dose.
        is_rate: Whether events change an infusion rate instead of adding an amount.
    """

    part: str
    state: str
    route: str
    is_rate: bool


@dataclass(frozen=True)
class Schedule:
    """Doses and visits of one period.

    Attributes:
        parts: Simple compounds in use, by name.
        inputs: Where doses enter.
        start_h: Start of the clock, hours from the drug, ≤ 0.
        length_h: Length of the clock.
        event_h: Times of events from the start of the clock, increasing.
        fixed: µmol (or µmol/h) at each event, [treatment, event, input].
        per_kg: The same per kilogram of body weight.
        visit_h: Times of visits from the start of the clock, in the protocol's order.
        sequences: Treatment of each period, [sequence, period]; −1 where a sequence has no such period.
    """

    parts: dict[str, Compound]
    inputs: tuple[Input, ...]
    start_h: float
    length_h: float
    event_h: np.ndarray
    fixed: np.ndarray
    per_kg: np.ndarray
    visit_h: np.ndarray
    sequences: np.ndarray


@dataclass(frozen=True)
class _Entry:
    treatment: int
    time_h: float
    input: Input
    amount: float
    per_kg: bool


def schedule(protocol: Protocol, extra_end_h: float = 0.0) -> Schedule:
    """Doses and visits of a protocol.

    Args:
        protocol: A checked protocol.
        extra_end_h: Run the clock at least this long after the drug.

    Raises:
        GaddumError: GAD-PHARM-… if a compound or route is not known.
    """
    entries, parts = _entries(protocol)
    treatments = list(protocol.treatments)
    visits = np.array([visit.at_h for visit in protocol.visits.values()])
    times = sorted({entry.time_h for entry in entries})
    start = min([0.0, *times, float(visits.min())]) - MARGIN_H
    if protocol.n_periods > 1:
        end = protocol.design.washout_days * 24.0 + start
    else:
        end = max(float(visits.max()), times[-1] if times else 0.0, extra_end_h)
    inputs = tuple(dict.fromkeys(entry.input for entry in entries))
    fixed = np.zeros((len(treatments), len(times), len(inputs)))
    per_kg = np.zeros_like(fixed)
    for entry in entries:
        table = per_kg if entry.per_kg else fixed
        table[entry.treatment, times.index(entry.time_h), inputs.index(entry.input)] += entry.amount
    sequences = np.full((len(protocol.design.sequences), protocol.n_periods), -1)
    for row, given in enumerate(protocol.design.sequences.values()):
        sequences[row, : len(given)] = [treatments.index(name) for name in given]
    return Schedule(
        parts, inputs, start, end - start, np.array(times) - start, fixed, per_kg, visits - start, sequences
    )  # fmt: skip


def _entries(protocol: Protocol) -> tuple[list[_Entry], dict[str, Compound]]:
    entries: list[_Entry] = []
    routes: dict[str, set[str]] = {}
    simple: dict[str, Compound] = {}
    for index, treatment in enumerate(protocol.treatments.values()):
        for dose in (treatment.pretreatment, treatment.drug):
            if dose is None or not dose.is_active:
                continue
            compound = load_compound(dose.compound)
            amount = compound.amount_umol(dose.amount_mg)
            for part, share in compound.components:
                simple[part.name] = part
                routes.setdefault(part.name, set()).add(dose.route)
                part.inputs(dose.route, _ones(part))  # refuses an unknown route by name
                for state in part.inputs_of(dose.route):
                    is_rate = dose.duration_h > 0
                    place = Input(part.name, state, dose.route, is_rate)
                    size = amount * share / (dose.duration_h if is_rate else 1.0)
                    for begin in dose.times_h:
                        time = round(begin, 9)  # events that differ in the last bits are one
                        entries.append(_Entry(index, time, place, size, dose.per_kg))
                        if is_rate:
                            end = round(begin + dose.duration_h, 9)
                            entries.append(_Entry(index, end, place, -size, dose.per_kg))
    return entries, {name: simple[name].prune(sorted(routes[name])) for name in simple}


def _ones(part: Compound) -> dict[str, float]:
    from gaddum.pharmacology.compounds import typical

    return typical(part)
