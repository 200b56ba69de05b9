"""What a period gives: a pretreatment, then the drug."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from gaddum.documents import custom_fault
from gaddum.protocol.fields import Number, Section, Slug, Text, Time
from gaddum.protocol.quantities import DOSE_PATTERN, INERT, ParsedDose, parse_dose, parse_time

DOSE_EXAMPLES = ["0.5 mg/kg over 40 min", "50 mg oral at -45 min", "84 mg nasal", "380 mg im at -7 d"]
LARGEST_DOSE_MG = 5000.0


class Dose(Section):
    """One compound, how much of it, by which route, over which time, and when."""

    compound: Slug
    """The compound by its name, or `placebo`."""
    dose: Annotated[Text, Field(examples=DOSE_EXAMPLES, json_schema_extra={"pattern": DOSE_PATTERN})]
    """Amount, route and timing in words."""
    at: Time | None = None
    """Time from the start of the period's drug, if `dose` does not say it."""
    days: Annotated[tuple[Annotated[Number, Field(ge=-366, le=3660)], ...], Field(min_length=1)] = (0.0,)
    """Days of the period on which it is given."""

    @field_validator("dose", mode="before")
    @classmethod
    def _number_without_unit(cls, value: object) -> object:
        """A bare number is told as a missing unit, which it is, not as a wrong type."""
        return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value

    @field_validator("dose", mode="after")
    @classmethod
    def _is_understood(cls, value: str, info: ValidationInfo) -> str:
        parse_dose(value, str(info.data.get("compound", "")))
        return value

    @field_validator("at", mode="after")
    @classmethod
    def _one_time(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A time in the dose and another beside it would contradict each other."""
        dose = info.data.get("dose")
        said = parse_dose(dose, str(info.data.get("compound", ""))).at_h if dose else None
        if value is not None and said is not None and said != parse_time(value):
            message = f'The time is given twice: "{value}", and in "{dose}".'
            raise custom_fault("GAD-PROT-13", message, "one time", "Remove one of them.")
        return value

    @property
    def parsed(self) -> ParsedDose:
        """The dose in numbers."""
        return parse_dose(self.dose, self.compound)

    @property
    def is_active(self) -> bool:
        """Whether anything that acts is given."""
        return self.compound not in INERT

    @property
    def amount_mg(self) -> float:
        """Amount, mg, or mg per kg of body weight if `per_kg`; 0 for placebo."""
        return self.parsed.amount

    @property
    def per_kg(self) -> bool:
        """Whether the amount is per kilogram of body weight."""
        return self.parsed.per_kg

    @property
    def route(self) -> str:
        """iv, oral, nasal, im, sc or sl."""
        return self.parsed.route

    @property
    def duration_h(self) -> float:
        """Length of the infusion, h; 0 for a dose given at once."""
        return self.parsed.duration_h

    @property
    def at_h(self) -> float:
        """Time from the start of the period's drug, h, on each of its days."""
        if self.parsed.at_h is not None:
            return self.parsed.at_h
        return parse_time(self.at) if self.at is not None else 0.0

    @property
    def times_h(self) -> tuple[float, ...]:
        """Every time it is given, h from the start of the period's drug."""
        return tuple(24.0 * day + self.at_h for day in self.days)

    def total_mg(self, weight_kg: float) -> float:
        """Amount of one dose for a person of this weight, mg."""
        return self.amount_mg * (weight_kg if self.per_kg else 1.0)


class Treatment(Section):
    """What one period gives."""

    label: Text
    """The treatment in words."""
    pretreatment: Dose | None = None
    """The blocker, or its placebo, given before the drug."""
    drug: Dose
    """The drug; its start is time zero of the period."""
