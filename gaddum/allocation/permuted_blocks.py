"""Permuted blocks: every block holds each sequence equally often, in random order; block sizes may vary."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import jax.numpy as jnp


def permuted_blocks(key: jax.Array, people: int, sequences: int, block_sizes: Sequence[int]) -> jax.Array:
    """Sequence of each person in order of entry.

    Args:
        key: Random key of the trial.
        people: Number of people.
        sequences: Number of sequences.
        block_sizes: Sizes that blocks may have, each a multiple of the number of sequences; one is drawn for
            each block.

    Returns:
        Index of the sequence, [person].
    """
    sizes = jnp.asarray(block_sizes)
    key_sizes, key_order = jax.random.split(key)
    n_blocks = -(-people // min(block_sizes))
    drawn = sizes[jax.random.randint(key_sizes, (n_blocks,), 0, len(block_sizes))]
    ends = jnp.cumsum(drawn)
    longest = n_blocks * max(block_sizes)
    place = jnp.arange(longest)
    block = jnp.searchsorted(ends, place, side="right")
    start = jnp.concatenate([jnp.zeros(1, ends.dtype), ends])[block]
    # sorting by block and a random number shuffles places within each block; the rank says the sequence
    order = jnp.argsort(block + jax.random.uniform(key_order, (longest,)))
    rank = jnp.zeros(longest, order.dtype).at[order].set(place)
    return ((rank - start) % sequences)[:people]
