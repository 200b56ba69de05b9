"""Running fixed-size blocks of people on every core, with the same numbers for any number of cores.

A block has one compiled program and one shape, so what a person's numbers are depends on the seed and on
that person alone, not on how many blocks run together, on which core, or in which call.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax import lax
from jax.sharding import Mesh, PartitionSpec

VECTOR_FLAG = "xla_cpu_prefer_vector_width"


def use_cores(cores: int | None = None) -> int:
    """Prepare JAX for this many CPU cores; call before the first array is made.

    Args:
        cores: Number of cores; none means all that this process may use.

    Returns:
        The number of devices that will share the work.
    """
    wanted = cores or len(os.sched_getaffinity(0))
    flags = os.environ.get("XLA_FLAGS", "")
    if VECTOR_FLAG not in flags:  # read when the first array is made; wide vectors are worth a fifth
        os.environ["XLA_FLAGS"] = f"{flags} --{VECTOR_FLAG}=512".strip()
    jax.config.update("jax_enable_x64", True)
    with suppress(RuntimeError):  # already started: keep what there is
        jax.config.update("jax_num_cpu_devices", wanted)
    folder = Path(os.environ.get("GADDUM_CACHE", Path.home() / ".cache" / "gaddum")) / "compiled"
    with suppress(OSError):  # no writable home: compile anew each time
        folder.mkdir(parents=True, exist_ok=True)
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.5)
    return min(wanted, jax.device_count())


def over_blocks(block: Callable[[Any], Any], cores: int) -> Callable[[Any], Any]:
    """Compile a function of one block into one of many, shared out over cores.

    Args:
        block: Function of a tree of arrays for one block.
        cores: Number of devices; the number of blocks in a call must be a multiple of it.

    Returns:
        Function of the same tree with a leading axis [block]; its results have that axis too.
    """

    def local(args: Any) -> Any:
        return lax.map(block, args)

    if cores == 1:
        return jax.jit(local)
    mesh = Mesh(np.array(jax.devices()[:cores]), ("block",))
    spec = PartitionSpec("block")
    return jax.jit(jax.shard_map(local, mesh=mesh, in_specs=(spec,), out_specs=spec, check_vma=False))
