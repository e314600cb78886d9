"""The operands of a comparison, as written on the command line.

``CASE``, ``CASE@DATE``, ``CASE@git:REV``, ``CASE@git:REV@DATE``, ``CASE#N``, ``LEDGER.db#N``.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from assess.domain.case import Case
from assess.domain.dates import Span
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.files import load_case
from assess.files.loading import case_file
from assess.files.reading import is_file, is_folder, is_there
from assess.history.ledger.store import Ledger, ledger_file
from assess.scoring.results import Assessment
from assess.scoring.score import DRAWS, score

_GIT = "@git:"
_YAML = (".yaml", ".yml")


def score_operand(written: str, draws: int = DRAWS, seed: int = 0) -> Assessment:
    """Return the scoring that an operand names, a recorded one for an entry of a ledger.

    Parameters
    ----------
    written : str
        A case's folder or file, or the id of a shipped one; then, optionally, ``@git:`` and a revision of the
        repository that contains the folder; then, optionally, ``@`` and the date as of which to score. Or a case or a
        ledger, ``#``, and the number of an entry, ``first`` or ``last``.
    draws, seed : int
        As for `score`; an entry keeps its own.

    Raises
    ------
    AssessError
        If there is no such case, revision, ledger or entry, or something is wrong with it.
    """
    place, mark, which = written.rpartition("#")
    if mark and _GIT not in place and not is_there(written):
        return _recorded(place, which)
    case, as_of = load_operand(written)
    return score(case, as_of, draws, seed)


def load_operand(written: str) -> tuple[Case, str | None]:
    """Return the case that an operand names, and its date, if any; raises like `score_operand`."""
    name, as_of = _dated(written)
    path, mark, revision = name.rpartition(_GIT)
    if not mark:
        return load_case(name), as_of
    return _at_revision(path, revision), as_of


def _recorded(place: str, which: str) -> Assessment:
    path = Path(place)
    is_ledger = path.suffix not in _YAML and (path.suffix == ".db" or is_file(path))
    ledger = Ledger(path if is_ledger else ledger_file(place))
    if which.isascii() and which.isdecimal():
        return ledger.entry(int(which)).assessment
    count = len(ledger)
    if which not in ("first", "last"):
        message = f"{quoted(which)} is no entry of {quoted(str(ledger.path))}"
        hint = f"write the number of an entry, from 1 to {count}, or first or last; assess ledger list shows them"
        raise AssessError([Finding("E705", message, hint=hint)])
    return ledger.entry(min(1, count) if which == "first" else count).assessment


def _dated(written: str) -> tuple[str, str | None]:
    name, mark, date = written.rpartition("@")
    if mark and name and not is_there(written):
        try:
            Span(date)
        except ValueError:
            return written, None
        return name, date
    return written, None


def _at_revision(path: str, revision: str) -> Case:
    """Load a case as of a revision of its repository, from a temporary copy of its folder."""
    given = Path(path)
    file = given if given.suffix in _YAML else given / "case.yaml"
    if not is_folder(file.parent):
        file = case_file(path)
    folder = file.parent
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        hint = "name a commit, tag or branch of the repository that the case's folder lies in"
        raise AssessError([Finding("E101", f"{folder} has no revision {quoted(revision)}", hint=hint)])
    packed = _git(folder, "archive", "--format=tar", commit.decode().strip(), ".")
    with _unpacked(packed or b"\0" * 1024) as copy:
        if not is_file(copy / file.name):
            message = f"there is no {file.name} in {folder} at revision {quoted(revision)}"
            raise AssessError([Finding("E101", message, hint="name a later revision")])
        return load_case(copy / file.name)


@contextmanager
def _unpacked(archive: bytes) -> Iterator[Path]:
    """Yield a temporary folder with what git packed; nothing is written outside it."""
    with ExitStack() as stack:
        try:
            copy = stack.enter_context(tempfile.TemporaryDirectory())
            stack.enter_context(tarfile.open(fileobj=io.BytesIO(archive))).extractall(copy, filter="data")
        except (OSError, tarfile.TarError) as error:
            message = f"the revision cannot be unpacked: {error}"
            hint = "make room for temporary files; a link in the folder may not leave it"
            raise AssessError([Finding("E101", message, hint=hint)]) from None
        yield Path(copy)


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return git's output for a folder, or None if it refuses."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except OSError:
        hint = "install git, or compare folders and dates"
        raise AssessError([Finding("E101", "revisions cannot be read: there is no git", hint=hint)]) from None
    return done.stdout if done.returncode == 0 else None
