"""The protocol itself: the trial as one frozen document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from gaddum.protocol.course import Course
from gaddum.protocol.endpoints import Endpoint
from gaddum.protocol.fields import Identifier, Label, Section, Slug, Text
from gaddum.protocol.monitoring import Monitoring
from gaddum.protocol.population import Enrolment, Population
from gaddum.protocol.schedule import Design, Randomization, Visit
from gaddum.protocol.treatments import Treatment


class Note(Section):
    """Something a reader should know: a source, an assumption, a discrepancy."""

    about: Text
    """What the note is about, such as a field of this document."""
    text: Text
    """The note."""


class Protocol(Section):
    """A blockade crossover trial as a document that can be simulated, conducted and replayed."""

    model_config = ConfigDict(title="Gaddum protocol")

    gaddum: Literal[1]
    """Version of this document format."""
    name: Slug
    """Short name of the trial."""
    version: Text
    """Version of the protocol, in quotes."""
    title: Text
    """Full title."""
    registry: Text | None = None
    """Registration number."""
    summary: Text
    """What the trial asks and how, in a few sentences."""
    notes: tuple[Note, ...] = ()
    """Sources, assumptions and discrepancies."""
    population: Population
    """Who takes part."""
    enrolment: Enrolment
    """How many, and how fast."""
    treatments: Annotated[dict[Label, Treatment], Field(min_length=1)]
    """What is given, by the treatment's name."""
    design: Design
    """Sequences, periods and washout."""
    visits: Annotated[dict[Identifier, Visit], Field(min_length=1)]
    """When people are rated, and on what, by the visit's name; in order of time."""
    endpoints: Annotated[dict[Identifier, Endpoint], Field(min_length=1)]
    """What is measured and asked, by the endpoint's name."""
    randomization: Randomization = Randomization()
    """How sequences are drawn."""
    monitoring: Monitoring = Monitoring()
    """Looks and stopping rules."""
    course: Course | None = None
    """For repeated dosing: its end, follow-up and relapse."""

    @field_validator("visits", mode="after")
    @classmethod
    def _by_time(cls, visits: dict[str, Visit]) -> dict[str, Visit]:
        """Visits run in order of time, whatever order the document lists them in."""
        return dict(sorted(visits.items(), key=lambda item: item[1].at_h))

    @model_validator(mode="after")
    def _is_consistent(self, info: ValidationInfo) -> Protocol:
        """No protocol exists that contradicts itself, whether read from a file or built in Python."""
        from gaddum.documents import Document
        from gaddum.errors import Problems
        from gaddum.protocol.consistency import Draft, faults

        if not (info.context or {}).get("checked_elsewhere"):
            found = faults(Draft.of(self), Document("", "PROT"))
            if found:
                raise Problems(found)
        return self

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return self.design.n_periods

    @property
    def primary(self) -> tuple[str, ...]:
        """Names of the primary endpoints."""
        return tuple(name for name, endpoint in self.endpoints.items() if endpoint.primary)

    @property
    def instruments(self) -> tuple[str, ...]:
        """Every rating scale that is rated or read, in order of first use."""
        rated = [name for visit in self.visits.values() for name in visit.instruments]
        read = [endpoint.instrument for endpoint in self.endpoints.values()]
        return tuple(dict.fromkeys([*rated, *read]))

    @property
    def compounds(self) -> tuple[str, ...]:
        """Every active compound that is given, in order of first mention."""
        doses = [dose for t in self.treatments.values() for dose in (t.pretreatment, t.drug) if dose]
        if self.course and self.course.challenge:
            doses.append(self.course.challenge)
        return tuple(dict.fromkeys(dose.compound for dose in doses if dose.is_active))
