"""The report's folder: everything is written in a hidden place first and moved to its own when complete."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaddum.api.provenance import as_text
from gaddum.api.stamping import stamp
from gaddum.errors import GaddumError
from gaddum.report import write_report

if TYPE_CHECKING:
    from gaddum.api.result import Result

HIDDEN = ".gaddum-"
"""Beginning of the name of what is not complete yet."""


def write_folder(result: Result, out: str | os.PathLike[str]) -> list[Path]:
    """Write `report.html`, figures, `numbers.json`, `result.json` and Parquet tables.

    Returns:
        The files, `report.html` first.

    Raises:
        GaddumError: GAD-API-02 if the folder cannot be written.
    """
    check_writable(out)
    numbers = result.numbers()
    result.progress("report", 0, 1)
    target = Path(out)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=HIDDEN, dir=target) as hidden:
            files = _move(_draft(result, numbers, Path(hidden)), Path(hidden), target)
    except OSError as error:
        raise _unwritable(target, error) from None
    result.progress("report", 1, 1)
    return files


def _draft(result: Result, numbers: dict[str, Any], drafts: Path) -> list[Path]:
    """Every file, in a place where nobody looks; relative paths."""
    write_report(numbers, drafts)
    _write_json(drafts / "numbers.json", numbers)
    _write_json(drafts / "result.json", result.to_dict())
    origin = numbers["provenance"]
    for picture in (drafts / "figures").glob("*.*"):
        stamp(picture, json.dumps(origin, ensure_ascii=False))
    rows = result.study.rows
    for name, frame in (("trials", rows.trials_frame()), ("observations", rows.observations_frame())):
        frame.write_parquet(drafts / f"{name}.parquet", metadata=as_text(origin))
    found = sorted(path.relative_to(drafts) for path in drafts.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: path.name != "report.html")


def _move(files: list[Path], drafts: Path, target: Path) -> list[Path]:
    """Put the files in their places; the report last, so that it is there when all it needs is."""
    for path in reversed(files):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(drafts / path, target / path)
    return [target / path for path in files]


def _write_json(path: Path, document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def check_writable(out: str | os.PathLike[str]) -> None:
    """See whether a folder can be made and written; leaves nothing behind.

    Raises:
        GaddumError: GAD-API-02 if not.
    """
    target = Path(out)
    made: list[Path] = []
    try:
        for folder in (*reversed(target.parents), target):
            if not folder.exists():
                folder.mkdir()
                made.append(folder)
        with tempfile.TemporaryDirectory(prefix=HIDDEN, dir=target):
            pass
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # somebody put something there meanwhile
                folder.rmdir()


def _unwritable(folder: Path, error: OSError) -> GaddumError:
    return GaddumError(
        "GAD-API-02",
        "The output folder cannot be written.",
        place=str(folder),
        value=error.strerror or str(error),
        expected="a folder that can be made and written",
    )
