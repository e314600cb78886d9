"""Results that the tests of exports share."""

from functools import cache

import assess
from assess.scoring.results import Assessment
from tests.formats.hostile import hostile_case


@cache
def shipped() -> Assessment:
    return assess.score(assess.load_case("russia-diasporas-2017"), draws=60)


@cache
def hostile() -> Assessment:
    return assess.score(hostile_case(), draws=60)
