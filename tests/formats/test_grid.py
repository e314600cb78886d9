"""Grids: ratios and words as probabilities, priors, workbooks, and the way back to what was typed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assess
from assess.errors import AssessError
from assess.files import load_coding, load_grading, load_scale
from assess.formats.ach.ach_matrix import COLUMNS, read_matrix
from assess.formats.ach.csv_table import read_csv_table
from assess.formats.ach.grid_cells import CellReader
from assess.scoring.score import score

CODING = load_coding("heuer")
READER, GRADING = CellReader(CODING, load_scale(CODING.scale)), load_grading(CODING.grades)
LIKELIHOODS = ["CC", "c", "N", "-", "II", "++", "very likely", "Unlikely", "remote", "0.3", "70 %"]
COMPARED = ["2:1", "1 : 3", "1:1", "2,5:1", "much likelier", "More likely", "as likely", "1:100"]


def made(folder: Path, text: str, **options: Any) -> assess.Case:
    path = folder / "grid.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return assess.load_case(assess.import_ach(path, folder / "case", **options).folder)


def given_back(case: assess.Case) -> str:
    return assess.formats.rendered(score(case, draws=0), "grid")


def cells(text: str) -> list[list[str]]:
    table = read_csv_table(text, 2001)
    assert table.findings == []
    return [[cell.text for cell in row] for row in table.rows]


def messages(text: str) -> list[str]:
    """Return line:column, code and message of all that is wrong with a grid."""
    table = read_csv_table(text, 2001)
    findings = read_matrix(table, READER, GRADING)[1]
    return [f"{each.line}:{each.column} {each.code} {each.message}" for each in AssessError(findings).findings]


def means(case: assess.Case, indicator: str) -> dict[str, float]:
    return {h: chance.mean or 0.0 for h, chance in case.rubric.indicators[indicator].present_if.items()}


def test_a_ratio_is_two_thirds_to_one_third(tmp_path: Path) -> None:
    case = made(tmp_path, "Item,a,b,c,d\nx,2:1,,,1:1\ny,much likelier,,NA,less likely\n")
    assert means(case, "row-e01") == {"a": 0.666667, "b": 0.333333, "c": 0.333333, "d": 0.333333}
    total = 10 + 1 / 3
    assert means(case, "row-e02") == pytest.approx(
        {"a": 10 / total, "b": 1 / total, "c": 1 / total, "d": 1 / 3 / total}, abs=1e-6
    )
    assert [case.rubric.indicators[name].weight for name in ("row-e01", "row-e02")] == [1.0, 1.0]
    assert case.rubric.indicators["row-e02"].why == (
        "Compared in line 3: a 10:1, b blank, c NA, d 1:3. The coding heuer reads much likelier as 10:1, less likely "
        "as 1:3. A ratio is to what is blank or 1:1; of the rows with these ratios, it is the one whose largest and "
        "smallest probability add up to 1"
    )


@settings(max_examples=8, deadline=None)
@given(st.lists(st.fractions(Fraction(1, 30), 30, max_denominator=30), min_size=1, max_size=4))
def test_ratios_keep_their_ratios_and_absence_weighs_as_much(
    tmp_path_factory: pytest.TempPathFactory, ratios: list[Fraction]
) -> None:
    names = [f"h{n}" for n in range(len(ratios) + 1)]
    typed = ",".join(f"{ratio.numerator}:{ratio.denominator}" for ratio in ratios)
    row = means(made(tmp_path_factory.mktemp("grid"), f"Item,{','.join(names)}\nx,,{typed}\n"), "row-e01")
    wanted = dict(zip(names, [Fraction(1), *ratios], strict=True))
    for left, right in combinations(names, 2):
        assert row[left] / row[right] == pytest.approx(float(wanted[left] / wanted[right]), rel=2e-5)
    assert max(row.values()) + min(row.values()) == pytest.approx(1.0, abs=2e-6)


def test_a_term_is_the_band_of_the_scale_and_a_blank_beside_it_its_mean(tmp_path: Path) -> None:
    case = made(tmp_path, "Item,a,b,c\nx,Probable,almost no chance,\n")
    row = case.rubric.indicators["row-e01"].present_if
    assert (row["a"].term, row["b"].term) == ("likely", "almost no chance")
    numbers = assess.compile.numbers.Numbers.of(case.rubric)
    assert row["c"].mean == pytest.approx((numbers.row(row["a"])[0] + numbers.row(row["b"])[0]) / 2, abs=1e-6)


@pytest.mark.parametrize(
    ("priors", "wanted", "why"),
    [
        ("0.2,0.3,0.5", [0.2, 0.3, 0.5], "As the matrix has it in line 2. Base rate"),
        (
            '20 %,"0,3",',
            [0.2, 0.3, 0.5],
            "As the matrix has it in line 2. What it leaves is shared by the hypotheses that are blank. Base rate",
        ),
        ("50%,,", [0.5, 0.25, 0.25], None),
    ],
)
def test_priors_are_kept_and_what_is_left_is_shared(
    tmp_path: Path, priors: str, wanted: list[float], why: str | None
) -> None:
    case = made(tmp_path, f"Item,Notes,a,b,c\nPrior,Base rate,{priors}\nx,,C,I,I\n")
    question = case.rubric.questions["hypothesis"]
    assert list(question.prior.values()) == wanted
    assert why is None or question.why == why
    assert list(score(case, draws=0).questions["matter/hypothesis"].prior.values()) == pytest.approx(wanted)


def test_what_is_assumed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text("Item,Source,Grade,Date,a,b\nx,Guard,B2,2020,2:1,\ny,,B,,C,II\n", encoding="utf-8")
    assert assess.import_ach(path, tmp_path / "case").assumed == (
        "the hypotheses exclude each other, and one of them is true",
        "there is no row Prior: all hypotheses are equally likely before the items",
        "codes and words are the probabilities and ratios that the coding heuer reads them as",
        "1 item has no source: each has one of its own",
        "1 item has no grade, or half of one: what is missing is as in C3",
        "1 item has codes and no relevance: the weight is 0.8",
        "1 item has no date: known from the start",
        "1 cell under hypotheses says nothing, for or against",
    )


def test_all_that_is_wrong_is_told_with_its_place() -> None:
    text = (
        "Item,Source,Grade,Date,H1: Accident,H2: Arson,H3: Short circuit\n"
        "Prior,,,,20 %,ninety,\n"
        "a,,B2,2024,2:1,1:2,1:3\n"
        "b,,B2,2024,much liklier,CC,\n"
        "c,,B22,24 May,2:0,2000:1,=cmd()\n"
        "d,,,,2:1,CC,\n"
        "e,,,,900:1,1:900,\n"
        "Priors,,,,0.5,0.5,0\n"
    )
    assert messages(text) == [
        "2:15 E919 'ninety' is no probability",
        "3:12 E918 nothing in this row says what '2:1' is against",
        "4:12 E915 'much liklier' is no code, ratio or word",
        "5:4 E916 'B22' is no credibility",
        "5:8 E209 '24 May' is not a date",
        "5:15 E915 '2:0' is no code, ratio or word",
        "5:19 E915 '2000:1' is a ratio of more than 1,000:1",
        "5:26 E915 '=cmd()' is no code, ratio or word",
        "6:10 E918 'CC' stands beside the ratio '2:1'",
        "7:6 E918 the ratios of this row are more than 1,000:1 apart",
        "8:1 E919 'Priors' stands among the items",
    ]


def test_a_probability_is_one(tmp_path: Path) -> None:
    case = made(tmp_path, 'Item,a,b,c,d\nx,0.3,"12,5 %",CC,\n')
    assert means(case, "row-e01") == {"a": 0.3, "b": 0.125, "c": 0.9, "d": 0.441667}
    assert messages("Item,a,b\nx,1,1.5\n") == [
        "2:3 E915 '1' is no code, ratio or word",
        "2:5 E915 '1.5' is no code, ratio or word",
    ]


def test_a_column_of_something_else_is_told_once() -> None:
    assert messages("Item,Ship,a,b\nx,Anna,C,I\ny,Berta,X,I\nz,,I,C\n") == [
        "1:6 E911 the column 'Ship' is taken for a hypothesis, and none of its cells is read",
        "3:9 E915 'X' is no code, ratio or word",
    ]


def test_an_unknown_word_is_told_what_was_perhaps_meant() -> None:
    table = read_csv_table("Item,a,b\nx,much liklier,very likly\n", 2001)
    hints = [each.hint for each in read_matrix(table, READER, GRADING)[1]]
    assert hints == [
        f"did you mean {word}? Write CC, C, N, I, II or NA; a ratio, 2:1; much likelier, likelier, as likely, less "
        "likely, much less likely; a term of icd203; 0.3 or 30 %; or nothing"
        for word in ("much likelier", "very likely")
    ]


@pytest.mark.parametrize(
    ("priors", "message"),
    [
        ("0.5,0.4", "2:1 E919 the priors add up to 0.9, not to 1"),
        ("70 %,40 %", "2:1 E919 the priors add up to 1.1, not to 1"),
        ("1,", "2:1 E919 the priors add up to 1 and leave nothing for those that are blank"),
        ("20,80", "2:7 E919 '20' is no probability"),
    ],
)
def test_priors_that_are_none_are_refused(priors: str, message: str) -> None:
    assert messages(f"Item,a,b\nPrior,{priors}\nx,C,I\n")[0] == message


def test_ratios_are_no_codes_and_are_not_counted(tmp_path: Path) -> None:
    case = made(tmp_path, "Item,a,b\nx,1:2,\ny,II,C\n")
    counted = assess.inconsistency(score(case, draws=0))["matter/hypothesis"]
    assert ({tally.hypothesis: tally.count for tally in counted.tallies}, counted.uncoded) == (
        {"a": 2, "b": 0},
        ("e01",),
    )
    (tmp_path / "other").mkdir()
    assert assess.inconsistency(score(made(tmp_path / "other", "Item,a,b\nx,1:2,\n"), draws=0)) == {}


HEADS = sorted(name.title() for names in COLUMNS.values() for name in names)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
).map(lambda text: " ".join(text.split()))


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Return the rows of a sound grid: odd texts, odd spellings, cells of all kinds, columns in any order."""
    texts = TEXTS | st.sampled_from(
        ["=cmd()", "'=1", "a;-1", "+1", "''@x", "2:1", "0", "null", "\u202eabc", "[x]", "#"]
    )
    names = ["Item", *draw(st.lists(st.sampled_from(["source", "Grade", "DATE", "Rel", "Why", ""]), unique=True))]
    known = {*map(str.casefold, HEADS), ""}
    is_new = st.one_of(texts).filter(lambda text: text.casefold().replace("_", " ") not in known)
    hypotheses = draw(st.lists(is_new, min_size=2, max_size=4, unique_by=lambda text: text.casefold()))
    columns = draw(st.permutations([*names, *hypotheses]))
    values = {
        "source": texts | st.just(""),
        "Grade": st.sampled_from(["", "B2", "c 3", "high", "M", "4"]),
        "DATE": st.sampled_from(["", "2020", "2020-05-31"]),
        "Rel": st.sampled_from(["", "H", "low"]),
        "Why": texts | st.just(""),
        "": st.just(""),
    }
    rows = [columns]
    if draw(st.booleans()):
        priors = dict.fromkeys(hypotheses, "") | {hypotheses[0]: draw(st.sampled_from(["20 %", "0.2", "0,7"]))}
        rows.append(["Prior" if name == "Item" else priors.get(name, "") for name in columns])
    for n in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from([LIKELIHOODS, COMPARED]))
        said = {name: draw(st.sampled_from([*kind, "", "NA"])) for name in hypotheses[1:]} | {hypotheses[0]: ""}
        item = draw(texts.filter(lambda text: text.casefold() not in ("prior", "priors")))
        row = {name: draw(values[name]) for name in names if name != "Item"} | said | {"Item": f"{item} {n}"}
        rows.append([row[name] for name in columns])
    return rows


