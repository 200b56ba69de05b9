"""One timing of Gaddum's engine in one process: `python -m benchmarks.own PEOPLE CORES OUT.npy REPEATS`.

`knx1_model.run(n_people, cores)` returns the seconds of the solve, compilation not counted, and the
outputs [person, 24, 3]: KNX-1 written as a model of the general engine.  The median is reported.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib import metadata

import numpy as np

from benchmarks.knx1_model import run


def main(people: int, cores: int, out: str, repeats: int) -> None:
    """Time the engine; keep the first people's outputs for the check of accuracy."""
    began = time.perf_counter()
    timed = []
    for _ in range(repeats):
        seconds, found = run(people, cores)
        timed.append(seconds)
    whole = time.perf_counter() - began
    np.save(out, np.asarray(found)[:5_000])
    report = {
        "people": len(found),
        "seconds": statistics.median(timed),
        "prepare_seconds": (whole - sum(timed)) / repeats,
        "versions": {name: metadata.version(name) for name in ("gaddum", "jax", "numpy")},
    }
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
