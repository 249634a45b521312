"""All jobs and states over time on request: in the stage, tables, figure, page and results; edges, and who is left out."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.analysis_results import results_frame
from ipscohort.answers.material import Material
from ipscohort.config import Settings
from ipscohort.config.analysis import Survival
from ipscohort.contracts import CLEAN_JOBS, PERSONS
from ipscohort.figures import alt_text, draw_figure
from ipscohort.figures.inputs import FigureInputs
from ipscohort.report.cards import cards
from ipscohort.run.pipeline import Analysis
from ipscohort.survival import Survived, estimate_survival
from ipscohort.survival.second_clock import LOCK
from ipscohort.tables import make_table, places
from tests.reference import cohorts
from tests.support import page as whole
from tests.support.parts import parts
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped

TABLES = {"mean_jobs": "jobs_per_person", "days_in_states": "time_in_states"}
"""Table -> the file that it shows."""


@cache
def settings(**more) -> Settings:
    asked = cohort().settings
    return asked.model_copy(update={"survival": asked.survival.model_copy(update={"all_jobs": True, "states": True, **more})})


@cache
def found() -> Analysis:
    whole_one = shipped()
    derived = whole_one.derived
    survived = estimate_survival(derived.persons, derived.codebook, settings(), whole_one.cleaned.jobs)
    return Analysis(whole_one.records, whole_one.cleaned, derived, whole_one.fitted, survived)


def made(jobs, last, *, full=None, ended_by=None, left_for=None, competing=(), group=None, follow_up=None) -> Survived:
    """Of persons by their jobs (start, end, status) and last days; follow-up is 30 days."""
    n = len(last)
    given = {"id": [str(k) for k in range(n)], "row": range(n), "last_day": last, "full_follow_up": full or [day == 29 for day in last]}
    given |= {"follow_time": 1.0, "first_job_event": False, "ended_by": ended_by or [None] * n, "left_for": left_for or [None] * n}
    people = PERSONS.conform(pd.DataFrame({**given, "job_obtained": "no", "group": pd.Series(group or ["a"] * n, dtype="string")}))
    rows = [(str(k), *job) for k, each in enumerate(jobs) for job in each]
    frame = pd.DataFrame(rows, columns=["id", "start_day", "end_day", "end_status"]).assign(job=range(1, len(rows) + 1), row=1, source="a")
    frame["at_entry"] = frame["start_day"].lt(0).fillna(False)
    frame = CLEAN_JOBS.conform(frame.reindex(columns=CLEAN_JOBS.names()))
    from ipscohort.config.analysis import DerivedOutcomes, Exposure
    from ipscohort.config.study import Duration

    study = parts(follow_up=follow_up or Duration(length=30, unit="days"), time_unit="days", confidence=0.95, month="calendar")
    exposures = {"group": Exposure(variable="group", reference="a")}
    asked = parts(exposures=exposures, survival=Survival(all_jobs=True, states=True, competing=list(competing)), study=study)
    asked.outcomes = DerivedOutcomes()
    book = cohorts.codebook(cohorts.category("group", *sorted({"a", "b", *(group or [])})), shape="spells")
    return estimate_survival(people, book, asked, frame)


def at_the_end(frame: pd.DataFrame, level: str = "all", **where) -> pd.Series:
    rows = frame[frame["level"].eq(level)]
    for name, value in where.items():
        rows = rows[rows[name].eq(value)]
    return rows.sort_values("time").iloc[-1]


def test_nothing_is_estimated_where_nothing_is_asked():
    for name in ("job_starts", "jobs_per_person", "job_start_tests", "states", "time_in_states", "gray_tests"):
        assert getattr(shipped().survived, name).empty


def test_what_else_is_estimated_stays():
    pd.testing.assert_frame_equal(found().survived.estimates, shipped().survived.estimates)
    pd.testing.assert_frame_equal(found().survived.tests, shipped().survived.tests)


def test_shares_add_to_one_and_days_to_the_time():
    rows = found().survived.time_in_states
    sums = rows.groupby(["exposure", "level", "time"])[["share", "days"]].sum()
    assert np.allclose(sums["share"].astype(float), 1)
    assert np.allclose(sums["days"].astype(float), sums.index.get_level_values("time"))


def test_days_in_a_job_are_those_counted_where_nobody_leaves():
    jobs = [[(0, 9, "known")], [(5, None, "ongoing")], [], [(-4, 2, "known"), (10, 12, "known")]]
    row = at_the_end(made(jobs, [29] * 4).time_in_states, state="job")
    assert (row["time"], row["n"]) == (29, 4)
    assert row["days"] == pytest.approx((10 + 24 + 0 + 6) / 4)  # days 0 to 28
    assert row["share"] == 0.25


def test_who_leaves_is_gone_and_whose_records_were_closed_is_not():
    survived = made(
        [[], [], [], [(3, None, "ongoing")]],
        [29, 10, 10, 10],
        ended_by=[None, "moved", LOCK, "died"],
        left_for=[None, "moved", None, "died"],
        competing=("died",),
    )
    row = {state: at_the_end(survived.time_in_states, state=state) for state in ("no_job", "job", "left", "competing")}
    # the day after the last one of three of them, two are still observed without a job: one of these is gone
    assert [row[state]["share"] for state in ("left", "competing")] == [0.375, 0.25]
    assert row["job"]["share"] == 0
    assert row["no_job"]["share"] == pytest.approx(0.375)
    assert [row[state]["n_state"] for state in row] == [1, 0, 1, 1]
    mean = at_the_end(survived.jobs_per_person)
    assert (mean["mean_jobs"], mean["n_risk"], mean["n_events"]) == (0.25, 1, 1)


def test_unknown_dates_are_left_out_counted_and_bounded():
    jobs = [[(2, None, "unknown")], [(None, 8, "known")], [(4, 6, "known")], []]
    survived = made(jobs, [29] * 4)
    mean = at_the_end(survived.jobs_per_person)
    assert (mean["n_events"], mean["n_excluded"]) == (2, 1)
    assert (mean["mean_jobs"], mean["earliest"], mean["latest"]) == (0.5, 0.75, 0.75)
    assert "Left out: 1 job of unknown start." in mean["warning"]
    first = survived.jobs_per_person.query("level == 'all'").iloc[0]
    assert first["after"] == "30 days"
    row = at_the_end(survived.time_in_states, state="job")
    assert (row["n"], row["n_excluded"]) == (2, 2)
    assert row["days"] == pytest.approx(3 / 2)
    assert (row["days_least"], row["days_most"]) == (pytest.approx((3 + 1 + 1) / 4), pytest.approx((3 + 27 + 9) / 4))


@pytest.mark.parametrize(
    ("jobs", "last", "said"),
    [
        ([[], []], [29, 29], "No job is known to have begun by then."),
        ([[(0, 3, "known")], [(0, 3, "known")]], [29, 29], "Nobody differs from the others, so there are no limits."),
        ([[(1, 3, "known")], []], [9, 9], "Nobody here was observed for 30 days."),
        ([[(1, 3, "known")], []], [29, 9], "Only 1 person was observed so long."),
    ],
)
def test_what_can_not_be_had_says_why(jobs, last, said):
    assert said in at_the_end(made(jobs, last).jobs_per_person)["warning"]


def test_a_level_of_nobody_and_one_of_one_person():
    survived = made([[(1, 5, "known")], [], [(2, 3, "known")]], [29] * 3, group=["a", "a", "b"])
    assert at_the_end(survived.jobs_per_person, "b")["mean_jobs"] == 1
    assert pd.isna(at_the_end(survived.jobs_per_person, "b")["std_error"])
    survived = made([[(1, 5, "known")], []], [29] * 2)
    assert at_the_end(survived.jobs_per_person, "b")["warning"] == "Nobody in 'b'."
    assert at_the_end(survived.time_in_states, "b")["warning"] == "Nobody in 'b'."
    assert survived.job_start_tests["warning"].tolist() == ["Not computed: all persons are at one level."]


def test_nobody_employed_has_no_test_and_no_days():
    survived = made([[], [], []], [29] * 3, group=["a", "a", "b"])
    assert survived.job_start_tests["warning"].tolist() == ["Not computed: no job is known to have begun."]
    row = at_the_end(survived.time_in_states, state="job")
    assert (row["share"], row["days"]) == (0, 0)
    assert pd.isna(row["days_std_error"])


def test_records_without_dates_of_jobs_say_so():
    book, people = cohorts.ROSSI_CODEBOOK, cohorts.rossi()
    from ipscohort.config.study import Duration
    from tests.support.parts import for_survival

    asked = for_survival(cohorts.ROSSI_EXPOSURES, Survival(all_jobs=True, states=True), Duration(length=52, unit="weeks"), "weeks")
    survived = estimate_survival(people, book, asked)
    for frame in (survived.jobs_per_person, survived.time_in_states):
        assert frame["warning"].str.contains("no jobs with dates").all()
    assert survived.job_starts.empty
    assert survived.states.empty
    inputs = table_inputs(found(), settings())
    for name, file in TABLES.items():
        table = make_table(name, type(inputs)(**{**vars(inputs), file: getattr(survived, file)}))
        assert "no jobs with dates" in str(table)


def test_every_number_of_the_tables_answers():
    inputs = table_inputs(found(), settings())
    tables = {name: make_table(name, inputs) for name in TABLES}
    material = Material.of(read_of(found()), settings())
    from ipscohort.answers import answer

    told = answer(places(tables), material).all
    assert len(told) > 150
    assert all(each.definition and each.about.rules for each in told if each.table in TABLES and "(N =" not in each.column)
    mean = next(each for each in told if each.source.startswith("survival/jobs_per_person.csv: mean_jobs"))
    assert mean.definition == "Mean number of jobs begun per person (day 183, 6 months), of all persons analysed."
    assert mean.about.left_out == ("1 jobs left out: their start is unknown.",)


def test_the_page_says_both_and_its_numbers_answer():
    inputs = whole.inputs_of(found(), settings())
    said = {phrase.name: phrase.text for card in cards(inputs) for phrase in card.notes}
    assert said["card.time.all_jobs"] == (
        "Jobs begun per person in 30 months: 0.70 (0.55 to 0.89), 72 jobs of 103 persons (mean cumulative function; 1 job of unknown start "
        "left out)."
    )
    assert said["card.time.states"] == (
        "Mean days in a job in 30 months: 171.8 (115.6 to 228.0) of 914 (97 persons), too few, as all left out had a job (6, of unknown start or end); with "
        "them at the fewest and at the most 177.1 to 203.0 (103 persons)."
    )
    assert not any(phrase.name in ("card.time.all_jobs", "card.time.states") for card in cards(whole.inputs()) for phrase in card.notes)


def test_the_results_hold_both():
    inputs = table_inputs(found(), settings())
    shown = list(places({name: make_table(name, inputs) for name in TABLES}))
    rows = results_frame(shown, Material.of(read_of(found()), settings()))
    for name in ("job_starts", "jobs_per_person", "job_start_tests", "states", "time_in_states"):
        assert rows["context"].eq(name).any()
    mean = rows[rows["context"].eq("jobs_per_person") & rows["stat_name"].eq("mean_jobs") & rows["group1"].isna()]
    assert mean["stat"].iloc[-1] == pytest.approx(72 / 103)


def test_the_figure_shows_areas_that_fill_each_panel():
    inputs = FigureInputs.of(read_of(found()), settings(), pd.DataFrame())
    figure = draw_figure("states_over_time", inputs)
    assert len(figure.axes) == 5
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["left before the end", "without a job", "in a job"]
    assert "171.8 of 914 days in a job (n = 97)" in alt_text("states_over_time", inputs)
    nothing = FigureInputs.of(read_of(shipped()), cohort().settings, pd.DataFrame())
    assert "not asked for" in alt_text("states_over_time", nothing)
