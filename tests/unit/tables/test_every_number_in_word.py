"""tables.docx: each number of a cell, heading or note is its tidy value, and its bookmark is the id of the first of them."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from ipscohort.tables import make_tables, places
from ipscohort.tables.cells import cells_frame
from ipscohort.tables.render import bind
from ipscohort.tables.render.docx import NOTE
from tests.support.every_number import IN_NOTES, STRUCTURAL, unbacked
from tests.support.pipeline import table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

TABLES = make_tables(table_inputs(shipped(), cohort().settings))
VALUES = cells_frame(TABLES).set_index("id")["value"].to_dict()
IDS = {place.ids[0].replace(".", "_"): place.ids for place in places(TABLES)}
RULES = {str(rule).rstrip(".") + "." for rule in shipped().derived.availability["rule"]}
QUOTED = quoted_sentences(shipped())
NAMES = (r"\bpast 5 years\b",)


def cells_of(data: bytes):
    """Every cell once: its text without raised marks, and its bookmark or ''."""
    for grid in docx.Document(io.BytesIO(data)).tables:
        for tc in grid._tbl.iter(qn("w:tc")):
            text = "".join(
                (node.text or "") if node.tag == qn("w:t") else " "
                for run in tc.iter(qn("w:r"))
                if run.find(f".//{qn('w:vertAlign')}") is None
                for node in run
                if node.tag in (qn("w:t"), qn("w:br"))
            )
            yield text, next((start.get(qn("w:name")) for start in tc.iter(qn("w:bookmarkStart"))), "")


def notes_of(data: bytes):
    """Every part of every note: its text without raised marks, and its bookmark or ''."""
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        name = ""
        for node in paragraph._p if paragraph.style.name == NOTE else ():
            name = node.get(qn("w:name")) if node.tag == qn("w:bookmarkStart") else "" if node.tag == qn("w:bookmarkEnd") else name
            if node.tag == qn("w:r") and node.find(f".//{qn('w:vertAlign')}") is None:
                yield "".join(text.text or "" for text in node.iter(qn("w:t"))), name


def wrong_in(data: bytes) -> list[str]:
    found = []
    parts = [*((text, name, RULES, STRUCTURAL) for text, name in cells_of(data))]
    parts += [(text, name, (), (*STRUCTURAL, *IN_NOTES)) for text, name in notes_of(data) if not (name and text in QUOTED)]
    for text, name, quoted, structural in parts:
        for words in () if name else (*map(re.escape, quoted), *structural, *NAMES):
            text = re.sub(words, "", text)
        found += [f"{token} in '{text}'" for token in unbacked(text, [VALUES[number] for number in IDS.get(name, ())])]
    return found


@pytest.fixture(scope="module")
def document() -> bytes:
    return bind(list(TABLES.values()), "docx")


def test_every_number_of_every_table_in_word_answers(document):
    assert wrong_in(document) == []
    in_cells, in_notes = ([name for _, name in of(document) if name] for of in (cells_of, notes_of))
    assert len(in_notes) > 100
    assert {*in_cells, *in_notes} == set(IDS)
    assert not set(in_cells) & set(in_notes)


def test_bookmarks_are_names_that_word_takes_and_keys_are_used_once(document):
    starts = list(docx.Document(io.BytesIO(document)).element.iter(qn("w:bookmarkStart")))
    assert len({start.get(qn("w:id")) for start in starts}) == len({start.get(qn("w:name")) for start in starts}) == len(starts)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", start.get(qn("w:name"))) for start in starts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3.83 (", "3.84 ("),
        ("47 (46)", "48 (46)"),
        ("(N = 103)", "(N = 104)"),
        (">485.0<", ">486.0<"),
        (" person, counted under", " of 2 persons, counted under"),
        ("44 events for 6", "45 events for 6"),
    ],
)
def test_a_number_typed_by_hand_is_seen(old, new):
    import zipfile

    data = bind(list(TABLES.values()), "docx")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(name, content)
    assert len({problem.partition(" in ")[2] for problem in wrong_in(stream.getvalue())}) == 1
