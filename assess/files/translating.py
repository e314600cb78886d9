"""Texts in other languages, in a folder beside a case or a rubric, read when a language is asked for.

E332 translation of nothing
    Finds:   A key path in a file of translations that leads to no text in the case and its rubric, or in any rubric.
    Matters: The text would never be shown.
    Example: claims.coopt.text: …
    Instead: claims.coopted.text: …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assess.domain.case import Case
from assess.domain.quoting import meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.translations import text_paths
from assess.errors import AssessError, Finding, KeyPath
from assess.files.including import OF_RUBRIC, join
from assess.files.reading import has_key, read, yaml_files
from assess.files.validation import validate

_FOLDER = "translations"

Texts = dict[str, str]


class Translated(NamedTuple):
    """A case with its rubric loaded, or a rubric, with its folder and the folder that its files must lie in."""

    owner: Case | Rubric
    folder: Path
    within: Path


class Translations(Mapping[str, Mapping[str, str]]):
    """Texts in other languages by key path; each file is read when its language is asked for.

    Parameters
    ----------
    translated : sequence of Translated
        The rubric, then the case, whose texts override the rubric's.

    Raises
    ------
    AssessError
        When a language is asked for, with every fault of its files.

    Notes
    -----
    Rubrics that share a folder, such as versions of one, share its translations; each takes what it has.
    """

    def __init__(self, translated: Sequence[Translated]) -> None:
        absolute = [Translated(of.owner, of.folder.absolute(), of.within.absolute()) for of in translated]
        self._files = [(of, path) for of in absolute for path in yaml_files(of.folder / _FOLDER)]
        self._texts: dict[str, Texts] = {}

    def __getitem__(self, language: str) -> Texts:
        if language not in self._texts:
            of_language = [_texts_of(*each) for each in self._files if each[1].stem == language]
            if not of_language:
                raise KeyError(language)
            findings = [finding for _, faults in of_language for finding in faults]
            if findings:
                raise AssessError(findings)
            self._texts[language] = {name: text for texts, _ in of_language for name, text in texts.items()}
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(path.stem for _, path in self._files))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def findings(self) -> list[Finding]:
        """Return the findings about the files of all languages."""
        return [finding for each in self._files for finding in _texts_of(*each)[1]]


def _texts_of(translated: Translated, path: Path) -> tuple[Texts, list[Finding]]:
    """Return the texts in a file by key path, and the findings about it."""
    owner, folder, within = translated
    parsed, findings = read(path, within)
    texts: Texts = {}
    if parsed is None:
        return texts, findings
    own = text_paths(owner)
    others: list[str] = []
    for keys, text in _written_texts(parsed.value):
        name = ".".join(map(str, keys))
        if name not in own and isinstance(owner, Rubric):
            others = others or _of_rubrics_in(folder, within)
        if name not in own and name not in others:
            hint = meant(name, [*own, *others], "key paths")
            finding = Finding("E332", f"there is no text under {quoted(name)}", keys, hint, on_key=True)
            findings.append(parsed.locate(finding))
        elif not isinstance(text, str):
            findings.append(parsed.locate(Finding("E122", f"{name} is {quoted(text)}, not text", keys, "write text")))
        elif name in own:
            texts[name] = text.strip()
    return texts, findings


def _of_rubrics_in(folder: Path, within: Path) -> list[str]:
    """Return the key paths of all readable rubrics in a folder."""
    paths: list[str] = []
    for path in yaml_files(folder):
        if has_key(path, "rubric") and (parsed := read(path, within)[0]) is not None:
            rubric, _ = validate(Rubric, join(parsed, folder, OF_RUBRIC)[0].value, "rubric")
            paths += [] if rubric is None else text_paths(rubric)
    return paths


def _written_texts(value: Mapping[str, Any], above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the key paths and texts of a file, whether written with dots or nested."""
    for key, inside in value.items():
        if isinstance(inside, Mapping):
            yield from _written_texts(inside, (*above, key))
        else:
            yield (*above, key), inside
