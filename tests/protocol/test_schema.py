"""The published JSON Schema is the one in force, and other programs can use it."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from gaddum.protocol import bundled, dump, json_schema, load, source_text

BAD = Path(__file__).with_name("test_check")


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def plain(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


def test_the_published_schema_is_the_one_in_force() -> None:
    published = json.loads(resources.files("gaddum.protocol").joinpath("schema.json").read_text("utf-8"))

    assert published == json_schema()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", bundled())
def test_bundled_protocols_pass_the_schema(name: str) -> None:
    validator().validate(plain(source_text(name)))
    validator().validate(plain(dump(load(name))))


@pytest.mark.parametrize(
    "name",
    [
        "dose_without_a_unit",
        "dose_is_a_bare_number",
        "endpoint_kind_is_unknown",
        "fraction_above_one",
        "missing_section",
        "planned_is_negative",
        "planned_is_text",
        "pretreatment_time_without_a_unit",
        "title_is_empty",
        "unknown_key",
        "weight_of_700_kg",
    ],
)
def test_a_program_that_only_knows_the_schema_refuses_these_too(name: str) -> None:
    assert not validator().is_valid(plain((BAD / f"{name}.yaml").read_text("utf-8")))


def test_every_field_is_described() -> None:
    schema = json_schema()
    sections = {"Protocol": schema, **schema["$defs"]}
    silent = [
        f"{title}.{name}"
        for title, section in sections.items()
        for name, field in section.get("properties", {}).items()
        if not field.get("description")
    ]

    assert silent == []
