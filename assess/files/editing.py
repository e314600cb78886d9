"""Editing a case's files in place: checked before anything is replaced, one writer at a time.

E612 nothing to change
    Finds:   An edit of an item, source or prediction that does not exist, is already as asked, or cannot have been so.
    Matters: An edit that changes nothing would be reported as made, and nothing on record is overwritten in passing.
    Example: assess withdraw choir e1 --why retracted   # withdrawn last year
    Instead: assess show choir e1

E613 an edit that the files cannot hold
    Finds:   A case that would read differently once saved: its rubric differs, or a list has a new order.
    Matters: What is scored later would not be what was saved.
    Example: assess.save_case(case.model_copy(update={"rubric": other}), "choir")
    Instead: Change the rubric in its own file, and the order by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assess.domain.case import Case
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.errors import AssessError, Finding
from assess.files.atomic_write import locked, put
from assess.files.edit_plan import EditPlan, name_of
from assess.files.including import OF_ITEMS
from assess.files.loading import case_file, rubric_of
from assess.files.lookup import Lookup
from assess.files.parsing import parse
from assess.files.places import ParsedFile
from assess.files.reading import LARGEST, is_folder, read_bytes, shown, size_of
from assess.files.splicing import splice

Raw = dict[str, Any]

_MARK = "\ufeff"
"""The byte order mark that some editors put before UTF-8 text."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit made to a case's files.

    Parameters
    ----------
    files : tuple of str
        The files that were written.
    before, after : Case
    """

    files: tuple[str, ...]
    before: Case
    after: Case


def add(path: str | Path, items: ParsedFile, by: str, recorded: str, why: str | None = None) -> Edit:
    """Add items of evidence to the file in which the case's last item about the same subject stands.

    New sources and documents go to the files that hold the case's last ones. If that is another file, it is written
    first, so that the case is whole between the two writes too.

    Parameters
    ----------
    path : str or Path
        As for `load_case`.
    items : ParsedFile
        ``{evidence: [...]}``, perhaps with ``sources`` and ``documents``, as `parse_items` gives it.
    by, recorded : str
        Who recorded them, and when, for items that do not say.
    why : str, optional
        For items that give no reason of their own.

    Raises
    ------
    AssessError
        With all that would be wrong with the case, or where it cannot be written. Nothing is written then.
    """
    stamps = {key: value for key, value in {"why": why, "recorded": recorded, "by": by}.items() if value}
    given = items.value.get("evidence")
    given = given if isinstance(given, list) else []  # what else it is, the check of the case says
    raw = [_filled(item, stamps) if isinstance(item, dict) else item for item in given]

    def added(before: Case, lookup: Lookup) -> Case:
        with_items = Lookup(parsed=lookup.parsed)
        extended = with_items.case(file, items)
        if with_items.findings or extended is None:
            raise AssessError(with_items.findings)
        named = {name: {**getattr(before, name), **getattr(extended, name)} for name in OF_ITEMS.maps}
        return before.with_evidence(*map(Evidence.model_validate, raw)).model_copy(update=named)

    file = case_file(path)
    return _edit(
        file, added, {item["id"]: item for item in raw if isinstance(item, dict) and isinstance(item.get("id"), str)}
    )


def edit(path: str | Path, change: Callable[[Case], Case]) -> Edit:
    """Change a case's files to hold the case that `change` makes from the present one.

    Parameters
    ----------
    path : str or Path
        As for `load_case`.
    change : callable
        Called under the lock with the case in the files. Its KeyError or ValueError becomes a finding.

    Raises
    ------
    AssessError
        With all that would be wrong with the case, or where it cannot be written. Nothing is written then.
    """
    file = case_file(path)

    def changed(before: Case, _: Lookup) -> Case:
        try:
            return change(before)
        except ValidationError as error:
            raise AssessError([_invalid(detail) for detail in error.errors()]) from None
        except (KeyError, ValueError) as error:
            hint = f"assess show {shown(Path(path))} lists what the case holds"
            raise AssessError([Finding("E612", str(error.args[0]), hint=hint).at(shown(file))]) from None

    return _edit(file, changed)


def save_case(case: Case, path: str | Path) -> Edit | None:
    """Write a case into its files, changing only what differs, or into a new file.

    The rubric, which the case only names, is not written; nor are translations, which have files of their own.

    Parameters
    ----------
    case : Case
    path : str or Path
        The case's folder, or its YAML file, which is made if necessary; the parent folder must exist.

    Returns
    -------
    Edit or None
        None if the case is new.

    Raises
    ------
    AssessError
        With everything that would be wrong with the case, or if it cannot be written. All files are checked, then each
        is replaced whole; a failure can fall between two files of a case.
    """
    given = Path(path)
    file = given / "case.yaml" if is_folder(given) else given
    if size_of(file):
        return _edit(file, lambda before, _: case)
    with locked(file):
        _write(file, case, Lookup(), {file: ("", splice("", None, _anew(case)))})
    return None


def _edit(file: Path, change: Callable[[Case, Lookup], Case], raw: Mapping[str, Raw] | None = None) -> Edit:
    with locked(file):
        lookup = Lookup()
        before = lookup.case(file)
        if lookup.findings or before is None:
            raise AssessError(lookup.findings)
        after = change(before, lookup)
        plan = EditPlan(lookup.contents["case"], before, raw or {})
        plan.change_to(after)
        paths = {parsed.file: path for (path, _), (parsed, _) in lookup.parsed.items() if parsed is not None}
        texts: dict[Path, tuple[str, str]] = {}
        for name, (parsed, value) in plan.values.items():
            text = _present_text(paths[name])
            yaml = text.removeprefix(_MARK)
            if yaml != parsed.text:
                now, _ = parse(yaml, name)
                if now is None or now.value != parsed.value:
                    raise _overtaken(paths[name])
            mark = text[: len(text) - len(yaml)]
            texts[paths[name]] = text, mark + splice(yaml, parsed.value, value)
        return Edit(tuple(map(shown, texts)), before, _write(file, after, lookup, texts))


def _write(file: Path, case: Case, lookup: Lookup, texts: Mapping[Path, tuple[str, str]]) -> Case:
    """Check the new text of each file, then replace the files; `texts` holds the text before and after of each."""
    parsed_files = {
        (path, file.parent): parse(new.removeprefix(_MARK), shown(path)) for path, (_, new) in texts.items()
    }
    would_be = Lookup(parsed=lookup.parsed | parsed_files)
    read_back = would_be.case(file)
    would_be.check_translations()
    if would_be.findings or read_back is None:
        raise AssessError(would_be.findings)
    rubric = rubric_of(case) if isinstance(case.rubric, Rubric) else case.rubric
    if rubric == getattr(read_back.rubric, "rubric", None):
        rubric = read_back.rubric
    if _in_order(read_back) != _in_order(case.model_copy(update={"rubric": rubric})):
        message = "the files would not read as the case that was to be saved"
        hint = "make the change by hand: a rubric is changed in its own file, and lists keep their order"
        raise AssessError([Finding("E613", message, hint=hint).at(shown(file))])
    for path, (before, after) in texts.items():
        if before and _present_text(path) != before:
            raise _overtaken(path)
        put(path, after.encode())
    return read_back


def _present_text(path: Path) -> str:
    """Return the present content of a file that was read."""
    try:
        return read_bytes(path, LARGEST + 1).decode("utf-8", errors="replace")
    except OSError:
        raise _overtaken(path) from None


def _overtaken(path: Path) -> AssessError:
    hint = "save it in the editor, then try again"
    return AssessError([Finding("E611", "the file has changed since it was read", hint=hint).at(shown(path))])


def _in_order(case: Case) -> Case:
    lists = ("evidence", "gaps", "relations")
    return case.model_copy(update={name: sorted(getattr(case, name), key=name_of) for name in lists})


def _anew(case: Case) -> Raw:
    content: Raw = case.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"rubric"})
    named = case.rubric.rubric if isinstance(case.rubric, Rubric) else case.rubric
    return {"case": content.pop("case"), "rubric": named, **content}


def _filled(item: Raw, stamps: Raw) -> Raw:
    return item | {key: value for key, value in stamps.items() if not item.get(key)}


def _invalid(error: Any) -> Finding:
    context = error.get("ctx", {})
    code = error["type"] if str(error["type"]).startswith("E") else "E122"
    return replace(Finding(code, error["msg"]), hint=context.get("hint"))
