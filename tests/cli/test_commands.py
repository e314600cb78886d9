import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import assess
from assess.cli.app import app
from tests.broken import expected
from tests.files.choir_files import write

ROOT = Path(__file__).parents[2]
CASE = "russia-diasporas-2017"
SMALL = "heuer-iraq-1993"
CHOIR = "docs/figures/choir"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(autouse=True)
def _at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")


def test_score_prints_tables_of_claims_and_hypotheses() -> None:
    done = run("score", f"cases/{CASE}")
    assert done.exit_code == 0
    head, _, rest = done.stdout.partition("Hypotheses\n")
    assert head.startswith(
        "Who stood behind the founding of ARAC?\n\n“Founded by its community” is the likeliest of four"
    )
    assert "Claims\n" in head
    assert "A number has a decimal where rounding would carry it over the edge of its word." in rest
    assert "ARAC had a tie to the" in head
    assert "arac/closure" in rest
    assert "assess report" in done.stderr
    assert "\x1b" not in done.stdout


def test_evidence_that_cannot_be_is_told_with_the_place_of_each_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "tests" / "bad", tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "good.yaml").read_text(encoding="utf-8").replace("pieces/ask.yaml", "pieces/ask.yaml, more.yaml")
    text = text.partition("evidence:\n")[0].replace("reliability: B", "reliability: 1.0")
    says = "about: union, indicator: money, source: leader, accuracy: 1.0"
    (tmp_path / "case.yaml").write_text(f"{text}evidence:\n  - {{id: e1, says: present, {says}}}\n", encoding="utf-8")
    (tmp_path / "more.yaml").write_text(f"evidence:\n  - {{id: e2, says: absent, {says}}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("score", "case.yaml", "--draws", "0")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[1:] == [
        f"case.yaml:{text.count(chr(10)) + 2}:10: E401 the evidence cannot be: e1, e2 (more.yaml:2:10) cannot all "
        "stand together, whatever is true, but could without any one of them (evidence)",
        "  hint: withdraw one of them, or put a little doubt where a number is exactly 0 or 1",
        "1 error, nothing scored",
    ]


def test_json_is_the_result_and_nothing_else() -> None:
    done = run("score", CASE, "--json", "--draws", "100")
    assert done.exit_code == 0
    assert done.stdout == assess.score(assess.load_case(CASE), draws=100).to_json() + "\n"
    assert json.loads(done.stdout)["format"] == "assess.assessment/1"
    assert done.stderr == ""


def test_as_of_a_date_before_anything_was_reported_scores_the_priors() -> None:
    scored = json.loads(run("score", CASE, "--json", "--as-of", "2000").stdout)
    assert scored["as_of"] == "2000"
    assert scored["evidence"] == {}
    for question in scored["questions"].values():
        assert question["posterior"] == pytest.approx(question["prior"])


def test_report_speaks_russian_and_says_so_in_its_command() -> None:
    done = run("report", SMALL, "--full", "--draws", "0", "--language", "ru")
    assert done.exit_code == 0
    assert "## Ключевые суждения" in done.stdout
    assert done.stdout.endswith(f"    assess report {SMALL} --draws 0 --language ru\n")


def test_report_refuses_a_language_that_is_not_there() -> None:
    done = run("report", CASE, "--language", "xx")
    assert done.exit_code == 2
    assert "a language is one of en, ru" in done.stderr


def test_faults_of_texts_in_a_language_are_told_where_it_is_spoken(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations/ru.yaml").write_text("claims.maed.text: Khor\n", encoding="utf-8")
    assert run("report", str(tmp_path), "--draws", "0").exit_code == 0
    refused = run("report", str(tmp_path), "--draws", "0", "--language", "ru")
    assert refused.exit_code == 1
    assert "ru.yaml:1:1: E332" in refused.stderr
    assert refused.stderr.endswith("1 error, nothing reported\n")


def test_the_line_that_replays_a_report_names_the_case_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assess.new_case("a new")
    replays = [
        run("report", given, "--full", "--draws", "0").stdout.splitlines()[-1] for given in ("a new", "a new/case.yaml")
    ]
    assert replays == ["    assess report 'a new' --draws 0", "    assess report 'a new/case.yaml' --draws 0"]
    assert run(*shlex.split(replays[0])[1:], "--full").stdout.splitlines()[-1] == replays[0]


def test_report_prints_markdown() -> None:
    done = run("report", CASE, "--full", "--draws", "0")
    assert done.exit_code == 0
    assert done.stdout.startswith("# Foreign diaspora organisations")
    assert done.stderr == ""


def test_report_writes_a_file(tmp_path: Path) -> None:
    target = tmp_path / "r.md"
    done = run("report", SMALL, "-o", str(target), "--annexes", "--as-of", "2017-07", "--draws", "0")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"4 warnings: see assess check {SMALL}\nwrote {target}\n"
    assert f"assess report {SMALL} --as-of 2017-07 --draws 0" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["score", "report"])
