"""How predictions come out: checked, written into the file, scored as of the day before."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from assess.domain.case import Case
from assess.errors import AssessError
from assess.files import load_case
from assess.files.atomic_write import replace_file
from assess.files.editing import save_case
from assess.history import Ledger
from assess.history.ledger.database import writing
from assess.history.outcomes.calibration import Forecast
from assess.history.outcomes.outcomes import outcomes
from tests.exactly import score
from tests.history.settled import PREDICTED, lay_out

WHY = 'The inquiry: "so it was"'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def settle(folder: Path, ident: str, outcome: str = "true", on: str = "2018-03") -> Result:
    return run("resolve", str(folder), ident, "--outcome", outcome, "--on", on, "--why", WHY, "--by", "ana")


@pytest.mark.parametrize("ident", ["blessed", "clubs", "unstated", "open", "last"])
def test_an_outcome_is_all_that_changes(folder: Path, ident: str) -> None:
    done = settle(folder, ident)
    assert done.exit_code == 0, done.stderr
    before, after = PREDICTED.splitlines(), (folder / "predicted.yaml").read_text(encoding="utf-8").splitlines()
    came = [line.strip() for line in after if line not in before]
    gone = [line.strip() for line in before if line not in after]
    if ident in ("clubs", "open"):
        assert [line.partition(", resolved: {outcome: true, on: 2018-03")[0] for line in came] == [gone[0][:-1]]
    else:
        assert (gone, came[:3], len(came)) == ([], ["resolved:", "outcome: true", "on: 2018-03"], 6)
    written = load_case(folder).predictions[ident].resolved
    assert written is not None
    expected = _untouched(folder).resolve(ident, True, "2018-03", WHY, "ana", written.recorded)
    assert load_case(folder) == expected


def _untouched(folder: Path) -> Case:
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
    assert after.count(b"\r\n") == after.count(b"\n") == raw.count(b"\n") + 6
    assert b"2018-12-31   # our date\r\n    why: An inquiry is due\r\n    resolved:\r\n" in after


def test_a_file_that_ends_without_a_line_end_is_written(folder: Path) -> None:
    path = folder / "predicted.yaml"
    path.write_text("predictions:\n  one:\n    holds_if: {club/origin: grown}\n    resolves_by: 2019", encoding="utf-8")
    assert settle(folder, "one").exit_code == 0
    written = load_case(folder).predictions["one"].resolved
    assert written is not None
    assert (written.outcome, written.on, written.why, written.by) == (True, "2018-03", WHY, "ana")


@pytest.mark.parametrize(
    ("ident", "on", "said"),
    [
        ("blesed", "2018", "no prediction called blesed; did you mean blessed?"),
        ("blessed", "2016-05", "prediction 'blessed' was made 2017-07, after 2016-05, when it was settled"),
        ("nothing", "2018", "no prediction called nothing; the predictions are: "),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(folder: Path, ident: str, on: str, said: str) -> None:
    done = settle(folder, ident, on=on)
    assert done.exit_code == 1
    assert f"E612 {said}" in done.stderr
    assert (folder / "predicted.yaml").read_text(encoding="utf-8") == PREDICTED


def test_what_is_settled_is_not_settled_again(folder: Path) -> None:
    assert settle(folder, "blessed").exit_code == 0
    again = settle(folder, "blessed", "false")
    assert again.exit_code == 1
    assert "E612 prediction 'blessed' is settled already: it came true (2018-03)" in again.stderr


def test_an_outcome_is_a_value_and_saved_as_one(folder: Path) -> None:
    case = load_case(folder)
    settled = case.resolve("blessed", False, "2018-03", "No payments")
    assert case.predictions["blessed"].resolved is None
    assert save_case(settled, folder) is not None
    assert load_case(folder) == settled
    with pytest.raises(ValueError, match="is not a date"):
        case.resolve("blessed", False, "in March", "No payments")


def test_wrong_usage_is_told(folder: Path) -> None:
    assert settle(folder, "blessed", outcome="perhaps").exit_code == 2
    assert settle(folder, "blessed", on="soon").exit_code == 2


def test_a_prediction_that_says_nothing_yet_is_settled_too(folder: Path) -> None:
    (folder / "predicted.yaml").write_text("predictions:\n  one: {}\n", encoding="utf-8")
    assert settle(folder, "one").exit_code == 0
    assert load_case(folder).predictions["one"].resolved is not None


def test_a_write_that_fails_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = settle(folder, "blessed")
    assert done.exit_code == 1
    assert "E611 the file cannot be written: No space left on device" in done.stderr
    assert (folder / "predicted.yaml").read_text(encoding="utf-8") == PREDICTED
    left = sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")
    assert left == ["case.yaml", "predicted.yaml", "small.yaml"]


def test_a_file_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, b"new")
    assert (real.read_bytes(), real.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)


def test_the_probability_is_that_of_the_day_before(folder: Path) -> None:
    case = load_case(folder).resolve("blessed", True, "2018-03-01", "")
    case = case.resolve("clubs", False, "2019", "")
    case = case.resolve("unstated", False, "2018", "")
    came = outcomes([case], "2020", draws=0)
    held = {forecast.id: forecast for forecast in came.forecasts}
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
    case = load_case(folder).resolve("blessed", True, "2018-03-01", "")
    came = outcomes([case], by, draws=0)
    assert (len(came.forecasts), list(came.overdue)) == (settled, overdue)


def test_more_draws_than_are_allowed_are_refused_where_nothing_is_settled(folder: Path) -> None:
    for draws in ("1000000000", "1" + "0" * 30):
        done = run("calibration", str(folder), "--by", "1999", "--draws", draws)
        assert (done.exit_code, done.stdout, "E412 draws is" in done.stderr) == (1, "", True)


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


def recorded_on(monkeypatch: pytest.MonkeyPatch, ledger: Ledger, case: Case, *moments: str, draws: int = 0) -> None:
    """Record the scoring of a case at given moments."""
    for moment in moments:
        now = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        clock = SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _, now=now: now))
        monkeypatch.setattr("assess.history.ledger.store.dt", clock)
        ledger.record(assess.score(case, draws=draws))


def test_what_was_recorded_last_before_the_day_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = load_case(folder)
    ledger, other = Ledger(folder / "ledger.db"), Ledger(folder / "other.db")
    recorded_on(monkeypatch, ledger, case.without("e1", "e3"), "2017-08-01T10:00")
    recorded_on(monkeypatch, ledger, case.without("e3"), "2018-02-28T23:59", draws=40)
    recorded_on(monkeypatch, ledger, case, "2018-03-01T00:00", "2019-05-01T09:00")
    recorded_on(monkeypatch, other, case.without("e2"), "2018-09-01T12:00")
    now = case.resolve("blessed", True, "2018-03-01", "").resolve("clubs", False, "2019", "")
    now = now.resolve("open", True, "2017-08-01", "").resolve("unstated", True, "2018", "")

    came = outcomes([now], "2020", ledgers=[ledger])
    held = {forecast.id: forecast for forecast in came.forecasts}
    then = assess.score(case.without("e3"), draws=40)
    blessed = then.predictions["blessed"]
    assert blessed.confidence is not None
    assert held["bodies/blessed"] == Forecast(
        "bodies/blessed",
        blessed.probability,
        blessed.prior,
        blessed.term,
        blessed.confidence.level,
        True,
        "2018-02-28",
    )
    assert (held["bodies/clubs"].as_of, held["bodies/clubs"].level) == ("2018-03-01", None)
    assert held.keys() == {"bodies/blessed", "bodies/clubs"}
    assert (came.unrecorded, came.unnumbered) == (("bodies/open",), ("bodies/unstated",))
    both = outcomes([now], "2020", ledgers=[ledger, other])
    assert {forecast.id: forecast.as_of for forecast in both.forecasts}["bodies/clubs"] == "2018-09-01"


def test_what_was_recorded_of_another_statement_does_not_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = load_case(folder)
    ledger = Ledger(folder / "ledger.db")
    recorded_on(monkeypatch, ledger, case, "2017-08-01T10:00")
    stated = case.predictions["clubs"].model_copy(update={"holds_if": case.predictions["open"].holds_if})
    turned = case.model_copy(update={"predictions": {**case.predictions, "blessed": stated}})
    recorded_on(monkeypatch, ledger, turned, "2017-09-01T10:00")
    came = outcomes([case.resolve("blessed", True, "2018", "")], "2020", draws=0, ledgers=[ledger])
    assert [(forecast.id, forecast.as_of) for forecast in came.forecasts] == [("bodies/blessed", "2017-08-01")]


def test_a_ledger_alone_gives_the_outcomes_of_its_newest_entries(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(folder / "ledger.db")
    where = ["--ledger", str(ledger.path), "--by", "2020"]
    done = run("calibration", *where)
    assert (done.exit_code, "E701" in done.stderr) == (1, True)
    case = load_case(folder)
    recorded_on(monkeypatch, ledger, case, "2017-08-01T10:00")
    done = run("calibration", *where)
    assert (done.exit_code, done.stdout) == (0, "")
    recorded_on(monkeypatch, ledger, case.resolve("blessed", True, "2018", ""), "2018-03-05T10:00")
    done = run("calibration", *where)
    assert done.exit_code == 0, done.stderr
    assert "recorded    probability" in done.stdout
    assert "2017-08-01" in done.stdout
    assert settle(folder, "clubs", "false", "2017-08").exit_code == 0
    given = json.loads(run("calibration", str(folder), *where, "--json").stdout)
    assert (given["forecasts"], given["unrecorded"]) == ([], ["bodies/clubs"])
    assert run("calibration").exit_code == 2


def test_a_ledger_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    with writing(tmp_path / "ledger.db"):
        pass
    done = run("calibration", "--ledger", str(tmp_path / "ledger.db"))
    assert done.exit_code == 1
    assert "E705 there is no entry in " in done.stderr
