"""The analysis of the shipped cohort in another language: the same numbers and keys, and no word for readers left in English."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from matplotlib.text import Text
from pandas.testing import assert_frame_equal

from ipscohort.answers.statistics import statistic_words
from ipscohort.catalogue.characteristics import OF_CODE
from ipscohort.catalogue.exhibits import FIGURES, INTERNAL
from ipscohort.figures import FigureInputs, alt_text, draw_figure, draw_internal
from ipscohort.ingest.rawtable import RawTable
from ipscohort.outcomes import definitions
from ipscohort.run.pipeline import Analysis, analyse
from ipscohort.words import FILES, speaking
from tests.support.languages import as_in_english
from tests.support.pipeline import read_of
from tests.support.shipped import cohort, printed, shipped

OTHERS = [language for language in FILES if language != "en"]
WORDS = {
    "flow": ("label",),
    "log": ("action", "why"),
    "availability": ("rule", "why_not"),
    "definitions": ("rule",),
    "estimates": ("warning",),
    "confounder_estimates": ("warning",),
    "fits": ("population", "why_excluded", "warning"),
    "survival_estimates": ("warning",),
    "survival_tests": ("warning",),
}
"""Frame -> its columns for readers. All others are numbers, keys and what the study's own settings and records say."""
ENGLISH = {"the", "and", "with", "who", "which", "are", "persons", "job", "jobs", "unknown", "missing", "left", "worked"}
ENGLISH |= {"known", "share", "days", "month", "by", "all", "end", "first", "lies", "from", "each", "time"}
"""Words that stand in no Dutch or German text."""
WORD = re.compile(r"[^\W\d_]{2,}")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@cache
def analysed(language: str) -> Analysis:
    with speaking(language):
        return shipped() if language == "en" else analyse(cohort().settings, cohort().files())


@cache
def frames(language: str) -> dict[str, pd.DataFrame]:
    found, settings = analysed(language), cohort().settings
    with speaking(language):
        told = definitions(settings.study, settings.outcomes, found.derived.codebook)
    return {
        "flow": found.cleaned.flow,
        "log": found.cleaned.log,
        "disagreements": found.cleaned.disagreements,
        "persons": found.derived.persons,
        "rates": found.derived.rates,
        "rates_by_exposure": found.derived.rates_by_exposure,
        "job_measures": found.derived.job_measures,
        "availability": found.derived.availability,
        "definitions": told,
        "estimates": found.fitted.estimates,
        "confounder_estimates": found.fitted.confounder_estimates,
        "fits": found.fitted.fits,
        "exclusions": found.fitted.exclusions,
        "missing_patterns": found.fitted.missing_patterns,
        "curves": found.survived.curves,
        "survival_estimates": found.survived.estimates,
        "survival_tests": found.survived.tests,
    }


@cache
def own_words() -> list[str]:
    """What the settings and the records call things, the longest first."""
    settings, codebook = cohort().settings, analysed("en").derived.codebook
    found = {info.label for info in codebook.variables.values()} - set(OF_CODE) | {
        info.label.partition(" (")[0] for info in codebook.variables.values()
    }
    found |= {level for info in codebook.variables.values() for level in info.levels}
    found |= {regression.label or "" for regression in settings.models.regressions.values()}
    found |= {condition.label for condition in settings.clean.eligibility} | set(codebook.job_sources)
    for exposure in settings.exposures.values():
        found |= {(text or "").rstrip(".") for text in (exposure.label, exposure.proxy_for, exposure.limitation)}
    return sorted(filter(None, found), key=len, reverse=True)


def english_in(text: str) -> set[str]:
    """English words of a text, those of the study itself left out."""
    text = " ".join(text.split())
    for own in own_words():
        text = text.replace(own, "")
    return {word for word in WORD.findall(text.lower()) if word in ENGLISH}


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]


