"""Pydantic's validation errors told as faults: place, value, expectation, remedy, and what was meant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gaddum.documents.suggestion import did_you_mean, listing
from gaddum.errors import Fault

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import PydanticCustomError

    from gaddum.documents.reading import Document, FieldPath

# what a person would call the kinds that pydantic names
KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a section of `name: value` lines",
    "model_type": "a section of `name: value` lines",
    "model_attributes_type": "a section of `name: value` lines",
    "tuple_type": "a list",
    "list_type": "a list",
}
BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def custom_fault(code: str, message: str, expected: str = "", remedy: str = "") -> PydanticCustomError:
    """An error for a pydantic validator to raise that keeps its code, expectation and remedy."""
    from pydantic_core import PydanticCustomError

    # "{message}": the sentence is filled in as a value, so that braces in what a user wrote stay text
    return PydanticCustomError(
        code, "{message}", {"message": message, "expected": expected, "remedy": remedy}
    )


def faults_of(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Fault]:
    """All of pydantic's complaints as faults; a misspelt field is not told as missing as well."""
    schema = _Schema(model)
    items: list[dict[str, Any]] = [dict(item) for item in error.errors(include_url=False)]
    misspelt: set[tuple[Any, ...]] = set()
    for item in items:
        if item["type"] == "extra_forbidden":
            parent = tuple(item["loc"][:-1])
            meant = did_you_mean(item["loc"][-1], schema.names(parent))
            misspelt.add((*parent, meant.removeprefix('Did you mean "').removesuffix('"?')))
    return [_fault(item, document, schema) for item in items if not _is_told_elsewhere(item, misspelt)]


def _is_told_elsewhere(item: dict[str, Any], misspelt: set[tuple[Any, ...]]) -> bool:
    """Whether a complaint echoes another: its name was misspelt, or its entries were bad, not too few."""
    if item["type"] == "too_short" and not isinstance(item["input"], str):  # blank text is short indeed
        return len(item["input"]) >= int(item["ctx"]["min_length"])
    return item["type"] == "missing" and tuple(item["loc"]) in misspelt


def _fault(item: dict[str, Any], document: Document, schema: _Schema) -> Fault:
    kind, value, context = item["type"], item.get("input"), item.get("ctx") or {}
    path: FieldPath = tuple(step for step in item["loc"] if step != "[key]")
    last = path[-1] if path else ""
    name = f"item {last + 1}" if isinstance(last, int) else f"`{last}`"
    about = schema.description(path)

    def fault(number: int, message: str, expected: str = "", remedy: str = "", shown: Any = value) -> Fault:
        code = f"GAD-{document.room}-{number:02d}"
        return Fault(
            code, message[:1].upper() + message[1:], document.place(path), show(shown), expected, remedy
        )

    if kind.startswith("GAD-"):
        expected, remedy = context["expected"], context["remedy"]
        return Fault(kind, item["msg"], document.place(path), show(value), expected, remedy)
    if kind == "missing":
        remedy = f"Add `{last}:` here" + (f" ({about})." if about else ".")
        return fault(7, f"{name} is missing.", remedy=remedy, shown=None)
    if kind == "extra_forbidden":
        known = schema.names(path[:-1])
        meant = did_you_mean(last, known)
        return fault(6, f"{name} is not known here.", listing(known), meant or "Remove it.", shown=None)
    if kind == "literal_error":
        words = schema.words(path) or [str(context.get("expected", ""))]
        remedy = did_you_mean(value, words) or f"Write {' or '.join(words)}."
        return fault(9, f"{name} has no such choice.", listing(words), remedy)
    if kind in KINDS:
        fractional = kind == "int_from_float" or (kind == "int_type" and isinstance(value, float))
        what = "not a whole number" if fractional else kind_of(value)
        return fault(8, f"{name} is {what}.", _expected(KINDS[kind], about), _type_remedy(kind, value))
    if kind == "finite_number" or (isinstance(value, float) and not math.isfinite(value)):
        return fault(9, f"{name} is not a finite number.", _expected("a number", about), "Give a number.")
    if kind in BOUNDS:
        words_, key = BOUNDS[kind]
        limit = schema.limits(path) or f"{words_} {plain_number(context[key])}"
        return fault(9, f"{name} is out of range.", _expected(limit, about), f"Give {limit}.")
    if kind == "string_pattern_mismatch":
        return fault(10, f'"{show(value)}" cannot serve as a name here.', _letters(context["pattern"]))
    if kind in ("too_short", "string_too_short"):
        if isinstance(value, str):
            return fault(9, f"{name} is empty.", about, "Fill it in.", shown=None)
        least = context.get("min_length", 1)
        what = "has too few" if value else "is empty"
        return fault(9, f"{name} {what}.", about, f"Give at least {least if least > 1 else 'one'}.")
    return fault(9, f"{name}: {item['msg']}", about)


