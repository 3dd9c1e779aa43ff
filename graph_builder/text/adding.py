"""Take a file into the data folder as a new plan."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats import Extracted, extract
from graph_builder.text.plan import is_plan_id, read_plan_folder

_TITLE_LIMIT = 120


def add_plan(file: Path, plan_id: str, plans: Path, *, title: str | None = None, source: str | None = None) -> Path:
    """Read a file of any known format and write ``PLANS/ID`` with ``text.txt`` and ``plan.toml``; give the folder.

    ``title`` must be words of the text; without one it is the first line of the text. ``source`` tells where the text
    was published; without one it is the name of the file. Of a PDF, ``pages.tsv`` keeps at which offset each page
    begins. The folder appears whole or not at all.

    Raises:
        SourceError: the file cannot be read, the identifier cannot be one or is taken, the text does not say the title,
            or the folder cannot be written.
    """
    if not is_plan_id(plan_id):
        raise SourceError(
            f"{plan_id!r} cannot be a plan's identifier",
            remedy="take lower-case ASCII letters, digits and single hyphens, such as xicheng-145",
        )
    folder = plans / plan_id
    if folder.exists():
        raise SourceError(
            "is there already; nothing was changed",
            place=Place(folder),
            remedy="take another --id, or move the folder away: annotations count the characters of its text",
        )
    found = extract(file)
    words = title if title is not None else _own_title(found)
    if words not in found.text:
        raise SourceError(
            f"the text does not say the title {words!r}",
            place=Place(file),
            remedy="quote the plan's own words, or leave --title out to take its first line",
        )
    try:
        plans.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{plan_id}.", dir=plans))
    except OSError as error:
        raise _unwritten(plans, error) from error
    try:
        whole = partial / plan_id
        whole.mkdir()
        _write(whole, found, words, source or file.name)
        read_plan_folder(whole)
        os.rename(whole, folder)  # noqa: PTH104 - fails where the folder has appeared meanwhile and holds something
    except OSError as error:
        raise _unwritten(folder, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder


def _unwritten(path: Path, error: OSError) -> SourceError:
    return SourceError(
        f"cannot be written: {error.strerror or error}", place=Place(path), remedy="check the folder and its rights"
    )


def _own_title(found: Extracted) -> str:
    """Give the title that the file names, where its text says it, else the first line or what that line quotes."""
    if found.title is not None and found.title in found.text:
        return found.title
    first = next(line.strip() for line in found.text.split("\n") if line.strip())
    quoted = re.search(r"《([^《》]{4,80})》", first)
    return quoted[1] if quoted and "关于" in first else first[:_TITLE_LIMIT]


def _write(folder: Path, found: Extracted, title: str, source: str) -> None:
    data = found.text.encode("utf-8")
    (folder / "text.txt").write_bytes(data)
    values = {"title": title, "source": source, "sha256": hashlib.sha256(data).hexdigest()}
    lines = "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())
    comment = "# Only what the text supports; status, period and place are words of the text, title_en is our label.\n"
    (folder / "plan.toml").write_text(comment + lines, encoding="utf-8")
    if found.pages:
        rows = "".join(f"{start.page}\t{start.offset}\n" for start in found.pages)
        (folder / "pages.tsv").write_text(f"page\toffset\n{rows}", encoding="utf-8")


def _quoted(words: str) -> str:
    """Write a basic string of TOML 1.0."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
