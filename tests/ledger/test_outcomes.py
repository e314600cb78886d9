"""How predictions come out: checked, written into the file, scored as of the day before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli import calibration, resolve  # noqa: F401 - each adds its command
from assess.cli.app import app
from assess.domain.claim import Resolution
from assess.errors import AssessError
from assess.files import load_case
from assess.files.saving import replace_file
from assess.files.settling import write_outcome
from assess.ledger.outcomes import outcomes, with_outcome
from tests.exactly import score
from tests.ledger.settled import PREDICTED, lay_out


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def settle(folder: Path, ident: str, outcome: str = "true", on: str = "2018-03") -> Result:
    return run("resolve", str(folder), ident, "--outcome", outcome, "--on", on, "--why", 'The inquiry: "so it was"')


@pytest.mark.parametrize("ident", ["blessed", "clubs", "unstated", "open", "last"])
def test_an_outcome_is_all_that_changes(folder: Path, ident: str) -> None:
    done = settle(folder, ident)
    assert done.exit_code == 0, done.stderr
    before, after = PREDICTED.splitlines(), (folder / "predicted.yaml").read_text(encoding="utf-8").splitlines()
    changed = [line for line in after if line not in before]
    assert len(changed) == 1
    assert len(after) - len(before) == (ident not in ("clubs", "open"))
    assert 'resolved: {outcome: true, on: "2018-03", why: "The inquiry: \\"so it was\\""}' in changed[0]
    expected = with_outcome(_untouched(folder), ident, True, "2018-03", 'The inquiry: "so it was"')
    assert load_case(folder) == expected
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def _untouched(folder: Path):  # type: ignore[no-untyped-def]
    other = folder / "other"
    other.mkdir()
    return load_case(lay_out(other))


def test_line_ends_and_a_mark_of_utf_8_stay(folder: Path) -> None:
    path = folder / "predicted.yaml"
    raw = b"\xef\xbb\xbf" + PREDICTED.replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    assert settle(folder, "blessed").exit_code == 0
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf#")
    assert after.count(b"\r\n") == after.count(b"\n") == raw.count(b"\n") + 1
    assert b"2018-12-31   # our date\r\n    resolved: {" in after


def test_a_file_that_ends_without_a_line_end_is_written(folder: Path) -> None:
    path = folder / "predicted.yaml"
    path.write_text("predictions:\n  one:\n    holds_if: {club/origin: grown}\n    resolves_by: 2019", encoding="utf-8")
    assert settle(folder, "one").exit_code == 0
    assert load_case(folder).predictions["one"].resolved == Resolution(
        outcome=True, on="2018-03", why='The inquiry: "so it was"'
    )


@pytest.mark.parametrize(
    ("ident", "on", "code", "hint"),
    [
        ("blesed", "2018", "E802", "did you mean blessed"),
        ("blessed", "2016-05", "E804", "on which it was settled"),
        ("nothing", "2018", "E802", "the predictions are"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(folder: Path, ident: str, on: str, code: str, hint: str) -> None:
    done = settle(folder, ident, on=on)
    assert done.exit_code == 1
    assert code in done.stderr
    assert hint.lower() in done.stderr.lower()
    assert (folder / "predicted.yaml").read_text(encoding="utf-8") == PREDICTED


def test_what_is_settled_is_not_settled_again(folder: Path) -> None:
    assert settle(folder, "blessed").exit_code == 0
    again = settle(folder, "blessed", "false")
    assert again.exit_code == 1
    assert "E803 blessed is settled: it came true (2018-03)" in again.stderr


def test_wrong_usage_is_told(folder: Path) -> None:
    assert settle(folder, "blessed", outcome="perhaps").exit_code == 2
    assert settle(folder, "blessed", on="soon").exit_code == 2


def test_a_layout_with_no_place_is_refused(folder: Path) -> None:
    path = folder / "predicted.yaml"
    path.write_text("predictions:\n  one: {}\n", encoding="utf-8")
    with pytest.raises(AssessError, match="E805 one is not laid out"):
        write_outcome(folder, "one", Resolution(outcome=True, on="2018"))
    assert path.read_text(encoding="utf-8") == "predictions:\n  one: {}\n"


def test_a_write_that_fails_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = settle(folder, "blessed")
    assert done.exit_code == 1
    assert "E806 the file cannot be written: No space left on device" in done.stderr
    assert (folder / "predicted.yaml").read_text(encoding="utf-8") == PREDICTED
    assert sorted(path.name for path in folder.iterdir()) == ["case.yaml", "predicted.yaml", "small.yaml"]


def test_a_file_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, b"new")
    assert (real.read_bytes(), real.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)


def test_the_probability_is_that_of_the_day_before(folder: Path) -> None:
    case = with_outcome(load_case(folder), "blessed", True, "2018-03-01", None)
    case = with_outcome(case, "clubs", False, "2019", None)
    case = with_outcome(case, "unstated", False, "2018", None)
    came = outcomes([case], "2020", draws=0)
    held = {one.id: one for one in came.forecasts}
    assert held["bodies/blessed"].as_of == "2018-02-28"
    assert held["bodies/blessed"].probability == score(case, "2018-02-28").predictions["blessed"].probability
    assert held["bodies/blessed"].probability != score(case, "2018-03-01").predictions["blessed"].probability
    assert held["bodies/clubs"].as_of == "2018-12-31"
    assert (came.overdue, came.unnumbered) == ((), ("bodies/unstated",))
    assert came.waiting == ("bodies/open", "bodies/last")


@pytest.mark.parametrize(
    ("by", "settled", "overdue"),
    [
        ("2017", 0, []),
        ("2018-02-28", 0, []),
        ("2018-03-01", 1, []),
        ("2018-12-30", 1, []),
        ("2018-12-31", 1, ["bodies/unstated"]),
        ("2019", 1, ["bodies/clubs", "bodies/unstated"]),
    ],
)
def test_only_what_is_settled_or_due_by_then_counts(folder: Path, by: str, settled: int, overdue: list[str]) -> None:
    case = with_outcome(load_case(folder), "blessed", True, "2018-03-01", None)
    came = outcomes([case], by, draws=0)
    assert (len(came.forecasts), list(came.overdue)) == (settled, overdue)


def test_a_case_twice_is_refused(folder: Path) -> None:
    case = load_case(folder)
    with pytest.raises(AssessError, match="E801 case 'bodies' is given more than once"):
        outcomes([case, case], "2020", draws=0)


def test_the_command_prints_tables_or_json_and_nothing_else(folder: Path) -> None:
    settle(folder, "blessed")
    settle(folder, "clubs", "false", "2019")
    done = run("calibration", str(folder), "--by", "2020", "--draws", "50")
    assert done.exit_code == 0, done.stderr
    assert "By level of confidence" in done.stdout
    assert "2 predictions settled, 1 of them true." in done.stderr
    done = run("calibration", str(folder), "--by", "2020", "--draws", "0", "--json")
    content = json.loads(done.stdout)
    assert content["calibration"]["base_rate"] == 0.5
    assert content["overdue"] == ["bodies/unstated"]
    nothing = run("calibration", str(folder), "--by", "2016", "--json")
    assert json.loads(nothing.stdout)["calibration"] is None
