"""Event tables solved exactly, one person at a time, in double precision.

Between events dx/dt = K x + u with constant K and infusion u, so

    x(t + h) = E x(t) + P u ,   [E P; 0 I] = exp([K I; 0 0] h)

The pair (E, P) is computed once per distinct interval and set of covariates.  Steady state is the fixed
point of one dosing interval, x = E x + b, by a linear solve.

Conventions, where tools differ: rows at one time act in file order, so an observation before a dose is
its trough; a dose scheduled by ADDL comes after the rows at its time; a covariate holds until it changes;
a reset and an SS=1 dose stop running infusions and cancel doses still scheduled.
Source: the augmented exponential, Van Loan 1978 [vanloan1978]; the meaning of records, NONMEM's PREDPP guide.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds.model import Compound
from gaddum.pharmacology.compounds.people import individual
from gaddum.pharmacology.kinetics.compartments import resolve_compartment
from gaddum.pharmacology.kinetics.event_rows import EventRow, Evid

Vector = NDArray[np.float64]
TIE_H = 1e-9
"""Events closer than this, relative to the time, happen at the same time."""
CACHE_ENTRIES = 20_000


@dataclass(frozen=True)
class Covariates:
    """What parameters depend on at one moment."""

    weight_kg: float = 70.0
    female: float = 0.0
    age_years: float = 40.0

    def updated(self, row: EventRow) -> Covariates:
        """With the row's values in place of the old ones."""
        return Covariates(
            self.weight_kg if row.weight_kg is None else row.weight_kg,
            self.female if row.female is None else row.female,
            self.age_years if row.age_years is None else row.age_years,
        )


@dataclass(frozen=True)
class Solution:
    """States and read-outs at every row.

    Attributes:
        compound: What was solved.
        rows: The event rows, in order.
        states: Per component of the compound, array [row, state], µmol for compartments.
        concentrations: Per component, observable -> array [row], in the observable's unit (µmol/L).
    """

    compound: Compound
    rows: tuple[EventRow, ...]
    states: dict[str, Vector]
    concentrations: dict[str, dict[str, Vector]]

    def columns(self, unit: str = "ng/mL", by_part: bool = False) -> dict[str, tuple[str, Vector]]:
        """Read-outs as columns: name -> (unit, values [row]).

        Args:
            unit: "ng/mL" or "umol/L" for read-outs that have a molar mass.
            by_part: Also give each component of a mixture, as `part:observable`.
        """
        found: dict[str, tuple[str, Vector]] = {}
        for part, _ in self.compound.components:
            for name, item in part.observe.items():
                values = self.concentrations[part.name][name]
                shown = item.unit
                if item.species is not None and unit == "ng/mL":
                    values, shown = values * part.species[item.species], unit
                sofar = found[name][1] if name in found else 0.0
                found[name] = (shown, values + sofar)
                if by_part and self.compound.parts:
                    found[f"{part.name}:{name}"] = (shown, values)
        return found


def solve_events(
    compound: Compound,
    rows: Iterable[EventRow],
    *,
    default: Covariates = Covariates(),
    effects: Collection[str] | None = None,
) -> Solution:
    """Concentrations of a typical person at every row of an event table.

    Args:
        compound: Simple or a mixture, whose parts share each dose in their mole fractions.
        rows: Records, those of a person together and in order of time.
        default: Covariates of people whose rows do not give them.
        effects: Optional covariate effects to switch on; `None` leaves the compound's choice.

    Raises:
        GaddumError: GAD-PHARM-16 for an unknown compartment or route; GAD-PHARM-19 if a steady state
            does not exist.

    Assumes: linear kinetics, typical parameters, no random effects.
    """
    records = tuple(rows)
    states: dict[str, Vector] = {}
    concentrations: dict[str, dict[str, Vector]] = {}
    for part, share in compound.components:
        system = _System(part, share * part.molar_mass / compound.molar_mass, effects, records)
        states[part.name] = np.zeros((len(records), len(part.states)))
        concentrations[part.name] = {name: np.zeros(len(records)) for name in part.observe}
        start = 0
        for _, group in itertools.groupby(records, key=lambda row: row.id):
            person = _Person(system, default)
            for index, row in enumerate(group, start):
                person.take(row)
                states[part.name][index] = person.x
                for name, weights in system.outputs(person.covariates).items():
                    concentrations[part.name][name][index] = max(float(weights @ person.x), 0.0)
                start = index + 1
    return Solution(compound, records, states, concentrations)


