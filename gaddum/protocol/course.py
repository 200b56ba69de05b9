"""Repeated dosing: when it ends, how long people are followed, what counts as relapse."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gaddum.protocol.fields import Days, Fraction, Identifier, Number, Section
from gaddum.protocol.treatments import Dose


class Relapse(Section):
    """When a person counts as relapsed."""

    instrument: Identifier
    """The rating scale by its id."""
    at_least: Annotated[Number, Field(ge=0)] | None = None
    """Relapse at this total or above."""
    loss_fraction: Fraction | None = None
    """Relapse when this fraction of the improvement is lost."""


class Course(Section):
    """What follows from giving the drug again and again."""

    last_dose_day: Annotated[Number, Field(ge=0, le=3660)]
    """Day of the last dose of the drug."""
    follow_up_days: Days
    """Days of follow-up after the last dose."""
    relapse: Relapse
    """The criterion of relapse."""
    challenge: Dose | None = None
    """An antagonist given after the last dose, to bring out dependence."""
