"""Score claims from graded evidence, Bayes-exactly.

>>> import assess
>>> assess.Chance.model_validate("likely").term
'likely'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assess.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from assess.domain.case import Case, Document, Prior, Regrading, Source, Subject
    from assess.domain.chance import Chance
    from assess.domain.claim import Answer, Asserted, Claim, Prediction, Resolution
    from assess.domain.evidence import Cite, Evidence, Withdrawal
    from assess.domain.grading import Grading
    from assess.domain.rubric import Indicator, Question, Rubric
    from assess.domain.scale import Scale, Term
    from assess.errors import AssessError, Finding, ImpossibleEvidenceError, TooEntangledError
    from assess.files import check, load_case, load_coding, load_confidence, load_grading, load_rubric, load_scale
    from assess.files.ach import import_ach
    from assess.files.editing import save_case
    from assess.ledger import Ledger
    from assess.ledger.calibration import Forecast, calibration
    from assess.ledger.compare import compare
    from assess.ledger.learning import learn
    from assess.ledger.outcomes import outcomes
    from assess.ledger.timeline import timeline
    from assess.present import plots
    from assess.present.exports import export
    from assess.present.report import report
    from assess.study.assessment import Assessment
    from assess.study.diagnosticity import diagnose
    from assess.study.explain import explain
    from assess.study.frames import Table
    from assess.study.inconsistency import inconsistency
    from assess.study.plan import plan
    from assess.study.rescore import rescore
    from assess.study.score import score
    from assess.study.sensitivity import sensitivity
    from assess.study.what_if import if_authors_favoured, without_each_source
    from assess.study.width import widths

_HOMES = {
    "assess.domain.case": ("Case", "Document", "Prior", "Regrading", "Source", "Subject"),
    "assess.domain.chance": ("Chance",),
    "assess.domain.claim": ("Answer", "Asserted", "Claim", "Prediction", "Resolution"),
    "assess.domain.evidence": ("Cite", "Evidence", "Withdrawal"),
    "assess.domain.grading": ("Grading",),
    "assess.domain.rubric": ("Indicator", "Question", "Rubric"),
    "assess.domain.scale": ("Scale", "Term"),
    "assess.errors": ("AssessError", "Finding", "ImpossibleEvidenceError", "TooEntangledError"),
    "assess.files": (
        "check",
        "load_case",
        "load_coding",
        "load_confidence",
        "load_grading",
        "load_rubric",
        "load_scale",
    ),
    "assess.files.ach": ("import_ach",),
    "assess.files.editing": ("save_case",),
    "assess.ledger": ("Ledger",),
    "assess.ledger.compare": ("compare",),
    "assess.ledger.timeline": ("timeline",),
    "assess.ledger.calibration": ("Forecast", "calibration"),
    "assess.ledger.learning": ("learn",),
    "assess.ledger.outcomes": ("outcomes",),
    "assess.present.exports": ("export",),
    "assess.present.report": ("report",),
    "assess.study.assessment": ("Assessment",),
    "assess.study.diagnosticity": ("diagnose",),
    "assess.study.explain": ("explain",),
    "assess.study.frames": ("Table",),
    "assess.study.inconsistency": ("inconsistency",),
    "assess.study.plan": ("plan",),
    "assess.study.rescore": ("rescore",),
    "assess.study.score": ("score",),
    "assess.study.sensitivity": ("sensitivity",),
    "assess.study.what_if": ("if_authors_favoured", "without_each_source"),
    "assess.study.width": ("widths",),
}
_MODULES = {"plots": "assess.present.plots"}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Asserted",
    "AssessError",
    "Assessment",
    "Case",
    "Chance",
    "Cite",
    "Claim",
    "Document",
    "Evidence",
    "Finding",
    "Forecast",
    "Grading",
    "ImpossibleEvidenceError",
    "Indicator",
    "Ledger",
    "Prediction",
    "Prior",
    "Question",
    "Regrading",
    "Resolution",
    "Rubric",
    "Scale",
    "Source",
    "Subject",
    "Table",
    "Term",
    "TooEntangledError",
    "Withdrawal",
    "calibration",
    "check",
    "compare",
    "diagnose",
    "explain",
    "export",
    "if_authors_favoured",
    "import_ach",
    "inconsistency",
    "learn",
    "load_case",
    "load_coding",
    "load_confidence",
    "load_grading",
    "load_rubric",
    "load_scale",
    "outcomes",
    "plan",
    "plots",
    "report",
    "rescore",
    "save_case",
    "score",
    "sensitivity",
    "timeline",
    "widths",
    "without_each_source",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import assess`` costs nothing; have notebooks show it."""
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOME_OF:
        text = f"module 'assess' has no attribute {name!r}"
        raise AttributeError(text)
    import_module("assess.domain.displayed").displayed_by(_html)
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def _html(value: object) -> str:
    """Return a value as a notebook shows it; what draws it is loaded when one does."""
    from assess.present.notebook import html_of

    return html_of(value)


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
