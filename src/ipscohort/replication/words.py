"""The definition behind a printed value in words: statistic, population and N, and the rules of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.catalogue.measures import MEASURES, OUTCOMES
from ipscohort.catalogue.stages import FILES
from ipscohort.catalogue.statistics import FRAMES, STATISTICS
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Regression
from ipscohort.contracts import FRAME_CONTRACTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.display import printing
from ipscohort.display.naming import counts_every_job
from ipscohort.display.phrasing import units
from ipscohort.display.printing import DASH
from ipscohort.display.units import one
from ipscohort.models.families import FAMILIES
from ipscohort.printed_values.agreement import RULE_SEPARATOR
from ipscohort.printed_values.file import NOT_COVERED, Condition, columns_named, conditions
from ipscohort.words import later, of_every_job, say

SETTINGS_FILE = "settings.yaml"

DESCRIBED = {frame: {column.name: column.description for column in contract.columns} for frame, contract in FRAME_CONTRACTS.items()}
"""Frame -> column -> what it is, by its contract."""

REFERENCE = "reference"
"""Method of a reference level's row in ESTIMATES."""

OWN_LABELS = {
    ("persons", "inclusion_date"): later("Date of inclusion"),
    ("jobs", "hours_per_week"): later("Hours per week at the start"),
    ("jobs", "days_worked"): later("Days in the job"),
    ("jobs", "occupation"): later("Occupation group"),
    ("rates", "n"): later("Persons in the denominator"),
    ("estimates", "p_value"): later("Two-sided p"),
    ("fits", "n"): later("Number of persons in the analysis"),
    ("fits", "n_events"): later("Number of events in the analysis"),
    ("fits", "r_squared"): later("R-squared of the whole model"),
}
"""Frame and column -> how it is named where the contract's description is no name."""

BEHIND = {name: measure.builds_on for name, measure in MEASURES.items()} | {"days_worked": ("days_in_a_job", "competitive")}
"""Measure, or column of jobs -> the rules that its own rule builds on."""


SENTENCES = {
    "count": later("Number with {what} among {who}; N: those of whom it is recorded."),
    "percent": later("Percentage with {what} among {who} of whom it is recorded (N)."),
    "percent_of_all": later("Percentage with {what} among {who}, also those of whom it is not recorded (N)."),
    "valid": later("Number of {who} with a value of {label}."),
    "mean": later("Mean of {label} over {who} with a value (N)."),
    "sd": later("Standard deviation (n - 1) of {label} over {who} with a value (N)."),
    "median": later("Median of {label} over {who} with a value (N)."),
    "q1": later("First quartile of {label} over {who} with a value (N)."),
    "q3": later("Third quartile of {label} over {who} with a value (N)."),
    "iqr": later("First and third quartile of {label} over {who} with a value (N); a dash where either is not defined."),
    "first": later("Lowest or earliest {label} of {who} with a value (N)."),
    "last": later("Highest or latest {label} of {who} with a value (N)."),
    "chi2": later("Pearson's chi-squared, without continuity correction, of {label} over {who} with a value of both (N)."),
    "chi2_p": later("p of Pearson's chi-squared, without continuity correction, of {label} over {who} with a value of both (N)."),
}
"""Statistic of rows -> its definition, with `who`, `what` and `label` in braces; of any other the frame words it."""


