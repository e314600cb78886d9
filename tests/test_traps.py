"""Where it would be easy to misread the paper: each pitfall is impossible in the shipped case, or met."""

from __future__ import annotations

import pytest

from assess.domain.case import Case
from assess.domain.claim import Claim
from assess.domain.dates import Span
from assess.domain.evidence import Evidence
from assess.domain.rubric import Rubric
from assess.files import check, load_case
from assess.scoring.results import Assessment
from assess.scoring.targets import key_claims
from tests.exactly import score


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("russia-diasporas-2017")


@pytest.fixture(scope="module")
def result(case: Case) -> Assessment:
    return score(case)


def item(case: Case, ident: str) -> Evidence:
    return next(item for item in case.evidence if item.id == ident)


def test_two_unions_share_a_name_and_are_two(case: Case) -> None:
    assert {"union-2007", "utr"} <= case.subjects.keys() & case.actors.keys()
    assert case.subjects["union-2007"].name != case.subjects["utr"].name
    assert not {i.id for i in case.evidence if i.about == "utr"} & {
        i.id for i in case.evidence if i.about == "union-2007"
    }


def test_a_step_towards_annulment_is_not_a_dissolution(case: Case, result: Assessment) -> None:
    assert item(case, "e001").indicator == "annulment-sought"
    registration = result.questions["arac/registration@2017-07"]
    assert registration.items == 0
    assert registration.posterior == pytest.approx(dict(registration.prior), abs=1e-12)
    assert registration.posterior["complete"] < 0.5


def test_what_is_dated_after_the_paper_carries_no_weight(case: Case, result: Assessment) -> None:
    published = case.documents["cap-190"].published
    assert published is not None
    late = [i.id for i in case.evidence if i.event_date is not None and Span(i.event_date).first > Span(published).last]
    assert "e068" in late
    assert not set(late) & result.evidence.keys()


def test_many_sources_for_the_flight_are_one_communication(case: Case) -> None:
    flight = [i for i in case.evidence if i.about == "saidov-flight"]
    assert [(i.source, i.via) for i in flight] == [("informant-xviii", ("miles",))]


def test_two_honours_count_once(case: Case) -> None:
    assert len([i for i in case.evidence if i.indicator == "leader-honoured-by-church"]) == 1


def test_the_migration_service_speaks_of_2012_only(case: Case) -> None:
    said = [i for i in case.evidence if i.source == "fms" or "fms" in i.via]
    assert said
    assert {i.event_date for i in said} == {"2012"}


def test_both_methods_are_no_likelier_than_either(result: Assessment) -> None:
    of_method = [p for p in result.predictions.values() if p.instances == ("azerbaijan/method",)]
    both, tajik, georgian = (
        next(p.probability for p in of_method if part in p.id) for part in ("both", "tajik", "georgian")
    )
    assert both <= min(tajik, georgian)


def test_members_in_earnest_go_with_a_steered_group(case: Case, result: Assessment) -> None:
    """Sincerity hangs on control for whose the group is; that members are in earnest it leaves likely in any case."""
    assert isinstance(case.rubric, Rubric)
    rows = case.rubric.questions["sincerity"].prior
    assert isinstance(rows, dict)
    earnest = {of: row["genuine-independent"] + row["genuine-steered"] for of, row in rows.items()}
    assert min(earnest["directed"], earnest["partial"]) > 0.8
    assert abs(earnest["directed"] - earnest["independent"]) < 0.1
    assert result.questions["gruppa-24/sincerity"].posterior["genuine-steered"] > 0.2
    assert result.questions["gruppa-24/control@2017"].posterior["directed"] > 0.2


def test_the_pages_of_tojikiston_nav_had_other_administrators(case: Case, result: Assessment) -> None:
    pages = item(case, "e065")
    assert (pages.about, pages.indicator, pages.says) == ("tojikiston-nav", "pages-share-people", "absent")
    assert result.evidence["e065"].weight_db["one-network"] < 0


def test_armenia_is_presupposed_and_never_shown(case: Case, result: Assessment) -> None:
    assert [i.id for i in case.evidence if i.about in ("armenia", "armenia-azerbaijan")] == []
    assert result.questions["armenia/posture"].coverage == "unmonitored"
    pair = result.questions["armenia-azerbaijan/joint-control"]
    assert pair.items == 0
    assert result.case.priors[pair.id].given == ("armenia/posture", "azerbaijan/posture")
    assert not result.case.claims["armenia-steered"].key


def test_sentences_on_the_pattern_are_no_items(case: Case) -> None:
    cited = {(i.id, cite.at) for i in case.evidence for cite in i.cites}
    assert [ident for ident, at in cited if at in ("p5", "p42", "p43")] == []


def test_words_of_likelihood_are_no_inputs(case: Case) -> None:
    """Claims, and the words of those who make them, can be taken out without moving a probability."""
    silent = score(case.model_copy(update={"claims": {}, "predictions": {}}))
    for ident, question in score(case).questions.items():
        assert silent.questions[ident].posterior == pytest.approx(dict(question.posterior), abs=1e-12)


