"""The STIX bundle: strict, complete, and the same bytes twice."""

import json
import random
from typing import Any

import jsonschema
import pytest
import stix2

import assess
from assess.formats.stix import (
    EXTENSION,
    check_stix,
    stix_bundle,
    stix_text,
)
from assess.formats.stix_extension import STIX_EXTENSION
from assess.scoring.results import Assessment
from tests.formats.exported_results import hostile, shipped
from tests.random_cases import random_case

RESULTS = [shipped, hostile]


def objects(result: Assessment, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in json.loads(stix_text(result))["objects"] if entry["type"] == kind]


@pytest.mark.parametrize("result", RESULTS)
def test_it_parses_strictly_and_its_extensions_fit_their_schema(result: Any) -> None:
    text = stix_text(result())
    parsed = stix2.parse(text, allow_custom=False, version="2.1")
    assert {entry.type for entry in parsed.objects} >= {"identity", "note", "report", "extension-definition"}
    notes = [entry for entry in json.loads(text)["objects"] if entry["type"] == "note"]
    for note in notes:
        jsonschema.validate(note["extensions"][EXTENSION], STIX_EXTENSION)
    (definition,) = objects(result(), "extension-definition")
    assert json.loads(definition["schema"]) == STIX_EXTENSION


@pytest.mark.parametrize("seed", range(20))
def test_random_cases_make_valid_bundles(seed: int) -> None:
    result = assess.score(random_case(random.Random(seed)), draws=0)
    notes = objects(result, "note")
    assert {note["extensions"][EXTENSION]["id"] for note in notes} == {*result.claims, *result.predictions}


HAND = "The Russian state had a hand in the founding of ARAC, at the least taking hold of it, if not creating it"


def test_the_confidence_is_the_probability_in_percent_and_no_table_of_words() -> None:
    result = shipped()
    claims = {**result.claims, **result.predictions}
    notes = {note["extensions"][EXTENSION]["id"]: note for note in objects(result, "note")}
    assert {name: note["confidence"] for name, note in notes.items()} == {
        name: round(100 * claim.probability) for name, claim in claims.items()
    }
    for name, claim in claims.items():
        said = notes[name]["extensions"][EXTENSION]
        assert (said["posterior"], said["prior"], said["term"]) == (claim.probability, claim.prior, claim.term)
        assert claim.interval is not None
        assert claim.confidence is not None
        assert said["interval_90"] == list(claim.interval)
        assert said["level"] == claim.confidence.level
    texts = {
        relationship["description"]: relationship["confidence"] for relationship in objects(result, "relationship")
    }
    assert texts[HAND] == 51
    assert notes["policy-coherent"]["confidence"] == 51


def test_likelihood_and_confidence_stand_in_sentences_of_their_own() -> None:
    for note in objects(shipped(), "note"):
        first, second, *_ = note["content"].splitlines()
        assert first.startswith("Likelihood: ")
        assert second == f"Analytic confidence: {note['extensions'][EXTENSION]['level']}."


def test_the_report_holds_all_and_refers_to_the_documents() -> None:
    result = shipped()
    (report,) = objects(result, "report")
    ids = {entry["id"] for kind in ("relationship", "note") for entry in objects(result, kind)}
    assert ids < set(report["object_refs"])
    assert [reference["source_name"] for reference in report["external_references"]] == list(result.case.documents)


def test_the_same_inputs_give_the_same_bytes_and_a_date_of_the_case() -> None:
    case = assess.load_case("russia-diasporas-2017")
    first, again = (stix_text(assess.score(case, draws=0)) for _ in range(2))
    assert first == again
    earlier = stix_text(assess.score(case, as_of="2016", draws=0))
    assert {entry["modified"] for entry in json.loads(first)["objects"] if entry["type"] == "note"} == {
        "2017-07-31T00:00:00.000Z"
    }
    assert {entry["modified"] for entry in json.loads(earlier)["objects"] if entry["type"] == "note"} == {
        "2016-12-31T00:00:00.000Z"
    }
    ids = [
        {entry["id"] for entry in json.loads(text)["objects"] if entry["type"] == "identity"}
        for text in (first, earlier)
    ]
    assert ids[0] == ids[1]
    assert not {entry.id for entry in stix_bundle(hostile()).objects if entry.type == "note"} & ids[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"confidence": 59', '"confidence": 101'),
        ('"confidence": 59', '"confidence": -1'),
        ('"confidence": 59', '"confidence": 59.5'),
        ('"confidence": 59', '"confidence": true'),
        ('"related-to"', '"Related To"'),
        ('"id": "note--', '"id": "nota--'),
        ('"source_ref": "identity--', '"source_ref": "identity--0000'),
        ('"source_ref": "identity--2', '"source_ref": "identity--3'),
        ('"identity_class"', '"identity_clas"'),
        ("2017-07-31T", "2017-07-32T"),
    ],
)
def test_what_is_no_valid_stix_is_refused(old: str, new: str) -> None:
    text = stix_text(shipped())
    assert old in text
    with pytest.raises(assess.AssessError, match=r"E410 this is no valid STIX 2\.1 bundle: "):
        check_stix(text.replace(old, new, 1))