@dataclass(frozen=True)
class Words:
    """What the sentences need.

    Attributes
    ----------
    settings : Settings or Slice
        outcomes, study, exposures, models, tables.
    codebook : Codebook or None
        Labels of characteristics and exposures.
    rules : mapping of str -> str
        Operational rule of each measure.
    fits, estimates : DataFrame or None
        FITS: what each model adjusts for; ESTIMATES: by which method.
    """

    settings: Settings | Slice
    codebook: Codebook | None
    rules: Mapping[str, str]
    fits: pd.DataFrame | None
    estimates: pd.DataFrame | None = None

    def label(self, column: str, frame: str = "persons") -> str:
        """How a column is named, with its unit where it has one."""
        known = self.codebook.variables.get(column) if self.codebook and frame == "persons" else None
        if known:
            return known.heading
        text = (
            OWN_LABELS.get((frame, column))
            or (self._of_jobs(OUTCOMES[column].label) if column in OUTCOMES else "")
            or DESCRIBED[frame].get(column)
            or column.replace("_", " ")
        )
        timed, said, unit = frame == "persons" and column in ("time_to_first_job", "time_worked"), say(text), units(self.settings.study)
        return f"{said} ({unit})" if timed else said.replace("study.time_unit", unit)

    def _of_jobs(self, text: str) -> str:
        """Without the word competitive where the study counts every job in its records."""
        return of_every_job(text) if self.codebook and counts_every_job(self.settings.study, self.codebook) else text


def definition(entry: Mapping[str, Any], words: Words) -> str:
    """Statistic, population and N of one row of PRINTED (blanks as '')."""
    if entry["statistic"] == "given":
        return say("Stated by the settings, not recomputed: {key}.", key=entry["column"])
    if entry["statistic"] == NOT_COVERED:
        return say("Not covered.")
    if entry["frame"] == "rates":
        return _of_rates(entry, words) + _unit(entry, words)
    if entry["frame"] in ("estimates", "fits"):
        return _of_model(entry, words) + _unit(entry, words)
    if not entry["column"]:
        return say("Number of {who}; N: the same.", who=_who(entry, words))
    counted = conditions(entry["column"]) if "=" in entry["column"] else ()
    label = say(" by ").join(_quoted(name, entry["frame"], words) for name in columns_named(entry["column"], entry["statistic"]))
    what = _condition(counted[0], entry["frame"], words) if counted else ""
    return say(SENTENCES[entry["statistic"]], who=_who(entry, words), what=what, label=label) + _unit(entry, words)


def rule(entry: Mapping[str, Any], words: Words) -> str:
    """Operational rules of the outcome, the exposure and the quantile, between bars; '' where the definition says it all."""
    if entry["statistic"] == "given":
        part, _, rest = entry["column"].partition(".")
        return _exposure(rest.partition(".")[0], words) if part == "exposures" else ""
    if entry["statistic"] == NOT_COVERED:
        return ""
    columns = [condition.column for condition in conditions(entry["select"])] if entry["frame"] in ("persons", "jobs") else []
    columns += columns_named(entry["column"], entry["statistic"]) or [""]
    found = [_rule_of(column, entry["frame"], words) for column in dict.fromkeys(columns)]
    if entry["frame"] == "rates":
        columns, found = ["employment_rate"], [words.rules.get("employment_rate", "")]
    if entry["frame"] in ("estimates", "fits"):
        columns, found = _outcome_of(entry, words), _rules_of_model(entry, words)
    found += [_rule_of(name, "persons", words) for column in columns for name in BEHIND.get(column, ())]
    if STATISTICS[entry["statistic"]].quantile:
        found.append(say("Quantiles: {rule}", rule=rule_in_words(words.settings.tables.percentiles)))
    return RULE_SEPARATOR.join(dict.fromkeys(filter(None, found)))


def source(entry: Mapping[str, Any]) -> str:
    """File, column and rows, as 'outcomes/rates.csv: rate [period = 2]'; a dash where no result stands for the value."""
    if entry["statistic"] == NOT_COVERED:
        return DASH
    rows = ", ".join(f"{c.column} = {' or '.join(c.values) or 'blank'}" for c in conditions(entry["select"]))
    file = FRAMES[entry["frame"]].file
    return f"{FILES[file].path if file else SETTINGS_FILE}: {entry['column'] or 'rows'}" + (f" [{rows}]" if rows else "")


def _unit(entry: Mapping[str, Any], words: Words) -> str:
    if entry["unit"] == "months":
        return say(" In months of {days} days.", days=printing.short(words.settings.study.days_per_month))
    return say(" Times 100.") if entry["unit"] == "percent" else ""


