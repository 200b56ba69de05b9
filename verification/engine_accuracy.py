"""The engine's time grid against SciPy at tight tolerance: the founding trial's people, and workload KNX-1.

    python -m verification.engine_accuracy

The reference (`engine_reference`) integrates kinetics and driven states together, restarted at every event
and visit; it shares the model's right-hand side with the engine and nothing else.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import knx1, knx1_model
from gaddum import protocol
from gaddum.pharmacology.mechanisms import MECHANISMS
from gaddum.simulation import grid as grids
from gaddum.simulation.engine import solve
from gaddum.simulation.model import Y_SCALE, build, doses
from gaddum.simulation.trials import PILOT_PEOPLE, TOLERANCE, Simulator, flatten
from verification.drawing import BLUE, GREY, ORANGE, picture
from verification.engine_reference import KEEP, RTOL, knx1_reference, largest, references
from verification.founding import SEED
from verification.sheet import Sheet

PEOPLE = 6
KNX1_PEOPLE = 24
LIMIT = 1e-6
TOLERANCES = (1e-4, 1e-5, 1e-6, TOLERANCE, 1e-8, 1e-9)
KNX1_TOLERANCES = (1e-5, 1e-6, knx1_model.TOLERANCE, 1e-8)
TITLES = {
    "tone": "endogenous peptide",
    "plasticity": "plasticity, six drives",
    "craving": "craving, seven filters",
    "adaptation": "adaptation, three loads",
    "antagonist": "naltrexone at the receptor",
    "effect_site": "S-ketamine at its effect site",
    "nmda": "NMDA occupancy",
}


@dataclass(frozen=True)
class Found:
    """One tolerance's result.

    Attributes:
        tolerance: Tolerance of the grid.
        steps: Steps of one period.
        estimate: Error that the grid itself reports, nan where it reports none.
        errors: Quantity to its largest error, relative to its peak in that person's course.
        alone: Largest error relative to the peak of one treatment's period alone.
    """

    tolerance: float
    steps: int
    estimate: float
    errors: dict[str, float]
    alone: float = float("nan")

    @property
    def worst(self) -> float:
        """Largest error of all."""
        return max(self.errors.values())


def main() -> int:
    """Solve both ways, write and judge."""
    founding, peers = founding_people()
    workload = knx1_people()
    sheet = Sheet(
        "engine_accuracy",
        "The engine against a tight adaptive integrator",
        f"seed {SEED}, {PEOPLE} people in both treatments of 30 days; {KNX1_PEOPLE} people of KNX-1",
    )
    used = next(found for found in founding if found.tolerance == TOLERANCE)
    sheet.require(
        f"founding trial, at the tolerance in use ({TOLERANCE:g}): every output within {LIMIT:g} of its peak",
        f"{used.worst:.1e}, {used.steps} steps",
        used.worst <= LIMIT,
    )
    sheet.require(
        "the error that the grid reports about itself is of the true one's size, a fifth to five times",
        f"{used.estimate:.1e} reported, {used.worst:.1e} true",
        0.2 <= used.estimate / used.worst <= 5,
    )
    own = next(found for found in workload if found.tolerance == knx1_model.TOLERANCE)
    sheet.require(
        f"KNX-1, at its tolerance ({knx1_model.TOLERANCE:g}): every output within {LIMIT:g} of its peak",
        f"{own.worst:.1e}, {own.steps} steps",
        own.worst <= LIMIT,
    )
    order = slope(founding)
    sheet.require(
        "errors fall as the fourth power of the number of steps or faster: slope −3.6 or below",
        f"{order:.2f}",
        order <= -3.6,
    )
    sheet.require(
        f"the reference is sure: two integrators differ by less than {LIMIT / 20:g}",
        f"{peers:.0e}",
        peers <= LIMIT / 20,
    )
    sheet.say(
        "Error: largest difference at any visit, relative to that quantity's largest value in that person's"
        " course, which has both treatments, as in KNX-1.",
        "*One period alone* is relative to the peak of that period; naltrexone leaves some drives an eighth"
        " of theirs.",
        f"Reference: LSODA at relative tolerance {RTOL:g}, checked on one person against DOP853; "
        "for KNX-1, DOP853 at 3e-13.",
    )
    sheet.show("Error against number of steps")
    sheet.heading("Founding trial, one period of 30 days, six mechanisms' drives at once")
    quantities = list(founding[0].errors)
    sheet.table(
        [
            "tolerance",
            "steps",
            "reported",
            "largest error",
            "one period alone",
            *(TITLES[name] for name in quantities),
        ],
        [row(found, quantities) for found in founding],
        words=0,
    )
    sheet.heading("KNX-1, two periods")
    sheet.table(
        ["tolerance", "steps a period", "largest error", *workload[0].errors],
        [
            [f"{f.tolerance:g}", str(f.steps), f"{f.worst:.1e}", *(f"{e:.1e}" for e in f.errors.values())]
            for f in workload
        ],
        words=0,
    )
    draw(sheet, founding, workload)
    rows = [
        [label, f.tolerance, f.steps, name, error]
        for label, results in (("founding", founding), ("KNX-1", workload))
        for f in results
        for name, error in f.errors.items()
    ]
    return sheet.write(["model", "tolerance", "steps", "quantity", "largest_error"], rows)


def row(found: Found, quantities: list[str]) -> list[str]:
    """One line of the table."""
    cells = [f"{found.errors[name]:.1e}" if found.errors[name] > 5e-12 else "< 1e-11" for name in quantities]
    return [
        f"{found.tolerance:g}",
        str(found.steps),
        f"{found.estimate:.1e}",
        f"{found.worst:.1e}",
        f"{found.alone:.1e}",
        *cells,
    ]


def founding_people() -> tuple[list[Found], float]:
    """Errors over tolerances, and how far two references are apart."""
    document = protocol.load("ketamine-naltrexone")
    simulator = Simulator(document, tuple(MECHANISMS.values()), people=PILOT_PEOPLE, seed=SEED)
    plan = simulator.plan
    built = build(plan, simulator.built.drives, lambda known: {name: known[name] for name in KEEP})
    pilot, others, (p, given) = (
        people(simulator, *of) for of in ((0, PILOT_PEOPLE), (1, PILOT_PEOPLE), (2, PEOPLE))
    )
    times = np.unique(plan.visit_h)
    reference, peers = references(built.model, p, given, plan.event_h, times)
    found = []
    for tolerance in TOLERANCES:
        steps = grids.plan(
            built.model,
            pilot,
            plan.event_h.tolist(),
            times.tolist(),
            plan.length_h,
            tolerance=tolerance,
            y_scale=Y_SCALE,
            others=others,
        )
        seen = jax.jit(lambda q, d, steps=steps: solve(built.model, steps, q, d)[2])(p, given)
        outputs = {name: np.asarray(seen[name]) for name in KEEP}
        errors = {name: largest(outputs[name], reference[name], 2) for name in KEEP}
        alone = max(largest(outputs[name], reference[name]) for name in KEEP)
        found.append(Found(tolerance, len(steps.level), steps.error, errors, alone))
    return found, peers


def people(simulator: Simulator, trial: int, n: int) -> tuple[Any, Any]:
    """The first people of a trial, under both treatments: parameters and doses."""

    def both(number: jax.Array) -> tuple[Any, Any]:
        drawn = flatten(jax.vmap(simulator.draw)(number[None]))
        twice = jax.tree.map(lambda leaf: jnp.concatenate([leaf[..., :n]] * 2, axis=-1), drawn)
        p = simulator.parameters(twice, twice.occasion[0])
        return p, doses(simulator.plan, p, jnp.repeat(jnp.arange(2), n))

    return jax.jit(both)(jnp.asarray(trial))  # type: ignore[no-any-return]


def knx1_people() -> list[Found]:
    """Errors of the benchmark's workload over tolerances."""
    parameters, amounts = knx1.population(knx1_model.BLOCK)
    reference = np.array(
        [knx1_reference(q, d) for q, d in zip(parameters[:KNX1_PEOPLE], amounts, strict=False)]
    )
    found = []
    for tolerance in KNX1_TOLERANCES:
        grid, function = knx1_model.compiled(1, tolerance)
        out = np.asarray(function((parameters[None], amounts[None])))[0].transpose(2, 1, 0)
        errors = knx1.largest_error(out[:KNX1_PEOPLE], reference)
        found.append(
            Found(tolerance, len(grid.level), float("nan"), {name: e["peak"] for name, e in errors.items()})
        )
    return found


