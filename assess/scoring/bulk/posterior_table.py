"""Posteriors of instances as a long table, with one row for each hypothesis."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from assess.compile.report_tables import ReportTables
from assess.domain.scale import Scale
from assess.scoring.bulk.grouped_sums import LEAST
from assess.scoring.bulk.ibis_tables import constant_table, load_ibis


def posteriors(joint: Any, tables: ReportTables) -> Any:
    """Return the posterior of each hypothesis of each instance.

    Parameters
    ----------
    joint : ibis Table
        The log joint probabilities, as `GroupedSums.by_instance` returns them.
    tables : ReportTables

    Returns
    -------
    ibis Table
        With the columns subject, question, hypothesis, prior, posterior and reports. The posterior is null where the
        reports together are impossible.
    """
    ibis = load_ibis()
    widest = max(len(prior) for prior in tables.priors.values())
    logs = [joint[f"log{k}"] for k in range(widest)]
    largest = joint.select(
        "subject", "question", "reports", *(f"log{k}" for k in range(widest)), most=ibis.greatest(*logs)
    )
    weights = {f"w{k}": (largest[f"log{k}"] - largest.most).exp() for k in range(widest)}
    weighed = largest.select("subject", "question", "reports", "most", **weights)
    total = sum((weighed[f"w{k}"] for k in range(1, widest)), weighed.w0)
    weighed = weighed.mutate(total=total)
    numbered = weighed.mutate(number=weighed.question).drop("question")
    every = numbered.join(_hypotheses(tables), "number")
    weight = every.place.cases(*((k, every[f"w{k}"]) for k in range(widest)))
    posterior = (every.most <= LEAST).ifelse(None, weight / every.total)
    return every.select("subject", "question", "hypothesis", "prior", "reports", posterior=posterior)


def _hypotheses(tables: ReportTables) -> Any:
    """Return every hypothesis of every question, with its prior and its place."""
    rows = [
        (number, question, place, name, float(np.exp(tables.priors[question][place])))
        for number, question in enumerate(tables.priors)
        for place, name in enumerate(tables.hypotheses(question))
    ]
    number, question, place, hypothesis, prior = (list(column) for column in zip(*rows, strict=True))
    columns: Mapping[str, Any] = {
        "number": np.array(number, dtype=np.int32),
        "question": question,
        "place": np.array(place, dtype=np.int32),
        "hypothesis": hypothesis,
        "prior": prior,
    }
    return constant_table(columns)


def term_of(probability: Any, scale: Scale) -> Any:
    """Return the term of a scale for each probability of a column; null in a gap."""
    edges = sorted({0.0, 1.0, *(end for term in scale.terms for end in (term.low, term.high))})
    words = [scale.term_of((low + high) / 2.0) for low, high in itertools.pairwise(edges)]
    cases = []
    for high, word in zip(edges[1:], words, strict=True):
        at_end = scale.term_of(high)
        cases += [(probability < high, None if word is None else word.term)]
        cases += [(probability == high, None if at_end is None else at_end.term)]
    first = scale.term_of(0.0)
    return load_ibis().cases((probability == 0.0, None if first is None else first.term), *cases)
