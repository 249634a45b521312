"""What a check says of levels that the settings name and the records don't hold."""

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError, known_levels
from ipscohort.run.check import check_cohort
from tests.mistakes.workspace import PLANTED, Workspace


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ((("variable: benefits, reference: social assistance", "variable: who, reference: nobody"),), "16 different values"),
        ((("models:\n", "models:\n  references: {who: nobody}\n"),), "16 different values"),
    ],
)
def test_a_name_column_taken_as_category_stays_unseen(tmp_path, changes, count):
    space = Workspace(tmp_path)
    space.restore()
    space.setting(("      sex: {", "      who: {column: name, type: category}\n      sex: {"), *changes)
    with pytest.raises(UserError) as caught:
        check_cohort(load_cohort(space.settings))
    assert count in str(caught.value) and PLANTED not in str(caught.value)


def test_few_levels_are_named():
    assert known_levels(["low", "high"]) == "low, high"
    assert known_levels(["low", "high"], "hihg") == "did you mean 'high'?"
    assert known_levels([]) == "none does"


def test_levels_that_mostly_occur_once_are_not_named():
    names = ["Anna", "Bert", "Carl"]
    for wanted in (None, "Ana"):
        said = known_levels(names, wanted, rows=5)
        assert "3 different values in 5 rows" in said and not any(name in said for name in names)
    assert known_levels(names, rows=6) == "Anna, Bert, Carl"
    assert known_levels(["low", "high"], rows=3) == "low, high"
