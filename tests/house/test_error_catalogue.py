"""One catalogue of errors: each code is used, each code used is listed, each says what to do."""

from __future__ import annotations

import re
from pathlib import Path

from gaddum.errors import CATALOGUE, Fault, GaddumError, Problems

PACKAGE = Path(__file__).parents[2] / "gaddum"
CODE = re.compile(r"GAD-[A-Z]+-\d\d")


def sources() -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if path.name != "errors.py"
    }


def test_every_code_that_is_raised_is_in_the_catalogue():
    used = {code for text in sources().values() for code in CODE.findall(text)}

    assert used - set(CATALOGUE) == set()


def test_every_entry_says_what_is_wrong_and_what_to_do():
    for code, (wrong, remedy) in CATALOGUE.items():
        assert CODE.fullmatch(code)
        assert wrong.strip().endswith((".", "?"))
        assert remedy.strip().endswith((".", "?", "`"))


def test_a_fault_names_place_value_expectation_and_remedy():
    fault = Fault("GAD-API-01", "Zero trials.", "trial.yaml:3  trials", "0", "at least 1", "Ask for more.")

    text = str(fault)

    assert text.splitlines()[0] == "trial.yaml:3  trials   GAD-API-01"
    assert all(part in text for part in ("Zero trials.", "0", "at least 1", "Ask for more."))


def test_problems_carry_every_fault():
    faults = [Fault("GAD-API-01", "One."), Fault("GAD-API-02", "Two.")]

    problems = Problems(faults)

    assert isinstance(problems, GaddumError)
    assert problems.code == "GAD-API-01"
    assert all(fault.message in str(problems) for fault in faults)
