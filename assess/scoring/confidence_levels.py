"""How confident to be of every judgement of a case, by the policy that its rubric names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assess.compile.model import Compiled
from assess.domain.claim import HoldsIf
from assess.domain.confidence_policy import ConfidencePolicy, Criterion, lowest
from assess.scoring.claims import stated_in
from assess.scoring.confidence import Confidence, Reason
from assess.scoring.confidence_figures import PRIOR_FACTOR, ConfidenceFigures, grounds
from assess.scoring.results import (
    Assessment,
    QuestionResult,
    SourceResult,
    unmoved,
)

_MOST_NAMES = 3
"""Sources that a reason names."""

NOT_DRAWN = "No interval was drawn, so that its width is left out."


def confidences(
    model: Compiled,
    questions: Mapping[str, QuestionResult],
    sources: Mapping[str, SourceResult],
    intervals: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, Confidence]:
    """Return the confidence in each claim and prediction, and in the leading hypothesis of each instance.

    Parameters
    ----------
    model : Compiled
    questions, sources
        Results.
    intervals : dict of str to (float, float), optional
        90 % intervals of probability, by claim, prediction and instance (of its leading hypothesis).

    Returns
    -------
    dict of str to Confidence
        By the id of the claim, prediction or instance; empty where the case is too large for it.
    """
    judged: dict[str, HoldsIf] = dict(stated_in(model.layout.case))
    judged |= {ident: ({ident: (leading(question),)},) for ident, question in questions.items()}
    policy = model.layout.rubric.confidence
    assert isinstance(policy, ConfidencePolicy)
    found = grounds(model, judged, questions, sources, intervals or {})
    return {name: judge(ground, policy) for name, ground in found.items()}


def with_confidence(result: Assessment, model: Compiled) -> Assessment:
    """Return a result with the confidence in each claim, prediction and instance."""
    claims = {**result.claims, **result.predictions}
    intervals = {ident: claim.interval for ident, claim in claims.items() if claim.interval is not None}
    intervals |= {q.id: q.interval[leading(q)] for q in result.questions.values() if q.interval is not None}
    found = confidences(model, result.questions, result.sources, intervals)
    return replace(
        result,
        questions={ident: replace(q, confidence=found.get(ident)) for ident, q in result.questions.items()},
        claims={ident: replace(c, confidence=found.get(ident)) for ident, c in result.claims.items()},
        predictions={ident: replace(p, confidence=found.get(ident)) for ident, p in result.predictions.items()},
    )


def leading(question: QuestionResult) -> str:
    """Return the most probable hypothesis of an instance; of several the first by name."""
    most = max(question.posterior.values())
    return min(hypothesis for hypothesis, p in question.posterior.items() if p >= most - 1e-9)


def judge(ground: ConfidenceFigures, policy: ConfidencePolicy) -> Confidence:
    """Return the level that a policy leaves a judgement, with every criterion that caps it.

    Where nothing weighs, that alone is the reason. A criterion whose figure is not known caps nothing, and says so.
    """
    reasons: list[Reason] = []
    for code, figure in ground.figures().items():
        caps = [cap for cap in policy.caps if cap.code == code]
        if figure is None:
            reasons += [Reason("no-interval", NOT_DRAWN, None, None)] if caps else []
            continue
        held = [cap.level for cap in caps if cap.holds(figure)]
        if held:
            reasons.append(Reason(code, reason_text(code, ground), lowest(held), figure, ground))
        if held and code == "no-evidence":
            break
    return Confidence(lowest([reason.caps for reason in reasons if reason.caps]), tuple(reasons))


def reason_text(code: Criterion, ground: ConfidenceFigures) -> str:
    """Return the sentence that gives the figure of a criterion; it names no level."""
    match code:
        case "no-evidence":
            return "No scored item weighs on it."
        case "few-origins":
            number = ground.origins or "no"
            return f"The items on it come from {number} independent origin{'' if ground.origins == 1 else 's'}."
        case "one-source":
            return f"{_share(ground.source_share)} of its weight passes through {ground.source}."
        case "one-document":
            return f"{_share(ground.document_share)} of its weight rests on {_document(ground)}."
        case "weak-sources":
            return f"Its sources are reliable with {_percent(ground.reliability)} on average, by weight."
        case "wide-interval":
            return f"Its 90 % interval is {ground.width or 0.0:.2f} wide."
        case "turns-on-source":
            return f"Its word changes without {_names(ground.turning)}."
        case "turns-on-prior":
            ways = " or ".join("multiplied" if factor > 1.0 else "divided" for factor in ground.other_priors)
            return f"Its word changes with prior odds {ways} by {PRIOR_FACTOR:g}."
        case "barely-moved":
            return f"All the evidence together moves its odds by {ground.moved_db:.1f} dB."
        case "thin-coverage":
            share = _percent(ground.looked_for)
            return f"Items report on {share} of the information that the rubric's indicators could be expected to give."
        case "contradiction":
            return f"{_share(ground.against)} of its weight pulls against the side that leads."


def _document(ground: ConfidenceFigures) -> str:
    if ground.document is None:
        return "no document that is named"
    return f"{ground.document} alone{' or on no document that is named' if ground.undocumented else ''}"


def _share(share: float) -> str:
    return "All" if unmoved(share, 1.0) else _percent(share).capitalize()


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{100.0 * share:.0f} %"


def _names(sources: tuple[str, ...]) -> str:
    shown = list(sources[:_MOST_NAMES])
    more = len(sources) - len(shown)
    if more:
        shown.append(f"any of {more} more" if more > 1 else "1 more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
