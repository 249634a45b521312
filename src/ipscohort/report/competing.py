"""What is said of the first job where exits compete with it: its cumulative incidence beside 1 - Kaplan-Meier."""

from __future__ import annotations

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.competing import CENSORED_HERE, reasons_in_words, said_censored
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, Phrase, source, tell, together
from ipscohort.display.phrasing import beside_test, by_when
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import phrase_name
from ipscohort.tables.summaries import p_cell, plain
from ipscohort.tables.time_to_first_job import key_of
from ipscohort.words import say

INCIDENCE, COMPETING, KAPLAN_MEIER = "cumulative_incidence", "cumulative_incidence_competing", "survival"
PERCENT_DECIMALS = 0
PERCENTS = {"estimate": "percent", "conf_low": "lower limit", "conf_high": "upper limit"}
"""Column -> what its number is called."""


def of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """'With competing exits (arrested), 83% (79 to 87) had a first job by ... and 9% (6 to 12) had left so before one; ...'"""
    found = at_the_end(inputs, "all", "all")
    if found is None:
        return []
    job, left, censored = found
    parts = {
        "reasons": _reasons(inputs),
        "job": _share(inputs, job),
        "left": _share(inputs, left),
        "when": _when(inputs, job),
        "censored": _one_minus(inputs, censored),
    }
    said = tell(
        "With competing exits ({reasons}), {job} had a first job {when} and {left} had left so before one; 1 - Kaplan-Meier, which censors them, "
        "says {censored}.",
        **parts,
    )
    return [Phrase("card.time.competing", said.parts)]


def competing_finding(inputs: ReportInputs, exposure: str, levels: list[str]) -> Phrase:
    """'With competing exits (arrested), had a first job by ...: 84% (...) in yes (1 - Kaplan-Meier 87%), ...'; nothing where none compete."""
    name = phrase_name("found", "time", exposure, "competing")
    found = {level: rows for level in levels if (rows := at_the_end(inputs, exposure, level)) is not None}
    if not found:
        return Phrase(name, ())
    shares = [
        tell(
            "{job} in {level} (1 - Kaplan-Meier: {censored})",
            job=_share(inputs, job),
            level=level_word(level),
            censored=_one_minus(inputs, censored),
        )
        for level, (job, _, censored) in found.items()
    ]
    said = tell(
        "With competing exits ({reasons}), had a first job {when} ({ci}): {shares}; {test}.",
        test=_gray(inputs, exposure),
        reasons=_reasons(inputs),
        when=_when(inputs, next(iter(found.values()))[0]),
        ci=inputs.ci,
        shares=together(shares, ", "),
    )
    return Phrase(name, said.parts)


def _gray(inputs: ReportInputs, exposure: str) -> Note:
    """'Gray's test p 0.04', or that there is none."""
    rows = inputs.gray_tests
    rows = rows[rows["exposure"].eq(exposure) & rows["cause"].eq("first_job")]
    if rows.empty or not inputs.settings.tables.p_values:
        return tell("not tested")
    said, row = tell("not tested"), rows.iloc[0]
    if not printing.absent(row["p_value"]):
        where = source("gray_tests", "p_value", exposure=exposure, cause="first_job")
        said = tell("Gray's test p {p}", p=p_cell(row["p_value"], where, style=inputs.style))
    return Note(*said.parts, beside_test("", row))


def at_the_end(inputs: ReportInputs, exposure: str, level: str) -> tuple[pd.Series, pd.Series, pd.Series] | None:
    """Rows of a group with a first job, left and by Kaplan-Meier at the latest time at which all are estimated; None without."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq(exposure) & rows["level"].eq(level) & rows["estimate"].notna()]
    times = [set(rows.loc[rows["measure"].eq(measure), "time"]) for measure in (INCIDENCE, COMPETING, KAPLAN_MEIER)]
    common = set.intersection(*times)
    if not common:
        return None
    rows = rows[rows["time"].eq(max(common)).fillna(False)].set_index("measure", drop=False)
    return rows.loc[INCIDENCE], rows.loc[COMPETING], rows.loc[KAPLAN_MEIER]


def _reasons(inputs: ReportInputs) -> str:
    return reasons_in_words(inputs.settings.survival.competing)


def _when(inputs: ReportInputs, row: pd.Series) -> str:
    at_end = not printing.absent(row["end_of_follow_up"]) and bool(row["end_of_follow_up"])
    return by_when(inputs.study, printing.number(row["time"], 0, style=inputs.style), end_of_follow_up=at_end)


def _number(row: pd.Series, column: str, form: str = "100 * {}") -> Number:
    key, value = key_of(row, {"exposure": row["exposure"], "level": row["level"]}), plain(row[column])
    value = 100 * (1 - value) if form == "1 - {}" else 100 * value
    return Number(PERCENTS[column], value, source("survival_estimates", column, **key).read_as(form))


def _share(inputs: ReportInputs, row: pd.Series) -> Note:
    """'83% (79 to 87)'; one without limits stands alone."""
    estimate = _number(row, "estimate")
    shown = Cell(f"{printing.number(estimate.value, PERCENT_DECIMALS, style=inputs.style)}%", (estimate,))
    if printing.absent(row["conf_low"]):
        return Note(shown)
    limits = tuple(_number(row, name) for name in ("conf_low", "conf_high"))
    interval = inputs.style.enclosed(printing.interval(*(limit.value for limit in limits), PERCENT_DECIMALS, inputs.style))
    return Note(shown, " ", Cell(interval, limits))


def _one_minus(inputs: ReportInputs, row: pd.Series) -> Cell:
    number = _number(row, "estimate", "1 - {}")
    return Cell(f"{printing.number(number.value, PERCENT_DECIMALS, style=inputs.style)}%", (number,))


def own_warnings(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose warnings leave out that competing exits are censored, which `censored_doubts` says once."""
    own = rows["warning"].str.replace(say(CENSORED_HERE), "", regex=False).str.strip()
    return rows.assign(warning=own.mask(own.eq("").fillna(False)))


def censored_doubts(inputs: ReportInputs, rows: pd.DataFrame, exposure: str) -> list[Phrase]:
    """That Kaplan-Meier's estimates of an exposure censor competing exits; nothing where nobody left so."""
    if not rows["warning"].str.contains(say(CENSORED_HERE), regex=False).fillna(False).any():
        return []
    return [Phrase(phrase_name("found", "time", exposure, "censored"), (said_censored(inputs.settings.survival.competing),))]
