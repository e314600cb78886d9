"""Every command with every kind of name that is no file, to read and to write: a clear refusal, and never a wait."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from tests.cli.forking import Forks, loaded_once
from tests.files.choir_files import write

ODD = {
    "long": "n" * 300,
    "null": "a\0b",
    "loop": "loop",
    "pipe": "pipe",
    "zero": "zero",
    "socket": "socket",
    "folder": "folder",
    "nowhere": "nowhere",
    "deep": "a/" * 3000,
    "empty": "",
    "no text": "no-\udcff",
}
READING = [
    *(f"{verb} @ --draws 0" for verb in ("score", "report", "timeline", "calibration")),
    *(f"{verb} @" for verb in ("check", "check --plan", "show", "plan", "explain", "sensitivity", "learn clubs.yaml")),
    *("check @.yaml", "score @.yaml --draws 0", "check choir/@.yaml"),
    *("plot @ -o out --draws 0", "export @ --to json --draws 0", "export @ --to csv -o tables --draws 0"),
    *("compare @ choir --draws 0", "compare choir @ --draws 0", "compare choir @#1", "compare @@2018 choir"),
    *("compare @@git:HEAD choir", "compare @.db#first choir", "calibration --ledger @ --draws 0"),
    *("learn @ choir", "learn @.yaml choir", "import ach @", "import ach @.csv", "import ach matrix.csv --coding @"),
    *("import ach matrix.csv --coding @.yaml", "add choir @ --by ana", "add @ items.yaml --by ana", "add @ --by ana"),
    *("withdraw @ e1 --why so --by ana", "regrade @ clerk --reliability A --why so --by ana"),
    *("resolve @ p --outcome true --on 2018 --why so --by ana", "verify @ --document d=items.yaml"),
    *("verify choir --document d=@", "ledger list @", "ledger verify --ledger @", "ledger show 1 --ledger @"),
    *("ledger replay 1 --ledger @", "ledger export --ledger @", "new fresh --rubric @", "schema @"),
]
DRAWN = [
    *(f"report choir --draws 0 -o @{ending}" for ending in (".html", ".pdf", ".docx", "/x.html")),
    *("plot choir forest -o @.svg --draws 20", "plot choir forest -o @ --draws 20"),
]
"""What takes long before it is written: each kind of name meets three of them by default."""
WRITING = [
    *(f"report choir --draws 0 -o @{ending}" for ending in (".md", ".json", ".csv")),
    *(f"export choir --draws 0 --to {to} -o @{ending}" for to, ending in (("stix", ".json"), ("bib", ".bib"))),
    *(f"export choir --draws 0 --to {to} -o @{ending}" for to, ending in (("csv", ""), ("ach", ""), ("ach", ".csv"))),
    *("export choir --draws 0 --to pyagrum -o @.bif", "export choir --draws 0 --to misp -o @.json"),
    *("score choir --draws 0 --record --ledger @", "learn clubs.yaml solved -o @", "learn clubs.yaml solved -o @.yaml"),
    *("new @", "new choir/@/new", "import ach matrix.csv -o @"),
]


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with loaded_once() as forks:
        yield forks


class Hang(BaseException):
    """A command that waits."""


def hung(*_: object) -> None:
    raise Hang


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory, with a case and what is no file; a command that waits for one of them fails."""
    monkeypatch.chdir(tmp_path)
    solved = write(tmp_path / "solved") / "case.yaml"
    solved.write_text(
        solved.read_text(encoding="utf-8") + "resolved: {choir/origin: {hypothesis: made, on: 2018}}\n",
        encoding="utf-8",
    )
    write(tmp_path / "choir")
    rubric = solved.parent / "rubrics" / "clubs.yaml"
    unsure = rubric.read_text(encoding="utf-8").replace("made: 0.5}", "made: 0.5}\n    prior_n: 8")
    for file in (rubric, tmp_path / "clubs.yaml"):
        file.write_text(unsure, encoding="utf-8")
    (tmp_path / "matrix.csv").write_text("Evidence,H1,H2\nA thing,C,I\n", encoding="utf-8")
    (tmp_path / "items.yaml").write_text("id: e9\n", encoding="utf-8")
    for ending in ("", ".yaml", ".csv", ".db", ".html", ".pdf", ".md", ".docx", ".json", ".svg", ".bib", ".bif"):
        (tmp_path / f"loop{ending}").symlink_to(f"loop{ending}")
        (tmp_path / f"nowhere{ending}").symlink_to("no/such/file")
        (tmp_path / f"zero{ending}").symlink_to("/dev/zero")
        os.mkfifo(tmp_path / f"pipe{ending}")
        (tmp_path / f"folder{ending}").mkdir()
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    monkeypatch.setattr("assess.files.atomic_write.PATIENCE", 1.0)
    signal.signal(signal.SIGALRM, hung)
    signal.alarm(60)
    yield tmp_path
    signal.alarm(0)


def run(line: str, name: str) -> Result:
    done = CliRunner().invoke(app, [part.replace("@", name, 1) for part in line.split(" ")], input="")
    assert done.exception is None or isinstance(done.exception, SystemExit), (line, repr(done.exception))
    return done


