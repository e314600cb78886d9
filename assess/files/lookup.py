"""Finding and reading the files that make up a case, and placing the findings about them.

E116 no such rubric, scale or grading
    Finds:   A name without a file beside the input, in its rubrics/, or among the shipped ones.
    Matters: Without its numbers nothing can be scored.
    Example: rubric: diaspora-contol
    Instead: rubric: diaspora-control

E117 file and id differ
    Finds:   A rubric, scale or grading whose id is not its file's name.
    Matters: It is found by its file and cited by its id: results would name something that nobody can find.
    Example: # tiny.yaml
             rubric: small
    Instead: # tiny.yaml
             rubric: tiny
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from weakref import WeakValueDictionary, finalize

from assess.domain import rules
from assess.domain.case import Case
from assess.domain.coding import Coding
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.field_types import Written, is_id, is_pinned
from assess.domain.grading import Grading
from assess.domain.quoting import meant, quoted
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.domain.shared_sources import SharedSources
from assess.errors import FilePlace, Finding
from assess.files.including import OF_CASE, OF_ITEMS, OF_RUBRIC, add, join
from assess.files.kinds import CALLED, PARTS, not_a_case
from assess.files.places import Joined, ParsedFile
from assess.files.reading import has_key, is_inside, is_there, read, shipped_folder, shown, yaml_files
from assess.files.translating import Translated, Translations
from assess.files.validation import validate, without_beta

M = TypeVar("M", bound=Written)

_PLURAL = {"confidence": "confidence policies"}
_FOLDER = {**dict.fromkeys(("scale", "grading", "coding", "portfolio"), "scales"), "confidence": "confidence"}
_PART_OF: dict[str, type[Written]] = {
    "scale": Scale,
    "grading": Grading,
    "confidence": ConfidencePolicy,
    "coding": Coding,
    "portfolio": SharedSources,
}

_INLINE = "inline"
"""Represents a rubric, or a part of one, given itself in place of its name."""

_SOUND: WeakValueDictionary[int, Case] = WeakValueDictionary()
"""Cases known to be sound; they cannot change."""


class CaseOrigin(NamedTuple):
    """The file that a case was read from, and the path or id under which it was requested."""

    file: Path
    given: str


_ORIGINS: dict[int, CaseOrigin] = {}
"""By the identity of a case, while it lives: a field of the case would make it differ from one made in Python."""


def is_sound(case: Case) -> bool:
    """Return whether this very case, with its parts, has been checked and found sound."""
    return _SOUND.get(id(case)) is case


def places_of(case: Case, items: Collection[str]) -> dict[str, FilePlace]:
    """Return the places of evidence items in the files of a case; nothing if either has changed since it was read."""
    lookup = _read_again(case)
    if lookup is None:
        return {}
    paths = {item.id: ("evidence", n, "id") for n, item in enumerate(case.evidence)}
    spots = {item: lookup.place(Finding("E401", item, paths[item], about="case")) for item in items}
    return {item: (spot.file, spot.line, spot.column) for item, spot in spots.items()}


def located(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with their places in a case's files, or unchanged if either has changed since it was read."""
    lookup = _read_again(case)
    return list(findings) if lookup is None else [lookup.place(finding) for finding in findings]


def _read_again(case: Case) -> Lookup | None:
    origin = _ORIGINS.get(id(case))
    lookup = Lookup()
    return None if origin is None or lookup.case(origin.file) != case else lookup


def given_as(case: Case) -> str:
    """Return the path or id that a case was loaded by; its own id if it was not loaded, or has changed since."""
    origin = _ORIGINS.get(id(case))
    return case.case if origin is None else origin.given


