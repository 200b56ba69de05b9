"""The rival mechanisms, one file each; `get` finds a bundled one, a mixture, or a user's own file."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from gaddum.errors import GaddumError
from gaddum.pharmacology.mechanisms import (
    allosteric,
    expectancy,
    hnk,
    mixture,
    mu_agonist,
    nmda_only,
    nocebo,
    opioid_release,
    opioid_tone,
)
from gaddum.pharmacology.mechanisms.base import Brain, Mechanism

MECHANISMS: dict[str, Mechanism] = {
    module.MECHANISM.name: module.MECHANISM
    for module in (
        nmda_only,
        mu_agonist,
        opioid_release,
        opioid_tone,
        allosteric,
        expectancy,
        nocebo,
        hnk,
        mixture,
    )
}

__all__ = ["MECHANISMS", "Brain", "Mechanism", "get", "select"]


def get(name: str) -> Mechanism:
    """A mechanism by name, by mixture, or from a file.

    Args:
        name: One of `MECHANISMS`; `mixture:0.4` for a fixed opioid share;
            `mixture:nmda-only=0.5,mu-agonist=0.5` for any other mixture; or the path of a Python file that
            defines `MECHANISM`.

    Raises:
        GaddumError: GAD-API-03 if it is none of these.
    """
    if name in MECHANISMS:
        return MECHANISMS[name]
    if name.startswith("mixture:"):
        return _mixture(name)
    if name.endswith(".py"):
        return _from_file(Path(name))
    raise _unknown(name)


def select(names: Iterable[str] | None) -> tuple[Mechanism, ...]:
    """The named mechanisms, each once and in the order given; none means all bundled ones.

    Raises:
        GaddumError: GAD-API-03 if one is not known, or two of them share a name.
    """
    wanted = list(dict.fromkeys(names)) if names is not None else list(MECHANISMS)
    found: dict[str, Mechanism] = {}
    for name in wanted:
        mechanism = get(name)
        if mechanism.name in found:
            raise _unknown(name, f'Another of these mechanisms is called "{mechanism.name}" too.')
        found[mechanism.name] = mechanism
    return tuple(found.values())


def _unknown(name: str, why: str = "The mechanism is not known.") -> GaddumError:
    known = ", ".join(MECHANISMS)
    return GaddumError(
        "GAD-API-03",
        why,
        value=name,
        expected=f"{known}; mixture:SHARE; or a .py file that defines MECHANISM",
    )


def _mixture(name: str) -> Mechanism:
    recipe = name.removeprefix("mixture:")
    try:
        if "=" in recipe:
            pairs = [item.split("=") for item in recipe.split(",")]
            shares = {part.strip(): float(share) for part, share in pairs}
        else:
            shares = {"nmda-only": 1.0 - float(recipe), "opioid-tone": float(recipe)}
    except ValueError:
        raise _unknown(name, "The shares of a mixture must be numbers.") from None
    is_whole = min(shares.values()) >= 0 and abs(sum(shares.values()) - 1.0) <= 1e-9  # not so for nan
    if _unfit(shares) or not is_whole:
        raise _unknown(
            name, "A mixture needs mechanisms with a drive, and shares from 0 to 1 that add up to 1."
        )
    title = "Mixture of " + ", ".join(f"{share:.0%} {part}" for part, share in shares.items())
    return replace(
        MECHANISMS["mixture"],
        name=name,
        title=title,
        claim=f"{title}, fixed shares of the drive.",
        mix=tuple(shares.items()),
    )


def _unfit(parts: Iterable[str]) -> list[str]:
    """Those that no mixture can have: unknown, or without a drive of their own."""
    return [part for part in parts if part not in MECHANISMS or MECHANISMS[part].drive is None]


def _from_file(path: Path) -> Mechanism:
    if not path.is_file():
        raise _unknown(str(path), "There is no such mechanism file.")
    spec = importlib.util.spec_from_file_location(f"gaddum_user_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise _unknown(str(path), f"The mechanism file failed: {type(error).__name__}: {error}") from None
    mechanism = getattr(module, "MECHANISM", None)
    if not isinstance(mechanism, Mechanism):
        raise _unknown(str(path), "The mechanism file does not define MECHANISM.")
    unfit = _unfit(part for part, _ in mechanism.mix)
    if unfit:
        raise _unknown(str(path), f"A mixture cannot have these parts: {', '.join(unfit)}.")
    return mechanism
