"""What was found of the time to the first job at the levels of an exposure, by Kaplan-Meier."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word, sentence
from ipscohort.display.numbers import Cell, Note, Number, Phrase, Source, source, tell, together
from ipscohort.display.phrasing import by_when, units
from ipscohort.display.styles import Style
from ipscohort.models.families import FAMILIES
from ipscohort.report.competing import censored_doubts, competing_finding, own_warnings
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.means import mean_doubts, mean_finding
from ipscohort.report.phrases import Finding, p_note, phrase_name
from ipscohort.tables.content import row_anchor
from ipscohort.tables.summaries import count_cell, free_share_cell
from ipscohort.tables.survival import BOUNDED, NAME, median_time_cell
from ipscohort.words import later, say

PERCENT_DECIMALS = 0
FEW = 10
"""At risk below which a share is called uncertain."""
LEFT_OUT = later("Left out: ")
"""How the estimates' own words on who is left out begin."""
UNKNOWN_GROUP = later("Left out")
"""How the sentence on those of unknown group begins, which stands in the table."""
TWO_SIDES = later(
    "The log-rank test ({logrank}) and the crude {effect} ({crude}) fall on two sides of {alpha}: the test takes in when the first jobs "
    "began, the other only whether one was obtained."
)
TWO_SIDES_OF_OTHERS = later(
    "The log-rank test ({logrank}) and the crude {effect} ({crude}) fall on two sides of {alpha}, but they are not of the same persons; "
    "besides, the test takes in when the first jobs began, the other only whether one was obtained."
)
"""What is said where they are of the same persons, and where not."""


