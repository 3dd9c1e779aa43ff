"""What commands on a release have in common: the option that names it, and the release itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_builder import resources

ReleaseOption = Annotated[
    Path | None,
    typer.Option("--release", help="The release link. Default: build/release in a checkout, else user data."),
]


def released(link: Path | None) -> Path:
    """Give the release folder, whole.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    from graph_builder.release import check_release

    folder = (link or resources.default_release()).resolve()
    check_release(folder)
    return folder
