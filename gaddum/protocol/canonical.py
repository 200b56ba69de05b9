"""A protocol as YAML for people, as canonical JSON for its fingerprint, and its JSON Schema for tools."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from gaddum.protocol.trial import Protocol

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def dump(protocol: Protocol) -> str:
    """The protocol as YAML; reading it back gives an equal protocol.

    Fields that were left out and have their usual value stay out.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml = YAML(pure=True)
    yaml.width = 100
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {_key(key): plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        if isinstance(value, str) and _needs_quotes(value):
            return DoubleQuotedScalarString(value)
        return value

    def _key(key: str) -> str:
        return DoubleQuotedScalarString(key) if _needs_quotes(key) else key

    stream = io.StringIO()
    yaml.dump(plain(protocol.model_dump(mode="json", exclude_defaults=True)), stream)
    return stream.getvalue()


def _needs_quotes(text: str) -> bool:
    """Whether YAML could read the text as something else than text."""
    return (
        not text or not text.isprintable() or text[0].isdigit() or text[0] in "+-.~" or text.strip() != text
    )


def canonical_json(protocol: Protocol) -> str:
    """The protocol as JSON with sorted names and no blanks; the text that is hashed."""
    content = protocol.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def protocol_hash(protocol: Protocol) -> str:
    """SHA-256 of the canonical JSON: independent of formatting, comments and the order of names.

    Fields with their usual value are left out, so that a field added to the format later, and left
    alone, does not change the hash of protocols written before.
    """
    return hashlib.sha256(canonical_json(protocol).encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of protocol files (draft 2020-12)."""
    schema = Protocol.model_json_schema(mode="validation")
    _close(schema)
    return {"$schema": SCHEMA_DIALECT, "$id": "urn:gaddum:protocol:1", **schema}


def _close(node: Any) -> None:
    """Refuse names that do not match in sections with free names; pydantic leaves them open."""
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _close(part)
    if isinstance(node, dict) and "patternProperties" in node:
        node["additionalProperties"] = False
