"""Whole people of the founding trial against an independent integration of the same equations."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gaddum.simulation.engine import solve
from gaddum.simulation.model import build, doses
from gaddum.simulation.trials import flatten
from tests.simulation import reference

TRIAL = 1000  # far from those that shaped the grid
PEOPLE = 4
PLACEBO, NALTREXONE = 0, 1
ORDERS = np.array([[PLACEBO, NALTREXONE], [NALTREXONE, PLACEBO]] * 2)
PLAIN = ("nmda", "antagonist", "effect_site", "high", "tone")
MG = 1000.0  # µg/mg: mg over g/mol in µmol
NAMES = tuple(reference.observe(np.zeros(len(reference.STATES))))


@pytest.fixture(scope="module")
def drawn(founding):
    """Four people of one trial, and their parameters in each period."""
    people = flatten(jax.vmap(founding.draw)(jnp.array([TRIAL])))
    people = jax.tree.map(lambda leaf: leaf[..., :PEOPLE], people)
    return people, [founding.parameters(people, people.occasion[0])] * 2


@pytest.fixture(scope="module")
def followed(founding, drawn):
    """Times from the drug within a period, and everything known at the end of each of the grid's steps."""
    plan, drives = founding.plan, founding.built.drives
    built = build(plan, drives, lambda known: known)
    steps = len(founding.grid.level)
    every = replace(founding.grid, slot=np.arange(steps), is_output=np.ones(steps, bool), slots=steps)
    times = np.cumsum(2.0**every.level) * every.unit_h + plan.start_h

    @jax.jit
    def period(p, treatment, x, y):
        return solve(built.model, every, p, doses(plan, p, treatment), x, y)

    x, y = (jnp.zeros(PEOPLE),) * built.model.shape.size, built.model.start(drawn[1][0])
    found = []
    for k, p in enumerate(drawn[1]):
        x, y, seen = period(p, jnp.asarray(ORDERS[:, k]), x, y)
        found.append(jax.tree.map(np.array, seen))
    keep = times <= founding.protocol.design.period_days * 24.0 + 1e-9
    return times[keep], [jax.tree.map(lambda leaf: leaf[keep], seen) for seen in found]


def named(founding, seen, person):
    """One period's values of one person by the reference's names."""
    drives = founding.built.drives
    found = {name: seen[name][:, person] for name in PLAIN}
    for key, names in (
        ("drive", drives.names),
        ("plasticity", drives.names),
        ("craving", ("high", *drives.names)),
        ("load", tuple(m.name for m in drives.loads)),
        ("adaptation", tuple(m.name for m in drives.loads)),
    ):
        found |= {f"{key}.{name}": seen[key][:, k, person] for k, name in enumerate(names)}
    return found


@pytest.fixture(scope="module")
def pairs(founding, drawn, followed):
    """(ours, reference) of each person: name to values over both periods."""
    people, (p, _) = drawn
    times, periods = followed
    found = []
    for i in range(PEOPLE):
        values = {
            part: {name: float(value[i] if np.ndim(value) else value) for name, value in own.items()}
            for part, own in p["values"].items()
        }
        person = reference.Person(
            reference.chain(values["s-ketamine"]),
            reference.chain(values["r-ketamine"]),
            reference.naltrexone(values["naltrexone"]),
        )
        expected = reference.trajectory(
            person,
            ketamine_umol=0.5 * float(people.weight_kg[i]) * MG / 237.73 / 2,
            naltrexone_umol=[50.0 * MG / 341.40 if t == NALTREXONE else 0.0 for t in ORDERS[i]],
            times_h=[times, times],
            period_h=founding.protocol.design.washout_days * 24.0,
        )
        ours = [named(founding, seen, i) for seen in periods]
        found.append(({k: np.concatenate([own[k] for own in ours]) for k in ours[0]}, expected))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_everything_agrees_with_an_independent_integration_to_a_millionth_of_its_peak(pairs, name):
    for ours, expected in pairs:
        assert np.abs(ours[name] - expected[name]).max() <= 1e-6 * np.abs(expected[name]).max()


@pytest.mark.parametrize("name", [n for n in NAMES if not n.startswith("craving")])
def test_occupancies_drives_loads_and_adaptation_are_fractions(pairs, name):
    if name.startswith(("drive", "load", "adaptation")) or name in ("nmda", "high"):
        for ours, _ in pairs:
            assert ours[name].min() >= -1e-12
            assert ours[name].max() <= 1.0


def test_the_grid_measures_its_error_on_other_people(founding):
    assert founding.grid.error <= 1e-6


def test_a_period_starts_from_what_the_last_one_left(founding, followed):
    # 30 days leave a twentieth of plasticity
    last, first = (seen["plasticity"][:, 0] for seen in followed[1])
    left = first[0] / last.max(axis=0)

    assert left == pytest.approx(2.0 ** (-29 / 7), rel=0.1)


def test_only_naltrexone_brings_an_antagonist(followed):
    first = followed[1][0]["antagonist"].max(axis=0)

    assert (first[ORDERS[:, 0] == PLACEBO] == 0.0).all()
    assert (first[ORDERS[:, 0] == NALTREXONE] > 1.0).all()


def test_naltrexone_leaves_ketamine_alone(founding, drawn):
    p = drawn[1][0]
    solved = jax.jit(
        lambda t: solve(founding.built.model, founding.grid, p, doses(founding.plan, p, t))[2]["effect_site"]
    )
    with_placebo, with_naltrexone = (solved(jnp.full(PEOPLE, t)) for t in (PLACEBO, NALTREXONE))

    assert np.array_equal(with_placebo, with_naltrexone)
