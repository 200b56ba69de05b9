"""One timing in one process: prepare, say so, wait for the signal, solve, report.

    python -m benchmarks.worker PROGRAM FIRST LAST OUT.npy

solves people FIRST to LAST−1.  `peers` starts one worker per core, each pinned to its own, and lets
them go together, so that a program with no threads of its own is still measured on two cores.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from importlib import metadata

import numpy as np

from benchmarks import knx1


def main(program: str, first: int, last: int, out: str) -> None:
    """Time one program on its share of the population."""
    module = importlib.import_module(f"benchmarks.programs.{program}")
    began = time.perf_counter()
    solve = module.prepare()
    parameters, doses = knx1.population(last)
    parameters, doses = parameters[first:], doses[first:]
    # compilation and first-touch costs are paid here, with the shapes of the timed run
    warm = slice(None) if "jax" in module.DISTRIBUTIONS else slice(0, 2)
    solve(parameters[warm], doses[warm])
    prepared = time.perf_counter() - began
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    found = solve(parameters, doses)
    seconds = time.perf_counter() - began
    np.save(out, found)
    versions = {name: metadata.version(name) for name in module.DISTRIBUTIONS}
    print(json.dumps({"seconds": seconds, "prepare_seconds": prepared, "versions": versions}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
