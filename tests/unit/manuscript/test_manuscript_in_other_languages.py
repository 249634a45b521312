"""The manuscript aids in Dutch and German: the same numbers from the same rows, and none of their own sentences left in English."""

from __future__ import annotations

import io
import re
from functools import cache
from string import Formatter

import docx
import pytest

from ipscohort.manuscript import documents, markdown, word
from ipscohort.manuscript.methods import day
from ipscohort.words import FILES, mid_sentence, speaking
from ipscohort.words.renew import entries, texts
from tests.support.manuscript import inputs

OTHERS = [language for language in FILES if language != "en"]
LETTERS = 12
"""A stretch of a text between its parts counts from here on."""


@cache
def made(language):
    with speaking(language):
        return documents(inputs())


def said(language):
    return " ".join(markdown.render(blocks).decode() for blocks in made(language)[0].values())


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_come_from_the_same_rows_and_are_the_same(language):
    english, other = made("en")[1], made(language)[1]
    assert list(english["document"]) == list(other["document"])
    assert list(english["source"]) == list(other["source"])
    digits = [[re.findall(r"\d+", text) for text in frame["text"]] for frame in (english, other)]
    assert digits[0] == digits[1]
    assert len(english) > 100


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_the_manuscript_is_left_in_english(language):
    known = {entry["en"]: entry[language] for entry in entries(language)}
    stretches = {
        piece.strip()
        for text, file in texts().items()
        if file.startswith("manuscript/")
        for piece, *_ in Formatter().parse(text)
        if len(piece.strip()) >= LETTERS and " " in piece.strip() and piece.strip() not in known[text]
    }
    there = [piece for piece in stretches if piece in said("en")]
    assert len(there) > 70
    assert [piece for piece in there if piece in said(language)] == []


@pytest.mark.parametrize(("language", "date"), [("en", "10 March 2014"), ("nl", "10 maart 2014"), ("de", "10. März 2014")])
def test_a_day_is_written_as_the_language_has_it(language, date):
    with speaking(language):
        assert day(inputs().settings.clean.recruitment[0]) == date


def test_a_noun_keeps_its_capital_in_german():
    assert mid_sentence("Sex") == "sex"
    with speaking("de"):
        assert mid_sentence("Geschlecht") == "Geschlecht"


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("nl", "nl-NL"), ("de", "de-DE")])
def test_a_word_document_declares_its_language(language, tag):
    with speaking(language):
        document = docx.Document(io.BytesIO(word.render(made(language)[0]["software"])))
    assert document.core_properties.language == tag
