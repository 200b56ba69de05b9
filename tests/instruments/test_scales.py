"""Each bundled scale has its published shape, and ships no text that its rights forbid."""

from __future__ import annotations

import pytest

from gaddum import instruments


@pytest.mark.parametrize(
    ("scale", "items", "minimum", "maximum"),
    [
        ("hamd17", 17, 0, 52),
        ("hamd6", 6, 0, 22),
        ("madrs", 10, 0, 60),
        ("cadss", 23, 0, 92),
        ("cows", 11, 0, 48),
        ("drug_liking", 1, 0, 100),
        ("craving", 1, 0, 100),
    ],
)
def test_a_scale_has_its_number_of_items_and_its_range(
    scale: str, items: int, minimum: int, maximum: int
) -> None:
    instrument = instruments.get(scale)

    assert (len(instrument.items), instrument.minimum, instrument.maximum) == (items, minimum, maximum)


@pytest.mark.parametrize("scale", instruments.known())
def test_a_scale_is_filed_under_its_id_and_says_whose_it_is(scale: str) -> None:
    instrument = instruments.get(scale)

    assert instrument.id == scale
    assert instrument.sources
    assert instrument.rights.evidence
    assert instrument.missing.source


@pytest.mark.parametrize("scale", instruments.known())
def test_a_scale_whose_text_may_not_be_shipped_has_short_labels_only(scale: str) -> None:
    instrument = instruments.get(scale)
    if instrument.rights.ship == "labels":
        assert max(len(item.label.split()) for item in instrument.items) <= 5


def test_ham_d_has_nine_items_to_four_and_eight_to_two() -> None:
    tops = {item.id: item.values[-1] for item in instruments.get("hamd17").items}

    assert {name for name, top in tops.items() if top == 4} == {
        "1",
        "2",
        "3",
        "7",
        "8",
        "9",
        "10",
        "11",
        "15",
    }
    assert {name for name, top in tops.items() if top == 2} == {"4", "5", "6", "12", "13", "14", "16", "17"}


def test_the_core_items_are_those_of_the_full_scale() -> None:
    full = {item.id: item for item in instruments.get("hamd17").items}
    core = instruments.get("hamd6")

    assert core.scored_from == "hamd17"
    assert core.item_ids == instruments.get("hamd17").subscales["hamd6"] == ("1", "2", "7", "8", "10", "13")
    assert all(item.values == full[item.id].values for item in core.items)


def test_the_three_subscales_of_the_cadss_share_out_its_items() -> None:
    cadss = instruments.get("cadss")
    parts = [cadss.subscales[name] for name in ("amnesia", "depersonalization", "derealization")]

    assert sorted(item for part in parts for item in part) == sorted(cadss.item_ids)
    assert len(cadss.subscales["cadss6"]) == 6


def test_withdrawal_items_skip_the_numbers_that_have_no_anchor() -> None:
    values = [item.values for item in instruments.get("cows").items]

    assert values[0] == (0, 1, 2, 4)
    assert values[1] == (0, 1, 2, 3, 4)
    assert values[2] == (0, 1, 3, 5)
    assert values[6] == (0, 1, 2, 3, 5)
    assert values[10] == (0, 3, 5)


@pytest.mark.parametrize(("scale", "at_most"), [("hamd17", 7), ("hamd6", 4), ("madrs", 10)])
def test_depression_scales_know_response_and_remission(scale: str, at_most: int) -> None:
    instrument = instruments.get(scale)

    assert (instrument.response, instrument.remission_at_most) == (0.5, at_most)


def test_liking_is_two_sided_around_fifty() -> None:
    assert instruments.get("drug_liking").neutral == 50
    assert instruments.get("drug_liking").direction == "higher_is_more"
