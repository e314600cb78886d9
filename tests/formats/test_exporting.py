"""Where exports go, and what is refused."""

import builtins
import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

import assess
from assess.formats import FORMATS, export, rendered
from assess.scoring.result_schema import assessment_schema
from tests.cli.test_commands import run
from tests.formats.exported_results import hostile, shipped
from tests.random_cases import random_case

CASE = "russia-diasporas-2017"
VALIDATOR = jsonschema.Draft202012Validator(assessment_schema())


def test_every_format_is_written_and_the_text_is_the_same_printed(tmp_path: Path) -> None:
    result = shipped()
    for name, form in FORMATS.items():
        for suffix in form.suffixes:
            target = tmp_path / f"{name}{suffix}"
            of = "arac/origin" if form.takes_instance else None
            written = export(result, name, target, of)
            assert written[0] == target
            if form.text:
                assert target.read_bytes() == rendered(result, name, suffix, of).encode()


def test_folders_hold_all_tables(tmp_path: Path) -> None:
    tables = export(shipped(), "csv", tmp_path / "tables")
    assert sorted(path.name for path in tables) == [
        "claims.csv", "hypotheses.csv", "indicators.csv", "items.csv", "rates.csv", "sources.csv", "weights.csv"
    ]  # fmt: skip
    matrices = export(shipped(), "ach", tmp_path / "matrices")
    assert (tmp_path / "matrices" / "arac" / "control@2017.csv") in matrices
    assert len(matrices) == len({item.instance for item in shipped().evidence.values()})
    assert export(shipped(), "csv", tmp_path / "tables") == tables


def test_results_fit_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(assessment_schema())
    for result in (shipped(), hostile(), assess.score(assess.load_case(CASE), as_of="2016", draws=0)):
        VALIDATOR.validate(json.loads(rendered(result, "json")))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(shipped().to_dict() | {"surprise": 1})


@pytest.mark.parametrize("seed", range(20))
def test_results_of_random_cases_fit_the_published_schema(seed: int) -> None:
    for sharp in (False, True):
        try:
            result = assess.score(random_case(random.Random(seed), sharp), draws=20)
        except assess.AssessError:
            continue
        VALIDATOR.validate(json.loads(rendered(result, "json")))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("stx", "x.json"), r"'stx' is no format to export to(.|\n)*did you mean stix\?"),
        (("stix", "x.md"), r"an export to stix ends in \.json, and 'x\.md' does not(.|\n)*write to x\.json"),
        (("csv", "x.md"), r"an export to csv ends in \.csv, or is a folder"),
        (("pyagrum", "x.json"), r"an export to pyagrum ends in \.bif or \.xdsl or \.net"),
        (("stix", "nowhere/x.json"), "there is no folder 'nowhere'"),
        (("json", "x.json", "arac/origin"), "an export to json covers the whole case"),
        (("ach", "x.csv"), "a matrix is of one question, and 33 have items"),
        (("ach", "x.csv", "arac/x"), "'arac/x' is not asked"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    arguments: Sequence[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(assess.AssessError, match=f"E408 {says}"):
        export(shipped(), *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_and_the_other_way_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tables").write_text("mine", encoding="utf-8")
    Path("x.json").mkdir()
    with pytest.raises(assess.AssessError, match=r"E408 'tables' is a file"):
        export(shipped(), "csv", "tables")
    with pytest.raises(assess.AssessError, match=r"E408 'x\.json' is a folder"):
        export(shipped(), "stix", "x.json")
    with pytest.raises(assess.AssessError, match="E408 an export to pyagrum is no text to print"):
        rendered(shipped(), "pyagrum")


@pytest.mark.parametrize(("name", "library"), [("stix", "stix2"), ("misp", "pymisp"), ("pyagrum", "pyagrum")])
def test_a_library_that_is_missing_is_told_with_the_way_out(
    name: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def fail(
        module: str,
        own: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: Sequence[str] = (),
        level: int = 0,
    ) -> ModuleType:
        if module.partition(".")[0] == library:
            raise ModuleNotFoundError(module)
        return real(module, own, local, wanted, level)

    monkeypatch.setattr(builtins, "__import__", fail)
    target = tmp_path / f"x{FORMATS[name].suffixes[0]}"
    with pytest.raises(assess.AssessError, match=rf"E411 (.|\n)*pip install 'assess\[{name}\]'"):
        export(shipped(), name, target)
    assert not target.exists()
    done = run("export", CASE, "--to", name, "-o", str(target), "--draws", "0")
    assert done.exit_code == 1
    assert f"pip install 'assess[{name}]'" in done.stderr


def test_the_command(tmp_path: Path) -> None:
    bib = run("export", CASE, "--to", "bib", "--draws", "0")
    assert bib.exit_code == 0
    assert bib.stdout.startswith("@misc{cap-190,\n")
    target = tmp_path / "net.xdsl"
    done = run("export", CASE, "--to", "pyagrum", "-o", str(target), "--draws", "0")
    assert done.exit_code == 0
    assert f"wrote {target}\nwrote {target}.names.json\n" in done.stderr
    assert run("export", CASE, "--to", "pyagrum").exit_code == 2
    assert run("export", CASE, "--to", "ach", "--draws", "0").exit_code == 1
    early = run("export", CASE, "--to", "json", "--draws", "0", "--as-of", "2016")
    assert json.loads(early.stdout)["as_of"] == "2016"


def test_nothing_is_loaded_that_is_not_asked_for() -> None:
    program = (
        "import sys, assess, assess.formats as e; r = assess.score(assess.load_case('russia-diasporas-2017'), "
        "draws=0); e.rendered(r, 'bib'); e.rendered(r, 'csv'); "
        "print(sorted({'stix2', 'pymisp', 'pyagrum'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
