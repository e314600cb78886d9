"""Random cases whose shape is random too: which questions, which parents, which periods, whose stories.

`random_case` takes any `random.Random`; Hypothesis hands one over that shrinks (`whole_cases`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from assess.domain.case import Case
from tests.exactness.asking import GRADING, SCALE, SUBJECTS, Asking

MOST_CELLS = 5_000
"""States of the world that an enumeration may have."""


@dataclass
class Draft(Asking):
    """A case on its way."""

    indicators: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    observables: dict[tuple[Any, ...], int] = field(default_factory=dict)

    # Indicators and sources

    def indicate(self) -> None:
        of = {"on-policy": "policy", "on-posture": "posture", "on-origin": "origin", "on-control": "control"}
        of |= {"of-control": "on-control", "of-of-control": "of-control", "of-origin": "on-origin"}
        for name, above in of.items():
            question = self.questions.get(above)
            states = question["hypotheses"] if question else ["present", "absent"]
            self.indicators[name] = {
                "of": above,
                "present_if": {h: self.chance() for h in states},
                "weight": self.weight("weight below 1"),
                "same": self.sharing(),
            }

    def introduce(self) -> None:
        for k in range(self.rng.randint(2, 5)):
            reliability = self.choice(["A", "C", "F", self.chance(), self.chance(), self.chance()])
            if self.maybe(0.6 if self.sharp else 0.12, "source of reliability 1"):
                reliability = 1.0
            elif self.maybe(0.08, "source of reliability 0"):
                reliability = 0.0
            elif reliability in ("A", "C", "F"):
                self.features.add("graded source")
            self.sources[f"s{k}"] = {"reliability": reliability}
            if self.maybe(0.15 if self.sharp else 0.4, "favours"):
                self.sources[f"s{k}"]["favours"] = self.favours()
                if self.maybe(0.5, "favours_weight"):
                    self.sources[f"s{k}"]["favours_weight"] = self.choice([1.0, 0.4])
            if k and self.maybe(0.3, "copies"):
                self.sources[f"s{k}"]["copies"] = {
                    f"s{self.rng.randrange(k)}": 1.0 if self.sharp else self.choice([0.3, 0.9])
                }

    def favours(self) -> dict[str, list[str]]:
        favoured: dict[str, list[str]] = {}
        for question in self.rng.sample(sorted(self.questions), self.choice([0, 1, 1, 2])):
            states = self.questions[question]["hypotheses"]
            favoured[question] = self.rng.sample(states, self.rng.randint(1, len(states)))
            self.features.add("favours a question")
        known = self.instances()
        for ident in self.rng.sample(list(known), self.choice([0, 1, 1])):
            question = ident.split("/")[1].partition("@")[0]
            allowed = favoured.get(question, known[ident])
            favoured[ident] = self.rng.sample(allowed, self.rng.randint(1, len(allowed)))
            self.features.add("favours an instance")
            if question in favoured:
                self.features.add("favours an instance against its question")
        return favoured

    # Evidence

    def report(self, number: int) -> None:
        indicator = self.choice(self.indicators)
        top = indicator
        depth = 0
        while top in self.indicators:
            top, depth = self.indicators[top]["of"], depth + 1
        asked = [s for s, asks in self.ask.items() if any(a.partition("@")[0] == top for a in asks)]
        where = self.choice(asked)
        about = where
        if where == "club" and self.maybe(0.3, "item on a nested subject"):
            about = self.choice(["cell", "desk"])
        periods = [a.partition("@")[2] for a in self.ask[where] if a.partition("@")[0] == top]
        chain = self.rng.sample(sorted(self.sources), min(len(self.sources), self.choice([1, 1, 1, 2, 2, 3, 4])))
        item: dict[str, Any] = {"id": f"e{number}", "about": about, "indicator": indicator}
        item |= {"source": chain[0], "via": chain[1:]}
        if len(periods) > 1 or (periods[0] and self.rng.random() < 0.5):
            item["period"] = self.choice(periods)
        if self.maybe(0.2, "event"):
            item["event"] = self.choice("vw")
        item["says"] = self.choice(["present", "present", "present", "absent", "absent", "not-found", "silent"])
        if self.maybe(0.05, "unclear"):
            item["says"] = "unclear"
        path = (about, indicator, item.get("period") or max(periods), item.get("event"))
        if not self.fits(path, depth):
            return
        self.features |= {f"says {item['says']}", f"chain of {len(chain)}"}
        if depth > 1:
            self.features.add(f"indicator {depth} deep")
        self.judge(item)
        self.date(item)
        self.evidence.append(item)
        if self.maybe(0.25, "shared statement"):
            item["statement"] = f"u{number}"
            others = [s for s in sorted(self.sources) if s != item["source"]]
            again = {
                **item,
                "id": f"e{number}b",
                "via": self.rng.sample(others, min(len(others), self.choice([0, 1, 2]))),
            }
            again.pop("withdrawn", None)
            if again["via"] == item["via"]:
                self.features.add("same words by the same way")
            self.evidence.append(again)

    def fits(self, path: tuple[Any, ...], depth: int) -> bool:
        """Say whether the world stays small enough with one more observable."""
        new = {path: depth} if path not in self.observables else {}
        cells = 1
        for states in self.instances().values():
            cells *= len(states)
        cells *= 2 ** sum((self.observables | new).values())
        if cells > MOST_CELLS:
            return False
        self.observables |= new
        return True

    def judge(self, item: dict[str, Any]) -> None:
        if item["says"] == "not-found":
            if self.maybe(0.5, "search named"):
                item["search"] = self.chance()
            return
        if item["says"] == "silent":
            item["tells"] = self.chance()
        match self.rng.randrange(3):
            case 0:
                item["credibility"] = self.choice([1, 2, 5, 6])
                self.features.add("credibility")
            case 1:
                item["accuracy"] = 1.0 if self.sharp and self.rng.random() < 0.7 else self.chance()
                self.features.add("accuracy")
            case _:
                item |= {"hit": self.chance(), "false_alarm": self.chance()}
                self.features.add("hit and false_alarm")

    def date(self, item: dict[str, Any]) -> None:
        match self.rng.randrange(3):
            case 0:
                item["reported"] = self.choice(["2015", "2016-06", "2016-06-30", "2017-02-28"])
                self.features.add("reported")
            case 1:
                item["cites"] = [{"document": d} for d in self.rng.sample(["early", "late", "undated"], 2)]
                self.features.add("cited")
        if self.maybe(0.1, "withdrawn"):
            item["withdrawn"] = {"on": self.choice(["2016", "2016-06", "2017-01-15"])}

    def claims(self) -> dict[str, Any]:
        known = self.instances()

        def alternative() -> dict[str, list[str]]:
            chosen = self.rng.sample(list(known), self.rng.randint(1, min(3, len(known))))
            return {i: self.rng.sample(known[i], self.rng.randint(1, max(1, len(known[i]) - 1))) for i in chosen}

        return {
            "plain": {"holds_if": alternative(), "asserted": {"by": "s0", "term": "likely"}},
            "either": {"holds_if": [alternative() for _ in range(self.rng.randint(2, 3))]},
        }


AS_OF = (None, "2015", "2016-05", "2016-06", "2016-06-30", "2016-12", "2017-02-28", "2018")


def draft_of(rng: random.Random, sharp: bool = False, most: int = 6) -> tuple[Case, Draft]:
    """Return a random case, and what went into it.

    Parameters
    ----------
    sharp : bool
        With zeros and ones, so that the evidence may be impossible.
    most : int
        Statements at most.
    """
    draft = Draft(rng, sharp)
    draft.lay_out()
    draft.override()
    draft.indicate()
    draft.introduce()
    for number in range(rng.randint(1, most)):
        draft.report(number)
    content = {
        "case": "whole",
        "rubric": {
            "rubric": "whole",
            "scale": SCALE,
            "grading": GRADING,
            "questions": draft.questions,
            "indicators": draft.indicators,
        },
        "subjects": SUBJECTS,
        "ask": draft.ask,
        "priors": draft.priors,
        "sources": draft.sources,
        "documents": {"early": {"published": "2015-03"}, "late": {"published": "2017"}, "undated": {}},
        "claims": draft.claims(),
        "predictions": {"later": {"holds_if": draft.claims()["either"]["holds_if"]}, "open": {"text": "It will show"}},
        "evidence": draft.evidence,
    }
    return Case.model_validate(content), draft


def random_case(rng: random.Random, sharp: bool = False, most: int = 6) -> Case:
    """Return the case alone."""
    return draft_of(rng, sharp, most)[0]


whole_cases = st.randoms(use_true_random=False).map(random_case)
sharp_cases = st.randoms(use_true_random=False).map(lambda rng: random_case(rng, sharp=True, most=5))