def _who(entry: Mapping[str, Any], words: Words) -> str:
    noun = say(FRAMES[entry["frame"]].rows)
    chosen = [_condition(condition, entry["frame"], words) for condition in conditions(entry["select"])]
    return say("{rows} with {what}", rows=noun, what=say(" and ").join(chosen)) if chosen else say("all {rows}", rows=noun)


def _condition(condition: Condition, frame: str, words: Words) -> str:
    values = say(" or ").join(value or say("not recorded") for value in condition.values)
    return f"{_quoted(condition.column, frame, words)} = {values}"


def _quoted(column: str, frame: str, words: Words) -> str:
    return f"'{words.label(column, frame)}'"


def _rule_of(column: str, frame: str, words: Words) -> str:
    """Rule of an outcome, an exposure's split, or the column of the records that a characteristic comes from."""
    if frame == "jobs":
        name = "days_in_a_job" if column == "days_worked" else "competitive"
        label = say("Days in a job") if column == "days_worked" else say("Competitive")
        return f"{label}: {words.rules[name]}" if name in words.rules else ""
    if column in words.rules:
        return f"{_capital(words.label(column))}: {words.rules[column]}"
    if column in words.settings.exposures:
        return _exposure(column, words)
    known = words.codebook.variables.get(column) if words.codebook else None
    return f"{known.label}: {known.rule}." if known and known.rule else ""


def _exposure(name: str, words: Words) -> str:
    exposure = words.settings.exposures.get(name)
    if exposure is None:
        return ""
    label = words.label(name)
    if exposure.split is None:
        known = words.codebook.variables.get(exposure.variable) if words.codebook else None
        rule = known.rule if known and known.rule else exposure.variable
        return say("{label}: {rule}; reference '{reference}'.", label=label, rule=rule, reference=exposure.reference)
    found = {"label": label, "variable": exposure.variable, "level": exposure.levels[1], "reference": exposure.reference}
    split = say("the midpoint of inclusion") if exposure.split == "midpoint" else exposure.split
    return say("{label}: {variable}, '{level}' from {split} on; reference '{reference}'.", split=split, **found)


def _of_rates(entry: Mapping[str, Any], words: Words) -> str:
    period = next((c.values[0] for c in conditions(entry["select"]) if c.column == "period"), "")
    found = {"what": _capital(words.label(entry["column"], "rates")), "unit": one(words.settings.study.period)}
    if period:
        return say("{what} in {unit} {period}; N: the persons in its denominator.", period=period, **found)
    return say("{what} in every {unit}; N: the persons in its denominator.", **found)


def _of_model(entry: Mapping[str, Any], words: Words) -> str:
    chosen = {c.column: c.values[0] for c in conditions(entry["select"])}
    regression = words.settings.models.regressions.get(chosen.get("model", ""))
    kind = regression.model if regression else ""
    exposure = words.settings.exposures.get(chosen.get("exposure", ""))
    about = _about(chosen, exposure.reference if exposure else "", words)
    what, adjusted = _estimate(entry, regression, words), _adjusted_for(chosen, words)
    found = {"what": what, "model": _model(chosen, kind, words), "adjusted": adjusted, "about": about}
    if entry["frame"] == "fits":  # of the model as a whole, not of the exposure
        if about:
            return say("{what}: the {model} on {about}{adjusted}.", **found)
        return say("{what}: the {model}{adjusted}.", **found)
    if about:
        return say("{what} of {about} in the {model}{adjusted}.", **found)
    return say("{what} in the {model}{adjusted}.", **found)


def _about(chosen: Mapping[str, str], reference: str, words: Words) -> str:
    """'Experience' second half against first half'; '' where the row names no exposure."""
    if "exposure" not in chosen:
        return ""
    named = f"'{words.label(chosen['exposure'])}'"
    if not chosen.get("level"):
        return named
    levels = f"{named} {chosen['level']}"
    return say("{levels} against {reference}", levels=levels, reference=reference) if reference else levels


