"""The short way through a text file gives what the careful way gives, or leaves the file to it."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipscohort.config.ingest import File
from ipscohort.ingest.distinct import Distinct, by_distinct
from ipscohort.ingest.readers import delimited, plaintext

CELLS = st.text(st.sampled_from('ab1 .,;"\n\té\x1f\u2003'), max_size=4)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])


def both_ways(tmp_path_factory, text, monkeypatch, separator=","):
    path = tmp_path_factory.mktemp("text") / "records.csv"
    path.write_bytes(text.encode())
    file = File(file="records.csv", delimiter=separator)
    short = delimited.read(path, file)
    with monkeypatch.context() as careful:
        careful.setattr(delimited, "read_plain", lambda *_: None)
        return short, delimited.read(path, file)


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), end=LINE_ENDS, last=st.booleans(), quoting=st.booleans())
def test_both_ways_read_the_same(tmp_path_factory, rows, end, last, quoting):
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL)
    write.writerows([("id", "start", "end"), ("P1", "x", "y"), *rows])
    text = out.getvalue() if last else out.getvalue().removesuffix(end)
    with pytest.MonkeyPatch.context() as patch:
        short, careful = both_ways(tmp_path_factory, text, patch)
    pd.testing.assert_frame_equal(short.frame, careful.frame)
    assert short.notes == careful.notes
    assert_known(short)
    assert_known(short.without_blank_rows())


def assert_known(table):
    """Distinct values that the reader hands on are those that would be found."""
    for name, known in table.known.items():
        found = Distinct.of(table.frame[name])
        assert known.index.equals(found.index)
        assert known.number.tolist() == found.number.tolist()
        pd.testing.assert_series_equal(known.values, found.values)


def test_a_plain_file_takes_the_short_way():
    names, frame, known = plaintext.read_plain('id;"a ""b"""\r\n1;"x;\r\ny"\r\n2;  \r\n;\r\n', ";")
    assert names == ["id", 'a "b"']
    assert frame[0].to_list() == ["1", "2"]
    assert frame[1].iloc[0] == "x;\r\ny"
    assert frame[1].isna().to_list() == [False, True]
    assert known == []  # the last record, which holds nothing, is no record
    _, frame, known = plaintext.read_plain("id,a\n1,x\n2, \n3,x\n", ",")
    assert [(one.number.tolist(), one.values.to_list()) for one in known] == [([0, 1, 2], ["1", "2", "3"]), ([0, -1, 0], ["x"])]


@pytest.mark.parametrize(
    "text",
    [
        "id\n1\n\n2\n",  # one column: an empty line is a record
        "id,a\n1,x\n2\n",  # too few cells
        "id,a\n1,x,y\n",  # too many
        'id,a\n1,x"y\n',  # a mark out of place
        'id,a\n1,"x"y\n',
        'id,a\n1,"x\n',  # never closed
        "id,a\r1,x\r",  # old line ends
        'id,"a\nb"\n1,x\n',  # row 1 goes on in the next line
        "id,a\n",
        "\n1,x\n",
        "",
    ],
)
def test_any_other_file_is_left_to_the_careful_way(text):
    assert plaintext.read_plain(text, ",") is None


def test_distinct_values_go_back_to_their_cells():
    cells = pd.Series(["b", pd.NA, "a", "b"], index=[2, 3, 4, 5], dtype="string")
    known = Distinct.of(cells)
    assert known.values.to_list() == ["b", "a"]
    pd.testing.assert_series_equal(known.spread(known.values), cells)
    assert known.rows(known.values.eq("b")).to_list() == [2, 5]
    assert known.without(known.values.eq("b")).present.to_list() == [False, False, True, False]
    merged = known.then(lambda values: values.replace({"a": "b"}))
    assert merged.values.to_list() == ["b"]
    assert merged.number.tolist() == [0, -1, 0, 0]


def test_values_of_mixed_types_that_compare_as_equal_are_kept_apart():
    cells = pd.Series([1, True, 1.0], dtype=object)
    assert by_distinct(lambda values: values.map(repr), cells).to_list() == ["1", "True", "1.0"]
