"""The ketamine–opioid model as an engine model: compounds and receptors drive every mechanism at once.

All mechanisms share one person's kinetics, so they are compared on common random numbers.  Driven states:

    E   endogenous peptide where NMDA blockade releases it      [person]
    Z   induction, one for each drive                           [drive, person]
    P   plasticity before its gain                              [drive, person]
    C   craving filter of the drug high and of each drive       [1 + drive, person]
    M   adaptation of the opioid system, one for each load      [load, person]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp

from gaddum.pharmacology.compounds import Compound
from gaddum.pharmacology.kinetics.linear import Pattern, Readout, pattern
from gaddum.pharmacology.mechanisms import MECHANISMS, Brain, Mechanism
from gaddum.pharmacology.mechanisms.opioid_release import RELEASE
from gaddum.pharmacology.outcomes import dependence, liking, plasticity
from gaddum.pharmacology.receptors import MU, NMDA, antagonist_readout, gaddum, ligand_readout
from gaddum.pharmacology.receptors.mu import E0, TONE_HALF
from gaddum.simulation.engine import Model, States
from gaddum.simulation.schedule import Schedule

State = tuple[str, str]
"""A linear state: part and its own name; an infusion rate is named after its input."""

RATE_TONE = dependence.LN2 / (TONE_HALF.value / 60.0)
Y_SCALE = (1.0, 0.3, 0.3, 1.0, 0.1)
"""Typical sizes of E, Z, P, C and M, against which the grid's tolerance is measured."""

SIGNALS = ("nmda", "agonist", "antagonist", "ketamine", "hnk", "effect_site")


