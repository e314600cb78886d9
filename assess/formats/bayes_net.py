"""The network of a scoring for pyAgrum, and through it for GeNIe, Hugin and anything that reads BIF.

The variables are those of the model: question and indicator instances, with their rows at their means, and the sources.
The rest of the formula (one likelihood for each statement, and the probability of each source's story) is attached to
them as virtual evidence: variables of two states, observed as ``heard``. So the network's probability of the evidence
is the model's, and its posteriors are those of the scoring.

E409 network too extreme for a file
    Finds:   A probability in an exported network that is smaller than the smallest number in a file.
    Matters: Written as 0, it would make something impossible that is only very improbable.
    Example: a source with some thousands of items that all pass through it
    Instead: assess export CASE --to pyagrum --as-of 2015 -o network.bif
"""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from assess.compile.model import Compiled
from assess.compile.part import ProblemPart
from assess.errors import AssessError, Finding
from assess.files.atomic_write import put, unwritable
from assess.network.logs import Floats
from assess.network.network import Network, TableRows
from assess.scoring.optional_import import optional_import
from assess.scoring.results import Assessment
from assess.scoring.score import scoring_of

HEARD, NOT = "heard", "not_heard"
_SOURCE_STATES = ("reliable", "unreliable")
_LOWEST = -700.0
"""Natural logarithm of about the smallest number that a file can hold."""

SUFFIXES = (".bif", ".xdsl", ".net")


@dataclass(frozen=True)
class ExportedNetwork:
    """A network for pyAgrum.

    Parameters
    ----------
    net : pyagrum.BayesNet
    evidence : dict of str to str
        The nodes to observe, each with its state: without them the network gives priors.
    names : dict of str to dict
        By node: its kind, its id in the case (preceded by ``source`` for a source), and the ids of its states.
    """

    net: Any
    evidence: Mapping[str, str]
    names: Mapping[str, Mapping[str, Any]]

    def to_json(self) -> str:
        """Return what the nodes stand for, and which to observe, as JSON."""
        content = {"format": "assess.names/1", "observe": dict(self.evidence), "nodes": dict(self.names)}
        return f"{json.dumps(content, indent=2, ensure_ascii=False)}\n"


def bayes_net(result: Assessment) -> ExportedNetwork:
    """Return the network of a result with its evidence, as a `pyagrum.BayesNet`.

    Raises
    ------
    AssessError
        E411 if pyAgrum is missing; E409 if a number is too small for a network of plain probabilities.
    """
    gum = _pyagrum()
    model = scoring_of(result).model
    part, network = model.after.part, model.after.network
    writer = _Writer(gum, gum.BayesNet(_distinct([result.case.case])[0]), {}, {}, {})
    for ident, variable in part.nodes.items():
        node = model.world.nodes[ident]
        kinds = {"question": model.layout.instances, "indicator": model.world.indicators}
        kind = next((kind for kind, held in kinds.items() if ident in held), "count")
        writer.place(variable, kind, ident, node.states)
    for source, variable in part.sources.items():
        writer.place(variable, "source", source, _SOURCE_STATES)
    for placed in part.tables.shares:
        share = placed.share
        name = f"{share.rows.name} {share.rows.country or ''} {share.state} {'' if share.row is None else share.row}"
        writer.place(placed.variable, "rate", name, [f"point{k}" for k in range(share.points)])
    priors = (placed.prior for placed in part.tables.shares)
    for table in (*part.tables.sources.values(), *priors):
        for scope, numbers in _tables(network, table):
            writer.row(scope, np.exp(numbers))
    for scope, numbers in _rows(part, network):
        writer.row(scope, np.exp(numbers))
    for ident, scope, numbers in _factors(model, part, network):
        writer.evidence(ident, scope, numbers)
    return ExportedNetwork(writer.net, writer.observed, writer.names)


def check_network(result: Assessment) -> float:
    """Return the largest difference between a posterior of the result and pyAgrum's, over questions and sources.

    pyAgrum solves the exported network with its evidence, by lazy propagation.
    """
    exported = bayes_net(result)
    solver = _pyagrum().LazyPropagation(exported.net)
    solver.setEvidence(dict(exported.evidence))
    solver.makeInference()
    furthest = 0.0
    for name, node in exported.names.items():
        expected = _expected(result, node["kind"], node["id"])
        if expected is not None:
            posterior = solver.posterior(name).toarray()
            furthest = max(furthest, float(np.abs(posterior - np.array(expected)).max()))
    return furthest


def save_network(result: Assessment, path: Path) -> list[Path]:
    """Write the network, and beside it ``….names.json``, with what its nodes stand for and which to observe.

    Parameters
    ----------
    result : Assessment
    path : Path
        Ends in ``.bif``, ``.xdsl`` (GeNIe) or ``.net`` (Hugin).

    Returns
    -------
    list of Path
        The two files.
    """
    exported = bayes_net(result)
    names = path.with_name(f"{path.name}.names.json")
    try:
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / f"network{path.suffix.lower()}"
            _pyagrum().saveBN(exported.net, str(written))
            if written.suffix == ".xdsl":
                _with_all_digits(written, exported.net)
            content = written.read_bytes()
    except OSError as error:
        raise unwritable(path, error) from None
    put(path, content)
    put(names, exported.to_json().encode())
    return [path, names]


