"""From a compound file to a `Compound`: units converted, formulas parsed, inheritance and mixtures resolved.

Adding a compound is adding a YAML file: `load_compound("folder/my-drug.yaml")` reads any path, and the
files beside this module are known by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from gaddum.documents import Document, did_you_mean
from gaddum.errors import Fault, GaddumError, Problems
from gaddum.pharmacology.compounds.document import CompoundDocument, ParameterDocument, read_document
from gaddum.pharmacology.compounds.model import (
    OUT,
    Alternative,
    Compound,
    CovariateEffect,
    Flow,
    Link,
    Observable,
    Parameter,
)
from gaddum.pharmacology.compounds.people import COVARIATES, typical
from gaddum.pharmacology.expressions import CONSTANTS, FUNCTIONS, Array, Expression, Floats, parse
from gaddum.pharmacology.units import conversion

FOLDER = Path(__file__).parent
RESERVED = {*COVARIATES, *CONSTANTS, *FUNCTIONS, "dose_mg"}
"""Names that formulas understand without a parameter of that name."""


def known() -> list[str]:
    """Names of the compounds that come with Gaddum."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_compound(name: str | Path) -> Compound:
    """A compound by name, or from a compound file.

    Raises:
        GaddumError: GAD-PHARM-11 if there is no such compound or file.
        Problems: every fault of the file.
    """
    return _load(str(find(name)), ())


def find(name: str | Path, beside: Path | None = None) -> Path:
    """The file of a compound: a bundled name, a path, or a name beside the file that refers to it."""
    text = str(name)
    candidates = [FOLDER / f"{text}.yaml"] if "/" not in text and not text.endswith((".yaml", ".yml")) else []
    candidates += [beside / f"{text}.yaml", beside / text] if beside else []
    candidates.append(Path(text))
    for path in candidates:
        if path.is_file():
            return path.resolve()
    raise GaddumError(
        "GAD-PHARM-11",
        "There is no compound of that name, nor such a file.",
        value=text,
        expected=", ".join(known()) + ", or the path of a compound file",
        remedy=did_you_mean(text, known()),
    )


@lru_cache(maxsize=64)
def _load(file: str, ancestors: tuple[str, ...]) -> Compound:
    if file in ancestors:
        raise GaddumError("GAD-PHARM-18", "The compound refers to itself.", place=file, value=Path(file).stem)
    path = Path(file)
    document, lines = read_document(path)
    builder = _Builder(document, lines)

    def relative(name: str) -> Compound:
        return _load(str(find(name, path.parent)), (*ancestors, file))

    if document.mixture:
        return builder.mixture([(relative(name), share) for name, share in document.mixture.items()])
    return builder.compound(
        relative(document.inherits) if document.inherits else None,
        relative(document.binds_as).affinities if document.binds_as else {},
    )


