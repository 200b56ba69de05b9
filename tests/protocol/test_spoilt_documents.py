"""Whatever is done to a protocol file, the answer is a protocol or a list of faults, never a traceback."""

from __future__ import annotations

import copy
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gaddum.cli.known import known_instruments
from gaddum.errors import CATALOGUE, Fault, Problems
from gaddum.protocol import Protocol, parse, source_text

SOURCES = {name: source_text(name) for name in ("ab-ba", "ketamine-naltrexone", "ketamine-course")}
COMPOUNDS = ["ketamine", "naltrexone"]
some = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
oddities = st.sampled_from(
    [
        None,
        "",
        " ",
        0,
        -1,
        10**30,
        1e308,
        float("inf"),
        float("nan"),
        True,
        [],
        {},
        "x",
        [[]],
        {"a": {}},
        [None],
    ]
    + [
        "{message}",
        "50 mg",
        "-45 min",
        "0.5 mg/kg over 40 min",
        ["A", "B"],
        {"1": 1},
        "é\u2028",
        [1, "a", {}],
    ]
)


def answer(text: str | bytes) -> Protocol | None:
    faults: tuple[Fault, ...] = ()
    protocol = None
    try:
        protocol = parse(text, compounds=COMPOUNDS, instruments=known_instruments())
    except Problems as problems:
        faults = problems.faults

    assert (protocol is None) == bool(faults)
    assert all(fault.code in CATALOGUE and fault.message for fault in faults)
    return protocol


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [path, *(each for key, item in value.items() for each in paths(item, (*path, key)))]
    if isinstance(value, list):
        return [path, *(each for index, item in enumerate(value) for each in paths(item, (*path, index)))]
    return [path]


@pytest.mark.parametrize("name", sorted(SOURCES))
@given(data=st.data())
@some
def test_a_protocol_with_any_value_replaced_or_removed_gets_an_answer(name: str, data: st.DataObject) -> None:
    yaml = YAML(typ="safe", pure=True)
    content = yaml.load(SOURCES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(content)[1:]))
        parent = content
        for step in path[:-1]:
            parent = parent[step]
        if isinstance(parent, dict) and data.draw(st.booleans()):
            del parent[path[-1]]
        else:
            parent[path[-1]] = copy.deepcopy(data.draw(oddities))
        if len(paths(content)) < 2:
            break
    stream = io.StringIO()
    yaml.dump(content, stream)

    answer(stream.getvalue())


@pytest.mark.parametrize("name", sorted(SOURCES))
@given(data=st.data())
@some
def test_a_protocol_with_any_text_damaged_gets_an_answer(name: str, data: st.DataObject) -> None:
    text = SOURCES[name]
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 60))
    insert = data.draw(
        st.text(max_size=6) | st.sampled_from(["{", "[", "- ", ": ", "&a ", "*a", "!!", "\t", "---\n"])
    )

    answer(text[:start] + insert + text[start + length :])


@given(st.binary(max_size=200))
@some
def test_any_bytes_at_all_get_an_answer(content: bytes) -> None:
    assert answer(content) is None
