"""What would have to be judged otherwise: written into the case and scored again, it leads where it says."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from assess.analysis.what_if.required_changes import RequiredChange, required_changes
from assess.cli.app import app
from assess.domain.case import Case
from assess.domain.rubric import Rubric
from assess.scoring.score import Scoring
from tests.exactly import score
from tests.laws.law_cases import plain_case
from tests.laws.test_copies_and_silence import item
from tests.made_up import Maker


def rewritten(result: Scoring, change: RequiredChange) -> Case:
    """Return the case with a judgement replaced, as an analyst would write it."""
    case, rubric = result.case, result.rubric
    data = rubric.model_dump(mode="json", exclude_defaults=True)
    written = case.model_dump(mode="json", exclude_defaults=True) | {"rubric": data}
    name, *rest = change.of
    row_of = result.model.world.numbers.row
    match change.kind:
        case "row":
            size = row_of(rubric.indicators[name].present_if[rest[0]])[1]
            exact = size == float("inf")
            data["indicators"][name]["present_if"][rest[0]] = (
                change.needed if exact else {"mean": change.needed, "n": size}
            )
        case "weight":
            data["indicators"][name]["weight"] = change.needed
        case "reliability":
            size = float(result.model.testimony.witnesses[name].size)
            exact = size == float("inf")
            written["sources"][name]["reliability"] = change.needed if exact else {"mean": change.needed, "n": size}
        case "accuracy":
            said = next(each for each in written["evidence"] if each["id"] == name)
            together = [
                each for each in written["evidence"] if each.get("statement", each["id"]) == said.get("statement", name)
            ]
            for each in together:
                each.pop("credibility", None)
                each[rest[0]] = change.needed
        case "link":
            (written["priors"] if name in case.priors else data["questions"])[name]["given_weight"] = change.needed
        case "prior" | "over time":
            holder = written["priors"][name] if name in case.priors else data["questions"][name]
            key = "prior" if change.kind == "prior" else "over_time"
            holder[key] = moved(holder[key], result, change, rest)
    return Case.model_validate(
        written | {"rubric": Rubric.model_validate(data | {"scale": rubric.scale, "grading": rubric.grading})}
    )


def moved(prior: Any, result: Scoring, change: RequiredChange, path: list[str]) -> Any:
    """Return a prior with one entry moved, and the others of its row in proportion."""
    if len(path) > 1:
        if isinstance(prior, str):
            states = next(q.hypotheses for q in result.rubric.questions.values() if path[0] in q.hypotheses)
            prior = dict.fromkeys(states, prior)
        return {**prior, path[0]: moved(prior[path[0]], result, change, path[1:])}
    if isinstance(prior, str):
        states = next(q.hypotheses for q in result.rubric.questions.values() if path[0] in q.hypotheses)
        prior = {state: 1.0 / len(states) for state in states}
    total = sum(p for state, p in prior.items() if state != path[0])
    return {s: change.needed if s == path[0] else p / total * (1.0 - change.needed) for s, p in prior.items()}


@pytest.mark.parametrize("seed", range(40))
def test_a_judgement_rewritten_leads_where_it_is_said_to(seed: int) -> None:
    result = score(Maker(seed).case())
    (ident, *_) = result.claims
    now = result.claims[ident].probability
    required = required_changes(result, ident, now + 0.1 * (1.0 - now))
    assert required.changes or required.short
    kinds: dict[str, int] = {}
    for change in required.changes:
        kinds[change.kind] = kinds.get(change.kind, 0) + 1
        if kinds[change.kind] <= 2:
            again = score(rewritten(result, change)).claims[ident].probability
            assert again == pytest.approx(required.expected, abs=1e-6), change
            assert change.then == pytest.approx(required.expected, abs=1e-6)
    distances = [round(change.distance, 9) for change in required.changes]
    assert distances == sorted(distances)


def one_item(**parts: Any) -> Scoring:
    return score(
        plain_case([item("e", "a")], {"a": {"reliability": 0.8, "why": "Seen often"}}, {"i": (0.7, 0.2)}, **parts)
    )


def test_the_prior_that_is_needed_has_a_closed_form() -> None:
    """The odds of x must move as much as its prior odds do."""
    result = one_item()
    p = result.questions["o/q"].posterior["x"]
    (prior,) = [c for c in required_changes(result, "o/q:x").changes if c.of == ("q", "x")]
    assert prior.needed / (1.0 - prior.needed) == pytest.approx(0.3 / 0.7 / (p / (1.0 - p)), abs=0.05)
    source = [c for c in required_changes(result, "o/q:x", 0.35).changes if c.kind == "reliability"]
    assert [c.why for c in source] == ["Seen often"]


def test_what_no_judgement_alone_can_do_some_do_together() -> None:
    rows = {f"k{n}": (0.6, 0.5) for n in range(6)}
    said = [item(f"e{n}", "a", indicator=f"k{n}") for n in range(6)]
    result = score(plain_case(said, {"a": {"reliability": 1.0}}, rows, 0.001))
    required = required_changes(result, "o/q:x", 0.998)
    assert not required.changes
    assert required.short
    assert len(required.together) >= 2
    assert {round(change.then, 6) for change in required.together} == {0.998}
    assert len({round(change.distance, 6) for change in required.together}) == 1


@pytest.mark.parametrize("expected", [0.0, 1.0, 1.5, float("nan")])
def test_what_is_expected_must_be_a_probability_that_can_be_reached(expected: float) -> None:
    with pytest.raises(ValueError, match="is no probability between 0 and 1"):
        required_changes(one_item(), "o/q:x", expected)


def test_what_is_expected_already_needs_nothing() -> None:
    result = one_item()
    with pytest.raises(ValueError, match="already"):
        required_changes(result, "o/q:x", result.questions["o/q"].posterior["x"])


def test_the_command_says_what_is_there_and_what_is_needed() -> None:
    done = CliRunner().invoke(app, ["why", "heuer-iraq-1993", "H1", "--expected", "0.4"])
    assert done.exit_code == 0
    assert "one of these alone would make it 40 %" in done.output
    assert CliRunner().invoke(app, ["why", "heuer-iraq-1993", "H1", "--expected", "40"]).exit_code == 2
    assert CliRunner().invoke(app, ["why", "heuer-iraq-1993", "H9"]).exit_code == 1
    assert '"format": "assess.why/1"' in CliRunner().invoke(app, ["why", "heuer-iraq-1993", "H1", "--json"]).output


@pytest.mark.parametrize(
    ("kind", "of", "place"),
    [
        ("row", ("money", "state"), "money, given state"),
        ("prior", ("made", "state"), "prior of made: state"),
        ("prior", ("made", "steered", "2017", "state"), "prior of made: state, given steered and 2017"),
        ("over time", ("made", "members", "state"), "made over time: state after members"),
        ("link", ("made",), "given_weight of made"),
        ("accuracy", ("e1", "accuracy"), "accuracy of e1"),
        ("weight", ("money",), "weight of money"),
        ("reliability", ("clerk",), "reliability of clerk"),
    ],
)
def test_a_number_is_named_by_where_it_stands(kind: Any, of: tuple[str, ...], place: str) -> None:
    assert RequiredChange(kind, of, 0.5, 0.6, 1.8, 0.7, None).place == place
