"""Which jobs are competitive, and whose job could have been one obtained."""

from __future__ import annotations

import pytest

from tests.unit.clean.frames import MARCH, OCTOBER, clean, derive, kept, log_rows, people, spells, study


def test_column():
    jobs = spells(*({**OCTOBER, "occupation": str(n), "competitive": word} for n, word in enumerate(["yes", "no", None])))
    done = clean(people({}), jobs, at=study(competitive="column"))
    assert list(kept(done)) == [1]
    assert [row[0] for row in log_rows(done)] == ["not_competitive", "competitive_unknown"]


def test_criteria():
    no, unknown = {"open_to_anyone": "no"}, {"paid_prevailing_wage": None}
    jobs = spells(*({**OCTOBER, "occupation": str(n), **facts} for n, facts in enumerate([{}, no, unknown, no | unknown])))
    done = clean(people({}), jobs, at=study(competitive="criteria"))
    assert list(kept(done)) == [1]
    # one criterion unmet settles it, whatever is unknown
    assert [(row[0], row[4]) for row in log_rows(done)] == [("not_competitive", "3;5"), ("competitive_unknown", "4")]


@pytest.mark.parametrize(
    ("job", "possible"),
    [
        (OCTOBER, "yes"),
        ({"start": "2015-09-01", "end": None}, "yes"),  # on day 0
        ({"start": None, "end": "2015-09-01"}, "yes"),  # may have begun on day 0
        ({"start": None, "end": None}, "yes"),
        ({"start": None, "end": "2015-08-31"}, "no"),  # over before inclusion
        ({"start": "2015-08-31", "end": "2015-10-31"}, "no"),  # held at inclusion, so not obtained
        (MARCH, "no"),  # after follow-up
        ({**OCTOBER, "observed_until": "2015-09-30"}, "no"),  # after the last day observed
        ({**OCTOBER, "observed_until": "2015-10-01"}, "yes"),  # on it
        ({**OCTOBER, "competitive": "no"}, "no"),
    ],
)
def test_a_job_of_unknown_kind_is_not_counted_but_could_be_one_obtained(job, possible):
    job = dict(job)
    until = job.pop("observed_until", None)
    persons = people({"observed_until": until} if until else {}, {})
    ending = {"end_of_observation": {"observed_until": True, "data_lock": "2017-12-31"}} if until else {}
    found = derive(persons, spells({"competitive": None, **job}), at=study(competitive="column", **ending)).persons
    assert found["job_obtained"].tolist() == found["job_obtained_least"].tolist() == ["no", "no"]
    assert found["job_obtained_most"].tolist() == [possible, "no"]
    handed = clean(persons, spells({"competitive": None, **job}), at=study(competitive="column", **ending)).jobs_kind_unknown
    assert len(handed) == (possible == "yes") and not handed["at_entry"].any()


def test_who_obtained_another_job_did_so_anyway():
    jobs = spells({**OCTOBER, "competitive": "yes"}, {"start": "2015-12-01", "end": "2015-12-31", "competitive": None})
    found = derive(people({}), jobs, at=study(competitive="column")).persons
    assert (found["job_obtained"].item(), found["job_obtained_most"].item(), found["n_jobs"].item()) == ("yes", "yes", 1)
