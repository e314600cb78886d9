"""Random small cases that use every feature of the model."""

from __future__ import annotations

import random
from typing import Any

from assess.domain.case import Case
from assess.domain.rubric import Rubric

SCALE = {
    "scale": "plain",
    "terms": [
        {"term": "unlikely", "low": 0.01, "high": 0.5},
        {"term": "likely", "also": ["probable"], "low": 0.5, "high": 0.99},
    ],
}
GRADING = {
    "grading": "plain",
    "reliability": {"B": {"low": 0.75, "high": 0.95}, "C": {"mean": 0.6, "n": 10}},
    "credibility": {"2": 0.9, "3": {"low": 0.6, "high": 0.85}},
    "search": {"low": 0.3, "high": 0.8},
}


class Maker:
    """One random case; `features` says what is in it."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.features: set[str] = set()

    def chance(self) -> Any:
        kind = self.draw.choice(["number", "mean", "band", "term"])
        self.features.add(f"chance: {kind}")
        value = round(self.draw.uniform(0.1, 0.9), 3)
        match kind:
            case "number":
                return value
            case "mean":
                return {"mean": value, "n": 12}
            case "band":
                return {"low": round(value * 0.8, 3), "high": round(value + (1 - value) * 0.4, 3)}
        return self.draw.choice(["likely", "unlikely", "probable"])

    def row(self, states: list[str]) -> Any:
        if self.draw.random() < 0.15:
            self.features.add("uniform row")
            return "uniform"
        shares = [self.draw.uniform(0.1, 1.0) for _ in states]
        return {state: share / sum(shares) for state, share in zip(states, shares, strict=True)}

    def weight(self, name: str) -> float:
        weight = self.draw.choice([1.0, 1.0, 0.6])
        if weight < 1.0:
            self.features.add(f"{name} below 1")
        return weight

    def sharing(self) -> str:
        same = self.draw.choice(["all", "all", "country", "use"])
        self.features.add(f"same: {same}")
        return same

    def step(self) -> str | None:
        step = self.draw.choice([None, "year", "month"])
        if step is not None:
            self.features.add("step")
        return step

    def rubric(self) -> Rubric:
        policy, origin, control = ["p", "n"], ["x", "y", "z"], ["d", "i"]
        two = {a: {b: self.row(control) for b in policy} for a in origin}
        return Rubric.model_validate(
            {
                "rubric": "made-up",
                "scale": SCALE,
                "grading": GRADING,
                "questions": {
                    "policy": {"per": "country", "hypotheses": policy, "prior": self.row(policy)},
                    "origin": {
                        "per": "body",
                        "hypotheses": origin,
                        "given": "policy",
                        "given_weight": self.weight("given_weight"),
                        "prior": {h: self.row(origin) for h in policy},
                        "prior_n": {"p": 4, "n": 20},
                        "same": self.sharing(),
                    },
                    "control": {
                        "per": "body",
                        "hypotheses": control,
                        "given": ["origin", "policy"],
                        "given_weight": self.weight("given_weight"),
                        "prior": two,
                        "prior_n": 6,
                        "same": self.sharing(),
                        "over_time": {h: self.row(control) for h in control},
                        "step": self.step(),
                    },
                },
                "indicators": {
                    "a": {
                        "of": "origin",
                        "weight": self.weight("weight"),
                        "present_if": {h: self.chance() for h in origin},
                        "same": self.sharing(),
                    },
                    "b": {"of": "control", "present_if": {h: self.chance() for h in control}},
                    "c": {
                        "of": "b",
                        "weight": self.weight("weight"),
                        "present_if": {"present": self.chance(), "absent": self.chance()},
                    },
                    "g": {"of": "policy", "present_if": {h: self.chance() for h in policy}},
                },
            }
        )

    def sources(self) -> dict[str, Any]:
        sources: dict[str, Any] = {}
        for k in range(5):
            reliability = self.draw.choice(["B", "C", self.chance(), self.chance(), 1.0])
            sources[f"s{k}"] = {"reliability": reliability}
            if reliability == 1.0:
                self.features.add("sure source")
            if self.draw.random() < 0.4:
                favours = self.draw.choice(
                    [
                        {"origin": ["x"]},
                        {"control": ["d"], "one/control@2001": ["d"]},
                        {"one/origin": ["y", "z"]},
                        {"policy": ["p"], "control": ["i"]},
                    ]
                )
                sources[f"s{k}"]["favours"] = favours
                self.features.add("favours")
                if self.draw.random() < 0.6:
                    sources[f"s{k}"]["favours_weight"] = self.draw.choice([1.0, 0.5])
                    self.features.add("favours_weight")
            if k and self.draw.random() < 0.4:
                originals = self.draw.sample(range(k), self.draw.randint(1, min(k, 2)))
                sources[f"s{k}"]["copies"] = {f"s{j}": self.draw.choice([0.3, 0.5]) for j in originals}
                self.features.add("copies")
        return sources

    def item(self, number: int, sources: list[str]) -> list[dict[str, Any]]:
        chain = self.draw.sample(sources, self.draw.choice([1, 1, 2, 3]))
        self.features.add(f"chain of {len(chain)}")
        indicator = self.draw.choice("aabbccg")
        about = "land" if indicator == "g" else self.draw.choice(["one", "two", "branch"])
        item: dict[str, Any] = {"id": f"e{number}", "about": about, "indicator": indicator, "source": chain[0]}
        item |= {"via": chain[1:], "says": self.draw.choice(["present", "present", "absent", "not-found", "silent"])}
        if about == "branch":
            self.features.add("item on a nested subject")
        if indicator == "c":
            self.features.add("indicator of an indicator")
        self.features.add(f"says {item['says']}")
        self._accuracy(item)
        if indicator in "bc" and about in ("one", "branch"):
            item["period"] = self.draw.choice(["2001", "2017"])
            self.features.add("period")
        if self.draw.random() < 0.2:
            item["event"] = "v"
            self.features.add("event")
        if self.draw.random() < 0.3:
            item["reported"] = self.draw.choice(["2015", "2016-06", "2017-05-02"])
        else:
            item["cites"] = [{"document": "paper"}]
        if self.draw.random() < 0.12:
            item["withdrawn"] = {"on": "2016-12"}
            self.features.add("withdrawn")
        if self.draw.random() > 0.3:
            return [item]
        self.features.add("shared statement")
        item["statement"] = f"u{number}"
        others = [s for s in sources if s != item["source"]]
        return [item, {**item, "id": f"e{number}-again", "via": self.draw.sample(others, self.draw.choice([0, 1, 2]))}]

    def _accuracy(self, item: dict[str, Any]) -> None:
        if item["says"] == "not-found":
            if self.draw.random() < 0.5:
                item["search"] = self.chance()
                self.features.add("search named")
            return
        if item["says"] == "silent":
            item["tells"] = self.chance()
        match self.draw.choice(["credibility", "accuracy", "hit"]):
            case "credibility":
                item["credibility"] = self.draw.choice([2, 3])
            case "accuracy":
                item["accuracy"] = self.chance()
            case _:
                item |= {"hit": self.chance(), "false_alarm": self.chance()}

    def case(self) -> Case:
        sources = self.sources()
        evidence = [item for k in range(self.draw.randint(1, 6)) for item in self.item(k, list(sources))][:7]
        priors: dict[str, Any] = {}
        if self.draw.random() < 0.4:
            self.features.add("override with another parent")
            row = {h: self.row(["d", "i"]) for h in ("d", "i")}
            priors["two/control"] = {"given": "one/control@2017", "given_weight": 0.8, "prior": row}
        if self.draw.random() < 0.3:
            self.features.add("override without parent")
            priors["two/origin"] = {"prior": self.row(["x", "y", "z"])}
        return Case.model_validate(
            {
                "case": "made-up",
                "rubric": self.rubric(),
                "subjects": {
                    "land": {"kind": "country", "country": "LA"},
                    "one": {"kind": "body", "within": "land"},
                    "two": {"kind": "body", "within": "land"},
                    "branch": {"kind": "office", "within": "one"},
                },
                "ask": {
                    "land": ["policy"],
                    "one": ["origin", "control@2017", "control@2001"],
                    "two": ["origin", "control"],
                },
                "sources": sources,
                "priors": priors,
                "documents": {"paper": {"published": "2016"}},
                "evidence": evidence,
                "claims": {
                    "either": {
                        "holds_if": [
                            {"one/origin": ["x"]},
                            {"two/origin": ["x", "y"], "land/policy": ["p"]},
                            {"two/control": ["d"]},
                        ]
                    },
                    "both": {"holds_if": {"one/control@2001": ["d"], "one/control@2017": ["i"]}},
                },
            }
        )
