"""Rows of the paper's baseline table that lead nowhere are named with the nearest name."""

import pytest

from ipscohort.config import load_cohort
from tests.unit.config.test_loader import mistakes, write  # noqa: F401  (a fixture)

END = ("models:\n", "tables: {paper: {baseline: [ROWS]}}\nmodels:\n")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("{variable: sx}", "tables.paper.baseline.1.variable: there is no variable or scale 'sx'\n      -> did you mean 'sex'?"),
        ("{variable: age}, {variable: sex, level: mael}", "baseline.2.level: 'mael' is no level of 'sex'\n      -> did you mean 'male'?"),
        ("{variable: age, level: 18}", "baseline.1.level: 'age' is a number, which has no levels"),
        ("{variable: sex, level: male}, {variable: sex, level: male}", "baseline.2: 'sex' stands twice"),
        ("{variable: sex, levl: male}", "baseline.1.levl: no such key\n      -> did you mean 'level'?"),
        ("", "tables.paper.baseline"),
    ],
)
def test_a_row_that_leads_nowhere_is_named(write, rows, expected):  # noqa: F811
    text = mistakes(write((END[0], END[1].replace("ROWS", rows))))
    assert expected in text, text


def test_text_and_dates_are_no_rows(write):  # noqa: F811
    born = ("      age:", "      born: {column: born, type: date}\n      age:")
    text = mistakes(write(born, (END[0], END[1].replace("ROWS", "{variable: born}"))))
    assert "baseline.1.variable: 'born' is a date, which is not summarised" in text


def test_two_levels_of_one_variable_are_two_rows(write):  # noqa: F811
    rows = "{variable: sex, level: male, label: Sex male}, {variable: sex, level: female}, {variable: age}"
    tables = load_cohort(write((END[0], END[1].replace("ROWS", rows)))).settings.tables
    assert [(row.variable, row.level, row.label) for row in tables.paper.baseline] == [
        ("sex", "male", "Sex male"),
        ("sex", "female", None),
        ("age", None, None),
    ]