@cache
def figures(language: str) -> dict[str, tuple[list[str], str]]:
    """Name -> what is written in a figure, and what is said of it."""
    settings, read = cohort().settings, read_of(analysed(language))
    with speaking(language):
        inputs = FigureInputs.of(read, settings, printed())
        drawn = {name: (texts(draw_figure(name, inputs)), alt_text(name, inputs)) for name in FIGURES}
        return drawn | {name: (texts(draw_internal(name, read, settings)), "") for name in INTERNAL}


@pytest.mark.parametrize("name", list(frames("en")))
@pytest.mark.parametrize("language", OTHERS)
def test_numbers_and_keys_are_those_of_the_english_run(language, name):
    words = list(WORDS.get(name, ()))
    assert_frame_equal(frames(language)[name].drop(columns=words), frames("en")[name].drop(columns=words), check_exact=True)


@pytest.mark.parametrize("name", list(WORDS))
@pytest.mark.parametrize("language", OTHERS)
def test_words_for_readers_are_not_english_and_hold_the_same_numbers(language, name):
    for column in WORDS[name]:
        pairs = set(zip(frames("en")[name][column].dropna(), frames(language)[name][column].dropna(), strict=True))
        assert [pair for pair in pairs if pair[0] == pair[1] or english_in(pair[1])] == []
        assert [
            pair for pair in pairs if Counter(NUMBER.findall(pair[0])) != Counter(NUMBER.findall(as_in_english(pair[1], language)))
        ] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", ("verwijderd", "elke cel van de rij is leeg")), ("de", ("entfernt", "jede Zelle der Zeile ist leer"))],
)
def test_a_blank_row_is_noted_in_the_language(language, said):
    frame = pd.DataFrame({"id": ["a", pd.NA], "age": ["30", pd.NA]}, index=[2, 3], dtype="string")
    with speaking(language):
        (note,) = RawTable("people.csv", frame).without_blank_rows().notes
    assert note.rows == (3,)
    assert (note.action, note.why) == said


@pytest.mark.parametrize(("language", "said"), [("nl", {"kortste", "langste"}), ("de", {"kürzeste", "längste"})])
def test_the_ends_of_a_range_have_words(language, said):
    with speaking(language):
        assert {statistic_words(name) for name in ("shortest", "longest")} == said


@pytest.mark.parametrize("language", OTHERS)
def test_a_label_of_the_code_is_said_and_one_of_the_settings_is_not(language):
    here, there = (analysed(each).derived.codebook.variables for each in (language, "en"))
    assert all(here[name].rule != there[name].rule for name in there if there[name].rule)
    changed = {name for name in there if replace(here[name], rule="") != replace(there[name], rule="")}
    assert {name for name in there if {there[name].label, there[name].unit} & set(OF_CODE)} == changed
    assert "age" in changed


@pytest.mark.parametrize("name", [*FIGURES, *INTERNAL])
@pytest.mark.parametrize("language", OTHERS)
def test_figures_speak_the_language_and_show_the_same_numbers(language, name):
    (drawn, alt), (in_english, alt_in_english) = figures(language)[name], figures("en")[name]
    assert english_in(" ".join(drawn)) == set()
    assert english_in(alt) == set()
    for here, there in ((" ".join(drawn), " ".join(in_english)), (alt, alt_in_english)):
        assert Counter(NUMBER.findall(as_in_english(here, language))) == Counter(NUMBER.findall(there))


@pytest.mark.parametrize("language", OTHERS)
def test_who_is_left_out_begins_alike_and_no_sentence_is_cut_in_two(language):
    """The page takes off the head of such a note, and says the sentences of several warnings once."""
    from ipscohort.words.renew import entries

    known = {entry["en"]: entry[language] for entry in entries(language)}
    heads = {text.partition(": ")[0] for english, text in known.items() if english.startswith("Left out: {n} person")}
    assert len(heads) == 1
    for english, text in known.items():
        assert len(re.findall(r"\. (?=[A-Z0-9])", text)) <= len(re.findall(r"\. (?=[A-Z0-9{])", english)), (english, text)
