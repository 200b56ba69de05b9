"""What the CMT column of an event table means for a compound; free of numerics, so that readers can ask."""

from __future__ import annotations

from gaddum.errors import GaddumError
from gaddum.pharmacology.compounds.model import Compound


def resolve_compartment(compound: Compound, cmt: str) -> tuple[str, str]:
    """What a CMT entry means: ("route", name) or ("compartment", name).

    Raises:
        GaddumError: GAD-PHARM-16 if the compound has neither.
    """
    part = compound.components[0][0]
    if cmt in ("", "0"):
        return "route", next(iter(part.routes))
    if cmt in part.routes:
        return "route", cmt
    if cmt in part.compartments:
        return "compartment", cmt
    if cmt.isdigit() and int(cmt) <= len(part.compartments):
        return "compartment", part.compartments[int(cmt) - 1]
    raise GaddumError(
        "GAD-PHARM-16",
        f"{compound.name} has no route or compartment of that name or number.",
        value=cmt,
        expected="a route ("
        + ", ".join(part.routes)
        + ") or a compartment ("
        + ", ".join(f"{number} {name}" for number, name in enumerate(part.compartments, 1))
        + ")",
    )
