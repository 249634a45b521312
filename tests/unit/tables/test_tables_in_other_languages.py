"""The shipped cohort's tables in Dutch and in German: no English of ours is left, and every number stays what it is."""

from __future__ import annotations

import re
from functools import cache

import pytest

from ipscohort.display.numbers import Note
from ipscohort.run.pipeline import analyse
from ipscohort.tables import make_tables
from ipscohort.tables.cells import parts_of
from ipscohort.words import speaking
from tests.support.pipeline import table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

SAME = {"nl": {"N", "n", "p", "SMD", "Managers", "Follow-up", "Confounder"}, "de": {"N", "n", "p", "SMD", "Confounder", "Median"}}
"""Words that are the same in English."""
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
    """Every text of a table, in reading order: title, headings, labels, cells, and the notes below it part by part."""
    yield from (table.title, table.stub)
    yield from (text for column in table.columns for text in (column.spanner, column.label))
    for group in table.groups:
        yield group.label
        for row in group.rows:
            yield row.label
            yield from (cell.text for cell in row.cells)
    for _, note in table.printed_notes():
        yield "".join(part if isinstance(part, str) else "0" for part in parts_of(note)) if isinstance(note, Note) else note


def given() -> set[str]:
    """What the settings and the tidy files say: labels, levels, rules and warnings."""
    settings, codebook = cohort().settings, shipped().derived.codebook
    found = quoted_sentences(shipped())
    for name, info in codebook.variables.items():
        found |= {name, info.label, info.heading, *info.levels}
    found |= {row.label for rows in (settings.tables.paper.baseline or [],) for row in rows if row.label}
    return found | {regression.label for regression in settings.models.regressions.values() if regression.label}


def ours(text: str) -> bool:
    """Whether a text holds words of the tables' own: not only numbers, and words that settings and tidy files give."""
    return bool(re.search(r"[^\W\d_]{2,}", text)) and text not in given()


@pytest.mark.parametrize("variant", SETTINGS)
@pytest.mark.parametrize("language", ["nl", "de"])
def test_no_english_of_ours_is_left(language, variant):
    left = set()
    for name, table in tables("en", variant).items():
        there = list(texts_of(tables(language, variant)[name]))
        here = list(texts_of(table))
        assert len(here) == len(there), name
        left |= {text for text, other in zip(here, there, strict=True) if text == other and ours(text)}
    assert left - SAME[language] == set()
