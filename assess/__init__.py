"""Score claims from graded evidence with exact Bayesian networks.

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
    from assess.analysis.collection.plan import plan as plan
    from assess.analysis.explaining.diagnosticity import diagnose as diagnose
    from assess.analysis.explaining.explain import explain as explain
    from assess.analysis.explaining.inconsistency import inconsistency as inconsistency
    from assess.analysis.explaining.variance_shares import variance_shares as variance_shares
    from assess.analysis.surprise import surprise as surprise
    from assess.analysis.what_if.required_changes import required_changes as required_changes
    from assess.analysis.what_if.sensitivity import sensitivity as sensitivity
    from assess.analysis.what_if.without_sources import if_authors_favoured as if_authors_favoured
    from assess.analysis.what_if.without_sources import without_each_source as without_each_source
    from assess.domain.case import Case as Case
    from assess.domain.case import Document as Document
    from assess.domain.case import Prior as Prior
    from assess.domain.case import Regrading as Regrading
    from assess.domain.case import Source as Source
    from assess.domain.case import Subject as Subject
    from assess.domain.chance import Chance as Chance
    from assess.domain.claim import Answer as Answer
    from assess.domain.claim import Asserted as Asserted
    from assess.domain.claim import Claim as Claim
    from assess.domain.claim import Prediction as Prediction
    from assess.domain.claim import Resolution as Resolution
    from assess.domain.evidence import Cite as Cite
    from assess.domain.evidence import Evidence as Evidence
    from assess.domain.evidence import Withdrawal as Withdrawal
    from assess.domain.grading import Grading as Grading
    from assess.domain.rubric import Indicator as Indicator
    from assess.domain.rubric import Question as Question
    from assess.domain.rubric import Rubric as Rubric
    from assess.domain.scale import Scale as Scale
    from assess.domain.scale import Term as Term
    from assess.errors import AssessError as AssessError
    from assess.errors import Finding as Finding
    from assess.errors import ImpossibleEvidenceError as ImpossibleEvidenceError
    from assess.errors import TooEntangledError as TooEntangledError
    from assess.files import check as check
    from assess.files import load_case as load_case
    from assess.files import load_coding as load_coding
    from assess.files import load_confidence as load_confidence
    from assess.files import load_grading as load_grading
    from assess.files import load_rubric as load_rubric
    from assess.files import load_scale as load_scale
    from assess.files import load_sources as load_sources
    from assess.files.editing import save_case as save_case
    from assess.files.starter import new_case as new_case
    from assess.formats import export as export
    from assess.formats.ach import import_ach as import_ach
    from assess.history import Ledger as Ledger
    from assess.history.comparing.compare import compare as compare
    from assess.history.comparing.timeline import timeline as timeline
    from assess.history.outcomes.calibration import Forecast as Forecast
    from assess.history.outcomes.calibration import calibration as calibration
    from assess.history.outcomes.learning import learn as learn
    from assess.history.outcomes.outcomes import outcomes as outcomes
    from assess.history.portfolio import portfolio as portfolio
    from assess.reporting import figures
    from assess.reporting.report.written_report import report as report
    from assess.scoring.bulk.bulk_score import BulkResult as BulkResult
    from assess.scoring.bulk.bulk_score import bulk as bulk
    from assess.scoring.bulk.changed_partitions import bulk_again as bulk_again
    from assess.scoring.frames import Table as Table
    from assess.scoring.results import Assessment as Assessment
    from assess.scoring.score import score as score
    from assess.scoring.score_many import score_many as score_many

    plots = figures

_HOMES = {
    "assess.analysis.collection.plan": "plan",
    "assess.analysis.explaining.diagnosticity": "diagnose",
    "assess.analysis.explaining.explain": "explain",
    "assess.analysis.explaining.inconsistency": "inconsistency",
    "assess.analysis.explaining.variance_shares": "variance_shares",
    "assess.analysis.surprise": "surprise",
    "assess.analysis.what_if.required_changes": "required_changes",
    "assess.analysis.what_if.sensitivity": "sensitivity",
    "assess.analysis.what_if.without_sources": "if_authors_favoured without_each_source",
    "assess.domain.case": "Case Document Prior Regrading Source Subject",
    "assess.domain.chance": "Chance",
    "assess.domain.claim": "Answer Asserted Claim Prediction Resolution",
    "assess.domain.evidence": "Cite Evidence Withdrawal",
    "assess.domain.grading": "Grading",
    "assess.domain.rubric": "Indicator Question Rubric",
    "assess.domain.scale": "Scale Term",
    "assess.errors": "AssessError Finding ImpossibleEvidenceError TooEntangledError",
    "assess.files": "check load_case load_coding load_confidence load_grading load_rubric load_scale load_sources",
    "assess.files.editing": "save_case",
    "assess.files.starter": "new_case",
    "assess.formats": "export",
    "assess.formats.ach": "import_ach",
    "assess.history": "Ledger",
    "assess.history.comparing.compare": "compare",
    "assess.history.comparing.timeline": "timeline",
    "assess.history.outcomes.calibration": "Forecast calibration",
    "assess.history.outcomes.learning": "learn",
    "assess.history.outcomes.outcomes": "outcomes",
    "assess.history.portfolio": "portfolio",
    "assess.reporting.report.written_report": "report",
    "assess.scoring.bulk.bulk_score": "BulkResult bulk",
    "assess.scoring.bulk.changed_partitions": "bulk_again",
    "assess.scoring.frames": "Table",
    "assess.scoring.results": "Assessment",
    "assess.scoring.score": "score",
    "assess.scoring.score_many": "score_many",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_MODULES = {"plots": "assess.reporting.figures"}

__all__ = sorted((*_HOME_OF, *_MODULES))


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
