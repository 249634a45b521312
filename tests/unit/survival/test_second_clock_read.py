"""What must be read with all jobs and states over time: exits that end the chance of a job, tests of next to nobody, and who is left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.study import Duration
from ipscohort.figures import alt_text
from ipscohort.figures.inputs import FigureInputs
from ipscohort.report.second_clock import all_jobs_of_everybody, days_in_a_job_of_everybody
from ipscohort.report.times import _test
from ipscohort.tables import make_table
from tests.support import page as whole
from tests.support.pipeline import read_of, table_inputs
from tests.unit.survival.test_second_clock import found, made, settings


@pytest.mark.parametrize("competes", [True, False])
def test_who_left_for_a_competing_reason_is_said_to_be_censored(competes):
    jobs = [[(3, 9, "known")], [], [(5, 9, "known")]]
    left = {"ended_by": [None, "moved", None], "left_for": [None, "moved", None], "follow_up": Duration(length=30, unit="days")}
    found = made(jobs, [29, 12, 29], competing=["moved"] if competes else [], **left).jobs_per_person
    said = "1 person left for a competing reason by then and is censored, as if more jobs could come: where none can, the mean is too high."
    everybody = found[found["level"].eq("all")]
    assert [said in str(warning) for warning in everybody["warning"]] == [competes] * len(everybody)


def test_the_table_says_that_death_is_censored_and_what_each_p_is_of():
    notes = [str(getattr(note, "text", note)) for note in make_table("mean_jobs", table_inputs(found(), settings())).notes]
    told = " ".join(notes)
    assert "Whose observation ended, by death or for any other reason, is censored from then on" in told
    assert "p of the robust score test that jobs begin equally fast by Experience of the agencies (half of the inclusion period): " in told
    assert "(persons: 103; jobs: 72; jobs of unknown start left out: 1)." in told


def test_the_tile_says_fewest_and_most_and_too_few_only_where_the_mean_is_below_the_fewest():
    inputs = whole.inputs_of(found(), settings())
    (said,) = days_in_a_job_of_everybody(inputs)
    assert "171.8 (115.6 to 228.0) of 914 (97 persons), too few, as all left out had a job" in said.text
    assert "177.1 to 203.0 (103 persons)" in said.text
    frame = inputs.time_in_states
    (within,) = days_in_a_job_of_everybody(replace(inputs, time_in_states=frame.assign(days_least=frame["days_least"] - 20)))
    assert "too few" not in within.text
    assert "157.1 to 203.0" in within.text
    nobody = frame.assign(days_least=np.nan, days_most=np.nan, n_excluded=0)
    (plain,) = days_in_a_job_of_everybody(replace(inputs, time_in_states=nobody))
    assert plain.text == "Mean days in a job in 30 months: 171.8 (115.6 to 228.0) of 914 (97 persons)."


def test_the_table_says_too_few_on_the_condition_of_the_tile_and_else_may_be():
    base = table_inputs(found(), settings())
    frame = base.time_in_states

    def notes(lower: float) -> str:
        job = frame["state"].eq("job") & frame["exposure"].eq("all")
        given = frame.assign(days_least=frame["days_least"].where(~job, frame["days"] + lower))
        return " ".join(make_table("days_in_states", replace(base, time_in_states=given)).notes)

    assert "the mean days in a job of everybody are too few without them" in notes(0.1)
    assert "may be too small" in notes(0.1)
    for lower in (0.0, -0.1):
        assert "too few" not in notes(lower) and "the mean days and the share in a job may be too small." in notes(lower)
    known = frame.assign(days_least=np.nan, days_most=np.nan, n_excluded=0)
    assert "too small" not in " ".join(make_table("days_in_states", replace(base, time_in_states=known)).notes)


@pytest.mark.parametrize(("n", "said"), [(0, "103 persons (mean cumulative function)."), (1, "1 job of"), (2, "2 jobs of")])
def test_one_job_left_out_is_one_job(n, said):
    inputs = whole.inputs_of(found(), settings())
    (phrase,) = all_jobs_of_everybody(replace(inputs, jobs_per_person=inputs.jobs_per_person.assign(n_excluded=n)))
    assert said in phrase.text


def test_the_figure_says_that_who_is_left_out_had_a_job():
    inputs = FigureInputs.of(read_of(found()), settings(), pd.DataFrame())
    assert alt_text("states_over_time", inputs).endswith(
        "6 persons with a job of unknown start or end are left out, so that the share and the days in a job may be too small."
    )


def test_the_table_says_that_a_p_is_rough_and_which_level_it_leaves_out():
    few = "'c' is not in the test: if levels did not differ, 1.6 persons who began a job would be expected there, and the test needs 5."
    inputs = table_inputs(found(), settings())
    tests = inputs.job_start_tests
    notes = [
        str(getattr(note, "text", note))
        for note in make_table("mean_jobs", replace(inputs, job_start_tests=tests.assign(warning=few))).notes
    ]
    assert sum(note.endswith(few) and note.startswith("p of the robust score test") for note in notes) == len(tests)


@pytest.mark.parametrize("p", [True, False])
def test_the_finding_says_why_there_is_no_log_rank_p_or_that_it_is_rough(p):
    inputs, said = whole.inputs_of(found(), settings()), "The p value is rough."
    left_out = "Left out, as their group is unknown: 1 person."
    tests = inputs.survival_tests.assign(warning=f"{said} {left_out}")
    phrase = _test(replace(inputs, survival_tests=tests if p else tests.assign(p_value=pd.NA)), "experience")
    assert phrase.text.startswith("Log-rank p" if p else "Log-rank test: ")
    assert phrase.text.endswith(said)
