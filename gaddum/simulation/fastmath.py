"""Elementary functions that vectorise where the compiler's own do not."""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jax import lax

LN2 = 0.6931471805599453
_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
_TERMS = 10


def log(x: jax.Array) -> jax.Array:
    """Natural logarithm of positive double-precision numbers, good to two units in the last place.

    The exponent is split off and the rest summed as an inverse hyperbolic tangent: plain arithmetic, so the
    compiler vectorises it, unlike its call into the C library.
    """
    bits = lax.bitcast_convert_type(x, jnp.int64)
    exponent = (bits - _SQRT_HALF_BITS) >> 52
    mantissa = lax.bitcast_convert_type(bits - (exponent << 52), jnp.float64)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    total = jnp.full_like(x, 1.0 / (2 * _TERMS + 1))
    for k in range(_TERMS - 1, -1, -1):
        total = total * z + 1.0 / (2 * k + 1)
    return exponent.astype(x.dtype) * LN2 + 2.0 * s * total
