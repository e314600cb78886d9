"""The items on one question as a matrix for tools for the analysis of competing hypotheses (ACH).

Each number of the model goes into one column: how well the indicator tells the hypotheses apart goes into the codes,
the grades of sources and statement into the credibility, and the weight of the indicator into the relevance.

A code says what the indicator, being as reported, would mean for a hypothesis: the weight of evidence for it against
the others in equal shares, in decibans (Good 1950). 3 dB doubles the odds, 10 dB makes them ten times as high. A factor
of two is where Humphreys and Jacobs draw the line between tests of process tracing; from ten on, evidence is strong on
Jeffreys's scale.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assess.compile.model import Compiled
from assess.compile.numbers import indicator_table
from assess.domain.evidence import Evidence
from assess.domain.quoting import meant, quoted
from assess.errors import AssessError, Finding
from assess.network.logs import DB, Floats
from assess.scoring.claim_statements import text_of
from assess.scoring.csv_text import as_csv
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

TELLS_DB = 10.0 * math.log10(2.0)
STRONG_DB = 10.0
HIGH, MEDIUM = 0.8, 0.5
"""The lowest probabilities that count as high and as medium credibility or relevance."""


def ach_matrix(result: Assessment, instance: str) -> str:
    """Return the scored items on one question instance as an ACH matrix, in CSV.

    Parameters
    ----------
    result : Assessment
    instance : str
        ``subject/question`` or ``subject/question@period``.

    Returns
    -------
    str
        One row for each item, in the columns ``Evidence``, ``Credibility``, ``Relevance`` and the hypotheses' ids.
        Codes: CC and C from 10 and 3 dB for the hypothesis, II and I likewise against it, N between, NA if what is
        reported has probability 0 under every hypothesis. Credibility is the probability that all sources of its chain
        are reliable, times the accuracy of the statement; relevance is the weight of the indicator: high from 0.8,
        medium from 0.5, else low.

    Raises
    ------
    AssessError
        E408 if the case does not ask it.
    """
    hypotheses = hypotheses_of(result, instance)
    model = scoring_of(result).model
    items = [model.layout.items[item.id] for item in result.evidence.values() if item.instance == instance]
    rows = [ach_row(item, model, hypotheses) for item in items]
    table = [
        (f"{item.id}: {row.text}", row.credibility, row.relevance, *row.codes)
        for item, row in zip(items, rows, strict=True)
    ]
    return as_csv(("Evidence", "Credibility", "Relevance", *hypotheses), table)


def ach_matrices(result: Assessment) -> Mapping[str, str]:
    """Return the matrix of each question instance that has scored items, by instance."""
    return {instance: ach_matrix(result, instance) for instance in with_items(result)}


def with_items(result: Assessment) -> list[str]:
    """Return the question instances that have scored items."""
    asked = {item.instance for item in result.evidence.values()}
    return [instance for instance in result.questions if instance in asked]


def hypotheses_of(result: Assessment, instance: str) -> tuple[str, ...]:
    """Return the hypotheses of a question instance; E408 if the case does not ask it."""
    if instance not in result.questions:
        hint = meant(instance, list(result.questions), "instances")
        raise AssessError([Finding("E408", f"{quoted(instance)} is not asked in case {result.case.case}", hint=hint)])
    return scoring_of(result).model.world.nodes[instance].states


@dataclass(frozen=True, slots=True)
class AchCells:
    """An item in the terms of a matrix."""

    text: str
    credibility: str
    relevance: str
    codes: list[str]


def ach_row(item: Evidence, model: Compiled, hypotheses: tuple[str, ...]) -> AchCells:
    """Return the cells of a scored item."""
    present, relevance = _rows(item.indicator, model, hypotheses)
    so = present if item.says == "present" else 1.0 - present
    text = text_of(item.summary, f"{item.indicator} {item.says}")
    return AchCells(text, _level(_credibility(item, model)), _level(relevance), codes(so))


def _rows(indicator: str, model: Compiled, hypotheses: tuple[str, ...]) -> tuple[Floats, float]:
    """Return P(present | hypothesis) at full weight, and the weight, both as products along the chain."""
    entry = model.layout.rubric.indicators[indicator]
    if entry.of in model.layout.rubric.questions:
        table, _ = indicator_table(entry.present_if, hypotheses, 1.0, model.world.numbers)
        return table[:, 0], entry.weight
    table, _ = indicator_table(entry.present_if, ("present", "absent"), 1.0, model.world.numbers)
    above, weight = _rows(entry.of, model, hypotheses)
    return above * table[0, 0] + (1.0 - above) * table[1, 0], weight * entry.weight


def _credibility(item: Evidence, model: Compiled) -> float:
    reliable = sum(model.testimony.witnesses[source].log_reliable[0] for source in (item.source, *item.via))
    (right, _), (wrong, _) = model.world.numbers.likelihood(item, model.layout.case.sources[item.source])
    if item.says == "absent":
        right, wrong = 1.0 - right, 1.0 - wrong
    accuracy = 1.0 - right if item.says == "not-found" else (right + 1.0 - wrong) / 2.0
    return math.exp(reliable) * accuracy


def codes(likelihoods: Floats) -> list[str]:
    """Return the code of each hypothesis.

    Parameters
    ----------
    likelihoods : float64, shape (hypotheses,)
        Probability of what is reported under each.

    Examples
    --------
    >>> codes(np.array([0.6, 0.05, 0.0])), codes(np.array([0.3, 0.3]))
    (['CC', 'I', 'II'], ['N', 'N'])
    """
    if not likelihoods.any():
        return ["NA"] * len(likelihoods)
    others = (likelihoods.sum() - likelihoods) / (len(likelihoods) - 1)
    with np.errstate(divide="ignore"):
        weights = DB * (np.log(likelihoods) - np.log(np.maximum(others, 0.0)))
    return [_code(weight) for weight in weights.tolist()]


def _code(weight_db: float) -> str:
    if abs(weight_db) < TELLS_DB:
        return "N"
    letter = "C" if weight_db > 0.0 else "I"
    return letter * 2 if abs(weight_db) >= STRONG_DB else letter


def _level(probability: float) -> str:
    return "high" if probability >= HIGH else "medium" if probability >= MEDIUM else "low"
