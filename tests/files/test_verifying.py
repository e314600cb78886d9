"""Citations against a copy of the document."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.domain.citations import Passages, passage_digest
from assess.errors import AssessError
from assess.files import verify

Run = Callable[[str], list[tuple[str, str]]]
BAD = Path(__file__).parents[1] / "bad"
TEXT = (
    "A title\n\nThe mill was\tsold in 1901.[i]\nIts owner left.\n[i] From the parish book.\nSecond line of the note.\n"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "copy.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def findings(tmp_path: Path, copy: Path) -> Run:
    made: list[Path] = []

    def run(cite: str) -> list[tuple[str, str]]:
        text = (BAD / "good.yaml").read_text(encoding="utf-8")
        text = text.replace("cites: [{document: paper}]", f"cites: [{cite}]").replace(", document: paper}", "}")
        folder = tmp_path / f"case{len(made)}"
        made.append(folder)
        _lay_out(folder, text)
        return [(f.code, f.message) for f in verify(folder, {"paper": copy})]

    return run


def _lay_out(folder: Path, text: str) -> None:
    for name in ("pieces/ask.yaml", "rubrics/tiny.yaml", "rubrics/scales/words.yaml", "rubrics/scales/letters.yaml"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text((BAD / name).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8")


def test_a_passage_that_reads_as_cited(findings: Run) -> None:
    digest = passage_digest("The mill was sold in 1901.[i]")
    assert findings(f'{{document: paper, at: p2, digest: "{digest}"}}') == []


def test_a_changed_word_is_found(findings: Run) -> None:
    digest = passage_digest("The mill was sold in 1902.[i]")
    ((code, message),) = findings(f'{{document: paper, at: p2, digest: "{digest}"}}')
    assert code == "E502"
    assert message.startswith("p2 reads otherwise in the copy: digest ")


def test_a_passage_that_is_not_there(findings: Run) -> None:
    assert findings("{document: paper, at: p9}") == [("E501", "the copy has no passage 'p9'; it has 5 paragraphs")]


def test_a_citation_without_a_digest_is_told_the_digest(findings: Run) -> None:
    assert findings("{document: paper, at: p2 to p3}") == [("W501", "the citation of p2 to p3 has no digest")]


def test_a_place_that_is_no_locator(findings: Run) -> None:
    ((code, _),) = findings("{document: paper, at: near the end}")
    assert code == "E503"


def test_a_copy_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssessError, match="E101 there is no such copy"):
        verify(BAD / "good.yaml", {"paper": tmp_path / "none.txt"})


def test_a_document_that_the_case_does_not_have(copy: Path) -> None:
    with pytest.raises(AssessError, match="E307 there is no document 'papr'"):
        verify(BAD / "good.yaml", {"papr": copy})


def test_notes_run_up_to_the_next_note() -> None:
    passages = Passages(TEXT)
    assert passages.find("fn i") == "[i] From the parish book.\nSecond line of the note."
    assert passages.find("fn ii") is None


def test_a_digest_evens_out_forms_case_and_space() -> None:
    assert passage_digest("\uff21\uff22  c\n") == passage_digest("ab c")
    assert passage_digest("ab c") != passage_digest("abc")


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", ".", "loop", "n" * 300])
def test_a_copy_that_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(AssessError, match="E101 the copy cannot be read"):
        verify(BAD / "good.yaml", {"paper": tmp_path / name})
