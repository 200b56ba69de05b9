"""Exact propagators: the matrix exponential, what must not change, and which entries can be non-zero."""

from __future__ import annotations

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from gaddum.pharmacology.kinetics import linear
from gaddum.simulation.blocks import use_cores

H = 1.0 / 1024.0
LEVELS = 12
PEOPLE = 3
FEW = settings(max_examples=8, deadline=None)
ANY = settings(deadline=None)  # the first call may compile, and machines may be busy

# name: (number of states, flows as (to, from)); a flow to None leaves the body
SYSTEMS: dict[str, tuple[int, tuple[tuple[int | None, int], ...]]] = {
    "three compartments": (3, ((1, 0), (0, 1), (2, 0), (0, 2), (None, 0))),
    "transit chain": (5, ((1, 0), (2, 1), (3, 2), (4, 3), (None, 4))),
    "two separate drugs": (4, ((1, 0), (0, 1), (None, 0), (3, 2), (None, 3))),
    "closed": (3, ((1, 0), (2, 1), (0, 2))),
}


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


@st.composite
def rate_constants(draw, name):
    """First-order constants of one of the systems, 1/h, for three people: [flow, person]."""
    count = len(SYSTEMS[name][1]) * PEOPLE
    drawn = draw(st.lists(st.floats(-3.0, 1.7), min_size=count, max_size=count))
    return 10.0 ** np.array(drawn).reshape(-1, PEOPLE)


def matrices(name, constants):
    """K of each person, [person, to, from]."""
    size, flows = SYSTEMS[name]
    k = np.zeros((PEOPLE, size, size))
    for (to, source), rate in zip(flows, constants, strict=True):
        k[:, source, source] -= rate
        if to is not None:
            k[:, to, source] += rate
    return k


@cache
def stepper(shape, entries, levels):
    """Compiled (values [entry, person], level, x) -> states after one step, for one pattern."""

    @jax.jit
    def one(values, level, x):
        rates = dict(zip(entries, values, strict=True))
        move = linear.propagator(shape, rates, (), H, levels, jnp.zeros_like(x[0]))
        return jnp.stack(linear.advance(shape, move, level, tuple(x)))

    return one


def of(k):
    """Pattern, entries and their values for K [person, to, from]; all-zero entries are left out."""
    entries = tuple((int(i), int(j)) for i, j in zip(*np.nonzero(k.any(axis=0)), strict=True))
    return linear.pattern(k.shape[1], entries), entries, np.array([k[:, i, j] for i, j in entries])


def moved(k, x, level):
    """States [state, person] after one step of this level."""
    shape, entries, values = of(k)
    return np.array(stepper(shape, entries, LEVELS)(values, level, x))


def exactly(k, x, hours):
    return np.stack([expm(k[i] * hours) @ x[:, i] for i in range(k.shape[0])], axis=1)


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("level", [0, 5, LEVELS - 1])
@given(data=st.data())
@FEW
def test_a_step_of_any_level_is_the_matrix_exponential(name, level, data):
    k = matrices(name, data.draw(rate_constants(name)))
    x = np.arange(1.0, 1.0 + k.shape[1] * PEOPLE).reshape(-1, PEOPLE)

    expected = exactly(k, x, H * 2.0**level)
    assert np.abs(moved(k, x, level) - expected).max() <= 1e-9 * np.abs(x).max()


@given(data=st.data())
@FEW
def test_readouts_ahead_are_those_of_half_a_step(data):
    k = matrices("three compartments", data.draw(rate_constants("three compartments")))
    shape, entries, values = of(k)
    x = np.array([[10.0, 0.0, 3.0], [1.0, 2.0, 0.0], [0.0, 5.0, 1.0]])
    readouts = ({0: jnp.asarray([0.1, 0.2, 0.3]), 2: 2.0}, {1: 1.0})
    rates = dict(zip(entries, jnp.asarray(values), strict=True))
    move = linear.propagator(shape, rates, readouts, H, LEVELS, jnp.zeros(PEOPLE))
    ahead = linear.foresee(shape, move, jnp.int32(9), readouts, [jnp.asarray(row) for row in x])

    half = exactly(k, x, H * 2.0**8)
    expected = [np.array([0.1, 0.2, 0.3]) * half[0] + 2.0 * half[2], half[1]]
    assert np.allclose(np.array(ahead), np.array(expected), rtol=1e-9, atol=1e-12)


@given(data=st.data())
@FEW
def test_nothing_is_lost_in_a_closed_system(data):
    k = matrices("closed", data.draw(rate_constants("closed")))
    x = np.array([[10.0, 1.0, 0.0], [0.0, 2.0, 4.0], [0.0, 3.0, 1.0]])

    assert np.allclose(moved(k, x, 11).sum(axis=0), x.sum(axis=0), rtol=1e-11)


