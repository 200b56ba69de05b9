"""The report as a document: sections in order, figures and tables numbered, files written.

A section without anything to show is left out, and the numbering closes up behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gaddum.errors import GaddumError
from gaddum.report.plot import Numbers, Plot
from gaddum.report.render import Drawing, render
from gaddum.report.table import Table


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its number."""

    number: int
    plot: Plot
    drawing: Drawing

    @property
    def stem(self) -> str:
        """Name of its files, without the ending."""
        return f"{self.number:02d}-{self.plot.name}"


@dataclass(frozen=True)
class Block:
    """Something in a section: a figure (open or folded), a table, paragraphs, a list or preformatted text."""

    kind: str
    content: Any
    number: int = 0
    summary: str = ""


@dataclass(frozen=True)
class Section:
    """A headed part of the report."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


def write_report(numbers: Numbers, out: str | os.PathLike[str]) -> list[Path]:
    """Write `report.html` and `figures/NN-name.svg` and `.png` into the folder `out`.

    Args:
        numbers: The numbers document of a run, as in `numbers.json`.  Absent parts are left out.
        out: A folder; made if it is not there.

    Returns:
        The files written, the report first.

    Raises:
        GaddumError: GAD-REP-01 where the folder cannot be written, GAD-REP-02 where a part of the
            numbers does not have the shape it should.
    """
    with _part("(any)"):
        numbers = json.loads(json.dumps(numbers, default=_listed))
    if not isinstance(numbers, dict) or not numbers.get("provenance"):
        raise GaddumError(
            "GAD-REP-02", "These are not the numbers of a run.", place="numbers.provenance",
            value=type(numbers).__name__, expected="a mapping with provenance, protocol and mechanisms",
        )  # fmt: skip
    if find_spec("matplotlib") is None:
        raise GaddumError(
            "GAD-API-05",
            "Figures need Matplotlib, which is not installed.",
            expected="pip install 'gaddum[report]'",
        )
    page, figures = build(numbers)
    folder = Path(out)
    files: list[tuple[Path, bytes]] = [(folder / "report.html", page.encode())]
    for figure in figures:
        files.append((folder / "figures" / f"{figure.stem}.svg", figure.drawing.svg.encode()))
        files.append((folder / "figures" / f"{figure.stem}.png", figure.drawing.png))
    try:
        (folder / "figures").mkdir(parents=True, exist_ok=True)
        for path, content in files:
            _replace(path, content)
    except OSError as error:
        raise GaddumError(
            "GAD-REP-01", f"The report cannot be written: {error.strerror or error}.", place=str(folder)
        ) from error
    return [path for path, _ in files]


def _listed(value: Any) -> Any:
    """Arrays and array scalars as lists and numbers, anything else as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _replace(path: Path, content: bytes) -> None:
    """Write beside, then rename: an interrupted run leaves no broken file."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def build(numbers: Numbers) -> tuple[str, list[Figure]]:
    """The page as text, and its figures."""
    from gaddum.report.page import fill

    figures: list[Figure] = []
    sections = list(_sections(numbers, figures))
    with _part("headline"):
        return fill(numbers, sections), figures


# Sections in order ------------------------------------------------------------------------------


def _sections(numbers: Numbers, figures: list[Figure]) -> Iterator[Section]:
    counter = [0]

    def figure(part: str, make: Callable[[Numbers], Plot | None]) -> Block | None:
        with _part(part):
            plot = make(numbers)
            if plot is None:
                return None
            number = len(figures) + 1
            figures.append(Figure(number, plot, render(plot, f"f{number}")))
            return Block("figure", figures[-1])

    def table(part: str, make: Callable[[Numbers], Table | None]) -> Block | None:
        with _part(part):
            made = make(numbers)
            if made is None:
                return None
            counter[0] += 1
            return Block("table", made, counter[0])

    for anchor, title, blocks in _contents(numbers, figure, table):
        kept = tuple(block for block in blocks if block is not None)
        if any(block.kind != "text" for block in kept):
            yield Section(anchor, title, kept)


Maker = Callable[[str, Callable[[Numbers], Any]], "Block | None"]


def _contents(
    numbers: Numbers, figure: Maker, table: Maker
) -> Iterator[tuple[str, str, Iterable[Block | None]]]:
    from gaddum.report import prose, tables_course, tables_design, tables_outcome, tables_run, tables_weigh
    from gaddum.report.figure_course import plot_course
    from gaddum.report.figure_dissociation import plot_dissociation
    from gaddum.report.figure_occupancy import plot_concentration, plot_occupancy
    from gaddum.report.figure_odds import plot_odds
    from gaddum.report.figure_phi import plot_phi
    from gaddum.report.figure_responders import plot_responders
    from gaddum.report.figure_separability import plot_separability
    from gaddum.report.figure_stopping import plot_stopping
    from gaddum.report.figure_trajectories import plot_trajectories
    from gaddum.report.figure_withdrawal import plot_withdrawal

    yield "trial", "How the trial works", [
        table("protocol", tables_design.table_treatments),
        table("protocol", tables_design.table_visits),
        *_texts("pre", prose.synopsis(numbers), "The whole protocol, with its schedule of assessments"),
        *_texts("list", prose.notes(numbers), "Where sources differ, and what is assumed"),
    ]  # fmt: skip
    yield "mechanisms", "The rival mechanisms", [table("mechanisms", tables_design.table_mechanisms)]
    yield "kinetics", "Drug and receptors over time", [
        figure("bands", plot_concentration),
        figure("bands", plot_occupancy),
    ]  # fmt: skip
    yield "symptoms", "What the raters would see", [
        figure("mechanisms", plot_trajectories),
        _folded(figure("mechanisms", partial(plot_trajectories, which=1)), "The same on a second scale"),
        figure("mechanisms", plot_dissociation),
    ]  # fmt: skip
    yield "responders", "Responders, trial by trial", [
        figure("mechanisms", plot_responders),
        table("mechanisms", tables_outcome.table_responders),
    ]  # fmt: skip
    yield "stopping", "Stopping and exposure", [
        figure("mechanisms", plot_stopping),
        table("mechanisms", tables_outcome.table_stopping),
        table("mechanisms", tables_outcome.table_exposure),
    ]  # fmt: skip
    yield "odds", "Weighing the mechanisms", [
        table("weigh.evidence", tables_weigh.table_evidence),
        figure("weigh", plot_odds),
        table("weigh", tables_weigh.table_path),
        figure("weigh.phi", plot_phi),
    ]  # fmt: skip
    yield "limits", "What the design can and cannot tell apart", [
        figure("weigh.separability", plot_separability),
        table("weigh.predictive_check", tables_weigh.table_check),
        table("weigh.sensitivity", tables_weigh.table_sensitivity),
    ]  # fmt: skip
    yield "course", "Repeated use", [
        *_texts("text", prose.course_answer(numbers)),
        figure("course", plot_course),
        figure("course", plot_withdrawal),
        table("course", tables_course.table_course),
        *_texts("list", prose.course_sentences(numbers), "In words"),
        table("course.benchmark", tables_course.table_benchmark),
        *_texts("list", prose.course_assumptions(numbers), "What the answer rests on"),
        *_texts("list", prose.course_published(numbers), "What has been published"),
    ]  # fmt: skip
    yield "methods", "Methods in brief", _texts("list", prose.methods(numbers))
    yield "assumptions", "What is assumed", _texts("list", prose.assumptions(numbers))
    yield "warnings", "Warnings of this run", _texts("list", prose.warnings(numbers))
    yield "sources", "Sources", [table("sources", tables_run.table_sources)]
    yield "provenance", "Provenance", [table("provenance", tables_run.table_provenance)]


def _texts(kind: str, lines: list[str], title: str = "") -> list[Block | None]:
    return [Block(kind, {"title": title, "lines": lines})] if lines else []


def _folded(block: Block | None, summary: str) -> Block | None:
    """A figure that opens on request."""
    return None if block is None else Block("folded", block.content, summary=summary)


@contextmanager
def _part(name: str) -> Iterator[None]:
    """A part that does not have its shape is named, instead of a trace from the drawing program."""
    try:
        yield
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, StopIteration) as error:
        raise GaddumError(
            "GAD-REP-02", f"A part of the numbers cannot be shown ({type(error).__name__}: {error}).",
            place=f"numbers.{name}",
        ) from error  # fmt: skip
