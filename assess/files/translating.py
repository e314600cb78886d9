"""Texts in other languages, in files of a folder beside a case or a rubric.

E332 translation of nothing
    Finds:   A key path, in a file of translations, under which the case and its rubric, or no rubric there, has a text.
    Matters: The text would never be shown.
    Example: claims.coopt.text: …
    Instead: claims.coopted.text: …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assess.domain.case import Case
from assess.domain.quoting import meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.translations import text_paths
from assess.errors import Finding, KeyPath
from assess.files.including import OF_RUBRIC, Read, join
from assess.files.reading import has_key, yaml_files
from assess.files.validation import validate

FOLDER = "translations"


def translations_of(
    owner: Case | Rubric, folder: Path, within: Path, read: Read
) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Return the texts beside a case or rubric, by language and key path, and the findings about their files.

    Parameters
    ----------
    owner : Case or Rubric
        A case with its rubric loaded: its texts may be of both.
    folder, within : Path
        Where it is, and the folder that its files must lie in.
    read : callable
        Reads a file within a folder.

    Notes
    -----
    Rubrics that share a folder, such as versions of one, share its translations; each takes what it has.
    """
    texts: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    own: list[str] = []
    others: list[str] = []
    for path in yaml_files(folder / FOLDER):
        own = own or text_paths(owner)
        parsed, faults = read(path, within)
        findings += faults
        if parsed is None:
            continue
        texts[path.stem] = {}
        for keys, text in _texts(parsed.value):
            name = ".".join(map(str, keys))
            if name not in own and isinstance(owner, Rubric):
                others = others or _of_rubrics_in(folder, within, read)
            if name not in own and name not in others:
                hint = meant(name, [*own, *others], "key paths")
                finding = Finding("E332", f"there is no text under {quoted(name)}", keys, hint, on_key=True)
                findings.append(parsed.locate(finding))
            elif not isinstance(text, str):
                findings.append(
                    parsed.locate(Finding("E122", f"{name} is {quoted(text)}, not text", keys, "write text"))
                )
            elif name in own:
                texts[path.stem][name] = text.strip()
    return texts, findings


def _of_rubrics_in(folder: Path, within: Path, read: Read) -> list[str]:
    """Return the key paths of all rubrics in a folder that can be read."""
    paths: list[str] = []
    for path in yaml_files(folder):
        if has_key(path, "rubric") and (parsed := read(path, within)[0]) is not None:
            rubric, _ = validate(Rubric, join(parsed, folder, OF_RUBRIC)[0].value, "rubric")
            paths += [] if rubric is None else text_paths(rubric)
    return paths


def _texts(value: Mapping[str, Any], above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the texts of a file and their key paths, written with dots or nested."""
    for key, inside in value.items():
        if isinstance(inside, Mapping):
            yield from _texts(inside, (*above, key))
        else:
            yield (*above, key), inside
