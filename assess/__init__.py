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
    from assess.analysis.collection.plan import plan
    from assess.analysis.explaining.diagnosticity import diagnose
    from assess.analysis.explaining.explain import explain
    from assess.analysis.explaining.inconsistency import inconsistency
    from assess.analysis.explaining.variance_shares import variance_shares
    from assess.analysis.what_if.sensitivity import sensitivity
    from assess.analysis.what_if.without_sources import if_authors_favoured, without_each_source
    from assess.domain.case import (
        Case,
        Document,
        Prior,
        Regrading,
        Source,
        Subject,
    )
    from assess.domain.chance import Chance
    from assess.domain.claim import (
        Answer,
        Asserted,
        Claim,
        Prediction,
        Resolution,
    )
    from assess.domain.evidence import Cite, Evidence, Withdrawal
    from assess.domain.grading import Grading
    from assess.domain.rubric import Indicator, Question, Rubric
    from assess.domain.scale import Scale, Term
    from assess.errors import (
        AssessError,
        Finding,
        ImpossibleEvidenceError,
        TooEntangledError,
    )
    from assess.files import (
        check,
        load_case,
        load_coding,
        load_confidence,
        load_grading,
        load_rubric,
        load_scale,
    )
    from assess.files.editing import save_case
    from assess.files.starter import new_case
    from assess.formats import export
    from assess.formats.ach import import_ach
    from assess.history import Ledger
    from assess.history.comparing.compare import compare
    from assess.history.comparing.timeline import timeline
    from assess.history.outcomes.calibration import Forecast, calibration
    from assess.history.outcomes.learning import learn
    from assess.history.outcomes.outcomes import outcomes
    from assess.reporting import figures as plots
    from assess.reporting.report import report
    from assess.scoring.frames import Table
    from assess.scoring.results import Assessment
    from assess.scoring.score import score

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
    "assess.formats.ach": ("import_ach",),
    "assess.files.editing": ("save_case",),
    "assess.files.starter": ("new_case",),
    "assess.history": ("Ledger",),
    "assess.history.comparing.compare": ("compare",),
    "assess.history.comparing.timeline": ("timeline",),
    "assess.history.outcomes.calibration": ("Forecast", "calibration"),
    "assess.history.outcomes.learning": ("learn",),
    "assess.history.outcomes.outcomes": ("outcomes",),
    "assess.formats": ("export",),
    "assess.reporting.report": ("report",),
    "assess.scoring.results": ("Assessment",),
    "assess.analysis.explaining.diagnosticity": ("diagnose",),
    "assess.analysis.explaining.explain": ("explain",),
    "assess.scoring.frames": ("Table",),
    "assess.analysis.explaining.inconsistency": ("inconsistency",),
    "assess.analysis.collection.plan": ("plan",),
    "assess.scoring.score": ("score",),
    "assess.analysis.what_if.sensitivity": ("sensitivity",),
    "assess.analysis.what_if.without_sources": ("if_authors_favoured", "without_each_source"),
    "assess.analysis.explaining.variance_shares": ("variance_shares",),
}
_MODULES = {"plots": "assess.reporting.figures"}
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
    "new_case",
    "outcomes",
    "plan",
    "plots",
    "report",
    "save_case",
    "score",
    "sensitivity",
    "timeline",
    "variance_shares",
    "without_each_source",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import assess`` costs nothing; have notebooks show it."""
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOME_OF:
        text = f"module 'assess' has no attribute {name!r}"
        raise AttributeError(text)
    import_module("assess.domain.notebook_display").displayed_by(_html)
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def _html(value: object) -> str:
    """Return a value as a notebook shows it; what draws it is loaded when one does."""
    from assess.reporting.notebook import html_of

    return html_of(value)


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__, "__version__"]
