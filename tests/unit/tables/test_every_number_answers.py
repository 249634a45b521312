"""Each number of each table and of the notes below it carries the id of a tidy value and is it, rounded by the one function: all of
the shipped cohort's.
"""

from __future__ import annotations

import math
import re

import pytest

from ipscohort.tables import cells_frame, make_tables, render
from tests.support.every_number import IN_NOTES, IN_TABLES, STRUCTURAL, blocks, gives, unanswered, unbacked
from tests.support.pipeline import table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.shipped import cohort, shipped

TABLES = make_tables(table_inputs(shipped(), cohort().settings))
VALUES = cells_frame(TABLES).set_index("id")["value"].to_dict()
PAGES = {name: render(table, "html").decode() for name, table in TABLES.items()}
RULES = {str(rule).rstrip(".") + "." for rule in shipped().derived.availability["rule"]}
QUOTED = quoted_sentences(shipped())

NAMES = (r"\bpast 5 years\b",)
"""Numbers in names that the cohort's settings give."""


ENTITY = re.compile(r"&#\w*$")
"""A digit after this stands for a quotation mark."""


def wrong_in(name: str, page: str) -> list[str]:
    """What is wrong, rules of outcomes apart: these are quoted to the letter from outcomes/availability.csv."""
    texts = [re.escape(rule) for rule in RULES] if name == "bond_measures" else []
    return [*unanswered(page, VALUES, (*texts, *STRUCTURAL, *NAMES)), *wrong_in_notes(page)]


def wrong_in_notes(page: str, structural=(*STRUCTURAL, *IN_NOTES, *NAMES)) -> list[str]:
    """The same of the notes below a table; sentences of tidy files stand there to the letter."""
    return unanswered(page, VALUES, structural, ("p",), quoted=QUOTED)


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_table_answers_and_is_its_tidy_value(name):
    assert wrong_in(name, PAGES[name]) == []


def test_every_number_that_is_kept_is_shown():
    shown = {
        number for page in PAGES.values() for block in blocks(page, (*IN_TABLES, "p")) for _, ids in block.pieces for number in ids.split()
    }
    assert shown == set(VALUES)


def test_no_more_is_structural_than_has_to_be():
    for words in (*STRUCTURAL, *NAMES):
        fewer = [other for other in (*STRUCTURAL, *NAMES) if other != words]
        assert any(unanswered(page, VALUES, fewer) for page in PAGES.values()), f"{words} is no longer needed"
    for words in IN_NOTES:
        fewer = [other for other in (*STRUCTURAL, *IN_NOTES, *NAMES) if other != words]
        assert any(wrong_in_notes(page, fewer) for page in PAGES.values()), f"{words} is no longer needed"


def linked_numbers(page):
    """Where a linked cell's text begins and ends."""
    return [(match.start(1), match.end(1)) for match in re.finditer(r'<a class="n"[^>]*>([^<]*\d[^<]*)</a>', page)]


@pytest.mark.parametrize("name", PAGES)
def test_one_digit_typed_by_hand_is_seen_wherever_it_stands(name):
    page = PAGES[name]
    places = linked_numbers(page)
    assert places
    for start, end in places[:: max(1, len(places) // 12)]:
        at = start + max(i for i, character in enumerate(page[start:end]) if character.isdigit())
        other = str((int(page[at]) + 5) % 10)
        assert wrong_in(name, page[:at] + other + page[at + 1 :]), page[start:end]


def test_one_digit_of_a_note_typed_by_hand_is_seen_wherever_it_stands():
    found = 0
    for page in PAGES.values():
        below = page.index('<div class="notes">')
        assert wrong_in_notes(page) == []
        for start, end in linked_numbers(page):
            for at in (i for i in range(start, end) if start > below and page[i].isdigit() and not ENTITY.search(page[start:i])):
                other = str((int(page[at]) + 5) % 10)
                assert wrong_in_notes(page[:at] + other + page[at + 1 :]), page[start:end]
                found += 1
    assert found > 400


def test_a_note_whose_numbers_are_not_linked_is_seen():
    for name, page in PAGES.items():
        below = page.index('<div class="notes">')
        plain = re.sub(r'<a class="n"[^>]*>([^<]*)</a>', r"\1", page[below:])
        assert (plain != page[below:]) == bool(wrong_in_notes(plain)), name


def test_a_number_outside_a_link_and_an_id_of_nothing_are_seen():
    page = PAGES["paper_outcomes"]
    start, end = linked_numbers(page)[-1]
    typed = page[:start] + page[start:end] + "</a> 12<a>" + page[end:]
    assert [problem.partition(" in ")[0] for problem in wrong_in("paper_outcomes", typed)] == ["'12'"]
    unlinked = re.sub(r'<a class="n"[^>]*>([^<]*)</a>', r"\1", page)
    assert len(wrong_in("paper_outcomes", unlinked)) > 5
    assert "nowhere.1: no such number" in wrong_in("paper_outcomes", page.replace('data-n="', 'data-n="nowhere.1 ', 1))


def test_captions_can_be_gone_through_and_parts_left_out():
    page = '<section id="a"><p>Of <a data-n="s.1">103</a>, 47.</p></section><section id="b"><p>46<br>9</p></section>'
    assert [text.partition(" in ")[0] for text in unanswered(page, {"s.1": 103.0}, tags=("p",))] == ["'47'", "'46'", "'9'"]
    assert [text.partition(" in ")[0] for text in unanswered(page, {"s.1": 103.0}, tags=("p",), skip=("b",))] == ["'47'"]


@pytest.mark.parametrize(
    ("text", "values", "wrong"),
    [
        ("47 (46)", (47, 103, 45.63), []),
        ("47 (46) (N = 98)", (47, 98, 45.63), []),
        ("200.5 [58.8-537.3]", (200.5, 58.75, 537.25), []),
        ("200.5 [58.8-537.4]", (200.5, 58.75, 537.25), ["537.4"]),
        ("-1.52 (-2.57 to -0.48)", (-1.5244, -2.568, -0.4809), []),
        ("1.52 (-2.57 to -0.48)", (-1.5244, -2.568, -0.4809), ["1.52"]),
        ("[-1.2--0.5]", (-1.2, -0.5), []),
        ("<0.001", (0.0004,), []),
        ("<0.001", (0.04,), ["<0.001"]),
        ("0.040", (0.04,), []),
        ("<.001 .008", (0.0004, 0.00785), []),
        (".009", (0.00785,), [".009"]),
        ("12.5 [-]", (12.5, math.nan, math.nan), []),
        ("- (660.0 to -)", (math.nan, 660, math.nan), []),
        ("93,977", (93977,), []),
        ("3 3", (3,), ["3"]),
        ("B1 and A.5", (), []),
    ],
)
def test_a_text_is_read_number_by_number(text, values, wrong):
    assert unbacked(text, values) == wrong


def test_another_decimal_point_is_read_too():
    assert unbacked("3\u00b783 (1\u00b742\u201310\u00b730)", (3.8277, 1.4229, 10.297), "\u00b7") == []
    assert unbacked("3,83 (1,42 to 10,31)", (3.8277, 1.4229, 10.297), ",") == ["10.31"]


def test_a_half_is_rounded_as_a_reader_with_a_pencil_would():
    assert gives(58.75, "58.8")
    assert not gives(58.75, "58.7")
    assert gives(0.0, "0")
