"""A protocol's doses on one clock: amounts, times, and treatments under any name."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from gaddum.pharmacology.compounds import typical
from gaddum.protocol import bundled, load, source_text
from gaddum.simulation.blocks import use_cores
from gaddum.simulation.grid import ticks
from gaddum.simulation.model import doses
from gaddum.simulation.schedule import schedule

KETAMINE_G_MOL, NALTREXONE_G_MOL = 237.73, 341.40


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


@pytest.fixture(scope="module")
def founding():
    return schedule(load("ketamine-naltrexone"))


def parameters(plan, weight_kg=(60.0, 80.0)):
    """Typical values of people of given weights."""
    return {
        "weight_kg": jnp.asarray(weight_kg),
        "values": {name: typical(part) for name, part in plan.parts.items()},
    }


def given(plan, treatment, **weights):
    return np.array(doses(plan, parameters(plan, **weights), jnp.asarray(treatment)))


def changed(tmp_path, *replacements):
    text = source_text("ab-ba")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_founding_trial_has_three_events(founding):
    assert founding.event_h + founding.start_h == pytest.approx([-0.75, 0.0, 40 / 60], abs=1e-9)
    assert [(i.part, i.state, i.is_rate) for i in founding.inputs] == [
        ("s-ketamine", "central", True),
        ("r-ketamine", "central", True),
        ("naltrexone", "depot", False),
    ]


def test_amounts_are_those_of_the_protocol(founding):
    amount = given(founding, [1, 1])  # [event, input, person]
    rate = 0.5 * np.array([60.0, 80.0]) * 1000 / KETAMINE_G_MOL / 2 / (40 / 60)

    assert amount[0, 2] == pytest.approx(50 * 1000 / NALTREXONE_G_MOL)
    assert amount[1, :2] == pytest.approx(np.array([rate, rate]))
    assert amount[2] == pytest.approx(-amount[1])
    assert np.count_nonzero(amount[0, :2]) == 0


def test_placebo_gives_ketamine_and_nothing_else(founding):
    placebo, naltrexone = given(founding, [0, 0]), given(founding, [1, 1])

    assert np.array_equal(placebo[1:], naltrexone[1:])
    assert np.count_nonzero(placebo[0]) == 0


def test_no_treatment_gives_nothing(founding):
    assert np.count_nonzero(given(founding, [-1, -1])) == 0


def test_treatments_may_stand_in_any_order(tmp_path):
    text = source_text("ab-ba")
    start, middle, end = text.index("  A:\n"), text.index("  B:\n"), text.index("\ndesign:")
    path = tmp_path / "exchanged.yaml"
    path.write_text(text[:start] + text[middle:end] + text[start:middle] + text[end:], encoding="utf-8")
    plain, exchanged = schedule(load("ab-ba")), schedule(load(path))
    weights = {"weight_kg": (60.0, 80.0)}

    def by_input(plan, treatment):
        amount = given(plan, treatment, **weights)
        return {place: amount[:, k] for k, place in enumerate(plan.inputs)}

    first, second = by_input(plain, [0, 1]), by_input(exchanged, [1, 0])
    assert np.array_equal(plain.event_h, exchanged.event_h)
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[place], second[place]) for place in first)
    assert np.array_equal(plain.sequences, 1 - exchanged.sequences)


def test_sequences_under_other_names_give_the_same_treatments(tmp_path):
    renamed = changed(tmp_path, ("    AB: [A, B]\n    BA: [B, A]", "    second: [B, A]\n    first: [A, B]"))

    assert np.array_equal(schedule(renamed).sequences, schedule(load("ab-ba")).sequences[::-1])


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_protocol_fits_a_grid(name):
    plan = schedule(load(name))
    times = [*plan.event_h, *plan.visit_h, plan.length_h]
    whole = ticks(times)[1]

    assert min(times) >= 0.0
    assert max(times) <= plan.length_h
    assert len(set(whole[: len(plan.event_h)])) == len(plan.event_h)


def test_events_at_one_time_are_one_event_however_their_times_are_reckoned(tmp_path):
    # −42 min + 24 min is −18 min, though not in the last bits of floating point
    placebo, infused = (
        "placebo, dose: 1 capsule oral at -45 min",
        "naltrexone, dose: 1 mg over 24 min at -42 min",
    )
    later = ("dose: 50 mg oral at -45 min", "dose: 50 mg oral at -18 min")
    protocol = changed(tmp_path, (placebo, infused), later)
    plan = schedule(protocol)

    assert plan.event_h + plan.start_h == pytest.approx([-0.7, -0.3, 0.0, 40 / 60], abs=1e-9)
    assert len(set(ticks(plan.event_h)[1])) == 4


def test_repeated_infusions_each_begin_and_end():
    plan = schedule(load("ketamine-course"))
    rates = given(plan, [0, 0])[:, 0, 0]

    assert (np.sign(rates) == np.tile([1.0, -1.0], len(rates) // 2)).all()
    assert rates.sum() == pytest.approx(0.0, abs=1e-9)
