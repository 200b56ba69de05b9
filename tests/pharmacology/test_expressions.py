"""Formulas in compound files compute, and can do nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gaddum.errors import GaddumError
from gaddum.pharmacology.expressions import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CL/V", 0.5),
        ("-CL + 2*V**2", 30.0),
        ("ln2/CL", math.log(2) / 2),
        ("min(CL, V)*max(0, 1 - CL)", 0.0),
        ("sqrt(V)*exp(0)*log(exp(1))", 2.0),
        (3, 3.0),
    ],
)
def test_a_formula_computes(text, expected):
    assert expected == pytest.approx(parse(text)({"CL": 2.0, "V": 4.0}))


def test_a_formula_works_on_arrays():
    assert parse("max(a - b, 0)")({"a": np.array([1.0, 5.0]), "b": 2.0}).tolist() == [0.0, 3.0]


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "V.real",
        "[1]",
        "V if CL else 1",
        "min(1)",
        "open('x')",
        "1 +",
        "'a'",
        "f(x=1)",
        "a < b",
        "True",
    ],
)
def test_anything_but_arithmetic_is_refused(text):
    with pytest.raises(GaddumError) as refused:
        parse(text)

    assert refused.value.code == "GAD-PHARM-13"


def test_a_formula_knows_its_names():
    assert parse("ln2*CL/V + exp(ka)").names == {"CL", "V", "ka"}
