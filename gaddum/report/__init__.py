"""Figures, tables and documents: everything a run's numbers turn into.

The room reads one plain dictionary of numbers (the document that `--json` and `numbers.json` come
from) and nothing else, so a report can be written again from a stored file.
"""

from __future__ import annotations

from gaddum.report.document import write_report

__all__ = ["write_report"]
