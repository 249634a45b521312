"""Numbers of the time to the first job: medians, shares at a time, counts and tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.keys import HORIZONS, keys_of_file
from ipscohort.display.numbers import Number, Source
from ipscohort.display.printing import absent

MEASURES = {
    "median": "median time to the first job, in {unit} (Kaplan-Meier)",
    "median_best": "median time to the first job, in {unit}, with unknown times at their earliest (Kaplan-Meier)",
    "median_worst": "median time to the first job, in {unit}, with unknown times at their latest (Kaplan-Meier)",
    "survival": "share without a job by {one} {time} (Kaplan-Meier)",
    "survival_best": "share without a job by {one} {time}, with unknown times at their earliest (Kaplan-Meier)",
    "survival_worst": "share without a job by {one} {time}, with unknown times at their latest (Kaplan-Meier)",
}
FREE = ("share without a job", "share with a first job, 1 - the share without one,")
LIMITS = {"conf_low": "Lower limit of the {ci} of the ", "conf_high": "Upper limit of the {ci} of the "}
OTHER = {"conf_low": "conf_high", "conf_high": "conf_low"}
"""The upper limit of a share is the lower limit of what is left of it."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    group = _group(source, material)
    if source.file == "survival_tests":
        return f"p of the log-rank test: time to the first job by {material.label(source.key('exposure'))}."
    if source.column in ("estimate", "conf_low", "conf_high"):
        words = {"unit": str(material.study.time_unit), "one": material.one_unit, "time": source.key("time")}
        what = MEASURES[source.key("measure")].format(**words)
        column = source.column
        if source.form == "1 - {}":
            what, column = what.replace(*FREE), OTHER.get(column, column)
        said = f"{LIMITS.get(column, '').format(ci=material.ci)}{what}"
        return f"{said[:1].upper()}{said[1:]}, of {group}."
    told = material.described(source.file, source.column)
    said = told.description if told else source.column
    return f"{said[:1].upper()}{said[1:]}; time to the first job, of {group}."


def about(number: Number, material: Material) -> About:
    """N, who was left out and why, warning, settings."""
    source = number.source
    row = material.row(source.file, source.where)
    warning = row.get("warning")
    method = () if absent(row.get("method")) else (f"{row['method']}.",)
    return About(
        rules=(*material.rule_of("time_to_first_job"), *method),
        behind=f"{row['n']} persons, {row['n_events']} first jobs." if row else "",
        left_out=_left_out(row),
        warning="" if absent(warning) else str(warning),
        keys=material.keys(number, (*keys_of_file(source.file), *([HORIZONS] if source.key("time") else ()))),
    )


def _group(source: Source, material: Material) -> str:
    if source.key("exposure") in ("", "all"):
        return "all persons analysed"
    return f"persons with {material.label(source.key('exposure'))}: {source.key('level')}"


def _left_out(row: Mapping[str, Any]) -> tuple[str, ...]:
    """How many worked at an unknown time, and of how many it is unknown whether they worked."""
    if not row:
        return ()
    out, unknown = (0 if absent(row.get(name)) else int(row[name]) for name in ("n_excluded", "n_outcome_unknown"))
    if not out:
        return ("Nobody was left out.",)
    counts = {"worked, but the time of the first job is unknown": out - unknown, "not known to have worked or not": unknown}
    return (f"{out} left out: {'; '.join(f'{n} {why}' for why, n in counts.items() if n)}.",)
