"""What the claims would be without a source, and if their author had favoured them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.study.assessment import Assessment


@dataclass(frozen=True, slots=True)
class IfFavoured:
    """A re-scoring in which the source that asserts claims also favours them.

    Parameters
    ----------
    favours : dict of str to tuple of str
        What it was taken to favour, by instance.
    prior, posterior : float
        Its reliability before and after.
    claims : dict of str to float
        Probability of each claim then.
    """

    source: str
    favours: Mapping[str, tuple[str, ...]]
    prior: float
    posterior: float
    claims: Mapping[str, float]


def without_each_source(result: Assessment) -> dict[str, dict[str, float]]:
    """Return source to claim to probability, had the source said and relayed nothing."""
    raise NotImplementedError


def if_authors_favoured(result: Assessment) -> tuple[IfFavoured, ...]:
    """Return, for each source that asserts claims and favours nothing, the claims if it favoured them."""
    raise NotImplementedError
