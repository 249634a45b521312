"""Who counts as a competing exit, what is said beside the cumulative incidence, and what happens where nobody left or none was named."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Survival
from ipscohort.config.study import Duration
from ipscohort.contracts import PERSONS
from ipscohort.display.competing import CENSORED_HERE
from ipscohort.survival import estimate_survival
from tests.reference import cohorts
from tests.support.parts import for_survival

YEAR = Duration(length=52, unit="weeks")


def people(rows, **columns) -> pd.DataFrame:
    """Rows of (time, job, reason, time observed)."""
    time, job, reason, observed = zip(*rows, strict=True)
    given = {
        "id": [str(i) for i in range(len(rows))],
        "row": range(len(rows)),
        "follow_time": time,
        "first_job_event": job,
        "job_obtained": ["yes" if j else "no" for j in job],
        "left_for": reason,
        "time_observed": observed,
        **columns,
    }
    return PERSONS.conform(pd.DataFrame(given))


ROWS = [(2, True, None, 52), (4, False, "died", 4), (6, False, "moved", 6), (9, True, "died", 30), (52, False, "died", 52)]


def run(persons, *competing, unit="weeks", horizons=(10,), exposures=None, book=None):
    settings = for_survival(exposures or {}, Survival(horizons=list(horizons), competing=list(competing)), YEAR, unit)
    return estimate_survival(persons, book or cohorts.codebook(), settings)


def row(found, measure, time=10, level="all"):
    rows = found.estimates
    (only,) = rows[rows["measure"].eq(measure) & rows["time"].eq(time) & rows["level"].eq(level)].to_dict("records")
    return only


def test_only_named_reasons_compete_and_a_job_comes_before_leaving():
    found = run(people(ROWS), "died")
    job, left = row(found, "cumulative_incidence"), row(found, "cumulative_incidence_competing")
    # at risk 5, 4, 3, 2: 1/5 with a job, 1/5 died, one moved (censored), 3/5 * 1/2 with a job
    assert job["estimate"] == pytest.approx(0.2 + 0.3)
    assert left["estimate"] == pytest.approx(0.2)
    assert (job["n"], job["n_events"], left["n_events"]) == (5, 2, 2)
    both = row(run(people(ROWS), "died", "moved"), "cumulative_incidence_competing")
    assert both["estimate"] == pytest.approx(0.4)


def test_who_leaves_on_the_last_day_of_follow_up_left():
    left = row(run(people(ROWS), "died"), "cumulative_incidence_competing", 52)
    assert left["estimate"] == pytest.approx(0.2 + 0.3)


def test_who_is_lost_before_leaving_is_censored_then_and_said():
    rows = [*ROWS[:1], (4, False, "died", 8), *ROWS[2:]]  # periods 5 to 8 are unknown
    left = row(run(people(rows), "died"), "cumulative_incidence_competing")
    assert left["estimate"] == 0
    assert "1 person who left for a competing reason is censored before it" in left["warning"]


def test_days_are_counted_from_zero():
    rows = [(2, True, None, 53), (4, False, "died", 5), (6, False, None, 7), (8, True, None, 53)]
    assert row(run(people(rows), "died", unit="days"), "cumulative_incidence_competing")["estimate"] == pytest.approx(0.25)
    assert row(run(people(rows), "died", unit="weeks"), "cumulative_incidence_competing")["estimate"] == 0


def test_kaplan_meier_says_that_it_censors_where_somebody_left():
    found = run(people(ROWS), "died", horizons=(3, 10))
    assert pd.isna(row(found, "survival", 3)["warning"])  # nobody left by then
    assert row(found, "survival", 10)["warning"] == CENSORED_HERE
    assert row(found, "cumulative_incidence", 10)["estimate"] < 1 - row(found, "survival", 10)["estimate"]


def test_nothing_is_added_where_nothing_is_asked():
    asked, plain = run(people(ROWS), "died"), run(people(ROWS))
    assert plain.incidence_curves.empty
    assert not plain.estimates["measure"].str.startswith("cumulative").any()
    assert plain.estimates["warning"].isna().all() or not plain.estimates["warning"].str.contains("compet").any()
    same = asked.estimates[~asked.estimates["measure"].str.startswith("cumulative")].reset_index(drop=True)
    pd.testing.assert_frame_equal(same.drop(columns="warning"), plain.estimates.drop(columns="warning"))
    pd.testing.assert_frame_equal(asked.curves, plain.curves)


def test_a_reason_for_which_nobody_left_is_said():
    found = run(people(ROWS), "died", "emigrated")
    assert "Nobody is recorded to have left for 'emigrated'." in row(found, "cumulative_incidence")["warning"]


def test_nobody_left_and_nobody_employed_are_said():
    found = run(people([(5, False, None, 5), (20, False, None, 20)]), "died")
    assert "None of the 2 obtained a job." in row(found, "cumulative_incidence")["warning"]
    assert "None of the 2 left for a competing reason" in row(found, "cumulative_incidence_competing")["warning"]


def test_beyond_the_last_time_there_is_no_share():
    found = run(people([(5, True, None, 52), (8, False, "died", 8), (9, False, None, 9)]), "died")
    job = row(found, "cumulative_incidence", 10)
    assert pd.isna(job["estimate"])
    assert "Nobody here was observed as long as 10 weeks (the longest 9 weeks)." in job["warning"]


def test_where_everybody_has_left_the_share_is_known_for_good():
    found = run(people([(5, True, None, 52), (8, False, "died", 8)]), "died", horizons=(10, 50))
    assert row(found, "cumulative_incidence", 10)["estimate"] == pytest.approx(0.5)
    assert row(found, "cumulative_incidence", 50)["estimate"] == pytest.approx(0.5)


def test_levels_have_their_own_and_one_without_times_has_none():
    group = pd.Series(["a", "b", "a", "b", "a"], dtype="string")
    book = cohorts.codebook(cohorts.category("group", "a", "b", "c"))
    found = run(people(ROWS, group=group), "died", exposures={"group": Exposure(variable="group", reference="a")}, book=book)
    assert row(found, "cumulative_incidence", level="b")["estimate"] == pytest.approx(0.5)
    assert set(found.incidence_curves["level"]) == {"all", "a", "b"}
    assert not found.estimates.query("level == 'c'")["measure"].str.startswith("cumulative").any()


def test_who_worked_at_an_unknown_time_is_left_out_and_counted():
    persons = people([*ROWS, (None, None, "died", 30)])
    persons.loc[5, "job_obtained"] = "yes"
    job = row(run(persons, "died"), "cumulative_incidence")
    assert (job["n"], job["n_excluded"]) == (5, 1)
    assert "Left out: 1 person who worked" in job["warning"]
