"""Numbers of all jobs, of states over time, and of Gray's test: what they are, of whom, who was left out."""

from __future__ import annotations

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Number, Source
from ipscohort.display.printing import absent
from ipscohort.display.states import name_of
from ipscohort.words import later, say

TESTS = {
    "job_start_tests": later("p of the robust score test: whether jobs begin equally fast by {exposure}."),
    "first_job": later("p of Gray's test: cumulative incidence of a first job by {exposure}."),
    "competing": later("p of Gray's test: cumulative incidence of competing exits by {exposure}."),
}
"""File, or what Gray's test compares -> what its p is of."""
LEFT_OUT = {
    "jobs_per_person": later("{n} jobs left out: their start is unknown."),
    "job_start_tests": later("{n} jobs left out: their start is unknown."),
    "time_in_states": later("{n} left out: a job of theirs has an unknown start or end."),
    "gray_tests": later("{n} left out: the time, or the group, is unknown."),
}
"""File -> who or what was left out."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    if source.column == "p_value":
        return say(TESTS[source.key("cause") or source.file], exposure=material.label(source.key("exposure")))
    row, told = material.row(source.file, source.where), material.described(source.file, source.column)
    what = capital(say(told.description) if told else source.column)
    parts = {
        "what": what,
        "group": _group(source, material),
        "after": "" if absent(row.get("after")) else row["after"],
        "time": source.key("time"),
    }
    if source.file == "time_in_states":
        return say("{what} ({state}; day {time}, {after}), of {group}.", state=name_of(source.key("state")), **parts)
    return say("{what} (day {time}, {after}), of {group}.", **parts) if source.key("time") else say("{what}, of {group}.", **parts)


def about(number: Number, material: Material) -> About:
    """N, who was left out and why, warning, settings."""
    source = number.source
    row = material.row(source.file, source.where)
    method, warning, n, out = (row.get(name) for name in ("method", "warning", "n", "n_excluded"))
    left = say("Nobody was left out.") if not out else say(LEFT_OUT[source.file], n=out)
    return About(
        rules=() if absent(method) else (f"{capital(say(str(method)))}.",),
        behind="" if absent(n) or source.column == "n" else say("{n} persons.", n=n),
        left_out=() if absent(out) else (left,),
        warning="" if absent(warning) else str(warning),
        keys=material.keys(number),
    )


def _group(source: Source, material: Material) -> str:
    if source.key("exposure") in ("", "all"):
        return say("all persons analysed")
    return say("persons with {exposure}: {level}", exposure=material.label(source.key("exposure")), level=level_word(source.key("level")))
