"""The tables of statements whose reports differ between perturbations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assess.compile.part import Chains, Utterance
from assess.compile.perturbations import Perturbations
from assess.compile.problem import likelihood_through_chains
from assess.compile.scored_reports import Report
from assess.network.network import TableRows
from assess.network.network_edit import NetworkEdit


def put_statements(
    reports: Sequence[Report],
    tables: NetworkEdit,
    rows: TableRows,
    perturbations: Perturbations,
    chains: Chains,
    sources: int,
    utterances: Sequence[Utterance],
) -> None:
    """Write the statements whose reports differ between perturbations."""
    changed = [
        k
        for k, utterance in enumerate(utterances)
        if any(r in perturbations.likelihoods or r in perturbations.dropped for r in utterance.reports)
    ]
    if not changed:
        return
    firsts = [utterances[k].reports[0] for k in changed]
    logs = [perturbations.likelihoods.get(r, reports[r].log_given_seen[:, np.newaxis]) for r in firsts]
    likelihoods = np.stack([np.broadcast_to(log, (2, perturbations.count)) for log in logs])
    values = likelihood_through_chains(likelihoods, sources, chains)
    for row, k in enumerate(changed):
        gone = np.stack([perturbations.dropped.columns(r, perturbations.count) for r in utterances[k].reports])
        if len(chains) == 1:
            values[row][..., gone[0]] = 0.0
            continue
        for pattern in () if not gone.any() else {tuple(column) for column in gone.T.tolist() if any(column)}:
            columns = np.flatnonzero((gone == np.array(pattern)[:, np.newaxis]).all(axis=0))
            left = tuple(chain for chain, is_gone in zip(chains, pattern, strict=True) if not is_gone)
            values[row][..., columns] = likelihood_through_chains(
                likelihoods[row : row + 1][..., columns], sources, left
            )[0]
    tables.put(rows.stack, rows.first + np.array(changed), values)
