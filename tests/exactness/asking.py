"""The questions of a random case: which, of whom, at which periods, under which parents."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

SCALE = {
    "scale": "five",
    "terms": [
        {"term": "remote", "low": 0.01, "high": 0.2},
        {"term": "unlikely", "also": ["improbable"], "low": 0.2, "high": 0.45},
        {"term": "even", "low": 0.45, "high": 0.55},
        {"term": "likely", "also": ["probable"], "low": 0.55, "high": 0.8},
        {"term": "very likely", "low": 0.8, "high": 0.99},
    ],
}
GRADING = {
    "grading": "letters",
    "reliability": {"A": {"low": 0.9, "high": 0.99}, "C": 0.65, "F": {"low": 0.05, "high": 0.95}},
    "credibility": {1: 0.97, 2: {"low": 0.85, "high": 0.97}, 5: {"mean": 0.45, "n": 6}, 6: "likely"},
    "search": {"low": 0.3, "high": 0.8},
}
SUBJECTS = {
    "centre": {"kind": "sponsor"},
    "north": {"kind": "country", "country": "NO", "within": "centre"},
    "club": {"kind": "body", "within": "north"},
    "guild": {"kind": "body", "within": "north", "country": "SE"},
    "cell": {"kind": "office", "within": "club"},
    "desk": {"kind": "office", "within": "cell"},
}
PERIODS = ("1999", "2008-02", "2008-11", "2017")


@dataclass
class Asking:
    """What is asked, on its way; `features` says what was met."""

    rng: random.Random
    sharp: bool
    features: set[str] = field(default_factory=set)
    questions: dict[str, Any] = field(default_factory=dict)
    ask: dict[str, list[str]] = field(default_factory=dict)
    priors: dict[str, Any] = field(default_factory=dict)

    def maybe(self, probability: float, feature: str) -> bool:
        yes = self.rng.random() < probability
        if yes:
            self.features.add(feature)
        return yes

    def choice(self, options: Any) -> Any:
        return self.rng.choice(list(options))

    # Numbers

    def chance(self) -> Any:
        kind = self.rng.randrange(8 if self.sharp else 4)
        value = self.rng.randint(4, 96) / 100.0
        match kind:
            case 0:
                self.features.add("chance as a number")
                return value
            case 1:
                self.features.add("chance as mean and n")
                return {"mean": value, "n": self.choice([0.5, 3, 40])}
            case 2:
                self.features.add("chance as a band")
                low = value * self.rng.uniform(0.2, 0.95)
                return {"low": round(low, 4), "high": round(value + (1.0 - value) * self.rng.uniform(0.05, 0.8), 4)}
            case 3:
                self.features.add("chance as a term")
                return self.choice(["remote", "improbable", "even", "likely", "very likely"])
        self.features.add("chance of 0 or 1")
        return self.choice([0.0, 1.0])

    def row(self, states: list[str]) -> Any:
        if self.maybe(0.12, "uniform row"):
            return "uniform"
        parts = [self.rng.randint(1, 20) for _ in states]
        if self.sharp and self.maybe(0.3, "prior of 0"):
            parts[self.rng.randrange(len(parts))] = 0
        return {h: part / sum(parts) for h, part in zip(states, parts, strict=True)}

    def nested(self, parents: list[list[str]], states: list[str]) -> Any:
        if not parents:
            return self.row(states)
        if self.maybe(0.05, "uniform for all rows"):
            return "uniform"
        return {h: self.nested(parents[1:], states) for h in parents[0]}

    def weight(self, feature: str) -> float:
        return self.rng.randint(1, 9) / 10.0 if self.maybe(0.4, feature) else 1.0

    def sharing(self) -> str:
        same: str = self.choice(["all", "all", "country", "use"])
        self.features.add(f"same: {same}")
        return same

    # Questions

    def ask_question(self, name: str, per: str, states: list[str], may_be_given: list[str]) -> None:
        given = [g for g in may_be_given if g in self.questions and self.rng.random() < 0.65][:2]
        self.rng.shuffle(given)
        if len(given) == 2:
            self.features.add("two parents")
        if per == "body" and "policy" in given:
            self.features.add("parent two levels up")
        self.questions[name] = {
            "per": per,
            "hypotheses": states,
            "given": given,
            "given_weight": self.weight("given_weight below 1"),
            "prior": self.nested([self.questions[g]["hypotheses"] for g in given], states),
            "over_time": {h: self.row(states) for h in states},
        }
        if self.maybe(0.5, "prior_n"):
            self.questions[name]["prior_n"] = self.choice([2, 12])
            self.questions[name]["same"] = self.sharing()

    def lay_out(self) -> None:
        three = ["x", "y", "z"] if self.rng.random() < 0.6 else ["x", "y"]
        self.ask_question("policy", "sponsor", ["p", "n"], [])
        self.ask_question("posture", "country", ["s", "u", "l"] if self.rng.random() < 0.4 else ["s", "l"], ["policy"])
        self.ask = {"centre": ["policy"], "north": ["posture"], "club": ["origin"], "guild": ["origin"]}
        periods = self.rng.sample(PERIODS, self.choice([1, 2, 2, 3]))
        in_step = self.maybe(0.35, "parent of the same period")
        if in_step:
            self.ask["north"] = [f"posture@{p}" for p in periods]
        # A question without periods can hang under one with several only by an override.
        self.ask_question(
            "origin", "body", three, ["policy"] if in_step and len(periods) > 1 else ["posture", "policy"]
        )
        self.ask_question("control", "body", ["d", "i"], ["origin", "posture", "policy"])
        on_control = periods if in_step or self.rng.random() < 0.7 else []
        if len(on_control) > 1:
            self.features.add(f"{len(on_control)} periods")
        self.ask["club"] += self.rng.sample([f"control@{p}" for p in on_control], len(on_control)) or ["control"]
        if self.rng.random() < 0.6:
            self.ask["guild"].append(f"control@{self.choice(periods)}" if in_step else "control")

    def instances(self) -> dict[str, list[str]]:
        """Return the states of every instance, parents before children."""
        return {
            f"{s}/{a}": self.questions[a.partition("@")[0]]["hypotheses"]
            for s, asks in self.ask.items()
            for a in sorted(asks, key=lambda a: (a.startswith("control"), a))
        }

    def override(self) -> None:
        known = self.instances()
        names = list(known)
        for at, ident in enumerate(names):
            if not self.maybe(0.15, "override"):
                continue
            # Only what comes before in the list: other subjects' instances too, and no circle can arise.
            given = self.rng.sample(names[:at], min(at, self.choice([0, 1, 1, 2])))
            self.features.add(f"override with {len(given)} parents")
            if "@" in ident and any(n.split("@")[0] == ident.split("@")[0] for n in names[:at]):
                self.features.add("override of a later period")
            if any(g.split("/")[0] in ("club", "guild") and g.split("/")[0] != ident.split("/")[0] for g in given):
                self.features.add("override with another body's instance")
            entry = {"given": given, "prior": self.nested([known[g] for g in given], known[ident])}
            if given:
                entry["given_weight"] = self.weight("given_weight of an override")
            self.priors[ident] = entry
