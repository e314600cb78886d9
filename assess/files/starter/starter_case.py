"""The questions of a new case, chosen from a rubric, and the texts of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assess.domain.grading import Grading
from assess.domain.rubric import Rubric
from assess.domain.scale import Scale
from assess.files.emitting import as_block, as_flow

_MOST_TOLD = 12
"""The most questions and indicators listed in comments; the rubric has them all."""

_CASE = """\
# A case to start from. Replace everything called an example with your own.
# docs/format.md explains every key of these files; `assess check` says what is wrong or missing, and where.

{head}
why: Say here what the case is about, what it rests on, and what limits it.

# The items of evidence, in as many files as you like.
include:
  - evidence/example.yaml

# Who and what is assessed. A question is asked of subjects of its kind; `within` names the enclosing subject, on
# whose questions its own depend. With `country: XX`, results are grouped by country.
subjects:
{subjects}

# Which questions are asked of whom; `{main}@2019` asks `{main}` as of 2019.
ask:
{ask}
{others}
# Who says so. Grades of reliability: {grades}.
sources:
  example-source: {{name: An example, reliability: {reliability}, why: Say here why the source has this grade.}}

# What can be cited.
documents:
  example-document: {{title: An example, published: "2020-01-31"}}

# What somebody claims, and the hypotheses under which it holds; `asserted` says who claims it, in which words, and
# which term of the scale you read them as. `key: true` marks the judgements that a report begins with.
claims:
{claims}
"""

_EVIDENCE = """\
# Items: each is one indicator, seen or looked for by one source. `about` names the subject; `says` is present, absent,
# not-found (looked for in vain), silent (looked, but said nothing) or unclear; `via: [name]` names those who passed it
# on; `credibility` is one of {grades}.
# `assess add` asks for an item and writes it here; `assess withdraw` keeps an item but no longer scores it.
#
# The indicators of {main}:
{indicators}

evidence:

  - id: example-1
    about: {about}
    indicator: {indicator}
    says: present
    source: example-source
    credibility: {credibility}
    reported: "2020-01-31"
    cites: [{{document: example-document, at: p1}}]
    summary: An example. Say here in your own words what is reported.
    why: An example. Say here why it has this grade.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that a new case asks.

    Parameters
    ----------
    rubric : Rubric
        With its scale and grading.
    main : str
        The question with the most indicators of its own.
    by_kind : dict of str to tuple of str
        The main question and its ancestors, by kind of subject, outermost first.
    indicators : tuple of str
        Those of the main question.
    """

    rubric: Rubric
    main: str
    by_kind: Mapping[str, tuple[str, ...]]
    indicators: tuple[str, ...]

    @classmethod
    def of(cls, rubric: Rubric) -> Asked:
        """Choose what to ask of a loaded rubric."""
        counts = Counter(indicator.of for indicator in rubric.indicators.values())
        main = max(rubric.questions, key=lambda question: counts[question])
        by_kind: dict[str, tuple[str, ...]] = {}
        for question in dict.fromkeys(_above(rubric, main)):
            kind = rubric.questions[question].per
            by_kind[kind] = (*by_kind.get(kind, ()), question)
        own = tuple(ident for ident, indicator in rubric.indicators.items() if indicator.of == main)
        return cls(rubric, main, by_kind, own)

    @property
    def subject(self) -> str:
        """The subject of the main question, named after its kind."""
        return self.rubric.questions[self.main].per

    @property
    def others(self) -> Iterator[tuple[str, str]]:
        """The questions that are not asked, with their texts."""
        asked = {question for some in self.by_kind.values() for question in some}
        for ident, question in self.rubric.questions.items():
            if ident not in asked:
                yield ident, question.text or ident

    @property
    def hypothesis(self) -> tuple[str, str]:
        """The first hypothesis of the main question, with its text."""
        ident, hypothesis = next(iter(self.rubric.questions[self.main].hypotheses.items()))
        return ident, hypothesis.text or ident

    @property
    def term(self) -> str | None:
        """A term of the scale for a probability somewhat above even."""
        assert isinstance(self.rubric.scale, Scale)
        band = self.rubric.scale.term_of(0.7)
        return None if band is None else band.term

    @property
    def grading(self) -> Grading:
        """The grading of the rubric."""
        assert isinstance(self.rubric.grading, Grading)
        return self.rubric.grading

    @property
    def grades(self) -> tuple[str, str]:
        """The second-best grade of a source, and of a statement."""
        return _second([*self.grading.reliability]), _second([*self.grading.credibility])


def _above(rubric: Rubric, question: str) -> Iterator[str]:
    """Yield the ancestors of a question, furthest first, then the question itself."""
    for parent in rubric.questions[question].given:
        yield from _above(rubric, parent)
    yield question


def _second(grades: Sequence[str]) -> str:
    return grades[min(1, len(grades) - 1)]


def case_text(asked: Asked, ident: str, rubric: str, title: str) -> str:
    """Return the text of ``case.yaml``."""
    hypothesis, meaning = asked.hypothesis
    reliability, _ = asked.grades
    read_as = {} if asked.term is None else {"term": asked.term}
    claim = {
        "text": f"An example: {_line(meaning)}",
        "key": True,
        "holds_if": {f"{asked.subject}/{asked.main}": hypothesis},
        "asserted": {"by": "example-source", "words": "an example", "manner": "flat", **read_as},
    }
    head = {"case": ident, "title": title, "rubric": rubric}
    return _CASE.format(
        head=as_block(head, 0),
        main=asked.main,
        subjects="\n".join(_subjects([*asked.by_kind])),
        ask="\n".join(f"  {as_flow(kind)}: {as_flow([*some])}" for kind, some in asked.by_kind.items()),
        others=_others(asked),
        grades=", ".join(asked.grading.reliability),
        reliability=as_flow(reliability),
        claims=f"  {as_block({'example-claim': claim}, 2)}",
    )


def evidence_text(asked: Asked) -> str:
    """Return the text of the file of evidence."""
    texts = ((ident, asked.rubric.indicators[ident].text or ident) for ident in asked.indicators)
    return _EVIDENCE.format(
        main=asked.main,
        indicators=_listed(texts, len(asked.indicators)),
        about=as_flow(asked.subject),
        indicator=as_flow(asked.indicators[0]),
        credibility=_number_or_text(asked.grades[1]),
        grades=", ".join(asked.grading.credibility),
    )


def _subjects(kinds: Sequence[str]) -> Iterator[str]:
    """Yield a subject of each kind, each within the previous one."""
    for around, kind in zip((None, *kinds), kinds, strict=False):
        subject = {"kind": kind, "name": f"Example {kind}"} | ({} if around is None else {"within": around})
        yield f"  {as_flow(kind)}: {as_flow(subject)}"


def _others(asked: Asked) -> str:
    others = [(f"{ident} (per {asked.rubric.questions[ident].per})", text) for ident, text in asked.others]
    return (
        f"#\n# Other questions of this rubric, and the kind of subject each is for:\n{_listed(others, len(others))}\n"
        if others
        else ""
    )


def _listed(things: Iterable[tuple[str, str]], count: int) -> str:
    """Return comment lines that list the first few of some named texts."""
    lines = [f"#   {ident}: {_line(text)}" for ident, text in islice(things, _MOST_TOLD)]
    rest = count - len(lines)
    return "\n".join([*lines, *([f"#   and {rest} more, in the rubric"] if rest > 0 else [])])


def _number_or_text(grade: str) -> str:
    return grade if grade.isdecimal() else as_flow(grade)


def _line(text: str) -> str:
    return " ".join(text.split())
