"""The MISP event: loads again, tagged by the published taxonomies."""

import json
import re
from typing import Any

import pytest
from pymisp import MISPEvent

import assess
from assess.formats.misp import misp_text
from tests.formats.exported_results import hostile, shipped

TAG = re.compile(
    r'(?:estimative-language:(?:likelihood-probability="(?:almost-no-chance|very-unlikely|unlikely|roughly-even-chance|'
    r'likely|very-likely|almost-certain)"|confidence-in-analytic-judgment="(?:low|moderate|high)")|'
    r'admiralty-scale:(?:source-reliability="[a-f]"|information-credibility="[1-6]"))'
)


@pytest.mark.parametrize("result", [shipped, hostile])
def test_it_loads_again_with_all_that_it_holds(result: Any) -> None:
    text = misp_text(result())
    event = MISPEvent()
    event.load(text)
    expected = json.loads(text)["Event"]
    again = json.loads(event.to_json())
    assert [attribute["uuid"] for attribute in again["Attribute"]] == [
        attribute["uuid"] for attribute in expected["Attribute"]
    ]
    assert [attribute["value"] for attribute in again["Attribute"]] == [
        attribute["value"] for attribute in expected["Attribute"]
    ]
    tags = [tag["name"] for attribute in expected["Attribute"] for tag in attribute.get("Tag", ())]
    assert tags
    assert [tag for tag in tags if not TAG.fullmatch(tag)] == []
    assert {(attribute["to_ids"], attribute["disable_correlation"]) for attribute in expected["Attribute"]} == {
        (False, True)
    }
    values = [(attribute["type"], attribute["value"]) for attribute in expected["Attribute"]]
    assert len(set(values)) == len(values)


def test_claims_and_items_have_their_tags() -> None:
    result = shipped()
    attributes = {
        attribute["value"].partition(":")[0]: attribute
        for attribute in json.loads(misp_text(result))["Event"]["Attribute"]
    }

    def tags(name: str) -> set[str]:
        return {tag["name"] for tag in attributes[name]["Tag"]}

    assert tags("claim policy-coherent") == {
        'estimative-language:likelihood-probability="roughly-even-chance"',
        'estimative-language:confidence-in-analytic-judgment="low"',
    }
    credibility = next(item.credibility for item in result.case.evidence if item.id == "e002")
    assert tags("item e002") == {
        'admiralty-scale:source-reliability="c"',
        f'admiralty-scale:information-credibility="{credibility}"',
    }


def test_no_sentence_holds_likelihood_and_confidence() -> None:
    for attribute in json.loads(misp_text(shipped()))["Event"]["Attribute"]:
        if attribute["value"].startswith("claim"):
            assert "confidence" not in attribute["value"].rpartition(" Likelihood: ")[2]
            assert "likel" not in attribute["comment"].lower()


def test_the_same_inputs_give_the_same_bytes_and_the_date_of_the_case() -> None:
    case = assess.load_case("russia-diasporas-2017")
    first, again = (misp_text(assess.score(case, draws=0)) for _ in range(2))
    assert first == again
    event = json.loads(first)["Event"]
    assert (event["date"], event["timestamp"]) == ("2017-07-31", "1501459200")
    assert json.loads(misp_text(hostile()))["Event"]["date"] == "1970-01-01"