def test_ladders_rise(result: Assessment) -> None:
    rungs: dict[str, list[tuple[int, float]]] = {}
    for ident, claim in result.case.claims.items():
        if claim.ladder is not None and claim.rung is not None:
            rungs.setdefault(claim.ladder, []).append((claim.rung, result.claims[ident].probability))
    assert len(rungs) >= 10
    for claims in rungs.values():
        probabilities = [p for _, p in sorted(claims)]
        assert probabilities == sorted(probabilities, reverse=True)


def test_every_country_of_the_paper_has_its_rows(result: Assessment) -> None:
    assert {q.country for q in result.questions.values()} >= {"RU", "AZ", "GE", "TJ", "AM", "IR"}


def test_no_two_claims_are_the_same_set(case: Case) -> None:
    """What is asked of one set of hypotheses is one claim, however many say it."""
    sets = [claim.proposition for claim in case.claims.values()]
    assert [stated for n, stated in enumerate(sets) if stated in sets[:n]] == []


def test_the_key_judgements_are_what_the_paper_is_about(case: Case) -> None:
    key = {ident for ident, claim in case.claims.items() if claim.key}
    assert key >= {"policy-coherent", "arac-coopted-or-created", "arac-slipped-control", "utr-created"}


def test_the_key_judgements_come_in_the_order_of_their_numbers(case: Case, result: Assessment) -> None:
    order = key_claims(result)
    assert [case.claims[ident].key for ident in order] == list(range(1, len(order) + 1))
    assert [ident.partition("-")[0] for ident in order[:8]] == ["arac"] * 8
    assert list(order[-2:]) == ["policy-coherent", "azerbaijan-successor-cultivated"]
    assert [ident for ident in order if not case.claims[ident].matters] == []
    unnumbered = {"utr-created": case.claims["utr-created"].model_copy(update={"key": True})}
    changed = score(case.model_copy(update={"claims": {**unnumbered, **case.claims, **unnumbered}}))
    assert key_claims(changed)[-1] == "utr-created"


def test_the_checks_have_nothing_to_say_of_the_case() -> None:
    assert [str(finding) for finding in check("russia-diasporas-2017")] == []


def test_the_lead_question_is_answered_by_the_first_key_claims(case: Case, result: Assessment) -> None:
    assert case.lead == "arac/origin"
    first = [result.claims[ident] for ident in key_claims(result)[:4]]
    assert [claim.probability for claim in first] == pytest.approx(list(result.posterior(case.lead).values()))


def test_claims_that_exclude_each_other_add_to_one_at_most(case: Case, result: Assessment) -> None:
    pairs = [(ident, other) for ident, claim in case.claims.items() for other in claim.excludes]
    assert len(pairs) >= 10
    sums = {pair: sum(result.claims[ident].probability or 0.0 for ident in pair) for pair in pairs}
    assert {pair: total for pair, total in sums.items() if total > 1 + 1e-12} == {}


def test_every_prediction_has_a_number_and_says_when_it_was_due_and_that_nobody_looked(
    case: Case, result: Assessment
) -> None:
    assert [ident for ident, told in result.predictions.items() if told.probability is None] == []
    assert set(result.predictions) == set(case.predictions)
    for ident, prediction in case.predictions.items():
        why = " ".join((prediction.why or "").split()).lower()
        assert "nobody has looked" in why, ident
        assert "2019" in why, ident


def test_hypotheses_and_indicators_have_short_names(case: Case) -> None:
    assert isinstance(case.rubric, Rubric)
    for ident, question in case.rubric.questions.items():
        labels = [hypothesis.label for hypothesis in question.hypotheses.values()]
        assert None not in labels, ident
        assert len(set(labels)) == len(labels), ident
    labels = [indicator.label for indicator in case.rubric.indicators.values()]
    assert None not in labels
    assert len(set(labels)) == len(labels)


def test_what_a_reader_of_russian_is_shown_is_whole(case: Case) -> None:
    assert isinstance(case.rubric, Rubric)
    there = {*case.translations["ru"]}
    there |= {f"{path}.text" for path in there if ".hypotheses." in path and not path.endswith((".text", ".label"))}
    shown = ["title", *(f"subjects.{ident}.name" for ident in case.subjects)]
    shown += [f"{part}.{ident}.text" for part in ("claims", "predictions") for ident in getattr(case, part)]
    shown += [f"claims.{ident}.matters" for ident, claim in case.claims.items() if claim.matters]
    for name, question in case.rubric.questions.items():
        shown.append(f"questions.{name}.text")
        shown += [f"questions.{name}.hypotheses.{h}.{key}" for h in question.hypotheses for key in ("text", "label")]
    shown += [f"indicators.{name}.{key}" for name in case.rubric.indicators for key in ("text", "label")]
    assert [path for path in shown if path not in there] == []


