"""Warnings about sources that are known across cases."""

from __future__ import annotations

from collections.abc import Iterator

from assess.domain.rules.loaded import Spot
from assess.domain.shared_sources import SharedSources
from assess.errors import Finding


def shared_sources_lint(shared: SharedSources) -> Iterator[Finding]:
    """Warn of shared sources without a reason, and of ties that teach nothing.

    W138 tie that tells nothing
        Finds:   A source with same: all whose reliability is exactly 0 or 1.
        Matters: Cases that share it are scored as one network, which takes longer and teaches nothing about it.
        Example: agency: {reliability: 1.0, same: all}
        Instead: agency: {reliability: 1.0}
    """
    for name, source in shared.sources.items():
        spot = Spot("portfolio", ("sources", name))
        if not source.why:
            hint = "add why: with a sentence on where it comes from"
            yield spot.find("W101", f"the reliability of {name} has no why", hint)
        if source.same == "all" and source.reliability.value in (0.0, 1.0):
            yield (spot / "same").find(
                "W138", f"{name} is certain, so that it ties cases for nothing", "leave same out"
            )
