"""Times and doses as a pharmacologist writes them: `-45 min`, `7 d`, `0.5 mg/kg over 40 min`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from gaddum.documents import custom_fault, did_you_mean

MINUTES = {"min": 1.0, "h": 60.0, "d": 1440.0, "weeks": 10080.0}
TIME_WORDS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
}
MILLIGRAMS = {"g": 1000.0, "mg": 1.0, "ug": 1e-3, "µg": 1e-3, "μg": 1e-3, "mcg": 1e-3}
ROUTES = {
    **dict.fromkeys(("iv", "i.v.", "intravenous", "intravenously"), "iv"),
    **dict.fromkeys(("oral", "orally", "po", "p.o."), "oral"),
    **dict.fromkeys(("nasal", "intranasal", "nasally"), "nasal"),
    **dict.fromkeys(("im", "i.m.", "intramuscular"), "im"),
    **dict.fromkeys(("sc", "s.c.", "subcutaneous"), "sc"),
    **dict.fromkeys(("sl", "s.l.", "sublingual"), "sl"),
}
FORMS = ("capsule", "tablet", "spray", "ml", "injection", "infusion", "dose", "film")
INERT = ("placebo", "none")  # compounds that act on nothing
LONGEST_H = 3660 * 24.0

_NUMBER = r"\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+"
_SPAN = re.compile(rf"\s*({_NUMBER})\s*([^\W\d]*)\s*", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<number>{_NUMBER})\s*(?P<unit>[^\W\d]*)(?P<per>(?:\s*/\s*[^\W\d]+2?)*)", re.I
)
# for the JSON Schema: what every time and dose looks like, though not all that looks so is one
TIME_PATTERN = r"^\s*(?:\+/-|±)?\s*[+\-−–]?(?:\s*(?:\d+\.?\d*|\.\d+)\s*[A-Za-z]+)+\s*$"
DOSE_PATTERN = (
    r"^\s*(?:[A-Za-z].*|(?:\d+\.?\d*|\.\d+)\s*"
    r"(?!(?:over|at|oral|po|by|iv|im|sc|sl|nasal)\b)[A-Za-zµμ]+(?:\s*/\s*kg)?(?:\s.*)?)$"
)
DOSE_FORM = '"0.5 mg/kg over 40 min", "50 mg oral at -45 min", "84 mg nasal" or "380 mg im at -7 d"'


@dataclass(frozen=True)
class ParsedDose:
    """A dose in numbers.

    Attributes:
        amount: mg, or mg per kg of body weight if `per_kg`; 0 for what acts on nothing.
        per_kg: Whether the amount is per kilogram.
        route: iv, oral, nasal, im, sc or sl.
        duration_h: Length of an infusion, h; 0 for a dose given at once.
        at_h: Time from the start of the period's drug, h, where the text says it; else None.
    """

    amount: float
    per_kg: bool
    route: str
    duration_h: float
    at_h: float | None


@lru_cache(maxsize=4096)
def parse_time(text: str) -> float:
    """Hours in a time such as `-45 min`, `24 h`, `7 d` or `80 d 40 min`.

    Raises:
        PydanticCustomError: GAD-PROT-15 without a unit, with an unknown one, or beyond ten years.
    """
    body = text.strip().replace("−", "-").replace("–", "-")
    sign = -1.0 if body.startswith("-") else 1.0
    body = body.lstrip("+-") if body[:1] in "+-" else body
    minutes, position = 0.0, 0  # minutes, so that 40 min is the number nearest to 40/60 h
    while position < len(body):
        match = _SPAN.match(body, position)
        if match is None or match.end() == position:
            raise _bad_time(text, f'"{text}" cannot be read as a time.', _meant_time(text))
        number, word = match.groups()
        if not word:
            each = ", ".join(f'"{text.strip()} {unit}"' for unit in ("min", "h", "d"))
            raise _bad_time(text, f'"{text}" has no unit.', _meant_time(text) or f"Write one of {each}.")
        if word.lower() not in TIME_WORDS:
            meant = did_you_mean(word, TIME_WORDS)
            raise _bad_time(text, f'"{word}" is not a unit of time.', meant)
        minutes += float(number) * MINUTES[TIME_WORDS[word.lower()]]
        position = match.end()
    if not body.strip():
        raise _bad_time(text, "The time is empty.")
    if not minutes / 60 <= LONGEST_H:
        raise _bad_time(text, f'"{text}" is more than ten years.')
    return sign * minutes / 60 + 0.0  # + 0.0: never a negative zero


def _meant_time(text: str) -> str:
    """What was meant by a decimal comma, or by `before` in place of a minus."""
    if re.search(r"\d,\d", text):
        return f'Did you mean "{re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)}"?'
    before = re.fullmatch(r"\s*(.*?)\s+before\b.*", text)
    return f'Did you mean "-{before[1]}"?' if before else ""


def _bad_time(text: str, message: str, remedy: str = "") -> Exception:
    expected = "a number and a unit: min, h, d or weeks"
    return custom_fault(
        "GAD-PROT-15", message, expected, remedy or 'Write, for example, "-45 min", "24 h" or "7 d".'
    )


def parse_window(text: str) -> float:
    """Hours that a visit may be early or late, from `12 h` or `± 12 h`."""
    body = text.strip().removeprefix("±").removeprefix("+/-").strip()
    hours = parse_time(body)
    if hours < 0:
        raise _bad_time(text, "A window cannot be negative.", 'Write "12 h" for half a day early or late.')
    return hours


@lru_cache(maxsize=4096)
def parse_dose(text: str, compound: str = "") -> ParsedDose:
    """Amount, route, duration and time of a dose.

    Args:
        text: The dose: an amount, then in any order a route, `over` a time, `at` a time.
        compound: Its compound; placebo may be counted in capsules, sprays or mL.

    Raises:
        PydanticCustomError: GAD-PROT-12 without a unit, GAD-PROT-13 if it cannot be read, GAD-PROT-14
            if the amount is impossible, GAD-PROT-15 for its times.
    """
    inert = compound.lower() in INERT
    amount, per_kg, rest = _inert_amount(text) if inert else _amount(text)
    route, duration_h, at_h = _clauses(text, rest)
    if route is None:
        if duration_h is None and not inert:
            raise _bad_dose(
                text, f'"{text}" does not say how it is given.', f'Write "{text.strip()} oral", or iv, im …'
            )
        route = "iv" if duration_h is not None else "oral"
    if duration_h is not None and route not in ("iv", "sc"):
        raise _bad_dose(
            text, f"An {route} dose is not given over a time.", "Leave out the `over …`, or give it iv."
        )
    return ParsedDose(amount, per_kg, route, duration_h or 0.0, at_h)


def _bad_dose(text: str, message: str, remedy: str = "") -> Exception:
    return custom_fault(
        "GAD-PROT-13", message, f"a dose such as {DOSE_FORM}", remedy or "Write the dose in that form."
    )


def _amount(text: str) -> tuple[float, bool, str]:
    if re.match(r"\s*\d+,\d", text):
        raise _bad_dose(
            text, f'"{text}" has a decimal comma.', f'Did you mean "{text.replace(",", ".", 1)}"?'
        )
    text = re.sub(r"\s+per\s+kg\b", "/kg", text)
    match = _AMOUNT.match(text.strip())
    if match is None:
        raise _bad_dose(text, f'"{text}" does not begin with an amount.')
    if match["sign"] == "-":
        raise custom_fault(
            "GAD-PROT-14", f'"{text}" is a negative dose.', "an amount above 0", "Remove the minus."
        )
    number, unit = float(match["number"]), match["unit"].lower()
    rest = text.strip()[match.end() :]
    if unit not in MILLIGRAMS:
        raise _unknown_unit(text, match["number"], match["unit"], match["per"], rest)
    per = match["per"].replace(" ", "").lower()
    if per not in ("", "/kg"):
        remedy = "Give the whole dose and its time, as in 0.5 mg/kg over 40 min."
        raise _bad_dose(text, f'"{unit}{per}" is not a unit of dose that is understood.', remedy)
    if number == 0 or not math.isfinite(number):
        remedy = "Give the compound `placebo` where nothing active is given."
        raise custom_fault("GAD-PROT-14", f"{number:g} {unit}{per} is no dose.", "an amount above 0", remedy)
    return number * MILLIGRAMS[unit], per == "/kg", rest


def _unknown_unit(text: str, number: str, unit: str, per: str, rest: str) -> Exception:
    known_after = ("", "over", "at", *ROUTES)
    if unit.lower() in known_after:
        likely = "mg/kg" if "over" in text and float(number) < 5 else "mg"
        tail = text.strip()[len(number) :].strip()
        guess = f"{number} {likely} {tail}".strip()
        message = f'"{text}" has no unit of dose.'
        return custom_fault(
            "GAD-PROT-12", message, "mg, g, ug, each with or without /kg", f'Did you mean "{guess}"?'
        )
    if unit.lower() in FORMS or unit.lower().rstrip("s") in FORMS:
        message = f'"{number} {unit}" does not say how much it holds.'
        return custom_fault("GAD-PROT-12", message, "mg, g or ug", "Only placebo may be counted in this way.")
    message = f'"{unit}{per.strip()}" is not a unit of dose.'
    meant = did_you_mean(unit, MILLIGRAMS) or "Give the amount in mg."
    return custom_fault("GAD-PROT-12", message, "mg, g, ug, each with or without /kg", meant)


def _inert_amount(text: str) -> tuple[float, bool, str]:
    """What acts on nothing is counted (`1 capsule`), called `matching …`, or has a route and time alone."""
    body = re.sub(r"^\s*matching\b\s*", "", text.strip(), flags=re.IGNORECASE)
    match = _AMOUNT.match(body)
    if match is not None and match["unit"].lower() not in ("over", "at", *ROUTES):
        unit = match["unit"].lower()
        if match["sign"] == "-":
            raise custom_fault(
                "GAD-PROT-14", f'"{text}" is a negative dose.', "an amount above 0", "Remove the minus."
            )
        if unit not in MILLIGRAMS and unit not in FORMS and unit.rstrip("s") not in FORMS:
            expected = "capsules, tablets, sprays, mL, or mg as the active dose"
            raise custom_fault("GAD-PROT-12", f'"{text}" has no unit that is understood.', expected)
        body = body[match.end() :]
    elif match is not None:
        raise custom_fault("GAD-PROT-12", f'"{text}" has no unit.', "capsules, tablets, sprays or mL")
    else:
        words = body.split(maxsplit=1)
        if words and (words[0].lower() in FORMS or words[0].lower().rstrip("s") in FORMS):
            body = words[1] if len(words) > 1 else ""
    return 0.0, False, body


def _clauses(text: str, rest: str) -> tuple[str | None, float | None, float | None]:
    """Route, `over` and `at` from what follows the amount."""
    words = rest.lower().replace("by mouth", "oral").replace(",", " ").split()
    route: str | None = None
    times: dict[str, float] = {}
    while words:
        word = words.pop(0)
        if word in ("over", "at"):
            if word in times:
                raise _bad_dose(text, f'"{text}" says `{word}` twice.')
            span: list[str] = []
            while words and words[0] not in ("over", "at", *ROUTES):
                span.append(words.pop(0))
            times[word] = parse_time(" ".join(span))
        elif word in ROUTES:
            if route is not None:
                raise _bad_dose(text, f'"{text}" names two routes.')
            route = ROUTES[word]
        else:
            raise _bad_dose(
                text, f'"{word}" in "{text}" is not understood.', did_you_mean(word, ("over", "at", *ROUTES))
            )
    if times.get("over", 1.0) <= 0:
        raise _bad_dose(
            text, f'"{text}": an infusion takes some time.', "Leave out the `over …` for a bolus."
        )
    return route, times.get("over"), times.get("at")


def format_time(hours: float) -> str:
    """A time in the unit that reads best: `-45 min`, `40 min`, `24 h`, `7 d`."""
    minutes = round(hours * 60, 6)
    if abs(minutes) < 120:
        return f"{minutes:g} min"
    if abs(hours) < 48:
        return f"{round(hours, 4):g} h"
    days, left = divmod(abs(hours), 24)
    sign = "-" if hours < 0 else ""
    if round(left * 60, 3) == 0:
        return f"{sign}{days:g} d"
    return f"{sign}{days:g} d {format_time(left)}"