def test_a_broken_case_is_told_with_its_place_and_nothing_is_done(command: str) -> None:
    done = run(command, "tests/bad/E203.yaml")
    said = f"{expected('E203')}1 error, nothing {'scored' if command == 'score' else 'reported'}\n"
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", said)


def test_a_missing_case_is_a_finding() -> None:
    done = run("score", "no/such/case")
    assert done.exit_code == 1
    assert done.stderr.startswith("E101 there is no such file")
    assert done.stderr.endswith("1 error, nothing scored\n")


def test_explain_prints_rows_from_prior_to_posterior() -> None:
    done = run("explain", CASE, "arac/origin:created", "--by", "country")
    assert done.exit_code == 0
    rows = [line.split()[0] for line in done.stdout.partition("─\n")[2].splitlines() if line.strip()]
    assert rows[:4] == ["prior", "RU", "AZ", "GE"]
    assert "as tests of" in done.stdout
    assert (
        "tests of coopted against grassroots"
        in run("explain", CASE, "arac/origin", "--pair", "coopted,grassroots").stdout
    )


def test_explain_as_json() -> None:
    content = json.loads(run("explain", CASE, "utr-created", "--json").stdout)
    assert (content["format"], content["id"], content["by"], content["tests"]) == (
        "assess.explanation/1",
        "utr-created",
        "item",
        None,
    )
    assert len(content["told"][0]["steps"]) == 76
    content = json.loads(run("explain", CASE, "arac/origin", "--json", "--cut", "3").stdout)
    assert len(content["told"]) == 4
    assert content["tests"]["cut"] == 3.0


def test_sensitivity_of_the_key_claims_and_of_one_thing() -> None:
    done = run("sensitivity", CASE)
    assert done.exit_code == 0
    assert "utr-created" in done.stdout
    assert "miles" in done.stdout
    done = run("sensitivity", CASE, "utr/control@2017")
    assert done.stdout.startswith("utr/control@2017:directed: what overturns it\n")
    content = json.loads(run("sensitivity", CASE, "utr/control@2017", "--json").stdout)
    assert content["format"] == "assess.sensitivity/1"
    assert content["targets"]["utr/control@2017"]["flips"]["leader"]["sources"] == ["miles"]


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["explain", CHOIR, "choir-steerd"], "did you mean choir-steered?"),
        (["explain", CHOIR, "choir/origin:takn"], "did you mean taken?"),
        (["explain", CHOIR, "choir/origin", "--pair", "takn,made"], "did you mean taken?"),
        (["sensitivity", CHOIR, "choir-steerd"], "did you mean choir-steered?"),
    ],
)
def test_unknown_ids_are_1_with_what_was_perhaps_meant(arguments: list[str], meant: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert meant in done.stderr


def test_warnings_stop_nothing_and_are_counted() -> None:
    done = run("score", "tests/bad/W101.yaml")
    assert done.exit_code == 0
    assert done.stderr.startswith("1 warning: see assess check tests/bad/W101.yaml\n")


@pytest.mark.parametrize(("name", "code"), [("E203", 1), ("E304", 1), ("W101", 0)])
def test_check_prints_its_findings(name: str, code: int) -> None:
    done = run("check", f"tests/bad/{name}.yaml")
    assert done.stdout == expected(name)
    assert done.exit_code == code


@pytest.mark.parametrize("what", [CASE, f"cases/{CASE}/case.yaml", "diaspora-control", "icd203", "admiralty"])
def test_what_ships_has_no_errors(what: str) -> None:
    assert run("check", what).exit_code == 0


def test_check_plan_says_how_large_a_case_is() -> None:
    done = run("check", CASE, "--plan")
    assert done.exit_code == 0
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[-5:]] == [
        "variables",
        "tables",
        "components",
        "largest table",
        "method",
    ]


@pytest.mark.parametrize("kind", ["rubric", "scale", "grading"])
def test_check_plan_is_of_a_case(kind: str) -> None:
    shipped = {"rubric": "diaspora-control", "scale": "icd203", "grading": "admiralty"}[kind]
    done = run("check", shipped, "--plan")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{shipped} is a {kind}" in " ".join(done.stderr.replace("│", " ").split())


def test_check_plan_of_nothing_is_no_wrong_usage() -> None:
    done = run("check", "no-such-case", "--plan")
    assert done.exit_code == 1
    assert "E101" in done.stdout


