"""The form of a compound file: what may stand in it, checked with the line of every fault.

The models here describe the text; `loader` turns them into the `Compound` that the engine uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from gaddum.documents import Document, custom_fault, faults_of, read_bytes, read_text
from gaddum.errors import Problems
from gaddum.pharmacology.constants import Confidence

ROOM = "PHARM"


def _text(value: Any) -> Any:
    """A formula may be a bare number."""
    return repr(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Formula = Annotated[str, BeforeValidator(_text)]
Positive = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """Base: frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AlternativeDocument(Section):
    """Another published value of the same quantity, in the unit of the main one."""

    value: float
    source: str
    confidence: Confidence
    note: str = ""


class CovariateDocument(Section):
    """An optional effect: times `ratio ** (covariate - centre)`."""

    ratio: float = Field(gt=0)
    centre: float = 0.0
    on: bool = False
    source: str
    confidence: Confidence
    note: str = ""


class ParameterDocument(Section):
    """A parameter or affinity: a value with a unit, a formula, or a ratio to the inherited value."""

    value: Formula | None = None
    ratio: float | None = Field(default=None, gt=0)
    unit: str | None = None
    iiv: float = Field(default=0.0, ge=0)
    iov: float = Field(default=0.0, ge=0)
    eta: str | None = None
    scale: Literal["log", "logit"] = "log"
    allometry: float = 0.0
    covariates: dict[Literal["weight_kg", "female", "age_years"], CovariateDocument] = {}
    source: str
    confidence: Confidence
    note: str = ""
    range: tuple[float, float] | None = None
    alternatives: tuple[AlternativeDocument, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> ParameterDocument:
        if (self.value is None) == (self.ratio is None):
            raise custom_fault("GAD-PHARM-07", "A parameter needs a value, or a ratio to the inherited one.")
        if self.value is not None and self.unit is None:
            raise custom_fault(
                "GAD-PHARM-07", "A value needs a unit.", remedy="Add `unit:`, `1` if it has none."
            )
        return self


class LinkDocument(Section):
    """A driven signal: its decay, and the states it reads."""

    decay: Formula
    reads: dict[str, Formula] = Field(alias="from")


class ObserveDocument(Section):
    """A read-out; without a species it is reported as it is, in `unit`."""

    species: str | None = None
    unit: str = "umol/L"
    reads: dict[str, Formula] = Field(alias="from")
    note: str = ""


class ReferenceDocument(Section):
    """The person and dose that the values refer to."""

    weight_kg: float = Field(default=70.0, gt=0)
    dose_mg: float = Field(default=0.0, ge=0)


class CompoundDocument(Section):
    """A whole compound file."""

    name: str
    title: str
    inherits: str | None = None
    binds_as: str | None = None
    mixture: dict[str, Positive] = {}
    notes: tuple[str, ...] = ()
    species: dict[str, Positive] = {}
    reference: ReferenceDocument = ReferenceDocument()
    parameters: dict[str, ParameterDocument] = {}
    compartments: tuple[str, ...] = ()
    flows: dict[str, Formula] = {}
    links: dict[str, LinkDocument] = {}
    routes: dict[str, dict[str, Formula]] = {}
    observe: dict[str, ObserveDocument] = {}
    affinities: dict[str, ParameterDocument] = {}


def read_document(path: Path) -> tuple[CompoundDocument, Document]:
    """Read and check the form of a compound file.

    Returns:
        The compound as written, and the document that knows the line of every field.

    Raises:
        Problems: GAD-PHARM-01 to -10, every fault of form in the file.
    """
    document = read_text(read_bytes(path, ROOM), str(path), ROOM)
    if document.faults and not isinstance(document.data, dict):
        raise Problems(document.faults)
    try:
        written = CompoundDocument.model_validate(document.data)
    except ValidationError as refused:
        raise Problems([*document.faults, *faults_of(refused, document, CompoundDocument)]) from None
    if document.faults:
        raise Problems(document.faults)
    return written, document
