"""A rating scale as data: its items, their allowed values, how it is scored, its cut-offs and its rights."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gaddum.documents import custom_fault

Value = Annotated[int, Field(strict=True, ge=-1000, le=1000)]
ScaleId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ItemId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
Words = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part of a scale: frozen, and closed to names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Item(Part):
    """One item: what it rates, and the values it may take."""

    id: ItemId
    """The item's number or short name."""
    label: Words
    """A few words for what it rates; never the scale's own text where rights forbid it."""
    values: Annotated[tuple[Value, ...], Field(min_length=2)]
    """Every value it may take, going up."""
    not_assessed: tuple[Value, ...] = ()
    """Codes on the sheet that mean "not assessed"; they count as missing, never as a score."""


class Band(Part):
    """A stretch of totals with a name, such as mild."""

    name: Words
    """The name of the band."""
    minimum: Value
    """Lowest total in it."""
    maximum: Value
    """Highest total in it."""


class Missing(Part):
    """What becomes of the total when items are missing."""

    rule: Literal["complete", "prorate"]
    """complete: no total unless every item is there; prorate: scale up what is there."""
    at_most: Annotated[int, Field(strict=True, ge=0, le=100)] = 0
    """Most missing items with which a total is still given."""
    source: Words
    """Where the rule comes from."""


class Rights(Part):
    """Whose the scale is, and how much of it may be shipped."""

    status: Words
    """Public domain, free to use, or in copyright."""
    holder: Words
    """Who holds the rights."""
    ship: Literal["full", "labels"]
    """full: its text may be shown; labels: only short names of the items."""
    evidence: Words
    """What the statement rests on."""


class Instrument(Part):
    """A rating scale."""

    model_config = ConfigDict(title="Gaddum rating scale")

    gaddum_instrument: Literal[1]
    """Version of this document format."""
    id: ScaleId
    """Short name by which protocols refer to it."""
    title: Words
    """Full name."""
    measures: Words
    """What it measures, in a few words."""
    recall: Words
    """The time a rating looks back on."""
    rater: Literal["clinician", "participant"]
    """Who rates."""
    direction: Literal["higher_is_worse", "higher_is_more"]
    """Whether a higher total is worse, or merely more of what it measures."""
    neutral: Value | None = None
    """The neutral point of a two-sided scale."""
    scored_from: ScaleId | None = None
    """The scale whose sheet it is scored from, if it is a part of another."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """Its items, in order."""
    subscales: dict[ScaleId, Annotated[tuple[ItemId, ...], Field(min_length=1)]] = {}
    """Sums over some of the items, by name."""
    missing: Missing
    """What becomes of the total when items are missing."""
    bands: tuple[Band, ...] = ()
    """Severity bands of the total."""
    bands_source: Words | None = None
    """Where the bands come from."""
    response: Annotated[float, Field(strict=True, gt=0, le=1)] | None = None
    """The usual fraction of the baseline total that must be lost to count as a response."""
    remission_at_most: Value | None = None
    """The usual highest total that counts as remission."""
    thresholds_source: Words | None = None
    """Where response and remission come from."""
    rights: Rights
    """Whose it is, and what may be shipped."""
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]
    """References."""
    notes: tuple[Words, ...] = ()
    """What a user should know."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Instrument:
        """Items are distinct, values go up, subscales name items, bands lie in the range of the total."""
        complaint = self._complaint()
        if complaint:
            raise custom_fault("GAD-INST-12", complaint, remedy="Correct the file of the scale.")
        return self

    def _complaint(self) -> str:
        ids = self.item_ids
        for item in self.items:
            if ids.count(item.id) > 1:
                return f"Two items are called {item.id}."
            if list(item.values) != sorted(set(item.values)):
                return f"The values of item {item.id} do not go up."
            if set(item.values) & set(item.not_assessed):
                return f"Item {item.id} uses one code both as a value and for not assessed."
        for name, members in self.subscales.items():
            absent = [member for member in members if member not in ids]
            if absent:
                return f"Subscale {name} names item {absent[0]}, which the scale does not have."
            if len(set(members)) < len(members):
                return f"Subscale {name} names an item twice."
        for band in self.bands:
            if not self.minimum <= band.minimum <= band.maximum <= self.maximum:
                return f"The band {band.name} lies outside the totals {self.minimum} to {self.maximum}."
        for low, high in zip(self.bands, self.bands[1:], strict=False):
            if high.minimum <= low.maximum:
                return f"The bands {low.name} and {high.name} overlap."
        if self.bands and not self.bands_source:
            return "Bands need `bands_source`."
        if (self.response is not None or self.remission_at_most is not None) and not self.thresholds_source:
            return "Response and remission need `thresholds_source`."
        if self.missing.at_most >= len(self.items):
            return "A total cannot be given when every item is missing."
        return ""

    @cached_property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return tuple(item.id for item in self.items)

    @cached_property
    def minimum(self) -> int:
        """Lowest possible total."""
        return sum(item.values[0] for item in self.items)

    @cached_property
    def maximum(self) -> int:
        """Highest possible total."""
        return sum(item.values[-1] for item in self.items)

    @property
    def missing_rule(self) -> str:
        """The missing-item rule in words."""
        if self.missing.rule == "complete":
            return "no total unless every item is rated"
        return f"prorated while at most {self.missing.at_most} items are missing, else no total"

    def band(self, total: float) -> str | None:
        """Name of the severity band of a total; None outside the bands.

        Bands are of whole numbers; a fractional total belongs to the band of the whole number below.
        """
        for band in self.bands:
            if band.minimum <= total < band.maximum + 1:
                return band.name
        return None
