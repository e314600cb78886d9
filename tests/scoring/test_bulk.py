"""A table of reports scored by grouped sums says of each instance what its own case says."""

import datetime as dt
import math
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import assess
from assess.compile.report_tables import SUBJECT, instance_case
from assess.domain.chance import Chance
from assess.files.loading import sound_rubric
from assess.scoring.bulk.ibis_tables import opened
from tests.made_up import GRADING, SCALE

pa = pytest.importorskip("pyarrow", reason="assess[bulk] brings pyarrow")
ibis = pytest.importorskip("ibis", reason="assess[bulk] brings Ibis")

SAYS = ["present", "present", "absent", "not-found", "unclear"]


def rubric(rng: random.Random, sharp: bool = False) -> assess.Rubric:
    """Return a rubric with questions given others, indicators under others, weights and rates, perhaps with zeros."""

    def row(states: list[str]) -> dict[str, float]:
        shares = [rng.uniform(0.1, 1.0) for _ in states]
        if sharp and rng.random() < 0.5:
            shares[0] = 0.0
        return {state: share / sum(shares) for state, share in zip(states, shares, strict=True)}

    def chance() -> Any:
        if sharp and rng.random() < 0.4:
            return rng.choice([0.0, 1.0])
        return rng.choice([round(rng.random(), 3), {"mean": 0.3, "n": 5}, {"low": 0.2, "high": 0.7}, "likely"])

    two, three = ["a", "b"], ["x", "y", "z"]
    questions: dict[str, Any] = {
        "whole": {"per": "country", "hypotheses": two, "prior": row(two), "prior_n": 7},
        "part": {
            "per": "body",
            "hypotheses": three,
            "given": ["whole"],
            "given_weight": 0.7,
            "prior": {state: row(three) for state in two},
            "same": "all",
            "prior_n": 9,
        },
    }
    above = {"i1": "whole", "i2": "whole", "j1": "part", "j2": "part", "j3": "j1", "j4": "j3", "j5": "j1"}
    indicators = {
        name: {
            "of": of,
            "present_if": {
                s: chance() for s in (questions[of]["hypotheses"] if of in questions else ["present", "absent"])
            },
            "weight": rng.choice([1.0, 0.6]),
            "same": rng.choice(["all", "use"]),
        }
        for name, of in above.items()
    }
    made = {"rubric": "r", "questions": questions, "indicators": indicators, "scale": SCALE, "grading": GRADING}
    return sound_rubric(assess.Rubric.model_validate(made))


def reports(rng: random.Random, about: assess.Rubric, count: int, ties: bool = False) -> list[dict[str, Any]]:
    grades: dict[str, str] = {}
    rows: list[dict[str, Any]] = []

    def grade(source: str) -> str:
        return grades.setdefault(source, rng.choice(["B", "C", "likely", "0.65", "7e-1"]))

    for _ in range(count):
        source = f"Источник {rng.randrange(count)} '\u202e"
        rows.append(
            {
                "subject": rng.choice(["ü", "a'b", "\u202ec", " "]),
                "indicator": rng.choice(list(about.indicators)),
                "says": rng.choice(SAYS),
                "source": source,
                "reliability": grade(source),
                "credibility": rng.choice(["2", "3"]),
                "date": rng.choice([None, "2019", "2020-02", "2020-02-28", "2020-02-29", "2021"]),
            }
        )
        if rows[-1]["says"] == "not-found" and rng.random() < 0.5:
            rows[-1]["credibility"] = None
        if ties and rng.random() < 0.3:
            via = f"Источник {rng.randrange(count)} '\u202e"
            rows[-1] |= {"via": via, "via_reliability": grade(via)} if via != source else {}
        if ties and rng.random() < 0.2:
            rows[-1]["event"] = rng.choice(["весной", "#"])
        if ties and rng.random() < 0.2:
            rows[-1]["statement"] = f"{len(rows)}"
            rows.append({**rows[-1], "date": "2020", "via": None, "via_reliability": None})
    return rows


def top_of(indicator: str, about: assess.Rubric) -> str:
    while indicator in about.indicators:
        indicator = about.indicators[indicator].of
    return indicator


def chance(grade: str) -> Chance:
    return Chance(value=float(grade)) if grade[0].isdigit() else Chance(term=grade)


