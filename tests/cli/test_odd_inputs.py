"""Items, files and texts as nobody means them: findings, and never a traceback."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.domain.quoting import clean
from assess.errors import AssessError
from assess.files import load_case
from assess.files.atomic_write import put
from tests.files.small import write

ITEM = '"about": "choir", "indicator": "money", "says": "present", "source": "clerk", "credibility": 2'


@pytest.fixture
def choir(tmp_path: Path) -> Path:
    return write(tmp_path / "choir")


def added(choir: Path, content: bytes, *, by_stdin: bool) -> Result:
    file = choir.parent / "items.yaml"
    file.write_bytes(content)
    arguments = ["add", str(choir), "-" if by_stdin else str(file), "--by", "ana"]
    return CliRunner().invoke(app, arguments, input=content if by_stdin else None)


@pytest.mark.parametrize("by_stdin", [True, False])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"evidence: 5", "E122"),
        (b"{id: [a], about: choir}", "E122"),
        (b"{id: {a: b}, about: choir}", "E122"),
        (b"id: \xff", "E103"),
        (b'[{"id": "e9", "why": "\\ud83d", ' + ITEM.encode() + b"}]", "E104"),
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
