"""The head of a report: who assesses and when, and what has changed since the case was last recorded."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import assess
from assess.cli.app import app
from assess.history.comparing.since_recorded import since_recorded
from assess.history.ledger.store import Ledger, last_recorded
from assess.reporting.report.short_report import in_short

SINCE = "Since it was last recorded"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_an_item_that_is_withdrawn_is_told_with_the_answer_before_and_after(ledger: Ledger) -> None:
    before = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    ledger.record(before)
    item = next(iter(before.evidence))
    after = assess.score(before.case.withdraw(item, "2021-01-01", "An error", recorded="2021-01-01"), draws=0)
    text = _flat(in_short(after, since=since_recorded(ledger.entry(1), after)))
    assert f"- {SINCE}: On {ledger.entry(1).entry.at[:10]} it was " in text
    assert "In between: 1 item withdrawn." in text


def test_nothing_new_is_told_as_such_and_without_a_ledger_nothing_is_told(ledger: Ledger) -> None:
    result = assess.score(assess.load_case("heuer-iraq-1993"), draws=0)
    ledger.record(result)
    assert f"{SINCE}: Nothing has changed since " in _flat(
        in_short(result, since=since_recorded(ledger.entry(1), result))
    )
    assert SINCE not in in_short(result)


def test_the_entry_is_the_latest_of_the_same_case_and_date(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    run = CliRunner()
    assert run.invoke(app, ["new", str(folder)]).exit_code == 0
    assert last_recorded(folder, assess.score(assess.load_case(folder), draws=0)) is None
    for dated in ([], ["--as-of", "2020-06"], []):
        assert run.invoke(app, ["score", str(folder), "--record", "--draws", "0", *dated]).exit_code == 0
    case = assess.load_case(folder)
    numbers = [last_recorded(folder, assess.score(case, as_of, draws=0)) for as_of in (None, "2020-06", "2020-07")]
    assert [entry and entry.entry.n for entry in numbers] == [3, 2, None]
    assert f"{SINCE}: Nothing has changed since" in _flat(run.invoke(app, ["report", str(folder)]).stdout)
    (folder / "ledger.db").write_bytes(b"no ledger")
    done = run.invoke(app, ["report", str(folder)])
    assert done.exit_code == 0
    assert SINCE not in done.stdout
    assert "nothing is said of the ledger" in done.stderr


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"by": "A. Reader", "assessed": "2021-05"}, "Assessed by A. Reader, 2021-05. "),
        ({"by": "A. Reader"}, "Assessed by A. Reader. "),
        ({"assessed": "2021-05"}, "Assessed on 2021-05. "),
        ({}, ""),
    ],
)
def test_the_line_under_the_title_says_who_and_when(head: dict[str, str], said: str) -> None:
    case = assess.load_case("heuer-iraq-1993").model_copy(update=head)
    line = in_short(assess.score(case, draws=0)).splitlines()[3]
    assert line.startswith(f"{said}Information up to ")
