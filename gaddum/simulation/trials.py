"""Whole trials of virtual people: entry, allocation, kinetics, ratings and gaps, block after block.

A block is a fixed number of trials with one compiled program.  `Simulator.run` gives any range of trials;
what a trial's numbers are depends on the seed and on the trial alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from gaddum import instruments
from gaddum.allocation import METHODS
from gaddum.analysis.observations import NOT_SCHEDULED, Observations
from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds import individual
from gaddum.pharmacology.mechanisms import Mechanism
from gaddum.pharmacology.outcomes.belief import belief
from gaddum.population import dropout
from gaddum.population import people as virtual
from gaddum.population.people import People, trial_key
from gaddum.protocol import Protocol
from gaddum.simulation import grid as grids
from gaddum.simulation import ratings
from gaddum.simulation.blocks import over_blocks, use_cores
from gaddum.simulation.engine import Grid, solve
from gaddum.simulation.model import Y_SCALE, Built, build, doses, needed
from gaddum.simulation.schedule import Schedule, schedule

BLOCK_PEOPLE = 256
"""People solved together: enough to fill vector units, few enough to stay in cache."""

BLOCKS_PER_CALL = 8
"""Blocks per core between two reports of progress."""

PILOT_PEOPLE, PILOT_POOL = 64, 1024
"""People on whom the time grid is refined, besides both ends of a larger pool."""

TOLERANCE = 5e-8

KEPT = ("antagonist", "effect_site", "high", "drive", "load", "plasticity", "craving", "adaptation")


@dataclass(frozen=True)
class Batch:
    """Consecutive simulated trials.

    Attributes:
        first: Number of the first trial.
        scores: Mechanism to instrument to whole-number scores, [trial, person, period, visit].
        missing: Mechanism to reason codes, of the same shape.
        sequence: [trial, person].
        entered_day: [trial, person].
        phi: Opioid share of each trial's mixture, [trial].
    """

    first: int
    scores: Mapping[str, Mapping[str, np.ndarray]]
    missing: Mapping[str, np.ndarray]
    sequence: np.ndarray
    entered_day: np.ndarray
    phi: np.ndarray

    @property
    def trials(self) -> int:
        """Number of trials."""
        return int(self.sequence.shape[0])


class Simulator:
    """A protocol made ready to be simulated under some mechanisms.

    Args:
        protocol: A checked protocol.
        mechanisms: The rivals, compared on the same people.
        people: People per trial; none means as planned.
        seed: Seed of all random numbers.
        cores: CPU cores to use; none means all.
        tolerance: Tolerance of the time grid.

    Raises:
        GaddumError: GAD-API-01 for a count below one, GAD-API-04 for a protocol that cannot be simulated.
    """

    def __init__(
        self,
        protocol: Protocol,
        mechanisms: tuple[Mechanism, ...],
        *,
        people: int | None = None,
        seed: int = 1,
        cores: int | None = None,
        tolerance: float = TOLERANCE,
    ) -> None:
        self.protocol, self.mechanisms, self.seed = protocol, mechanisms, seed
        self.people = protocol.enrolment.planned if people is None else people
        self.cores = use_cores(cores)
        self.plan: Schedule = schedule(protocol)
        self.instruments = _simulated(protocol)
        self.block_trials = max(1, BLOCK_PEOPLE // self.people)
        base = protocol.population.baseline.instrument
        if base not in ratings.DEPRESSION_SCALES:
            raise GaddumError(
                "GAD-API-04", "Severity at entry is on a scale that has no outcome model.",
                place="population.baseline.instrument", value=base,
                expected=", ".join(ratings.DEPRESSION_SCALES),
                remedy="State severity at entry on one of these.",
            )  # fmt: skip
        self.base_scale = ratings.DEPRESSION_SCALES[base]
        self.built: Built = build(self.plan, needed(mechanisms), lambda known: {k: known[k] for k in KEPT})
        self.tolerance = tolerance

    # -- people ---------------------------------------------------------------------------------------------

    @cached_property
    def etas(self) -> dict[tuple[str, str], tuple[float, float]]:
        """(scope, eta) to between-person and between-occasion SD."""
        found: dict[tuple[str, str], tuple[float, float]] = {}
        for part in self.plan.parts.values():
            for parameter in part.parameters.values():
                if parameter.iiv or parameter.iov:
                    key = (part.scope or part.name, parameter.eta)
                    found.setdefault(key, (parameter.iiv**0.5, parameter.iov**0.5))
        return found

    def draw(self, trial: jax.Array) -> People:
        """The people of one trial."""
        return virtual.draw(
            trial_key(self.seed, trial),
            self.protocol.population,
            self.people,
            effects=len(self.etas) + len(ratings.TRAIT_EFFECTS),
            occasions=len(self.etas) + 1,
            periods=self.protocol.n_periods,
            visits=len(self.protocol.visits),
            instruments=len(self.instruments),
        )

    def parameters(self, people: People, occasion: jax.Array) -> dict[str, Any]:
        """Parameters of everyone in one period; `occasion` is [name, person]."""
        values = {}
        for name, part in self.plan.parts.items():
            eta = {
                eta: iiv * people.effect[k] + iov * occasion[k]
                for k, ((scope, eta), (iiv, iov)) in enumerate(self.etas.items())
                if scope == (part.scope or part.name)
            }
            values[name] = individual(part, eta, people.weight_kg, people.female, people.age_years, xp=jnp)
        return {"weight_kg": people.weight_kg, "values": values}

    # -- trials ---------------------------------------------------------------------------------------------

    def _allocate(self, trial: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
        """Sequence and day of entry of each person, and the trial's opioid share."""
        key = jax.random.fold_in(trial_key(self.seed, trial), 2**31 - 1)
        order, entry, share = jax.random.split(key, 3)
        design = self.protocol.randomization
        sequences = self.plan.sequences.shape[0]
        sequence = METHODS[design.method](order, self.people, sequences, design.block_sizes)
        days = 30.4375 / self.protocol.enrolment.per_month
        gaps = jax.random.exponential(entry, (self.people,)) * days
        return sequence, jnp.cumsum(gaps) - gaps[0], jax.random.uniform(share)

    @cached_property
    def grid(self) -> Grid:
        """Time grid, refined on a pilot sample under every treatment and checked on other people."""
        samples = jax.jit(self._pilot)(jnp.arange(-(-PILOT_POOL // self.people)))
        plan = self.plan
        return grids.plan(
            self.built.model, samples[0], plan.event_h.tolist(), np.unique(plan.visit_h).tolist(),
            plan.length_h, tolerance=self.tolerance, y_scale=Y_SCALE, others=samples[1],
        )  # fmt: skip

    def _pilot(self, trials: jax.Array) -> list[tuple[dict[str, Any], jax.Array]]:
        """Two samples of people, each under every treatment: parameters and doses.

        The first has both ends of the pool in every random effect and in weight, the second has anyone.
        """
        drawn = flatten(jax.vmap(self.draw)(trials))
        n = len(self.protocol.treatments)
        spread = [
            iiv * drawn.effect[k] + iov * drawn.occasion[0, k]
            for k, (iiv, iov) in enumerate(self.etas.values())
        ]
        ends = [end(values) for values in (*spread, drawn.weight_kg) for end in (jnp.argmin, jnp.argmax)]
        anyone = jnp.arange(PILOT_PEOPLE + len(ends))
        samples = []
        for chosen in (jnp.concatenate([jnp.stack(ends), anyone[:PILOT_PEOPLE]]), PILOT_PEOPLE + anyone):
            everyone = jax.tree.map(
                lambda leaf, c=chosen: jnp.concatenate([leaf[..., c]] * n, axis=-1), drawn
            )
            p = self.parameters(everyone, everyone.occasion[0])
            treatment = jnp.repeat(jnp.arange(n), everyone.weight_kg.shape[0] // n)
            samples.append((p, doses(self.plan, p, treatment)))
        return samples

    def _clock(self) -> tuple[np.ndarray, np.ndarray]:
        """Hours since the last session and belief in its drug, each [sequence, period, visit]."""
        treatments = list(self.protocol.treatments.values())
        times = np.array([visit.at_h for visit in self.protocol.visits.values()])
        washout = self.protocol.design.washout_days * 24.0
        since = np.full((*self.plan.sequences.shape, len(times)), -1.0)
        believed = np.zeros_like(since)
        for s, given in enumerate(self.plan.sequences):
            sessions = [
                (k * washout + at, belief(treatments[t].drug.compound))
                for k, t in enumerate(given)
                if t >= 0 and treatments[t].drug is not None
                for at in treatments[t].drug.times_h
            ]
            for k in range(len(given)):
                for v, time in enumerate(times):
                    past = [(at, b) for at, b in sessions if at <= k * washout + time]
                    if past:
                        at, b = max(past)
                        since[s, k, v], believed[s, k, v] = k * washout + time - at, b
        return since, believed

    def _block(self, trials: jax.Array) -> dict[str, Any]:
        """Simulate the given trials; the last axis of results is trial × person, flattened."""
        drawn = flatten(jax.vmap(self.draw)(trials))
        sequence, entered, phi = jax.vmap(self._allocate)(trials)
        flat = sequence.reshape(-1)
        treatment = jnp.moveaxis(jnp.asarray(self.plan.sequences)[flat], 0, -1)
        grid = self.grid

        def period(carry: Any, given: Any) -> Any:
            occasion, what = given
            p = self.parameters(drawn, occasion)
            x, y, seen = solve(self.built.model, grid, p, doses(self.plan, p, what), *carry)
            return (x, y), seen

        p = self.parameters(drawn, drawn.occasion[0])
        like = jnp.zeros_like(p["weight_kg"])
        start = ((like,) * self.built.model.shape.size, self.built.model.start(p))
        _, seen = lax.scan(period, start, (drawn.occasion, treatment))
        at_visit = np.searchsorted(np.unique(self.plan.visit_h), self.plan.visit_h)
        seen = jax.tree.map(lambda leaf: leaf[:, at_visit], seen)

        since, believed = (jnp.moveaxis(jnp.asarray(table)[flat], 0, -1) for table in self._clock())
        clock = {"since": since, "belief": believed, "phi": jnp.repeat(phi, self.people)}
        own = {name: drawn.effect[len(self.etas) + k] for k, name in enumerate(ratings.TRAIT_EFFECTS)}
        person = ratings.traits(drawn.baseline, self.base_scale, own, drawn.occasion[:, -1])
        is_first = jnp.arange(len(self.protocol.visits)) == 0
        rows = ratings.stack([ratings.weights(m, self.built.drives) for m in self.mechanisms])

        def judge(w: ratings.Weights) -> tuple[dict[str, jax.Array], jax.Array]:
            scores, expected = ratings.rate(w, self.instruments, seen, person, clock, drawn.noise, is_first)
            return scores, dropout.missing(expected, person.untreated, drawn.chance)

        scores, missing = lax.map(judge, rows)  # one program for every mechanism
        return {"scores": scores, "missing": missing, "sequence": sequence, "entered": entered, "phi": phi}

    @cached_property
    def _compiled(self) -> Any:
        self.grid  # noqa: B018  planned before tracing, since it runs programs of its own
        return over_blocks(self._block, self.cores)

    def run(self, trials: int, start: int = 0) -> Iterator[Batch]:
        """Simulate `trials` trials from number `start`, batch after batch in order.

        The next batch is computed while the caller works on this one.  Batches end where blocks do, so a
        start that is not a multiple of `block_trials` costs a block more.
        """
        size = self.block_trials
        first, last = start // size, -(-(start + trials) // size)
        # one shape of call whatever the number of trials, so that one program is compiled and kept
        is_small = size * self.people <= 4 * BLOCK_PEOPLE
        per_call = self.cores * (BLOCKS_PER_CALL if is_small else 1)
        calls = list(range(first, last, per_call))
        numbers = [
            np.arange(block * size, (block + per_call) * size).reshape(per_call, size) for block in calls
        ]
        program = self._compiled
        with ThreadPoolExecutor(1) as device:
            ahead = device.submit(program, jnp.asarray(numbers[0]))
            for k, block in enumerate(calls):
                raw = jax.tree.map(np.asarray, ahead.result())
                if k + 1 < len(calls):
                    ahead = device.submit(program, jnp.asarray(numbers[k + 1]))
                low, high = max(start, block * size), min(start + trials, (block + per_call) * size)
                yield self._batch(raw, numbers[k].ravel(), low, high)

    def _batch(self, raw: Mapping[str, Any], numbers: np.ndarray, low: int, high: int) -> Batch:
        keep = slice(low - numbers[0], high - numbers[0])

        def trial_first(leaf: np.ndarray) -> np.ndarray:
            """[block, period, visit, trial × person] to [trial, person, period, visit]."""
            blocks, periods, visits, _ = leaf.shape
            shaped = leaf.reshape(blocks, periods, visits, self.block_trials, self.people)
            moved: np.ndarray = shaped.transpose(0, 3, 4, 1, 2).reshape(-1, self.people, periods, visits)
            return moved[keep]

        names = [m.name for m in self.mechanisms]
        scores = {
            name: {scale: trial_first(leaf[:, k]) for scale, leaf in raw["scores"].items()}
            for k, name in enumerate(names)
        }
        missing = {name: trial_first(raw["missing"][:, k]) for k, name in enumerate(names)}
        sequence = raw["sequence"].reshape(-1, self.people)[keep]
        entered = raw["entered"].reshape(-1, self.people)[keep]
        return Batch(low, scores, missing, sequence, entered, raw["phi"].reshape(-1)[keep])

    def observations(self, batch: Batch, mechanism: str) -> Observations:
        """One mechanism's trials as the rest of Gaddum sees them."""
        treatment = self.plan.sequences[batch.sequence]
        absent = treatment < 0
        missing = np.where(absent[..., None], NOT_SCHEDULED, batch.missing[mechanism]).astype(np.uint8)
        values = {}
        for name, whole in batch.scores[mechanism].items():
            rated = np.array([_rates(visit.instruments, name) for visit in self.protocol.visits.values()])
            values[name] = np.where((missing == 0) & rated, whole, np.nan)
        return Observations(
            values=values,
            missing=missing,
            treatment=treatment,
            treatments=tuple(self.protocol.treatments),
            visits=tuple(self.protocol.visits),
            sequence=batch.sequence,
            entered_day=batch.entered_day,
            sequences=tuple(self.protocol.design.sequences),
            schedule={
                name: tuple(v for v, visit in self.protocol.visits.items() if _rates(visit.instruments, name))
                for name in values
            },
        )

    @property
    def ketamine(self) -> bool:
        """Whether ketamine, or one of its enantiomers, is given."""
        return any("ketamine" in name for name in self.plan.parts)

    @property
    def unsimulated(self) -> tuple[str, ...]:
        """Instruments of the protocol that have no outcome model and stay empty."""
        return tuple(name for name in self.protocol.instruments if name not in ratings.SIMULATED)


def _rates(rated: tuple[str, ...], name: str) -> bool:
    return name in rated or (name == "hamd6" and "hamd17" in rated)


def _simulated(protocol: Protocol) -> tuple[str, ...]:
    names = tuple(name for name in protocol.instruments if name in ratings.SIMULATED)
    for name in names:
        instruments.get(name)
    return names


def flatten(people: People) -> People:
    """Merge a leading trial axis into the last, person axis."""

    def merge(leaf: jax.Array) -> jax.Array:
        moved = jnp.moveaxis(leaf, 0, -2)
        return moved.reshape(*moved.shape[:-2], -1)

    merged: People = jax.tree.map(merge, people)
    return merged
