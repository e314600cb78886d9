"""The ACH matrix: each number of the model in one column."""

import csv
import io

import numpy as np
import pytest

import assess
from assess.formats.ach.export_ach import ach_matrices, ach_matrix, codes
from tests.formats.exported_results import shipped

RUBRIC = {
    "rubric": "club",
    "questions": {"origin": {"per": "body", "hypotheses": ["made", "grown"], "prior": "uniform"}},
    "indicators": {
        "money": {"of": "origin", "present_if": {"made": 0.6, "grown": 0.05}, "weight": 0.9},
        "vote": {"of": "origin", "present_if": {"made": 0.2, "grown": 0.5}, "weight": 0.6},
        "song": {"of": "origin", "present_if": {"made": 0.5, "grown": 0.4}, "weight": 0.3},
        "coin": {"of": "money", "present_if": {"present": 0.9, "absent": 0.0}, "weight": 0.5},
        "ban": {"of": "origin", "present_if": {"made": 0.0, "grown": 0.0}},
    },
}


def matrix(items: list[dict[str, object]]) -> list[list[str]]:
    case = assess.Case.model_validate(
        {
            "case": "club",
            "rubric": RUBRIC,
            "subjects": {"club": {"kind": "body"}},
            "ask": {"club": ["origin"]},
            "sources": {"sure": {"reliability": 1.0}, "good": {"reliability": 0.9}, "bad": {"reliability": 0.2}},
            "evidence": [{"id": f"e{n}", "about": "club", **item} for n, item in enumerate(items)],
        }
    )
    return list(csv.reader(io.StringIO(ach_matrix(assess.score(case, draws=0), "club/origin"), newline="")))


@pytest.mark.parametrize(
    ("item", "row"),
    [
        ({"indicator": "money", "says": "present", "accuracy": 0.9}, ["high", "high", "CC", "II"]),  # 0.6/0.05: 10.8 dB
        ({"indicator": "money", "says": "absent", "accuracy": 0.9}, ["high", "high", "I", "C"]),  # 0.4/0.95: -3.8 dB
        ({"indicator": "vote", "says": "present", "accuracy": 0.6}, ["medium", "medium", "I", "C"]),  # 0.2/0.5: -4 dB
        ({"indicator": "song", "says": "present", "accuracy": 0.4}, ["low", "low", "N", "N"]),  # 0.5/0.4: 1 dB
        ({"indicator": "coin", "says": "present", "accuracy": 1.0}, ["high", "low", "CC", "II"]),  # 0.54/0.045
        ({"indicator": "money", "says": "not-found", "search": 0.6}, ["medium", "high", "I", "C"]),
        ({"indicator": "money", "says": "absent", "hit": 0.9, "false_alarm": 0.1}, ["high", "high", "I", "C"]),
        ({"indicator": "ban", "says": "present", "accuracy": 0.9}, ["high", "high", "NA", "NA"]),
        (
            {"indicator": "money", "says": "present", "accuracy": 0.9, "via": ["good"]},
            ["high", "high", "CC", "II"],  # 0.81
        ),
        ({"indicator": "money", "says": "present", "accuracy": 0.9, "via": ["bad"]}, ["low", "high", "CC", "II"]),
    ],
)
def test_codes_are_of_the_indicator_credibility_of_the_sources_relevance_of_the_weight(
    item: dict[str, object], row: list[str]
) -> None:
    header, only = matrix([{"source": "sure", "summary": "=A: it", **item}])
    assert header == ["Evidence", "Credibility", "Relevance", "made", "grown"]
    assert only == ["e0: =A: it", *row]


def test_codes_compare_a_hypothesis_with_the_others_in_equal_shares() -> None:
    assert codes(np.array([0.8, 0.4, 0.0])) == ["C", "N", "II"]  # 0.8/0.2, 0.4/0.4, 0/0.6
    assert codes(np.array([0.5, 0.0])) == ["CC", "II"]


def test_a_case_has_a_matrix_for_each_question_with_items() -> None:
    result = shipped()
    matrices = ach_matrices(result)
    assert sum(len(text.splitlines()) - 1 for text in matrices.values()) == len(result.evidence)
    with pytest.raises(assess.AssessError, match=r"E408 'arac/orgin' is not asked (.|\n)*did you mean arac/origin"):
        ach_matrix(result, "arac/orgin")
