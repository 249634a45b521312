"""The Cox regression of the time to the first job that a study has without asking: where, on what, and how it is left out."""

import pytest

from ipscohort.config.first_job import with_first_job

ADDED = {"outcome": "time_to_first_job", "model": "cox", "role": "secondary"}


def values(shape="spells", exposures=("funding",), **models) -> dict:
    found = {"ingest": {"jobs": {"records": {"shape": shape}}}, "exposures": {name: {"variable": name} for name in exposures}}
    return found | ({"models": models} if models else {})


def added(settings: dict) -> dict:
    return with_first_job(settings).get("models", {}).get("regressions", {})


@pytest.mark.parametrize("shape", ["spells", "wide", "panel", "durations"])
def test_it_is_added_where_records_tell_times(shape):
    assert added(values(shape)) == {"time_to_first_job": ADDED}


def test_it_stands_after_those_declared():
    declared = {"job_obtained": {"outcome": "job_obtained", "model": "logistic"}}
    assert added(values(regressions=declared)) == {**declared, "time_to_first_job": ADDED}


@pytest.mark.parametrize(
    "settings",
    [
        values("outcomes"),
        values(exposures=()),
        values(first_job=False),
        values(first_job="no"),
        values(regressions={"mine": {"outcome": "week", "event": "arrest", "model": "cox"}}),
        values(regressions=["not", "a mapping"]),
        values(confounders=["funding"]),
        {"models": "nothing"},
        [],
    ],
)
def test_it_is_not_added_where_nothing_asks_for_it(settings):
    assert with_first_job(settings) == settings


def test_a_name_that_is_taken_is_left_alone():
    declared = {"time_to_first_job": {"outcome": "time_to_first_job", "model": "log_linear"}}
    assert added(values(regressions=declared)) == {**declared, "time_to_first_job_cox": ADDED}


def test_an_exposure_that_is_adjusted_for_is_left_out():
    assert added(values(exposures=("funding", "site"), confounders=["site"])) == {"time_to_first_job": {**ADDED, "exposures": ["funding"]}}


def test_settings_that_hold_it_already_stay_as_they_are():
    once = with_first_job(values())
    assert with_first_job(once) == once
