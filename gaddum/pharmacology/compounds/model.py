"""What a compound is to the engine: states of a linear system, its rates, inputs and read-outs.

    dx/dt = K x + u        x: amounts (µmol) of the compartments, then the linked signals

`Compound.rates` gives the entries of K, `inputs` where a dose goes, `outputs` how to read a
concentration.  All are plain dictionaries of numbers or arrays, so the same code serves one person in
floats and a population in JAX arrays of shape (person,).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from gaddum.errors import GaddumError
from gaddum.pharmacology.expressions import Array, Expression

OUT = "out"


@dataclass(frozen=True)
class CovariateEffect:
    """Multiplies a parameter by `ratio ** (covariate - centre)` when switched on."""

    covariate: str
    ratio: float
    centre: float
    on: bool
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True)
class Alternative:
    """Another published value of the same quantity, for sensitivity analyses; canonical unit."""

    value: float
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """One number of a compound file.

    Attributes:
        name: Symbol used in the file's formulas.
        value: Typical value in canonical units; `None` where `formula` gives it.
        formula: Formula over earlier parameters and covariates, or `None`.
        unit: Canonical unit of `value`.
        iiv: Between-person variance on the log (or logit) scale.
        iov: Between-occasion variance on the same scale.
        eta: Name of the random effect; parameters with one name share it.
        scale: Scale on which the random effect is added.
        allometry: Exponent of weight / reference weight.
        covariates: Further multiplicative effects.
        source, confidence, note: Where it is from, how sure we are, what to know.
        range: Plausible range in canonical units, if stated.
        alternatives: Other published values.
        written: (name, value, unit) as in the file, for lists of sources.
        own: Whether this compound's own file declares it (false if inherited).
    """

    name: str
    value: float | None
    unit: str
    source: str
    confidence: str
    formula: Expression | None = None
    iiv: float = 0.0
    iov: float = 0.0
    eta: str = ""
    scale: Literal["log", "logit"] = "log"
    allometry: float = 0.0
    covariates: tuple[CovariateEffect, ...] = ()
    note: str = ""
    range: tuple[float, float] | None = None
    alternatives: tuple[Alternative, ...] = ()
    written: tuple[str, float, str] | None = None
    own: bool = True


@dataclass(frozen=True)
class Flow:
    """First-order movement of mass, 1/h; target `out` leaves the body."""

    source: str
    target: str
    rate: Expression


@dataclass(frozen=True)
class Link:
    """A signal that takes no mass: d(target)/dt = sum(coefficient * source) - decay * target."""

    decay: Expression
    reads: dict[str, Expression]


@dataclass(frozen=True)
class Observable:
    """A linear read-out; `species` names the molar mass for ng/mL, `None` if it has no mass."""

    species: str | None
    unit: str
    reads: dict[str, Expression]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Compound:
    """A compound read from its file; compared and hashed by identity.

    Attributes:
        name, title: Identifier and one-line description.
        species: Molar mass, g/mol, by species; doses are amounts of the first.
        parameters: By name, in the file's order.
        compartments: States that hold mass (µmol).
        links: Signals driven by other states.
        flows: Movements of mass.
        routes: Fraction of a dose that enters each compartment, by route; the first is the default.
        observe: Linear read-outs, by name.
        affinities: Binding constants, µmol/L unless their unit says otherwise.
        parts: For a mixture, its components and their mole fractions; else empty.
        scope: Compounds with one scope share random effects of one name (a person's enantiomers).
        reference_weight_kg: Weight at which allometric parameters are given.
        reference_dose_mg: Dose assumed where a route's fractions depend on the dose.
        notes: Caveats on the compound as a whole.
    """

    name: str
    title: str
    species: dict[str, float]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    compartments: tuple[str, ...] = ()
    links: dict[str, Link] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    routes: dict[str, dict[str, Expression]] = field(default_factory=dict)
    observe: dict[str, Observable] = field(default_factory=dict)
    affinities: dict[str, Parameter] = field(default_factory=dict)
    parts: tuple[tuple[Compound, float], ...] = ()
    scope: str = ""
    reference_weight_kg: float = 70.0
    reference_dose_mg: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Compartments, then links: the order of the linear system."""
        return (*self.compartments, *self.links)

    @property
    def components(self) -> tuple[tuple[Compound, float], ...]:
        """The parts of a mixture, or the compound itself with fraction 1."""
        return self.parts or ((self, 1.0),)

    @property
    def molar_mass(self) -> float:
        """Molar mass of the dosed species, g/mol: numerically µg per µmol; the mean of a mixture."""
        if self.parts:
            return sum(share * part.molar_mass for part, share in self.parts)
        return next(iter(self.species.values()))

    def amount_umol(self, dose_mg: Array) -> Array:
        """Amount, µmol, of a dose in mg."""
        return dose_mg * 1000.0 / self.molar_mass

    def rates(self, values: Mapping[str, Array], xp: object = None) -> dict[tuple[str, str], Array]:
        """Entries of K by (to, from), 1/h (or the link's unit), diagonal included.

        Args:
            values: One person's or a population's parameters, from `typical` or `individual`.
            xp: Array library; NumPy if not given.
        """
        entries: dict[tuple[str, str], Array] = {}
        for flow in self.flows:
            rate = flow.rate(values, xp)
            if flow.target != OUT:
                _add(entries, (flow.target, flow.source), rate)
            _add(entries, (flow.source, flow.source), -rate)
        for name, link in self.links.items():
            for source, coefficient in link.reads.items():
                _add(entries, (name, source), coefficient(values, xp))
            _add(entries, (name, name), -link.decay(values, xp))
        return entries

    def losses(self, values: Mapping[str, Array], xp: object = None) -> dict[str, Array]:
        """First-order rate, 1/h, at which each compartment loses mass from the body."""
        return {flow.source: flow.rate(values, xp) for flow in self.flows if flow.target == OUT}

    def inputs(
        self, route: str, values: Mapping[str, Array], xp: object = None, dose_mg: float | None = None
    ) -> dict[str, Array]:
        """Fraction of a dose (µmol of the first species) that enters each compartment.

        Args:
            route: One of `routes`.
            values: As for `rates`.
            xp: Array library; NumPy if not given.
            dose_mg: Size of the dose, for routes whose uptake depends on it.

        Raises:
            GaddumError: GAD-PHARM-16 if the compound has no such route.
        """
        if route not in self.routes:
            raise GaddumError(
                "GAD-PHARM-16",
                f"{self.name} has no route of that name.",
                value=route,
                expected=", ".join(self.routes),
            )
        known = {**values, "dose_mg": self.reference_dose_mg if dose_mg is None else dose_mg}
        return {state: fraction(known, xp) for state, fraction in self.routes[route].items()}

    def outputs(self, values: Mapping[str, Array], xp: object = None) -> dict[str, dict[str, Array]]:
        """Read-out coefficients: observable -> state -> factor on the state."""
        return {
            name: {state: factor(values, xp) for state, factor in observable.reads.items()}
            for name, observable in self.observe.items()
        }

    def prune(self, routes: Iterable[str]) -> Compound:
        """The same compound with only the states that a dose by these routes can reach."""
        wanted = list(routes)
        if self.parts:
            return replace(self, parts=tuple((part.prune(wanted), share) for part, share in self.parts))
        live = {state for route in wanted for state in self.inputs_of(route)}
        while True:
            reached = {flow.target for flow in self.flows if flow.source in live} - {OUT}
            reached |= {name for name, link in self.links.items() if live & set(link.reads)}
            if reached <= live:
                break
            live |= reached
        return replace(
            self,
            compartments=tuple(state for state in self.compartments if state in live),
            flows=tuple(flow for flow in self.flows if flow.source in live),
            links={
                name: replace(link, reads={s: c for s, c in link.reads.items() if s in live})
                for name, link in self.links.items()
                if name in live
            },
            routes={route: self.routes[route] for route in wanted},
            observe={
                name: replace(item, reads={s: c for s, c in item.reads.items() if s in live})
                for name, item in self.observe.items()
                if live & set(item.reads)
            },
        )

    def inputs_of(self, route: str) -> tuple[str, ...]:
        """Compartments that a dose by this route enters."""
        return tuple(self.routes.get(route, {}))


def _add(entries: dict[tuple[str, str], Array], key: tuple[str, str], value: Array) -> None:
    entries[key] = entries[key] + value if key in entries else value
