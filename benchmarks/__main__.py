"""Speed beside peers: ``python -m benchmarks [--write]``, with ``assess[bench]`` installed.

It prints how far the answers are apart and how long each tool takes for the same work, all marginals of published
networks, and how time grows with a case. With ``--write`` the tables and two plots go to ``docs/performance.md``.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import altair as alt

from benchmarks.made_page import put
from benchmarks.peer_growth import SHAPES, TOOLS, Grown, grown
from benchmarks.peers import Work, differences, works
from benchmarks.published_networks import Compared, compared

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
PLOTS = PAGE.parent / "performance"
_POWERS = [10.0**k for k in range(-5, 3)]
LIBRARIES = ("numpy", "scipy", "pyagrum", "pgmpy")


def duration(seconds: float | None) -> str:
    """Return a time with three digits and its unit, or a dash."""
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def rows(header: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table, its columns but the first to the right."""
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"| --- |{' --: |' * (len(names) - 1)}"
    for cells in body:
        yield f"| {' | '.join(cells)} |"
    yield ""


def work_row(work: Work) -> list[str]:
    """Return a kind of work as cells."""
    times = [duration(each) for each in (work.bare, work.ours, work.agrum, work.pgmpy)]
    bare = "-" if work.bare is None else f"{work.ours / work.bare:.2g}"
    return [work.what, *times, bare, "-" if work.best_peer is None else f"{work.best_peer:,.0f}"]


def network_row(network: Compared) -> list[str]:
    """Return the marginals of a published network as cells."""
    apart = network.refused or f"{network.apart:.1g}"
    return [network.name, f"{network.nodes:,}", duration(network.ours), duration(network.agrum), apart]


def growth_rows(shape: str, points: list[Grown]) -> Iterator[str]:
    """Yield the lines of the table of one kind of growth, and what broke."""
    at = {(point.tool, point.size): point for point in points}
    tools = [tool for tool in TOOLS if any(point.tool == tool for point in points)]
    body = (
        [f"{size:,}", *(duration(at[tool, size].seconds) if (tool, size) in at else "" for tool in tools)]
        for size in SHAPES[shape]
    )
    yield from rows((shape, *tools), body)
    for point in points:
        if point.broke:
            yield f"- {point.tool} at {point.size:,} {shape}: {point.broke}."
    yield ""
    yield f"![Seconds for the posteriors against the number of {shape}, for each tool](performance/{shape}.svg)"
    yield ""


def plot(shape: str, points: list[Grown]) -> alt.Chart:
    """Return the chart of one kind of growth."""
    data = [{"tool": p.tool, "size": p.size, "seconds": p.seconds} for p in points if p.seconds is not None]
    order = [tool for tool in TOOLS if any(row["tool"] == tool for row in data)]
    return (
        alt.Chart(alt.Data(values=data))
        .mark_line(point=True)
        .encode(
            x=alt.X("size:Q", scale=alt.Scale(type="log"), title=shape, axis=alt.Axis(values=list(SHAPES[shape]))),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", values=_POWERS)),
            color=alt.Color("tool:N", sort=order, title=None),
            shape=alt.Shape("tool:N", sort=order, legend=None),
        )
        .properties(width=420, height=260)
    )


def report(growths: dict[str, list[Grown]]) -> Iterator[str]:
    """Yield the lines of the page."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores; assess {version('assess')}, {versions}."
    yield ""
    yield "One question of 3 hypotheses, 30 indicators, 60 reports of 60 sources. The posterior of assess is apart"
    yield f"from that of {', '.join(f'{name} by {apart:.1g}' for name, apart in differences().items())}."
    yield ""
    head = ("work", "bare NumPy", "assess", "pyAgrum", "pgmpy", "assess ÷ bare", "best peer ÷ assess")
    yield from rows(head, map(work_row, works()))
    yield "All marginals of published networks without evidence, planning included, and the largest difference:"
    yield ""
    yield from rows(("network", "nodes", "assess", "pyAgrum", "apart"), map(network_row, compared()))
    for shape in SHAPES:
        growths[shape] = list(grown(shape))
        yield from growth_rows(shape, growths[shape])


def main(arguments: list[str]) -> None:
    """Print the tables, and write them to their page where that is asked for."""
    growths: dict[str, list[Grown]] = {}
    lines = []
    for line in report(growths):
        print(line, flush=True)
        lines.append(line)
    if "--write" not in arguments:
        return
    PLOTS.mkdir(exist_ok=True)
    for shape, points in growths.items():
        plot(shape, points).save(str(PLOTS / f"{shape}.svg"))
    put(PAGE, "python -m benchmarks --write", "\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
