"""What could be read of a protocol: its sound parts as models, the others left out but known by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from gaddum.documents.reading import FieldPath
from gaddum.protocol.course import Course
from gaddum.protocol.endpoints import Endpoint
from gaddum.protocol.monitoring import Look, Monitoring, Rule, StopRule
from gaddum.protocol.population import Enrolment, Population
from gaddum.protocol.schedule import Design, Randomization, Visit
from gaddum.protocol.treatments import Treatment

Model = TypeVar("Model", bound=BaseModel)


class Finding(NamedTuple):
    """A fault by the path of its field; the file and line are added later."""

    path: FieldPath
    code: str
    message: str
    value: str = ""
    expected: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Draft:
    """The parts of a protocol; None stands for a part that is absent or could not be read."""

    population: Population | None = None
    enrolment: Enrolment | None = None
    treatments: dict[str, Treatment | None] = field(default_factory=dict)
    design: Design | None = None
    visits: dict[str, Visit | None] = field(default_factory=dict)
    endpoints: dict[str, Endpoint | None] = field(default_factory=dict)
    randomization: Randomization | None = None
    looks: tuple[Look | None, ...] = ()
    rules: dict[str, Rule | None] = field(default_factory=dict)
    stop: tuple[StopRule | None, ...] = ()
    course: Course | None = None
    raw: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Draft:
        """The readable parts of a document."""
        monitoring = raw.get("monitoring")
        monitoring = monitoring if isinstance(monitoring, dict) else {}
        return cls(
            population=_part(Population, raw.get("population")),
            enrolment=_part(Enrolment, raw.get("enrolment")),
            treatments=_named(Treatment, raw.get("treatments")),
            design=_part(Design, raw.get("design")),
            visits=_named(Visit, raw.get("visits")),
            endpoints=_named(Endpoint, raw.get("endpoints")),
            randomization=_part(Randomization, raw.get("randomization")),
            looks=_listed(Look, monitoring.get("looks")),
            rules=_named(Rule, monitoring.get("rules")),
            stop=_listed(StopRule, monitoring.get("stop")),
            course=_part(Course, raw.get("course")),
            raw=raw,
        )

    @classmethod
    def of(cls, protocol: Any) -> Draft:
        """All parts of a protocol that is there."""
        monitoring: Monitoring = protocol.monitoring
        return cls(
            population=protocol.population,
            enrolment=protocol.enrolment,
            treatments=dict(protocol.treatments),
            design=protocol.design,
            visits=dict(protocol.visits),
            endpoints=dict(protocol.endpoints),
            randomization=protocol.randomization,
            looks=monitoring.looks,
            rules=dict(monitoring.rules),
            stop=monitoring.stop,
            course=protocol.course,
            raw=protocol.model_dump(mode="json"),
        )


def _part(model: type[Model], raw: object) -> Model | None:
    try:
        return model.model_validate(raw) if raw is not None else None
    except ValidationError:
        return None


def _named(model: type[Model], raw: object) -> dict[str, Model | None]:
    return {str(name): _part(model, part) for name, part in raw.items()} if isinstance(raw, dict) else {}


def _listed(model: type[Model], raw: object) -> tuple[Model | None, ...]:
    return tuple(_part(model, part) for part in raw) if isinstance(raw, list) else ()
