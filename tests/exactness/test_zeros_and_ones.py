"""Cases with zeros and ones: scored, refused as impossible, or a story that cannot be, as the enumeration says."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given

from assess.compile import problem
from assess.domain.case import Case
from assess.errors import ImpossibleEvidenceError
from tests.exactly import score
from tests.exactness.against import check_all, check_sharp
from tests.exactness.asking import GRADING, SCALE
from tests.exactness.formula import Formula, NoStoryError
from tests.random_cases import random_case, sharp_cases

SHARP = range(400)


@pytest.mark.parametrize("seed", SHARP)
def test_zeros_and_ones(seed: int) -> None:
    assert check_sharp(random_case(random.Random(seed), sharp=True, most=8)) in ("scored", "impossible", "no story")


@given(sharp_cases)
def test_zeros_and_ones_that_shrink(case: Case) -> None:
    check_sharp(case)


def test_zeros_and_ones_lead_everywhere() -> None:
    met, sizes = Counter[str](), set()
    for seed in SHARP:
        case = random_case(random.Random(seed), sharp=True, most=8)
        try:
            impossible = Formula(case).probability() == 0.0
        except NoStoryError:
            met["no story"] += 1
            continue
        met["impossible" if impossible else "scored"] += 1
        if impossible:
            with pytest.raises(ImpossibleEvidenceError) as caught:
                score(case)
            sizes.add(len(caught.value.items))
    assert met["scored"] > 100
    assert met["impossible"] > 10
    assert met["no story"] > 0
    assert sizes >= {1, 2}


def silenced(relays: list[str], more: int = 0) -> Case:
    """Return a case in which s says what cannot be in the world that it favours, and other things; all relayed."""
    items = [
        {"id": f"e{k}", "about": "o", "indicator": "ij"[min(k, 1)], "says": "present", "source": "s", "via": relays}
        | {"accuracy": 1.0 if k == 0 else 0.8, "event": f"v{k}"}
        for k in range(2 + more)
    ]
    items.append({"id": "other", "about": "o", "indicator": "j", "says": "absent", "source": "u", "accuracy": 0.7})
    return Case.model_validate(
        {
            "case": "silenced",
            "rubric": {
                "rubric": "silenced",
                "scale": SCALE,
                "grading": GRADING,
                "questions": {"q": {"per": "body", "hypotheses": ["x", "y"], "prior": {"x": 0.4, "y": 0.6}}},
                "indicators": {
                    "i": {"of": "q", "present_if": {"x": 0.0, "y": 0.4}},
                    "j": {"of": "q", "present_if": {"x": 0.9, "y": 0.2}},
                },
            },
            "subjects": {"o": {"kind": "body"}},
            "ask": {"o": ["q"]},
            "sources": {
                "s": {"reliability": 0.6, "favours": {"q": ["x"]}},
                "t": {"reliability": 0.7, "favours": {"q": ["y"]}},
                "u": {"reliability": 0.8},
            },
            "evidence": items,
        }
    )


@pytest.mark.parametrize("relays", [[], ["t"], ["u"], ["t", "u"], ["u", "t"]])
@pytest.mark.parametrize("more", [0, 2])
def test_leaving_out_what_made_a_story_impossible(relays: list[str], more: int) -> None:
    """Without it the story can be told again, at first hand and inside the stories of those who relay it."""
    check_all(silenced(relays, more))


@pytest.mark.parametrize("seed", range(6_000, 6_030))
def test_the_long_way_of_leaving_items_out(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Solving anew without each item, in the case and in every story, as where one table would be too large."""
    monkeypatch.setattr(problem, "MAX_SWAP_CELLS", 0)
    check_all(random_case(random.Random(seed)))