@dataclass(frozen=True)
class Drives:
    """The distinct drives and loads that a set of mechanisms needs.

    Attributes:
        drives: Mechanisms whose drive gets its own Z and P.
        loads: Mechanisms whose load gets its own M.
    """

    drives: tuple[Mechanism, ...]
    loads: tuple[Mechanism, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the drives, in order."""
        return tuple(mechanism.name for mechanism in self.drives)


def needed(mechanisms: Sequence[Mechanism]) -> Drives:
    """Drives and loads of some mechanisms.

    Nocebo shares its drive with NMDA blockade, mixtures with their parts.
    """
    found: dict[Any, Mechanism] = {}
    for mechanism in mechanisms:
        for part in components(mechanism):
            found.setdefault(part.drive, part)
    drives = tuple(found.values())
    return Drives(drives, tuple(m for m in drives if m.load is not None))


def components(mechanism: Mechanism) -> tuple[Mechanism, ...]:
    """Mechanisms with a drive that this one is made of."""
    if mechanism.mix:
        return tuple(MECHANISMS[name] for name, _ in mechanism.mix)
    return (mechanism,) if mechanism.drive is not None else ()


def signal_readouts(parts: Sequence[Compound]) -> dict[str, dict[State, float]]:
    """What the forcing sees: combinations of linked states, empty where no compound makes the signal."""
    found: dict[str, dict[State, float]] = {name: {} for name in SIGNALS}
    for part in parts:
        for name, readout in (
            ("nmda", ligand_readout(NMDA, part)),
            ("agonist", ligand_readout(MU, part)),
            ("antagonist", antagonist_readout(MU, part)),
        ):
            found[name].update({(part.name, link): value for link, value in readout.items()})
        if NMDA.name in part.affinities and "brain" in part.links:
            found["ketamine"][part.name, "brain"] = 1.0
        if "brain_hnk" in part.links:
            found["hnk"][part.name, "brain_hnk"] = 1.0
        if "effect_site" in part.links and part.name.startswith("s-"):
            found["effect_site"][part.name, "effect_site"] = 1.0
    return found


@dataclass(frozen=True)
class Built:
    """The engine model with what its callers need to feed and read it.

    Attributes:
        model: For `engine.solve`.
        drives: Drives and loads, in the order of the driven states.
        states: Linear states in the engine's order.
    """

    model: Model
    drives: Drives
    states: tuple[State, ...]


def build(
    plan: Schedule,
    drives: Drives,
    outputs: Callable[[dict[str, Any]], Any],
    extra: Sequence[tuple[str, str]] = (),
) -> Built:
    """Assemble the model of a schedule.

    Args:
        plan: Compounds, inputs and times.
        drives: Which mechanisms' drives and loads to follow.
        outputs: From a dictionary of everything known at an output time (signals, `tone`, `drive`, `load`,
            `plasticity`, `craving`, `adaptation`, and those of `extra` as "part:observable") to what is kept.
        extra: Further read-outs as (part, observable) of the compounds' files, µmol/L.

    Returns:
        The model; its parameters are {"values": {part: parameters}}.
    """
    parts = plan.parts
    named = signal_readouts(list(parts.values()))
    live = _live_states(
        plan, [*(set(c) for c in named.values()), *(_observed(parts[n], o) for n, o in extra)]
    )
    rates_in = [(i.part, f"rate:{i.state}") for i in plan.inputs if i.is_rate and (i.part, i.state) in live]
    states: tuple[State, ...] = (*sorted(live, key=_order(plan)), *dict.fromkeys(rates_in))
    at = {state: k for k, state in enumerate(states)}
    shape = _shape(plan, at)
    dosed = tuple(at[i.part, f"rate:{i.state}" if i.is_rate else i.state] for i in plan.inputs)

    def rates(p: Any) -> dict[tuple[int, int], Any]:
        entries: dict[tuple[int, int], Any] = {}
        for name, part in parts.items():
            for (to, source), value in part.rates(p["values"][name], jnp).items():
                if (name, to) in at and (name, source) in at:
                    entries[at[name, to], at[name, source]] = value
        for part_name, state in rates_in:
            entries[at[part_name, state.removeprefix("rate:")], at[part_name, state]] = jnp.float64(1.0)
        return entries

    def readouts(p: Any) -> list[Readout]:
        return [
            {at[state]: value for state, value in combination.items()}
            for combination in named.values()
            if combination
        ]

    present = [name for name, combination in named.items() if combination]

    def brain(signals: dict[str, Any], tone: Any, adaptation: Any) -> Brain:
        return Brain(
            nmda=signals["nmda"], agonist=signals["agonist"], antagonist=signals["antagonist"],
            tone=E0.value, released=tone, ketamine=signals["ketamine"], hnk=signals["hnk"],
            adaptation=adaptation,
        )  # fmt: skip

    def forcing(values: States, p: Any) -> dict[str, Any]:
        zero = jnp.zeros_like(p["weight_kg"])
        signals: dict[str, Any] = dict.fromkeys(SIGNALS, zero)
        signals.update({name: jnp.maximum(v, 0.0) for name, v in zip(present, values, strict=True)})
        signals["nmda"] = gaddum(signals["nmda"])
        signals["high"] = liking.high(signals["effect_site"])
        still = brain(signals, None, None)
        signals["steady"] = [m.drive(still) for m in drives.drives if m.drive is not None and not m.stateful]
        return signals

    def at_instant(y: States, f: dict[str, Any]) -> tuple[Any, Any]:
        """Drives [drive, person] and loads [load, person] now."""
        tone, adaptation = y[0], y[4]
        of_load = {m.name: k for k, m in enumerate(drives.loads)}
        steady = iter(f["steady"])
        now = []
        for m in drives.drives:
            assert m.drive is not None
            state = brain(f, tone, adaptation[of_load[m.name]] if m.name in of_load else 0.0)
            now.append(m.drive(state) if m.stateful else next(steady))
        loads = [m.load(brain(f, tone, 0.0)) for m in drives.loads if m.load is not None]
        empty = jnp.zeros((0, *tone.shape), tone.dtype)
        return (jnp.stack(now) if now else empty), (jnp.stack(loads) if loads else empty)

    def drive(y: States, f: dict[str, Any], p: Any) -> States:
        now, load = at_instant(y, f)
        return (
            RATE_TONE * E0.value * (1.0 + RELEASE.value * f["nmda"]),
            now,
            y[1] * plasticity.RATE_Z,
            jnp.concatenate([f["high"][None], now]),
            dependence.adaptation_rate(load, y[4]) + dependence.K_OFF * y[4],
        )

    def start(p: Any) -> States:
        zero = jnp.zeros_like(p["weight_kg"])
        n, k = len(drives.drives), len(drives.loads)
        return (
            zero + E0.value,
            jnp.zeros((n, *zero.shape)),
            jnp.zeros((n, *zero.shape)),
            jnp.zeros((n + 1, *zero.shape)),
            jnp.zeros((k, *zero.shape)),
        )

    def kept(x: States, f: Any, y: States, p: Any) -> Any:
        now, load = at_instant(y, f)
        known = {name: f[name] for name in (*SIGNALS, "high")}
        known |= {
            "tone": y[0],
            "drive": now,
            "load": load,
            "plasticity": y[2],
            "craving": y[3],
            "adaptation": y[4],
        }
        for name, observable in extra:
            readout = parts[name].outputs(p["values"][name], jnp)[observable]
            known[f"{name}:{observable}"] = sum(
                (v * x[at[name, s]] for s, v in readout.items()), jnp.zeros_like(y[0])
            )
        return outputs(known)

    decay = (RATE_TONE, plasticity.RATE_Z, plasticity.RATE_P, liking.RATE_CRAVING, dependence.K_OFF)
    model = Model(shape, rates, dosed, readouts, forcing, decay, drive, start, kept)
    return Built(model, drives, states)


def doses(plan: Schedule, p: Any, treatment: jax.Array) -> jax.Array:
    """Amounts at each event for people on given treatments.

    Args:
        plan: The schedule.
        p: Parameters of the people.
        treatment: Index of the treatment of each person, [person]; −1 gives nothing.

    Returns:
        µmol, or µmol/h for rates, [event, input, person].
    """
    given = jnp.where(treatment >= 0, 1.0, 0.0)
    fixed, per_kg = jnp.asarray(plan.fixed), jnp.asarray(plan.per_kg)
    amount = jnp.moveaxis(fixed[treatment] + per_kg[treatment] * p["weight_kg"][:, None, None], 0, -1)
    fractions = [
        plan.parts[i.part].inputs(i.route, p["values"][i.part], jnp)[i.state] + 0.0 * given
        for i in plan.inputs
    ]
    return amount * given * jnp.stack(fractions)[None] if fractions else amount * given


def _observed(part: Compound, observable: str) -> set[State]:
    return {(part.name, state) for state in part.observe[observable].reads}


def _live_states(plan: Schedule, watched: Sequence[set[State]]) -> set[State]:
    """States that something watched depends on; the rest need not be solved.  Inputs always count."""
    live: set[State] = set().union(*watched)
    live |= {(i.part, i.state) for i in plan.inputs}
    while True:
        upstream = set(live)
        for name, part in plan.parts.items():
            for flow in part.flows:
                if (name, flow.target) in live:
                    upstream.add((name, flow.source))
            for link, definition in part.links.items():
                if (name, link) in live:
                    upstream |= {(name, source) for source in definition.reads}
        if upstream == live:
            return live
        live = upstream


def _order(plan: Schedule) -> Callable[[State], tuple[int, int]]:
    names = list(plan.parts)
    return lambda state: (names.index(state[0]), plan.parts[state[0]].states.index(state[1]))


def _shape(plan: Schedule, at: dict[State, int]) -> Pattern:
    pairs = []
    for name, part in plan.parts.items():
        for flow in part.flows:
            if (name, flow.source) in at:
                pairs.append((at[name, flow.source], at[name, flow.source]))
                if (name, flow.target) in at:
                    pairs.append((at[name, flow.target], at[name, flow.source]))
        for link, definition in part.links.items():
            if (name, link) in at:
                pairs.append((at[name, link], at[name, link]))
                pairs += [(at[name, link], at[name, source]) for source in definition.reads]
    for (name, state), k in at.items():
        if state.startswith("rate:"):
            pairs.append((at[name, state.removeprefix("rate:")], k))
    return pattern(len(at), pairs)
