import io

from rich.console import Console

from assess.cli.listings import claim_listing, plain_text, question_listing, table_of
from assess.scoring.labels import Names
from tests.reporting.made_results import assessment, case, claim


def shown(table: object) -> str:
    said = io.StringIO()
    Console(file=said, width=160, force_terminal=False).print(table)
    return said.getvalue()


def test_markup_in_a_claim_is_text() -> None:
    evil = "[red]alarm[/red] \x1b[31m :smile:"
    claims = {"club-made": {"text": evil, "holds_if": {"club/origin": "made"}}}
    result = assessment(case=case(claims=claims), claims={"club-made": claim(asserted=None, countries=())})
    text = shown(table_of(claim_listing("Claims", result.claims, Names(result))))
    assert "[red]alarm[/red] �[31m :smile:" in text


def test_an_instance_is_named_once_and_its_hypotheses_each_have_a_row() -> None:
    result = assessment()
    lines = shown(table_of(question_listing(result, Names(result)))).rpartition("──")[2].splitlines()
    rows = [line.split() for line in lines if line.strip()]
    assert rows == [
        ["XA", "club/origin", "2", "made", "68", "%", "-", "likely", "50", "%"],
        ["grown", "32", "%", "-", "unlikely", "50", "%"],
        ["-", "lodge/origin", "0", "made", "50", "%", "-", "roughly", "even", "chance", "50", "%"],
        ["grown", "50", "%", "-", "roughly", "even", "chance", "50", "%"],
    ]


def test_a_pipe_gets_the_same_rows_as_aligned_text() -> None:
    result = assessment()
    lines = plain_text(question_listing(result, Names(result))).splitlines()
    assert lines[0] == "Hypotheses"
    assert [line.split() for line in lines[4:6]] == [
        ["XA", "club/origin", "2", "made", "68", "%", "-", "likely", "50", "%"],
        ["grown", "32", "%", "-", "unlikely", "50", "%"],
    ]
    assert all(line == line.rstrip() for line in lines)
