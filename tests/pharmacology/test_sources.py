"""Every constant has a unit, a known source and a confidence; the bibliography holds nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import gaddum
from gaddum.cli.sources import command
from gaddum.pharmacology.compounds import known, load_compound
from gaddum.pharmacology.constants import CONFIDENCES
from gaddum.pharmacology.sources import all_constants, bibliography, cite
from gaddum.pharmacology.units import conversion

CONSTANTS = all_constants()


@pytest.mark.parametrize("one", CONSTANTS, ids=lambda one: f"{one.where}.{one.name}")
def test_every_constant_is_sourced(one):
    assert one.source in bibliography()
    assert one.confidence in CONFIDENCES
    assert one.unit
    if one.where in known():
        conversion(one.unit)


def test_names_are_unique_where_they_stand():
    names = [(one.where, one.name) for one in CONSTANTS if one.where not in known()]

    assert len(names) == len(set(names))


def test_a_recalled_number_is_never_a_default():
    assert [one for one in CONSTANTS if one.confidence == "recalled"] == []


def cited_in_text():
    """Keys in square brackets anywhere in the package."""
    files = Path(gaddum.__file__).parent.rglob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in files]
    return {key for text in texts for key in re.findall(r"\[([a-z]+\d{4}[a-z]*)\]", text)}


def test_every_citation_in_the_text_is_in_the_bibliography():
    assert cited_in_text() - set(bibliography()) == set()


def test_the_bibliography_holds_only_what_is_used():
    used = {one.source for one in CONSTANTS} | cited_in_text()
    for name in known():
        compound = load_compound(name)
        for parameter in (*compound.parameters.values(), *compound.affinities.values()):
            used |= {other.source for other in parameter.alternatives}

    assert set(bibliography()) - used == set()


def test_a_citation_says_where_to_look():
    assert "doi:10.3389/fpain.2022.946486" in cite("simons2022a")
    assert cite("my-own-lab-book") == "my-own-lab-book"


def test_a_choice_of_our_own_says_why():
    """`gaddum` as a source is a fit or an assumption: its note must explain it."""
    silent = [
        f"{one.where}.{one.name}"
        for one in CONSTANTS
        if one.source == "gaddum" and one.confidence == "derived" and not one.note
    ]

    assert silent == []


def test_sources_prints_a_table_and_the_references():
    result = CliRunner().invoke(command, ["naltrexone"])

    assert result.exit_code == 0
    assert "k_in" in result.output
    assert "[dunbar2007]" in result.output
    assert "a modelling choice without a direct datum" in result.output


def test_sources_of_a_mixture_include_its_parts():
    document = json.loads(CliRunner().invoke(command, ["ketamine", "--json"]).output)

    assert {"ketamine", "s-ketamine", "r-ketamine"} == {one["where"] for one in document["constants"]}
    assert document["sources"]["simons2022a"]["doi"] == "10.3389/fpain.2022.946486"


def test_sources_can_be_narrowed_to_assumptions():
    document = json.loads(CliRunner().invoke(command, ["--json", "--confidence", "assumed"]).output)

    assert {one["confidence"] for one in document["constants"]} == {"assumed"}