class _System:
    """One simple compound's matrices, cached by covariates and interval."""

    def __init__(
        self, compound: Compound, mass_share: float, effects: Collection[str] | None, rows: Sequence[EventRow]
    ) -> None:
        self.compound = compound
        self.umol_per_mg = 1000.0 * mass_share / compound.molar_mass
        self.effects = effects
        self.index = {state: number for number, state in enumerate(compound.states)}
        self._values: dict[Covariates, dict[str, float]] = {}
        self._rates: dict[Covariates, Vector] = {}
        self._outputs: dict[Covariates, dict[str, Vector]] = {}
        self._steps: dict[tuple[Covariates, float], tuple[Vector, Vector]] = {}
        infused = {
            state for row in rows if row.gives and row.rate > 0 for state in self.input_states(row.cmt)
        }
        self.infused = [self.index[state] for state in compound.states if state in infused]

    def input_states(self, cmt: str) -> tuple[str, ...]:
        kind, name = resolve_compartment(self.compound, cmt)
        return self.compound.inputs_of(name) if kind == "route" else (name,)

    def values(self, covariates: Covariates) -> dict[str, float]:
        if covariates not in self._values:
            self._values[covariates] = individual(
                self.compound,
                {},
                covariates.weight_kg,
                covariates.female,
                covariates.age_years,
                effects=self.effects,
            )
        return self._values[covariates]

    def rates(self, covariates: Covariates) -> Vector:
        if covariates not in self._rates:
            matrix = np.zeros((len(self.index), len(self.index)))
            for (to, source), rate in self.compound.rates(self.values(covariates)).items():
                matrix[self.index[to], self.index[source]] = rate
            self._rates[covariates] = matrix
        return self._rates[covariates]

    def outputs(self, covariates: Covariates) -> dict[str, Vector]:
        if covariates not in self._outputs:
            found = {}
            for name, reads in self.compound.outputs(self.values(covariates)).items():
                weights = np.zeros(len(self.index))
                for state, factor in reads.items():
                    weights[self.index[state]] = factor
                found[name] = weights
            self._outputs[covariates] = found
        return self._outputs[covariates]

    def step(self, covariates: Covariates, hours: float) -> tuple[Vector, Vector]:
        """E [state, state] and P [state, state] (columns of infused states filled) for an interval."""
        key = (covariates, float(f"{hours:.12g}"))
        if key not in self._steps:
            size, inputs = len(self.index), self.infused
            augmented = np.zeros((size + len(inputs), size + len(inputs)))
            augmented[:size, :size] = self.rates(covariates)
            for column, state in enumerate(inputs):
                augmented[state, size + column] = 1.0
            power = expm(augmented * key[1])
            fed = np.zeros((size, size))
            fed[:, inputs] = power[:size, size:]
            if len(self._steps) >= CACHE_ENTRIES:
                self._steps.clear()
            self._steps[key] = (power[:size, :size], fed)
        return self._steps[key]

    def entry(self, row: EventRow, covariates: Covariates) -> Vector:
        """Amount (µmol) or, for an infusion, rate (µmol/h) that the row's dose puts into each state."""
        kind, name = resolve_compartment(self.compound, row.cmt)
        vector = np.zeros(len(self.index))
        quantity = (row.rate if row.rate > 0 else row.amt) * self.umol_per_mg
        if kind == "compartment":
            vector[self.index[name]] = quantity
        else:
            dose = row.amt or None
            shares = self.compound.inputs(name, self.values(covariates), dose_mg=dose)
            for state, share in shares.items():
                vector[self.index[state]] += quantity * share
        return vector


