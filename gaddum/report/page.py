"""Filling the page: the template, the style sheet, and the two colour schemes."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gaddum.report.key import swatch
from gaddum.report.plot import Numbers
from gaddum.report.tables_outcome import table_predictions
from gaddum.report.tables_weigh import table_verdict
from gaddum.report.theme import DARK, LIGHT, css_variables
from gaddum.report.words import headline, run_line

if TYPE_CHECKING:
    from gaddum.report.document import Section


def fill(numbers: Numbers, sections: list[Section]) -> str:
    """The finished page.  Everything that comes from the numbers is escaped by the template."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    here = files("gaddum.report")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["swatch"] = lambda entry: Markup(swatch(entry))
    environment.filters["drawn"] = Markup
    environment.filters["breakable"] = lambda text: Markup("+<wbr>").join(text.split("+"))
    style = (here / "style.css").read_text("utf-8")
    template = environment.from_string((here / "template.html").read_text("utf-8"))
    context: dict[str, Any] = {
        "protocol": numbers.get("protocol") or {},
        "provenance": numbers.get("provenance") or {},
        "title": str((numbers.get("protocol") or {}).get("title") or "A simulated trial"),
        "headline": headline(numbers),
        "verdict": table_verdict(numbers) or table_predictions(numbers),
        "run_line": run_line(numbers),
        "warnings": numbers.get("warnings") or (),
        "sections": sections,
        "style": Markup(
            style.replace("/* light */", css_variables(LIGHT)).replace("/* dark */", css_variables(DARK))
        ),
    }
    return template.render(context) + "\n"
