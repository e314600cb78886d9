"""Items, files and texts as nobody means them: findings, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.domain.quoting import clean
from assess.errors import AssessError
from assess.files import load_case
from assess.files.atomic_write import put
from assess.files.reading import LARGEST
from tests.files.choir_files import EVIDENCE, write

ROOT = Path(__file__).parents[2]
ITEM = '"about": "choir", "indicator": "money", "says": "present", "source": "clerk", "credibility": 2'


@pytest.fixture
def choir(tmp_path: Path) -> Path:
    return write(tmp_path / "choir")


def added(choir: Path, content: bytes, *, by_stdin: bool) -> Result:
    file = choir.parent / "items.yaml"
    file.write_bytes(content)
    arguments = ["add", str(choir), "-" if by_stdin else str(file), "--by", "ana"]
    return CliRunner().invoke(app, arguments, input=content if by_stdin else None)


@pytest.mark.parametrize(
    ("content", "code", "by_stdin"),
    [
        *((b"evidence: 5", "E122", by_stdin) for by_stdin in (True, False)),
        *((b"{id: [a], about: choir}", "E122", by_stdin) for by_stdin in (True, False)),
        *((b"{id: {a: b}, about: choir}", "E122", by_stdin) for by_stdin in (True, False)),
        (b"id: \xff", "E103", True),
        (ITEM.encode() + b" " * LARGEST, "E102", True),
    ],
)
def test_malformed_items_are_findings(choir: Path, content: bytes, code: str, by_stdin: bool) -> None:
    done = added(choir, content, by_stdin=by_stdin)
    assert done.exit_code == 1
    assert f": {code} " in done.stderr
    assert done.stderr.endswith("nothing written\n")


@pytest.mark.parametrize("by_stdin", [True, False])
def test_an_emoji_escaped_in_json_is_that_emoji(choir: Path, by_stdin: bool) -> None:
    text = '[{"id": "e9", "why": "so \\ud83d\\ude00, and \\\\ud83d too", ' + ITEM + "}]"
    assert added(choir, text.encode(), by_stdin=by_stdin).exit_code == 0
    assert load_case(choir).evidence[-1].why == "so \U0001f600, and \\ud83d too"


def test_what_is_no_plain_file_or_read_only_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "fixed").write_text("kept", encoding="utf-8")
    (tmp_path / "fixed").chmod(0o444)
    for name in ("pipe", "/dev/null", "loop", "fixed", "n" * 300):
        with pytest.raises(AssessError, match="E611 the file cannot be written"):
            put(tmp_path / name, b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "fixed").read_text(encoding="utf-8") == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fixed", "loop", "pipe"]


def test_characters_that_no_document_holds_are_shown_as_such() -> None:
    assert clean("a\ufffeb\uffffc\U0001ffffd") == "a\ufffdb\ufffdc\ufffdd"


def apart(line: str, choir: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which ``assess`` is this program."""
    script = f'assess() {{ "{sys.executable}" -m assess "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", script, "bash", str(choir)], cwd=ROOT, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('assess score "$1" --draws 0 >/dev/full', b"all was done, but the output cannot be written"),
        (
            'assess score "$1" --draws 0 >&-',
            b"all was done, but the output cannot be written: standard output is closed",
        ),
        ('echo "{id: e9, ' + ITEM.replace('"', "") + '}" | assess add "$1" - --by ana --json >/dev/full', b"wrote "),
        ("assess --version >/dev/full", b"cannot be written"),
    ],
)
def test_output_that_is_lost_is_said_and_told_from_a_refusal(choir: Path, line: str, said: bytes) -> None:
    done = apart(line, choir)
    assert (done.returncode, said in done.stderr, b"Traceback" in done.stderr) == (3, True, False)


@pytest.mark.parametrize(
    "line",
    [
        "assess score \"$1\" --draws 0 --record --note $'\\xff'",
        "assess withdraw \"$1\" e1 --why $'\\xff'",
        "assess regrade \"$1\" clerk --reliability $'\\xff' --why so",
    ],
)
def test_a_note_that_is_no_text_is_wrong_usage(choir: Path, line: str) -> None:
    done = apart(line, choir)
    assert (done.returncode, done.stdout, b"it is not UTF-8 text" in done.stderr) == (2, b"", True)


def test_line_ends_stay_and_marks_that_turn_the_writing_are_escaped(choir: Path) -> None:
    file = choir / "evidence.yaml"
    for line_end in (b"\r", b"\r\n"):
        file.write_bytes(EVIDENCE.encode().replace(b"\n", line_end))
        content = '{"id": "e9", "why": "so \u202e' + "x" * 100 + '", ' + ITEM + "}"
        assert added(choir, content.encode(), by_stdin=True).exit_code == 0
        written = file.read_bytes()
        assert b"\n" not in written.replace(line_end, b"")
        assert b"\\u202E" in written
        assert "\u202e".encode() not in written
        assert load_case(choir).evidence[-1].why == "so \u202e" + "x" * 100
