"""Read a YAML document into plain values, remembering the line of every field.

The YAML node graph is walked directly instead of building Python objects: so a key given twice is told
(all of them at once), every field keeps its line, no tag can create an object, and a small file cannot
unfold into a huge one.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gaddum.errors import Fault, Problems

MAX_BYTES = 2_000_000
MAX_VALUES = 100_000
MAX_DEPTH = 40

FieldPath = tuple[str | int, ...]


@dataclass
class Document:
    """A document as plain values, with the place of each.

    Attributes:
        name: File name as the user gave it.
        room: Middle part of the fault codes, such as `PROT`.
        data: Mappings, lists, text, numbers, booleans and None.
        lines: Line (from 1) of each field by its path.
        faults: What is wrong with the document before its meaning is looked at.
    """

    name: str
    room: str
    data: Any = None
    lines: dict[FieldPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: FieldPath) -> str:
        """`file:line  field.path`, with the line of the nearest field that is there."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        where = f"{self.name}:{line}" if self.name else ""
        return "  ".join(part for part in (where, dotted(path)) if part)

    def value(self, path: FieldPath) -> Any:
        """The value at a path, or None where there is none."""
        value: Any = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def refuse(self, number: int, message: str, line: int | None = None, **details: str) -> None:
        """Note a fault of the document itself."""
        place = self.name if line is None else f"{self.name}:{line}"
        self.faults.append(Fault(f"GAD-{self.room}-{number:02d}", message, place, **details))


def dotted(path: FieldPath) -> str:
    """`a.b[2].c` for ("a", "b", 2, "c"); items of a list are counted from 1, as people do."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def read_bytes(path: str | os.PathLike[str], room: str) -> bytes:
    """The bytes of a file.

    Raises:
        Problems: code 01 if it is missing, not a plain file, not readable, or far too large.
    """
    document = Document(os.fspath(path), room)
    try:
        target = Path(path)
        if target.is_dir():
            document.refuse(1, "This is a folder, not a file.", remedy="Give the path of one YAML file.")
        elif not target.exists():
            document.refuse(1, "There is no such file.", remedy="Check the spelling and the folder.")
        elif not target.is_file():
            document.refuse(1, "This is not a plain file.", remedy="Give the path of one YAML file.")
        elif target.stat().st_size > MAX_BYTES:
            document.refuse(1, f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
        else:
            return target.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        document.refuse(1, f"The file cannot be read: {reason}.")
    raise Problems(document.faults)


def read_text(content: bytes | str, name: str, room: str) -> Document:
    """Read one YAML document; its faults are in the result, none is raised."""
    document = Document(name, room)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1  # type: ignore[arg-type]
        document.refuse(2, "The file is not UTF-8 text.", line, remedy="Save it as UTF-8 (plain text).")
        return document
    if len(text) > MAX_BYTES:
        document.refuse(1, f"The document is larger than {MAX_BYTES // 1_000_000} MB.")
        return document
    _compose(document, text)
    return document


def _compose(document: Document, text: str) -> None:
    """Parse, then walk the nodes; the parser's own errors become faults with line and remedy."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a reused anchor is legal YAML
            root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(part) for part in (error.context, error.problem) if part)
        line = mark.line + 1 if mark else None
        document.refuse(
            4, f"The YAML is not well formed: {said}.", line, remedy=_yaml_remedy(text, line, said)
        )
        return
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        document.refuse(4, "The text holds a control character.", line, remedy="Remove it.")
        return
    except RecursionError:
        document.refuse(4, "The document is nested too deeply.", remedy="No document needs that.")
        return
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError, KeyError) as error:
        document.refuse(4, f"The YAML is not well formed: {error}.")
        return
    if root is None:
        document.refuse(3, "The file is empty.")
        return
    walk = _Walk(document)
    document.data = walk.value(root, (), 0)
    if walk.is_endless:
        document.data = None  # what was cut off would look like faults of its own
        return
    if not document.faults and not isinstance(document.data, dict):
        document.refuse(3, "The file holds no `name: value` lines.", 1)


def _yaml_remedy(text: str, line: int | None, said: str) -> str:
    lines = text.splitlines()
    written = lines[line - 1] if line and line <= len(lines) else ""
    if written[: len(written) - len(written.lstrip())].count("\t"):
        return "Indent with spaces; YAML does not allow tabs."
    if "mapping values are not allowed" in said:
        return "Put text that contains a colon in quotes, and check the indentation of this line."
    if "expected a single document" in said:
        return "Keep one document in the file: remove the second `---`."
    return "Check indentation, colons, brackets and quotes on this line and the one before."


class _Walk:
    """Turns YAML nodes into plain values, counting them as it goes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.count = 0
        self.is_endless = False

    def value(self, node: Any, path: FieldPath, depth: int) -> Any:
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        self.count += 1
        if self.is_endless:
            return None
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            self.is_endless = True
            line = node.start_mark.line + 1
            remedy = "Write the values out instead of referring to others with `*`."
            self.document.refuse(4, "The document unfolds into far too many values.", line, remedy=remedy)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            for index, item in enumerate(node.value):
                self.document.lines[(*path, index)] = item.start_mark.line + 1
            return [self.value(item, (*path, index), depth + 1) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: Any, path: FieldPath, depth: int) -> dict[str, Any]:
        from ruamel.yaml.nodes import ScalarNode

        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.document.refuse(4, "A name must be plain text, not a list or a section.", line)
                continue
            key = str(key_node.value)  # names stay text: 1, no and null are names like any other
            here = (*path, key)
            if key in result:
                first = self.document.lines[here]
                place = f"{self.document.name}:{line}  {dotted(here)}"
                code = f"GAD-{self.document.room}-05"
                message = f"`{key}` is given twice; the first is on line {first}."
                self.document.faults.append(Fault(code, message, place))
                continue
            self.document.lines[here] = line
            result[key] = self.value(value_node, here, depth + 1)
        return result

    def _scalar(self, node: Any, path: FieldPath) -> Any:
        text = str(node.value)
        tag = str(node.tag).rpartition(":")[2]
        try:
            if tag == "null":
                return None
            if tag == "bool":
                return text.lower() in ("true", "yes", "on")
            if tag == "int":
                return _whole(text)
            if tag == "float":
                return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            return text
        if tag not in ("str", "timestamp"):
            line = node.start_mark.line + 1
            place = f"{self.document.name}:{line}  {dotted(path)}"
            short = str(node.tag).replace("tag:yaml.org,2002:", "!!")
            message = f"`{short}` asks for a special kind of value; only text, numbers and lists are read."
            code = f"GAD-{self.document.room}-04"
            self.document.faults.append(Fault(code, message, place, remedy=f"Remove `{short}`."))
        return text


def _whole(text: str) -> int:
    """A whole number as YAML 1.2 writes it; thousands of digits are refused by Python itself."""
    plain = text.replace("_", "")
    return int(plain, 0) if plain.lstrip("+-").lower().startswith(("0x", "0o", "0b")) else int(plain)
