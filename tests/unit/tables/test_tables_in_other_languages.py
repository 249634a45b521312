"""The shipped cohort's tables in Dutch and in German: no English of ours is left, and every number stays what it is."""

from __future__ import annotations

import html
import io
import re
from functools import cache, partial
from string import Formatter

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn

from ipscohort import words
from ipscohort.catalogue.measures import HERE
from ipscohort.config.analysis import Exposure
from ipscohort.run.pipeline import analyse
from ipscohort.tables import cells_frame, make_table, make_tables, render
from ipscohort.tables.cells import parts_of
from ipscohort.words import FILES, say, speaking
from tests.support.every_number import unbacked
from tests.support.languages import as_in_english
from tests.support.pipeline import table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

LANGUAGES = [language for language in FILES if language != "en"]
NUMBERS = re.compile(r"\d[\d.,]*")
SAME = {"", "SMD", "Managers", "Follow-up", "Confounder", "Events / n", "ref"}
"""What may be the same as in English."""
SETTINGS = {
    "as shipped": {},
    "all on": {"missing": "columns", "smd": True, "medians": ["age"]},
    "other rules": {"percentiles": "linear", "p_values": False},
}


@cache
def analysed(language: str):
    """The whole analysis in a language."""
    with speaking(language):
        return analyse(cohort().settings, cohort().files()) if language != "en" else shipped()


@cache
def tables(language: str, variant: str = "as shipped"):
    settings = cohort().settings
    changed = {"tables": settings.tables.model_copy(update=SETTINGS[variant])}
    with speaking(language):
        return make_tables(table_inputs(analysed(language), settings.model_copy(update=changed)))


def texts_of(table):
    """Every text of a table, in reading order: title, headings, labels, cells, and the notes below it with their numbers left out."""
    yield from (table.title, table.stub)
    yield from (text for column in table.columns for text in (column.spanner, column.label))
    for group in table.groups:
        yield group.label
        for row in group.rows:
            yield row.label
            yield from (cell.text for cell in row.cells)
    for _, note in table.printed_notes():
        yield "".join(part if isinstance(part, str) else "" for part in parts_of(note))


def given(language: str) -> list[str]:
    """What the settings, and the tidy files of a run in a language, say: labels, levels, rules and warnings; the longest first."""
    settings, codebook = cohort().settings, shipped().derived.codebook
    found = quoted_sentences(shipped()) if language == "en" else quoted_sentences(analysed(language), say_here(language))
    found |= set(shipped().fitted.fits["population"])
    for info in codebook.variables.values():
        found |= {info.label, info.heading, *info.levels}
    for exposure in settings.exposures.values():
        found |= {exposure.proxy_for or "", exposure.limitation or ""}
    found |= {str(row.label or "") for row in settings.tables.paper.baseline or []}
    found |= {str(regression.label or "") for regression in settings.models.regressions.values()}
    found |= set(shipped().records.missing_values["reason"].dropna())
    return sorted((text.rstrip(".") for text in found if text), key=len, reverse=True)


def say_here(language: str) -> str:
    with speaking(language):
        return say(HERE)


def ours(text: str, said: list[str]) -> str:
    """What is left of a text without what settings and tidy files give, and without names of articles; '' where no word is left."""
    text = re.sub(r"doi \S+|[A-Z]\w+(, [A-Z]\w+)* & [A-Z]\w+ \d{4}|Psychiatric Services \S+", "", text)
    for each in said:
        text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", "", text)
    return text if re.search(r"[^\W\d_]{2,}", text) else ""


