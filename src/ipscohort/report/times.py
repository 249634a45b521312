"""What was found of the time to the first job at the levels of an exposure, by Kaplan-Meier."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import sentence
from ipscohort.display.numbers import Cell, Number, Phrase, source
from ipscohort.display.styles import Style
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import Finding, phrase_name
from ipscohort.tables.content import row_anchor
from ipscohort.tables.summaries import free_share_cell, p_cell
from ipscohort.tables.survival import BOUNDED, NAME, median_time_cell

PERCENT_DECIMALS = 0
LEFT_OUT = "Left out: "
"""How the estimates' own words on who is left out begin."""


def time_findings(inputs: ReportInputs, exposure: str) -> tuple[Finding, ...]:
    """One finding, or none where no curve was estimated for the exposure."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq(exposure)]
    if rows.empty:
        return ()
    reference, *others = inputs.levels(exposure)
    levels = [*others, reference]
    found = (_shares(inputs, rows, exposure, levels), _medians(inputs, rows, exposure, levels), _test(inputs, exposure))
    path = f"{inputs.label(exposure)} > {others[-1]}"
    return (
        Finding(
            inputs.label("time_to_first_job"),
            "Kaplan-Meier",
            tuple(phrase for phrase in found if phrase.parts),
            tuple(_doubts(rows, exposure, levels, inputs.style)),
            row_anchor(NAME, path),
            NAME,
        ),
    )


def at_the_end(rows: pd.DataFrame) -> pd.Series | None:
    """The share without a job at the latest time at which it was estimated; None where there is none."""
    shares = rows[rows["measure"].eq("survival") & rows["estimate"].notna()]
    return None if shares.empty else shares.sort_values("time").iloc[-1]


def share_with_job(row: pd.Series, style: Style) -> Cell:
    """'54 (41 to 69)': percent with a first job by then, with its limits."""
    where = {"exposure": row["exposure"], "level": row["level"], "measure": "survival", "time": f"{row['time']:g}"}
    return free_share_cell(row, "estimate", PERCENT_DECIMALS, partial(source, "survival_estimates", **where), style=style)


def latest_of_all(rows: pd.DataFrame, levels: list[str]) -> float | None:
    """The latest time at which the share was estimated at every level that has an estimate; None where none has."""
    ends = [end["time"] for level in levels if (end := at_the_end(rows[rows["level"].eq(level)])) is not None]
    return min(ends) if ends else None


def by_when(inputs: ReportInputs, rows: pd.DataFrame, time: float) -> str:
    """'by day 183', or 'by the end of 30 months of follow-up' where the horizon is that."""
    if rows.loc[rows["time"].eq(time).fillna(False), "end_of_follow_up"].eq(True).fillna(False).any():
        return f"by the end of {inputs.study.follow_up} of follow-up"
    return f"by {inputs.one_unit} {printing.number(time, 0, style=inputs.style)}"


def _shares(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> Phrase:
    """'Had a first job by day 183 (95% CI), in percent: 54 (41 to 69) in second half, 37 (26 to 51) in first half.'"""
    time = latest_of_all(rows, levels)
    by = "" if time is None else f" {by_when(inputs, rows, time)} ({inputs.ci}), in percent"
    parts: list[str | Cell] = [f"Had a first job{by}: "]
    for level in levels:
        found = rows[rows["level"].eq(level) & rows["measure"].eq("survival") & rows["time"].eq(time) & rows["estimate"].notna()]
        parts += [", "] if len(parts) > 1 else []
        parts += _not_estimable(inputs, exposure, level) if found.empty else [share_with_job(found.iloc[0], inputs.style), f" in {level}"]
    return Phrase(phrase_name("found", "time", exposure, "share"), (*parts, "."))


def _not_estimable(inputs: ReportInputs, exposure: str, level: str) -> list[str | Cell]:
    """'not estimable in a (nobody observed longer than 119 days)'."""
    observed = inputs.persons.loc[inputs.persons[exposure].eq(level).fillna(False), "time_observed"]
    if not observed.notna().any():
        return [f"not estimable in {level}"]
    longest = Number("longest", float(observed.max()), source("persons", "time_observed", **{exposure: level}))
    said = Cell(printing.number(longest.value, 0, style=inputs.style), (longest,))
    return [f"not estimable in {level} (nobody observed longer than ", said, f" {inputs.study.time_unit})"]


def _medians(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> Phrase:
    parts: list[str | Cell] = []
    for level in levels:
        found = rows[rows["level"].eq(level) & rows["measure"].eq("median")]
        if found.empty:
            continue
        cell = median_time_cell(found.iloc[0], inputs.settings.tables, {"exposure": exposure, "level": level})
        parts += [", " if parts else f"Median {inputs.study.time_unit} ({inputs.ci}): ", Cell(cell.text, cell.numbers), f" in {level}"]
    return Phrase(phrase_name("found", "time", exposure, "median"), (*parts, ".") if parts else ())


def _test(inputs: ReportInputs, exposure: str) -> Phrase:
    found = inputs.survival_tests
    found = found[found["exposure"].eq(exposure)]
    if found.empty or printing.absent(found.iloc[0]["p_value"]) or not inputs.settings.tables.p_values:
        return Phrase(phrase_name("found", "time", exposure, "test"), ())
    cell = p_cell(found.iloc[0]["p_value"], source("survival_tests", "p_value", exposure=exposure), style=inputs.style)
    return Phrase(
        phrase_name("found", "time", exposure, "test"), (f"Log-rank p {'' if cell.text.startswith('<') else '= '}", cell, ", not adjusted.")
    )


def _doubts(rows: pd.DataFrame, exposure: str, levels: list[str], style: Style) -> list[Phrase]:
    """Who is left out at each level, in the estimates' own words."""
    doubts = []
    for k, level in enumerate(levels, 1):
        found = rows[rows["level"].eq(level) & rows["measure"].eq("survival") & rows["warning"].notna()]
        if not found.empty:
            row = found.iloc[-1]
            where = {"exposure": exposure, "level": level, "measure": "survival", "time": f"{row['time']:g}"}
            number = Number("left out", float(row["n_excluded"]), source("survival_estimates", "n_excluded", **where))
            said = sentence(str(row["warning"]))
            head = f"Left out in {level}: " if said.startswith(LEFT_OUT) else f"{level}: "
            cell = Cell(said.removeprefix(LEFT_OUT), (number,))
            doubts.append(Phrase(phrase_name("found", "time", exposure, "doubt", k), (head, cell, *_too_low(rows, row, where, style))))
    return doubts


def _too_low(rows: pd.DataFrame, row: pd.Series, where: dict[str, str], style: Style) -> list[str | Cell]:
    """That a share is too low, where it is so with those left out at their earliest and at their latest alike; else nothing."""
    same = rows[rows["level"].eq(row["level"]) & rows["time"].eq(row["time"])].set_index("measure")["estimate"].dropna()
    if not {"survival", *BOUNDED} <= set(same.index) or same[list(BOUNDED)].max() >= same["survival"]:
        return []
    percent = Number("percent", 100 * (1 - float(same["survival"])), source("survival_estimates", "estimate", **where).read_as("1 - {}"))
    return [
        " With them in, the share is larger than ",
        Cell(f"{printing.number(percent.value, PERCENT_DECIMALS, style=style)}%", (percent,)),
        ".",
    ]
