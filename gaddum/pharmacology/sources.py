"""Every constant with its unit, source and confidence, gathered from compound files and Python modules."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds import Compound, Parameter, known, load_compound
from gaddum.pharmacology.constants import Constant, SourcedConstant

BIBLIOGRAPHY = Path(__file__).parent / "sources.yaml"


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography."""

    key: str
    cite: str
    doi: str = ""
    pmid: str = ""
    url: str = ""


@lru_cache(maxsize=1)
def bibliography() -> dict[str, Source]:
    """All sources by key."""
    from ruamel.yaml import YAML

    entries = YAML(typ="safe", pure=True).load(BIBLIOGRAPHY.read_text(encoding="utf-8"))
    return {key: Source(key, **entry) for key, entry in entries.items()}


def cite(key: str) -> str:
    """How to cite a source; the key itself where a user's own file names one we do not know."""
    source = bibliography().get(key)
    if source is None:
        return key
    place = f"doi:{source.doi}" if source.doi else f"PMID {source.pmid}" if source.pmid else source.url
    return f"{source.cite}. {place}" if place else source.cite


def all_constants(
    compounds: Iterable[str | Path] | None = None, package: str | None = "gaddum.pharmacology"
) -> list[SourcedConstant]:
    """Constants of compounds, and of the modules that declare some.

    Args:
        compounds: Names or files; all bundled compounds if not given.
        package: Package whose modules are searched; `None` for compounds only.
    """
    found: list[SourcedConstant] = []
    for name in known() if compounds is None else compounds:
        found += compound_constants(load_compound(name))
    if package is not None:
        found += module_constants(package)
    return found


def compound_constants(compound: Compound, inherited: bool = False) -> list[SourcedConstant]:
    """Constants that a compound's own file declares; with `inherited`, those it takes over as well."""
    found: list[SourcedConstant] = []
    for group in (compound.parameters, compound.affinities):
        for parameter in group.values():
            if parameter.own or inherited:
                found += _of_parameter(compound.name, parameter)
    return found


def used_constants(compounds: Iterable[str | Path], package: str | None = None) -> list[SourcedConstant]:
    """Constants behind the given compounds, parts of mixtures included, each once."""
    found: list[SourcedConstant] = []
    for name in compounds:
        compound = load_compound(name)
        for item in (compound, *(part for part, _ in compound.parts)):
            # a part's inherited numbers are listed under the part they come from, if that is here too
            inherited = not compound.parts
            found += [one for one in compound_constants(item, inherited) if one not in found]
    return found + (module_constants(package) if package else [])


def module_constants(package: str) -> list[SourcedConstant]:
    """Constants declared at the top level of any module of a package.

    Raises:
        GaddumError: GAD-API-05 if a module needs a package that is not installed.
    """
    found: list[SourcedConstant] = []
    root = importlib.import_module(package)
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        try:
            module = importlib.import_module(info.name)
        except ModuleNotFoundError as missing:
            raise GaddumError(
                "GAD-API-05",
                f"Listing the constants of {info.name} needs a package that is not installed.",
                value=missing.name or "",
                remedy='Install Gaddum with its numerics: pip install "gaddum[sim]".',
            ) from None
        where = info.name.removeprefix("gaddum.")
        found += [_of_constant(where, constant) for constant in _declared(module)]
    return found


def _declared(module: ModuleType) -> list[Constant]:
    """Constants that a module declares itself at its top level, not those it imports from others."""
    found: list[Constant] = []
    for statement in ast.parse(inspect.getsource(module)).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        for name in [target.id for target in targets if isinstance(target, ast.Name)]:
            value = getattr(module, name)
            # a CONSTANTS tuple may hold some that have no name of their own
            for constant in value if isinstance(value, tuple) and name == "CONSTANTS" else (value,):
                if isinstance(constant, Constant) and constant not in found:
                    found.append(constant)
    return found


def _of_parameter(where: str, parameter: Parameter) -> list[SourcedConstant]:
    found: list[SourcedConstant] = []
    if parameter.written is not None:
        name, value, unit = parameter.written
        found.append(
            SourcedConstant(
                where, name, value, unit, parameter.source, parameter.confidence, _note(parameter)
            )
        )
    scaled = parameter.written is not None and parameter.written[0] != parameter.name
    for effect in () if scaled or not parameter.own else parameter.covariates:
        found.append(
            SourcedConstant(
                where,
                f"{parameter.name}, effect of {effect.covariate}",
                effect.ratio,
                "ratio",
                effect.source,
                effect.confidence,
                effect.note,
            )
        )
    return found


def _note(parameter: Parameter) -> str:
    parts = [parameter.note] if parameter.note else []
    if parameter.iiv:
        parts.append(f"Between-person variance {parameter.iiv:g} ({parameter.scale} scale).")
    if parameter.iov:
        parts.append(f"Between-occasion variance {parameter.iov:g}.")
    parts += [
        f"Alternative {other.value:g} {parameter.unit} ({other.source}, {other.confidence})."
        for other in parameter.alternatives
    ]
    return " ".join(parts)


def _of_constant(where: str, constant: Constant) -> SourcedConstant:
    return SourcedConstant(
        where,
        constant.name,
        constant.value,
        constant.unit,
        constant.source,
        constant.confidence,
        constant.note,
    )
