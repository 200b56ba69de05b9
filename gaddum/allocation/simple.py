"""Simple randomization: each sequence equally likely, whatever came before."""

from __future__ import annotations

from collections.abc import Sequence

import jax


def simple(key: jax.Array, people: int, sequences: int, block_sizes: Sequence[int] = ()) -> jax.Array:
    """Sequence of each person in order of entry, [person]; `block_sizes` plays no part."""
    return jax.random.randint(key, (people,), 0, sequences)
