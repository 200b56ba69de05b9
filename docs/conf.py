"""Sphinx configuration: Markdown sources, the furo theme, reference pages generated from the code."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import gaddum

project = "Gaddum"
author = "The Gaddum authors"
copyright = "the Gaddum authors"
release = version = gaddum.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "gaddum_reference",
    "mathml",
]
html_math_renderer = "mathml"
myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
nitpicky = False

html_theme = "furo"
html_title = "Gaddum"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_theme_options = {"source_repository": "", "sidebar_hide_name": False}
