"""The verbs: load a protocol, simulate it under rival mechanisms, weigh the mechanisms against what was published.

The command line and notebooks call these; they compose the rooms and hold no science of their own.
"""

from __future__ import annotations

from gaddum.api.documents import load
from gaddum.api.result import Result
from gaddum.api.run import DEFAULT_SEED, DEFAULT_TRIALS, simulate, weigh

__all__ = ["DEFAULT_SEED", "DEFAULT_TRIALS", "Result", "load", "simulate", "weigh"]