def _pyagrum() -> Any:
    with optional_import("pyagrum", "assess[pyagrum]"), warnings.catch_warnings():
        # Its extension module warns of itself when loaded, and crashes if warnings are errors.
        warnings.simplefilter("ignore")
        import pyagrum
    return pyagrum


def _expected(result: Assessment, kind: str, ident: str) -> list[float] | None:
    if kind == "question":
        return list(result.questions[ident].posterior.values())
    if kind in ("heard", "rate", "count"):
        return None
    posterior = result.sources[ident].posterior if kind == "source" else result.indicators[ident].posterior
    return [posterior, 1.0 - posterior]


def _tables(network: Network, rows: TableRows) -> Iterator[tuple[tuple[int, ...], Floats]]:
    stack = network.stacks[rows.stack]
    for row in range(rows.first, rows.last):
        yield stack.scopes[row], stack.tables[row, ..., 0]


def _rows(part: ProblemPart, network: Network) -> Iterator[tuple[tuple[int, ...], Floats]]:
    """Yield the rows of each node of the world (nats), given its parents and the rates that it shares."""
    factors: dict[int, list[tuple[tuple[int, ...], Floats]]] = {}
    for placed in part.tables.shares:
        for scope, numbers in _tables(network, placed.factors):
            factors.setdefault(scope[-1], []).append((scope, numbers))
    for where in part.tables.nodes.values():
        for scope, numbers in _tables(network, where):
            own = factors.get(scope[-1], [])
            whole = (*scope[:-1], *(of[-2] for of, _ in own), scope[-1])
            total = np.zeros([1] * len(whole))
            for of, values in ((scope, numbers), *own):
                shape = [1] * len(whole)
                for variable, size in zip(of, values.shape, strict=True):
                    shape[whole.index(variable)] = size
                total = total + values.reshape(shape)
            yield whole, total


def _factors(model: Compiled, part: ProblemPart, network: Network) -> Iterator[tuple[str, tuple[int, ...], Floats]]:
    """Yield the name, variables and numbers (nats) of each statement and story."""
    for _, _, utterances, rows in part.tables.statements:
        for utterance, (scope, numbers) in zip(utterances, _tables(network, rows), strict=True):
            yield " ".join(model.testimony.reports[r].item for r in utterance.reports), scope, numbers
    for factors, rows in part.tables.stories:
        for factor, (scope, numbers) in zip(factors, _tables(network, rows), strict=True):
            yield f"story of {factor.source}", scope, numbers


@dataclass(frozen=True, slots=True)
class _Writer:
    gum: Any
    net: Any
    placed: dict[int, str]
    observed: dict[str, str]
    names: dict[str, dict[str, Any]]

    def place(self, variable: int, kind: str, ident: str, states: Iterable[str]) -> None:
        """Add a variable of the world or a source."""
        self.placed[variable] = self._add(kind, ident, states)

    def row(self, scope: tuple[int, ...], numbers: Floats) -> None:
        """Add a conditional table: P(last of the scope | the others)."""
        *parents, own = (self.placed[variable] for variable in scope)
        self._fill(own, parents, numbers)

    def evidence(self, ident: str, scope: tuple[int, ...], numbers: Floats) -> None:
        """Add an observed node with a likelihood (nats) over the scope."""
        finite = numbers[np.isfinite(numbers)]
        if finite.size and finite.min() < _LOWEST:
            message = f"the network holds a probability of e^{finite.min():.0f} ({ident}), too small to be written"
            raise AssessError([Finding("E409", message, hint="export a part of the case, or as of an earlier date")])
        name = self._add("heard", ident, (HEARD, NOT))
        likelihood = np.exp(numbers)
        self._fill(
            name, [self.placed[variable] for variable in scope], np.stack([likelihood, 1.0 - likelihood], axis=-1)
        )
        self.observed[name] = HEARD

    def _add(self, kind: str, ident: str, states: Iterable[str]) -> str:
        written = list(states)
        labels = _distinct(written)
        prefix = {"source": "source_", "heard": "heard_"}.get(kind, "")
        name = _distinct([prefix + ident], self.names)[0]
        self.net.add(self.gum.LabelizedVariable(name, name, labels))
        self.names[name] = {"kind": kind, "id": ident, "states": dict(zip(labels, written, strict=True))}
        return name

    def _fill(self, own: str, parents: list[str], numbers: Floats) -> None:
        for parent in parents:
            self.net.addArc(parent, own)
        back = (*reversed(range(len(parents))), len(parents))
        self.net.cpt(own)[:] = np.ascontiguousarray(numbers.transpose(back))


def _distinct(written: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return distinct names of ASCII letters, digits and ``_``, starting with a letter, none of them taken."""
    used = {name.lower() for name in taken}
    names = []
    for text in written:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", text)
        base = name = plain if plain[:1].isalpha() else f"n_{plain}"
        number = 1
        while name.lower() in used:
            number += 1
            name = f"{base}_{number}"
        used.add(name.lower())
        names.append(name)
    return names


def _with_all_digits(path: Path, net: Any) -> None:
    """Rewrite the probabilities of an XDSL file with all their digits."""
    tree = ElementTree.parse(path)
    for node in tree.iter("cpt"):
        written = node.find("probabilities")
        assert written is not None
        written.text = " ".join(map(repr, net.cpt(node.attrib["id"]).toarray().ravel().tolist()))
    tree.write(path, encoding="utf-8", xml_declaration=True)
