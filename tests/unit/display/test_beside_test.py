"""What must be read with a test stands where its p does: in sentences, and in a figure's few words."""

import pandas as pd
import pytest

from ipscohort.display.phrasing import beside_test, of_some

LEFT_OUT = "'c' is not in the test: if levels did not differ, 1.6 first jobs would be expected there, and the test needs 5."


@pytest.mark.parametrize("warning", [None, "", pd.NA, float("nan")])
def test_a_test_that_nothing_is_said_of_stands_alone(warning):
    assert beside_test("log-rank p = 0.040", {"warning": warning}) == "log-rank p = 0.040"


def test_a_level_that_is_left_out_is_named_beside_the_p():
    assert beside_test("log-rank p = 0.040", {"warning": LEFT_OUT}) == f"log-rank p = 0.040 ({LEFT_OUT.rstrip('.')})"


@pytest.mark.parametrize(("df", "levels", "some"), [(1, 2, False), (1, 3, True), (2, 3, False), (None, 3, False), (0, 2, True)])
def test_a_figure_says_where_not_all_groups_that_it_draws_are_in_the_test(df, levels, some):
    assert of_some("log-rank p = 0.04", df, levels) == "log-rank p = 0.04" + (" (not of all groups)" if some else "")