@pytest.mark.parametrize("name", ["three compartments", "transit chain"])
@given(data=st.data())
@FEW
def test_amounts_stay_positive_and_the_body_only_loses(name, data):
    k = matrices(name, data.draw(rate_constants(name)))
    x = np.ones((k.shape[1], PEOPLE))
    after = moved(k, x, 8)

    assert after.min() >= -1e-12
    assert (after.sum(axis=0) <= x.sum(axis=0) * (1.0 + 1e-12)).all()


@given(data=st.data())
@FEW
def test_superposition_of_starting_states(data):
    k = matrices("three compartments", data.draw(rate_constants("three compartments")))
    a, b = np.eye(3), np.arange(9.0).reshape(3, 3)

    apart = 2.0 * moved(k, a, 7) + moved(k, b, 7)
    assert np.allclose(moved(k, 2.0 * a + b, 7), apart, rtol=1e-12, atol=1e-12)


@given(data=st.data())
@FEW
def test_two_steps_are_one_step_of_the_next_level(data):
    k = matrices("transit chain", data.draw(rate_constants("transit chain")))
    x = np.ones((5, PEOPLE))

    assert np.allclose(moved(k, moved(k, x, 6), 6), moved(k, x, 7), rtol=1e-11, atol=1e-13)


def test_an_infusion_rate_is_a_state_that_feeds_and_stays_the_same():
    elimination, rate = np.array([0.2, 1.0, 30.0]), np.array([5.0, 7.0, 0.1])
    k = np.zeros((PEOPLE, 2, 2))
    k[:, 0, 0], k[:, 0, 1] = -elimination, 1.0
    shape = of(k)[0]
    after = moved(k, np.stack([np.zeros(PEOPLE), rate]), 10)

    hours = H * 2.0**10
    assert shape.constant == frozenset({1})
    assert np.array_equal(after[1], rate)
    assert np.allclose(after[0], rate / elimination * (1.0 - np.exp(-elimination * hours)), rtol=1e-10)


def test_a_person_with_very_fast_exchange_is_solved_like_anyone_else():
    # a metabolite volume drawn from a wide distribution can make rates of thousands per hour
    k = np.zeros((PEOPLE, 2, 2))
    for i, fast in enumerate([1.0, 1e4, 3e5]):
        k[i] = [[-fast - 1.0, 0.5], [fast, -0.5]]
    x = np.array([[1.0] * 3, [2.0] * 3])

    for level in (0, 4, 11):
        assert np.abs(moved(k, x, level) - exactly(k, x, H * 2.0**level)).max() <= 1e-8


def test_a_person_is_solved_the_same_beside_any_others():
    k = np.zeros((PEOPLE, 2, 2))
    for i, fast in enumerate([1.0, 80.0, 3e5]):
        k[i] = [[-fast - 1.0, 0.5], [fast, -0.5]]
    x = np.array([[1.0] * 3, [2.0] * 3])
    calm = k.copy()
    calm[2] = k[0]

    assert np.array_equal(moved(k, x, 6)[:, :2], moved(calm, x, 6)[:, :2])


# ---------------------------------------------------------------------------------------- patterns


@st.composite
def connections(draw):
    """Number of states and (to, from) pairs between them."""
    size = draw(st.integers(1, 7))
    ends = st.integers(0, size - 1)
    return size, draw(st.lists(st.tuples(ends, ends), max_size=12))


@given(connections())
@ANY
def test_entries_are_those_that_a_path_leads_to(drawn):
    size, pairs = drawn
    step = np.eye(size, dtype=bool)
    for to, source in pairs:
        step[to, source] = True
    reach = np.linalg.matrix_power(step.astype(float), size) > 0

    expected = {(i, j) for i in range(size) for j in range(size) if reach[i, j]}
    assert expected == set(linear.pattern(size, pairs).entries)


@given(connections())
@ANY
def test_groups_are_the_connected_parts(drawn):
    size, pairs = drawn
    both = np.eye(size, dtype=bool)
    for to, source in pairs:
        both[to, source] = both[source, to] = True
    together = np.linalg.matrix_power(both.astype(float), size) > 0

    expected = {tuple(np.flatnonzero(row)) for row in together}
    groups = linear.pattern(size, pairs).groups
    assert expected == set(groups)
    assert sorted(state for group in groups for state in group) == list(range(size))


@given(connections())
@ANY
def test_constant_states_are_those_without_a_rate_of_their_own(drawn):
    size, pairs = drawn

    assert linear.pattern(size, pairs).constant == set(range(size)) - {to for to, _ in pairs}


def test_a_step_reads_only_what_the_pattern_allows():
    # 2 is fed by 1 and 1 by 0; nothing flows back, so the first state never sees the others
    shape = linear.pattern(3, [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)])

    assert shape.sources == ((0,), (0, 1), (0, 1, 2))