def written(rows: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


@settings(max_examples=10, deadline=None)
@given(tables(), st.sampled_from(",;\t"))
def test_a_grid_is_given_back_as_it_was_typed(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    folder = tmp_path_factory.mktemp("grid")
    text = f"sep={separator}\n{written(rows, separator)}"
    back = given_back(made(folder, text))
    assert cells(back) == cells(text)
    (folder / "again").mkdir()
    assert given_back(made(folder / "again", back)) == back


def test_the_shipped_matrix_is_given_back() -> None:
    path = Path(__file__).parents[2] / "cases/heuer-iraq-1993/heuer-1999-chapter-8.csv"
    assert cells(given_back(assess.load_case("heuer-iraq-1993"))) == cells(path.read_text(encoding="utf-8"))


def test_items_that_were_added_or_withdrawn_since_are_rows_or_none(tmp_path: Path) -> None:
    case = made(tmp_path, "#,Item,Source,Grade,Date,Why,a,b\n,x,Guard,B2,2020,,2:1,\n,y,,,,,C,I\n")
    new = {
        **case.evidence[0].model_dump(exclude_none=True),
        "id": "new",
        "credibility": "3",
        "ach": None,
        "summary": "z",
    }
    gone = case.evidence[1].model_copy(update={"withdrawn": assess.Withdrawal(on="2021", by="ana", why="No")})
    changed = case.model_copy(update={"evidence": (case.evidence[0], gone)})
    back = cells(given_back(changed.with_evidence(assess.Evidence.model_validate(new))))
    assert back[1:] == [
        ["", "x", "Guard", "B2", "2020", "", "2:1", ""],
        ["new", "z", "Guard", "B3", "2020", "Accuracy: as the matrix grades it", "C", "I"],
    ]


def test_a_case_that_was_no_grid_becomes_one(tmp_path: Path) -> None:
    result = score(assess.load_case("russia-diasporas-2017"), draws=0)
    text = assess.formats.rendered(result, "grid", of="arac/origin")
    assert cells(text)[0] == [*["Id", "Item", "Source", "Grade", "Date", "Relevance"], *result.posterior("arac/origin")]
    again = score(made(tmp_path, text), draws=0)
    assert again.questions["matter/hypothesis"].items == result.questions["arac/origin"].items


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def files(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").replace("grid.xlsx", "grid.csv").splitlines()
        yield [line for line in lines if "sha256" not in line]


def test_a_workbook_is_read_as_its_csv(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Item", "Date", "Grade", "a", "b", "c"],
        ["Prior", None, None, 0.25, None, None],
        ["x", "2024-05-06", "B2", "2:1", None, "likelier"],
        [None, None],
        [12, 2024, 3, "++", "0", "--"],
    ]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    typed = [row[:] for row in rows]
    typed[2][1], typed[2][3] = dt.datetime(2024, 5, 6), dt.time(2, 1)
    typed[4][4] = 0
    for name, raw in (("csv", written(texts, ",").encode()), ("xlsx", workbook(typed))):
        (tmp_path / name).mkdir()
        path = tmp_path / name / f"grid.{name}"
        path.write_bytes(raw)
        assess.import_ach(path, tmp_path / name / "case")
    of_csv, of_workbook = (list(files(tmp_path / name)) for name in ("csv", "xlsx"))
    assert of_csv == of_workbook


def faults(folder: Path, raw: bytes) -> list[str]:
    path = folder / "grid.xlsx"
    path.write_bytes(raw)
    with pytest.raises(AssessError) as raised:
        assess.import_ach(path, folder / "case")
    assert not (folder / "case").exists()
    return [
        f"{Path(each.file or '').name}:{each.line}:{each.column} {each.code} {each.message}"
        for each in raised.value.findings
    ]


def test_a_workbook_that_is_broken_or_hides_a_formula_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, workbook([["Item", "a", "b"], ["x", "=1+1", "C"], ["=cmd()", "C", "#N/A"]])) == [
        "grid.xlsx:2:2 E913 '=1+1' is a formula",
        "grid.xlsx:3:1 E913 '=cmd()' is a formula",
        "grid.xlsx:3:3 E913 '#N/A' is an error",
    ]
    assert faults(tmp_path, workbook([["Item", "a", "b"], ["x", "CCC", "C"]])) == [
        "grid.xlsx:2:2 E915 'CCC' is no code, ratio or word"
    ]
    assert faults(tmp_path, b"Item,a,b\nx,C,I\n") == [
        "grid.xlsx:None:None E103 this is no workbook that can be read: BadZipFile"
    ]
    whole = workbook([["Item", "a", "b"]])
    assert faults(tmp_path, whole[: len(whole) // 2])[0].startswith("grid.xlsx:None:None E103")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    assert "E102" in faults(tmp_path, stream.getvalue())[0]


def test_without_the_library_a_workbook_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    (fault,) = faults(tmp_path, b"")
    assert "E411 this table is made by the library openpyxl, which cannot be imported" in fault
