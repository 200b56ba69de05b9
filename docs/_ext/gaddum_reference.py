"""Write the reference pages that the code knows best: commands, error codes, constants, compounds, scales.

Runs when a build begins; the pages go to docs/reference/generated/, which is not kept in version control.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def commands_page() -> str:
    """Every command with its options, from click's own help."""
    from gaddum.cli.main import COMMANDS, cli

    lines = ["# Commands", ""]
    lines += [
        "Generated from the commands themselves; `gaddum COMMAND --help` prints the same.",
        "Results go to standard output, talk to standard error.",
        "Exit code 0 means done, 2 means that something in the input is wrong and says what.",
        "",
    ]
    context = click.Context(cli, info_name="gaddum")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        lines += [f"## gaddum {name}", "", "```text", command.get_help(inner), "```", ""]
    return "\n".join(lines)


ROOMS = {
    "API": "Verbs",
    "PROT": "Protocols",
    "INST": "Instruments",
    "PHARM": "Pharmacology",
    "SIM": "Simulation",
    "EXCH": "Event tables and other exchange",
    "ANA": "Analysis",
    "MON": "Monitoring",
    "INF": "Inference",
    "REP": "Reports",
}


def errors_page() -> str:
    """Every error code: what is wrong, what to do."""
    from gaddum.errors import CATALOGUE

    rooms: dict[str, list[str]] = {}
    for code in sorted(CATALOGUE):
        rooms.setdefault(code.split("-")[1], []).append(code)
    lines = ["# Error codes", ""]
    lines += [
        "An error names its place, the value, what was expected and what to do; the exit code is 2.",
        "All faults of a file are told at once.",
        "Codes are never reused.",
        "",
    ]
    for room, codes in rooms.items():
        lines += [f"## {ROOMS.get(room, room.title())}", ""]
        for code in codes:
            wrong, remedy = CATALOGUE[code]
            lines += [f"({code.lower()})=", f"### {code}", "", wrong, "", f"*What to do:* {remedy}", ""]
    return "\n".join(lines)


def constants_page() -> str:
    """Every pharmacological constant with value, unit, source and confidence."""
    from gaddum.pharmacology.constants import MEANING
    from gaddum.pharmacology.sources import all_constants

    lines = ["# Constants and their sources", ""]
    lines += ["`gaddum sources` prints this list; reports end with the part they used.", ""]
    lines += [f"{word}\n: {meaning}\n" for word, meaning in MEANING.items()]
    where = ""
    for constant in all_constants():
        if constant.where != where:
            lines += ["```", ""] if where else []
            where = constant.where
            lines += [f"## {where}", "", "```{list-table}", ":class: constants", ":header-rows: 1"]
            lines += [":widths: 22 16 20 42", "", "* - constant", "  - value", "  - source", "  - note"]
        lines += [
            f"* - `{constant.name}`",
            f"  - {constant.value:.6g} {cell(constant.unit)}",
            f"  - {constant.source}, {constant.confidence}",
            f"  - {cell(constant.note)}",
        ]
    return "\n".join([*lines, "```", ""])


def bibliography_page() -> str:
    """The literature that constants cite."""
    from gaddum.pharmacology.sources import bibliography

    lines = ["# Literature", "", "What the constants and methods cite, by key.", ""]
    for key, source in sorted(bibliography().items()):
        link = f" [doi:{source.doi}](https://doi.org/{source.doi})" if source.doi else ""
        link = link or (f" PMID {source.pmid}" if source.pmid else "")
        lines += [f"`{key}`", f": {source.cite}.{link}", ""]
    return "\n".join(lines)


def instruments_page() -> str:
    """Every rating scale: what it measures, range, thresholds, rights, references."""
    from gaddum.instruments import get, known

    lines = [
        "# Instruments",
        "",
        "Labels of items are our own short words where rights forbid the wording.",
        "",
    ]
    for name in known():
        scale = get(name)
        lines += [f"## {name}", "", f"{scale.title}: {scale.measures}, over {scale.recall}.", ""]
        lines += [
            f"Rated by the {scale.rater}; {len(scale.items)} items, total {scale.minimum} to {scale.maximum}."
        ]
        lines += [f"Missing items: {scale.missing_rule}.", ""]
        if scale.remission_at_most is not None:
            lines += [f"Remission: at most {scale.remission_at_most}.", ""]
        lines += [f"*Rights:* {scale.rights.status}; {scale.rights.holder}.", ""]
        lines += [f"- {source}" for source in scale.sources]
        lines.append("")
    return "\n".join(lines)


