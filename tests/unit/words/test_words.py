"""Every text is there in every language, with the parts that it has in English."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from ipscohort import words
from ipscohort.words import FILES, later, say, say_n, speaking, spoken
from ipscohort.words.renew import entries, renewed

OTHERS = [language for language in FILES if language != "en"]


def parts(text: str) -> list[str]:
    """Names of the parts of a text, as often as they stand."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", list(FILES))
def test_the_file_holds_what_is_said_and_no_more(language):
    assert entries(language) == renewed(language), "make words"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language):
    assert [entry["en"] for entry in entries(language) if not entry[language].strip()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_parts_and_numbers_of_the_english_text(language):
    for entry in entries(language):
        assert parts(entry["en"]) == parts(entry[language]), entry
        digits = [sorted(re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", entry[which]))) for which in ("en", language)]
        assert digits[0] == digits[1], entry
        edges = [re.match(r"^(\s*).*?(\s*)$", entry[which], re.DOTALL).groups() for which in ("en", language)]
        assert edges[0] == edges[1], entry


def test_the_language_is_that_of_the_step(monkeypatch):
    monkeypatch.setattr(words, "_in", lambda language: {"{n} persons": "{n} personen", "one person": "1 persoon"})
    assert (spoken(), say("{n} persons", n=2)) == ("en", "2 persons")
    with speaking("nl"):
        assert spoken() == "nl"
        assert say_n("one person", "{n} persons", 2) == "2 personen"
        assert say_n("one person", "{n} persons", 1) == "1 persoon"
        assert say("never translated") == "never translated"
    assert (spoken(), later("{n} persons")) == ("en", "{n} persons")
