"""Cells as numbers, levels, yes/no, dates, and ISCO-08 groups."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.ingest import Column, File
from ipscohort.ingest.cells import take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.major_groups import codes, major_groups
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import categories, levels_of, numbers, words, yes_no


class Read:
    """One column of a made-up file, taken as the settings say."""

    def __init__(self, values, labels=None, dtype="string", decimal=".", plain_text=True, **settings):
        self.gathered = Gathered()
        frame = pd.DataFrame({"X": pd.Series(values, dtype=dtype)}).set_axis(range(2, len(values) + 2))
        table = RawTable("f.csv", frame, value_labels={"X": labels or {}}, decimal=decimal, plain_text=plain_text)
        self.cells = take(table, Column(column="X", **settings), "key", self.gathered)

    def __call__(self, function, *arguments, **options):
        return function(self.cells, self.gathered, *arguments, **options)

    @property
    def problems(self):
        return [(problem.what, problem.rows) for problem in self.gathered.problems]


def listed(values):
    return [None if pd.isna(value) else value for value in values]


def test_numbers():
    read = Read(["1", " 2.50 ", "-3e2", None, ".5"])
    assert listed(read(numbers)) == [1, 2.5, -300, None, 0.5]
    assert not read.problems


@pytest.mark.parametrize("wrong", ["1,5", "1.000,5", "12 years", "NA", "1.2.3", "0x1f", "inf", "nan", "1_000", "--1", "1e999"])
def test_text_that_is_no_number_is_named_by_its_row(wrong):
    read = Read(["1", wrong])
    assert listed(read(numbers)) == [1, None]
    assert read.problems == [("text that is no number", (3,))]
    assert wrong not in str(read.gathered.problems.found[0]) or wrong == "NA"


def test_decimal_commas():
    read = Read(["1,5", "2", "1.5"], decimal=",")
    assert listed(read(numbers)) == [1.5, 2, None]
    assert read.problems == [("text that is no number", (4,))]


@pytest.mark.parametrize(
    ("cell", "decimal", "said"),
    [
        ("1,032", ".", "between thousands"),
        ("-1,032,000.5", ".", "between thousands"),
        ("1.032", ",", "between thousands"),
        ("1.032,5", ",", "between thousands"),
        ("1,5", ".", "set decimal: ','"),
        ("1234,567", ".", "set decimal: ','"),
        ("1,5,5", ".", "key.missing"),
    ],
)
def test_a_comma_or_a_dot_before_three_digits_can_mean_two_things(cell, decimal, said):
    read = Read(["2", cell], decimal=decimal)
    assert listed(read(numbers)) == [2, None]
    remedy = read.gathered.problems.found[0].remedy
    assert said in remedy
    assert ("decimal: ','" in remedy) == (decimal == "." and said != "key.missing")


@pytest.mark.parametrize("cell", ["20,5", "1,032"])
def test_only_a_text_file_is_told_to_name_its_decimal_mark(cell):
    read = Read(["2", cell], plain_text=False)
    assert listed(read(numbers)) == [2, None]
    remedy = read.gathered.problems.found[0].remedy
    assert "decimal:" not in remedy
    assert "make them numbers" in remedy and "Text to Columns" in remedy


def test_the_advice_on_decimal_commas_helps(tmp_path):
    """A workbook whose cells are numbers then, and a text file whose mark is named."""

    def found(name, **file):
        gathered = Gathered()
        table = read_file(tmp_path / name, File(file=name, **file))
        return listed(numbers(take(table, Column(column="hours"), "key", gathered), gathered)), [p.remedy for p in gathered.problems]

    for name, cells in (("text.xlsx", ["20,5", 36]), ("numbers.xlsx", [20.5, 36])):
        pd.DataFrame({"id": ["a", "b"], "hours": cells}).to_excel(tmp_path / name, index=False)
    (tmp_path / "text.csv").write_text("id;hours\na;20,5\nb;36\n", encoding="utf-8")
    assert "make them numbers" in found("text.xlsx")[1][0]
    assert found("numbers.xlsx") == ([20.5, 36], [])
    assert "set decimal: ','" in found("text.csv", delimiter=";")[1][0]
    assert found("text.csv", delimiter=";", decimal=",") == ([20.5, 36], [])


@pytest.mark.parametrize(
    ("cell", "options", "what"),
    [
        ("1e300", {}, "not a possible number (1,000,000,000,000,000 or more)"),
        ("-1e15", {}, "not a possible number (1,000,000,000,000,000 or more)"),
        ("1e30", {"whole": True}, "not a possible number of days or periods (1,000,000 or more)"),
        ("1e19", {"whole": True}, "not a possible number of days or periods (1,000,000 or more)"),
        ("1000000.5", {"days": True}, "not a possible number of days or periods (1,000,000 or more)"),
    ],
)
def test_numbers_that_nothing_measured_can_be(cell, options, what):
    for values, dtype in ((["3", cell], "string"), ([3, float(cell)], "float64")):
        read = Read(values, dtype=dtype)
        assert listed(read(numbers, **options)) == [3, None]
        assert read.problems == [(what, (3,))]


def test_numbers_below_the_bounds_are_kept():
    assert listed(Read(["999999"])(numbers, whole=True)) == [999999]
    assert listed(Read(["999999999999999"])(numbers)) == [999999999999999]


def test_codes_may_stand_for_numbers():
    assert listed(Read(["none", "3"], codes={"none": "0"})(numbers)) == [0, 3]


def test_codes_become_levels_and_an_unknown_one_stops():
    read = Read(["1", "2.0", "3", None, "9", " 1"], codes={1: "low", 2: "high"}, missing={9: "refused"})
    assert listed(read(categories)) == ["low", "high", None, None, None, "low"]
    assert read.problems == [("values that are no code of key", (4,))]
    assert "'1', '2'" in read.gathered.problems.found[0].remedy
    assert levels_of(read.cells, []) == ("low", "high")
    assert listed(read.cells.reason) == [None, None, None, "blank", "refused", None]


def test_value_labels_stand_in_for_codes_and_unlabelled_values_stop():
    read = Read([1.0, 2.0, 3.0], labels={"1": "man", "2": "woman"}, dtype="float64")
    assert listed(read(categories)) == ["man", "woman", None]
    assert read.problems == [("values without a value label in the file", (4,))]


def test_levels_without_codes_must_be_met():
    read = Read(["black", "other", "Black"])
    assert listed(read(categories, ["other", "black"])) == ["black", "other", "Black"]
    assert [rows for _, rows in read.problems] == [(4,)]
    assert levels_of(read.cells, ["other", "black"]) == ("other", "black")


def test_levels_that_only_the_values_tell_are_sorted_as_numbers_where_they_are_numbers():
    assert levels_of(Read(["10", "9", "1", None]).cells, []) == ("1", "9", "10")
    assert levels_of(Read(["b", "a"]).cells, []) == ("a", "b")


def test_yes_and_no_words():
    read = Read(["1", "0", "Yes", "no", "TRUE", "f", "n", None])
    assert listed(read(yes_no)) == ["yes", "no", "yes", "no", "yes", None, "no", None]
    assert [rows for _, rows in read.problems] == [(7,)]


def test_other_languages_are_not_guessed():
    read = Read(["ja", "nee"])
    read(yes_no)
    assert [rows for _, rows in read.problems] == [(2, 3)]
    labelled = Read([1.0, 0.0], labels={"1": "nee", "0": "ja"}, dtype="float64")
    assert listed(labelled(yes_no)) == [None, None]
    assert len(labelled.problems) == 1
    assert listed(Read([1.0, 0.0], labels={"1": "nee", "0": "ja"}, dtype="float64", codes={1: "no", 0: "yes"})(yes_no)) == ["no", "yes"]


def test_value_labels_go_before_the_usual_meaning_of_1():
    assert listed(Read([1.0, 2.0], labels={"1": "No", "2": "Yes"}, dtype="float64")(yes_no)) == ["no", "yes"]


def test_free_text_keeps_what_it_says():
    assert listed(Read([" went home ", "1.0", None])(words)) == ["went home", "1.0", None]


def read_dates(values, months=True, **settings):
    read = Read(values, **settings)
    found = dates(read.cells, read.gathered, "jobs", months=months)
    return listed(found.dates.dt.strftime("%Y-%m-%d")), found.month_only.tolist(), read


def test_dates_year_month_day_and_months():
    found, months, read = read_dates(["2015-03-01", "2015-3-9", "2015-03", None, "2016-02-29T00:00:00"])
    assert found == ["2015-03-01", "2015-03-09", "2015-03-01", None, "2016-02-29"]
    assert months == [False, False, True, False, False]
    assert not read.problems
    assert not read.gathered.notes


@pytest.mark.parametrize(
    "wrong", ["2015-02-29", "2015-13-01", "01-02-2015", "1/2/2015", "20150301", "0215-03-01", "20155-01-01", "42064", "soon"]
)
def test_no_possible_date(wrong):
    found, _, read = read_dates(["2015-03-01", wrong])
    assert found == ["2015-03-01", None]
    assert read.problems == [("no possible dates", (3,))]


def test_own_ways_of_writing_dates():
    assert read_dates(["01-02-2015", "31-12-2015"], date_format="%d-%m-%Y")[0] == ["2015-02-01", "2015-12-31"]
    assert read_dates(["20150301"], date_format="%Y%m%d")[0] == ["2015-03-01"]
    assert read_dates([20150301.0], date_format="%Y%m%d", dtype="float64")[0] == ["2015-03-01"]
    found, months, _ = read_dates(["03/2015", "2015-04"], date_format="%m/%Y")
    assert (found, months) == (["2015-03-01", "2015-04-01"], [True, True])


def test_year_day_month_is_never_taken_for_year_month_day():
    found, _, read = read_dates(["2015-02-03", "2015-03-13"], date_format="%Y-%d-%m")
    assert found == ["2015-03-02", None]
    assert read.problems == [("no possible dates", (3,))]


@pytest.mark.parametrize(
    "wrong",
    ["dd-mm-yyyy", "%Q", "%Y", "%G-W%V-%u", "%x", "%c", "%D", "%d-%Y", "%Y-%m-%d%", "%-d-%m-%Y", "%Y-%m %H", "%d-%m-%Y %z", "%d %d %m %Y"],
)
def test_a_date_format_that_is_none(wrong):
    found, _, read = read_dates(["2015", "2015-W10-7", "03/01/15"], date_format=wrong)
    assert found == [None, None, None]
    assert [(problem.where, problem.what) for problem in read.gathered.problems] == [
        ("key.date_format", "this is no way of writing a date")
    ]


def test_a_date_format_of_the_day_of_the_year_or_with_a_time():
    found, months, read = read_dates(["2015060", "2015001"], date_format="%Y%j")
    assert (found, months, read.problems) == (["2015-03-01", "2015-01-01"], [False, False], [])
    found, months, read = read_dates(["Sun 01 Mar 15 10:20"], date_format="%a %d %b %y %H:%M")
    assert (found, months, read.problems) == (["2015-03-01"], [False], [])
    assert [note["rule"] for note in read.gathered.notes] == ["time_of_day_dropped"]


@pytest.mark.parametrize(
    ("times", "rows"),
    [
        (["2015-03-01T23:00:00Z", "2015-07-01T22:00:00Z", None], [(2, 3)]),
        (["2015-03-01T18:30:00Z", "2015-07-01T18:30:00Z"], [(2, 3)]),
        (["2015-03-01T00:00:00Z", "2015-07-01T23:00:00Z", "2015-08-01T23:00:00Z"], [(3, 4)]),
        (["2015-03-01T12:00:00", "2015-07-01T12:00:00"], []),
        (["2015-03-01T23:00:00", "2015-07-01T20:00:00"], []),
        (["2015-03-01T22:17:00", "2015-07-01T22:17:00"], []),
        (["2015-03-01T23:00:00"], []),
        (["2015-03-01T00:00:00", "2015-07-01T00:00:00"], []),
    ],
)
def test_times_of_day_that_are_midnights_elsewhere(times, rows):
    typed = pd.to_datetime(pd.Series(times)).dt.tz_localize(None)
    for values, dtype in ((times, "string"), (typed.tolist(), "datetime64[s]")):
        found = read_dates(values, dtype=dtype)[2].gathered.problems
        assert [problem.rows for problem in found if "one day early" in problem.what] == rows


def test_a_month_where_a_day_is_needed():
    assert read_dates(["2015-03", "2015-03-01"], months=False)[2].problems == [("dates of year and month only", (2,))]


def test_a_time_of_day_is_dropped_and_noted():
    found, _, read = read_dates(["2015-03-01 10:20", "2015-03-01 00:00:00"])
    assert found == ["2015-03-01", "2015-03-01"]
    assert [(note["rule"], note["rows"]) for note in read.gathered.notes] == [("time_of_day_dropped", "2")]


def groups(values, **settings):
    read = Read(values, **settings)
    ids = pd.Series("p", index=read.cells.text.index)
    return [None if pd.isna(g) else g.split()[0] for g in major_groups(codes(read.cells, read.gathered, "jobs", ids))], read


def test_isco_codes_by_their_first_digit():
    found, read = groups(["0110", "110", "5223", "9", None], missing={"9": "unknown"})
    # Zeros are kept in this column, so 110 is not armed forces.
    assert found == ["Armed", "Managers", "Service", None, None]
    assert not read.gathered.notes


def test_isco_codes_that_lost_their_zero():
    found, read = groups([110.0, 5223.0, 522.0, 310.0], dtype="float64")
    assert found == ["Armed", "Service", "Service", "Armed"]
    assert [(note["rule"], note["rows"]) for note in read.gathered.notes] == [("isco08_leading_zero", "2;5")]


@pytest.mark.parametrize(("values", "rows"), [([11.0, 522.0], (2,)), ([1.0, 52.0], (2,)), ([5.0, 1.0], ())])
def test_isco_codes_that_can_be_either(values, rows):
    read = groups(values, dtype="float64")[1]
    assert [found for _, found in read.problems] == ([rows] if rows else [])


@pytest.mark.parametrize("wrong", ["52231", "5a", "52.3", "-1"])
def test_no_isco_code(wrong):
    assert [rows for _, rows in groups(["5223", wrong])[1].problems] == [(3,)]


def test_a_column_that_is_not_there_names_the_nearest():
    gathered = Gathered()
    table = RawTable("f.sav", pd.DataFrame({"gender": ["1"]}))
    assert take(table, Column(column="gendr"), "ingest.participants.variables.sex", gathered).absent
    assert gathered.columns.problems()[0].remedy == "did you mean 'gender'?"
