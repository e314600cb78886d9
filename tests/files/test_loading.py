"""Loading: what is found where, and where each thing stands."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assess.domain.case import Case
from assess.domain.confidence_policy import ConfidencePolicy
from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import AssessError
from assess.files import (
    check,
    load_case,
    load_confidence,
    load_grading,
    load_rubric,
    load_scale,
    parsing,
    resolve,
    schemas,
    shipped_ids,
)
from assess.files.parsing import plain
from assess.files.reading import shipped_folder

BAD = Path(__file__).parents[1] / "bad"


def test_a_case_comes_with_its_rubric_scale_and_grading() -> None:
    case = load_case(BAD / "good.yaml")
    assert isinstance(case.rubric, Rubric)
    assert isinstance(case.rubric.scale, Scale)
    assert isinstance(case.rubric.grading, Grading)
    assert case.ask == {"georgia": ("posture",), "union": ("origin", "control@2001", "control@2017")}


@pytest.mark.parametrize("kind", ["case", "rubric", "scale", "grading", "confidence"])
def test_everything_that_ships_loads(kind: str) -> None:
    load = {
        "case": load_case,
        "rubric": load_rubric,
        "scale": load_scale,
        "grading": load_grading,
        "confidence": load_confidence,
    }[kind]
    ids = shipped_ids(kind)
    assert ids
    for name in ids:
        assert getattr(load(name), kind) == name
        assert [finding for finding in check(name) if finding.severity == "error"] == []


def test_a_case_built_in_python_is_resolved() -> None:
    case = Case.model_validate(
        {
            "case": "built",
            "rubric": {
                "rubric": "small",
                "questions": {"origin": {"per": "body", "hypotheses": ["a", "b"], "prior": "uniform"}},
                "indicators": {},
            },
            "subjects": {"union": {"kind": "body"}},
            "ask": {"union": "origin"},
            "sources": {},
        }
    )
    resolved = resolve(case)
    assert isinstance(resolved.rubric, Rubric)
    assert isinstance(resolved.rubric.grading, Grading)
    assert resolve(resolved) == resolved


def test_what_does_not_ship_is_told_what_does() -> None:
    case = load_case(BAD / "good.yaml").model_copy(update={"rubric": "diaspora-contol"})
    with pytest.raises(AssessError) as raised:
        resolve(case)
    assert str(raised.value).startswith(
        "E116 there is no rubric 'diaspora-contol' (rubric)\n"
        "  hint: did you mean diaspora-control? The rubrics are: authenticity, diaspora-control, event-cause, "
    )


def test_faults_of_a_case_built_in_python_have_key_paths() -> None:
    case = load_case(BAD / "good.yaml")
    item = case.evidence[0].model_copy(update={"source": "leeder"})
    with pytest.raises(AssessError) as raised:
        resolve(case.model_copy(update={"evidence": (item,)}))
    assert str(raised.value) == (
        "E303 there is no source 'leeder' (evidence[0].source)\n"
        "  hint: did you mean leader? The sources are: leader, miles"
    )


def test_a_fault_in_a_piece_is_told_where_it_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (BAD / "good.yaml").read_text(encoding="utf-8").replace("tiny\n", "diaspora-control\n")
    head, _, item = text.partition("evidence:\n")
    (tmp_path / "case.yaml").write_text(head.replace("pieces/ask.yaml", "more.yaml"), encoding="utf-8")
    second = item.replace("id: e1", "id: e2").replace("says: present", "says: maybe")
    (tmp_path / "more.yaml").write_text(f"evidence:\n{item}{second}ask: {{}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (finding, *_) = [f for f in check("case.yaml") if f.code == "E125"]
    assert str(finding) == (
        "more.yaml:13:11: E125 says is 'maybe'; it is one of: present, absent, not-found, silent, unclear "
        "(evidence[1].says)\n"
        "  hint: write one of them"
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("1:30", "1:30"),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("1_000", "1_000"),
        ("2017-05-15", "2017-05-15"),
        ("1e3", 1000.0),
        ("+.5", 0.5),
        (".", "."),
        ("-", "-"),
        ("9" * 400, float("inf")),
        ("", None),
        ("Null", None),
        ("\u0661", "\u0661"),
    ],
)
def test_plain_scalars_are_read_as_yaml_1_2(text: str, value: object) -> None:
    read = plain(text)
    assert (read, type(read)) == (value, type(value))


def test_norway_and_a_hypothesis_called_no(tmp_path: Path) -> None:
    (tmp_path / "yesno.yaml").write_text(
        "rubric: yesno\n"
        "questions: {it: {per: state, hypotheses: {yes: It did, no: It did not}, prior: {yes: 0.5, no: 0.5}}}\n"
        "indicators: {}\n",
        encoding="utf-8",
    )
    (tmp_path / "case.yaml").write_text(
        "case: c\nrubric: yesno\nsubjects: {norway: {kind: state, country: NO}}\nask: {norway: it}\nsources: {}\n",
        encoding="utf-8",
    )
    case = load_case(tmp_path)
    assert case.subjects["norway"].country == "NO"
    assert isinstance(case.rubric, Rubric)
    assert list(case.rubric.questions["it"].hypotheses) == ["yes", "no"]


def test_schemas_say_how_files_are_written() -> None:
    made = schemas()
    assert list(made) == ["case", "rubric", "scale", "grading", "confidence", "coding", "portfolio"]
    case = made["case"]
    assert case["required"] == ["case", "rubric"]
    assert case["properties"]["rubric"]["type"] == "string"
    assert case["properties"]["include"]["type"] == "array"
    assert case["additionalProperties"] is False
    assert [option["type"] for option in case["$defs"]["Chance"]["anyOf"]] == ["number", "string", "object", "object"]
    assert "Rubric" not in case["$defs"]
    assert "Rubric" not in made["rubric"]["$defs"]
    assert made["rubric"]["properties"]["confidence"]["type"] == "string"
    assert made["confidence"]["$defs"]["Cap"]["required"] == ["code", "level", "why"]


def test_reading_files_needs_no_scipy() -> None:
    code = "import sys, assess.files; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_rubric_may_be_composed_of_pieces(tmp_path: Path) -> None:
    text = (BAD / "rubrics" / "tiny.yaml").read_text(encoding="utf-8")
    head, _, indicators = text.partition("indicators:\n")
    (tmp_path / "rubrics" / "parts").mkdir(parents=True)
    (tmp_path / "rubrics" / "tiny.yaml").write_text(f"{head}indicators: {{}}\ninclude: [parts/money.yaml]\n")
    (tmp_path / "rubrics" / "parts" / "money.yaml").write_text(f"indicators:\n{indicators}")
    shutil.copytree(BAD / "rubrics" / "scales", tmp_path / "rubrics" / "scales")
    shutil.copytree(BAD / "pieces", tmp_path / "pieces")
    shutil.copy(BAD / "good.yaml", tmp_path / "case.yaml")
    assert load_case(tmp_path) == load_case(BAD / "good.yaml")


def test_a_fault_in_a_piece_of_a_rubric_is_found_there(tmp_path: Path) -> None:
    text = (BAD / "rubrics" / "tiny.yaml").read_text(encoding="utf-8")
    head, _, indicators = text.partition("indicators:\n")
    (tmp_path / "tiny.yaml").write_text(f"{head}indicators: {{}}\ninclude: [money.yaml]\n")
    (tmp_path / "money.yaml").write_text(f"indicators:\n{indicators}".replace("0.6", "60", 1))
    shutil.copytree(BAD / "rubrics" / "scales", tmp_path / "scales")
    with pytest.raises(AssessError) as raised:
        load_rubric(tmp_path / "tiny.yaml")
    (finding,) = raised.value.findings
    assert (finding.code, Path(str(finding.file)).name, finding.about) == ("E203", "money.yaml", "rubric")


@pytest.mark.parametrize("folder", ["confidence", "rubrics/confidence"])
def test_a_policy_of_confidence_is_found_beside_the_case(tmp_path: Path, folder: str) -> None:
    shutil.copytree(BAD / "rubrics", tmp_path / "rubrics")
    shutil.copytree(BAD / "pieces", tmp_path / "pieces")
    shutil.copy(BAD / "good.yaml", tmp_path / "case.yaml")
    tiny = tmp_path / "rubrics" / "tiny.yaml"
    tiny.write_text(f"{tiny.read_text(encoding='utf-8')}confidence: mild\n", encoding="utf-8")
    with pytest.raises(AssessError, match="E116 there is no confidence policy 'mild'"):
        load_case(tmp_path)
    (tmp_path / folder).mkdir()
    text = (shipped_folder() / "rubrics" / "confidence" / "icd203.yaml").read_text(encoding="utf-8")
    (tmp_path / folder / "mild.yaml").write_text(text.replace("confidence: icd203", "confidence: mild"))
    rubric = load_case(tmp_path).rubric
    assert isinstance(rubric, Rubric)
    assert isinstance(rubric.confidence, ConfidencePolicy)
    assert rubric.confidence.confidence == "mild"


def test_a_name_with_a_space_is_the_name(tmp_path: Path) -> None:
    shutil.copytree(BAD / "rubrics", tmp_path / "rubrics")
    shutil.copytree(BAD / "pieces", tmp_path / "pieces")
    text = (BAD / "good.yaml").read_text(encoding="utf-8").replace("rubric: tiny", "rubric: 'tiny '")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    assert load_case(tmp_path) == load_case(BAD / "good.yaml")


def test_a_key_with_a_space_is_no_other_key(tmp_path: Path) -> None:
    shutil.copytree(BAD / "rubrics", tmp_path / "rubrics")
    shutil.copytree(BAD / "pieces", tmp_path / "pieces")
    text = (
        (BAD / "good.yaml")
        .read_text(encoding="utf-8")
        .replace("sources:\n", "sources:\n  'miles ': {reliability: E}\n")
    )
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AssessError, match="E107 key 'miles' is in this mapping already"):
        load_case(tmp_path)


@pytest.mark.parametrize(
    ("written", "code", "message", "hint"),
    [
        ("Careful, honest", "E120", "unknown key 'honest'", "text with a comma or colon wants quotes"),
        ("Careful, and wyh", "E120", "unknown key 'and wyh'", "text with a comma or colon wants quotes"),
        ("'Careful', wyh: x", "E120", "unknown key 'wyh'", None),
        ("Careful: honest", "E104", "flow mapping", "put text that holds a comma or ': ' in quotes"),
        ("Careful, <<: {n: 1}", "E105", "merge key << is refused", "write out the keys"),
    ],
)
def test_what_braces_make_of_text(tmp_path: Path, written: str, code: str, message: str, hint: str | None) -> None:
    whole = (BAD / "good.yaml").read_text(encoding="utf-8").replace("include: [pieces/ask.yaml]\n", "")
    whole += "ask: {georgia: [posture], union: [origin, control@2001, control@2017]}\n"
    (tmp_path / "case.yaml").write_text(whole.replace("why: Careful", f"why: {written}"), encoding="utf-8")
    (finding,) = [finding for finding in check(tmp_path) if finding.code != "E116"]
    assert finding.code == code
    assert message in finding.message
    assert finding.line == 12
    assert "wants quotes" not in (finding.hint or "") if hint is None else hint in (finding.hint or "")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a:\n\tb: 1\n", 2, "line 2 is indented by a tab"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "line 3 is indented by a tab"),
        ("a:\n  b: 1\n  \tc: 2\n", 3, "line 3 is indented by a tab"),
        ("a: 1\n  b: 2\n", 2, "line 2 is indented under a line that has a value already"),
        ("a:\n  - id: x\n     b: 1\n", 3, "line 3 is indented under a line that has a value already"),
        ("a:\n    b: 1\n  c: 2\n", 3, "no keys start in column 3: align line 3 with those from line 1 (column 1)"),
        ("a:\n  - x\n - y\n", 3, "no keys start in column 2: align line 3 with those from line 1 (column 1)"),
        ("a:\n  - x\n  b: 1\n", 3, "the dashes of the list from line 2 stand in column 3; line 3 has none there"),
        ("a:\n  - id: x\n   b: 1\n", 3, "the dashes of the list from line 2 stand in column 3; line 3 has none there"),
        (" a: 1\nb: 2\n", 2, "line 2 starts further left than those above"),
        ("why: He said: no\n", 1, "quote text that holds ': '"),
        ("a: @x\n", 1, "quote text that holds ': '"),
        ('a: "x\nb: 1\n', 3, "close the quotation mark of line 1"),
        ('a: "\\ud83d"\n', 1, "no character has that code"),
        ('a: "\\UFFFFFFFF"\n', 1, "no character has that code"),
        ("a: 'it's'\n", 1, "text goes on after a closing quotation mark"),
        ("a: 1\nfoo\nb: 2\n", 3, "line 2 has no ': '"),
        ("a: {b: 1\nc: 2\n", 2, "close every bracket"),
    ],
)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_the_hint_for_what_is_not_yaml_says_what_is_wrong(
    text: str, line: int, hint: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(yaml, loader):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(parsing, "Loader", getattr(yaml, loader))
    (finding,) = parsing.parse(text, "a.yaml")[1]
    assert (finding.code, finding.line) == ("E104", line)
    assert hint in (finding.hint or "")


def test_a_quoted_merge_key_is_a_name_as_any(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("case: c\n'<<': 1\n", encoding="utf-8")
    assert "E105" not in {finding.code for finding in check(tmp_path)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("portfolio: desk\nsources: {}\n", "file of shared sources"),
        ("rubric: tiny\nscale: icd203\n", "rubric"),
        ("scale: few\n", "scale"),
    ],
)
def test_a_file_of_another_kind_is_told_as_such(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "strange.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AssessError) as refused:
        load_case(tmp_path / "strange.yaml")
    assert [each.message for each in refused.value.findings] == [f"this is no case, it is a {kind}"]


def test_a_case_without_its_name_is_told_as_a_case(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("rubric: intent\nevidence: []\n", encoding="utf-8")
    with pytest.raises(AssessError, match="E121 case is missing"):
        load_case(tmp_path)
