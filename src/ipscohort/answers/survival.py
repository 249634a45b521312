"""Numbers of the time to the first job: medians, quartiles, shares at a time, means up to a time, follow-up, counts and tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.keys import DAYS, HORIZONS, TAU, keys_of_file
from ipscohort.catalogue.stages import COMPETING as COMPETING_KEY
from ipscohort.catalogue.stages import TENURE as TENURE_KEY
from ipscohort.display.left_out import LeftOut
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Number, Source
from ipscohort.display.phrasing import by_when, units
from ipscohort.display.printing import absent
from ipscohort.words import later, say

MEDIANS = {
    "median": later("median time to the first job, in {unit} (Kaplan-Meier)"),
    "median_best": later("median time to the first job, in {unit}, with unknown times at their earliest (Kaplan-Meier)"),
    "median_worst": later("median time to the first job, in {unit}, with unknown times at their latest (Kaplan-Meier)"),
}
TIMES = {
    "first_quartile": later("time by which a quarter had a first job, in {unit} (Kaplan-Meier)"),
    "third_quartile": later("time by which three quarters had a first job, in {unit} (Kaplan-Meier)"),
    "restricted_mean": later("mean {unit} before the first job in the first {time} {unit} (area under the Kaplan-Meier curve)"),
    "restricted_mean_best": later("mean {unit} before the first job in the first {time} {unit}, with unknown times at their earliest"),
    "restricted_mean_worst": later("mean {unit} before the first job in the first {time} {unit}, with unknown times at their latest"),
    "restricted_mean_difference": later(
        "difference from {reference} in the mean {unit} before the first job in the first {time} {unit}, not adjusted"
    ),
    "follow_up_median": later("median time of follow-up, in {unit} (reverse Kaplan-Meier: first jobs count as ends of observation)"),
    "tenure_median": later("median days in the first job (Kaplan-Meier)"),
}
"""Measure that is a time, the medians apart -> what it is."""
WITHOUT = {
    "survival": later("share without a job {when} (Kaplan-Meier)"),
    "survival_best": later("share without a job {when}, with unknown times at their earliest (Kaplan-Meier)"),
    "survival_worst": later("share without a job {when}, with unknown times at their latest (Kaplan-Meier)"),
}
WITH = {
    "survival": later("share with a first job, 1 - the share without one, {when} (Kaplan-Meier)"),
    "survival_best": later(
        "share with a first job, 1 - the share without one, {when}, with unknown times at their earliest (Kaplan-Meier)"
    ),
    "survival_worst": later("share with a first job, 1 - the share without one, {when}, with unknown times at their latest (Kaplan-Meier)"),
}
"""Measure -> what it is."""
COMPETING = {
    "cumulative_incidence": later("share with a first job {when}, where exits compete with it (Aalen-Johansen)"),
    "cumulative_incidence_competing": later("share who left for a competing reason without a job {when} (Aalen-Johansen)"),
}
"""Measure where exits compete with a first job -> what it is."""
OF = {
    "estimate": later("{what}, of {group}."),
    "conf_low": later("Lower limit of the {ci} of the {what}, of {group}."),
    "conf_high": later("Upper limit of the {ci} of the {what}, of {group}."),
    "p_value": later("p (two-sided z test) of the {what}, of {group}."),
}
LEFT, TENURE = "cumulative_incidence_competing", "tenure_median"
FIRST_JOBS = later("{n} persons, {events} first jobs.")
BEHIND = {
    LEFT: later("{n} persons, {events} competing exits without a job."),
    TENURE: later("{n} first jobs, of which {events} ended while observed."),
}
"""Measure whose events are no first jobs -> how many there are."""
COUNTED = {
    (LEFT, "n_events"): later("Persons who left for a competing reason without a job, of {group}."),
    (TENURE, "n"): later("First jobs of known start, and end where they ended, of {group}."),
    (TENURE, "n_events"): later("First jobs that ended while observed, of {group}."),
    (TENURE, "n_excluded"): later("Persons who obtained a job, but the start or end of the first one is unknown, of {group}."),
}
"""Measure and column -> what is counted, where it is not persons and first jobs."""
OTHER = {"conf_low": "conf_high", "conf_high": "conf_low"}
"""The upper limit of a share is the lower limit of what is left of it."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    group = _group(source, material)
    if source.file == "survival_tests":
        return say("p of the log-rank test: time to the first job by {exposure}.", exposure=material.label(source.key("exposure")))
    if source.column in OF:
        measure, column = source.key("measure"), source.column
        share_with = source.form == "1 - {}"
        texts = next((each for each in (MEDIANS, TIMES, COMPETING) if measure in each), WITH if share_with else WITHOUT)
        time, reference = source.key("time"), level_word(str(material.row(source.file, source.where).get("reference")))
        what = say(texts[measure], unit=units(material.study), when=_when(source, material), time=time, reference=reference)
        said = say(OF[OTHER.get(column, column) if share_with else column], what=what, group=group, ci=material.ci)
        return f"{said[:1].upper()}{said[1:]}"
    if source.column == "time" and source.file == "survival_estimates":
        return say(
            "Time up to which the mean before the first job is taken, in {unit}, of {group}.", unit=units(material.study), group=group
        )
    counted = COUNTED.get((source.key("measure"), source.column))
    if counted:
        return say(counted, group=group)
    told = material.described(source.file, source.column)
    said = say("{what}; time to the first job, of {group}.", what=say(told.description) if told else source.column, group=group)
    return f"{said[:1].upper()}{said[1:]}"


