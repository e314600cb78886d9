"""Evidence drawn from the model: what the sources of a case could have said instead of what they said.

A draw follows the model from start to finish: a world, the reliability of each source, the stories of the unreliable
ones. An item is drawn where its chain ends: in the truth, or in the story of the source at which it broke.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from assess.compile.model import Compiled
from assess.compile.observation import statement_of
from assess.compile.part import ProblemPart, SolveOptions
from assess.compile.perturbations import Perturbations
from assess.compile.problem import bare_world
from assess.compile.solved import Solved
from assess.domain.evidence import Evidence
from assess.network.logs import Bools, Floats, Ints, log
from assess.network.sampling import sample_states

_OPPOSITE = {"present": "absent", "absent": "present", "not-found": "found"}
_ROUNDS = 20
"""How often to repeat draws in which one utterance would have said two things."""


def words_of(item: Evidence) -> tuple[str, ...]:
    """Return what an item's origin could have said, starting with what it did say.

    A source that was silent could have reported what it found, or have repeated another source.
    """
    return ("silent", "present", "absent") if item.says == "silent" else (item.says, _OPPOSITE[item.says])


@dataclass(frozen=True, slots=True)
class ReplicatedEvidence:
    """Evidence drawn from the model before any evidence.

    Parameters
    ----------
    words : list of dict of str to str
        By item: present, absent, silent, found or not-found.
    perturbations : Perturbations
        Perturbations of the case in which its items say what was drawn, in the same order.
    truths : dict of str to int64, shape (draws,)
        By instance: the position of the true hypothesis.
    """

    words: list[dict[str, str]]
    perturbations: Perturbations
    truths: dict[str, Ints]


def replicated_evidence(model: Compiled, count: int, rng: np.random.Generator) -> ReplicatedEvidence:
    """Return evidence drawn from the model: what each scored item says instead.

    Items of one utterance say the same. Draws in which they would not are repeated; if they rarely agree, fewer than
    `count` draws are returned.

    Parameters
    ----------
    model : Compiled
    count : int
    rng : numpy.random.Generator
    """
    drawn = _draws(model, count, rng)
    items = [model.layout.items[report.item] for report in model.testimony.reports]
    words = [
        {item.id: words_of(item)[place] for item, place in zip(items, column, strict=True)}
        for each in drawn
        for column in each.words.T.tolist()
    ]
    likelihoods = {
        number: np.concatenate([each.log_likelihoods[number] for each in drawn], axis=-1)
        for number in range(len(items) if drawn else 0)
    }
    truths = {
        ident: np.concatenate([np.zeros(0, dtype=np.int64), *(each.truths[place] for each in drawn)])
        for place, ident in enumerate(model.world.instances)
    }
    return ReplicatedEvidence(words, Perturbations(len(words), likelihoods=likelihoods), truths)


@dataclass(frozen=True, slots=True)
class _DrawnWords:
    """Draws of what all items say.

    Parameters
    ----------
    words : int64, shape (reports, draws)
        Each as its position among those that its origin could have said.
    log_likelihoods : float64, shape (reports, 2, draws), nats
        Those of these words, from a reliable origin, if the indicator is present and if it is absent.
    truths : int64, shape (instances, draws)
        The position of the true hypothesis.
    """

    words: Ints
    log_likelihoods: Floats
    truths: Ints

    def some(self, chosen: Bools) -> _DrawnWords:
        return _DrawnWords(self.words[:, chosen], self.log_likelihoods[..., chosen], self.truths[:, chosen])


def _draws(model: Compiled, count: int, rng: np.random.Generator) -> list[_DrawnWords]:
    utterances: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(model.testimony.reports):
        utterances[report.statement].append(number)
    shared = [numbers for numbers in utterances.values() if len(numbers) > 1]
    kept: list[_DrawnWords] = []
    worlds = _Worlds(model)
    missing = count
    for _ in range(_ROUNDS if model.testimony.reports else 0):
        drawn = _Replication(model, worlds, count, rng).draw()
        agree = np.ones(count, dtype=bool)
        for numbers in shared:
            agree &= (drawn.words[numbers] == drawn.words[numbers[0]]).all(axis=0)
        agree &= np.cumsum(agree) <= missing
        kept.append(drawn.some(agree))
        missing -= int(agree.sum())
        if not missing:
            break
    return kept


class _Worlds:
    """The worlds in which stories are told: an ordinary one, and one for each source in which what it favours holds."""

    def __init__(self, model: Compiled) -> None:
        self._model = model
        self._solved: dict[str | None, Solved] = {}

    def _of(self, source: str | None) -> Solved:
        if source not in self._solved:
            model = self._model
            favours = {} if source is None else model.testimony.witnesses[source].favours
            self._solved[source] = Solved(*bare_world(model.stories, favours, SolveOptions(whole=True)))
        return self._solved[source]

    def nodes(self, teller: str | None, count: int, rng: np.random.Generator) -> dict[str, Ints]:
        """Return, by node, draws of worlds in which `teller` tells its story, or of true ones; shape (draws,)."""
        part, states = self._sample(None, count, rng)
        plain = {name: states[variable] for name, variable in part.nodes.items()}
        witness = None if teller is None else self._model.testimony.witnesses[teller]
        if witness is None or not witness.favours:
            return plain
        is_favoured = rng.random(count) < witness.favours_weight
        part, states = self._sample(teller, count, rng)
        return {name: np.where(is_favoured, states[v], plain[name]) for name, v in part.nodes.items()}

    def _sample(self, source: str | None, count: int, rng: np.random.Generator) -> tuple[ProblemPart, Ints]:
        solved = self._of(source)
        return solved.part, sample_states(solved.conditionals, count, rng)


@dataclass
class _Setting:
    """A setting in which something is told: the truth, or a story.

    Parameters
    ----------
    nodes : dict of str to int64, shape (draws,)
    reliable : dict of str to bool, shape (draws,)
        Sources, drawn when needed.
    points : dict of str to float64, shape (draws,)
        By statement: the uniform numbers that decide what is said.
    """

    nodes: Mapping[str, Ints]
    reliable: dict[str, Bools] = field(default_factory=dict)
    points: dict[str, Floats] = field(default_factory=dict)


class _Replication:
    """Draws what all items of a case say, in parallel."""

    def __init__(self, model: Compiled, worlds: _Worlds, count: int, rng: np.random.Generator) -> None:
        self._model, self._worlds, self._count, self._rng = model, worlds, count, rng
        self._settings: dict[tuple[str, ...], _Setting] = {}
        self._spoken: dict[int, Ints] = {}
        self._items = [model.layout.items[report.item] for report in model.testimony.reports]
        self._originals = {name: source.copies for name, source in model.layout.case.sources.items()}
        self._by_source: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, (report, item) in enumerate(zip(model.testimony.reports, self._items, strict=True)):
            self._by_source[item.source, report.node].append(number)
        self._withdrawn: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for ident, item in model.layout.items.items():
            if model.unscored.get(ident) == "withdrawn" and item.says in ("present", "absent"):
                node = model.layout.observables(item)[0].id
                self._withdrawn[item.source, node].setdefault(statement_of(item), item.says)

    def draw(self) -> _DrawnWords:
        """Draw what every item says, starting with the sources that others may have repeated."""
        reports = self._model.testimony.reports
        logs = np.empty((len(reports), 2, self._count))
        for number in sorted(range(len(reports)), key=lambda number: self._rank(self._items[number].source)):
            chances = self._chances(number)
            words = np.zeros(self._count, dtype=np.int64)
            self._say(number, chances, (), reports[number].chain, np.ones(self._count, dtype=bool), words)
            self._spoken[number] = words
            logs[number] = log(np.take_along_axis(chances, words[np.newaxis, np.newaxis], axis=0)[0])
        spoken = np.array([self._spoken[number] for number in range(len(reports))])
        truths = np.array([self._setting(()).nodes[ident] for ident in self._model.world.instances])
        return _DrawnWords(spoken, logs, truths)

    def _rank(self, source: str) -> int:
        """Return the length of the longest line of sources that a source copies; circles are not allowed."""
        return max((1 + self._rank(original) for original in self._originals[source]), default=0)

    def _chances(self, number: int) -> Floats:
        """Return the probability of each word of a reliable origin, shape (words, 2, draws)."""
        item, report = self._items[number], self._model.testimony.reports[number]
        observed = report.observation
        said = observed.means if observed.tells is None else 1.0 - observed.tells[0] * observed.means
        own = np.zeros((len(words_of(item)), 2, 1))
        own[0, :, 0], own[1, :, 0] = said, 1.0 - said
        chances = np.broadcast_to(own, (*own.shape[:2], self._count))
        if item.says == "not-found":
            return chances
        repeated = np.zeros((len(own), 1, self._count))
        alone = np.ones(self._count)
        for original, chance in self._originals[item.source].items():
            counts = np.array([self._count_words(original, number, word) for word in ("present", "absent")])
            total = counts.sum(axis=0)
            spoke = total > 0
            alone -= chance * spoke
            for place, word in enumerate(words_of(item)):
                if word != "silent":
                    share = counts[("present", "absent").index(word)] / np.where(spoke, total, 1)
                    repeated[place, 0] += chance * share
        return repeated + np.maximum(alone, 0.0) * chances

    def _count_words(self, original: str, number: int, word: str) -> Ints:
        """Return how many of an original's statements on the same indicator, in other utterances, are `word`."""
        report = self._model.testimony.reports[number]
        counts = np.zeros(self._count, dtype=np.int64)
        statements = {report.statement}
        for other in self._by_source[original, report.node]:
            statement = self._model.testimony.reports[other].statement
            words = words_of(self._items[other])
            if statement not in statements and word in words:
                counts += self._spoken[other] == words.index(word)
            statements.add(statement)
        withdrawn = self._withdrawn.get((original, report.node), {})
        return counts + sum(said == word for statement, said in withdrawn.items() if statement not in statements)

    def _say(
        self,
        number: int,
        chances: Floats,
        path: tuple[str, ...],
        chain: tuple[str, ...],
        here: Bools,
        words: Ints,
    ) -> None:
        """Record what an item says in the draws in which it is told `here`, given the rest of its chain."""
        if not here.any():
            return
        setting = self._setting(path)
        intact = here.copy()
        for place in reversed(range(len(chain))):
            broken = intact & ~self._is_reliable(setting, chain[place])
            self._say(number, chances, (*path, chain[place]), chain[:place], broken, words)
            intact &= ~broken
        report = self._model.testimony.reports[number]
        if report.statement not in setting.points:
            setting.points[report.statement] = self._rng.random(self._count)
        states = setting.nodes[report.node][np.newaxis, np.newaxis]
        reached = np.cumsum(np.take_along_axis(chances, states, axis=1)[:, 0], axis=0)
        drawn = np.minimum((setting.points[report.statement] >= reached).sum(axis=0), len(chances) - 1)
        words[intact] = drawn[intact]

    def _setting(self, path: tuple[str, ...]) -> _Setting:
        if path not in self._settings:
            teller = path[-1] if path else None
            self._settings[path] = _Setting(self._worlds.nodes(teller, self._count, self._rng))
        return self._settings[path]

    def _is_reliable(self, setting: _Setting, source: str) -> Bools:
        if source not in setting.reliable:
            sure = np.exp(self._model.testimony.witnesses[source].log_reliable[0])
            setting.reliable[source] = self._rng.random(self._count) < sure
        return setting.reliable[source]


def log_evidence_of(model: Compiled, perturbations: Perturbations) -> Floats:
    """Return the log probability of all evidence under each perturbation, shape (count,), nats."""
    totals = np.empty(perturbations.count)
    for chosen, solution in model.story_batch.solutions(perturbations):
        totals[chosen] = solution.log_total
    return totals
