from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.scoring.bulk.ibis_tables import opened

pytest.importorskip("ibis", reason="assess[bulk] brings Ibis")

REPORTS = """\
subject,indicator,says,source,reliability,credibility
gate,would-lose,present,a,B,2
gate,other-way,absent,b,F,3
tower,would-lose,present,a,B,2
tower,other-way,absent,a,B,3
"""


def run(reports: Path, output: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["bulk", str(reports), "--rubric", "intent", "-o", str(output), *options])


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, encoding="utf-8")
    return path


def test_a_table_is_scored_and_written(reports: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    done = run(reports, output, "--memory", "200MB", "--threads", "1")
    assert done.exit_code == 0
    assert done.stderr == (f"wrote {output}: 2 instances (1 in which reports are tied by the engine, 1 by sums)\n")
    head, *rows = output.read_text(encoding="utf-8").splitlines()
    assert head == "subject,question,hypothesis,prior,posterior,term,reports,how"
    assert [row.partition(",")[0] for row in rows] == ["gate"] * 4 + ["tower"] * 4


def test_a_bad_row_a_missing_file_and_a_place_that_cannot_be_written_are_told(reports: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "out.parquet"
    done = run(tmp_path / "no.parquet", nowhere)
    assert done.exit_code == 1
    assert f"{nowhere}: E611 the file cannot be written: there is no folder {nowhere.parent}\n" in done.stderr
    reports.write_text(f"{REPORTS}tower,walls,present,b,B,3\n", encoding="utf-8")
    done = run(reports, tmp_path / "out.parquet")
    assert done.exit_code == 1
    assert (
        "E423 1 report has an indicator that the rubric does not have, such as 'walls' of subject 'tower'"
        in done.stderr
    )
    assert done.stderr.endswith("1 error, nothing scored\n")
    assert run(tmp_path / "no.parquet", tmp_path / "out.parquet").exit_code == 1
    assert not (tmp_path / "out.parquet").exists()
    assert run(reports, tmp_path / "out.parquet", "--since", "2020-13").exit_code == 2


@pytest.mark.parametrize(
    ("output", "options", "message"),
    [
        ("out.xlsx", (), "a result ends in .parquet or .csv, and 'out.xlsx' does not"),
        ("reports.csv", (), "would be one of the reports"),
        ("out.csv", ("--keep", "kept.db"), "--keep is for a folder of files"),
    ],
)
def test_wrong_usage_writes_nothing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, options: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(reports, tmp_path / output, *options)
    assert (done.exit_code, [*tmp_path.iterdir()]) == (2, [reports])
    assert message in " ".join(done.stderr.replace("│", "").split())
    assert reports.read_text(encoding="utf-8") == REPORTS


def test_a_size_that_is_none_and_a_database_that_is_not_there_are_told(reports: Path, tmp_path: Path) -> None:
    done = run(reports, tmp_path / "out.csv", "--memory", "lots")
    assert done.exit_code == 1
    assert "hint: write a size such as 1GB" in done.stderr
    done = run(reports, tmp_path / "out.csv", "--memory=-5GB")
    assert done.exit_code == 1
    assert "E425 '-5GB' is no size of memory" in done.stderr
    done = run(reports, tmp_path / "out.csv", "--memory", "1KB")
    assert done.exit_code == 1
    assert "E425 the database gave up: Out of Memory" in done.stderr
    done = run(tmp_path / "none.duckdb", tmp_path / "out.csv", "--table", "reports")
    assert done.exit_code == 1
    assert "cannot be opened as a table of reports: there is no such file" in done.stderr
    opened(reports).to_parquet(tmp_path / "x.parquet")
    pytest.importorskip("duckdb").connect(str(tmp_path / "there.duckdb")).close()
    done = run(tmp_path / "there.duckdb", tmp_path / "out.csv", "--table", "reports")
    assert done.exit_code == 1
    assert "it has no table 'reports'" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports.csv", "there.duckdb", "x.parquet"]


def test_a_subject_like_a_formula_is_guarded_in_csv_alone(reports: Path, tmp_path: Path) -> None:
    reports.write_text(f"{REPORTS}=1+1,would-lose,present,a,B,2\n-7,would-lose,present,a,B,2\n", encoding="utf-8")
    run(reports, tmp_path / "out.csv")
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.partition(",")[0] for row in rows} == {"'=1+1", "'-7", "gate", "tower"}
    run(reports, tmp_path / "out.parquet")
    assert set(opened(tmp_path / "out.parquet").subject.to_pyarrow().to_pylist()) == {"=1+1", "-7", "gate", "tower"}


def test_what_was_scored_of_a_folder_is_kept(reports: Path, tmp_path: Path) -> None:
    folder, output, kept = tmp_path / "feed", tmp_path / "out.csv", tmp_path / "kept.db"
    folder.mkdir()
    assert run(folder, output, "--keep", str(kept)).exit_code == 1
    assert not kept.exists()
    opened(reports).to_parquet(folder / "reports.parquet")
    assert run(folder, output, "--keep", str(kept), "--memory", "1KB").exit_code == 1
    assert not kept.exists()
    first = run(folder, output, "--keep", str(kept))
    assert first.exit_code == 0
    content = output.read_text(encoding="utf-8")
    assert run(folder, output, "--keep", str(kept)).stderr == first.stderr
    assert output.read_text(encoding="utf-8") == content
    assert run(folder, output, "--keep", str(kept), "--checked").exit_code == 2