def by_cases(rows: list[dict[str, Any]], about: assess.Rubric, as_of: str | None) -> dict[tuple[str, str], Any]:
    """Return the posterior of each instance, scored as a case; None where the evidence cannot be."""
    of: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        of[row["subject"], top_of(row["indicator"], about)].append(row)
    posteriors: dict[tuple[str, str], Any] = {}
    for (subject, question), own in of.items():
        idents = {source: f"s{k}" for k, source in enumerate(dict.fromkeys(row["source"] for row in own))}
        graded = {row["source"]: row["reliability"] for row in own}
        graded |= {row["via"]: row["via_reliability"] for row in own if row.get("via")}
        idents |= {source: f"v{k}" for k, source in enumerate(graded) if source not in idents}
        sources = {idents[source]: assess.Source(reliability=chance(grade)) for source, grade in graded.items()}
        evidence = [
            assess.Evidence(
                id=f"e{k}",
                about=SUBJECT,
                indicator=row["indicator"],
                says=row["says"],
                source=idents[row["source"]],
                credibility=row["credibility"],
                reported=row["date"],
                via=(idents[row["via"]],) if row.get("via") else (),
                event={None: None, "весной": "spring", "#": "hash"}[row.get("event")],
                statement=f"t{row['statement']}" if row.get("statement") else None,
            )
            for k, row in enumerate(own)
        ]
        try:
            result = assess.score(instance_case(about, question, sources, evidence), as_of=as_of, draws=0)
        except assess.ImpossibleEvidenceError:
            posteriors[subject, question] = None
        else:
            posteriors[subject, question] = result.posterior(f"{SUBJECT}/{question}")
    return posteriors


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(rng=st.randoms(use_true_random=False), sharp=st.booleans(), ties=st.booleans())
def test_every_instance_has_the_posterior_of_its_own_case(rng: random.Random, sharp: bool, ties: bool) -> None:
    about = rubric(rng, sharp)
    rows = reports(rng, about, rng.choice([1, 12, 30]), ties)
    named = dict.fromkeys(name for row in rows for name in row)
    rows = [{name: row.get(name) for name in named} for row in rows]
    dates = ["2020-02", "2020-02-28", "2022"]
    result = assess.bulk(pa.Table.from_pylist(rows), about, as_of=dates, skip_bad=True)
    told = result.to_arrow().to_pylist()
    for date in dates:
        expected = by_cases(rows, about, date)
        assert {(row["subject"], row["question"]) for row in told} == expected.keys()
        for row in told:
            if row["as_of"] == date:
                posterior = expected[row["subject"], row["question"]]
                if posterior is None:
                    assert (row["posterior"], row["how"]) == (None, "impossible")
                else:
                    assert row["posterior"] == pytest.approx(posterior[row["hypothesis"]], abs=1e-9)
                    assert row["how"] in ("sums", "engine")
    assert ("E424" in {finding.code for finding in result.findings}) == (None in [row["posterior"] for row in told])


def table(**changed: Any) -> Any:
    base = {
        "subject": "s",
        "indicator": "guards",
        "says": "present",
        "source": "a",
        "reliability": "B",
        "credibility": "2",
    }
    rows = [base, {**base, "source": "b", **changed}]
    return pa.Table.from_pylist([{name: row.get(name) for name in rows[1]} for row in rows])