def time_findings(inputs: ReportInputs, exposure: str) -> tuple[Finding, ...]:
    """One finding, or none where no curve was estimated for the exposure."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq(exposure)]
    if rows.empty:
        return ()
    reference, *others = inputs.levels(exposure)
    if not others:  # everybody at one level: nothing to compare, as the table says
        return ()
    levels = [*others, reference]
    about = (inputs, rows, exposure, levels)
    found = (_shares(*about), competing_finding(inputs, exposure, levels), _medians(*about), mean_finding(*about), _test(inputs, exposure))
    path = f"{inputs.label(exposure)} > {level_word(others[-1])}"
    return (
        Finding(
            inputs.label("time_to_first_job"),
            "Kaplan-Meier",
            tuple(phrase for phrase in found if phrase.parts),
            (
                *_doubts(*about),
                *censored_doubts(inputs, rows, exposure),
                *mean_doubts(rows, exposure, levels),
                *_two_sides(inputs, exposure),
            ),
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


def at_the_end_of_follow_up(rows: pd.DataFrame, time: float) -> bool:
    """Whether a horizon is the end of follow-up, which comes on another day for each."""
    return bool(rows.loc[rows["time"].eq(time).fillna(False), "end_of_follow_up"].eq(True).fillna(False).any())


def by_horizon(inputs: ReportInputs, rows: pd.DataFrame, time: float) -> str:
    """'by day 183', or 'by the end of 30 months of follow-up' where the horizon is that."""
    return by_when(inputs.study, printing.number(time, 0, style=inputs.style), end_of_follow_up=at_the_end_of_follow_up(rows, time))


def still_at_risk(inputs: ReportInputs, rows: pd.DataFrame, row: pd.Series) -> Number | None:
    """How many are at risk at a horizon; at the end of follow-up, who came to it without a job. None where that is not known.

    The end of follow-up comes on other days for other persons, so that the steps of the curve do not say how many there were.
    """
    exposure, level, time = row["exposure"], row["level"], row["time"]
    if at_the_end_of_follow_up(rows, time):
        where = {"full_follow_up": "yes", "job_obtained": "no"} | ({} if exposure == "all" else {exposure: level})
        number = source("persons", "job_obtained", **where)
        known = inputs.persons["full_follow_up"].notna().any()
        return Number("at risk", float(number.count(inputs.persons)), number) if known else None
    steps = inputs.curves
    steps = steps[steps["exposure"].eq(exposure) & steps["level"].eq(level)].sort_values("time")
    later_on = steps[steps["time"].ge(time).fillna(False)]
    if later_on.empty:
        return None
    step = later_on.iloc[0]
    where = {"exposure": exposure, "level": level, "time": f"{step['time']:g}"}
    return Number("at risk", float(step["n_risk"]), source("curves", "n_risk", **where))


def _shares(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> Phrase:
    """'Had a first job by day 183 (95% CI), in percent: 54 (41 to 69) in second half with 22 still at risk, 37 ...'"""
    time, said = latest_of_all(rows, levels), []
    for level in levels:
        found = rows[rows["level"].eq(level) & rows["measure"].eq("survival") & rows["time"].eq(time) & rows["estimate"].notna()]
        said.append(_not_estimable(inputs, exposure, level) if found.empty else _share(inputs, rows, found.iloc[0]))
    shares = together(said, ", ")
    if time is None:
        text = tell("Had a first job: {shares}.", shares=shares)
    else:
        text = tell(
            "Had a first job {when} ({ci}), in percent: {shares}.", when=by_horizon(inputs, rows, time), ci=inputs.ci, shares=shares
        )
    return Phrase(phrase_name("found", "time", exposure, "share"), text.parts)


def _share(inputs: ReportInputs, rows: pd.DataFrame, row: pd.Series) -> Note:
    """'54 (41 to 69) in second half with 22 still at risk'."""
    shown, number = {"share": share_with_job(row, inputs.style), "level": level_word(row["level"])}, still_at_risk(inputs, rows, row)
    if number is None:
        return tell("{share} in {level}", **shown)
    at_risk = Cell(printing.count(number.value, inputs.style), (number,))
    return tell("{share} in {level} with {at_risk} still at risk", at_risk=at_risk, **shown)


def _not_estimable(inputs: ReportInputs, exposure: str, level: str) -> Note:
    """'not estimable in a (nobody observed longer than 119 days)'."""
    observed = inputs.persons.loc[inputs.persons[exposure].eq(level).fillna(False), "time_observed"]
    if not observed.notna().any():
        return tell("not estimable in {level}", level=level_word(level))
    longest = Number("longest", float(observed.max()), source("persons", "time_observed", **{exposure: level}))
    said = Cell(printing.number(longest.value, 0, style=inputs.style), (longest,))
    return tell(
        "not estimable in {level} (nobody observed longer than {longest} {unit})",
        level=level_word(level),
        longest=said,
        unit=units(inputs.study),
    )


def _medians(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> Phrase:
    said = []
    for level in levels:
        found = rows[rows["level"].eq(level) & rows["measure"].eq("median")]
        if not found.empty:
            cell = median_time_cell(found.iloc[0], inputs.settings.tables, {"exposure": exposure, "level": level})
            said.append(tell("{found} in {level}", found=Cell(cell.text, cell.numbers), level=level_word(level)))
    text = tell("Median {unit} ({ci}): {medians}.", unit=units(inputs.study), ci=inputs.ci, medians=together(said, ", "))
    return Phrase(phrase_name("found", "time", exposure, "median"), text.parts if said else ())


def _test(inputs: ReportInputs, exposure: str) -> Phrase:
    found, name = inputs.survival_tests, phrase_name("found", "time", exposure, "test")
    found = found[found["exposure"].eq(exposure)]
    if found.empty or not inputs.settings.tables.p_values:
        return Phrase(name, ())
    test = found.iloc[0]
    own = "" if printing.absent(test["warning"]) else str(test["warning"]).partition(say(UNKNOWN_GROUP))[0].strip()
    if printing.absent(test["p_value"]):
        return Phrase(name, (say("Log-rank test: {why}", why=own),) if own else ())
    p = p_note(test["p_value"], source("survival_tests", "p_value", exposure=exposure), inputs.style)
    return Phrase(name, together([tell("Log-rank {p}, not adjusted.", p=p), *([own] if own else [])], " ").parts)


def _doubts(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> list[Phrase]:
    """Who is left out at each level, in the estimates' own words; then where few are at risk."""
    doubts, time = [], latest_of_all(rows, levels)
    shares = own_warnings(rows[rows["measure"].eq("survival")])
    for k, level in enumerate(levels, 1):
        found = shares[shares["level"].eq(level) & shares["warning"].notna()]
        if not found.empty:
            name = phrase_name("found", "time", exposure, "doubt", k)
            doubts.append(Phrase(name, _left_out(rows, found.iloc[-1], inputs.style).parts))
    for k, level in enumerate(levels, 1):
        found = shares[shares["level"].eq(level) & shares["time"].eq(time).fillna(False) & shares["estimate"].notna()]
        number = None if found.empty else still_at_risk(inputs, rows, found.iloc[0])
        if number is not None and number.value < FEW:
            at_risk = Cell(printing.count(number.value, inputs.style), (number,))
            said = tell(
                "{level}: only {at_risk} still at risk, fewer than {few}: the share is uncertain.",
                level=level_word(level),
                at_risk=at_risk,
                few=FEW,
            )
            doubts.append(Phrase(phrase_name("found", "time", exposure, "few", k), said.parts))
    return doubts


