"""Runs commands on mutants of all kinds of files, in this process, and says what went wrong.

``python -m tests.mutants.batch FIRST COUNT`` prints a line for each mutant that fails: an exception but the project's
own, an exit code that is none, 10 s of a processor, NaN in a result, probabilities that do not sum to 1, files that a
refusal changed. The last line has the most memory that the process had.
"""

from __future__ import annotations

import csv
import json
import math
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.files import schemas
from tests.mutants.altering import FILES, KEPT, KINDS, alter, inside, keys_of, make

LONGEST = 10.0
"""Seconds of a processor that a run may take."""
LARGEST = 1536
"""Megabytes that a process may have."""

AFTER = (
    *(["score", "{}", "--draws", "20"], ["score", "{}", "--draws", "0", "--as-of", "2018"], ["show", "{}"]),
    *(["report", "{}", "--draws", "20"], ["report", "{}", "--draws", "0", "-o", "out.html"], ["show", "{}", "e1"]),
    *(["report", "{}", "--draws", "0", "-o", "out.docx"], ["explain", "{}", "state-say"], ["plan", "{}"]),
    *(["sensitivity", "{}"], ["timeline", "{}", "--draws", "0"], ["check", "{}", "--plan"], ["explain", "{}"]),
    *(["export", "{}", "--to", to, "--draws", "0"] for to in ("stix", "misp", "csv", "json", "bib")),
    *(["export", "{}", "--to", "ach", "--draws", "0", "-o", "tables"], ["plot", "{}", "--draws", "20", "-o", "plots"]),
    *(["export", "{}", "--to", "pyagrum", "--draws", "0", "-o", "net.bif"], ["calibration", "{}", "--draws", "0"]),
    *(["compare", "{}@2018", "{}", "--draws", "0"], ["learn", "{}/rubrics/bodies.yaml", "{}"]),
    *(["withdraw", "{}", "e1", "--why", "so", "--by", "ana"], ["score", "{}", "--draws", "0", "--record"]),
    *(
        ["regrade", "{}", "chair", "--reliability", "B", "--why", "so", "--by", "ana"],
        ["verify", "{}", "--document", "book=b"],
    ),
    *(["resolve", "{}", "next-vote", "--outcome", "true", "--on", "2019", "--why", "so", "--by", "ana"],),
)
"""What is asked of a case in which nothing is wrong."""
OF_LEDGER = (
    *(["ledger", verb, "{}", "--json"] for verb in ("list", "verify")),
    *(["ledger", verb, "1", "{}"] for verb in ("show", "replay")),
    *(["ledger", "export", "{}"], ["ledger", "show", "2", "{}", "--json"], ["compare", "{}#first", "{}#last"]),
    *(["compare", "{}", "{}#2", "--draws", "0"], ["calibration", "--ledger", "choir/ledger.db", "--draws", "0"]),
)
OF_DESK = (
    *(["check", "desk/sources.yaml"], ["portfolio", "desk", "--draws", "0", "--json"]),
    *(["portfolio", "desk", "--draws", "20", "-o", "out.html"], ["score", "desk/choir", "--draws", "0"]),
    *(["learn", "desk/choir/rubrics/bodies.yaml", "desk/choir", "desk/band", "--sources", "desk/sources.yaml"],),
    *(["score", "desk/choir", "desk/band", "desk/sources.yaml", "--draws", "20"], ["report", "desk/choir"]),
)
"""What is asked of cases with shared sources beside them."""
OF_REPORTS: tuple[list[str], ...] = (
    *([], [], ["--checked"], ["--as-of", "2018"], ["--since", "2017-06"], ["--as-of", "2016", "--as-of", "2018-03"]),
    *(["--as-of", "2019", "--since", "2017"], ["--keep", "kept.db"]),
)
"""With which options tables of reports are scored."""


class TooSlow(BaseException):
    """A run that took too long; no handler of exceptions of the program holds it up."""


class WrongError(Exception):
    """A run that went as none may go."""


def expect(is_so: bool, what: str) -> None:
    """Refuse a run that went as none may go."""
    if not is_so:
        raise WrongError(what)