def test_of_every_question_it_is_said_whether_its_uses_share_a_rate_and_why(case: Case) -> None:
    assert isinstance(case.rubric, Rubric)
    for ident, question in case.rubric.questions.items():
        assert "same" in question.model_fields_set, ident
        assert "rate" in (question.why or ""), ident
    habits = {ident for ident, question in case.rubric.questions.items() if question.same == "all"}
    assert habits == {"posture", "driver", "method", "exile-policy", "migrant-lever", "third-state"}


def test_what_is_asked_of_arac_before_it_slipped_is_asked_of_its_first_years(case: Case, result: Assessment) -> None:
    """Her words on its work and money are of a time before 2017."""
    for ident in ("azerbaijan-threefold", "arac-fed-by-church"):
        (alternative,) = case.claims[ident].holds_if
        assert {instance.split("@")[1] for instance in alternative} == {"2001"}
        assert result.claims[ident].asserted is not None
        assert result.claims[ident].asserted.term is None


def test_a_loyal_body_is_likelier_to_stand_and_the_condition_does_not_count(case: Case, result: Assessment) -> None:
    loyal, strayed = (case.claims[f"arac-{ident}-stands"] for ident in ("loyal", "strayed"))
    assert loyal.holds_if == strayed.holds_if
    stands = [result.claims[f"arac-{ident}-stands"].probability for ident in ("loyal", "strayed")]
    parts = {
        name: Claim(holds_if=sets)
        for name, sets in {
            "both": {**loyal.holds_if[0], "arac/control@2017": ["directed"]},
            "given": {"arac/control@2017": ["directed"]},
        }.items()
    }
    joint = score(case.model_copy(update={"claims": parts, "predictions": {}})).claims
    assert stands[0] == pytest.approx(joint["both"].probability / joint["given"].probability)
    assert stands[0] > stands[1]


EXCLUDE = [
    ("gruppa-24/control@2017", "directed", "gruppa-24/sincerity", "genuine-independent"),
    ("gruppa-24/control@2017", "independent", "gruppa-24/sincerity", "genuine-steered"),
    ("gruppa-24/control@2017", "directed", "tajikistan/exile-policy", "neither"),
    ("tajikistan/exile-policy", "host-alone", "tajikistan/wariness", "tactical"),
    ("tajikistan/exile-policy", "neither", "tajikistan/wariness", "tactical"),
    ("azerbaijan/exile-policy", "neither", "azerbaijan/wariness", "tactical"),
    ("armenia/posture", "leaves", "armenia-azerbaijan/joint-control", "both"),
    ("azerbaijan/posture", "leaves", "armenia-azerbaijan/joint-control", "both"),
    ("arac/control@2017", "directed", "arac/closure", "control-lost"),
    ("tajikistan/exile-policy", "neither", "saidov-flight/flight", "aboard-helping"),
    ("utr/control@2017", "independent", "utr/church-tie", "pass-through"),
    ("tajikistan/exile-policy", "neither", "tajikistan/method", "both"),
]
"""Answers to two questions that can hardly hold at once."""


def test_answers_that_exclude_each_other_do_not_add_to_more_than_one(case: Case, result: Assessment) -> None:
    sums = {pair: result.posterior(pair[0])[pair[1]] + result.posterior(pair[2])[pair[3]] for pair in EXCLUDE}
    assert {pair: total for pair, total in sums.items() if total > 1} == {}
    both = {str(n): Claim(holds_if={a: x, b: y}) for n, (a, x, b, y) in enumerate(EXCLUDE)}
    joint = score(case.model_copy(update={"claims": both, "predictions": {}})).claims
    assert {EXCLUDE[int(n)]: claim.probability for n, claim in joint.items() if claim.probability > 0.05} == {}


def test_her_story_of_arac_is_one_claim_and_no_likelier_than_its_parts(case: Case, result: Assessment) -> None:
    parts = ("arac-coopted-or-created", "arac-slipped-control", "arac-closed-control-lost")
    (story,) = case.claims["arac-her-story"].holds_if
    assert story == {k: v for part in parts for k, v in case.claims[part].holds_if[0].items()}
    probability = result.claims["arac-her-story"].probability
    alone = [result.claims[part].probability for part in parts]
    assert alone[0] * alone[1] * alone[2] < probability < min(alone)


def test_who_stood_behind_a_founding_has_one_answer(case: Case) -> None:
    assert isinstance(case.rubric, Rubric)
    assert not any("later" in (answer.text or "") for answer in case.rubric.questions["origin"].hypotheses.values())
    assert "home-state" in case.rubric.questions["control"].hypotheses


def test_one_observation_of_the_groups_means_is_not_four(case: Case) -> None:
    assert isinstance(case.rubric, Rubric)
    of = {case.rubric.indicators[item(case, ident).indicator].of for ident in ("e091", "e092", "e094")}
    assert of == {item(case, "e093").indicator}


def test_the_leadership_describing_itself_is_one_source(case: Case) -> None:
    assert {item(case, ident).source for ident in ("e061", "e062", "e063")} == {"utr-interview"}
    assert item(case, "e061").statement == item(case, "e062").statement is not None
