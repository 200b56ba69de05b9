"""The kinds of field a protocol is made of (names, limited numbers, times) and the base of its sections."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from gaddum.documents import custom_fault
from gaddum.protocol.quantities import TIME_PATTERN, parse_time, parse_window


class Section(BaseModel):
    """A part of a protocol: frozen, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _tidy(value: Any) -> Any:
    """Text without line breaks and doubled blanks, so that folding a line changes nothing."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _time(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise custom_fault(
            "GAD-PROT-15",
            f"{value:g} has no unit.",
            "a time with its unit: min, h, d or weeks",
            f'Write "{value:g} min", "{value:g} h" or "{value:g} d".',
        )
    value = _tidy(value)
    if isinstance(value, str):
        parse_time(value)
    return value


def _window(value: Any) -> Any:
    value = _tidy(value) if isinstance(value, str) else _time(value)
    if isinstance(value, str):
        parse_window(value)
    return value


def _weight(value: float) -> float:
    if not 20 <= value <= 350:
        raise custom_fault(
            "GAD-PROT-28",
            f"A body weight of {value:g} kg is not plausible.",
            "20 to 350 kg",
            "Give the weight in kilograms, between 20 and 350.",
        )
    return value


Text = Annotated[str, BeforeValidator(_tidy), Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Label = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9 +_.()-]{0,58}[A-Za-z0-9)])?$"),
]
Time = Annotated[
    str,
    BeforeValidator(_time),
    Field(examples=["-60 min", "40 min", "24 h", "7 d"], json_schema_extra={"pattern": TIME_PATTERN}),
]
Window = Annotated[
    str,
    BeforeValidator(_window),
    Field(examples=["12 h", "1 d"], json_schema_extra={"pattern": TIME_PATTERN}),
]

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Days = Annotated[float, Field(strict=True, gt=0, le=3660, allow_inf_nan=False)]
Fraction = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Kilograms = Annotated[
    float,
    Field(strict=True, allow_inf_nan=False, json_schema_extra={"minimum": 20, "maximum": 350}),
    AfterValidator(_weight),
]
