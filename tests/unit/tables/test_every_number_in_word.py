"""tables.docx: each number of a cell or heading is its tidy value, and the cell's bookmark is the id of the first of them."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.oxml.ns import qn

from ipscohort.tables import make_tables, places
from ipscohort.tables.cells import cells_frame
from ipscohort.tables.render import bind
from tests.support.every_number import STRUCTURAL, unbacked
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped

TABLES = make_tables(table_inputs(shipped(), cohort().settings))
VALUES = cells_frame(TABLES).set_index("id")["value"].to_dict()
IDS = {place.ids[0].replace(".", "_"): place.ids for place in places(TABLES)}
RULES = {str(rule).rstrip(".") + "." for rule in shipped().derived.availability["rule"]}
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


def wrong_in(data: bytes) -> list[str]:
    found = []
    for text, name in cells_of(data):
        for words in () if name else (*map(re.escape, RULES), *STRUCTURAL, *NAMES):
            text = re.sub(words, "", text)
        found += [f"{token} in '{text}'" for token in unbacked(text, [VALUES[number] for number in IDS.get(name, ())])]
    return found


@pytest.fixture(scope="module")
def document() -> bytes:
    return bind(list(TABLES.values()), "docx")


def test_every_number_of_every_table_in_word_answers(document):
    assert wrong_in(document) == []
    assert {name for _, name in cells_of(document) if name} == set(IDS)


def test_bookmarks_are_names_that_word_takes_and_keys_are_used_once(document):
    starts = list(docx.Document(io.BytesIO(document)).element.iter(qn("w:bookmarkStart")))
    assert len({start.get(qn("w:id")) for start in starts}) == len({start.get(qn("w:name")) for start in starts}) == len(starts)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", start.get(qn("w:name"))) for start in starts)


@pytest.mark.parametrize(("old", "new"), [("3.83 (", "3.84 ("), ("47 (46)", "48 (46)"), ("(N = 103)", "(N = 104)")])
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
    assert len(wrong_in(stream.getvalue())) == 1
