from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.domain.citations import passage_digest

BAD = Path(__file__).parents[1] / "bad"
CASE = "russia-diasporas-2017"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("ident", "shown"),
    [
        ("e049", ["# Item e049", "utr/origin", "officials-press-a-head"]),
        ("arac-coopted-or-created", ["# Claim arac-coopted-or-created", "arac/origin is coopted or created", "e002"]),
        ("closure", ["# Question closure", "arac/closure", "## Items"]),
        ("arac/closure", ["# Instance arac/closure", "**hangs on**: arac/control@2001, arac/control@2017"]),
        ("utr-interview", ["# Source utr-interview", "utr-interview via miles"]),
        ("church-blesses-founding", ["# Indicator church-blesses-founding", "P(present)"]),
    ],
)
def test_a_thing_is_shown_with_what_is_tied_to_it(ident: str, shown: list[str]) -> None:
    done = run("show", CASE, ident)
    assert done.exit_code == 0
    assert [text for text in shown if text not in done.stdout] == []


def test_all_ids_are_listed() -> None:
    done = run("show", CASE)
    assert done.exit_code == 0
    assert "## claims (" in done.stdout


def test_an_unknown_id_is_a_finding_with_a_guess() -> None:
    done = run("show", CASE, "e0499")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "there is nothing called 'e0499': did you mean e04" in done.stderr


def test_verify_says_what_differs(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("One paragraph.\n", encoding="utf-8")
    done = run("verify", str(BAD / "good.yaml"), "--document", f"paper={copy}")
    assert done.exit_code == 0
    assert "W501 the citation names no place in the document" in done.stderr
    assert len(passage_digest("One paragraph.")) == 12


def test_verify_wants_a_document_and_a_file() -> None:
    assert run("verify", CASE, "--document", "cap-190").exit_code == 2
    assert run("verify", CASE).exit_code == 2
