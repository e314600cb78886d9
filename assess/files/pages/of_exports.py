"""Pages of the rules about exports."""

from assess.files.pages.page import Rule

RULES = (
    Rule(
        "E411",
        "library that is not installed",
        "An export, or a table, that a library makes which is not there, or cannot be loaded.",
        "Only those who want a format need its library; the extra of its name brings it, or its own name does.",
        "pip install assess",
        "pip install 'assess[stix]'",
    ),
    Rule(
        "E408",
        "export that cannot be",
        "A format that is not known, a file with the ending of another, or a question that the case does not ask.",
        "The ending says what is written, and a wrong one would mislead the program that opens it.",
        "assess export CASE --to pyagrum -o network.json",
        "assess export CASE --to pyagrum -o network.bif",
    ),
    Rule(
        "E409",
        "network that no file can hold",
        "A probability in an exported network that is smaller than the smallest number of a file.",
        "Written as 0 it would make something impossible that is only very improbable.",
        "a source with some thousands of items that all pass through it",
        "assess export CASE --to pyagrum --as-of 2015 -o network.bif",
    ),
    Rule(
        "E410",
        "invalid STIX",
        "A bundle that the standard does not allow: a confidence outside 0 to 100, a reference to nothing.",
        "Other programs refuse it, or misread it.",
        '"confidence": 140',
        '"confidence": 100',
    ),
)
