"""Names of the compounds and rating scales there are, found by listing files: nothing heavy is imported."""

from __future__ import annotations

from importlib import resources


def known_compounds() -> list[str]:
    """Names of the compounds that come with Gaddum."""
    return _yaml_names("pharmacology", "compounds")


def known_instruments() -> list[str]:
    """Ids of the rating scales that come with Gaddum."""
    return _yaml_names("instruments", "scales")


def _yaml_names(*folders: str) -> list[str]:
    folder = resources.files("gaddum").joinpath(*folders)
    if not folder.is_dir():
        return []
    return sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".yaml"))
