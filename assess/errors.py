"""What can be wrong with an input, and the exceptions that carry it.

E401 evidence that cannot be
    Finds:   Items that together have probability zero whatever is true. The message names some that cannot stand
             together but could without any one of them: as few as can be found in reasonable time.
    Matters: No hypothesis is left to be probable.
    Example: accuracy: 1.0 for two items that contradict each other
    Instead: accuracy: 0.99

E402 too entangled
    Finds:   A story whose exact solution needs tables that together pass the memory bound, and that cannot be estimated
             to 0.02 nats, or in which earlier sources tie what they speak of; or a case that needs such tables even
             where the states of all sources and shared rates that tie are sampled.
    Matters: Many doubtful sources that speak of many of the same indicators have to be weighed together. A case as a
             whole is then sampled, and says so; a story is a probability that such a sample does not tell.
    Example: 40 sources that each report on the same 40 indicators, all of them through one relay
    Instead: Split the case, or take as exactly known (reliability: 1.0) those whom nobody doubts.

E414 asked of what was sampled
    Finds:   A question that only an exact solution answers, put to a case that is beyond the memory bound and was
             sampled: how improbable its evidence is, or what makes its intervals wide.
    Matters: What was sampled tells of what is probable given the evidence. It does not tell the probability of the
             evidence itself, and it blurs what each kind of judgement brings to an interval.
    Example: assess explain CASE CLAIM --width, where 30 outlets report on 20 countries
    Instead: Ask it of a part of the case that is small enough: fewer countries, or without the lesser outlets
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

KeyPath = tuple[str | int, ...]
"""Where a value stands in an input: keys and list positions from the top."""

FilePlace = tuple[str | None, int | None, int | None]
"""File, line and column."""


def dotted(path: KeyPath) -> str:
    """Return a key path as a reader would type it.

    Examples
    --------
    >>> dotted(("evidence", 3, "via", 0))
    'evidence[3].via[0]'
    """
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = printable(part, 80)
            text += f".{name}" if text else name
    return text


def printable(text: str, longest: int = 2000) -> str:
    r"""Return `text` on one line, odd characters escaped, cut where it is long.

    Examples
    --------
    >>> printable("a\nb\u202ec")
    'a\\nb\\u202ec'
    """
    if len(text) > longest:
        text = text[:longest] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


@dataclass(frozen=True)
class Finding:
    """One thing found in an input.

    Parameters
    ----------
    code : str
        The rule's code: ``E…`` stops a scoring, ``W…`` asks for something a good case has.
    message : str
        The rule and the value that breaks it, in one sentence.
    path : KeyPath
        Where in the input.
    hint : str or None
        The way out.
    about : str or None
        Which input `path` starts in: ``"case"``, ``"rubric"``, ``"scale"``, ``"grading"`` or ``"confidence"``.
    file, line, column : str or None, int or None, int or None
        The place in a file, counted from 1, where the input was read from one.
    on_key : bool
        Whether the last key of `path` is at fault, not the value under it.
    beside : KeyPath
        Where in the same input the earlier entry stands that this one repeats; the message ends with its place.
    """

    code: str
    message: str
    path: KeyPath = ()
    hint: str | None = None
    about: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    on_key: bool = False
    beside: KeyPath = ()

    @property
    def severity(self) -> Literal["error", "warning"]:
        """``error``, which stops a scoring, or ``warning``, which never does."""
        return "error" if self.code.startswith("E") else "warning"

    def at(self, file: str, line: int | None = None, column: int | None = None) -> Finding:
        """Return the same finding with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        place = ":".join(str(p) for p in (self.file, self.line, self.column) if p is not None)
        text = f"{printable(place)}: " if place else ""
        text += f"{self.code} {printable(self.message)}"
        if self.beside:
            text += f", {dotted(self.beside)}"
        if self.path:
            text += f" ({dotted(self.path)})"
        if self.hint:
            text += f"\n  hint: {printable(self.hint)}"
        return text


class AssessError(Exception):
    """An input cannot be used; `findings` says all that is wrong with it, sorted by place.

    Parameters
    ----------
    findings : iterable of Finding
        At least one.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__()
        self.hold(findings)

    def hold(self, findings: Iterable[Finding]) -> None:
        """Replace the findings, sorted; usually by the same ones with their places in files."""
        order = sorted(
            findings,
            key=lambda f: (f.file or "", f.line or 0, f.column or 0, f.code, dotted(f.path), f.message),
        )
        self.findings: tuple[Finding, ...] = tuple(order)
        self.args = ("\n".join(str(f) for f in self.findings),)


class ImpossibleEvidenceError(AssessError):
    """The evidence has probability zero whatever is true.

    Parameters
    ----------
    items : iterable of str
        Ids of evidence items that cannot stand together, but would without any one of them.
    places : mapping, optional
        Where they stand, of a case that was loaded from files.
    """

    def __init__(self, items: Iterable[str], places: Mapping[str, FilePlace] | None = None) -> None:
        self.items: tuple[str, ...] = tuple(items)
        places = places or {}
        file, line, column = places.get(self.items[0], (None, None, None))
        at = {item: ":".join(map(str, places[item])) for item in self.items[1:] if item in places}
        named = ", ".join(f"{item} ({at[item]})" if item in at else item for item in self.items)
        message = (
            f"the evidence cannot be: {named} has probability zero under every hypothesis"
            if len(self.items) == 1
            else f"the evidence cannot be: {named} cannot all stand together, whatever is true, "
            "but could without any one of them"
        )
        super().__init__(
            [
                Finding(
                    "E401",
                    message,
                    path=("evidence",),
                    about="case",
                    hint="withdraw one of them, or put a little doubt where a number is exactly 0 or 1",
                    file=file,
                    line=line,
                    column=column,
                )
            ]
        )


class SampledError(AssessError):
    """An exact solution is wanted of a case that was sampled."""

    def __init__(self) -> None:
        super().__init__(
            [
                Finding(
                    "E414",
                    "the case is beyond the bound of an exact solution and was sampled (method: cutset); how "
                    "improbable its evidence is, and what makes its intervals wide, only an exact solution tells",
                    path=("evidence",),
                    about="case",
                    hint="ask it of a part of the case that is small enough to be solved exactly",
                )
            ]
        )


class TooEntangledError(AssessError):
    """The exact solution would need tables over the memory bound.

    Parameters
    ----------
    sources : iterable of str
        Ids of the sources that the largest table would hold together.
    cells : int
        Entries of all tables together.
    bound : int
        Entries allowed.
    rates : iterable of str
        Questions and indicators whose shared rates it would hold.
    """

    def __init__(self, sources: Iterable[str], cells: int, bound: int, rates: Iterable[str] = ()) -> None:
        self.sources, self.rates = tuple(sources), tuple(rates)
        self.cells, self.bound = cells, bound
        causes = [f"sources {', '.join(self.sources)} speak of too many of the same indicators"] if self.sources else []
        if self.rates:
            causes.append(f"too many uses share the rates of {', '.join(self.rates)}")
        hint = "split the case, or take as exactly known (reliability: 1.0) a source that nobody doubts"
        super().__init__(
            [
                Finding(
                    "E402",
                    f"an exact scoring needs tables of {cells:,} entries together, over the bound of {bound:,}: "
                    f"{' and '.join(causes) or 'too many questions hang together'}",
                    path=("evidence",),
                    about="case",
                    hint=f"{hint}; same: use makes each use of a row its own" if self.rates else hint,
                )
            ]
        )
