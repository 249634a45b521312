"""A number knows its rows, a sentence gives its numbers ids, and both become links."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.display.links import linked, linked_phrase
from ipscohort.display.numbers import Cell, Filter, Number, Phrase, share_source, source

FRAME = pd.DataFrame(
    {
        "sex": pd.array(["male", "female", "male", None], dtype="string"),
        "early": pd.array([True, False, None, True], dtype="boolean"),
        "time": pd.array([365.0, 914.0, None, 0.0], dtype="Float64"),
    }
)


@pytest.mark.parametrize(
    ("where", "rows", "shown"),
    [
        ({}, [0, 1, 2, 3], ""),
        ({"sex": "male"}, [0, 2], " [sex = male]"),
        ({"sex": "male", "early": "yes"}, [0], " [sex = male, early = yes]"),
        ({"early": "no"}, [1], " [early = no]"),
        ({"time": "914"}, [1], " [time = 914]"),
        ({"time": Filter.ABOVE_0}, [0, 1], " [time > 0]"),
        ({"sex": Filter.KNOWN}, [0, 1, 2], " [sex not missing]"),
        ({"sex": Filter.MISSING}, [3], " [sex missing]"),
    ],
)
def test_a_source_selects_the_rows_that_it_shows(where, rows, shown):
    place = source("persons", "time", **where)
    assert place.rows(FRAME).index.tolist() == rows
    assert str(place) == f"outcomes/persons.parquet: time{shown}"


def test_a_condition_on_a_column_that_is_not_there_is_a_fault():
    with pytest.raises(KeyError, match="gender"):
        source("persons", "time", gender="male").rows(FRAME)


def test_a_share_says_of_what():
    shares = [str(place) for place in share_source("persons", "sex", {"sex": "male"}, {})]
    assert shares == [
        "outcomes/persons.parquet: sex [sex = male]",
        "outcomes/persons.parquet: sex",
        "outcomes/persons.parquet: sex [sex = male] of [all rows]",
    ]
    assert str(source("curves", "survival", level="a").read_as("1 - {}")) == "survival/curves.csv: 1 - survival [level = a]"


def test_the_numbers_of_a_sentence_have_ids_and_links():
    numbers = tuple(Number(name, 1.0, source("persons", "id")) for name in ("n", "of"))
    phrase = Phrase("finding", ("Of them ", Cell("47 of 103", numbers), " worked, ", Cell("1", numbers[:1]), " <once>."))
    assert phrase.text == "Of them 47 of 103 worked, 1 <once>."
    assert [ids for _, ids in phrase.numbered()] == [(), ("finding.1", "finding.2"), (), ("finding.3",), ()]
    assert linked_phrase(phrase) == (
        'Of them <a class="n" href="#finding.1" data-n="finding.1 finding.2">47 of 103</a> worked, '
        '<a class="n" href="#finding.3" data-n="finding.3">1</a> &lt;once&gt;.'
    )
    assert linked("<", ()) == "&lt;"
