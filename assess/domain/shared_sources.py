"""Sources known across cases: the file ``sources.yaml`` beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from assess.domain.case import Case
from assess.domain.chance import Chance
from assess.domain.field_types import Id, Written


class SharedSource(Written):
    """A source that appears in several cases under one id.

    Parameters
    ----------
    reliability : Chance
        Replaces the one that a case gives it.
    accuracy : Chance, optional
        Likewise.
    same : {"case", "all"}
        Whether it is reliable or not in each case separately, or once for all cases.
    """

    reliability: Chance
    accuracy: Chance | None = None
    same: Literal["case", "all"] = "case"
    name: str | None = None
    why: str | None = None
    note: str | None = None


class SharedSources(Written):
    """The sources that the cases of a folder share.

    Parameters
    ----------
    portfolio : str
        Its id.
    sources : dict of str to SharedSource
    learned_from : dict of str to tuple of str
        By case: the instances whose answers the numbers were learned from.
    """

    portfolio: Id
    sources: dict[Id, SharedSource] = Field(min_length=1)
    title: str | None = None
    why: str | None = None
    learned_from: Mapping[Id, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def tied(self) -> frozenset[str]:
        """The sources that are reliable or not once for all cases."""
        return frozenset(name for name, source in self.sources.items() if source.same == "all")

    def applied(self, case: Case) -> Case:
        """Return a case with the numbers of its sources that are known across cases; itself if it has none of them.

        They apply at any date: the case's own changes of grade of such a source are ignored.
        """
        known = {name: self.sources[name] for name in case.sources if name in self.sources}
        if not known:
            return case
        changed = {
            name: case.sources[name].model_copy(
                update={"reliability": shared.reliability, "changes": ()}
                | ({} if shared.accuracy is None else {"accuracy": shared.accuracy})
            )
            for name, shared in known.items()
        }
        return case.model_copy(update={"sources": {**case.sources, **changed}})