class _Builder:
    """Builds one compound, collecting faults so that all are told at once."""

    def __init__(self, document: CompoundDocument, lines: Document) -> None:
        self.document, self.lines = document, lines
        self.faults: list[Fault] = []

    def mixture(self, parts: list[tuple[Compound, float]]) -> Compound:
        """A compound made of others in fixed mole fractions."""
        total = sum(share for _, share in parts)
        if abs(total - 1.0) > 1e-9:
            self.fault(
                "GAD-PHARM-17", "The fractions of a mixture must sum to 1.", ("mixture",), value=f"{total:g}"
            )
        for part, _ in parts:
            if part.parts:
                self.fault("GAD-PHARM-17", "A mixture cannot contain a mixture.", ("mixture", part.name))
        self.tell()
        first = parts[0][0]
        return Compound(
            name=self.document.name,
            title=self.document.title,
            species=first.species,
            routes=first.routes,
            observe=first.observe,
            affinities=self.parameters(self.document.affinities, {}, first.species, ("affinities",)),
            parts=tuple(parts),
            scope=first.scope,
            notes=self.document.notes,
        )

    def compound(self, parent: Compound | None, affinities: Mapping[str, Parameter]) -> Compound:
        """A simple compound; what the file does not declare is its parent's, or binds as another's."""
        doc = self.document
        base = parent or Compound(doc.name, doc.title, {}, scope=doc.name)
        species = {**base.species, **doc.species}
        parameters = self.parameters(doc.parameters, base.parameters, species, ("parameters",))
        result = replace(
            base,
            name=doc.name,
            title=doc.title,
            species=species,
            parameters=parameters,
            compartments=doc.compartments or base.compartments,
            affinities=self.parameters(
                doc.affinities, {**base.affinities, **affinities}, species, ("affinities",)
            ),
            reference_weight_kg=(
                doc.reference.weight_kg if "reference" in doc.model_fields_set else base.reference_weight_kg
            ),
            reference_dose_mg=doc.reference.dose_mg or base.reference_dose_mg,
            notes=doc.notes,
        )
        names = self.names(parameters, species)
        states = {*result.compartments, *doc.links, *base.links}
        result = replace(
            result,
            flows=self.flows(set(result.compartments), names) or base.flows,
            links={
                **base.links,
                **{
                    name: Link(
                        self.formula(link.decay, names, ("links", name, "decay")),
                        self.reads(link.reads, states, names, ("links", name, "from")),
                    )
                    for name, link in doc.links.items()
                },
            },
            routes={
                **base.routes,
                **{
                    route: self.reads(
                        targets, set(result.compartments), names | {"dose_mg"}, ("routes", route)
                    )
                    for route, targets in doc.routes.items()
                },
            },
            observe={
                **base.observe,
                **{
                    name: Observable(
                        item.species,
                        item.unit,
                        self.reads(item.reads, states, names, ("observe", name, "from")),
                        item.note,
                    )
                    for name, item in doc.observe.items()
                },
            },
        )
        self.whole(result)
        self.tell()
        return result

    def whole(self, result: Compound) -> None:
        """Faults that show only in the compound as a whole."""
        for field in ("species", "compartments", "flows", "routes", "observe"):
            if not getattr(result, field):
                self.fault("GAD-PHARM-07", "A compound needs this field.", (field,))
        for name, item in result.observe.items():
            if item.species is not None and item.species not in result.species:
                self.fault(
                    "GAD-PHARM-15",
                    "The species is not declared.",
                    ("observe", name, "species"),
                    value=item.species,
                    expected=", ".join(result.species),
                )
        for name, affinity in result.affinities.items():
            if affinity.value is not None and affinity.value <= 0:
                self.fault(
                    "GAD-PHARM-12",
                    "An affinity must be positive.",
                    ("affinities", name),
                    value=f"{affinity.value:g}",
                )
        for name in set(result.compartments) & set(result.links):
            self.fault("GAD-PHARM-10", "A link has the name of a compartment.", ("links", name), value=name)
        for name in result.compartments:
            if result.compartments.count(name) > 1:
                self.fault("GAD-PHARM-10", "A compartment stands twice.", ("compartments",), value=name)
        if not self.faults:
            self.typical_rates(result)

    def typical_rates(self, result: Compound) -> None:
        """The rates of a typical person must be numbers, and none may be negative."""
        values: dict[str, Array] = {}
        for flow in result.flows:
            try:
                values = values or typical(result)
                rate = flow.rate(values, Floats)
                sound = math.isfinite(rate) and rate >= 0
            except (ArithmeticError, ValueError, TypeError) as error:
                rate, sound = str(error), False
            if not sound:
                at = ("flows", f"{flow.source} -> {flow.target}")
                self.fault(
                    "GAD-PHARM-20",
                    "In a typical person this rate is not a number of at least 0.",
                    at,
                    value=f"{flow.rate.text} = {rate}",
                )

    def parameters(
        self,
        documents: Mapping[str, ParameterDocument],
        inherited: Mapping[str, Parameter],
        species: Mapping[str, float],
        at: tuple[str, ...],
    ) -> dict[str, Parameter]:
        """Inherited parameters with those of the file in place, in order of declaration."""
        found = {name: replace(parameter, own=False) for name, parameter in inherited.items()}
        for name, item in documents.items():
            if name in RESERVED:
                self.fault("GAD-PHARM-10", "The name has a meaning of its own.", (*at, name), value=name)
            try:
                if item.ratio is None:
                    found[name] = self.parameter(name, item, self.names(found, species), (*at, name))
                elif name in inherited and inherited[name].value is not None:
                    found[name] = _ratio(name, item, inherited[name])
                else:
                    self.fault(
                        "GAD-PHARM-15",
                        "A ratio needs a number of that name to inherit.",
                        (*at, name),
                        expected=", ".join(inherited) or "a file with `inherits`",
                    )
            except GaddumError as refused:
                self.faults += refused.faults
            # a stand-in, so that one fault is not told again wherever the name is used
            found.setdefault(name, Parameter(name, 1.0, "1", item.source, item.confidence))
        return found

    def parameter(
        self, name: str, item: ParameterDocument, names: set[str], at: tuple[str, ...]
    ) -> Parameter:
        """One declared parameter, in canonical units."""
        assert item.value is not None
        assert item.unit is not None
        factor, unit = conversion(item.unit, self.lines.place((*at, "unit")))
        number = _number(item.value)
        return Parameter(
            name=name,
            value=None if number is None else number * factor,
            formula=None if number is not None else self.formula(item.value, names, (*at, "value")),
            unit=unit,
            source=item.source,
            confidence=item.confidence,
            iiv=item.iiv,
            iov=item.iov,
            eta=item.eta or name,
            scale=item.scale,
            allometry=item.allometry,
            covariates=tuple(
                CovariateEffect(covariate, **effect.model_dump())
                for covariate, effect in item.covariates.items()
            ),
            note=item.note,
            range=(item.range[0] * factor, item.range[1] * factor) if item.range else None,
            alternatives=tuple(
                Alternative(other.value * factor, other.source, other.confidence, other.note)
                for other in item.alternatives
            ),
            written=None if number is None else (name, number, item.unit),
        )

    def flows(self, compartments: set[str], names: set[str]) -> tuple[Flow, ...]:
        """Movements of mass, from `a -> b: rate`."""
        found = []
        for arrow, rate in self.document.flows.items():
            source, _, target = (part.strip() for part in arrow.partition("->"))
            for state in {source, target} - compartments - {OUT}:
                self.fault(
                    "GAD-PHARM-15",
                    "A flow joins two compartments, written `central -> out`.",
                    ("flows", arrow),
                    value=state,
                    expected=", ".join(sorted(compartments)),
                )
            found.append(Flow(source, target, self.formula(rate, names, ("flows", arrow))))
        return tuple(found)

    def reads(
        self, items: Mapping[str, str], states: set[str], names: set[str], at: tuple[str, ...]
    ) -> dict[str, Expression]:
        """Coefficients by state."""
        for state in set(items) - states:
            self.fault(
                "GAD-PHARM-15",
                "There is no such state.",
                (*at, state),
                value=state,
                expected=", ".join(sorted(states)),
            )
        return {state: self.formula(text, names, (*at, state)) for state, text in items.items()}

    def formula(self, text: str, names: set[str], at: tuple[str, ...]) -> Expression:
        """A formula whose names all exist."""
        try:
            expression = parse(text, self.lines.place(at))
        except GaddumError as refused:
            self.faults += refused.faults
            return parse("0")
        for name in sorted(expression.names - names):
            self.fault(
                "GAD-PHARM-15",
                "The formula uses a name that is not declared before it.",
                at,
                value=name,
                expected=", ".join(sorted(names)),
            )
        return expression

    def names(self, parameters: Iterable[str], species: Iterable[str]) -> set[str]:
        """Names that a formula may use."""
        return {*parameters, *COVARIATES, *(f"molar_mass_{name}" for name in species)}

    def fault(
        self, code: str, message: str, at: tuple[str, ...], value: str = "", expected: str = ""
    ) -> None:
        self.faults.append(Fault(code, message, self.lines.place(at), value, expected))

    def tell(self) -> None:
        if self.faults:
            raise Problems(self.faults)


def _number(text: str) -> float | None:
    """The number that a text is, if it is one."""
    try:
        return float(text)
    except ValueError:
        return None


def _ratio(name: str, item: ParameterDocument, parent: Parameter) -> Parameter:
    """The parent's parameter times a ratio, with its random effect shared."""
    assert item.ratio is not None
    assert parent.value is not None
    return replace(
        parent,
        value=parent.value * item.ratio,
        source=item.source,
        confidence=item.confidence,
        note=item.note,
        alternatives=(),
        range=None,
        written=(f"{name}, ratio to inherited", item.ratio, "ratio"),
        own=True,
    )
