"""What a rubric learns: expected counts by enumeration, and laws."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from assess.cli.app import app
from assess.domain.case import Case
from assess.domain.claim import Answer
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.errors import AssessError
from assess.files import load_case, load_rubric, resolve
from assess.files.parsing import parse
from assess.files.rubric_versions import rubric_text, write_rubric
from assess.history.outcomes.learning import learn, next_version
from assess.history.outcomes.revising import LearnedRow
from assess.history.outcomes.rubric_change import rescore_cases
from assess.reporting.tables.calibration_tables import learning_remarks
from tests.exactly import score
from tests.history.settled import lay_out
from tests.laws.law_cases import plain_case
from tests.oracle import Oracle, added
from tests.random_cases import random_case
from tests.reporting.sentence_lint import faults

slow = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def answered(rng: random.Random, name: str = "whole") -> Case:
    """Return a random case of which some questions are answered, as they may be.

    No row is shared within it: one that is is read at its mean, as the other cases have it.
    """
    case = resolve(random_case(rng, most=4)).model_copy(update={"case": name})
    rubric = rubric_of(case)
    alone = {"same": "use"}
    questions = {name: question.model_copy(update=alone) for name, question in rubric.questions.items()}
    indicators = {name: indicator.model_copy(update=alone) for name, indicator in rubric.indicators.items()}
    case = case.model_copy(
        update={"rubric": rubric.model_copy(update={"questions": questions, "indicators": indicators})}
    )
    oracle = Oracle(case)
    worlds = added(oracle.solve())
    at = rng.choices(range(len(worlds)), worlds.tolist())[0]
    some = rng.sample(oracle.instances, rng.randint(1, len(oracle.instances)))
    answers = {i: Answer(hypothesis=str(oracle.worlds[i][at]), on="2018") for i in some}
    return case.model_copy(update={"resolved": answers})


answered_cases = st.randoms(use_true_random=False).map(answered)


def rubric_of(case: Case) -> Rubric:
    assert isinstance(case.rubric, Rubric)
    return case.rubric


def counted(case: Case) -> dict[tuple[str, str, tuple[str, ...]], dict[str, float]]:
    """Return the expected counts of each row, by a sum over every world."""
    oracle = Oracle(case)
    worlds = added(oracle.solve())
    for instance, answer in case.resolved.items():
        worlds = worlds * (oracle.worlds[instance] == answer.hypothesis)
    worlds = worlds / math.fsum(worlds)
    counts: dict[tuple[str, str, tuple[str, ...]], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    tops = {ident: oracle.instance_of(oracle.items[item]) for item, ident in oracle.node_of.items()}
    for ident, node in oracle.nodes.items():
        subject, _, rest = ident.partition("/")
        name = rest.partition("@")[0].partition("#")[0]
        if ident in oracle.instances:
            if ident not in case.resolved or ident in case.priors:
                continue
            first = sorted(a for a in case.ask[subject] if a.partition("@")[0] == name)[0]
            kind = "prior" if rest == first else "over_time"
        else:
            kind = "indicator"
            above = {tops[other] for other in tops if other == ident or _hangs(oracle, other, ident)}
            assert len(above) == 1
            if not above & case.resolved.keys():
                continue
        for given_, state in itertools.product(
            itertools.product(*(oracle.nodes[p].states for p in node.parents)), node.states
        ):
            here = oracle.worlds[ident] == state
            for parent, value in zip(node.parents, given_, strict=True):
                here = here & (oracle.worlds[parent] == value)
            counts[kind, name, given_][state] += math.fsum(worlds[here])
    return counts


def _hangs(oracle: Oracle, below: str, above: str) -> bool:
    parents = oracle.nodes[below].parents
    return above in parents or any(_hangs(oracle, p, above) for p in parents if p not in oracle.instances)


@pytest.mark.parametrize("seed", range(24))
def test_the_counts_are_those_of_every_world(seed: int) -> None:
    case = answered(random.Random(seed))
    expected = {key: row for key, row in counted(case).items() if math.fsum(row.values()) > 1e-12}
    rows = learn(rubric_of(case), [case]).rows
    learned_rows = {(m.kind, m.name, m.given): m for m in rows if m.uses > 1e-12 and m.of_rubric}
    assert learned_rows.keys() == expected.keys()
    for key, move in learned_rows.items():
        for state, count in expected[key].items():
            assert math.isclose(move.counts[state], count, rel_tol=1e-9, abs_tol=1e-12)
        _is_conjugate(move)


def test_what_happened_in_the_years_between_is_counted_year_by_year() -> None:
    """From a to a in two years: by way of a with .9·.9, of b with .1·.2."""
    case = plain_case([], {}, {"i": (0.7, 0.2)})
    rubric = rubric_of(case)
    yearly = {"over_time": {"x": {"x": 0.9, "y": 0.1}, "y": {"x": 0.2, "y": 0.8}}, "step": "year"}
    question = type(rubric.questions["q"]).model_validate(
        rubric.questions["q"].model_dump(exclude_defaults=True) | yearly
    )
    case = case.model_copy(
        update={
            "ask": {"o": ("q@2001", "q@2003")},
            "rubric": rubric.model_copy(update={"questions": {"q": question}}),
            "resolved": {f"o/q@{year}": Answer(hypothesis="x", on="2018") for year in (2001, 2003)},
        }
    )
    rows = {(row.kind, row.given): row for row in learn(rubric_of(case), [case]).rows}
    stayed = 0.81 / 0.83
    assert rows["prior", ()].counts == pytest.approx({"x": 1.0, "y": 0.0})
    assert rows["over_time", ("x",)].counts == pytest.approx({"x": 2.0 * stayed, "y": 1.0 - stayed})
    assert rows["over_time", ("y",)].counts == pytest.approx({"x": 1.0 - stayed, "y": 0.0})


@pytest.mark.parametrize("graded", [{}, {"credibility": 2}])
def test_a_search_that_found_nothing_teaches_how_well_searches_find(graded: dict[str, int]) -> None:
    """It missed what was there, or there was nothing: P(it would have found it) is that of nothing there."""
    search = {"id": "e", "indicator": "i", "source": "a", "says": "not-found", **graded}
    case = plain_case([search], {"a": {"reliability": 1.0}}, {"i": (0.7, 0.2)})
    case = case.model_copy(update={"resolved": {"o/q": Answer(hypothesis="x", on="2018")}})
    rows = {row.kind: row for row in learn(rubric_of(case), [case]).rows}
    finds = rows["search"].before["right"]
    nothing = 0.3 / (0.7 * (1.0 - finds) + 0.3)
    assert rows.keys() == {"indicator", "prior", "search"}
    assert rows["search"].counts == pytest.approx({"right": finds * nothing, "wrong": 1.0 - finds * nothing})
    assert rows["indicator"].counts == pytest.approx({"present": 1.0 - nothing, "absent": nothing})


def _is_conjugate(move: LearnedRow) -> None:
    assert (move.size_before is None) == (move.size_after is None)
    if move.size_before is None or move.size_after is None:
        assert move.after == move.before
        return
    assert math.isclose(math.fsum(move.after.values()), 1.0, rel_tol=1e-12)
    is_whole = all(math.isclose(c, round(c), abs_tol=1e-12) for c in move.counts.values())
    most = move.size_before + move.uses
    assert 0.0 < move.size_after <= most * (1.0 + 1e-9)
    if is_whole:
        assert math.isclose(move.size_after, most, rel_tol=1e-9)
    for state, mean in move.after.items():
        alpha = move.size_before * move.before[state] + move.counts[state]
        if is_whole:
            assert math.isclose(move.size_after * mean, alpha, rel_tol=1e-9, abs_tol=1e-12)
        if move.uses <= 1.0 and move.uses == round(move.uses):
            assert math.isclose(most * mean, alpha, rel_tol=1e-9, abs_tol=1e-12)


@given(st.lists(st.randoms(use_true_random=False), min_size=2, max_size=3), st.randoms(use_true_random=False))
@slow
def test_the_order_of_cases_does_not_matter(rngs: list[random.Random], rng: random.Random) -> None:
    first = answered(rngs[0])
    cases = [first.model_copy(update={"case": f"c{n}"}) for n in range(len(rngs))]
    mixed = list(cases)
    rng.shuffle(mixed)
    assert learn(rubric_of(first), mixed) == learn(rubric_of(first), cases)


@given(answered_cases)
@slow
def test_learning_from_nothing_changes_nothing(case: Case) -> None:
    silent = case.model_copy(update={"resolved": {}})
    learned = learn(rubric_of(case), [silent])
    assert learned.after is learned.before
    assert (learned.rows, learned.instances) == ((), {})


@given(answered_cases)
@slow
def test_an_answer_is_learned_from_once(case: Case) -> None:
    learned = learn(rubric_of(case), [case])
    assume(learned.after is not learned.before)
    again = learn(learned.after, [case])
    assert again.after is learned.after
    assert again.known == {case.case: tuple(case.resolved)}


@given(answered_cases)
@slow
def test_the_new_version_has_the_rows_that_were_learned_in_use(case: Case) -> None:
    """The rows of the new rubric, as its own next learning sees them, are those that this one ended with."""
    learned = learn(rubric_of(case), [case])
    assume(learned.after is not learned.before)
    now = {(m.kind, m.name, m.given): m for m in learned.rows}
    forgetful = learned.after.model_copy(update={"learned_from": {}})
    for move in learn(forgetful, [case]).rows:
        before = now.get((move.kind, move.name, move.given)) if move.kind not in ("reliability", "accuracy") else None
        if before is not None and before.uses:
            for state, mean in before.after.items():
                assert math.isclose(move.before[state], mean, rel_tol=1e-9, abs_tol=1e-12)
            assert (move.size_before is None) == (before.size_after is None)
            assert np.isclose(move.size_before or 0.0, before.size_after or 0.0)
    assert len(score(case.model_copy(update={"rubric": learned.after})).questions) == len(score(case).questions)


@given(answered_cases)
@slow
def test_a_version_is_written_as_it_is(case: Case) -> None:
    after = learn(rubric_of(case), [case]).after
    parsed, findings = parse(rubric_text(after), "x.yaml")
    assert findings == []
    assert parsed is not None
    parts = {
        "scale": parsed.value["scale"],
        "grading": parsed.value["grading"],
        "confidence": parsed.value["confidence"],
    }
    assert Rubric.model_validate(parsed.value) == after.model_copy(update=parts)


@pytest.mark.parametrize(("version", "expected"), [("1.0.0", "1.1.0"), ("2.9.4", "2.10.0"), ("1.4", "1.5"), ("0", "1")])
def test_the_next_version_is_the_next_minor_one(version: str, expected: str) -> None:
    assert next_version(version) == expected


def test_a_version_in_words_has_no_next() -> None:
    with pytest.raises(AssessError, match="E809 the version after 'spring' cannot be told"):
        next_version("spring")


# Files and the command

ANSWERS = "resolved:\n  choir/origin: {hypothesis: made, on: 2018-12, why: An inquiry found the payments}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    with (tmp_path / "case.yaml").open("a", encoding="utf-8") as stream:
        stream.write(ANSWERS)
    return tmp_path


def test_a_prior_row_learns_by_hand(folder: Path) -> None:
    case = load_case(folder)
    learned = learn(rubric_of(case), [case])
    rows = {(m.name, m.given): m for m in learned.rows}
    assert rows["origin", ()].after == pytest.approx({"grown": 6 / 11, "made": 5 / 11})
    # The clerk is reliable with 0.9, then right with 0.9; else his story is the prior of what he says, both items: the
    # row is one rate there as it is here.
    money = rows["money", ("made",)]
    # What is doubted counts for less than a whole use: here a report of 0.94 in 1.
    assert money.size_after == pytest.approx(5.7122218)
    assert 0.7 < money.after["present"] == (5 * 0.7 + money.counts["present"]) / 6
    assert ("money", ("grown",)) not in rows
    assert rows["blessing", ("made",)].before["present"] == pytest.approx(0.8 * 0.5 + 0.2 * 0.3)
    question = learned.after.questions["origin"]
    assert (question.prior_n, question.prior) == (11.0, rows["origin", ()].after)
    blessing = learned.after.indicators["blessing"]
    assert blessing.weight == 1.0
    assert blessing.present_if["grown"].value == pytest.approx(0.8 * 0.1 + 0.2 * 0.3)
    assert blessing.present_if["made"].n == rows["blessing", ("made",)].size_after
    assert (
        learned.after.indicators["money"].present_if["grown"] == rubric_of(case).indicators["money"].present_if["grown"]
    )
    assert (learned.after.version, learned.after.learned_from) == ("1.1.0", {"bodies": ("choir/origin",)})


def test_old_and_new_versions_stay_loadable_by_name(folder: Path) -> None:
    done = run("learn", str(folder / "small.yaml"), str(folder), "-o", str(folder))
    assert done.exit_code == 0, done.stderr
    assert "small@1.1.0.yaml is small@1.1.0" in done.stderr
    old = score(load_case(folder))
    written = (folder / "case.yaml").read_text(encoding="utf-8")
    for name, version in (("small@1.0.0", "1.0.0"), ("small@1.1.0", "1.1.0")):
        (folder / "case.yaml").write_text(written.replace("rubric: small", f"rubric: {name}"), encoding="utf-8")
        pinned = load_case(folder)
        assert rubric_of(pinned).version == version
        same = score(pinned).questions["choir/origin"].posterior == old.questions["choir/origin"].posterior
        assert same == (version == "1.0.0")
    # The new version may take over the plain name; the old one is found by its own.
    (folder / "small.yaml").rename(folder / "small@1.0.0.yaml")
    (folder / "small@1.1.0.yaml").rename(folder / "small.yaml")
    assert rubric_of(load_case(folder)).version == "1.1.0"
    (folder / "case.yaml").write_text(written.replace("rubric: small", "rubric: small@1.0.0"), encoding="utf-8")
    assert rubric_of(load_case(folder)).version == "1.0.0"


def test_a_version_that_is_not_there_is_told(folder: Path) -> None:
    path = folder / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rubric: small", "rubric: small@1.0.1"), encoding="utf-8")
    with pytest.raises(AssessError, match=r"E116 there is no rubric 'small@1.0.1'(.|\n)*did you mean small@1.0.0"):
        load_case(folder)
    text = (folder / "small.yaml").read_text(encoding="utf-8")
    (folder / "small@1.0.1.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(AssessError, match=r"E117 the file is called small@1\.0\.1\.yaml, but its version is '1\.0\.0'"):
        load_case(folder)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("choir/origin: {hypothesis: maid, on: 2018}", "E310"),
        ("quire/origin: {hypothesis: made, on: 2018}", "E311"),
        ("choir/origin: {hypothesis: made, on: soon}", "E209"),
        ("choir/origin: {hypothesis: made}", "E121"),
    ],
)
def test_an_answer_is_checked(tmp_path: Path, answer: str, code: str) -> None:
    lay_out(tmp_path)
    with (tmp_path / "case.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"resolved:\n  {answer}\n")
    with pytest.raises(AssessError) as raised:
        load_case(tmp_path)
    assert [finding.code for finding in raised.value.findings] == [code]


def test_an_answer_moves_no_probability(folder: Path) -> None:
    case = load_case(folder)
    silent = score(case.model_copy(update={"resolved": {}}))
    assert score(case).questions == silent.questions


@pytest.mark.parametrize(("sizes", "code"), [("{grown: 3}", "E216"), ("0", "E208"), ("{a: {b: no}}", "E122")])
def test_sizes_of_rows_are_checked(folder: Path, sizes: str, code: str) -> None:
    path = folder / "small.yaml"
    text = path.read_text(encoding="utf-8").replace("prior_n: 10", f"prior_n: {sizes}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssessError) as raised:
        load_rubric(path)
    assert [finding.code for finding in raised.value.findings] == [code]


def test_impossible_answers_are_refused(folder: Path) -> None:
    case = load_case(folder)
    rubric = rubric_of(case)
    sure = rubric.questions["origin"].model_copy(update={"prior": {"grown": 1.0, "made": 0.0}})
    with pytest.raises(AssessError, match="E808 what turned out to be true in bodies"):
        learn(rubric.model_copy(update={"questions": {"origin": sure}}), [case])


def test_a_case_twice_or_of_another_rubric_is_refused(folder: Path) -> None:
    case = load_case(folder)
    other = rubric_of(case).model_copy(update={"rubric": "other"})
    with pytest.raises(AssessError) as raised:
        learn(other, [case, case])
    assert [finding.code for finding in raised.value.findings] == ["E801", "E807", "E807"]


def test_no_version_is_overwritten_or_misnamed(folder: Path) -> None:
    rubric = rubric_of(load_case(folder))
    for name, code in (("small.yaml", "E810"), ("new.yaml", "E810"), ("nowhere/small.yaml", "E611")):
        with pytest.raises(AssessError, match=code):
            write_rubric(rubric, folder / name)
    assert write_rubric(rubric, folder) == folder / "small@1.0.0.yaml"
    assert load_rubric(folder / "small@1.0.0.yaml") == rubric


def test_a_row_that_is_exactly_known_does_not_learn_and_is_told(folder: Path) -> None:
    path = folder / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    prior_n: 10\n", ""), encoding="utf-8")
    case = load_case(folder)
    learned = learn(rubric_of(case), [case])
    assert learned.after.questions == learned.before.questions
    done = run("learn", str(path), str(folder))
    assert "Exactly known, so that they learn nothing: rows of origin." in done.stderr
    assert "nothing written: -o FOLDER writes small@1.1.0" in done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["case.yaml", "predicted.yaml", "small.yaml"]


def test_cases_are_scored_again_and_words_compared(folder: Path) -> None:
    case = load_case(folder)
    learned = learn(rubric_of(case), [case])
    (comparison,) = rescore_cases(learned.before, learned.after, [case, case])
    new = score(case.model_copy(update={"rubric": learned.after}))
    old = score(case)
    assert comparison.judgements == len(old.predictions) + 4
    for shift in comparison.moved:
        if shift.kind == "prediction":
            assert (shift.before, shift.after) == (
                old.predictions[shift.id].probability,
                new.predictions[shift.id].probability,
            )
            assert shift.reworded == (old.predictions[shift.id].term != new.predictions[shift.id].term)
    steps = [abs(shift.after - shift.before) for shift in comparison.moved]
    assert [round(step, 9) for step in steps] == sorted((round(step, 9) for step in steps), reverse=True) != []


def test_the_sentences_hold_no_bare_word_of_likelihood(folder: Path) -> None:
    case = load_case(folder)
    learned = learn(rubric_of(case), [case])
    scale = learned.before.scale
    assert isinstance(scale, Scale)
    remarks = list(learning_remarks(learned, rescore_cases(learned.before, learned.after, [case])))
    remarks += list(learning_remarks(learn(learned.after, [case]), ()))
    assert "3 rows learned from 1 instance in 1 case, as much as 2.23 observations of known outcome tell." in remarks
    assert "Nothing was learned: small stays at version 1.1.0." in remarks
    assert faults(" ".join(remarks), scale) == []


def test_the_command_gives_plain_json(folder: Path) -> None:
    content: dict[str, Any] = json.loads(run("learn", str(folder / "small.yaml"), str(folder), "--json").stdout)
    assert content["version"] == {"before": "1.0.0", "after": "1.1.0"}
    assert content["learned_from"] == {"bodies": ["choir/origin"]}
    assert {row["name"] for row in content["rows"]} == {"origin", "money", "blessing"}
    assert content["format"] == "assess.learned/2"
    assert {row["cases"] for row in content["rows"]} == {1}
    assert [case["case"] for case in content["rescored"]] == ["bodies"]
