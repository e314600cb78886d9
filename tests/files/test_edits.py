"""Edits of a case in its files: only the lines of the edit change, and nothing is written that is wrong."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import assess
from assess.files import atomic_write
from assess.files.atomic_write import locked
from assess.files.editing import add, edit
from assess.files.including import parse_items
from assess.files.places import ParsedFile
from tests.files.choir_files import CASE, EVIDENCE, item, write

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "cases" / "russia-diasporas-2017"


def items(text: str) -> ParsedFile:
    parsed, findings = parse_items(text, "new.yaml")
    assert parsed is not None, findings
    return parsed


def contents(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines taken away, and those that came."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return tuple([line[2:] for line in lines if line[0] == sign] for sign in "-+")  # type: ignore[return-value]


def test_an_item_is_added_after_the_last_one_in_the_layout_of_its_list(tmp_path: Path) -> None:
    folder = write(tmp_path)
    made = add(folder, items(item("e3")), "ana", "2019-06-01")
    gone, came = difference(EVIDENCE, (folder / "evidence.yaml").read_text(encoding="utf-8"))
    assert gone == []
    assert [line for line in came if line][-2:] == ["    recorded: 2019-06-01", "    by: ana"]
    assert contents(folder)["case.yaml"] == CASE
    assert assess.load_case(folder) == made.after
    assert [(item.recorded, item.by) for item in made.after.evidence if item.id == "e3"] == [("2019-06-01", "ana")]
    assert contents(folder)["evidence.yaml"].endswith(
        "  # nothing since\n\n  - id: e3\n"
        + "\n".join(line for line in came if line and "e3" not in line)
        + "\n\n# the end\n"
    )


def test_an_item_is_added_to_a_case_of_one_file(tmp_path: Path) -> None:
    folder = write(tmp_path)
    evidence = EVIDENCE.replace("# the end\n", "")
    (folder / "case.yaml").write_text(CASE.replace("include: [evidence.yaml]   # what is reported\n", "") + evidence)
    for ident in ("e3", "e4"):
        made = add(folder, items(item(ident)), "ana", "2019-06-01")
        assert assess.load_case(folder) == made.after
    assert [item.id for item in made.after.evidence] == ["e1", "e2", "e3", "e4"]


def test_a_withdrawal_stands_in_its_item_in_a_block_or_on_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path)
    edit(folder, lambda case: case.withdraw("e1", "2019-05", "Retracted", "ana", "2019-06-01"))
    edit(folder, lambda case: case.withdraw("e2", "2019-06", "He said: no", "ana", "2019-06-03"))
    gone, came = difference(EVIDENCE, contents(folder)["evidence.yaml"])
    said = EVIDENCE.splitlines()[-4]
    assert gone == [said]
    assert came == [
        "    withdrawn: {on: 2019-05, why: Retracted, recorded: 2019-06-01, by: ana}",
        said.replace('"}', "\", withdrawn: {on: 2019-06, why: 'He said: no', recorded: 2019-06-03, by: ana}}"),
    ]


def test_a_regrading_keeps_what_the_grade_was(tmp_path: Path) -> None:
    folder = write(tmp_path)
    edit(folder, lambda case: case.regrade("chair", "D", "Caught out", "ana", "2019-06-01"))
    edit(folder, lambda case: case.regrade("chair", 0.2, "Twice", "ana", "2019-06-02"))
    made = edit(folder, lambda case: case.regrade("clerk", "A", "Sworn", "ana", "2019-06-02"))
    gone, came = difference(CASE, contents(folder)["case.yaml"])
    assert gone == [
        "  clerk: {reliability: B, why: Knows the books}   # since spring",
        "    reliability:   C  # a guess",
    ]
    assert "    reliability:   0.2  # a guess" in came
    assert [str(change.was.model_dump()) for change in made.after.sources["chair"].changes] == ["C", "D"]
    assert made.after == assess.load_case(folder)


def test_edits_of_the_shipped_case_change_their_own_lines_alone(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(SHIPPED, folder)
    before = contents(folder)
    first = assess.load_case(folder)
    edit(folder, lambda case: case.withdraw("e001", "2019-06", "Denied", "ana", "2019-06-02"))
    edit(folder, lambda case: case.regrade("miles", "D", "Two errors", "ana", "2019-06-02"))
    new = "{id: e900, about: arac, indicator: annulment-sought, period: '2017', says: absent, source: miles, "
    new += "credibility: 3, why: x}"
    add(folder, items(new), "ana", "2019-06-03")
    after = contents(folder)
    changes = {name: difference(before[name], after[name]) for name in before if before[name] != after[name]}
    assert set(changes) == {"case.yaml", "evidence/azerbaijan.yaml"}
    assert changes["case.yaml"] == (
        ["    reliability: C"],
        ["    reliability: D", "    changes: [{recorded: 2019-06-02, was: C, by: ana, why: Two errors}]"],
    )
    gone, came = changes["evidence/azerbaijan.yaml"]
    assert gone == []
    assert came[0] == "    withdrawn: {on: 2019-06, why: Denied, recorded: 2019-06-02, by: ana}"
    assert came[1:3] == ["", "  - id: e900"]
    assess.save_case(first, folder)
    assert contents(folder) == before


def test_a_case_is_saved_anew_and_reads_the_same(tmp_path: Path) -> None:
    case = assess.load_case(SHIPPED)
    assert assess.save_case(case, tmp_path) is None
    assert assess.load_case(tmp_path) == case


def test_saving_changes_claims_documents_and_lists_where_they_stand(tmp_path: Path) -> None:
    folder = write(tmp_path)
    case = assess.load_case(folder)
    claims = {**case.claims, "grown": case.claims["made"].model_copy(update={"text": "It grew: slowly"})}
    documents = {"book": assess.Document(title="The books", published="2019")}
    changed = case.without("e1").model_copy(update={"claims": claims, "documents": documents, "title": "A choir"})
    assess.save_case(changed, folder)
    assert assess.load_case(folder) == changed
    assert "# the first" in contents(folder)["evidence.yaml"]
    assess.save_case(case.model_copy(update={"evidence": ()}), folder)
    assert assess.load_case(folder).evidence == ()


def test_a_case_built_with_the_rubric_of_the_files_is_saved(tmp_path: Path) -> None:
    """What the rubric names, such as its scale, may be named or loaded."""
    folder = write(tmp_path)
    case = assess.load_case(folder)
    named = case.rubric.model_copy(update={"scale": "icd203", "grading": "admiralty", "confidence": "icd203"})
    assert assess.save_case(case.without("e1").model_copy(update={"rubric": named}), folder) is not None
    assert assess.load_case(folder) == case.without("e1")


def test_a_case_with_another_rubric_is_not_saved(tmp_path: Path) -> None:
    folder = write(tmp_path)
    case = assess.load_case(folder)
    other = case.model_copy(update={"rubric": case.rubric.model_copy(update={"version": "2"})})
    with pytest.raises(assess.AssessError, match="E613"):
        assess.save_case(other, folder)


@pytest.mark.parametrize(
    ("new", "code", "place"),
    [
        (item("e1"), "E321", "new.yaml:1:6"),
        (item("e3").replace("clerk", "clark"), "E303", "new.yaml:1:"),
        (f"- {item('e3')}\n- {item('e4')[:-1]}, colour: red}}", "E120", "new.yaml:2:"),
        (f"evidence: [{item('e3')}]\nclaims: {{}}", "E114", "new.yaml:2:1"),
        (f"evidence: [{item('e3')}]\nsources: {{clerk: {{reliability: B, why: x}}}}", "E115", "new.yaml:2:11"),
        (f"evidence: [{item('e3')}]\nsources: [new]", "E122", "new.yaml:2:1"),
        (f"evidence: [{item('e3')}]\nsources: {{new: {{reliability: Q, why: x}}}}", "E219", "new.yaml:2:"),
        (f"evidence: [{item('e3')}]\ndocuments: {{book: {{published: soon}}}}", "E209", "new.yaml:2:"),
    ],
)
def test_what_is_wrong_with_an_item_is_told_where_it_was_read_and_nothing_is_written(
    new: str, code: str, place: str, tmp_path: Path
) -> None:
    folder = write(tmp_path)
    before = contents(folder)
    with pytest.raises(assess.AssessError) as caught:
        add(folder, items(new), "ana", "2019-06-01")
    assert {finding.code for finding in caught.value.findings} == {code}
    assert str(caught.value).startswith(place)
    assert contents(folder) == before


def test_items_bring_their_new_sources_and_documents(tmp_path: Path) -> None:
    folder = write(tmp_path)
    new = item("e3").replace("clerk", "treasurer").replace("why:", "cites: [{document: book, at: p. 4}], why:")
    sources = "treasurer: {name: The treasurer, reliability: C, why: 'Keeps them: since 2018'}"
    made = add(
        folder,
        items(
            f"evidence:\n- {new}\nsources:\n  {sources}\ndocuments:\n  book: {{title: The books, published: 2019}}\n"
        ),
        "ana",
        "2019-06-01",
    )
    assert made.files == tuple(str(folder / name) for name in ("case.yaml", "evidence.yaml"))
    assert assess.load_case(folder) == made.after
    assert made.after.sources["treasurer"].why == "Keeps them: since 2018"
    gone, came = difference(CASE, contents(folder)["case.yaml"])
    assert gone == []
    assert came == [
        "  treasurer: {reliability: C, name: The treasurer, why: 'Keeps them: since 2018'}",
        'documents: {book: {title: The books, published: "2019"}}',
    ]
    with pytest.raises(assess.AssessError, match="E110 there is no item of evidence"):
        raise assess.AssessError(parse_items("sources: {x: {reliability: B, why: y}}", "new.yaml")[1])


def test_an_item_and_its_source_need_no_reason(tmp_path: Path) -> None:
    folder = write(tmp_path)
    bare = item("e3").replace(", why: Heard", "").replace("clerk", "new")
    add(folder, items(f"evidence: [{bare}]\nsources: {{new: {{reliability: B}}}}"), "ana", "2019-06-01")
    case = assess.load_case(folder)
    assert (case.evidence[-1].why, case.sources["new"].why) == (None, None)


def test_an_edit_of_what_is_not_there_or_would_be_wrong_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    edit(folder, lambda case: case.withdraw("e1", "2019-05", "Retracted"))
    before = contents(folder)
    for wrong, code in [
        (lambda case: case.withdraw("e9", "2019", "x"), "E612"),
        (lambda case: case.withdraw("e1", "2019", "x"), "E612"),
        (lambda case: case.withdraw("e2", "yesterday", "x"), "E209"),
        (lambda case: case.regrade("nobody", "B", "x"), "E612"),
        (lambda case: case.regrade("clerk", "B", "x"), "E612"),
        (lambda case: case.regrade("clerk", "Q", "x"), "E219"),
        (lambda case: case.regrade("clerk", 1.5, "x"), "E203"),
    ]:
        with pytest.raises(assess.AssessError, match=code):
            edit(folder, wrong)
    assert contents(folder) == before


def test_a_full_disk_is_told_and_nothing_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path)
    before = contents(folder)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    for name in ("write", "fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            with pytest.raises(assess.AssessError, match=r"E611 .*No space left on device"):
                edit(folder, lambda case: case.withdraw("e1", "2019", "x"))
        assert contents(folder) == before
    edit(folder, lambda case: case.withdraw("e1", "2019", "x"))


def test_a_write_that_the_system_cuts_short_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: whole(handle, content[:7]))
    atomic_write.put(tmp_path / "x", b"0123456789" * 5)
    assert (tmp_path / "x").read_bytes() == b"0123456789" * 5


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path)
    before = contents(folder)
    if os.geteuid() == 0:
        # Root may write anywhere; what the system tells others is made up.
        real = os.open

        def exit_on_findings(path: object, *rest: int) -> int:
            if str(path).endswith((".lock", ".new")):
                raise PermissionError(13, "Permission denied")
            return real(path, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", exit_on_findings)
    else:
        folder.chmod(0o555)
    with pytest.raises(assess.AssessError, match=r"E611 .*Permission denied"):
        edit(folder, lambda case: case.withdraw("e1", "2019", "x"))
    folder.chmod(0o755)
    assert contents(folder) == before


def test_what_an_editor_saves_meanwhile_is_not_lost(tmp_path: Path) -> None:
    folder = write(tmp_path)

    def meanwhile(text: str) -> Callable[[assess.Case], assess.Case]:
        def change(case: assess.Case) -> assess.Case:
            (folder / "evidence.yaml").write_text(text, encoding="utf-8")
            return case.withdraw("e1", "2019", "x")

        return change

    other = EVIDENCE.replace("credibility: 4", "credibility: 5")
    with pytest.raises(assess.AssessError, match="E611 the file has changed"):
        edit(folder, meanwhile(other))
    assert contents(folder)["evidence.yaml"] == other
    (folder / "evidence.yaml").write_text(EVIDENCE, encoding="utf-8")
    edit(folder, meanwhile(EVIDENCE + "# more\n"))
    assert "# more\n" in contents(folder)["evidence.yaml"]
    assert "withdrawn: {on: " in contents(folder)["evidence.yaml"]


def test_a_lock_that_is_held_too_long_is_told(tmp_path: Path) -> None:
    held = tmp_path / "case.yaml"
    again = locked(held, patience=0.0)
    with locked(held), pytest.raises(assess.AssessError, match="E611 another program has held"):
        again.__enter__()
    with locked(held, patience=0.0):
        assert not held.exists()


def test_a_lock_is_had_as_soon_as_it_is_free_and_not_after_giving_up(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    with ThreadPoolExecutor() as pool:

        def take(patience: float) -> bool:
            try:
                with locked(path, patience):
                    return True
            except assess.AssessError:
                return False

        with locked(path):
            waiting = pool.submit(take, 30.0)
            assert not pool.submit(take, 0.05).result()
            assert not waiting.done()
        assert waiting.result()
    for _ in range(20):
        with locked(path, patience=0.0):
            pass


def test_a_lock_in_a_folder_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(assess.AssessError, match="E611 the file cannot be written: No such file"):
        locked(tmp_path / "none" / "case.yaml").__enter__()
    assert list(tmp_path.iterdir()) == []


def test_a_linked_piece_stays_a_link_and_keeps_its_permissions(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "real.yaml").write_text(EVIDENCE, encoding="utf-8")
    (folder / "real.yaml").chmod(0o640)
    (folder / "evidence.yaml").unlink()
    (folder / "evidence.yaml").symlink_to("real.yaml")
    edit(folder, lambda case: case.withdraw("e1", "2019", "x"))
    assert (folder / "evidence.yaml").is_symlink()
    assert (folder / "real.yaml").stat().st_mode & 0o777 == 0o640
    assert "withdrawn" in contents(folder)["real.yaml"]


def test_a_file_of_another_system_keeps_its_mark_and_line_ends(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "evidence.yaml").write_bytes(b"\xef\xbb\xbf" + EVIDENCE.replace("\n", "\r\n").encode())
    edit(folder, lambda case: case.withdraw("e1", "2019", "x"))
    add(folder, items(item("e3")), "ana", "2019-06-01")
    content = (folder / "evidence.yaml").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf# All")
    assert content.count(b"\r\n") == content.count(b"\n")
