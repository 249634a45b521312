"""Numbers of the page outside its tables: in captions of figures and tables, and in the sentences of the head and of the findings."""

from __future__ import annotations

import re

import pytest

from ipscohort.display.numbers import Cell
from ipscohort.report.cards import cards
from ipscohort.report.findings import questions
from ipscohort.report.numbers import phrases_of
from tests.support import page as whole
from tests.support.every_number import unanswered, unbacked

OF_CAPTIONS = (
    r"^(Table|Figure) \d+\. ",
    r"\bISCO-08\b",
    r"\(1 - Kaplan-Meier estimate\)",
    r"\bet al\. 2012\b",
    r"\b30 months of follow-up\b",
    r"\b30-month follow-up\b",
)
"""Words of captions that hold a number which is no result: the exhibit's own, what the settings give, names."""
OF_SENTENCES = (r"\b95% CI\b", r"\b30 months of follow-up\b", r"\bPsychiatry 22:473\b", r"\bet al\. 2022\b", r"\bfewer than 10\b")


def wrong(page):
    """Numbers of captions that neither answer nor are structural."""
    return unanswered(page, {answer.id: answer.value or 0.0 for answer in whole.inputs().answers.all}, OF_CAPTIONS, tags=("figcaption",))


def test_every_number_of_a_caption_answers_or_is_structural():
    assert wrong(whole.page()) == []


@pytest.mark.parametrize("tag", ["figure", "table"])
def test_a_number_typed_into_a_caption_is_seen(tag):
    page, found = whole.page(), []
    first = re.search(rf'<figure class="{tag}".*?</figcaption>', page, re.DOTALL)
    typed = f"{page[: first.end() - len('</figcaption>')]} Of 17 persons.</figcaption>{page[first.end() :]}"
    found = wrong(typed)
    assert [text.partition(" in ")[0] for text in found] == ["'17'"]


def bare(text):
    """A text without what is no result."""
    for words in OF_SENTENCES:
        text = re.sub(words, "", text)
    return text


def sentences():
    """Those that are put together from numbers; the models' own warnings, which hang on the numbers of their fit, stand apart."""
    shown = questions(whole.inputs())
    doubts = {phrase.name for question in shown for finding in question.findings for phrase in finding.doubt}
    doubts |= {answer.doubt.name for question in shown for answer in question.answers}
    return [phrase for phrase in phrases_of(cards(whole.inputs()), shown) if phrase.name not in doubts]


def test_every_number_of_a_sentence_answers_and_is_its_tidy_value():
    found = []
    for phrase in sentences():
        plain = "".join(part if isinstance(part, str) else "|" for part in phrase.parts)
        found += [(phrase.text, digits) for digits in re.findall(r"\d+", bare(plain))]
        for cell in (part for part in phrase.parts if isinstance(part, Cell)):
            values = [number.value for number in cell.numbers]
            found += [(phrase.text, token) for token in unbacked(cell.text, [*values, sum(values)])]
    assert len(sentences()) > 25
    assert found == []