@pytest.mark.parametrize("variant", SETTINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_of_ours_is_left(language, variant):
    said, left = given("en"), set()
    for name, table in tables("en", variant).items():
        here, there = list(texts_of(table)), list(texts_of(tables(language, variant)[name]))
        assert len(here) == len(there), name
        left |= {text for text, other in zip(here, there, strict=True) if text == other and ours(text, said).strip(" (),;:.") not in SAME}
    assert left == set()


class Cyrillic(dict):
    """A language in which every letter of ours is another one, so that a letter which is left is seen, also inside a sentence."""

    def __init__(self, unsaid: str = ""):
        super().__init__()
        self.unsaid = unsaid

    def get(self, text, default=None):
        """Its texts, but for the one that is not said."""
        parts = Formatter().parse("" if text == self.unsaid else text)
        said = "".join(re.sub(r"[^\W\d_]", "\u0436", plain) + (f"{{{name}}}" if name is not None else "") for plain, name, _, _ in parts)
        return said or text


def english_left(monkeypatch, variant: str, unsaid: str = "") -> set[str]:
    """What is left in Latin letters that neither settings nor tidy files give."""
    monkeypatch.setattr(words, "_in", lambda _: Cyrillic(unsaid))
    settings, said = cohort().settings, given("en")
    changed = {"tables": settings.tables.model_copy(update=SETTINGS[variant])}
    with speaking("nl"):
        made = make_tables(table_inputs(shipped(), settings.model_copy(update=changed)))
    left = {ours(text, said) for table in made.values() for text in texts_of(table)}
    return {text for text in left if re.search("[A-Za-z]", re.sub(r"\bexp\(B\)|\bB\b", "", text))}  # coefficients are called so everywhere


@pytest.mark.parametrize("variant", SETTINGS)
def test_no_letter_of_ours_is_left_inside_a_sentence(variant, monkeypatch):
    assert english_left(monkeypatch, variant) == set()


@pytest.mark.parametrize(
    "unsaid",
    [
        "Characteristic",
        "{variable}, mean (SD)",
        "Not known for {n} of {all}.",
        "{n}-month follow-up",
        "{level}% CI",
        "days",
        "all participants",
    ],
)
def test_a_text_that_is_not_said_is_seen(unsaid, monkeypatch):
    assert english_left(monkeypatch, "as shipped", unsaid)


@pytest.mark.parametrize("variant", SETTINGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_the_same(language, variant):
    english, other = cells_frame(tables("en", variant)), cells_frame(tables(language, variant))
    same = ["id", "table", "statistic", "value", "source"]
    for frame in (english, other):  # the reason that a statistic counts is in words: '1 of 5 items missing'
        frame["statistic"] = frame["statistic"].str.replace(r"^(missing: \d+) \D+ (\d+) .*", r"\1 of \2", regex=True)
    pd.testing.assert_frame_equal(english[same], other[same])
    cells = ~english["row"].str.match("(foot)?note")
    there, here = english.loc[cells, "printed"], other.loc[cells, "printed"].map(partial(as_in_english, language=language))
    assert [NUMBERS.findall(text) for text in here] == [NUMBERS.findall(text) for text in there]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_answers_in_other_languages_too(language):
    said = tables(language)
    values = cells_frame(said).set_index("id")["value"].to_dict()
    with speaking(language):
        pages = {name: render(table, "html").decode() for name, table in said.items()}
    for page in pages.values():
        assert f'<html lang="{language}">' in page
        linked = re.findall(r'data-n="([^"]*)">([^<]*)</a>', page)
        quoted = quoted_sentences(analysed(language), say_here(language))
        for ids, text in linked:
            assert (
                html.unescape(text) in quoted
                or unbacked(as_in_english(html.unescape(text), language), [values[name] for name in ids.split()]) == []
            )


@pytest.mark.parametrize(
    ("language", "word", "spelling"), [("nl", "Tabel 1", "nl-NL"), ("de", "Tabelle 1", "de-DE"), ("en", "Table 1", "en-GB")]
)
def test_word_files_have_the_language_and_count_in_it(language, word, spelling):
    with speaking(language):
        document = docx.Document(io.BytesIO(render(tables(language)["jobs"], "docx")))
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {spelling}
    assert document.core_properties.language == spelling
    assert document.paragraphs[0].text.startswith(f"{word}. ")


@pytest.mark.parametrize(("language", "word"), [("en", "ompetitive"), ("nl", "regulier"), ("de", "allgemeinen Arbeitsmarkt")])
def test_work_is_called_competitive_only_where_the_study_tells_it_from_other_work(language, word):
    settings = cohort().settings
    every = settings.study.model_copy(update={"competitive": "all_jobs"})
    assert all(rule == "all_jobs" for rule in shipped().derived.codebook.competitive.values())
    with speaking(language):
        made = make_tables(table_inputs(analysed(language), settings.model_copy(update={"study": every})))
    for name in ("outcomes", "jobs", "survival"):
        titles = [made[name].title, *(row.label for row in made[name].rows())]
        assert not [text for text in titles if word in text.lower().replace("allgemeinen arbeitsmarkt", "allgemeinen Arbeitsmarkt")]
        assert word in " ".join([tables(language)[name].title, *(row.label for row in tables(language)[name].rows())]).replace(
            "Regulier", "regulier"
        )


def test_yes_and_no_of_an_exposure_are_said_and_other_levels_are_the_studys():
    settings, persons = cohort().settings, shipped().derived.persons
    exposure = Exposure(variable="worked_past_5_years", reference="no")
    with speaking("nl"):
        inputs = table_inputs(shipped(), settings.model_copy(update={"exposures": {"worked_past_5_years": exposure}}))
        table = make_table("baseline", inputs)
    n = persons["worked_past_5_years"].value_counts()
    assert [column.label for column in table.columns[1:]] == [f"nee (N = {n['no']})", f"ja (N = {n['yes']})"]
    assert {"first half", "second half"} <= {row.label for row in tables("nl")["survival"].rows()}