def run(arguments: list[str]) -> Result:
    """Run a command in this process; it must end in time, and without an exception."""
    done = CliRunner().invoke(app, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    expect(done.exit_code in (0, 1, 2), f"exit code {done.exit_code}: {done.output}")
    is_said = done.stderr.strip() or arguments[:2] == ["ledger", "replay"]
    expect(bool(is_said) or done.exit_code == 0, f"exit code {done.exit_code}, and nothing said")
    return done


def refuse_constant(name: str) -> Any:
    expect(False, f"{name} in a result")


def read_result(text: str) -> None:
    """Read a result, whose numbers have to be probabilities."""
    result = json.loads(text, parse_constant=refuse_constant)
    for ident, question in result["questions"].items():
        for name in ("prior", "posterior"):
            values = question[name].values()
            expect(abs(sum(values) - 1.0) < 1e-9 and min(values) >= 0.0, f"{ident}: {name} is {question[name]}")
    for ident, claim in (result["claims"] | result["predictions"]).items():
        p = claim["probability"]
        expect(p is None or 0.0 <= p <= 1.0, f"{ident} has probability {p}")


def read_posteriors(path: Path) -> int:
    """Return how many instances a table of posteriors has, whose numbers have to be probabilities."""
    sums: dict[tuple[str, ...], float] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = row["subject"], row["question"], row.get("as_of", "")
            expect((row["posterior"] == "") == (row["how"] in ("impossible", "regraded", "contradicted")), f"{row}")
            numbers = [row[name] for name in ("prior", "posterior", "then", "points", "db") if row.get(name)]
            expect(all(math.isfinite(float(number)) for number in numbers), f"no number in {row}")
            if row["posterior"]:
                sums[key] = sums.get(key, 0.0) + float(row["posterior"])
    expect(all(abs(total - 1.0) < 1e-9 for total in sums.values()), f"posteriors sum to {sums}")
    return len(sums)


def held(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.yaml")}


def try_out(kind: str, draw: random.Random, commands: list[list[str]]) -> None:
    """Run the commands that meet the altered file; `commands` gets each before it is run."""

    def ran(*arguments: str) -> Result:
        commands.append(list(arguments))
        return run(list(arguments))

    if kind == "ledger":
        for arguments in OF_LEDGER:
            ran(*(part.replace("{}", "choir") for part in arguments))
        return
    if kind in ("matrix", "coding", "workbook"):
        table = FILES["workbook" if kind == "workbook" else "matrix"]
        if ran("import", "ach", table, "--coding", "codes.yaml", "-o", "made").exit_code == 0:
            read_result(ran("score", "made", "--json", "--draws", "20").stdout)
            ran("export", "made", "--to", "ach", "--draws", "0")
        else:
            expect(not Path("made").exists(), "a folder is left")
        return
    if kind == "portfolio":
        for arguments in OF_DESK[:1] + tuple(draw.sample(OF_DESK[1:], 2)):
            ran(*arguments)
        scored = ran("score", "desk/choir", "desk/band", "desk/sources.yaml", "--draws", "0", "--json")
        for line in scored.stdout.splitlines():
            if json.loads(line)["format"] == "assess.assessment/1":
                read_result(line)
        return
    if kind in ("reports", "columns"):
        options = draw.choice(OF_REPORTS)
        given = "feed" if "--keep" in options else FILES[kind]
        if given == "feed":
            Path("feed").mkdir()
            if kind == "columns":
                shutil.copy(FILES[kind], "feed")
        arguments = ["bulk", given, "--rubric", "choir/rubrics/bodies.yaml", *options, "-o"]
        if ran(*arguments, "out.csv").exit_code == 0:
            whole = read_posteriors(Path("out.csv"))
            expect(ran(*arguments, "skipped.csv", "--skip-bad").exit_code == 0, "refused only with --skip-bad")
            expect(read_posteriors(Path("skipped.csv")) == whole, "what is sound was skipped")
        else:
            expect(not Path("out.csv").exists(), "a file is left")
            if ran(*arguments, "skipped.csv", "--skip-bad").exit_code == 0:
                read_posteriors(Path("skipped.csv"))
        return
    if kind == "kept":
        scored = ran(*KEPT)
        expect(scored.exit_code == 0, "a file that was kept is in the way")
        read_result(scored.stdout)
        return
    if kind == "texts":
        ran("check", "choir")
        ran(
            *draw.choice([["report", "choir", "--draws", "0"], ["score", "choir"], ["show", "choir"]]),
            "--language",
            "ru",
        )
        return
    if kind in ("items", "json"):
        before = held(Path("choir"))
        if ran("add", "choir", FILES[kind], "--by", "ana").exit_code == 0:
            read_result(ran("score", "choir", "--json", "--draws", "0").stdout)
        else:
            expect(held(Path("choir")) == before, "a refusal changed files")
        return
    is_sound = ran("check", "choir").exit_code == 0
    scored = ran("score", "choir", "--json", "--draws", draw.choice(["0", "20"]))
    if scored.exit_code == 0:
        read_result(scored.stdout)
    agree = is_sound == (scored.exit_code == 0) or "E4" in scored.stderr
    expect(agree, f"check says {is_sound}, and score {scored.exit_code}: {scored.stderr}")
    if scored.exit_code == 0:
        for arguments in draw.sample(AFTER, 3):
            before = held(Path("choir"))
            done = ran(*(part.replace("{}", "choir") for part in arguments))
            expect(done.exit_code == 0 or held(Path("choir")) == before, "a refusal changed files")
            ran("check", "choir")
    else:
        ran(*(part.replace("{}", "choir") for part in draw.choice(AFTER)))


def too_slow(*_: object) -> None:
    raise TooSlow


def attempt(seed: int, base: Path, keys: dict[str, list[str]]) -> str | None:
    """Make the mutant of a seed and try it out; return what went wrong."""
    draw, kind = random.Random(seed), KINDS[seed % len(KINDS)]
    commands: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name, inside(Path(name)):
        shutil.copytree(base, name, dirs_exist_ok=True)
        alter(kind, draw, keys)
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        signal.setitimer(signal.ITIMER_REAL, 12 * LONGEST)
        try:
            try_out(kind, draw, commands)
        except (Exception, TooSlow) as error:
            where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            return f"{seed} {kind} {' '.join(commands[-1])}: {type(error).__name__} {str(error)[:300]} at {where[-1]}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            signal.setitimer(signal.ITIMER_REAL, 0.0)
    return None


def attempts(seeds: range) -> Iterator[str]:
    """Yield what went wrong with the mutants of some seeds."""
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", "fetch_", DeprecationWarning)  # Ibis calls it of DuckDB
    signal.signal(signal.SIGPROF, too_slow)
    signal.signal(signal.SIGALRM, too_slow)
    keys = {kind: keys_of(schema) for kind, schema in schemas().items()}
    keys |= {"evidence": keys["case"], "items": keys["case"], "texts": keys["case"]}
    with tempfile.TemporaryDirectory() as name:
        make(Path(name))
        for seed in seeds:
            wrong = attempt(seed, Path(name), keys)
            if wrong is not None:
                yield wrong


if __name__ == "__main__":
    first, count = map(int, sys.argv[1:])
    for line in attempts(range(first, first + count)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n")
