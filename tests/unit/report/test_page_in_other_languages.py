"""The page in Dutch and German: the same numbers under the same ids, and none of its own sentences left in English."""

from __future__ import annotations

import html
import re
from functools import cache
from string import Formatter

import pytest

from ipscohort.display.numbers import Cell
from ipscohort.report import write_report
from ipscohort.report.cards import cards
from ipscohort.report.findings import questions
from ipscohort.report.numbers import phrases_of
from ipscohort.run.pipeline import analyse
from ipscohort.words import FILES, speaking
from ipscohort.words.renew import entries, texts
from tests.support import page as whole
from tests.support import shipped
from tests.support.languages import as_in_english

OTHERS = [language for language in FILES if language != "en"]
MINE = ("report/", "answers/", "replication/")
LETTERS = 12
"""A stretch of a text between its parts counts from here on."""


@cache
def inputs_in(language):
    """What the page is written from where every stage has spoken this language."""
    settings = shipped.cohort().settings
    if language == "en":
        return whole.inputs()
    with speaking(language):
        found = analyse(settings, shipped.cohort().files())
        return whole.inputs_of(found, settings, replication=shipped.compared(found).reset_index())


@cache
def page(language):
    inputs = inputs_in(language)
    with speaking(language):
        return write_report(inputs)


def phrases(language):
    inputs = inputs_in(language)
    with speaking(language):
        return list(phrases_of(cards(inputs), questions(inputs)))


def numbers_of(text):
    """Ids linked to, and the rows that they lead to with value and source."""
    linked = re.findall(r'data-n="([^"]*)"', text)
    rows = re.findall(r'<tr id="([^"]+)"><th scope="row"[^>]*>([^<]*)</th><td>.*?</td><td><code>(.*?)</code>', text)
    return linked, [(name, value if value[-1:].isdigit() else "-", source) for name, value, source in rows]


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_and_ids_are_those_of_the_english_page(language):
    linked, rows = numbers_of(page(language))
    assert (linked, rows) == numbers_of(page("en"))
    assert len(rows) > 1000


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_has_the_same_numbers_in_the_same_order(language):
    def kept(phrase):
        return phrase.name, [part.numbers for part in phrase.parts if isinstance(part, Cell)]

    def shown(phrase, said_in):
        return [re.findall(r"\d[\d.,]*", as_in_english(part.text, said_in)) for part in phrase.parts if isinstance(part, Cell)]

    pairs = list(zip(phrases(language), phrases("en"), strict=True))
    assert [(one.text, other.text) for one, other in pairs if str(kept(one)) != str(kept(other))] == []
    assert [(one.text, other.text) for one, other in pairs if shown(one, language) != shown(other, "en")] == []


def stretches(text):
    """What stands between the parts of a text, where that is long enough to tell a language by."""
    plain = [piece.strip() for piece, *_ in Formatter().parse(text)]
    return [piece for piece in plain if len(piece) >= LETTERS and " " in piece]


def read(text):
    """A page as it is read, without what it carries along."""
    text = re.sub(r"<(style|script)>.*?</\1>|base64,[^\"]+", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def own(language):
    """Stretches of the English texts of page and answers that the other language does not have."""
    known = {entry["en"]: entry[language] for entry in entries(language)}
    files = texts()
    return {piece for text, file in files.items() if file.startswith(MINE) for piece in stretches(text) if piece not in known[text]}


@cache
def of_the_study():
    """What settings and records say, which is theirs in every language; and the cleaning log, of which the rules say the words."""
    inputs = whole.inputs()
    told = [text for name in ("where", "quantity", "population") for text in inputs.replication[name].dropna()]
    told += [str(text).replace("_", " ") for text in inputs.log[["rule", "action", "why"]].to_numpy().ravel()]
    told += [info.label for info in inputs.codebook.variables.values()]
    return " | ".join([*told, inputs.settings.title, inputs.settings.question, inputs.settings.description])


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_its_own_is_left_in_english(language):
    english, other = read(page("en")), read(page(language))
    there = [piece for piece in own(language) if piece in english and piece not in of_the_study()]
    assert len(there) > 90
    assert [piece for piece in there if piece in other] == []


@pytest.mark.parametrize("language", FILES)
def test_the_page_declares_its_language(language):
    assert page(language).startswith(f'<!doctype html>\n<html lang="{language}">')


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Gecorrigeerd: oddsratio (95%-BI) 3,83 (1,42 tot 10,30), p = 0,008, n = 95."),
        (
            "nl",
            "Had aan het eind van de follow-up (30 maanden) een eerste baan (95%-BI), in procenten: 54 (41 tot 69) in second half, met 22",
        ),
        ("de", "Adjustiert: Odds Ratio (95%-KI) 3,83 (1,42 bis 10,30), p = 0,008, n = 95."),
        (
            "de",
            "Hatte bis zum Ende der Nachbeobachtung (30 Monate) eine erste Stelle (95%-KI), in Prozent: 54 (41 bis 69) in second half, mit",
        ),
    ],
)
def test_a_sentence_is_whole_in_each_language(language, said):
    assert any(phrase.text.startswith(said) for phrase in phrases(language))


@pytest.mark.parametrize("language", FILES)
def test_a_text_that_begins_as_a_marker_does_begins_so_in_every_language(language):
    """Warnings are cut where their words say so: the words must be the same in the warning and in what looks for it."""
    known = {entry["en"]: entry[language] for entry in entries(language)}
    for marker in ("Left out: ", "Counting it"):
        for text, translated in known.items():
            assert translated.startswith(known[marker]) or not text.startswith(marker), text
