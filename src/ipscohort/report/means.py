"""What was found of the mean time before the first job at the levels of an exposure, and of its difference from the reference."""

from __future__ import annotations

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, Phrase, quoted, source, tell, together
from ipscohort.display.phrasing import units
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import p_note, phrase_name
from ipscohort.tables.summaries import numbers_of, plain
from ipscohort.tables.time_to_first_job import DIFFERENCE, LEFT_OUT, MEAN, key_of, up_to_cell
from ipscohort.words import say


def mean_finding(inputs: ReportInputs, rows: pd.DataFrame, exposure: str, levels: list[str]) -> Phrase:
    """'Mean days before the first job in the first 914 days (95% CI): 733.6 (...) in UWV, 486.1 (...) in municipality; difference ...'

    Without a common time, it stands beside each mean. Levels without a mean are left out: the shares say why.
    """
    name = phrase_name("found", "time", exposure, "mean")
    means = _of(rows, MEAN, levels)
    if not means:
        return Phrase(name, ())
    common = len({row["time"] for row in means}) == 1
    said = together([_mean(inputs, row, common) for row in means], ", ")
    head = {"unit": units(inputs.study), "ci": inputs.ci, "means": said}
    if common:
        text = tell("Mean {unit} before the first job in the first {time} {unit} ({ci}): {means}", time=_time(inputs, means[0]), **head)
    else:
        text = tell("Mean {unit} before the first job ({ci}): {means}", **head)
    differences = [_difference(inputs, row, len(levels) > 2) for row in _of(rows, DIFFERENCE, levels)]
    return Phrase(name, together([together([text, *differences], "; "), "."]).parts)


def mean_doubts(rows: pd.DataFrame, exposure: str, levels: list[str]) -> list[Phrase]:
    """What the differences' own warnings say, but for who is left out, which the shares' doubts say."""
    doubts = []
    found = rows[rows["measure"].eq(DIFFERENCE) & rows["warning"].notna()].set_index("level", drop=False)
    for k, level in enumerate((level for level in levels if level in found.index), 1):
        row = found.loc[level]
        own = str(row["warning"]).partition(say(LEFT_OUT))[0].strip()
        if own:
            where = key_of(row, {"exposure": exposure, "level": level})
            numbers = numbers_of(row, ("n", "n_events"), lambda column, where=where: source("survival_estimates", column, **where))
            said = tell("Mean time before the first job, {level}: {why}", level=level_word(level), why=quoted(own, numbers))
            doubts.append(Phrase(phrase_name("found", "time", exposure, "mean", "doubt", k), said.parts))
    return doubts


def _of(rows: pd.DataFrame, measure: str, levels: list[str]) -> list[pd.Series]:
    """The rows of a measure that have an estimate, in the order of the levels."""
    found = rows[rows["measure"].eq(measure) & rows["estimate"].notna()].set_index("level", drop=False)
    return [found.loc[level] for level in levels if level in found.index]


def _key(row: pd.Series) -> dict[str, str]:
    return key_of(row, {"exposure": row["exposure"], "level": row["level"]})


def _with_limits(inputs: ReportInputs, row: pd.Series) -> Cell:
    """'633.5 (564.8 to 702.2)'; one without an interval stands alone."""
    names = ("estimate", "conf_low", "conf_high")[: 1 if printing.absent(row["conf_low"]) else 3]
    values, decimals = [plain(row[name]) for name in names], inputs.settings.tables.decimals
    show = printing.with_interval if len(values) > 1 else printing.number
    places = [source("survival_estimates", name, **_key(row)) for name in names]
    numbers = tuple(Number(*each) for each in zip(names, values, places, strict=True))
    return Cell(show(*values, decimals, style=inputs.style), numbers)


def _time(inputs: ReportInputs, row: pd.Series) -> Cell:
    return up_to_cell(row, _key(row), inputs.settings.tables)


def _mean(inputs: ReportInputs, row: pd.Series, common: bool) -> Note:
    """'733.6 (657.9 to 809.3) in UWV', with the time where that is not the same for all."""
    found = {"mean": _with_limits(inputs, row), "level": level_word(row["level"])}
    if common:
        return tell("{mean} in {level}", **found)
    return tell("{mean} in {level} in the first {time} {unit}", time=_time(inputs, row), unit=units(inputs.study), **found)


def _difference(inputs: ReportInputs, row: pd.Series, several: bool) -> Note:
    """'difference 247.4 (110.3 to 384.6), p <0.001, not adjusted', with the levels where there are several."""
    found: dict[str, object] = {"difference": _with_limits(inputs, row)}
    found |= {"level": level_word(row["level"]), "reference": level_word(row["reference"])}
    if printing.absent(row["p_value"]) or not inputs.settings.tables.p_values:
        if several:
            return tell("difference {difference} of {level} from {reference}, not adjusted", **found)
        return tell("difference {difference}, not adjusted", **found)
    p = p_note(row["p_value"], source("survival_estimates", "p_value", **_key(row)), inputs.style)
    if several:
        return tell("difference {difference} of {level} from {reference}, {p}, not adjusted", p=p, **found)
    return tell("difference {difference}, {p}, not adjusted", p=p, **found)