GUARDS = sound_rubric(
    assess.Rubric.model_validate(
        {
            "rubric": "g",
            "questions": {"kept": {"per": "place", "hypotheses": ["yes", "no"], "prior": "uniform"}},
            "indicators": {"guards": {"of": "kept", "present_if": {"yes": 0.8, "no": 0.1}}},
            "grading": GRADING,
        }
    )
)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"subject": None}, "1 report has no subject, in row 2"),
        ({"source": None}, "1 report has no source, of subject 's', in row 2"),
        ({"indicator": "dogs"}, "1 report has an indicator that the rubric does not have, "
                                "such as 'dogs' of subject 's', in row 2"),
        ({"says": "silent"}, "1 report has silent under says, which needs a chance that the source would have told: "
                             "score them in a case, of subject 's', in row 2"),
        ({"says": "Present"}, "1 report has something under says other than present, absent, not-found, unclear, "
                              "such as 'Present' of subject 's', in row 2"),
        ({"reliability": "A"}, "1 report has a reliability that is neither of the grading nor a number from 0 to 1, "
                               "such as 'A' of subject 's', in row 2"),
        ({"reliability": None}, "1 report has no reliability, of subject 's', in row 2"),
        ({"credibility": "7"}, "1 report has a credibility that the grading does not have, such as '7' of subject 's', "
                               "in row 2"),
        ({"credibility": None}, "1 report has no credibility, and present or absent under says, of subject 's', "
                                "in row 2"),
        ({"reliability": "1.2"}, "1 report has a reliability that is neither of the grading nor a number from 0 to 1, "
                                 "such as '1.2' of subject 's', in row 2"),
        ({"via": "c"}, "1 report has no via_reliability, and a relay under via, such as 'c' of subject 's', in row 2"),
        ({"via": "b", "via_reliability": "B"}, "1 report has the source itself under via, such as 'b' of subject 's', "
                                               "in row 2"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_told_and_skipped_only_if_asked(changed: Any, message: str) -> None:
    with pytest.raises(assess.AssessError) as refused:
        assess.bulk(table(**changed), GUARDS)
    assert [(finding.code, finding.message) for finding in refused.value.findings] == [("E423", message)]
    result = assess.bulk(table(**changed), GUARDS, skip_bad=True)
    assert [finding.message for finding in result.findings] == [message]
    alone = assess.bulk(table().slice(0, 1), GUARDS)
    assert result.to_arrow().to_pylist() == alone.to_arrow().to_pylist()


def test_a_question_that_the_indicator_does_not_bear_on_and_a_date_that_is_none_are_told() -> None:
    with pytest.raises(assess.AssessError, match="a question that the indicator does not bear on, such as 'kept2'"):
        assess.bulk(table().append_column("question", pa.array(["kept", "kept2"])), GUARDS)
    with pytest.raises(
        assess.AssessError, match="a date that is no year, month or day, such as '2020-13' of subject 's', in row 2"
    ):
        assess.bulk(table().append_column("date", pa.array(["2020-12", "2020-13"])), GUARDS, as_of="2021")


def test_a_source_under_two_grades_is_told() -> None:
    with pytest.raises(
        assess.AssessError, match=r"E424 a source has two grades of reliability in 1 instance, such as 's'"
    ):
        assess.bulk(table(source="a", reliability="C"), GUARDS)
    result = assess.bulk(table(source="a", reliability="C"), GUARDS, skip_bad=True)
    assert [(row["posterior"], row["how"]) for row in result.to_arrow().to_pylist()] == [(None, "regraded")] * 2


@pytest.mark.parametrize("name", ["period", "tells"])
def test_what_only_a_case_honours_is_refused_where_it_is_used(name: str) -> None:
    empty = table().append_column(name, pa.nulls(2, pa.string()))
    assert assess.bulk(empty, GUARDS).counts() == {"sums": 1}
    used = table().append_column(name, pa.array(["x", None]))
    with pytest.raises(assess.AssessError, match=f"E422 1 report with a value of {name}, which only a case honours"):
        assess.bulk(used, GUARDS)


def test_a_statement_of_two_contents_is_told() -> None:
    two = table(says="absent").append_column("statement", pa.array(["x", "x"]))
    with pytest.raises(assess.AssessError, match="E424 one statement has two contents in 1 instance, such as 's'"):
        assess.bulk(two, GUARDS)


def test_numbers_stand_for_reliabilities_in_text_and_in_a_column_of_numbers() -> None:
    numbers = table().drop_columns(["reliability"])
    typed = assess.bulk(numbers.append_column("reliability", pa.array([0.5, 1.0])), GUARDS)
    text = assess.bulk(numbers.append_column("reliability", pa.array([".5", "1"])), GUARDS)
    assert typed.to_arrow().to_pylist() == text.to_arrow().to_pylist()
    assert typed.counts() == {"sums": 1}


def test_a_table_without_a_needed_column_or_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(assess.AssessError, match="E422 the table of reports has no column source"):
        assess.bulk(table().drop_columns(["source"]), GUARDS)
    with pytest.raises(assess.AssessError, match="E422 the column credibility holds numbers with fractions"):
        assess.bulk(table().drop_columns(["credibility"]).append_column("credibility", pa.array([0.5, 0.7])), GUARDS)
    with pytest.raises(assess.AssessError, match=r"E422 the column date holds numbers with fractions, not dates"):
        assess.bulk(table().append_column("date", pa.array([2020.0, None])), GUARDS, since="2020")
    with pytest.raises(assess.AssessError, match="hint: what was known at a date needs it; the columns are: "):
        assess.bulk(table(), GUARDS, since="2020")
    with pytest.raises(assess.AssessError, match=r"E421 .* cannot be opened as a table of reports"):
        assess.bulk(tmp_path / "none.parquet", GUARDS)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("s,dogs,present,b,B,3,4", "line 4 has 7 cells, and the first has 6"),
        ("s,dogs,present", "line 4 has 3 cells, and the first has 6"),
    ],
)
def test_a_line_of_csv_with_a_cell_too_many_or_few_is_told(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "reports.csv"
    rows = ",".join(table().column_names), "s,dogs,present,a,B,3", "t,dogs,present,a,B,3"
    for before in (rows, (*rows, *["t,dogs,present,a,B,3"] * 30_000)):
        path.write_text("\n".join([*before, line, ""]), encoding="utf-8")
        with pytest.raises(assess.AssessError) as refused:
            assess.bulk(path, GUARDS)
        (finding,) = refused.value.findings
        assert message in finding.message or f"CSV Error on Line: {len(before) + 1}; " in finding.message


def test_empty_text_is_no_value() -> None:
    with pytest.raises(assess.AssessError, match="E423 1 report has no source, of subject 's', in row 2"):
        assess.bulk(table(source=""), GUARDS)
    perhaps = ("question", "via", "via_reliability", "statement", "event", "period", "date")
    with_empty = table()
    for name in perhaps:
        with_empty = with_empty.append_column(name, pa.array(["", ""]))
    assert assess.bulk(with_empty, GUARDS, as_of=["2020"]).to_arrow().drop_columns("as_of") == (
        assess.bulk(table(), GUARDS).to_arrow()
    )


def test_the_example_of_rows_that_cannot_be_read_is_the_first_of_them() -> None:
    (row,) = table().slice(0, 1).to_pylist()
    rows = pa.Table.from_pylist([{**row, "subject": "z", "says": "c"}, row, {**row, "subject": "a", "says": "b"}])
    with pytest.raises(assess.AssessError, match=r"such as 'c' of subject 'z', first in row 1"):
        assess.bulk(rows, GUARDS)
    with pytest.raises(assess.AssessError, match=r"such as 'b' of subject 'a'\n"):
        assess.bulk(rows.append_column("filename", pa.array(["f"] * 3)), GUARDS)


def test_a_date_is_scored_once_however_often_it_is_named() -> None:
    dated = table().append_column("date", pa.array(["2020", "2021"]))
    once = assess.bulk(dated, GUARDS, as_of=["2020"]).to_arrow()
    assert assess.bulk(dated, GUARDS, as_of=["2020", "2020"]).to_arrow() == once
    assert assess.bulk(dated, GUARDS, as_of=[]).to_arrow() == assess.bulk(dated, GUARDS).to_arrow()


def test_what_changed_since_a_date_is_told_in_points_and_decibans() -> None:
    dated = table().append_column("date", pa.array(["2020", "2021"]))
    rows = assess.bulk(dated, GUARDS, since="2020").to_arrow().to_pylist()
    typed = table().append_column("date", pa.array([dt.date(2020, 12, 31), dt.date(2021, 1, 1)]))
    assert assess.bulk(typed, GUARDS, since="2020").to_arrow().to_pylist() == rows
    then = {
        row["hypothesis"]: row["posterior"] for row in assess.bulk(dated, GUARDS, as_of="2020").to_arrow().to_pylist()
    }
    for row in rows:
        before = then[row["hypothesis"]]
        assert row["then"] == before
        assert row["points"] == pytest.approx(100.0 * (row["posterior"] - before))
        assert row["db"] == pytest.approx(assess_db(row["posterior"]) - assess_db(before))


def assess_db(probability: float) -> float:
    return 10.0 * math.log10(probability / (1.0 - probability))


def test_files_of_every_kind_and_a_checked_table_give_the_same(tmp_path: Path) -> None:
    con = ibis.duckdb.connect(str(tmp_path / "d.db"))
    rows = con.create_table("reports", table())
    rows.to_parquet(tmp_path / "r.parquet")
    rows.to_csv(tmp_path / "r.csv")
    (tmp_path / "parts" / "month=2020-01").mkdir(parents=True)
    rows.to_parquet(tmp_path / "parts" / "month=2020-01" / "r.parquet")
    expected = assess.bulk(table(), GUARDS).to_arrow().to_pylist()
    for source in (
        rows,
        table().to_pandas(),
        pl.from_arrow(table()),
        *(tmp_path / name for name in ("r.parquet", "r.csv", "parts")),
    ):
        assert assess.bulk(source, GUARDS).to_arrow().to_pylist() == expected
    assert assess.bulk(table().drop_columns(["source"]), GUARDS, checked=True).to_arrow().to_pylist() == expected
    assess.bulk(table(), GUARDS).write(tmp_path / "out.parquet")
    assess.bulk(table(), GUARDS).write(tmp_path / "out.csv")
    assert con.read_parquet(tmp_path / "out.parquet").to_pyarrow().to_pylist() == expected
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_only_what_changed_files_bear_on_is_scored_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    about = rubric(rng)
    rows = reports(rng, about, 60)
    for row in rows:
        row["subject"] = f"s{rng.randrange(9)}"
    rows += [{**rows[0], "subject": "alone", "source": "nobody else"}]

    def write(month: str, some: list[dict[str, Any]]) -> None:
        (tmp_path / "reports [1]" / f"month={month}").mkdir(parents=True, exist_ok=True)
        path = tmp_path / "reports [1]" / f"month={month}" / "reports.parquet"
        opened(pa.Table.from_pylist(some)).to_parquet(path)

    def again() -> tuple[list[dict[str, Any]], int]:
        scored = []

        def counted(reports: Any, *arguments: Any, **options: Any) -> Any:
            scored.append(reports.select("subject").distinct().count().to_pyarrow().as_py())
            return assess.bulk(reports, *arguments, **options)

        monkeypatch.setattr("assess.scoring.bulk.changed_partitions.bulk", counted)
        result = assess.bulk_again("reports [1]", about, "kept.db").to_arrow().to_pylist()
        return result, sum(scored)

    def anew() -> list[dict[str, Any]]:
        return assess.bulk(tmp_path / "reports [1]", about).to_arrow().to_pylist()

    monkeypatch.chdir(tmp_path)  # Ibis names the files that it reads from the root.
    write("1", rows[:30])
    write("2", rows[30:60])
    first, _ = again()
    assert first == anew()
    assert again() == (first, 0)
    write("3", rows[60:])
    assert again() == (anew(), 1)
    write("2", rows[31:60])
    result, subjects = again()
    assert result == anew()
    assert 0 < subjects < 10
    (tmp_path / "reports [1]" / "month=3" / "reports.parquet").unlink()
    assert again() == (anew(), 0)


def test_a_folder_is_scored_as_its_rows_are_where_some_cannot_be_read(tmp_path: Path) -> None:
    rows = table().append_column("question", pa.array(["kept", "another"]))
    opened(rows).to_parquet(tmp_path / "reports.parquet")
    with pytest.raises(assess.AssessError, match="E423 1 report has a question that the indicator"):
        assess.bulk_again(tmp_path, GUARDS, tmp_path / "kept.db")
    assert [*tmp_path.iterdir()] == [tmp_path / "reports.parquet"]
    again = assess.bulk_again(tmp_path, GUARDS, tmp_path / "kept.db", skip_bad=True)
    anew = assess.bulk(rows, GUARDS, skip_bad=True)
    assert again.to_arrow().to_pylist() == anew.to_arrow().to_pylist()
    assert [finding.message for finding in again.findings] == [
        f"{finding.message} of {tmp_path / 'reports.parquet'}" for finding in anew.findings
    ]
    with pytest.raises(assess.AssessError, match="E423"):
        assess.bulk_again(tmp_path, GUARDS, tmp_path / "kept.db")


def test_the_first_row_that_cannot_be_read_is_told_with_its_file(tmp_path: Path) -> None:
    for name, says in (("a", "present"), ("b", "loud"), ("c", "loud")):
        opened(table(says=says)).to_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(assess.AssessError) as refused:
        assess.bulk_again(tmp_path, GUARDS, tmp_path / "kept.db")
    assert refused.value.findings[0].message.endswith(f"first in row 2 of {tmp_path / 'b.parquet'}")


def test_a_refusal_leaves_a_database_that_was_there(tmp_path: Path) -> None:
    folder, kept = tmp_path / "feed", tmp_path / "kept.db"
    folder.mkdir()
    opened(table()).to_parquet(folder / "a.parquet")
    first = assess.bulk_again(folder, GUARDS, kept).to_arrow().to_pylist()
    opened(table(says="loud")).to_parquet(folder / "b.parquet")
    with pytest.raises(assess.AssessError, match="E423"):
        assess.bulk_again(folder, GUARDS, kept)
    (folder / "b.parquet").unlink()
    assert assess.bulk_again(folder, GUARDS, kept).to_arrow().to_pylist() == first


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(assess.AssessError, match=r"E421 .* cannot be opened as a table of reports"):
        assess.bulk_again(tmp_path, GUARDS, tmp_path / "kept.db")


def test_a_table_without_rows_gives_no_rows() -> None:
    assert assess.bulk(table().slice(0, 0), GUARDS).to_arrow().num_rows == 0
    assert assess.bulk(table(says="unclear").slice(1, 1), GUARDS).to_arrow().to_pylist()[0]["posterior"] == 0.5
