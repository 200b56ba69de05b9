"""Columns of equal length written as CSV or Parquet, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from gaddum.errors import GaddumError


def write_columns(columns: Mapping[str, Sequence[object]], path: str | Path) -> Path:
    """Write columns of equal length to CSV or Parquet, whole or not at all.

    Raises:
        GaddumError: GAD-EXCH-14 if the file cannot be written.
    """
    target = Path(path)
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent or Path("."), prefix=f".{target.name}.")
        os.close(handle)
        if target.suffix.lower() == ".parquet":
            import polars

            polars.DataFrame(dict(columns)).write_parquet(name)
        else:
            Path(name).write_text(csv_text(columns), encoding="utf-8")
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError as error:
        if name and os.path.exists(name):
            os.unlink(name)
        raise GaddumError(
            "GAD-EXCH-14", "The file cannot be written.", place=str(target), value=error.strerror or error
        ) from None
    except BaseException:
        if name and os.path.exists(name):
            os.unlink(name)
        raise
    return target


def csv_text(columns: Mapping[str, Sequence[object]]) -> str:
    """Columns as CSV; missing values as `.`, numbers with up to nine digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for cells in zip(*columns.values(), strict=True):
        writer.writerow([_show(cell) for cell in cells])
    return out.getvalue()


def _show(cell: object) -> str:
    if cell is None:
        return "."
    if isinstance(cell, float):
        return f"{cell:.9g}"
    return str(cell)
