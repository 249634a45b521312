"""The file of printed values: what is read, and what is told of a file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipscohort.errors import UserError
from ipscohort.printed_values.file import COLUMNS, Condition, conditions, decimals, ends_of, is_date, read_printed

ROOT = Path(__file__).parents[3]
GOOD = {"id": "a", "where": "Table 1", "quantity": "men", "n": "10", "printed": "6", "frame": "persons", "statistic": "count"}


def written(folder, *rows, head=COLUMNS):
    path = folder / "printed.csv"
    lines = [",".join(head), *(",".join(f'"{row.get(name, "")}"' for name in head) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(path):
    with pytest.raises(UserError) as error:
        read_printed(path)
    return str(error.value)


def test_the_paper_s_values_are_all_there():
    frame = read_printed(ROOT / "data" / "published" / "vukadin2022.csv")
    assert len(frame) == 125
    assert (frame["statistic"] != "given").sum() == 124
    by_id = frame.set_index("id")
    assert by_id.loc["m_exp_or_hi", "printed"] == "10.30"
    assert by_id.loc["t3_prof_days_iqr", "printed"] == "-"
    assert by_id.loc["t2_days_to_job_median", "n"] == 46


def test_blanks_numbers_and_lines_are_kept(tmp_path):
    frame = read_printed(written(tmp_path, GOOD, {}, {**GOOD, "id": "b", "n": "", "printed": "-0.10"}))
    assert list(frame["line"]) == [2, 4]  # a blank row is no value
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["printed"].tolist() == ["6", "-0.10"]


@pytest.mark.parametrize(("printed", "expected"), [("10.30", 2), ("201", 0), ("-", 1), ("<0.001", 3), ("-0.73", 2)])
def test_decimals_are_those_of_the_text(printed, expected):
    assert decimals(printed) == expected


def test_each_end_of_a_range_has_its_own_decimals():
    assert [ends_of(text) for text in ("14.0-24.5", "1.5\u20132", "-")] == [("14.0", "24.5"), ("1.5", "2"), ("-", "-")]


def test_conditions_are_read():
    assert conditions("") == ()
    assert conditions("sex=male; agency=A|B") == (Condition("sex", ("male",)), Condition("agency", ("A", "B")))
    assert conditions("occupation=") == (Condition("occupation", ("",)),)
    with pytest.raises(ValueError, match="column=value"):
        conditions("male")
    with pytest.raises(ValueError, match="two conditions"):
        conditions("sex=male;sex=female")


def test_a_date_is_a_real_one():
    assert is_date("2016-02-29")
    assert not is_date("2015-02-29")
    assert not is_date("20150228")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"frame": "person"}, ("column frame", "did you mean 'persons'?", "row 2")),
        ({"statistic": "meen", "column": "age"}, ("column statistic", "did you mean 'mean'?")),
        ({"unit": "weeks"}, ("column unit", "one of: months, percent")),
        ({"unit": "months"}, ("'months' is not possible with statistic count",)),
        ({"printed": "6 men"}, ("column printed", "'6 men' can't be read")),
        ({"printed": "6,5"}, ("'6,5' can't be read",)),
        ({"printed": ""}, ("column printed", "the cell is empty")),
        ({"n": "about 10"}, ("column n", "no whole number")),
        ({"select": "male"}, ("column select", "'male' is not written column=value")),
        ({"column": "sex"}, ("column column", "'sex' is not written column=value")),
        ({"column": "sex=male;age=3"}, ("column column", "one condition")),
        ({"statistic": "mean"}, ("statistic mean needs a column",)),
        ({"statistic": "mean", "column": "age=3"}, ("takes a column, not a condition",)),
        ({"statistic": "value", "column": "n"}, ("'value' is not possible with frame persons",)),
        ({"frame": "rates"}, ("'count' is not possible with frame rates", "one of: value")),
        ({"frame": "settings", "statistic": "given", "column": "study.period", "select": "a=b"}, ("column select", "no rows to select")),
        ({"statistic": "iqr", "column": "age", "printed": "6"}, ("'6' can't be read", "low-high")),
        ({"statistic": "first", "column": "inclusion_date", "printed": "2015-02-30"}, ("can't be read", "a date such as")),
        ({"id": "a b"}, ("column id", "can't be an id")),
        ({"statistic": "chi2", "column": "job_obtained"}, ("statistic chi2 is of two columns", "job_obtained by ethnicity")),
        ({"statistic": "chi2", "column": "sex by sex"}, ("statistic chi2 is of two columns",)),
        ({"frame": "none", "statistic": "not_covered"}, ("column note", "does not say why", "row 2")),
        ({"frame": "none", "statistic": "not_covered", "note": "why", "column": "sex=male"}, ("column column", "leave it blank")),
        ({"statistic": "not_covered", "note": "why"}, ("'not_covered' is not possible with frame persons",)),
    ],
    ids=str,
)
def test_a_wrong_cell_is_told_with_its_row(tmp_path, change, expected):
    message = told(written(tmp_path, {**GOOD, **change}))
    for text in ("printed.csv", *expected):
        assert text in message, message


def test_all_mistakes_come_at_once(tmp_path):
    message = told(written(tmp_path, GOOD, GOOD, {**GOOD, "id": "b", "frame": "x"}, {**GOOD, "id": "c", "n": "-1"}))
    assert "'a' stands more than once (rows 2, 3)" in message
    assert "row 4" in message
    assert "row 5" in message


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ([name for name in COLUMNS if name != "printed"], "there is no column printed"),
        ([*COLUMNS, "Frame"], "the column 'Frame' is not known"),
        ([*COLUMNS, "id"], "a column stands twice"),
    ],
)
def test_a_wrong_heading_is_told(tmp_path, head, expected):
    assert expected in told(written(tmp_path, GOOD, head=head))


def test_a_file_that_is_none_is_told(tmp_path):
    path = written(tmp_path, GOOD)
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("men", "m\xe4n").encode("latin-1"))
    assert "not UTF-8" in told(path)
    path.write_text(text.replace('"6"', '"6","7"'), encoding="utf-8")
    assert "another number of cells than the heading has (row 2)" in told(path)
    path.write_text("", encoding="utf-8")
    assert "the file is empty" in told(path)
    assert "no values" in told(written(tmp_path))


@pytest.mark.parametrize("tail", [",", ",,,"])
def test_columns_without_a_name_that_a_spreadsheet_leaves_are_passed_over(tmp_path, tail):
    path = written(tmp_path, GOOD)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(["", *(line + tail for line in lines), tail]) + "\n", encoding="utf-8")
    frame = read_printed(path)
    assert frame["id"].tolist() == [GOOD["id"]]
    assert frame["line"].tolist() == [3]


@pytest.mark.parametrize("printed", ["-0.73", "\u22120.73", "\u20130.73"])
def test_a_minus_may_be_typeset(tmp_path, printed):
    row = {**GOOD, "frame": "estimates", "select": "", "column": "estimate", "statistic": "value", "printed": printed}
    assert read_printed(written(tmp_path, row))["printed"].tolist() == [printed]


@pytest.mark.parametrize("printed", ["0,73", "+0.73", ".73", "1e3", "\u0661\u0662", "<-1", "13%", "--1"])
def test_what_is_no_number_is_not_guessed_at(tmp_path, printed):
    row = {**GOOD, "frame": "estimates", "select": "", "column": "estimate", "statistic": "value", "printed": printed}
    assert "can't be read" in told(written(tmp_path, row))
