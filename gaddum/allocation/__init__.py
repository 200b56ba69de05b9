"""Which sequence each participant gets: randomization, reproducible from a seed.

The concealed list of a real trial will live here too, apart from the record.
"""

from __future__ import annotations

from gaddum.allocation.permuted_blocks import permuted_blocks
from gaddum.allocation.simple import simple

METHODS = {"permuted_blocks": permuted_blocks, "simple": simple}

__all__ = ["METHODS", "permuted_blocks", "simple"]
