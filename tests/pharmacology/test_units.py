"""Units a pharmacologist writes become the one set used inside."""

from __future__ import annotations

import pytest

from gaddum.errors import GaddumError
from gaddum.pharmacology.units import to_canonical


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.48, "L/min", (88.8, "L/h")),
        (20.1, "min", (0.335, "h")),
        (2, "d", (48, "h")),
        (0.0172, "1/min", (1.032, "1/h")),
        (110, "nM", (0.11, "umol/L")),
        (0.51, "nmol/mL", (0.51, "umol/L")),
        (0.89, "ng/mL", (0.89, "ug/L")),
        (0.63, "1/(ng/mL*h)", (0.63, "L/(ug*h)")),
        (0.203, "mL/(ng*min)", (12.18, "L/(ug*h)")),
        (2.19, "L/(h*year)", (2.19, "L/(h*year)")),
        (91, "percent", (0.91, "fraction")),
        (0.5, "fraction", (0.5, "fraction")),
    ],
)
def test_a_unit_is_converted(value, unit, expected):
    found, name = to_canonical(value, unit)

    assert name == expected[1]
    assert found == pytest.approx(expected[0], rel=1e-12)


@pytest.mark.parametrize("unit", ["furlong", "L//h", "L/", "(L/h", "", "L h", "L)"])
def test_an_unknown_unit_is_refused(unit):
    with pytest.raises(GaddumError) as refused:
        to_canonical(1.0, unit)

    assert refused.value.code == "GAD-PHARM-14"
