"""Ids and codes are compared as text: blanks around them and a trailing .0 don't count, leading zeros do."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ipscohort.ingest.codes import code_keys, code_text, one_code, shown_text

PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


def text_of(*cells, dtype="string", decimal="."):
    return code_text(pd.Series(list(cells), dtype=dtype), decimal).fillna("-").tolist()


def test_spellings_of_one_code():
    assert text_of("1", " 1 ", "1.0", "1.00", "\u00a01") == ["1"] * 5
    assert text_of(1.0, 12.5, None, -0.0, dtype="float64") == ["1", "12.5", "-", "0"]
    assert text_of(1, None, dtype="Int64") == ["1", "-"]
    assert text_of(True, None, dtype="boolean") == ["true", "-"]


def test_other_codes_stay_apart():
    assert text_of("01", "1.5", "1.01", "a.0", "v1.0", "1,0") == ["01", "1.5", "1.01", "a.0", "v1.0", "1,0"]
    assert text_of("1,0", "1,5", decimal=",") == ["1", "1,5"]
    assert text_of("", "  ", None) == ["-", "-", "-"]


def test_dates_as_text():
    moments = pd.Series(pd.to_datetime(["2015-03-01 00:00", "2015-03-01 10:20", None]))
    assert code_text(moments).fillna("-").tolist() == ["2015-03-01 00:00:00"[:10], "2015-03-01 10:20:00", "-"]


@given(st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1))
def test_a_whole_number_is_one_code_however_it_is_stored(number):
    spellings = {str(number), f" {number} ", f"{number}.0"}
    assert {one_code(spelling) for spelling in spellings} == {str(number)}
    assert one_code(number) == one_code(float(number)) == str(number)
    assert text_of(float(number), dtype="float64") == [str(number)] or abs(number) >= 10**15


@given(PRINTABLE)
def test_comparing_twice_changes_nothing(text):
    once = code_text(pd.Series([text], dtype="string"))
    assert code_text(once).equals(once)


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=5))
def test_leading_zeros_make_another_id(number, zeros):
    assert one_code("0" * zeros + str(number)) != one_code(str(number))


@given(st.lists(PRINTABLE.map(str.strip).filter(bool), unique=True, max_size=6), st.data())
def test_a_cell_finds_its_code_whatever_blanks_stand_around_it(codes, data):
    keys = code_keys({code: f"level {k}" for k, code in enumerate(codes)})
    for k, code in enumerate(codes):
        padded = data.draw(st.sampled_from([code, f" {code}", f"{code} "]))
        same = [j for j, other in enumerate(codes) if one_code(other) == one_code(code)]
        assert keys[one_code(padded)] == f"level {max(same)}"
        assert k in same


def test_text_is_shown_as_it_stands_and_numbers_without_a_trailing_zero():
    assert shown_text(pd.Series([" 1.0"], dtype="string")).tolist() == [" 1.0"]
    assert shown_text(pd.Series([1.0])).tolist() == ["1"]
