"""Persons and jobs: whoever obtained a job has one at least, so that jobs less workers are a count too, of second and later jobs.

Persons are protected first, as if each number of jobs that would be printed were known; then jobs, told apart as a person's first and later ones, of which the first
are as many as workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite

from ipscohort.release.inputs import FIRST, TURN, ReleaseInputs
from ipscohort.release.keys import JOBS, MISSING, NOT_POSITIVE, PERSONS, Key, key
from ipscohort.release.protect import Protected, Wanted, sensitive
from ipscohort.release.system import Summed

NUMBER, JOB = "n_jobs", "job_obtained"


def linked(inputs: ReleaseInputs, wanted: Iterable[Wanted]) -> Iterator[tuple[Wanted, Key]]:
    """Counts of jobs of groups, each with its group of persons; those alone of which the records of both agree."""
    persons, jobs = inputs.counted[PERSONS], inputs.counted[JOBS]
    if TURN not in jobs.levels or NUMBER not in persons.levels or JOB not in persons.levels:
        return
    seen = set()
    for each in wanted:
        of = each.key
        if of.population != JOBS or of in seen or not of.variables <= set(inputs.settings.exposures):
            continue
        seen.add(of)
        group = Key(PERSONS, of.chosen)
        agree = persons.values(NUMBER, group).sum() == jobs.count(of), persons.count(_workers(group)) == jobs.count(_first(of))
        if all(agree):
            yield each, group


def _workers(group: Key) -> Key:
    return key(PERSONS, {**dict(group.chosen), JOB: {"yes"}})


def _first(of: Key) -> Key:
    return key(JOBS, {**dict(of.chosen), TURN: {FIRST}})


def cell_of(of: Key) -> str:
    """By which name a number of jobs is hidden with sums of persons' values."""
    return f"number of {of}"


def told(inputs: ReleaseInputs, wanted: Iterable[Wanted]) -> list[Summed]:
    """Numbers of jobs as sums over persons."""
    pairs, counted = list(linked(inputs, wanted)), inputs.counted[JOBS]
    if pairs:
        inputs.counted[PERSONS].rule_out_if_nobody({JOB: "yes", NUMBER: (NOT_POSITIVE, MISSING)})
    shown = [
        (each, group, inputs.rules.between(counted.count(each.key)))
        for each, group in pairs
        if not sensitive(counted, each.key, inputs.rules)
    ]
    return [Summed(NUMBER, group, *ends, each=False, cell=cell_of(each.key), cost=each.cost) for each, group, ends in shown]


def given(inputs: ReleaseInputs, wanted: Iterable[Wanted], persons: Protected) -> tuple[dict[Key, tuple[float, float]], list[Key]]:
    """What is known of first jobs, and which counts of jobs are hidden for the sake of persons."""
    known, hidden = {}, []
    for each, group in linked(inputs, wanted):
        k = persons.counted.normal(_workers(group))
        if cell_of(each.key) in persons.silent:
            hidden.append(each.key)
        if k in persons.shown:
            known[_first(each.key)] = persons.shown[k]
        elif k in persons.bounds and isfinite(persons.bounds[k].most):
            known[_first(each.key)] = (persons.bounds[k].least, persons.bounds[k].most)
    return known, hidden


def beside(inputs: ReleaseInputs, population: str, wanted: Iterable[Wanted], done: Mapping[str, Protected]) -> dict:
    """What `protect` is told of jobs once persons are protected."""
    if population != JOBS or PERSONS not in done:
        return {}
    known, hidden = given(inputs, wanted, done[PERSONS])
    return {"given": known, "hidden": hidden}
