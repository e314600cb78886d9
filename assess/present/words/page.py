"""What stands around a report where it is a page."""

from __future__ import annotations

from assess.present.catalogue import later

CONTENTS = later("Contents")
SKIP = later("Skip to the report")
TABLE = later("Table")
COUNTRY = later("Country")
ALL = later("all")
CLAIM = later("Claim")
JUMP = later("jump to …")
UNFOLD = later("Unfold all")
FOLD = later("Fold all")
