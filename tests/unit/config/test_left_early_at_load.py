"""`models.left_early` without a regression that it could be of."""

from __future__ import annotations

import pytest

from ipscohort.config.leftearlychecks import check_left_early

NOTHING = "no logistic regression of job_obtained is declared"


@pytest.mark.parametrize(
    ("models", "refused"),
    [
        ({"left_early": {}, "regressions": {"job": {"outcome": "job_obtained", "model": "logistic"}}}, False),
        ({"left_early": {}, "regressions": {"days": {"outcome": "time_worked", "model": "log_linear"}}}, True),
        ({"left_early": {}, "regressions": {"job": {"outcome": "worked_long", "model": "logistic"}}}, True),
        ({"left_early": {}}, True),
        ({"regressions": {}}, False),
        ({"left_early": None}, False),
    ],
)
def test_weights_need_a_logistic_regression_of_having_obtained_a_job(models, refused):
    found = []
    check_left_early({"models": models}, lambda keys, what, remedy="": found.append((keys, what, remedy)))
    assert bool(found) == refused
    if found:
        (keys, what, remedy) = found[0]
        assert keys == ("models", "left_early") and what.startswith(NOTHING) and "leave models.left_early out" in remedy
