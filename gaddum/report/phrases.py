"""Numbers as words: percentages, probabilities, lists, times, the way a careful author writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any


def number(value: Any, digits: int = 3) -> str:
    """A number in plain notation with so many significant digits; a dash where there is none."""
    if isinstance(value, bool) or value is None:
        return "–" if value is None else ("yes" if value else "no")
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | dict):
        return sentence(value)
    if not isinstance(value, int | float) or not math.isfinite(value):
        return "–"
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e6):
        return grouped(int(value))
    if abs(value) >= 10 ** (digits + 3) or abs(value) < 1e-4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10{superscript(int(exponent))}".replace("-", "−")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def superscript(value: int) -> str:
    """An exponent in raised digits."""
    return str(value).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def grouped(value: int) -> str:
    """A whole number, thousands apart; a seed-like long number is left alone by its caller."""
    return f"{value:,}".replace("-", "−")


def fixed(value: Any, decimals: int) -> str:
    """A number with so many decimals; a dash where there is none."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return "–"
    return f"{value:.{decimals}f}".replace("-", "−")


def percent(p: Any) -> str:
    """A probability as a percentage that never claims certainty."""
    if not isinstance(p, int | float) or not math.isfinite(p):
        return "–"
    if 0 < p < 0.001:
        return "<0.1%"
    if p < 0.0995:
        return f"{100 * p:.1f}%" if p else "0%"
    if 0.995 <= p < 1:
        return ">99%"
    return f"{100 * p:.0f}%"


def chance(p: Any) -> str:
    """A probability as a percentage in running text, one decimal where it is small."""
    return percent(p).replace("<", "less than ").replace(">", "more than ")


def share(p: Any) -> str:
    """A probability as a percentage in running text: whole, with words at the ends."""
    if not isinstance(p, int | float) or not math.isfinite(p):
        return "an unknown share"
    if p < 0.01:
        return "less than 1%"
    if p > 0.99:
        return "more than 99%"
    return f"{100 * p:.0f}%"


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    words: Sequence[str] = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def spelled(n: int) -> str:
    """A count, as a word where it is small."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[n] if 0 <= n < len(small) else grouped(n)


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `one trial`, `three trials`, `10,000 trials`."""
    return f"{spelled(n)} {one if n == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """The text with its first letter raised, unless that letter is a symbol by itself, as in `t of time`."""
    return text if text[1:2] == " " and text[:1] != "a" else text[:1].upper() + text[1:]


def readable(name: str) -> str:
    """An identifier as words: `day_1` becomes `day 1`."""
    return str(name).replace("_", " ")


def clock(hours: float) -> str:
    """A time from the drug in the unit a reader would choose: `−45 min`, `2 h`, `7 d`."""
    sign, size = ("−" if hours < 0 else ""), abs(hours)
    if size < 2 and abs(size - round(size)) > 1e-6 or 0 < size <= 1:
        return f"{sign}{round(size * 60)} min"
    if size < 48 and not (size >= 24 and size % 24 == 0):
        return f"{sign}{size:g} h"
    return f"{sign}{size / 24:.3g} d"


def sentence(value: Any) -> str:
    """Whatever stands in a list of remarks, as one line of text."""
    if isinstance(value, dict):
        if set(value) == {"about", "text"}:
            return f"{capital(readable(value['about']))}: {value['text']}"
        return "; ".join(f"{readable(k)}: {sentence(v)}" for k, v in value.items() if v not in (None, ""))
    if isinstance(value, list | tuple):
        return ", ".join(sentence(v) for v in value)
    return number(value) if isinstance(value, float) else str(value)
