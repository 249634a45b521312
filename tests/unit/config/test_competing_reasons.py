"""Mistakes in `survival.competing`: a reason that no record can have, and settings under which none is used."""

from __future__ import annotations

import pytest

from ipscohort.config.competingchecks import check_competing

CODED = {"column": "why", "codes": {0: "end of follow-up", 1: "died", 2: "moved"}}


def problems(competing, reason=None, observed="yes", jobs=None):
    values = {
        "study": {"end_of_observation": {"observed_until": observed}},
        "ingest": {"participants": {"observed_until_reason": reason} if reason else {}, "jobs": jobs or {}},
        "survival": {"competing": competing},
    }
    found = []
    check_competing(values, lambda keys, what, remedy="": found.append(f"{what} -> {remedy}"))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"competing": ["died", "moved"], "reason": CODED}, []),
        ({"competing": ["anything"], "reason": "why"}, []),
        ({"competing": [], "reason": None}, []),
        ({"competing": ["did"], "reason": CODED}, ["there is no reason to leave 'did' -> did you mean 'died'?"]),
        ({"competing": ["died", "died"], "reason": CODED}, ["'died' stands twice -> keep it once"]),
        ({"competing": ["died"]}, ["no record says why anybody left -> map ingest.participants.observed_until_reason"]),
    ],
)
def test_reasons_are_held_to_the_records(given, expected):
    assert problems(**given) == expected


def test_reasons_that_are_not_used_are_reported():
    (only,) = problems(["died"], CODED, observed="no")
    assert "set study.end_of_observation: {observed_until: yes}" in only


def test_exits_of_durations_are_reasons():
    event = {"durations": {"shape": "durations", "event": {"column": "e", "codes": {1: "job", 0: "no_job", 2: "died"}}}}
    exits = {"durations": {"shape": "durations", "exits": {"job": "j", "died": "d"}}}
    for jobs in (event, exits):
        assert problems(["died"], jobs=jobs, observed="no") == []
        assert problems(["job"], jobs=jobs) == ["'job' is no reason to leave -> leave it out"]
        assert problems(["arrested"], jobs=jobs)[0].startswith("there is no reason to leave 'arrested'")