@pytest.mark.parametrize("kind", ODD)
def test_what_cannot_be_read_is_refused(folder: Path, kind: str) -> None:
    for line in READING:
        done = run(line, ODD[kind])
        assert (done.exit_code in (1, 2), done.stderr + done.stdout != "") == (True, True), (line, done.output)


@pytest.mark.parametrize(("turn", "kind"), list(enumerate(["long", "null", "loop", "pipe", "zero", "deep"])))
def test_what_cannot_be_written_is_refused(folder: Path, turn: int, kind: str, pytestconfig: pytest.Config) -> None:
    before = {path.name for path in folder.iterdir()}
    drawn = DRAWN if pytestconfig.getoption("--thorough") else [DRAWN[turn - back] for back in (0, 2, 3)]
    for line in (*drawn, *WRITING):
        done = run(line, ODD[kind])
        assert done.exit_code in (1, 2), (line, done.output)
        assert done.stderr
    pipes = {path.name for path in folder.iterdir() if path.is_fifo()}
    assert {name for name in before if name.startswith("pipe")} == pipes
    assert (folder / "zero").is_symlink()
    assert (folder / "loop").is_symlink()


ANY = [
    *("--help", "--version", "score --help", "ledger --help", "schema", "check --explain E101", "plot --list"),
    *("score choir --draws 0", "score choir --draws 0 --json", "report choir --draws 0", "show choir", "show choir e1"),
    *("explain choir made", "plan choir", "sensitivity choir", "timeline choir --draws 0", "check choir --plan"),
    *(f"export choir --draws 0 --to {to}" for to in ("json", "csv", "stix", "ach", "bib")),
    *("compare choir choir", "learn clubs.yaml solved", "ledger list choir", "ledger show 1 choir"),
    *(
        "ledger replay 1 choir",
        "ledger verify choir",
        "ledger export choir",
        "withdraw choir e1 --why so --by ana --json",
    ),
]


@pytest.mark.parametrize("out", ["/dev/full", None], ids=["full", "closed"])
def test_every_command_tells_lost_output_from_a_refusal(
    folder: Path, forks: Forks, out: str | None, pytestconfig: pytest.Config
) -> None:
    """Each in one way; with ``--thorough``, in all."""
    assert run("score choir --draws 0 --record", "").exit_code == 0
    first = {tuple(line.split(" ")[: 2 if line.startswith("ledger") else 1]): line for line in reversed(ANY[:-1])}
    every = ANY[:-1] if pytestconfig.getoption("--thorough") else list(first.values())
    lines = every if out else [*ANY[::4], ANY[-1]]
    assert forks.codes_of([(line.split(" "), out, "said") for line in lines], folder) == [3] * len(lines)
    said = (folder / "said").read_text(encoding="utf-8")
    why = "standard output is closed" if out is None else "No space left on device"
    assert said.count(f"all was done, but the output cannot be written: {why}\n") == len(lines)
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def test_a_refusal_that_nobody_can_read_is_one_all_the_same(folder: Path, forks: Forks) -> None:
    for err in ("/dev/full", None):
        runs = [
            (line.split(" "), "out", err) for line in ("score none", "score choir --draws x", "score choir --draws 0")
        ]
        assert forks.codes_of(runs, folder) == [1, 2, 0]


def test_a_folder_whose_name_is_no_text_is_read_and_written(folder: Path, forks: Forks) -> None:
    case = os.fsdecode(b"choir-\xff")
    write(folder / case)
    drawn = [
        *(f"report @ --draws 20 -o @/r{ending}" for ending in (".html", ".pdf", ".md", ".docx", ".json", ".csv")),
        *(f"plot @ forest -o @/{target} --draws 20" for target in ("f.svg", "f.png", "figures")),
    ]
    assert [run(line.replace("@", case), "").exit_code for line in drawn] == [0] * len(drawn)
    lines = [
        *("export @ --draws 0 --to csv -o @/tables", "export @ --draws 0 --to ach -o @/matrices"),
        *(f"export @ --draws 0 --to {to} -o @/{file}" for to, file in (("stix", "s.json"), ("bib", "b.bib"))),
        *("export @ --draws 0 --to pyagrum -o @/n.xdsl", "export @ --draws 0 --to misp -o @/m.json"),
        *("score @ --draws 0 --record", "ledger list @", "ledger verify @", "ledger export @", "compare @#1 @"),
        *(
            "score @",
            "report @ --draws 0",
            "show @",
            "check @",
            "timeline @ --draws 0",
            "withdraw @ e1 --why so --by ana",
        ),
        *(
            "import ach matrix.csv -o @/new",
            "new @/mine",
            "learn clubs.yaml solved -o @",
            "verify @ --document d=@/r.md",
        ),
    ]
    runs = [([part.replace("@", case) for part in line.split(" ")], "out", "said") for line in lines]
    said = folder / "said"
    assert forks.codes_of(runs, folder) == [0] * (len(lines) - 1) + [1], said.read_text(encoding="utf-8")
    assert "Traceback" not in said.read_text(encoding="utf-8")
