"""The catalogues hold what the code says, in every language, whole.

``ASSESS_REWRITE=1 pytest tests/reporting/test_language.py`` brings them up to date with the code.
"""

from __future__ import annotations

import ast
import io
import os
import re
import string
import threading
from collections.abc import Iterator
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from assess.domain.language import (
    ENGLISH,
    FOLDER,
    PoTranslations,
    current,
    figure,
    language,
    languages,
    listed,
    say,
    say_as,
    say_number,
    translated,
)
from assess.errors import AssessError
from assess.files import load_scale, shipped_ids
from assess.reporting.words.scale_terms import TERMS, check_scale
from tests.reporting.catalogues import KEYWORDS, TEMPLATE, extracted, mo, po, read, rewrite_all, speaking, written
from tests.reporting.made_results import scale

OTHERS = [name for name in languages() if name != ENGLISH]


@pytest.fixture(scope="module", autouse=True)
def _rewritten() -> None:
    if os.environ.get("ASSESS_REWRITE"):
        rewrite_all(sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/assess.po")))


def test_english_and_russian_ship() -> None:
    assert languages() == ["en", "ru"]


def test_the_template_is_what_extraction_gives() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == written(extracted())


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_is_read_from_a_source_tree_as_it_is_compiled_for_a_wheel(name: str) -> None:
    compiled = GNUTranslations(io.BytesIO(mo(read(name))))
    with po(name).open("rb") as file:
        written = PoTranslations(file)
    for message in messages(name):
        forms = in_all_forms(message.id)
        if len(forms) > 1:
            for number in range(130):
                assert written.ngettext(forms[0], forms[1], number) == compiled.ngettext(forms[0], forms[1], number)
        elif message.context:
            assert written.pgettext(message.context, forms[0]) == compiled.pgettext(message.context, forms[0])
        else:
            assert written.gettext(forms[0]) == compiled.gettext(forms[0])


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_holds_the_messages_of_the_template_and_no_others(name: str) -> None:
    assert {key(m) for m in messages(name)} == {key(m) for m in extracted() if m.id}
    with po(name).open("rb") as file:
        assert not read_po(file).obsolete


@pytest.mark.parametrize("name", OTHERS)
def test_every_message_is_translated_in_all_its_forms_with_the_same_gaps(name: str) -> None:
    forms = read(name).num_plurals
    for message in messages(name):
        original, said = in_all_forms(message.id), in_all_forms(message.string)
        assert not message.fuzzy
        assert all(said), message.id
        assert len(said) == (forms if isinstance(message.id, tuple) else 1), message.id
        assert {gaps(form) for form in said} <= {gaps(original[-1]), gaps(original[0])}, message.id
        assert gaps(said[-1]) == gaps(original[-1]), message.id


@pytest.mark.parametrize("name", OTHERS)
def test_a_translation_is_in_other_words(name: str) -> None:
    for message in messages(name):
        for said, original in zip(in_all_forms(message.string), in_all_forms(message.id), strict=False):
            assert said != original or not re.search("[a-z]{2}", re.sub(r"{\w+}", "", original)), original


@pytest.mark.parametrize("name", OTHERS)
def test_every_form_that_a_number_takes_shows_it(name: str) -> None:
    """A form serves many numbers, such as 1, 21 and 31 in Russian."""
    for message in messages(name):
        if isinstance(message.id, tuple):
            assert all("{number}" in form for form in in_all_forms(message.string)), message.id


def test_what_the_code_says_is_extracted_wherever_it_stands() -> None:
    """A message inside another call, or inside an f-string, would be overlooked."""
    catalogue = extracted()
    for path in speaking():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                if node.func.id.endswith("_as"):
                    assert len(texts) < 2 or catalogue.get(texts[1], texts[0]), (path, node.lineno)
                else:
                    assert not texts or catalogue.get(texts[0]), (path, node.lineno)


def test_the_terms_of_the_scales_that_ship_are_messages() -> None:
    shipped = {ident: load_scale(ident) for ident in shipped_ids("scale")}
    terms = {ident: [words for term in of.terms for words in (term.term, *term.also)] for ident, of in shipped.items()}
    assert {ident: [term() for term in terms] for ident, terms in TERMS.items()} == terms


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("ident", shipped_ids("scale"))
def test_the_terms_of_a_scale_stay_apart_in_another_language(name: str, ident: str) -> None:
    of = load_scale(ident)
    every = [words for term in of.terms for words in (term.term, *term.also)]
    with language(name):
        said = [translated(f"scale {ident}", words) for words in every]
        check_scale(of)
    assert len(set(said)) == len(every)
    assert not set(said) & set(every)


def test_a_language_holds_in_its_block_and_its_thread_alone() -> None:
    spoken: list[str] = []
    with language("ru"):
        thread = threading.Thread(target=lambda: spoken.append(say_as("confidence", "high")))
        thread.start()
        thread.join()
        with language("en"):
            assert current() == "en"
        assert say_as("confidence", "high") == "высокая"
        with pytest.raises(ZeroDivisionError), language("en"):
            _ = 1 / 0
        assert current() == "ru"
    assert spoken == ["high"]
    assert current() == ENGLISH


def test_what_no_catalogue_has_stands_as_it_is_written() -> None:
    unknown = "Nobody says {this}."
    with language("ru"):
        assert say(unknown, this="so") == "Nobody says so."
        assert translated("scale own", "{odd} term") == "{odd} term"


def test_a_language_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(AssessError, match=r"there is no report in 'xx'; a language is one of en, ru"), language("xx"):
        pass


def test_a_scale_that_a_language_has_no_words_for_names_those_that_it_has() -> None:
    own = scale(terms=[{"term": "вряд ли", "low": 0.0, "high": 0.5}, {"term": "7 из 10", "low": 0.5, "high": 1.0}])
    check_scale(scale())
    with language("ru"):
        check_scale(own)
        with pytest.raises(AssessError, match=r"of the scale seven .* ru, such as 'almost .* icd203, ipcc, phia are"):
            check_scale(scale())


@pytest.mark.parametrize(
    ("written", "english", "russian"),
    [("44.9", "44.9", "44,9"), ("+7.8", "+7.8", "+7,8"), ("12,345", "12,345", "12\N{NO-BREAK SPACE}345")],
)
def test_numbers_are_written_as_the_language_writes_them(written: str, english: str, russian: str) -> None:
    assert figure(written) == english
    with language("ru"):
        assert figure(written) == russian


def test_parts_are_listed_as_the_language_lists_them() -> None:
    assert [listed(list(some)) for some in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    with language("ru"):
        assert listed(["а", "б", "в"]) == "а, б и в"


@pytest.mark.parametrize(
    ("number", "russian"),
    [(1, "1 сообщение"), (2, "2 сообщения"), (5, "5 сообщений"), (11, "11 сообщений"), (21, "21 сообщение")],
)
def test_a_number_takes_its_form(number: int, russian: str) -> None:
    with language("ru"):
        assert say_number("{number} item", "{number} items", number) == russian


def messages(name: str) -> Iterator[Message]:
    return (message for message in read(name) if message.id)


def key(message: Message) -> tuple[object, object]:
    return message.context, message.id


def in_all_forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def gaps(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
