"""Mistakes in every part are told by the check with place and remedy, without a value of a person, and with nothing written."""

from __future__ import annotations

import pytest

from ipscohort.config import load_cohort
from ipscohort.run import pipeline
from ipscohort.run.check import check_cohort
from ipscohort.run.log import exit_with_message
from tests.mistakes.cases import CASES as WHOLE
from tests.mistakes.families import SOUND, jobs
from tests.mistakes.quick_cases import CASES
from tests.mistakes.workspace import JOBS, JOBS_HEAD, PEOPLE, PEOPLE_HEAD, PLANTED, Workspace


@pytest.fixture(scope="module")
def space(tmp_path_factory):
    return Workspace(tmp_path_factory.mktemp("quick"))


def checked(space):
    with exit_with_message():
        check_cohort(load_cohort(space.settings))


def there(space):
    """Every file by name, and its bytes where it is one."""
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in space.folder.rglob("*")}


def test_there_are_two_hundred_kinds_and_more():
    names = [name for name, _, _ in CASES] + [f"{each.group}: {each.name}" for each in WHOLE]
    assert len(set(names)) == len(names) >= 300
    assert all(says for _, _, says in CASES)


@pytest.mark.parametrize("name", SOUND)
def test_what_is_broken_below_is_sound_before(space, name):
    space.restore()
    SOUND[name](space)
    checked(space)


EVERY = [*CASES, *((f"{each.group}: {each.name}", each.make, each.says) for each in WHOLE)]


@pytest.mark.parametrize(("make", "says"), [pytest.param(make, says, id=name) for name, make, says in EVERY])
def test_a_mistake_is_told_at_the_check(space, make, says):
    space.restore()
    make(space)
    before = there(space)
    with pytest.raises(SystemExit) as end:
        checked(space)
    message = str(end.value)
    assert isinstance(end.value.code, str) and message  # exit code 1, and the text last
    heading, *lines = message.split("\n")
    assert not heading.startswith(" ") and lines and all(line.startswith("  ") for line in lines), message
    assert lines[-1].startswith("      -> "), message  # the last line says what to do
    for expected in says:
        assert expected in message, message
    assert "fault of ipscohort" not in message
    assert PLANTED[:8].lower() not in message.lower()
    assert there(space) == before


ACCEPTED = [
    ("no job at all", lambda s: s.write("jobs.csv", JOBS_HEAD, []), "no_job_records", "check that the export worked"),
    ("records twice over", lambda s: s.write("people.csv", PEOPLE_HEAD, [*PEOPLE, *PEOPLE]), "exact_duplicate_participants", ""),
    ("jobs twice over", lambda s: s.write("jobs.csv", JOBS_HEAD, [*JOBS, *JOBS]), "exact_duplicate_jobs", ""),
    ("job long before inclusion", jobs(("2016-02-21,2017-11-30", "2010-02-21,2010-11-30")), "outside_follow_up", "ended before inclusion"),
    ("job without a start", jobs(("2016-02-21,2017-11-30", ",2017-11-30")), "start_unknown", "has no days"),
    ("job before and after inclusion", jobs(("2016-02-21,2017-11-30", "2010-02-21,2017-11-30")), "employed_at_entry", ""),
    (
        "ids with blanks",
        lambda s: s.write("jobs.csv", JOBS_HEAD, [j.replace(",", "  ,", 1) for j in JOBS]),
        "ids_matched_after_trimming",
        "blanks",
    ),
]
"""What may be meant and is no reason to stop: name, how it is made, the rule of the cleaning log that lists it, and what it says."""


@pytest.mark.parametrize(("make", "rule", "why"), [pytest.param(*case, id=name) for name, *case in ACCEPTED])
def test_what_is_accepted_is_listed_in_the_cleaning_log(space, make, rule, why):
    space.restore()
    make(space)
    cohort = load_cohort(space.settings)
    check_cohort(cohort)
    records = pipeline.read(cohort.settings, cohort.files())
    log = pipeline.clean(cohort.settings, records).after(records.log).log.set_index("rule")
    assert log.loc[rule, "n"] > 0
    assert why in log.loc[rule, "why"]
