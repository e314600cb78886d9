"""Making the folder of a new case.

E917 folder cannot be made
    Finds:   A folder for a new case that exists already, or cannot be made.
    Matters: What is written by hand is never overwritten.
    Example: assess import ach matrix.csv -o cases/iraq        # which exists
    Instead: assess import ach matrix.csv -o cases/iraq-2
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

from assess.domain.field_types import is_id
from assess.errors import AssessError, Finding
from assess.files.atomic_write import put, unwritable
from assess.files.checking import check
from assess.files.reading import is_there, shown


def slug(text: str, longest: int = 32) -> str:
    """Return an id made from the words of a text; empty if it has no letters or digits that ids may hold.

    Examples
    --------
    >>> slug("Iraq will not retaliate"), slug("Ведомство"), slug("E1_b")
    ('iraq-will-not-retaliate', '', 'E1_b')
    """
    if is_id(text) and len(text) <= longest:
        return text
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain):
        if made and len(made) + len(word) >= longest:
            break
        made = f"{made}-{word}" if made else word[:longest]
    return made


def id_of(folder: Path) -> str:
    """Return an id made from the name of a new case's folder; empty if it has no letters or digits for one."""
    return folder.name if is_id(folder.name) else slug(folder.name)


def refuse_what_is_there(folder: Path) -> None:
    """Refuse the folder of a new case if it exists, before anybody is asked for its content (E917)."""
    if is_there(folder):
        hint = "name another folder; what is there is never overwritten"
        raise AssessError([Finding("E917", "there is something of that name already", hint=hint).at(shown(folder))])


def make_case(folder: Path, texts: dict[str, str]) -> tuple[Path, ...]:
    """Write files into a new folder, if they make a sound case.

    Parameters
    ----------
    folder : Path
        It must not exist, but its parent must.
    texts : dict of str to str
        By path within the folder.

    Raises
    ------
    AssessError
        If the folder exists or cannot be made (E917), or with all that is wrong with the case; nothing is written then.
    """
    try:
        folder.mkdir()
    except FileExistsError:
        refuse_what_is_there(folder)
    except (OSError, ValueError) as error:
        hint = "name a folder in one that is there and that you may write to"
        message = f"the folder cannot be made: {(isinstance(error, OSError) and error.strerror) or error}"
        raise AssessError([Finding("E917", message, hint=hint).at(shown(folder))]) from None
    try:
        paths = []
        for name, text in texts.items():
            path = folder / name
            try:
                path.parent.mkdir(exist_ok=True)
            except OSError as error:
                raise unwritable(path.parent, error) from None
            put(path, text.encode())
            paths.append(path)
        faults = [finding for finding in check(folder) if finding.severity == "error"]
        if faults:
            raise AssessError(faults)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tuple(paths)
