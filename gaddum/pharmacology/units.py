"""Units of the pharmacology room: what a file may write, and the one set used inside.

Inside, time is in hours, volume in litres, amount in micromoles (so concentration is µmol/L), mass in
micrograms (so µg/L is ng/mL).  Body weight in kilograms and age in years are kept as they are.
"""

from __future__ import annotations

import re

from gaddum.errors import GaddumError

BASE: dict[str, tuple[float, str]] = {
    # unit: (factor, canonical base unit)
    "h": (1.0, "h"),
    "min": (1.0 / 60.0, "h"),
    "s": (1.0 / 3600.0, "h"),
    "d": (24.0, "h"),
    "L": (1.0, "L"),
    "mL": (1e-3, "L"),
    "umol": (1.0, "umol"),
    "nmol": (1e-3, "umol"),
    "mmol": (1e3, "umol"),
    "ug": (1.0, "ug"),
    "ng": (1e-3, "ug"),
    "mg": (1e3, "ug"),
    "kg": (1.0, "kg"),
    "year": (1.0, "year"),
}
ALIASES = {"uM": "umol/L", "nM": "nmol/L", "µM": "umol/L", "µmol": "umol", "µg": "ug"}
DIMENSIONLESS = ("1", "fraction", "ratio", "percent")

_TOKEN = re.compile(r"\s*([A-Za-zµ]+|1|[*/()])")


def to_canonical(value: float, unit: str, place: str = "") -> tuple[float, str]:
    """A value in the units used inside, with the name of that unit.

    Raises:
        GaddumError: GAD-PHARM-14 if the unit is not known.
    """
    factor, canonical = conversion(unit, place)
    return value * factor, canonical


def conversion(unit: str, place: str = "") -> tuple[float, str]:
    """Factor from `unit` to the canonical unit, and that unit's name."""
    text = unit.strip()
    if text == "percent":
        return 0.01, "fraction"
    if text in DIMENSIONLESS:
        return 1.0, text
    tokens = _tokens(text, place)
    factor, powers, rest = _product(tokens, text, place)
    if rest:
        raise _unknown(text, place)
    return factor, _name(powers)


def ng_per_ml(umol_per_l: float, molar_mass: float) -> float:
    """Mass concentration, ng/mL, of a concentration in µmol/L; molar mass in g/mol."""
    return umol_per_l * molar_mass


def _tokens(text: str, place: str) -> list[str]:
    out: list[str] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            raise _unknown(text, place)
        token = found.group(1)
        out += _tokens(ALIASES[token], place) if token in ALIASES else [token]
        position = found.end()
    return out


def _product(tokens: list[str], text: str, place: str) -> tuple[float, dict[str, int], list[str]]:
    """Read `a*b/c` up to a closing bracket; returns factor, powers and what is left."""
    factor, powers = 1.0, dict[str, int]()
    sign, rest = 1, tokens
    while True:
        if not rest:
            raise _unknown(text, place)
        if rest[0] == "(":
            inner, inner_powers, rest = _product(rest[1:], text, place)
            if not rest or rest[0] != ")":
                raise _unknown(text, place)
        elif rest[0] == "1":
            inner, inner_powers = 1.0, {}
        elif rest[0] in BASE:
            inner, inner_powers = BASE[rest[0]][0], {BASE[rest[0]][1]: 1}
        else:
            raise _unknown(text, place)
        rest = rest[1:]
        factor *= inner**sign
        for base, power in inner_powers.items():
            powers[base] = powers.get(base, 0) + sign * power
        if not rest or rest[0] == ")":
            return factor, {base: power for base, power in powers.items() if power}, rest
        if rest[0] not in "*/":
            raise _unknown(text, place)
        sign, rest = (1 if rest[0] == "*" else -1), rest[1:]


def _name(powers: dict[str, int]) -> str:
    top = [base for base, power in powers.items() for _ in range(power)]
    bottom = [base for base, power in powers.items() for _ in range(-power)]
    if not bottom:
        return "*".join(top) or "1"
    below = bottom[0] if len(bottom) == 1 else "(" + "*".join(bottom) + ")"
    return f"{'*'.join(top) or '1'}/{below}"


def _unknown(text: str, place: str) -> GaddumError:
    return GaddumError(
        "GAD-PHARM-14",
        "The unit is not known.",
        place=place,
        value=text,
        expected="a product or quotient of "
        + ", ".join(sorted({*BASE, *ALIASES}))
        + "; or "
        + ", ".join(DIMENSIONLESS),
    )
