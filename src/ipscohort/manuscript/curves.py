"""The time to the first job in sentences: Kaplan-Meier shares and medians with their limits, of everybody and at each level."""

from __future__ import annotations

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.left_out import LeftOut
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import beside_test, follow_up, units
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.words import mid_sentence, say

WITH_LEFT_OUT = ("survival_best", "survival_worst")
"""Shares with those left out, at their earliest and at their latest."""


def estimates(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """A sentence for everybody, and one for each exposure with its log-rank test."""
    if inputs.survival_estimates.empty:
        return ""
    said, levels = [], {"all": ("all",), **{name: inputs.levels(name) for name in inputs.exposures}}
    for exposure, names in levels.items():
        parts = [text for level in names if (text := _curve(inputs, numbers, exposure, level))]
        test = inputs.survival_tests[inputs.survival_tests["exposure"] == exposure]
        for _, row in test.iloc[:1].iterrows():
            p = numbers.p(row["p_value"], source("survival_tests", "p_value", exposure=exposure))
            parts += [beside_test(say("log-rank {p}", p=p), row)] if p else []
        parts += _gray(inputs, numbers, exposure)
        parts += _means(inputs, numbers, exposure, names)
        head = say("Kaplan-Meier estimate, all participants") if exposure == "all" else inputs.label(exposure)
        said += [f"{head}: {'; '.join(parts)}."] if parts else []
    return " ".join(filter(None, [*said, _competing(inputs, numbers)]))


def _competing(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """Cumulative incidence of everybody at the latest time at which it was estimated; empty where no exit competes."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq("all") & rows["estimate"].notna()].sort_values("time")
    job, left = (rows[rows["measure"].eq(measure)] for measure in ("cumulative_incidence", "cumulative_incidence_competing"))
    if job.empty or left.empty:
        return ""
    shares = {}
    for name, row in (("job", job.iloc[-1]), ("left", left.iloc[-1])):
        shares[name] = numbers.percent(row[["estimate", "conf_low", "conf_high"]].tolist(), inputs.ci, _source(row, "estimate"))
    return say(
        "With competing exits ({reasons}), {job} had a first job {when} and {left} had left for such a reason before one (Aalen-Johansen estimate).",
        reasons=reasons_in_words(inputs.settings.survival.competing),
        when=_when(inputs, numbers, job.iloc[-1]),
        **shares,
    )


def _gray(inputs: ManuscriptInputs, numbers: Numbers, exposure: str) -> list[str]:
    """Gray's test of the cumulative incidence of a first job; nothing where no exit competes or there is no p."""
    rows = inputs.gray_tests[inputs.gray_tests["exposure"].eq(exposure) & inputs.gray_tests["cause"].eq("first_job")]
    where = source("gray_tests", "p_value", exposure=exposure, cause="first_job")
    values = ((row, numbers.p(row["p_value"], where)) for _, row in rows.iterrows())
    return [beside_test(say("cumulative incidence with competing exits, Gray's test {p}", p=p), row) for row, p in values if p]


def _when(inputs: ManuscriptInputs, numbers: Numbers, row: pd.Series) -> str:
    """'by the end of follow-up (30 months)', 'within 183 days'."""
    at_end = not printing.absent(row["end_of_follow_up"]) and bool(row["end_of_follow_up"])
    if at_end:  # on other days for other persons, so that no day is named
        return say("by the end of follow-up ({length})", length=numbers.told(follow_up(inputs.study), _source(row, "time")))
    return say("within {n} {unit}", n=numbers.time(row["time"], 1, _source(row, "time")), unit=units(inputs.study))


def _curve(inputs: ManuscriptInputs, numbers: Numbers, exposure: str, level: str) -> str:
    """Share at each horizon, median, n and who is left out; empty where the level has no curve."""
    rows = inputs.survival_estimates
    rows = rows[(rows["exposure"] == exposure) & (rows["level"] == level)]
    said = [_share(inputs, numbers, row) for _, row in rows[rows["measure"] == "survival"].iterrows()]
    for _, row in rows[rows["measure"] == "median"].iterrows():
        where = _source(row, "estimate")
        if row["n"] > 0:
            times = row[["estimate", "conf_low", "conf_high"]].tolist()
            median = numbers.reached(times, inputs.settings.tables.decimals, units(inputs.study), inputs.ci, where)
            said.append(say("median {median}", median=median))
        said.append(f"n = {numbers.count(row['n'], _source(row, 'n'))}{_left_out(numbers, row, rows)}")
    return ("" if level == "all" else f"{level_word(level)}, ") + ", ".join(said) if said else ""


def _means(inputs: ManuscriptInputs, numbers: Numbers, exposure: str, levels: tuple[str, ...]) -> list[str]:
    """'mean 712.9 days (95% CI 629.2 to 796.6) before the first job in the first 913 days in first half', ...; then each difference with p."""
    rows, unit = inputs.survival_estimates, units(inputs.study)
    rows = rows[rows["exposure"].eq(exposure) & rows["estimate"].notna() & rows["time"].notna()]
    said, decimals = [], inputs.settings.tables.decimals
    for measure in ("restricted_mean", "restricted_mean_difference"):
        for row in (row for level in levels for _, row in rows[rows["measure"].eq(measure) & rows["level"].eq(level)].iterrows()):
            where = _source(row, "estimate")
            values = row[["estimate", "conf_low", "conf_high"]].tolist()
            lone = printing.absent(row["conf_low"])
            found = numbers.number(values[0], decimals, where) if lone else numbers.interval(values, decimals, inputs.ci, where)
            parts = {"found": found, "unit": unit, "time": numbers.time(row["time"], decimals, _source(row, "time"))}
            p = numbers.p(row["p_value"], _source(row, "p_value"))
            if measure == "restricted_mean":
                where_of = "" if exposure == "all" else say(" in {level}", level=level_word(row["level"]))
                said.append(say("mean {unit} before the first job, of the first {time}{of}: {found}", of=where_of, **parts))
            else:
                levels_of = {"level": level_word(row["level"]), "reference": level_word(row["reference"])}
                text = say("difference in it, {level} from {reference}, not adjusted: {found}", found=found, **levels_of)
                said.append(", ".join(filter(None, [text, p])))
    return said


def _source(row: pd.Series, column: str) -> str:
    time = {} if printing.absent(row["time"]) else {"time": f"{row['time']:g}"}
    return source("survival_estimates", column, exposure=row["exposure"], level=row["level"], measure=row["measure"], **time)


def _share(inputs: ManuscriptInputs, numbers: Numbers, row: pd.Series) -> str:
    """'45% (95% CI 36 to 55) had a first job by the end of follow-up (30 months)', or why it was not estimated."""
    by = _when(inputs, numbers, row)
    if printing.absent(row["estimate"]):
        why = "" if printing.absent(row["warning"]) else str(row["warning"]).split(". ")[0].rstrip(".")
        told = f" ({numbers.told(mid_sentence(why), _source(row, 'warning'))})" if why else ""
        return say("a first job {when} not estimable", when=by) + told
    shares = [value if printing.absent(value) else 1 - value for value in row[["estimate", "conf_high", "conf_low"]]]
    return say("{share} had a first job {when}", share=numbers.percent(shares, inputs.ci, _source(row, "1 - estimate")), when=by)


def _left_out(numbers: Numbers, row: pd.Series, rows: pd.DataFrame) -> str:
    """' (leaves out 1 who obtained a job at an unknown time, so that the share is too low)'."""
    out, said = LeftOut.of(row), []
    if out.worked:
        n = numbers.count(out.worked, _source(row, "n_excluded"))
        if _too_low(rows):
            said.append(say("{n} who obtained a job at an unknown time, so that the share is too low", n=n))
        else:
            said.append(say("{n} who obtained a job at an unknown time", n=n))
    if out.outcome_unknown:
        n = numbers.count(out.outcome_unknown, _source(row, "n_outcome_unknown"))
        said.append(say("{n} not known to have obtained one or not", n=n))
    if out.censoring_unknown:
        n = numbers.count(out.censoring_unknown, _source(row, "n_censoring_unknown"))
        said.append(say("{n} without a job, time of censoring unknown", n=n))
    return say(" (leaves out {who})", who="; ".join(said)) if said else ""


def _too_low(rows: pd.DataFrame) -> bool:
    """Whether the share is higher at every horizon with those left out, be they at their earliest or at their latest."""
    known = rows.dropna(subset="estimate").pivot_table(index="time", columns="measure", values="estimate", aggfunc="first")
    if not {"survival", *WITH_LEFT_OUT} <= set(known):
        return False
    shares = known.dropna(subset="survival")
    return bool(len(shares) and shares[list(WITH_LEFT_OUT)].lt(shares["survival"], axis=0).all(axis=None))
