"""The verbs: load a protocol, simulate it under rival mechanisms, weigh them against what was published.

The command line and notebooks call these; they compose the rooms and hold no science of their own.
`load` needs no array library; the other verbs are looked up, with theirs, when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from gaddum.api.documents import load

if TYPE_CHECKING:
    from gaddum.api.result import Result
    from gaddum.api.run import DEFAULT_SEED, DEFAULT_TRIALS, simulate, weigh

__all__ = ["DEFAULT_SEED", "DEFAULT_TRIALS", "Result", "load", "simulate", "weigh"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gaddum.api' has no attribute {name!r}")
    home = "gaddum.api.result" if name == "Result" else "gaddum.api.run"
    return getattr(importlib.import_module(home), name)
