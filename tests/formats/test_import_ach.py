"""Matrices of competing hypotheses in: what is read, what is written, and what is refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.domain.case import Case
from assess.errors import AssessError, Finding
from assess.files import (
    check,
    load_case,
    load_coding,
    load_grading,
    load_scale,
    schemas,
)
from assess.formats.ach import import_ach
from assess.formats.ach.ach_matrix import read_matrix
from assess.formats.ach.csv_table import read_csv_table
from assess.formats.ach.grid_cells import CellReader
from assess.formats.ach.matrix_rows import Matrix
from assess.scoring.score import score

HEAD = "Evidence,Credibility,Relevance,H1: Accident,H2: Arson\n"
CODING, GRADING = load_coding("heuer"), load_grading("admiralty")
READER = CellReader(CODING, load_scale(CODING.scale))


def read(text: str) -> tuple[Matrix | None, list[Finding]]:
    return read_matrix(read_csv_table(text, 2001), READER, GRADING)


def matrix(text: str) -> Matrix:
    made, findings = read(text)
    assert findings == []
    assert made is not None
    return made


def codes(text: str) -> list[str]:
    return [finding.code for finding in read(text)[1]]


def imported(folder: Path, text: str) -> Case:
    path = folder / "fire.csv"
    path.write_text(text, encoding="utf-8")
    made = import_ach(path, folder / "fire")
    assert [f for f in check(made.folder) if f.severity == "error"] == []
    return load_case(made.folder)


def test_one_matrix_in_all_its_spellings() -> None:
    plain = matrix(HEAD + "Petrol,high,low,C,CC\nNight,low,medium,I,\nCable,,,NA,N\n")
    signs = matrix("Item;Cred;Rel;H1: Accident;H2: Arson\r\nPetrol;H;L;+;++\r\nNight;l;M;-;\r\nCable;;;n/a;0\r\n")
    tabs = matrix(
        "sep=\t\nevidence\tCREDIBILITY\tWeight\tH1. Accident\tH2) Arson\nPetrol\tHigh\tLow\tc\t'++\n"
        "Night\tLOW\tmed\t\u2212\t \nCable\t\t\tNA\tneutral\n"
    )
    wanted = [("C", "CC"), ("I", None), ("NA", "N")]
    for made in (plain, signs, tabs):
        assert made.hypotheses == {"H1": "Accident", "H2": "Arson"}
        assert [row.codes for row in made.rows] == wanted
        assert [(row.grades.level, row.relevance) for row in made.rows] == [
            ("high", "low"),
            ("low", "medium"),
            (None, None),
        ]


def test_grades_may_stand_in_the_place_of_words() -> None:
    rows = matrix(HEAD + "a,B2,,C,I\nb,d,,C,I\nc,5,,C,I\nd,F 6,,C,I\n").rows
    assert [(row.grades.reliability, row.grades.accuracy) for row in rows] == [
        ("B", "2"),
        ("D", None),
        (None, "5"),
        ("F", "6"),
    ]


def test_what_is_written_says_what_the_matrix_says(tmp_path: Path) -> None:
    case = imported(tmp_path, HEAD + "Petrol,high,low,C,CC\nNight,B4,high,II,\n")
    petrol, night = case.evidence
    rubric = case.rubric
    assert petrol.ach.codes == {"H1": "C", "H2": "CC"}
    assert (petrol.ach.credibility, petrol.ach.relevance) == ("high", "low")
    assert (night.ach.codes, night.ach.credibility) == ({"H1": "II"}, None)
    assert (petrol.credibility, night.credibility) == ("2", "4")
    assert [source.reliability.term for source in case.sources.values()] == ["B", "B"]
    low, high = rubric.indicators["row-e01"], rubric.indicators["row-e02"]
    assert (low.weight, high.weight) == (CODING.relevance["low"].weight, CODING.relevance["high"].weight)
    assert {h: p.mean for h, p in low.present_if.items()} == {"H1": 0.7, "H2": 0.9}
    assert {h: p.mean for h, p in high.present_if.items()} == {"H1": 0.1, "H2": 0.1}
    reasons = [entry.why for entry in (*rubric.questions.values(), *rubric.indicators.values())]
    reasons += [entry.why for entry in case.sources.values()] + [item.why for item in case.evidence]
    assert all(reasons)


def test_a_blank_cell_has_the_mean_of_its_row(tmp_path: Path) -> None:
    case = imported(tmp_path, "Evidence,a,b,c,d\nx,CC,I,NA,\ny,,,NA,\n")
    first, second = case.rubric.indicators.values()
    assert [p.mean for p in first.present_if.values()] == [0.9, 0.3, (0.9 + 0.3) / 2, (0.9 + 0.3) / 2]
    assert [p.mean for p in second.present_if.values()] == [0.5] * 4
    assert score(case.without("e01"), draws=0).posterior("matter/hypothesis") == pytest.approx(
        dict.fromkeys("abcd", 0.25)
    )


def test_a_source_named_in_two_rows_is_one_source_with_the_lower_grade(tmp_path: Path) -> None:
    case = imported(tmp_path, "Evidence,Source,Type,Cred,a,b\nx,Guard,human,H,C,I\ny,guard,human,L,C,I\nz,,,,C,I\n")
    assert [item.source for item in case.evidence] == ["Guard", "Guard", "source-of-e03"]
    assert (case.sources["Guard"].reliability.term, case.sources["Guard"].kind) == ("D", "human")
    assert "the lowest is taken" in case.sources["Guard"].why
    assert [item.credibility for item in case.evidence] == ["2", "4", "3"]


def test_ids_dates_and_notes_are_kept(tmp_path: Path) -> None:
    case = imported(tmp_path, "#,Evidence,Date,Notes,a,b\nE7,x,1993-06,Seen twice,C,I\n")
    (item,) = case.evidence
    assert (item.id, item.reported) == ("E7", "1993-06")
    assert case.rubric.indicators["row-E7"].why.endswith(". Seen twice")


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("", "E911", (1, 1), "empty"),
        ("Evidense,a,b\nx,C,I\n", "E911", (1, 1), "did you mean Evidence"),
        ("Evidence,a\nx,C\n", "E911", (1, 10), "1 column for hypotheses"),
        ("Evidence,Cred,Grade,a,b\nx,,,C,I\n", "E911", (1, 15), "second column for credibility"),
        ("Evidence,a,b\n", "E911", (1, 1), "no row"),
        ("Evidence,Arson, arson\nx,C,I\n", "E912", (1, 16), "has a column already, at 1:10"),
        ('Evidence,a,b\n"x,C,I\n', "E913", (2, 1), "never closed"),
        ('Evidence,a,b\n"x"y,C,I\n', "E913", (2, 1), "after a closing"),
        ("Evidence,a,b\nx, more,C,I\n", "E915", (2, 3), "no code"),
        ("Evidence,a,b\nx,C,I,no\n", "E913", (2, 7), "column that has no name"),
        ("Evidence,a,b\n,C,I\n", "E913", (2, 1), "says nothing"),
        ("Evidence,a,b\nx,C,III\n", "E915", (2, 5), "did you mean II?"),
        ("Evidence,a,b\nx,C,=1+1\n", "E915", (2, 5), "'=1+1' is no code"),
        ("Evidence,Cred,a,b\nx,hgih,C,I\n", "E916", (2, 3), "did you mean high?"),
        ("Evidence,Rel,a,b\nx,B2,C,I\n", "E916", (2, 3), "no relevance"),
        ("Evidence,Date,a,b\nx,June,C,I\n", "E209", (2, 3), "not a date"),
        ("Id,Evidence,a,b\n1,x,C,I\n1,y,C,I\n", "E321", (3, 1), "at 2:1"),
        ("Id,Evidence,a,b\na/b,x,C,I\n", "E123", (2, 1), "not an id"),
        ("Evidence,a,b\nx\x00,C,I\n", "E103", (2, 2), "U+0000"),
    ],
)
def test_a_fault_has_its_code_and_place(text: str, code: str, place: tuple[int, int], words: str) -> None:
    made, findings = read(text)
    assert made is None
    finding = next(finding for finding in findings if finding.code == code)
    assert ((finding.line, finding.column), words in str(finding)) == (place, True)
    assert finding.hint


def test_all_faults_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "fire.csv"
    path.write_text(HEAD + 'x,B9,H,C,"c\nc"\ny,,much,CI,\n', encoding="utf-8")
    with pytest.raises(AssessError) as raised:
        import_ach(path, tmp_path / "fire")
    assert [(f.code, f.line, f.column) for f in raised.value.findings] == [
        ("E916", 2, 3),
        ("E915", 2, 10),
        ("E916", 4, 4),
        ("E915", 4, 9),
    ]
    assert all((f.file or "").endswith("fire.csv") for f in raised.value.findings)
    assert not (tmp_path / "fire").exists()


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    case = imported(tmp_path, HEAD + "x,,,C,I\n")
    before = (tmp_path / "fire" / "case.yaml").read_bytes()
    with pytest.raises(AssessError, match="E917"):
        import_ach(tmp_path / "fire.csv", tmp_path / "fire", title="Another")
    assert (tmp_path / "fire" / "case.yaml").read_bytes() == before
    assert load_case(tmp_path / "fire") == case
    with pytest.raises(AssessError, match=r"E917.*cannot be made"):
        import_ach(tmp_path / "fire.csv", tmp_path / "none" / "fire")


def test_a_log_is_refused_kindly_and_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(HEAD + "x,,,C,I\n" * 100_000, encoding="utf-8")
    with pytest.raises(AssessError) as raised:
        import_ach(path, tmp_path / "log")
    (finding,) = raised.value.findings
    assert (finding.code, finding.line) == ("E914", 2002)
    assert codes(HEAD.replace("H1", ",".join(f"x{n}" for n in range(60))) + "x,,,C,I\n")[0] == "E911"


def test_other_encodings_and_files_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fire.csv"
    for raw, code in ((HEAD.encode("utf-16"), "E103"), (b"Evidence,\xe4,b\nx,C,I\n", "E103")):
        path.write_bytes(raw)
        with pytest.raises(AssessError, match=code):
            import_ach(path, tmp_path / "fire")
    with pytest.raises(AssessError, match="E101"):
        import_ach(tmp_path, tmp_path / "fire")
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "x,,,C,I\n").encode())
    assert import_ach(path, tmp_path / "fire").items == 1
    with pytest.raises(AssessError, match="E116"):
        import_ach(path, tmp_path / "other", coding="heuler")
    with pytest.raises(AssessError, match="E209"):
        import_ach(path, tmp_path / "other", published="June")


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "'@SUM(1)",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "key: [value, &a *b] # no",
    "{subject}",
    "- - ? !!python/object:os.system",
    "---",
    "null",
    "Ведомство",
    "| pipe | and `code`",
    "\u2028line",
    "a" * 5000,
]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["Evidence", "Source", "Type", "Notes", *HOSTILE])
    writer.writerows([text, text, text, text, *["C"] * (len(HOSTILE) - 1), "I"] for text in HOSTILE)
    case = imported(tmp_path, stream.getvalue())
    wanted = [" ".join(text.removeprefix("'").split()) for text in HOSTILE]
    assert [item.summary for item in case.evidence] == wanted
    assert [each.text for each in case.rubric.questions["hypothesis"].hypotheses.values()] == wanted
    assert score(case, draws=0).questions["matter/hypothesis"].items == len(HOSTILE)


CELLS = st.sampled_from(["CC", "C", "N", "I", "II", "NA", ""])
LEVELS = st.sampled_from(["", "high", "medium", "low", "A1", "C", "4", "F6"])


@st.composite
def matrices(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    names = [f"h{n}" for n in range(draw(st.integers(2, 4)))]
    row = st.tuples(LEVELS, st.sampled_from(["", "H", "M", "L"]), *[CELLS] * len(names))
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return names, [[f"item {n}", *cells] for n, cells in enumerate(rows)]


def posterior(folder: Path, names: list[str], rows: list[list[str]]) -> dict[str, float]:
    folder.mkdir()
    lines = [["Evidence", "Cred", "Rel", *names], *rows]
    return score(imported(folder, "".join(",".join(line) + "\n" for line in lines)), draws=0).posterior(
        "matter/hypothesis"
    )


@given(matrices(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[list[str], list[list[str]]], random: Random
) -> None:
    folder = tmp_path_factory.mktemp("matrix")
    names, rows = made
    before = posterior(folder / "a", names, rows)
    columns = list(range(len(names)))
    random.shuffle(columns)
    turned = [[*row[:3], *(row[3 + n] for n in columns)] for row in rows]
    random.shuffle(turned)
    after = posterior(folder / "b", [names[n] for n in columns], turned)
    assert after == pytest.approx(before, abs=1e-12)


@given(matrices(), st.sampled_from(["CC", "C", "N", "I", "II", "NA", ""]), LEVELS)
def test_a_row_of_equal_codes_moves_nothing(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[list[str], list[list[str]]], code: str, level: str
) -> None:
    folder = tmp_path_factory.mktemp("matrix")
    names, rows = made
    before = posterior(folder / "a", names, rows)
    after = posterior(folder / "b", names, [*rows, ["one more", level, "", *[code] * len(names)]])
    assert after == pytest.approx(before, abs=1e-12)


def test_the_codes_of_an_item_name_hypotheses_of_its_question(tmp_path: Path) -> None:
    imported(tmp_path, HEAD + "Petrol,high,low,C,CC\n")
    path = tmp_path / "fire" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("codes: {H1: C", "codes: {H3: C"), encoding="utf-8")
    (finding,) = [finding for finding in check(path.parent) if finding.severity == "error"]
    assert (finding.code, finding.path[-1]) == ("E310", "H3")
    path.write_text(text.replace("codes: {H1: C", "codes: {H1: X"), encoding="utf-8")
    (finding,) = check(path.parent)
    assert finding.code == "E125"


def test_the_schema_knows_the_words_and_the_codes() -> None:
    coded = schemas()["case"]["$defs"]["Coded"]["properties"]
    assert coded["credibility"]["anyOf"][0]["enum"] == ["high", "medium", "low"]
    (cell,) = coded["codes"]["patternProperties"].values()
    assert cell["enum"] == ["CC", "C", "N", "I", "II", "NA"]
    credibility = schemas()["case"]["$defs"]["Evidence"]["properties"]["credibility"]
    assert [option["type"] for option in credibility["anyOf"]] == ["string", "integer", "null"]
