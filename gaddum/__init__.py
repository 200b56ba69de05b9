"""Gaddum: blockade crossover trials, from protocol to verdict.

The public verbs, nothing else.  Heavy numerics are imported when a verb is called, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gaddum.api import load, simulate, weigh

__all__ = ["__version__", "load", "simulate", "weigh"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from gaddum import api

        return getattr(api, name)
    raise AttributeError(f"module 'gaddum' has no attribute {name!r}")
