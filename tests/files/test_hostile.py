"""Files from anybody: a clear error, nothing outside the folder opened, nothing hangs."""

import os
import shutil
from pathlib import Path

import pytest

from assess.errors import AssessError, Finding
from assess.files import load_case, load_rubric, load_scale

BAD = Path(__file__).parents[1] / "bad"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a good case."""
    case = tmp_path / "case"
    case.mkdir()
    shutil.copy(BAD / "good.yaml", case / "case.yaml")
    shutil.copytree(BAD / "pieces", case / "pieces")
    shutil.copytree(BAD / "rubrics", case / "rubrics")
    assert load_case(case).case == "tiny"
    return case


def findings(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(AssessError) as raised:
        load_case(folder)
    return raised.value.findings


def only(folder: Path) -> tuple[str, str, int | None, int | None]:
    (finding,) = findings(folder)
    return finding.code, finding.message, finding.line, finding.column


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_yaml_bomb(folder: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    (folder / "case.yaml").write_text("\n".join(lines), encoding="utf-8")
    problems = findings(folder)
    assert [finding.code for finding in problems] == ["E105", "E105", "E105"]
    assert problems[0].message == "anchor &'a0' is refused"
    assert problems[2].message == "alias *'a0' is refused"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_million_levels(folder: Path, opening: str) -> None:
    (folder / "case.yaml").write_text("case: " * (opening in "[{a: ") + opening * 1_000_000, encoding="utf-8")
    assert {finding.code for finding in findings(folder)} <= {"E108", "E104", "E111"}


def test_a_file_of_50_megabytes(folder: Path) -> None:
    with (folder / "case.yaml").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert only(folder) == ("E102", "the file has 50.0 MB; the most is 32 MB", None, None)


def test_pieces_that_are_too_large_together(folder: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_bytes(b"subjects: {}\n" + b"#" * (17 * 1024 * 1024))
    change(folder, "[pieces/ask.yaml]", "[a.yaml, b.yaml]")
    assert [finding.code for finding in findings(folder)] == ["E102"]


def test_binary(folder: Path) -> None:
    (folder / "case.yaml").write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe")
    assert only(folder) == ("E103", "byte 0xFF is not UTF-8 text", 1, 11)


def test_nul(folder: Path) -> None:
    change(folder, "Careful", "Care\0ful")
    assert only(folder) == ("E103", "character U+0000 has no place in a text file", 13, 36)


def test_utf16(folder: Path) -> None:
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-16")
    assert only(folder)[0] == "E103"


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8-sig")
    assert load_case(folder).case == "tiny"


@pytest.mark.parametrize(
    "name", ["../secret.yaml", "/etc/passwd", "pieces/../../secret.yaml", "C:\\secret.yaml", "\\\\host\\secret.yaml"]
)
def test_a_piece_outside(folder: Path, name: str) -> None:
    (folder.parent / "secret.yaml").write_text("sources: {secret: {reliability: A}}", encoding="utf-8")
    change(folder, "[pieces/ask.yaml]", f"[pieces/ask.yaml, '{name}']")
    assert only(folder) == ("E112", f"{name!r} leaves the case's folder", 3, 28)


def test_a_link_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("sources: {secret: {reliability: A}}", encoding="utf-8")
    (folder / "inside.yaml").symlink_to(folder.parent / "secret.yaml")
    change(folder, "[pieces/ask.yaml]", "[pieces/ask.yaml, inside.yaml]")
    assert only(folder) == ("E112", "'inside.yaml' leaves the case's folder", 3, 28)


def test_a_case_that_is_a_link_out_of_its_folder(folder: Path) -> None:
    (folder / "case.yaml").rename(folder.parent / "case.yaml")
    (folder / "case.yaml").symlink_to(folder.parent / "case.yaml")
    assert only(folder) == ("E112", f"the file lies outside {folder}", None, None)


def test_a_rubric_that_is_a_link_out_of_the_folder(folder: Path) -> None:
    (folder / "rubrics" / "tiny.yaml").rename(folder.parent / "tiny.yaml")
    (folder / "rubrics" / "tiny.yaml").symlink_to(folder.parent / "tiny.yaml")
    assert only(folder)[0] == "E112"


def test_links_in_a_circle(folder: Path) -> None:
    (folder / "a.yaml").symlink_to(folder / "b.yaml")
    (folder / "b.yaml").symlink_to(folder / "a.yaml")
    change(folder, "[pieces/ask.yaml]", "[pieces/ask.yaml, a.yaml]")
    assert only(folder)[0] == "E101"


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    change(folder, "[pieces/ask.yaml]", "[pieces/ask.yaml, pipe.yaml]")
    assert only(folder) == ("E101", "'pipe.yaml' is not a file in the case's folder", 3, 28)


def test_a_folder_without_a_case(tmp_path: Path) -> None:
    assert only(tmp_path) == ("E101", "the file cannot be read: No such file or directory", None, None)


@pytest.mark.parametrize("name", ["no/such/case", "x" * 5000, "a\0b", "russia-diasporas"])
def test_no_such_case(name: str) -> None:
    with pytest.raises(AssessError, match="E101 there is no such file, and no shipped case"):
        load_case(name)


@pytest.mark.parametrize("name", ["../../no/such/file", "icd20", "a\0b"])
def test_no_such_scale(name: str) -> None:
    with pytest.raises(AssessError, match=r"E101|E116"):
        load_scale(name)


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        (".nan", "E203", "the probability is nan; a probability lies in [0, 1]"),
        (".inf", "E203", "the probability is inf; a probability lies in [0, 1]"),
        ("-.inf", "E203", "the probability is -inf; a probability lies in [0, 1]"),
        ("1e999", "E203", "the probability is inf; a probability lies in [0, 1]"),
        ("9" * 6000, "E203", "the probability is inf; a probability lies in [0, 1]"),
        ("{mean: 0.5, n: 1.0e-300}", "E208", "n is 1e-300; an effective sample size is from 1e-6 to 1e15"),
        ("{mean: 0.5, n: .inf}", "E208", "n is inf; an effective sample size is from 1e-6 to 1e15"),
        ("true", "E202", "True is not a probability"),
        ("=1+1", "E219", "'=1+1' is neither a grade nor a term"),
        ('"\\u202E"', "E219", "'\\u202e' is neither a grade nor a term"),
    ],
)
def test_odd_numbers(folder: Path, written: str, code: str, message: str) -> None:
    change(folder, "reliability: A", f"reliability: {written}")
    assert only(folder)[:2] == (code, message)


def test_priors_that_are_no_numbers(folder: Path) -> None:
    change(folder, "{directed: 0.9, free: 0.1}", "{directed: .nan, free: [0.1]}")
    assert [finding.code for finding in findings(folder)] == ["E201", "E122"]


def test_a_duplicate_key_deep_inside(folder: Path) -> None:
    change(folder, "    credibility: 2\n", "    credibility: 2\n    credibility: 1\n")
    message = "key 'credibility' is in this mapping already, at line 28"
    assert only(folder) == ("E107", message, 29, 5)


def test_long_values_are_cut(folder: Path) -> None:
    change(folder, "source: leader", f"source: {'x' * 100_000}")
    (finding,) = findings(folder)
    assert len(str(finding)) < 400


def test_names_with_odd_characters_print_on_one_line(folder: Path) -> None:
    change(folder, "    why: The union", '    "w\\nhy\\u202E": The union')
    (finding,) = findings(folder)
    assert "\\n" in str(finding)
    assert len(str(finding).splitlines()) == 2
    assert "\u202e" not in str(finding)


def test_tags_run_nothing(folder: Path) -> None:
    change(folder, "why: Careful", "why: !!python/object/apply:os.getcwd []")
    assert only(folder)[:2] == ("E106", "tag 'tag:yaml.org,2002:python/object/apply:os.getcwd' is refused")


def test_a_case_in_place_of_a_rubric(folder: Path) -> None:
    with pytest.raises(AssessError) as raised:
        load_rubric(folder / "case.yaml")
    assert {finding.code for finding in raised.value.findings} >= {"E114", "E120"}
