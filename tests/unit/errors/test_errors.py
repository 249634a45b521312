"""What a user reads: where, what, which rows, what to do."""

import pytest

from ipscohort.errors import Problem, Problems, UserError, listed, nearest


def test_a_problem_names_place_rows_and_remedy():
    text = str(Problem("jobs.csv, column end", "ends before it starts", "mend the rows", rows=(4, 9), ids=("A1",)))
    assert text == "jobs.csv, column end: ends before it starts (rows 4, 9; id A1)\n    -> mend the rows"


def test_long_lists_are_counted():
    assert listed("row", range(1, 13)) == "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more"
    assert listed("row", []) == ""


def test_problems_are_collected_and_raised_together():
    problems = Problems("Two things.")
    problems.stop()
    problems.add("a", "first")
    problems.add("b", "second", rows=[3])
    with pytest.raises(UserError) as caught:
        problems.stop()
    assert str(caught.value) == "Two things.\n  a: first\n  b: second (row 3)"


def test_the_nearest_name_is_offered_whatever_its_case():
    assert nearest("Leeftijd", ["leeftijd", "sexe"]) == "did you mean 'leeftijd'?"
    assert nearest("xyz", ["age", "sex"]) == "valid: age, sex"