def plain_number(value: Any) -> str:
    """A number as people write it, without a trailing .0 or an exponent."""
    return f"{value:,.10g}".replace(",", "") if isinstance(value, int | float) else str(value)


def _letters(pattern: str) -> str:
    """The characters a pattern allows, in words."""
    words = ["letters" if "A-Z" in pattern else "lower-case letters", "digits"]
    marks = [mark for mark in "+_.()" if mark in pattern.replace("(?:", "")]
    words += ["blanks"] * (" " in pattern) + marks + ["-"] * ("-]" in pattern)
    return ", ".join(words) + ("; a letter first" if pattern.startswith("^[a-z][") else "")


def show(value: Any) -> str:
    """A value for a message, as it was written and never long; sections and lists are not shown."""
    if value is None or isinstance(value, dict | list | tuple):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 80 else text[:77] + "..."


def kind_of(value: Any) -> str:
    """What a value is, in the words of someone who writes documents."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a section" if isinstance(value, dict) else "a list"


def _type_remedy(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, int | float):
        return f'Put it in quotes: "{show(value)}".'
    if kind in ("tuple_type", "list_type") and isinstance(value, str | int | float):
        return f"Put it in brackets: [{show(value)}]."
    if isinstance(value, str) and kind in ("int_type", "float_type"):
        try:
            float(value)
        except ValueError:
            return "Give the number alone."
        return f"Write it without quotes: {value}."
    if value is None:
        return "Fill it in, or remove the line if it may be left out."
    return f"Give {KINDS[kind]}."


def _expected(kind: str, about: str) -> str:
    return f"{kind} ({about})" if about else kind


class _Schema:
    """Looks up what a field is for in the model's JSON Schema (built only once something is wrong)."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.root = model.model_json_schema()
        self.definitions = self.root.get("$defs", {})

    def description(self, path: FieldPath) -> str:
        """What the field is for, in a few words, or ""."""
        node = self._node(path, follow_last=False)
        text = str(node.get("description", "")).split(". ")[0].split(";")[0].rstrip(".").strip()
        return text[:1].lower() + text[1:] if text[1:2].islower() else text

    def names(self, path: FieldPath) -> list[str]:
        """Names known in the section at `path`."""
        return list(self._node(path).get("properties", {}))

    def words(self, path: FieldPath) -> list[str]:
        """The allowed words of a field with choices."""
        node = self._node(path)
        return [str(word) for word in node.get("enum", [node["const"]] if "const" in node else [])]

    def limits(self, path: FieldPath) -> str:
        """The range of a number: `0 to 1`, `at least 1`, `more than 0, at most 3660`."""
        node = self._node(path)
        if "minimum" in node and "maximum" in node:
            return f"{plain_number(node['minimum'])} to {plain_number(node['maximum'])}"
        said = {
            "exclusiveMinimum": "more than",
            "minimum": "at least",
            "exclusiveMaximum": "less than",
            "maximum": "at most",
        }
        return ", ".join(f"{words} {plain_number(node[key])}" for key, words in said.items() if key in node)

    def _node(self, path: FieldPath, follow_last: bool = True) -> dict[str, Any]:
        node = self.root
        for index, step in enumerate(path):
            if index:
                node = self._plain(node)
            if isinstance(step, int):
                node = node.get("items", {})
            else:
                node = node.get("properties", {}).get(step) or self._open(node)
        return self._plain(node) if follow_last else node

    @staticmethod
    def _open(node: dict[str, Any]) -> dict[str, Any]:
        """The schema of the entries of a section with free names."""
        patterns: dict[str, Any] = node.get("patternProperties", {})
        entries: Any = node.get("additionalProperties") or next(iter(patterns.values()), {})
        return entries if isinstance(entries, dict) else {}

    def _plain(self, node: dict[str, Any]) -> dict[str, Any]:
        """The node behind a reference or an `or null`."""
        for choice in node.get("anyOf", []):
            if choice.get("type") != "null":
                return self._plain(choice)
        if "$ref" in node:
            return self._plain(self.definitions[node["$ref"].rpartition("/")[2]])
        return node
