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
from ipscohort.survival.competing import Competing
from ipscohort.survival.gray import gray_rows
from ipscohort.survival.second_clock import said_untested
from ipscohort.tables import make_table
from tests.support import page as whole
from tests.support.pipeline import read_of, table_inputs
from tests.unit.survival.test_second_clock import found, made, settings


@pytest.mark.parametrize(
    ("n", "events", "said"),
    [
        (5, 5, None),
        (4, 4, "No p value, as it needs 5 persons and 5 exits at each level: 'b' has 4 and 4."),
        (9, 4, "No p value, as it needs 5 persons and 5 exits at each level: 'b' has 9 and 4."),
    ],
)
def test_a_test_needs_five_persons_and_five_events_at_each_level(n, events, said):
    assert said_untested([("a", 30, 20), ("b", n, events)], "exits") == said


def jobs_of(n: int, with_job: int):
    """20 persons of a, all with a job, and n of b, some with two; jobs begin on other days."""
    starts = [[1 + k] for k in range(20)] + [[2 + k, 20] if k < with_job else [] for k in range(n)]
    jobs = [[(day, day, "known") for day in each] for each in starts]
    return made(jobs, [29] * (20 + n), group=["a"] * 20 + ["b"] * n).job_start_tests.iloc[0]


@pytest.mark.parametrize(("n", "with_job", "p"), [(8, 5, True), (8, 4, False), (4, 4, False)])
def test_the_test_of_job_starts_counts_persons_with_a_job_not_jobs(n, with_job, p):
    row = jobs_of(n, with_job)
    assert row["statistic"] > 0
    assert pd.notna(row["p_value"]) == p
    said = f"No p value, as it needs 5 persons and 5 persons who began a job at each level: 'b' has {n} and {with_job}."
    assert (pd.isna(row["warning"]) and p) or row["warning"] == said


@pytest.mark.parametrize(("events", "p"), [(5, True), (4, False)])
def test_grays_test_needs_five_events_at_each_level(events, p):
    n = 20
    event = [True] * n + [k < events for k in range(n)]
    frame = pd.DataFrame({"group": ["a"] * n + ["b"] * n, "follow_time": np.r_[np.arange(n), np.arange(n) + 3].astype(float)})
    frame = frame.assign(first_job_event=event, time_observed=frame["follow_time"], left_for=None, full_follow_up=True)
    row = next(
        row for row in gray_rows(frame, frame, "group", ["a", "b"], Competing(("moved",), (), "days", 0.95)) if row["cause"] == "first_job"
    )
    assert (row["p_value"] is not None) == p
    assert (row["warning"] is None) == p


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