def _two_sides(inputs: ReportInputs, exposure: str) -> list[Phrase]:
    """That the log-rank test and the crude model of a job obtained fall on two sides of what the confidence level asks; else nothing."""
    tests, rows = inputs.survival_tests, inputs.estimates
    tests = tests[tests["exposure"].eq(exposure) & tests["p_value"].notna()]
    regressions = inputs.settings.models.regressions
    of_job = [name for name, regression in regressions.items() if regression.outcome == "job_obtained" and not regression.offset]
    crude = rows[rows["exposure"].eq(exposure) & rows["adjustment"].eq("crude") & rows["model"].isin(of_job) & rows["p_value"].notna()]
    if tests.empty or len(crude) != 1 or not inputs.settings.tables.p_values:
        return []
    (found,), alpha = crude.to_dict("records"), 1 - inputs.study.confidence
    both = float(tests.iloc[0]["p_value"]), float(found["p_value"])
    if (both[0] < alpha) == (both[1] < alpha):
        return []
    where = {name: found[name] for name in ("model", "exposure", "adjustment", "level")}
    of_test, of_model = partial(source, "survival_tests", exposure=exposure), partial(source, "estimates", **where)
    said = tell(
        TWO_SIDES if _same_persons(inputs, exposure, int(found["n"])) else TWO_SIDES_OF_OTHERS,
        logrank=together([p_note(both[0], of_test("p_value"), inputs.style), _n(inputs, tests.iloc[0]["n"], of_test("n"))]),
        crude=together([p_note(both[1], of_model("p_value"), inputs.style), _n(inputs, found["n"], of_model("n"))]),
        effect=say(FAMILIES[regressions[found["model"]].model].effect),
        alpha=printing.number(alpha, 2, style=inputs.style),
    )
    return [Phrase(phrase_name("found", "time", exposure, "sides"), said.parts)]


def _same_persons(inputs: ReportInputs, exposure: str, n: int) -> bool:
    """Whether the log-rank test and a crude model of n persons are of the same: those with a known time are all with a known outcome."""
    persons = inputs.persons[inputs.persons[exposure].notna()]
    timed = persons["follow_time"].notna() & persons["first_job_event"].notna()
    return n == int(timed.sum()) and bool(timed.eq(persons["job_obtained"].notna()).all())


def _n(inputs: ReportInputs, n: object, where: Source) -> Note:
    return Note(", n = ", count_cell(n, where, style=inputs.style))


def _left_out(rows: pd.DataFrame, row: pd.Series, style: Style) -> Note:
    """What the estimate's own warning says, with the level."""
    where = {"exposure": row["exposure"], "level": row["level"], "measure": "survival", "time": f"{row['time']:g}"}
    number = Number("left out", float(row["n_excluded"]), source("survival_estimates", "n_excluded", **where))
    warning = sentence(str(row["warning"]))
    cell, more = Cell(warning.removeprefix(say(LEFT_OUT)), (number,)), _too_low(rows, row, where, style)
    if warning.startswith(say(LEFT_OUT)):
        return together([tell("Left out in {level}: {who}", level=level_word(row["level"]), who=cell), more])
    return together([f"{level_word(row['level'])}: ", Note(cell), more])


def _too_low(rows: pd.DataFrame, row: pd.Series, where: dict[str, str], style: Style) -> Note:
    """That a share is too low, where it is so with those left out at their earliest and at their latest alike; else nothing."""
    same = rows[rows["level"].eq(row["level"]) & rows["time"].eq(row["time"])].set_index("measure")["estimate"].dropna()
    if not {"survival", *BOUNDED} <= set(same.index) or same[list(BOUNDED)].max() >= same["survival"]:
        return Note()
    percent = Number("percent", 100 * (1 - float(same["survival"])), source("survival_estimates", "estimate", **where).read_as("1 - {}"))
    shown = Cell(f"{printing.number(percent.value, PERCENT_DECIMALS, style=style)}%", (percent,))
    return tell(" With them in, the share is larger than {percent}.", percent=shown)
