"""One record of a NONMEM-style event table, in the units and defaults the solver works with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Evid(IntEnum):
    """What a record is."""

    OBSERVATION = 0
    DOSE = 1
    OTHER = 2
    RESET = 3
    RESET_DOSE = 4


@dataclass(frozen=True)
class EventRow:
    """A dose, an observation, or a reset.

    Attributes:
        id: Person.
        time: Hours from the person's origin, never falling within a person.
        evid: Kind of record.
        amt: Dose, mg; 0 where nothing is given.
        rate: Infusion rate, mg/h; 0 is a bolus.
        cmt: Route or compartment by name, or compartment by number from 1; "" is the default route.
        ii: Interval between doses, h.
        addl: Further doses after this one, `ii` apart.
        ss: 0 none; 1 as if given for ever before, from nothing; 2 the same, on top of what is there.
        weight_kg, female, age_years: Covariates from here on; `None` leaves the last value.
        line: Line of the file, for messages.
    """

    id: str
    time: float
    evid: Evid = Evid.OBSERVATION
    amt: float = 0.0
    rate: float = 0.0
    cmt: str = ""
    ii: float = 0.0
    addl: int = 0
    ss: int = 0
    weight_kg: float | None = None
    female: float | None = None
    age_years: float | None = None
    line: int = 0

    @property
    def gives(self) -> bool:
        """Whether drug goes in."""
        return self.evid in (Evid.DOSE, Evid.RESET_DOSE)

    @property
    def duration(self) -> float:
        """Infusion time, h; 0 for a bolus and for a steady-state infusion without end."""
        return self.amt / self.rate if self.rate > 0 and self.amt > 0 else 0.0
