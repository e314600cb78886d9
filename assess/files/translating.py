"""Texts in other languages, in files of a folder beside a case.

E332 translation of nothing
    Finds:   A key path, in a file of translations, under which neither the case nor its rubric has a text.
    Matters: The text would never be shown.
    Example: claims.coopt.text: …
    Instead: claims.coopted.text: …
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assess.domain.case import Case
from assess.domain.quoting import meant, quoted
from assess.domain.translations import text_paths
from assess.errors import Finding, KeyPath
from assess.files.places import ParsedFile
from assess.files.reading import yaml_files

FOLDER = "translations"


def translations_of(
    case: Case, folder: Path, read: Callable[[Path, Path], tuple[ParsedFile | None, list[Finding]]]
) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Return the texts beside a case, by language and key path, and the findings about their files.

    Parameters
    ----------
    case : Case
        Its rubric loaded.
    folder : Path
        The folder that the case is in.
    read : callable
        Reads a file within a folder.
    """
    texts: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    known: list[str] = []
    for path in yaml_files(folder / FOLDER):
        known = known or text_paths(case)
        parsed, faults = read(path, folder)
        findings += faults
        if parsed is None:
            continue
        texts[path.stem] = {}
        for keys, text in _texts(parsed.value):
            name = ".".join(map(str, keys))
            if name not in known:
                hint = meant(name, known, "key paths")
                finding = Finding("E332", f"there is no text under {quoted(name)}", keys, hint, on_key=True)
                findings.append(parsed.locate(finding))
            elif not isinstance(text, str):
                findings.append(
                    parsed.locate(Finding("E122", f"{name} is {quoted(text)}, not text", keys, "write text"))
                )
            else:
                texts[path.stem][name] = text.strip()
    return texts, findings


def _texts(value: Mapping[str, Any], above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the texts of a file and their key paths, written with dots or nested."""
    for key, inside in value.items():
        if isinstance(inside, Mapping):
            yield from _texts(inside, (*above, key))
        else:
            yield (*above, key), inside