def protocols_page() -> str:
    """Every bundled protocol as the synopsis that `gaddum explain` prints."""
    from gaddum.protocol import bundled, explain, load

    lines = ["# Bundled protocols", "", "Each as `gaddum explain NAME` prints it.", ""]
    for name in bundled():
        lines += [f"## {name}", "", "```text", explain(load(name)), "```", ""]
    return "\n".join(lines)


SECTIONS = (
    ("", "Protocol"),
    ("population", "Population"),
    ("population.age_years, …", "Range"),
    ("population.weight_kg", "Spread"),
    ("population.baseline", "Baseline"),
    ("population.eligibility[]", "Criterion"),
    ("enrolment", "Enrolment"),
    ("treatments.NAME", "Treatment"),
    ("treatments.NAME.drug, …", "Dose"),
    ("design", "Design"),
    ("visits.NAME", "Visit"),
    ("endpoints.NAME", "Endpoint"),
    ("endpoints.NAME.estimand", "Estimand"),
    ("randomization", "Randomization"),
    ("monitoring", "Monitoring"),
    ("monitoring.looks[]", "Look"),
    ("monitoring.rules.NAME", "Rule"),
    ("monitoring.stop[]", "StopRule"),
    ("course", "Course"),
    ("course.relapse", "Relapse"),
    ("notes[]", "Note"),
)


def protocol_format_page() -> str:
    """Every field of a protocol file, from the models that check it."""
    from gaddum import protocol

    lines = ["# Fields of a protocol", ""]
    lines += [
        "Generated from the models that check protocol files; `gaddum schema` prints the JSON Schema.",
        "Names that are not listed are refused.",
        "",
    ]
    for path, name in SECTIONS:
        model: Any = getattr(protocol, name)
        heading = f"`{path}`" if path else "The document"
        lines += [f"## {heading}", "", (model.__doc__ or "").strip(), ""]
        lines += ["| field | needed | meaning |", "|---|---|---|"]
        for field, info in model.model_fields.items():
            default = "yes" if info.is_required() else default_of(info.default)
            lines.append(f"| `{info.alias or field}` | {default} | {cell(info.description or '')} |")
        lines.append("")
    return "\n".join(lines)


def default_of(value: Any) -> str:
    """How a table says that a field may be left out."""
    if value is None or value == () or value == {} or hasattr(value, "model_fields"):
        return "no"
    return f"no, `{value}`"


def mechanisms_page() -> str:
    """Every mechanism: what it claims, where its equation stands, the numbers it uses."""
    from gaddum.pharmacology.mechanisms import MECHANISMS

    lines = [
        "# Mechanisms",
        "",
        "Equations and the reasons behind them: [methods](../../methods/mechanisms.md).",
        "",
    ]
    for name, mechanism in MECHANISMS.items():
        lines += [f"## {name}", "", f"**{mechanism.title}.** {mechanism.claim}", ""]
        module = importlib.import_module(f"gaddum.pharmacology.mechanisms.{name.replace('-', '_')}")
        lines += [(module.__doc__ or "").strip(), ""]
        if mechanism.drive is not None and mechanism.drive.__doc__:
            lines += [f"Drive: {mechanism.drive.__doc__.strip()}", ""]
        lines += [
            f"- `{c.name}` = {c.value:g} {c.unit} ({c.confidence}): {c.note}" for c in mechanism.constants
        ]
        lines.append("")
    return "\n".join(lines)


def cell(text: str) -> str:
    """Text that fits a table cell."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands_page,
    "errors": errors_page,
    "constants": constants_page,
    "bibliography": bibliography_page,
    "instruments": instruments_page,
    "protocols": protocols_page,
    "protocol-format": protocol_format_page,
    "mechanisms": mechanisms_page,
}


def generate(app: Any) -> None:
    """Write every page that changed."""
    folder = Path(app.srcdir) / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        target = folder / f"{name}.md"
        text = page()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
