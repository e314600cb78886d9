"""Making a case to start from, with an example of each kind of entry and a comment on its purpose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.domain.quoting import meant, quoted
from assess.errors import AssessError, Finding
from assess.files.emitting import as_block
from assess.files.loading import load_rubric
from assess.files.making import id_of, make_case
from assess.files.reading import own_text, shipped_ids
from assess.files.starter.starter_case import Asked, case_text, evidence_text

_OWN = Path(__file__).with_name("rubric.yaml")
_NAME = "\nrubric: example\n"
_NAMELESS = "case"


@dataclass(frozen=True, slots=True)
class Started:
    """A newly made case: its folder, its files, and the name of its rubric."""

    folder: Path
    files: tuple[Path, ...]
    rubric: str


def new_case(folder: str | Path, rubric: str | None = None, title: str | None = None) -> Started:
    """Make a case to start from, which loads and scores, with comments that explain each entry.

    Parameters
    ----------
    folder : str or Path
        Where to write; it must not exist.
    rubric : str, optional
        Id of a shipped rubric; by default, a small one of the case's own is written into the folder.
    title : str, optional
        The title of the case.

    Raises
    ------
    AssessError
        If no such rubric ships (E116), or the folder exists or cannot be made (E917); then nothing is written.
    """
    target = Path(folder)
    ident = id_of(target) or _NAMELESS
    texts = {}
    if rubric is None:
        named = f"\n{as_block({'rubric': ident}, 0)}\n"
        texts[f"rubrics/{ident}.yaml"] = own_text(_OWN).replace(_NAME, named, 1)
    elif rubric not in shipped_ids("rubric"):
        hint = meant(rubric, shipped_ids("rubric"), "rubrics that ship")
        raise AssessError([Finding("E116", f"no rubric {quoted(rubric)} ships", hint=hint)])
    loaded = load_rubric(_OWN if rubric is None else rubric)
    pinned = ident if rubric is None else f"{rubric}@{loaded.version}"
    asked = Asked.of(loaded)
    texts["case.yaml"] = case_text(asked, ident, pinned, (title or "").strip() or ident)
    texts["evidence/example.yaml"] = evidence_text(asked)
    return Started(target, make_case(target, texts), pinned)
