"""A process of its own that simulates a small trial and stores what came out, for tests of reproducibility.

python -m tests.simulation.run_trials CORES OUT.npz [MECHANISM ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from gaddum.pharmacology.mechanisms import select
from gaddum.protocol import load, source_text
from gaddum.simulation.trials import Batch, Simulator

RANGES = {"whole": (16, 0), "part": (5, 9), "one": (1, 12)}
"""Name to (trials, first trial); blocks hold twelve trials of twenty people."""


def flat(batches: list[Batch]) -> dict[str, np.ndarray]:
    """All arrays of consecutive batches, by name."""
    found: dict[str, list[np.ndarray]] = {}
    for batch in batches:
        for name in ("sequence", "entered_day", "phi"):
            found.setdefault(name, []).append(getattr(batch, name))
        for mechanism, scores in batch.scores.items():
            found.setdefault(f"{mechanism}/missing", []).append(batch.missing[mechanism])
            for scale, values in scores.items():
                found.setdefault(f"{mechanism}/{scale}", []).append(values)
    return {name: np.concatenate(parts) for name, parts in found.items()}


def main(cores: int, out: str, mechanisms: list[str]) -> None:
    """Simulate each range and store it."""
    protocol = Path(out).with_suffix(".yaml")
    protocol.write_text(source_text("ab-ba").replace("compound: ketamine", "compound: s-ketamine"), "utf-8")
    simulator = Simulator(load(protocol), select(mechanisms), seed=7, cores=cores)
    stored = {"cores": np.array(simulator.cores)}
    for name, (trials, start) in RANGES.items():
        arrays = flat(list(simulator.run(trials, start)))
        stored |= {f"{name}/{key}": value for key, value in arrays.items()}
    np.savez(out, **stored)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
