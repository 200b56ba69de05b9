"""Who takes part: condition, covariates of the people, eligibility, and how fast they enter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gaddum.protocol.fields import Count, Fraction, Identifier, Kilograms, Number, Section, Text

Years = Annotated[float, Field(strict=True, ge=0, le=120, allow_inf_nan=False)]
Score = Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]


class Range(Section):
    """Youngest and oldest who may take part."""

    min: Years
    """Lowest age, in years."""
    max: Years
    """Highest age, in years."""


class Spread(Section):
    """Body weight of the people: a normal distribution cut at both ends."""

    mean: Kilograms
    """Mean body weight, in kg."""
    sd: Annotated[float, Field(strict=True, gt=0, le=100, allow_inf_nan=False)]
    """Standard deviation of body weight, in kg."""
    min: Kilograms
    """Lightest person, in kg."""
    max: Kilograms
    """Heaviest person, in kg."""


class Baseline(Section):
    """Severity before the trial, on one rating scale."""

    instrument: Identifier
    """The rating scale by its id, such as hamd17."""
    mean: Score
    """Mean total score at entry."""
    sd: Annotated[float, Field(strict=True, gt=0, le=1000, allow_inf_nan=False)]
    """Standard deviation of the total score at entry."""
    min: Score | None = None
    """Lowest total score with which a person may enter."""


class Criterion(Section):
    """One criterion of eligibility."""

    id: Identifier
    """Short name of the criterion."""
    kind: Literal["include", "exclude"]
    """Whether meeting it lets a person in or keeps a person out."""
    text: Text
    """The criterion in words."""
    at_least: Annotated[int, Field(strict=True, ge=0, le=10_000)] | None = None
    """The number it turns on, where there is one, such as failed antidepressants."""
    note: Text | None = None
    """What to know about it: its source, or a discrepancy between sources."""


class Population(Section):
    """The people: what they suffer from, and how they differ."""

    condition: Text
    """The condition that is treated."""
    age_years: Range
    """Ages that may take part."""
    weight_kg: Spread
    """Body weights of the people."""
    female: Fraction
    """Fraction of women."""
    baseline: Baseline
    """Severity at entry."""
    eligibility: tuple[Criterion, ...] = ()
    """Criteria of eligibility."""


class Enrolment(Section):
    """How many people, and how fast."""

    planned: Count
    """Number of people the trial is planned to enter."""
    per_month: Annotated[Number, Field(gt=0, le=1_000_000)]
    """People entered per month."""