def slope(results: list[Found]) -> float:
    """Slope of log error in log steps."""
    steps, errors = zip(*[(f.steps, f.worst) for f in results if f.worst > 1e-10], strict=True)
    return float(np.polyfit(np.log(steps), np.log(errors), 1)[0])


def draw(sheet: Sheet, founding: list[Found], workload: list[Found]) -> None:
    """Work and precision."""
    with picture(sheet.picture, 2, 10.5, 4.0) as (left, right):
        for results, colour, label in ((founding, BLUE, "founding trial"), (workload, ORANGE, "KNX-1")):
            steps, errors = [f.steps for f in results], [f.worst for f in results]
            left.loglog(steps, errors, "o-", color=colour, ms=5, label=label)
            right.loglog([f.tolerance for f in results], errors, "o-", color=colour, ms=5, label=label)
        middle = founding[len(founding) // 2]
        span = np.array([founding[0].steps, founding[-1].steps], float)
        left.loglog(
            span, middle.worst * (span / middle.steps) ** -4, color=GREY, lw=1, ls="--", label="fourth order"
        )
        used = next(f for f in founding if f.tolerance == TOLERANCE)
        left.loglog(used.steps, used.worst, "o", ms=11, mfc="none", mec=BLUE, label="in use")
        right.loglog(
            TOLERANCES,
            [f.estimate for f in founding],
            "s:",
            color=BLUE,
            mfc="white",
            ms=5,
            lw=1,
            label="as the grid reports",
        )
        for axis in (left, right):
            axis.axhspan(1e-14, LIMIT, color="#f0f6f2", zorder=0)
            axis.axhline(LIMIT, color="#009E73", lw=1)
            axis.set_ylim(1e-10, 1e-2)
            axis.set_ylabel("largest error, relative to the peak")
            axis.legend(loc="upper right" if axis is left else "upper left")
        left.set(title="Error and work", xlabel="steps a period")
        right.set(title="Error and tolerance", xlabel="tolerance of the grid")
        steps = [100, 200, 400, 800, 1600]
        left.set_xticks(steps, [str(s) for s in steps])
        left.minorticks_off()


if __name__ == "__main__":
    sys.exit(main())