def _model(chosen: Mapping[str, str], kind: str, words: Words) -> str:
    """'crude logistic model of job_obtained (logistic regression, maximum likelihood, Wald interval)'."""
    names = [say(ADJUSTMENTS.get(chosen.get("adjustment", ""), chosen.get("adjustment", ""))), say(kind.replace("_", "-"))]
    return say("{which} model of {name}", which=" ".join(filter(None, names)), name=chosen.get("model", "")) + _method(chosen, words)


def _estimate(entry: Mapping[str, Any], regression: Regression | None, words: Words) -> str:
    """What a column of estimates or fits is, in this regression's family."""
    column = entry["column"]
    family = FAMILIES.get(regression.model) if regression else None
    coefficient, ratio = (
        (say(family.coefficient_of(regression.offset)), say(family.effect_of(regression.offset)))
        if family
        else (say("coefficient"), say("ratio"))
    )
    named = {"estimate": coefficient, "ratio": ratio}
    level = f"{100 * words.settings.study.confidence:g}"
    for base, what in (("conf", coefficient), ("ratio", ratio)):
        named[f"{base}_low"] = say("lower {level}% confidence limit of the {what}", level=level, what=what)
        named[f"{base}_high"] = say("upper {level}% confidence limit of the {what}", level=level, what=what)
    named["profile_low"] = say("lower {level}% profile likelihood limit of the {what}", level=level, what=coefficient)
    named["profile_high"] = say("upper {level}% profile likelihood limit of the {what}", level=level, what=coefficient)
    return _capital(named.get(column) or words.label(column, entry["frame"]))


def _rows_of(frame: pd.DataFrame | None, chosen: Mapping[str, str]) -> pd.DataFrame | None:
    """The rows of one model; None where there are none."""
    if frame is None:
        return None
    keep = pd.Series(True, index=frame.index)
    for column in ("model", "exposure", "adjustment"):
        keep &= frame[column] == chosen.get(column)
    return frame[keep] if keep.any() else None


def _method(chosen: Mapping[str, str], words: Words) -> str:
    """' (logistic regression, maximum likelihood, Wald interval)': the method that was used, which may not be the one asked for."""
    rows = _rows_of(words.estimates, chosen)
    methods = [] if rows is None else [m for m in rows["method"].dropna().unique() if m != REFERENCE]
    return f" ({'; '.join(map(say, methods))})" if methods else ""


def _confounders(chosen: Mapping[str, str], words: Words) -> list[str]:
    rows = _rows_of(words.fits, chosen)
    names = "" if rows is None or pd.isna(rows["confounders"].iloc[0]) else str(rows["confounders"].iloc[0])
    return [name.strip() for name in names.split(";") if name.strip()]


def _adjusted_for(chosen: Mapping[str, str], words: Words) -> str:
    rows = _rows_of(words.fits, chosen)
    if rows is None:
        return ""
    listed = ", ".join(map(words.label, _confounders(chosen, words)))
    of = say("; N: complete cases of {population} ({n})", population=rows["population"].iloc[0], n=int(rows["n_population"].iloc[0]))
    return (say(", adjusted for {confounders} (numbers linearly)", confounders=listed) if listed else "") + of


def _rules_of_model(entry: Mapping[str, Any], words: Words) -> list[str]:
    chosen = {c.column: c.values[0] for c in conditions(entry["select"])}
    outcome = [_rule_of(name, "persons", words) for name in _outcome_of(entry, words)]
    adjusted_for = [_rule_of(name, "persons", words) for name in _confounders(chosen, words)]
    return [*outcome, _exposure(chosen.get("exposure", ""), words), *adjusted_for]


def _outcome_of(entry: Mapping[str, Any], words: Words) -> list[str]:
    """The outcome of the model that is asked for, where the settings have it."""
    models = [c.values[0] for c in conditions(entry["select"]) if c.column == "model"]
    return [words.settings.models.regressions[name].outcome for name in models if name in words.settings.models.regressions]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