@dataclass(eq=False, repr=False)
class Lookup:
    """The files read so far: their contents by kind, the findings about them, and what may have translations beside it.

    Parameters
    ----------
    near : tuple of (Path, Path)
        Where to look for named files before the shipped ones: a folder, and the folder that contains it.
    """

    near: tuple[tuple[Path, Path], ...] = ()
    contents: dict[str, Joined] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    translated: list[Translated] = field(default_factory=list)
    parsed: dict[tuple[Path, Path], tuple[ParsedFile | None, list[Finding]]] = field(default_factory=dict)

    def read(self, path: Path, within: Path) -> tuple[ParsedFile | None, list[Finding]]:
        """Return the content of the file at `path` and its findings; each file is read once."""
        if (path, within) not in self.parsed:
            self.parsed[path, within] = read(path, within)
        return self.parsed[path, within]

    def place(self, finding: Finding) -> Finding:
        """Return `finding` with its place, if its subject was read from a file."""
        content = self.contents.get(finding.about or "")
        return content.locate(finding) if content is not None else finding

    def add(self, finding: Finding) -> None:
        """Keep `finding`, with its place."""
        self.findings.append(self.place(finding))

    def check(self, loaded: Case | Rubric) -> None:
        """Add the findings about a case or rubric whose parts are loaded."""
        findings = rules.findings(loaded) if isinstance(loaded, Case) else rules.rubric_findings(loaded)
        findings += without_beta(loaded)
        for finding in findings:
            self.add(finding)
        if isinstance(loaded, Case) and not findings:
            _SOUND[id(loaded)] = loaded

    def case(self, path: Path, also: ParsedFile | None = None, given: str | None = None) -> Case | None:
        """Return the case in the file at `path`, its rubric loaded; None if it cannot be built.

        Parameters
        ----------
        path : Path
        also : ParsedFile, optional
            Items to add to it.
        given : str, optional
            The path or id under which it was requested.
        """
        folder = path.parent
        self.near = around(folder)
        parsed, findings = self.read(path, folder)
        strange = not_a_case(parsed)
        self.findings.extend([*findings, *strange])
        if parsed is None or strange:
            return None
        joined, findings = join(parsed, folder, OF_CASE, self.read)
        if also is not None:
            findings += add(joined, also, OF_ITEMS)
        self.contents["case"] = joined
        case = self._joined(Case, "case", findings)
        named = joined.value.get("rubric")
        named = named.strip() if isinstance(named, str) else named
        rubric = self.named("rubric", named, "case") if is_pinned(named) else None
        if not isinstance(rubric, Rubric):
            return None
        if case is None:
            self.check(rubric)
            return None
        loaded = case.model_copy(update={"rubric": rubric})
        self.translated.append(Translated(loaded, folder, folder))
        loaded = loaded.with_translations(Translations(self.translated))
        self.check(loaded)
        _ORIGINS[id(loaded)] = CaseOrigin(path.absolute(), given or str(path))
        finalize(loaded, _ORIGINS.pop, id(loaded), None).atexit = False
        return loaded

    def named(self, kind: str, name: str, asked_by: str) -> Written | None:
        """Return the rubric, or part of a rubric, called `name`; a finding about a missing one is at `asked_by`.

        A name with a version, ``control@1.0.0``, is the file of that whole name, or ``control.yaml`` of that version.
        """
        ident, _, version = name.partition("@")
        for folder, within in self._folders(kind):
            for stem in dict.fromkeys((name, ident)):
                path = folder / f"{stem}.yaml"
                if not is_there(path) or self._is_the_case(path):
                    continue
                if stem == name or self._version(path, within) == version:
                    return self.file(kind, path, within, name)
        near = [(path, within) for folder, within in self._folders(kind) for path in _plain_files(folder, within)]
        known = {path.stem for path, _ in near if has_key(path, kind)}
        if version:
            known |= {f"{ident}@{self._version(*each)}" for each in near if each[0].stem == ident}
        hint = meant(name, known, _PLURAL.get(kind, f"{kind}s"))
        self.add(Finding("E116", f"there is no {CALLED.get(kind, kind)} {quoted(name)}", (kind,), hint, asked_by))
        return None

    def file(self, kind: str, path: Path, within: Path, name: str | None = None) -> Written | None:
        """Return the rubric, or part of a rubric, in the file at `path`, its own parts loaded."""
        parsed, findings = self.read(path, within)
        self.findings.extend(findings)
        if parsed is None:
            return None
        self.contents[kind] = Joined(parsed.value, parsed)
        broken: list[Finding] = []
        if kind == "rubric":
            self.contents[kind], broken = join(parsed, path.parent, OF_RUBRIC)
        written = parsed.value.get(kind)
        name, _, version = name.partition("@") if name is not None else (None, "", "")
        held = self._version(path, within)
        if version and held != version:
            message = f"the file is called {path.name}, but its version is {quoted(held)}"
            self.add(Finding("E117", message, ("version",), "give both the same version", kind))
        if name is not None and is_id(written) and written != name:
            message = f"the file is called {path.name}, but its {kind} is {quoted(written)}"
            self.add(Finding("E117", message, (kind,), "give both the same name", kind))
        if kind in _PART_OF:
            return self._model(_PART_OF[kind], kind)
        rubric = self._joined(Rubric, kind, broken)
        if rubric is not None:
            if not self._is_beside_a_case(path.parent):
                self.translated.append(Translated(rubric, path.parent, within))
            return self.with_parts(rubric)
        for part in PARTS:
            if is_id(parsed.value.get(part)):
                self.named(part, parsed.value[part], kind)
        return None

    def with_parts(self, rubric: Rubric) -> Rubric | None:
        """Return `rubric` with its parts loaded; None if one of them cannot be."""
        parts: dict[str, Written | None] = {}
        for kind in PARTS:
            part = getattr(rubric, kind)
            parts[kind] = self.named(kind, part, "rubric") if isinstance(part, str) else part
        return None if None in parts.values() else rubric.model_copy(update=parts)

    def check_translations(self) -> None:
        """Add the findings about texts in other languages beside what was read."""
        self.findings += Translations(self.translated).findings()

    def _version(self, path: Path, within: Path) -> str:
        """Return the version that a file declares."""
        parsed, _ = self.read(path, within)
        content = parsed.value if parsed is not None and isinstance(parsed.value, dict) else {}
        return str(content.get("version", Rubric.model_fields["version"].default))

    def _folders(self, kind: str) -> list[tuple[Path, Path]]:
        shipped = shipped_folder() / "rubrics"
        folders = [*self.near, (shipped, shipped)]
        return folders if kind == "rubric" else [(folder / _FOLDER[kind], within) for folder, within in folders]

    def _is_the_case(self, path: Path) -> bool:
        case = self.contents.get("case")
        return case is not None and shown(path) == case.main.file

    def _is_beside_a_case(self, folder: Path) -> bool:
        return is_there(folder / "case.yaml") or ("case" in self.contents and folder == self.near[0][0])

    def _joined(self, model: type[M], kind: str, broken: list[Finding]) -> M | None:
        """Return a file joined with its pieces; None if some are `broken`, since a missing key may be in them."""
        value = self._model(model, kind)
        if not broken:
            return value
        self.findings = [f for f in self.findings if f.code != "E121" or f.path]
        self.findings.extend(broken)
        return None

    def _model(self, model: type[M], kind: str) -> M | None:
        content: dict[str, Any] = self.contents[kind].value
        inline = [n for n in ("rubric", *PARTS) if n != kind and isinstance(content.get(n), dict | list)]
        for name in inline:
            message = f"{name} is {quoted(content[name])}, not the name of a {CALLED.get(name, name)}"
            hint = "put it in a file of its own, and write its name here"
            self.add(Finding("E122", message, (name,), hint, kind))
        value, findings = validate(model, content | dict.fromkeys(inline, _INLINE), kind)
        for finding in findings:
            self.add(finding)
        return None if inline else value


def _plain_files(folder: Path, within: Path) -> list[Path]:
    return [path for path in yaml_files(folder) if is_inside(path, within)]


def around(folder: Path) -> tuple[tuple[Path, Path], ...]:
    """Return the folders in which names in a file of `folder` are looked up, before the shipped ones."""
    return (folder, folder), (folder / "rubrics", folder)
