"""What was recorded of predictions before they were settled, and cases as they were recorded last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from assess.domain.case import Case
from assess.domain.claim import Resolution
from assess.domain.dates import Span
from assess.domain.quoting import quoted
from assess.errors import AssessError, Finding
from assess.history.ledger.entry import Entry, RecordedEntry
from assess.history.ledger.store import Ledger
from assess.history.outcomes.calibration import Forecast


class Records:
    """The entries of several ledgers, case by case.

    Parameters
    ----------
    ledgers : sequence of Ledger

    Raises
    ------
    AssessError
        If one cannot be read; all that is read later raises it too.
    """

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        self._named = " or ".join(quoted(str(ledger.path)) for ledger in ledgers)
        newest_first = sorted(
            ((ledger, entry) for ledger in ledgers for entry in ledger.entries()),
            key=lambda one: (one[1].at, one[1].n),
            reverse=True,
        )
        self._of_case: dict[str, list[tuple[Ledger, Entry]]] = {}
        for ledger, entry in newest_first:
            self._of_case.setdefault(entry.case_id, []).append((ledger, entry))

    def cases(self) -> list[Case]:
        """Return each case as its newest entry holds it, by id.

        Raises
        ------
        AssessError
            E705 if nothing is recorded.
        """
        if not self._of_case:
            hint = "record a scoring with assess score CASE --record"
            raise AssessError([Finding("E705", f"there is no entry in {self._named}", hint=hint)])
        newest = (self._of_case[ident][0] for ident in sorted(self._of_case))
        return [ledger.entry(entry.n).case for ledger, entry in newest]

    def forecasts(self, case: Case, settled: Mapping[str, Resolution]) -> dict[str, Forecast]:
        """Return the probability last recorded before the day on which each prediction was settled, where there is one.

        What was recorded of a prediction that other hypotheses stated then does not count.
        """
        found: dict[str, Forecast] = {}
        for ledger, entry in self._of_case.get(case.case, ()):
            day = dt.date.fromisoformat(entry.at[:10])
            open_then = [i for i, came in settled.items() if i not in found and day < Span(came.on).first]
            if open_then:
                recorded = ledger.entry(entry.n)
                made = ((i, _forecast(recorded, case, i, settled[i].outcome)) for i in open_then)
                found |= {ident: forecast for ident, forecast in made if forecast is not None}
        return {ident: found[ident] for ident in settled if ident in found}


def _forecast(recorded: RecordedEntry, case: Case, ident: str, outcome: bool) -> Forecast | None:
    held = recorded.result["predictions"].get(ident)
    stated = case.predictions[ident].model_dump(mode="json", include={"holds_if"})["holds_if"]
    if held is None or recorded.inputs["predictions"][ident]["holds_if"] != stated:
        return None
    level = None if held["confidence"] is None else held["confidence"]["level"]
    day = recorded.entry.at[:10]
    return Forecast(f"{case.case}/{ident}", held["probability"], held["prior"], held["term"], level, outcome, day)
