"""What is measured and what is asked: endpoints, each with its estimand (ICH E9(R1))."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gaddum.protocol.fields import Identifier, Number, Section, Text

Strategy = Literal[
    "treatment policy",
    "hypothetical",
    "composite",
    "while on treatment",
    "principal stratum",
    "not applicable",
]


class Estimand(Section):
    """The question an endpoint answers, in the five attributes of ICH E9(R1)."""

    question: Text
    """The question in one sentence, naming the treatments compared."""
    population: Text
    """The people it is asked about."""
    strategy: dict[Text, Strategy] = {}
    """Intercurrent events, each with its strategy."""
    summary: Text
    """The number that summarises it over people."""


class Endpoint(Section):
    """One quantity read off the ratings of a period."""

    kind: Literal["response", "remission", "change", "score"]
    """response: fallen by a fraction; remission: at most a score; change: from baseline; score: as rated."""
    instrument: Identifier
    """The rating scale by its id."""
    scored_from: Identifier | None = None
    """The scale rated at the visit, where the endpoint's own is a part of it (hamd6 of hamd17)."""
    visit: Identifier
    """The visit at which it is read."""
    baseline: Identifier | None = None
    """The visit it is compared with; needed by response and change."""
    fall: Annotated[Number, Field(gt=0, le=1)] | None = None
    """For response: the fraction of the baseline score that must be lost; 0.5 unless told."""
    at_most: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None
    """For remission: the highest total that counts."""
    primary: bool = Field(default=False, strict=True)
    """Whether it is a primary endpoint."""
    estimand: Estimand | None = None
    """What is asked; needed by primary endpoints."""

    @model_validator(mode="before")
    @classmethod
    def _usual_fall(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("kind") == "response" and data.get("fall") is None:
            data = {**data, "fall": 0.5}
        return data

    @property
    def rated(self) -> str:
        """The scale that must be rated at the visit."""
        return self.scored_from or self.instrument

    @property
    def is_binary(self) -> bool:
        """Whether it is met or not met, rather than a score."""
        return self.kind in ("response", "remission")