def _when(source: Source, material: Material) -> str:
    """'by day 183', or 'by the end of 30 months of follow-up'."""
    at_end = material.row(source.file, source.where).get("end_of_follow_up")
    return by_when(material.study, source.key("time"), end_of_follow_up=not absent(at_end) and bool(at_end))


def about(number: Number, material: Material) -> About:
    """N, who was left out and why, warning, settings."""
    source = number.source
    row = material.row(source.file, source.where)
    warning = row.get("warning")
    method = () if absent(row.get("method")) else (f"{say(str(row['method']))}.",)
    return About(
        rules=(*material.rule_of("time_to_first_job"), *method),
        behind=say(BEHIND.get(source.key("measure"), FIRST_JOBS), n=row["n"], events=row["n_events"]) if "n_events" in row else "",
        left_out=_left_out(row, source.key("measure") == TENURE),
        warning="" if absent(warning) else str(warning),
        keys=material.keys(number, (*keys_of_file(source.file), *_keys_of_time(source))),
    )


def _keys_of_time(source: Source) -> tuple[str, ...]:
    """Settings that say up to, or at, which time a number is."""
    if source.key("measure").startswith("restricted_mean"):
        return (TAU,)
    if source.key("measure") in COMPETING:
        return (HORIZONS, COMPETING_KEY)
    if source.key("measure") == TENURE:
        return (TENURE_KEY, *DAYS)
    return (HORIZONS,) if source.key("time") else ()


def _group(source: Source, material: Material) -> str:
    if source.key("exposure") in ("", "all"):
        return say("all persons analysed")
    return say("persons with {exposure}: {level}", exposure=material.label(source.key("exposure")), level=level_word(source.key("level")))


def _left_out(row: Mapping[str, Any], tenure: bool) -> tuple[str, ...]:
    """How many worked at an unknown time, of how many it is unknown whether they worked, and until when they were observed."""
    if "n_excluded" not in row:
        return ()
    out = LeftOut.of(row)
    if not out.everybody:
        return (say("Nobody was left out."),)
    if tenure:
        return (say("{n} left out: the start or end of the first job is unknown.", n=out.everybody),)
    why = [say("{n} worked, but the time of the first job is unknown", n=out.worked)] if out.worked else []
    why += [say("{n} not known to have worked or not", n=out.outcome_unknown)] if out.outcome_unknown else []
    why += [say("{n} without a job, time of censoring unknown", n=out.censoring_unknown)] if out.censoring_unknown else []
    return (say("{n} left out: {why}.", n=out.everybody, why="; ".join(why)),)
