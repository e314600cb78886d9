"""Translations of the terms of the scales that ship.

A scale's own file gives its terms; those of a case's own scale appear as written in every language.
"""

from __future__ import annotations

import re

from assess.domain.case import Case
from assess.domain.language import (
    ENGLISH,
    Message,
    current,
    later_as,
    say_as,
)
from assess.domain.language import language as speaking
from assess.domain.loaded_cases import case_scale
from assess.domain.number_text import spoken
from assess.domain.quoting import quoted
from assess.domain.scale import Scale
from assess.errors import AssessError, Finding

TERMS: dict[str, tuple[Message, ...]] = {
    "icd203": (
        later_as("scale icd203", "almost no chance"),
        later_as("scale icd203", "remote"),
        later_as("scale icd203", "very unlikely"),
        later_as("scale icd203", "highly improbable"),
        later_as("scale icd203", "unlikely"),
        later_as("scale icd203", "improbable"),
        later_as("scale icd203", "improbably"),
        later_as("scale icd203", "roughly even chance"),
        later_as("scale icd203", "roughly even odds"),
        later_as("scale icd203", "likely"),
        later_as("scale icd203", "probable"),
        later_as("scale icd203", "probably"),
        later_as("scale icd203", "very likely"),
        later_as("scale icd203", "highly probable"),
        later_as("scale icd203", "almost certain"),
        later_as("scale icd203", "almost certainly"),
        later_as("scale icd203", "nearly certain"),
    ),
    "ipcc": (
        later_as("scale ipcc", "exceptionally unlikely"),
        later_as("scale ipcc", "extremely unlikely"),
        later_as("scale ipcc", "very unlikely"),
        later_as("scale ipcc", "unlikely"),
        later_as("scale ipcc", "about as likely as not"),
        later_as("scale ipcc", "more likely than not"),
        later_as("scale ipcc", "likely"),
        later_as("scale ipcc", "very likely"),
        later_as("scale ipcc", "extremely likely"),
        later_as("scale ipcc", "virtually certain"),
    ),
    "phia": (
        later_as("scale phia", "remote chance"),
        later_as("scale phia", "highly unlikely"),
        later_as("scale phia", "unlikely"),
        later_as("scale phia", "realistic possibility"),
        later_as("scale phia", "likely"),
        later_as("scale phia", "probable"),
        later_as("scale phia", "highly likely"),
        later_as("scale phia", "almost certain"),
    ),
}


def check_scale(scale: Scale) -> None:
    """Raise an error if the current language has no words for the terms of a scale.

    Raises
    ------
    AssessError
        E407: its terms are not in that language, and the catalogue has none for them.
    """
    if current() == ENGLISH:
        return
    letters = re.compile(say_as("letters of the language, as a regular expression", "[A-Za-z]"))
    terms = [words for term in scale.terms for words in term.names]
    foreign = [words for words in terms if spoken(words, scale) == words and not letters.search(words)]
    if foreign:
        raise AssessError(
            [
                Finding(
                    "E407",
                    f"the terms of the scale {scale.scale} are not known in the language {current()}, such as "
                    f"{quoted(foreign[0])}; those of {', '.join(TERMS)} are",
                    hint="write the scale's terms in that language, or report in another",
                )
            ]
        )


def check_language(case: Case, language: str) -> None:
    """Raise an error if a case cannot be reported in a language.

    Raises
    ------
    AssessError
        E407: there is no catalogue for it, or the catalogue has no words for the terms of the case's scale.
    """
    with speaking(language):
        check_scale(case_scale(case))