@dataclass
class _Person:
    """State of one person as their rows are taken in order."""

    system: _System
    covariates: Covariates
    time: float | None = None
    x: Vector = field(init=False)
    infusions: list[tuple[float, Vector]] = field(default_factory=list)
    """Running infusions: (end, µmol/h by state)."""
    scheduled: list[tuple[float, int, int, EventRow]] = field(default_factory=list)
    """The next dose of each running ADDL: (time, its record's turn, its number, record), as a heap."""
    turn: int = 0

    def __post_init__(self) -> None:
        self.x = np.zeros(len(self.system.index))

    def take(self, row: EventRow) -> None:
        """Move to the row's time and let it act."""
        if self.time is None:
            self.time = row.time
        self.advance(row.time)
        self.covariates = self.covariates.updated(row)
        if row.evid in (Evid.RESET, Evid.RESET_DOSE):
            self.reset()
        if row.gives:
            self.dose(row)

    def advance(self, until: float) -> None:
        """Carry out scheduled doses before `until`, then go there."""
        tie = TIE_H * max(1.0, abs(until))
        while self.scheduled and self.scheduled[0][0] < until - tie:
            at, turn, number, row = heapq.heappop(self.scheduled)
            self.flow(at)
            self.give(row, at)
            self.schedule(row, turn, number + 1)
        self.flow(until)

    def flow(self, until: float) -> None:
        """Let drug move, and infusions end, until the given time."""
        assert self.time is not None
        while self.time < until:
            end = min([until, *(end for end, _ in self.infusions)])
            if end > self.time:
                grown, fed = self.system.step(self.covariates, end - self.time)
                self.x = grown @ self.x
                if self.infusions:
                    self.x = self.x + fed @ np.sum([rate for _, rate in self.infusions], axis=0)
                self.time = end
            tie = TIE_H * max(1.0, abs(end))
            self.infusions = [running for running in self.infusions if running[0] > end + tie]

    def reset(self) -> None:
        """Empty the body, stop infusions, forget scheduled doses."""
        self.x = np.zeros_like(self.x)
        self.infusions, self.scheduled = [], []

    def dose(self, row: EventRow) -> None:
        """A dose record: steady state first if asked, the dose, then its additional doses."""
        if row.ss == 1:
            self.reset()
        if row.ss:
            self.steady_state(row)
        if row.amt > 0:
            self.give(row, row.time)
        self.turn += 1
        self.schedule(row, self.turn, 1)

    def schedule(self, row: EventRow, turn: int, number: int) -> None:
        """Put the record's `number`-th additional dose on the list, if it has as many."""
        if number <= row.addl:
            heapq.heappush(self.scheduled, (row.time + number * row.ii, turn, number, row))

    def give(self, row: EventRow, at: float) -> None:
        """One dose now: a bolus, or the start of an infusion."""
        entry = self.system.entry(row, self.covariates)
        if row.rate > 0:
            self.infusions.append((at + row.duration, entry))
        else:
            self.x = self.x + entry

    def steady_state(self, row: EventRow) -> None:
        """Add what infinitely many earlier doses of this regimen have left behind.

        An infusion longer than its interval overlaps its successors: the earlier ones that still run at
        the record's time are set running.  A rate without amount is an infusion since ever, ending now.
        """
        entry = self.system.entry(row, self.covariates)
        if row.amt == 0:
            self.x = self.x + self.solve(-self.system.rates(self.covariates), entry)
            return
        whole, _ = self.system.step(self.covariates, row.ii)
        identity = np.eye(len(self.x))
        if row.rate == 0:
            self.x = self.x + self.solve(identity - whole, whole @ entry)
            return
        overlaps = int(row.duration / row.ii * (1.0 + 1e-12))
        rest = max(row.duration - overlaps * row.ii, 0.0)
        _, fed_first = self.system.step(self.covariates, rest)
        grown, fed_last = self.system.step(self.covariates, row.ii - rest)
        gained = (overlaps + 1) * grown @ (fed_first @ entry) + overlaps * fed_last @ entry
        self.x = self.x + self.solve(identity - whole, gained)
        for number in range(1, overlaps + 1):
            end = row.time + row.duration - number * row.ii
            if end > row.time + TIE_H * max(1.0, abs(row.time)):
                self.infusions.append((end, entry))

    def solve(self, matrix: Vector, right: Vector) -> Vector:
        """Solution of the steady-state equations on the states that the dose reaches."""
        reached = self.reached(right)
        inner = matrix[np.ix_(reached, reached)]
        found = np.zeros_like(right)
        if reached.any():
            if np.linalg.cond(inner) > 1e14:
                raise GaddumError(
                    "GAD-PHARM-19",
                    f"{self.system.compound.name} has no steady state under this regimen: "
                    "some of the dose never leaves.",
                )
            found[reached] = np.linalg.solve(inner, right[reached])
        return found

    def reached(self, right: Vector) -> NDArray[np.bool_]:
        """States that drug entering the given ones can get to."""
        moves = self.system.rates(self.covariates) != 0.0
        live = right != 0.0
        while True:
            wider: NDArray[np.bool_] = live | (moves @ live)
            if (wider == live).all():
                return wider
            live = wider
