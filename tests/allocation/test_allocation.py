"""Randomization lists: balanced in blocks, random within them, and reproducible from the key alone."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import permutations

import jax
import numpy as np
import pytest
from scipy import stats

from gaddum.allocation import METHODS, permuted_blocks, simple
from gaddum.simulation.blocks import use_cores


@pytest.fixture(autouse=True, scope="module")
def _double_precision():
    use_cores()


@cache
def compiled(method, people, sequences, sizes):
    return jax.jit(jax.vmap(lambda key: method(key, people, sequences, sizes)))


def lists(method, people, sequences, sizes, many=2_000, seed=1):
    """Many independent lists, [list, person]."""
    keys = jax.random.split(jax.random.key(seed), many)
    return np.array(compiled(method, people, sequences, tuple(sizes))(keys))


def guessed(allocated):
    """Share of people whose sequence (of two) is guessed by naming the one given less often so far."""
    second = np.cumsum(allocated, axis=1) - allocated
    first = np.arange(allocated.shape[1])[None] - second
    right = np.where(first < second, allocated == 0, allocated == 1)
    return np.where(first == second, 0.5, right).mean()


@pytest.mark.parametrize("people", [1, 5, 30])
def test_a_list_has_one_known_sequence_per_person(people):
    found = lists(permuted_blocks, people, 2, [2, 4], 500)

    assert found.shape == (500, people)
    assert set(np.unique(found)) == {0, 1}


@pytest.mark.parametrize(("sequences", "size"), [(2, 2), (2, 4), (2, 6), (4, 4), (3, 6), (1, 1)])
def test_every_block_holds_each_sequence_equally_often(sequences, size):
    allocated = lists(permuted_blocks, 5 * size, sequences, [size], 200).reshape(-1, size)

    for sequence in range(sequences):
        assert ((allocated == sequence).sum(axis=1) == size // sequences).all()


def test_with_blocks_of_several_sizes_no_sequence_gets_far_ahead():
    allocated = lists(permuted_blocks, 60, 2, [2, 4, 6])
    ahead = np.cumsum(2 * allocated - 1, axis=1)

    # half of the largest block is the most that one sequence can lead
    assert np.abs(ahead).max() == 3


def test_blocks_of_each_size_are_drawn_equally_often():
    # returns to balance after two people: every block of two, and a third of the blocks of four
    allocated = lists(permuted_blocks, 2, 2, [2, 4], 20_000)
    balanced = (allocated.sum(axis=1) == 1).mean()

    assert balanced == pytest.approx(0.5 + 0.5 * 2 / 3, abs=0.012)


def test_every_order_within_a_block_is_equally_likely():
    allocated = lists(permuted_blocks, 4, 2, [4], 12_000)
    counts = Counter(map(tuple, allocated.tolist()))
    orders = set(permutations([0, 0, 1, 1]))

    assert set(counts) == orders
    assert stats.chisquare([counts[order] for order in orders]).pvalue > 1e-3


def test_all_sequences_occur_at_every_place():
    allocated = lists(permuted_blocks, 12, 4, [4, 8])
    share = np.stack([(allocated == k).mean(axis=0) for k in range(4)])

    assert share == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize(("sizes", "expected"), [([2], 3 / 4), ([4], 17 / 24), ([2, 4], 13 / 18)])
def test_guessing_the_next_sequence_works_as_often_as_theory_says(sizes, expected):
    # Blackwell and Hodges 1957: of 2b people, b + 2^(2b−1)/C(2b, b) − 1/2 are guessed
    assert guessed(lists(permuted_blocks, 240, 2, sizes, 500)) == pytest.approx(expected, abs=0.006)


def test_simple_randomization_cannot_be_guessed_and_need_not_balance():
    allocated = lists(simple, 240, 2, [], 500)

    assert guessed(allocated) == pytest.approx(0.5, abs=0.01)
    assert np.abs(allocated.sum(axis=1) - 120).max() > 10


@pytest.mark.parametrize("name", METHODS)
def test_a_key_gives_its_list_again_and_another_key_another(name):
    first, again, other = (METHODS[name](jax.random.key(k), 30, 2, [2, 4]) for k in (1, 1, 2))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
