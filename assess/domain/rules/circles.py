"""Circles: no subject, question, indicator or instance may be its own ancestor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assess.domain.instances import UnplacedError
from assess.domain.rules.loaded import LoadedCase, LoadedRubric, Spot, placed_check, rubric_check, shape_check
from assess.errors import Finding


@rubric_check
def rubric_circles(loaded: LoadedRubric) -> Iterator[Finding]:
    """Check that neither `given` nor `of` runs in a circle.

    E316 given in a circle
        Finds:   Questions that are given each other.
        Matters: Priors that depend on each other's answers have no starting point.
        Example: posture: {given: origin}
                 origin: {given: posture}
        Instead: posture: {prior: uniform}
                 origin: {given: posture}

    E317 indicators in a circle
        Finds:   Indicators that are of each other.
        Matters: There must be a question at the top of such a chain.
        Example: money: {of: audit}
                 audit: {of: money}
        Instead: money: {of: origin}
                 audit: {of: money}
    """
    given = {name: question.given for name, question in loaded.rubric.questions.items()}
    for circle in circles(given):
        message = f"given: runs in a circle: {arrows(circle)}"
        spot = Spot("rubric", ("questions", circle[0], "given"))
        yield spot.find("E316", message, "take one of them out")
    of = {name: (indicator.of,) for name, indicator in loaded.rubric.indicators.items()}
    for circle in circles(of):
        spot = Spot("rubric", ("indicators", circle[0], "of"))
        yield spot.find("E317", f"of: runs in a circle: {arrows(circle)}", "let one of them bear on a question")


@shape_check
def subject_circles(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that `within` does not run in a circle.

    E315 within in a circle
        Finds:   Subjects that lie within each other.
        Matters: It would be unclear which subject contains the other.
        Example: georgia: {kind: country, within: union}
                 union: {kind: body, within: georgia}
        Instead: georgia: {kind: country}
                 union: {kind: body, within: georgia}
    """
    within = {name: (s.within,) if s.within else () for name, s in loaded.case.subjects.items()}
    for circle in circles(within):
        spot = Spot("case", ("subjects", circle[0], "within"))
        yield spot.find("E315", f"within: runs in a circle: {arrows(circle)}", "take one of them out")


@placed_check
def instance_circles(loaded: LoadedCase) -> Iterator[Finding]:
    """Check that the parents of instances do not run in a circle.

    E318 instances in a circle
        Finds:   Instances that, by their priors, are given each other.
        Matters: Priors that depend on each other's answers have no starting point.
        Example: a/control: {given: b/control}
                 b/control: {given: a/control}
        Instead: a/control: {prior: uniform}
                 b/control: {given: a/control}
    """
    parents: dict[str, tuple[str, ...]] = {}
    for instance in loaded.layout.instances.values():
        try:
            parents[instance.id] = loaded.layout.parents(instance)
        except UnplacedError:
            parents[instance.id] = ()
    for circle in circles(parents):
        at = next((i for i in circle if i in loaded.case.priors), circle[0])
        message = f"the parents of instances run in a circle: {arrows(circle)}"
        yield Spot("case", ("priors", at, "given")).find("E318", message, "take one of them out")


def circles(above: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return one circle of each tangle in `above`, which maps each name to its parents.

    A depth-first search that keeps its trail in a list, because chains may be longer than Python can recurse.

    Examples
    --------
    >>> circles({"a": ["b"], "b": ["a"], "c": ["a"]})
    [['a', 'b']]
    """
    closed: list[list[str]] = []
    done: set[str] = set()
    for start in above:
        trail: list[str] = []
        on_trail: set[str] = set()
        waiting: list[Iterator[str]] = [iter((start,))]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                if trail:
                    last = trail.pop()
                    on_trail.discard(last)
                    done.add(last)
            elif name in on_trail:
                circle = trail[trail.index(name) :]
                if not any(set(circle) & set(other) for other in closed):
                    first = circle.index(min(circle))
                    closed.append([*circle[first:], *circle[:first]])
            elif name in above and name not in done:
                trail.append(name)
                on_trail.add(name)
                waiting.append(iter(above[name]))
    return closed


def arrows(circle: list[str]) -> str:
    """Return a circle as text: its names in order, then the first again."""
    return " → ".join([*circle, circle[0]])
