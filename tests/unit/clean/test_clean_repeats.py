"""A job told more than once within one source, such as in several interview waves."""

import pandas as pd
import pytest

from ipscohort.errors import UserError
from tests.support.records import read_texts
from tests.unit.clean.frames import clean, codebook, derive, log_rows, people, spells, study

STALE = {"start": "2015-10-01"}  # wave 1: ongoing, so day 30 to 181
ENDED = {"start": "2015-10-01", "end": "2015-10-31"}  # wave 2: days 30 to 60
RULE = "same_start_twice"


def stopped(*jobs, **rules):
    with pytest.raises(UserError) as caught:
        clean(people({}), spells(*jobs), **rules)
    return caught.value.problems


def jobs_kept(*jobs, book=None, at=None):
    rows = people({}, dated=book is None or book.dated)
    return list(clean(rows, spells(*jobs), book=book, at=at, same_start_twice="keep_last").jobs["job"])


def test_two_waves_that_differ_stop_unless_the_settings_say_what_they_are():
    (problem,) = stopped(STALE, ENDED, {**STALE, "id": "a", "start": "2015-12-01"})
    assert (problem.where, problem.rows, problem.ids) == ("jobs.jobs, column start", (2, 3), ("a",))
    assert problem.remedy == "mend the rows, or set clean.same_start_twice: keep_last or keep"


@pytest.mark.parametrize(("action", "n_jobs", "days", "row"), [("keep_last", 1, 31, "2"), ("keep", 2, 152, "2;3")])
def test_the_stale_record_counts_only_when_it_is_another_job(action, n_jobs, days, row):
    person = derive(people({}), spells(STALE, ENDED), same_start_twice=action).persons.iloc[0]
    assert (person["n_jobs"], person["time_worked"]) == (n_jobs, days)
    log = log_rows(clean(people({}), spells(STALE, ENDED), same_start_twice=action))
    assert (RULE, "jobs.jobs", len(row.split(";")), "a", row) in log


def test_the_account_told_last_counts_also_where_it_repeats_the_first():
    assert jobs_kept(STALE, ENDED, STALE) == [1]  # the third is the first again
    assert jobs_kept(STALE, ENDED, ENDED) == [2]


@pytest.mark.parametrize(
    ("one", "two", "kept"),
    [("clerk", "clerk", [2]), ("clerk", None, [2]), (None, "cook", [2]), (None, None, [2]), ("clerk", "cook", [1, 2])],
)
def test_the_occupation_group_must_be_the_same_or_missing(one, two, kept):
    assert jobs_kept({**STALE, "occupation": one}, {**ENDED, "occupation": two}) == kept


def test_two_jobs_that_start_together_each_keep_their_last_account():
    waves = [{**told, "occupation": group} for told in (STALE, ENDED) for group in ("clerk", "cook")]
    assert jobs_kept(*waves) == [3, 4]


def test_a_record_that_may_repeat_either_of_two_jobs_always_stops():
    waves = ({**STALE, "occupation": "clerk"}, {**STALE, "occupation": "cook"}, ENDED)
    (problem,) = stopped(*waves, same_start_twice="keep_last")
    assert problem.rows == (2, 3, 4) and "fill in the occupation group" in problem.remedy


@pytest.mark.parametrize(
    "other",
    [{"start": "2015-10-02", "end": "2015-10-31"}, {**ENDED, "source": "two"}, {**ENDED, "id": "b"}, {**ENDED, "start_month_only": True}],
)
def test_another_start_source_person_or_precision_is_not_the_same(other):
    done = clean(people({}, {}), spells(STALE, other))
    assert RULE not in set(done.log["rule"])


def test_records_without_start_are_no_repeats():
    assert len(clean(people({}), spells({"end": "2015-10-31"}, {"end": "2015-11-30"})).jobs) == 2


def test_records_that_count_days():
    at = study(follow_up="60 days", period="weeks")
    one = {"start_day": 3, "end_status": "ongoing"}
    assert jobs_kept(one, {"start_day": 3, "end_day": 16}, {"start_day": 20, "end_day": 21}, book=codebook(dated=False), at=at) == [2, 3]


def test_interview_waves_in_wide_columns(tmp_path):
    columns = {"start": "w{wave}_start", "end": "w{wave}_end"}
    settings = {
        "participants": {"id": "id", "inclusion_date": "incl"},
        "jobs": {"interviews": {"shape": "wide", "blank_end": "ongoing", "columns": columns}},
    }
    text = "id,incl,w1_start,w1_end,w2_start,w2_end\n1,2015-01-01,2015-02-01,,2015-02-01,2015-05-01\n"
    records = read_texts(tmp_path, settings, participants=text)
    at = study(follow_up="12 months")
    with pytest.raises(UserError, match="one job told twice"):
        clean(records.participants, records.jobs, book=records.codebook, at=at)
    person = derive(records.participants, records.jobs, book=records.codebook, at=at, same_start_twice="keep_last").persons.iloc[0]
    assert (person["n_jobs"], person["time_worked"]) == (1, 90)
    assert pd.isna(person["ended_by"]) or person["ended_by"] == "end of follow-up"
