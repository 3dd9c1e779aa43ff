"""Find the files that PlanAtlas ships: ontology, shapes, vocabularies, queries and plans, in a checkout and in a wheel.

A wheel carries them inside the package (``_resources``); an editable installation and a checkout keep them in the
top-level folders ``ontology``, ``shapes`` and ``data``.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

from graph_builder.errors import Place, ResourceError

_PACKAGE = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """Give the checkout that this package runs from, or None when it is installed from a wheel."""
    top = _PACKAGE.parent
    return top if (top / "pyproject.toml").is_file() and (top / "ontology").is_dir() else None


def path(relative: str) -> Path:
    """Give the place of a shipped file or folder, named as in the repository (``data/queries``).

    Raises:
        ResourceError: the installation lacks it.
    """
    top = checkout() or _PACKAGE / "_resources"
    found = top / relative
    if not found.exists():
        raise ResourceError(
            f"the installation lacks {relative}", place=Place(found), remedy="install PlanAtlas again from its wheel"
        )
    return found


def default_release() -> Path:
    """Give the release link that commands use when none is named.

    In a checkout ``build/release``; outside one it lies in the user's data folder.
    """
    top = checkout()
    return (top / "build" if top else Path(platformdirs.user_data_dir("planatlas"))) / "release"
