"""What is written is read back the same, and the fingerprint sees the content and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gaddum.protocol import Protocol, bundled, dump, load, parse, protocol_hash, source_text
from tests.strategies import protocols

some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(protocols())
@some
def test_a_protocol_written_and_read_is_the_same(protocol: Protocol) -> None:
    again = parse(dump(protocol))

    assert again == protocol
    assert protocol_hash(again) == protocol_hash(protocol)


@given(protocols(), st.randoms(use_true_random=False))
@some
def test_the_hash_does_not_see_the_order_of_names(protocol: Protocol, chance: random.Random) -> None:
    shuffled = Protocol.model_validate(_shuffled(protocol.model_dump(mode="json"), chance))

    assert shuffled == protocol
    assert protocol_hash(shuffled) == protocol_hash(protocol)
    assert list(shuffled.visits) == list(protocol.visits)


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, _shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    return [_shuffled(item, chance) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", bundled())
def test_the_hash_does_not_see_comments_and_formatting(name: str) -> None:
    text = source_text(name)
    yaml = YAML(typ="safe", pure=True)
    flow = YAML(typ="safe", pure=True)
    flow.default_flow_style = True
    flow.width = 40
    import io

    stream = io.StringIO()
    flow.dump(yaml.load(text), stream)

    expected = protocol_hash(load(name))
    assert protocol_hash(parse(stream.getvalue())) == expected
    assert protocol_hash(parse("# a comment\n" + text.replace("\n", "  # another\n", 1))) == expected
    assert protocol_hash(parse(text.replace("\n", "\r\n").encode("utf-8-sig"))) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.5 mg/kg over 40 min", "0.6 mg/kg over 40 min"),
        ("planned: 20", "planned: 21"),
        ("washout_days: 28", "washout_days: 29"),
        ("[B, A]", "[B, A, A]"),
        ("primary: true", "primary: true\n    fall: 0.6"),
    ],
)
def test_the_hash_sees_every_change_of_content(old: str, new: str) -> None:
    text = source_text("ab-ba")
    changed = text.replace(old, new)
    if new == "[B, A, A]":
        changed = changed.replace("[A, B]", "[A, B, B]")

    assert protocol_hash(parse(changed)) != protocol_hash(parse(text))


def test_whole_numbers_and_decimals_that_are_equal_have_one_hash() -> None:
    text = source_text("ab-ba")

    assert protocol_hash(parse(text.replace("washout_days: 28", "washout_days: 28.0"))) == protocol_hash(
        parse(text)
    )


def test_a_field_with_its_usual_value_may_stay_out() -> None:
    text = source_text("ab-ba")
    written_out = text.replace(
        "    visit: day_1\n    primary", "    visit: day_1\n    fall: 0.5\n    primary"
    )

    assert written_out != text
    assert protocol_hash(parse(written_out)) == protocol_hash(parse(text))