def test_check_explains_a_rule_without_a_case() -> None:
    done = run("check", "--explain", "e203")
    assert done.exit_code == 0
    assert done.stdout.startswith("E203 outside [0, 1]\n")


def test_schemas_for_editors() -> None:
    every = json.loads(run("schema").stdout)
    assert sorted(every) == [
        "assessment",
        "case",
        "coding",
        "confidence",
        "grading",
        "portfolio",
        "rubric",
        "scale",
        "stix-extension",
    ]
    assert json.loads(run("schema", "case").stdout) == every["case"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["score"],
        ["check"],
        ["nonsense"],
        ["score", CASE, "--nonsense"],
        ["explain", CASE],
        ["explain", CASE, "utr-created", "--by", "weather"],
        ["explain", CASE, "arac/origin", "--pair", "created"],
        ["explain", CASE, "arac/origin", "--cut", "0.5"],
        ["score", CASE, "--as-of", "yesterday"],
        ["report", CASE, "-o", "report.odt"],
        ["report", CASE, "-o", "no/such/folder/report.md"],
        ["check", "--explain", "E999"],
        ["schema", "novel"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == "" or not arguments  # no command at all: the help


def test_version() -> None:
    assert run("--version").stdout == f"assess {assess.__version__}\n"


def in_a_shell(command: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR")}
    return subprocess.run(command, shell=True, capture_output=True, text=True, env=plain, cwd=ROOT, check=False)


def test_the_module_runs_as_a_program() -> None:
    done = in_a_shell(f"{sys.executable} -m assess score {SMALL}")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_a_reader_may_leave_early() -> None:
    # The shell's own code for the first command of the pipe: 0 where it ended well, said last.
    done = in_a_shell(f"{{ {sys.executable} -m assess report {CASE} --full --draws 0; echo $? >&2; }} | head -c 1")
    assert (done.stdout, done.stderr.splitlines()[-1]) == ("#", "0")


def test_output_is_utf8_whatever_the_locale_says() -> None:
    done = in_a_shell(f"PYTHONIOENCODING=ascii {sys.executable} -m assess report {CASE} --draws 0")
    assert done.returncode == 0
    assert "“" in done.stdout


def test_starting_is_cheap() -> None:
    heavy = "{'numpy', 'pydantic', 'yaml', 'rich'}"
    code = f"import sys, assess.cli; print(sorted({heavy} & sys.modules.keys()))"
    assert in_a_shell(f'{sys.executable} -c "{code}"').stdout == "[]\n"


def test_only_the_command_that_is_called_is_loaded() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from assess.cli.app import app; "
        f"CliRunner().invoke(app, ['score', '{CASE}', '--draws', '0']); "
        "print(*sorted(m for m in sys.modules if m.startswith(('assess.cli.commands.', 'assess.history', 'rich'))))"
    )
    assert in_a_shell(f'{sys.executable} -c "{code}"').stdout == "assess.cli.commands.score\n"


def test_an_exact_scoring_without_draws_loads_nothing_that_only_draws_chains_and_plugins_need(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        f"import sys\nfrom assess.cli import main\nsys.argv = ['assess', 'score', '{CASE}', '--draws', '0']\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, sep='\\n', file=sys.stderr)\n",
        encoding="utf-8",
    )
    loaded = in_a_shell(f"{sys.executable} {program}").stderr.splitlines()
    assert "assess.network.solve" in loaded
    needless = ("annealing", "confidence_figures", "conditionals", "cutset_sampling", "draws", "importlib.metadata")
    assert [module for module in loaded if module.endswith(needless)] == []


def test_what_else_pydantic_asks_of_its_loader_of_plugins_is_there() -> None:
    code = (
        "from assess.cli import _spare_plugin_loader; _spare_plugin_loader(); "
        "from pydantic.plugin._loader import get_plugins, PYDANTIC_ENTRY_POINT_GROUP as group; "
        "print(get_plugins(), group)"
    )
    assert in_a_shell(f'{sys.executable} -c "{code}"').stdout == "() pydantic\n"


def test_every_file_of_commands_is_a_command_with_its_help() -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2]
    lines = [line for line in listed.splitlines() if line[2:3].strip()]
    files = sorted(path.stem.rstrip("_") for path in (ROOT / "assess/cli/commands").glob("[a-z]*.py"))
    assert [line.split()[0] for line in lines] == files
    assert all(len(line.split()) > 1 for line in lines)
    assert run("report", "--help").stdout.startswith("Usage: assess report")
    assert run("ledger", "list", "--help").exit_code == 0
    assert "No such command" in run("scores").stderr
    assert run("importing").exit_code == run("import_").exit_code == 2
