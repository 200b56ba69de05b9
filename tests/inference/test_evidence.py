"""Evidence: what is bundled, how it is marked, and what is weighed by default."""

from __future__ import annotations

import pytest

from gaddum import protocol as protocols
from gaddum.errors import GaddumError
from gaddum.inference.evidence import DEFAULT_MARKS, load_evidence, select_evidence

EVIDENCE = load_evidence()
HEAD = "study: x\ncitation: y\nstatements: "


def test_the_founding_result_comes_first():
    assert [item.id for item in EVIDENCE][:4] == [
        "williams2018-placebo",
        "williams2018-naltrexone",
        "williams2018-dissociation",
        "jelen2025-madrs",
    ]


def test_only_seen_and_second_hand_statements_are_weighed_by_default():
    chosen = select_evidence(EVIDENCE)

    assert {item.mark for item in chosen.used} <= set(DEFAULT_MARKS)
    assert [item.id for item in chosen.used] == [item.id for item in EVIDENCE][:4]


def test_what_is_left_out_says_why():
    chosen = select_evidence(EVIDENCE, marks=("seen",), leave_out=("jelen2025-madrs",))
    reasons = {item.id: why for item, why in chosen.left_out}

    assert "second-hand" in reasons["williams2018-naltrexone"]
    assert reasons["jelen2025-madrs"] == "left out on request"
    assert "optional" in reasons["yoon2025-remission"]
    assert len(chosen.used) + len(chosen.left_out) == len(EVIDENCE)


def test_the_alcohol_use_trial_can_be_asked_for():
    chosen = select_evidence(EVIDENCE, include=("yoon2025-remission",))

    assert "yoon2025-remission" in [item.id for item in chosen.used]


def test_nothing_counts_the_same_people_twice():
    chosen = select_evidence(EVIDENCE, include=("jelen2025-removed", "krystal2006-panss"))

    assert [item.id for item in chosen.used] == [item.id for item in EVIDENCE][:4]


def test_an_unknown_id_is_refused_with_the_known_ones():
    with pytest.raises(GaddumError) as caught:
        select_evidence(EVIDENCE, leave_out=("williams2017",))

    assert caught.value.code == "GAD-INF-03"
    assert "williams2018-placebo" in str(caught.value)


@pytest.mark.parametrize("item", [item for item in EVIDENCE if item.protocol], ids=lambda item: item.id)
def test_what_a_statement_is_measured_on_is_in_its_protocol(item):
    if item.protocol not in protocols.bundled():
        pytest.skip(f"{item.protocol} is not bundled")
    protocol = protocols.load(item.protocol)
    treatments = [item.measure[k] for k in ("reference", "test") if k in item.measure]

    assert set(treatments or item.measure["arms"]) <= set(protocol.treatments)
    for name in ("baseline", "visit"):
        if name in item.measure:
            assert item.measure["instrument"] in protocol.visits[item.measure[name]].instruments


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("statements: [", "not well-formed"),
        ("study: x\n", "no list of statements"),
        (HEAD + "[{id: a, title: b, text: c, kind: rumour, mark: seen}]", "rumour"),
        (HEAD + "[{id: a, title: b, text: c, kind: context}]", "no `mark`"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path, text, says):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GaddumError) as caught:
        load_evidence(path)

    assert caught.value.code == "GAD-INF-05"
    assert says in str(caught.value)
    assert "mine.yaml" in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(GaddumError) as caught:
        load_evidence(tmp_path / "none.yaml")

    assert caught.value.code == "GAD-INF-05"
