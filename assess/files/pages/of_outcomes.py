"""Pages of the rules about what came of predictions, and about learning from it."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E801",
        "a case given twice",
        "Two cases of one id, where all are scored or learned from together.",
        "What is in it would count twice.",
        "assess calibration choirs choirs",
        "assess calibration choirs",
    ),
    Rule(
        "E807",
        "case of another rubric",
        "A case that does not use the rubric that shall learn from it.",
        "Its answers are to other questions.",
        "assess learn diaspora-control choirs      # where choirs has rubric: small",
        "assess learn small choirs",
    ),
    Rule(
        "E808",
        "answers that cannot be",
        "Answers under resolved that have probability zero, given the evidence of their case.",
        "What cannot have happened teaches nothing.",
        "resolved: {choir/origin: {hypothesis: made, on: 2018}}    # where the prior of made is 0",
        "Correct the answer, or put a little doubt where a number is exactly 0 or 1.",
    ),
    Rule(
        "E809",
        "no next version",
        "A version that is not made of whole numbers, so that what comes after it cannot be told.",
        "Each change of a rubric's numbers is a version of its own, so that a case can say which it means.",
        "version: spring",
        "assess learn RUBRIC CASES --version summer",
    ),
    Rule(
        "E810",
        "no name for a version",
        "A file for a new version of a rubric that is there already, or is called something else than the rubric.",
        "A version that is given out is never overwritten; and a rubric is found by the name of its file.",
        "assess learn small choirs -o new.yaml",
        "assess learn small choirs -o small@1.1.0.yaml",
    ),
)
