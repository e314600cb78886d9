"""The engine beside the second enumeration, in everything that it reports in numbers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import pytest

from assess.domain.case import Case
from assess.errors import AssessError, ImpossibleEvidenceError
from tests.exactly import score
from tests.exactness.formula import Formula, NoStoryError

TOLERANCE = 1e-9


def close(expected: object) -> object:
    return pytest.approx(expected, abs=TOLERANCE, rel=0.0)


def check_all(case: Case, as_of: str | None = None) -> None:
    """Compare everything that a scoring reports in numbers."""
    expected = Formula(case, as_of).answers()
    result = score(case, as_of)
    assert result.log_evidence == close(expected.log_evidence)
    assert result.questions.keys() == expected.posterior.keys()
    for ident, question in result.questions.items():
        assert dict(question.prior) == close(expected.prior[ident])
        assert dict(question.posterior) == close(expected.posterior[ident])
        assert (question.items, question.origins) == expected.counts[ident]
        check_logs(question.log_posterior, question.log_remainder, expected.posterior[ident])
    claims = {**result.claims, **result.predictions}
    assert {n: (c.prior, c.probability) for n, c in claims.items()} == {n: close(c) for n, c in expected.claims.items()}
    sources = {n: (s.prior, s.posterior) for n, s in result.sources.items()}
    assert sources == {n: close(s) for n, s in expected.sources.items()}
    assert {n: i.instance for n, i in result.indicators.items()} == {n: i[0] for n, i in expected.indicators.items()}
    for ident, indicator in result.indicators.items():
        assert (indicator.prior, indicator.posterior) == close(expected.indicators[ident][1:])
    assert {n: e.instance for n, e in result.evidence.items()} == {n: e[0] for n, e in expected.weight_db.items()}
    for ident, item in result.evidence.items():
        assert dict(item.weight_db) == {
            h: None if w is None else close(w) for h, w in expected.weight_db[ident][1].items()
        }
    assert {u.id for u in result.unscored} == {i.id for i in case.evidence} - expected.weight_db.keys()


def check_logs(log_p: Mapping[str, float], log_rest: Mapping[str, float], expected: Mapping[str, float]) -> None:
    for h, p in expected.items():
        assert math.exp(log_p[h]) == close(p)
        assert math.exp(log_rest[h]) == close(1.0 - p)


def check_sharp(case: Case) -> str:
    """Score, or be refused, as the enumeration says; return which."""
    formula = Formula(case)
    try:
        total = formula.probability()
    except NoStoryError:
        with pytest.raises(AssessError, match="E406"):
            score(case)
        return "no story"
    if total > 0.0:
        check_all(case)
        return "scored"
    with pytest.raises(ImpossibleEvidenceError) as caught:
        score(case)
    named = caught.value.items
    assert formula.probability(named) == 0.0
    for smaller in itertools.combinations(formula.items, len(named) - 1):
        assert formula.probability(smaller) > 0.0
    return "impossible"
