"""Compiles the message catalogues as a wheel is built; a source tree reads them as they are written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Adds a ``.mo`` beside each ``.po``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues into a folder that lasts as long as the build."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        for po in sorted(Path(self.root, "assess", "locales").glob("*/LC_MESSAGES/*.po")):
            language = po.parents[1].name
            compiled = Path(self._folder.name, f"{language}.mo")
            with po.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source, locale=language))
            build_data["force_include"][str(compiled)] = str(po.with_suffix(".mo").relative_to(self.root))
