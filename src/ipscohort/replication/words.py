"""The definition behind a printed value in words: statistic, population and N, and the rules of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.measures import MEASURES, OUTCOMES
from ipscohort.catalogue.stages import FILES
from ipscohort.catalogue.statistics import FRAMES, STATISTICS
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Regression
from ipscohort.config.study import singular
from ipscohort.contracts import FRAME_CONTRACTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.families import FAMILIES
from ipscohort.printed_values.agreement import RULE_SEPARATOR
from ipscohort.printed_values.file import Condition, conditions

SETTINGS_FILE = "settings.yaml"

DESCRIBED = {frame: {column.name: column.description for column in contract.columns} for frame, contract in FRAME_CONTRACTS.items()}
"""Frame -> column -> what it is, by its contract."""

REFERENCE = "reference"
"""Method of a reference level's row in ESTIMATES."""

OWN_LABELS = {
    ("persons", "inclusion_date"): "Date of inclusion",
    ("jobs", "hours_per_week"): "Hours per week at the start",
    ("jobs", "days_worked"): "Days in the job",
    ("jobs", "occupation"): "Occupation group",
    ("rates", "n"): "Persons in the denominator",
    ("estimates", "p_value"): "Two-sided p",
    ("fits", "n"): "Number of persons in the analysis",
    ("fits", "n_events"): "Number of events in the analysis",
    ("fits", "r_squared"): "R-squared of the whole model",
}
"""Frame and column -> how it is named where the contract's description is no name."""

BEHIND = {name: measure.builds_on for name, measure in MEASURES.items()} | {"days_worked": ("days_in_a_job", "competitive")}
"""Measure, or column of jobs -> the rules that its own rule builds on."""


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
            or (OUTCOMES[column].label if column in OUTCOMES else "")
            or DESCRIBED[frame].get(column)
            or column.replace("_", " ")
        )
        timed = frame == "persons" and column in ("time_to_first_job", "time_worked")
        return f"{text} ({self.settings.study.time_unit})" if timed else text.replace("study.time_unit", str(self.settings.study.time_unit))


def definition(entry: Mapping[str, Any], words: Words) -> str:
    """Statistic, population and N of one row of PRINTED (blanks as '')."""
    if entry["statistic"] == "given":
        return f"Stated by the settings, not recomputed: {entry['column']}."
    if entry["frame"] == "rates":
        return _of_rates(entry, words) + _unit(entry, words)
    if entry["frame"] in ("estimates", "fits"):
        return _of_model(entry, words) + _unit(entry, words)
    if not entry["column"]:
        return f"Number of {_who(entry, words)}; N: the same."
    counted = conditions(entry["column"]) if "=" in entry["column"] else ()
    label = _quoted(counted[0].column if counted else entry["column"], entry["frame"], words)
    what = _condition(counted[0], entry["frame"], words) if counted else ""
    return STATISTICS[entry["statistic"]].sentence.format(who=_who(entry, words), what=what, label=label) + _unit(entry, words)


def rule(entry: Mapping[str, Any], words: Words) -> str:
    """Operational rules of the outcome, the exposure and the quantile, between bars; '' where the definition says it all."""
    if entry["statistic"] == "given":
        part, _, rest = entry["column"].partition(".")
        return _exposure(rest.partition(".")[0], words) if part == "exposures" else ""
    columns = [condition.column for condition in conditions(entry["select"])] if entry["frame"] in ("persons", "jobs") else []
    columns.append(entry["column"].partition("=")[0])
    found = [_rule_of(column, entry["frame"], words) for column in dict.fromkeys(columns)]
    if entry["frame"] == "rates":
        columns, found = ["employment_rate"], [words.rules.get("employment_rate", "")]
    if entry["frame"] in ("estimates", "fits"):
        columns, found = _outcome_of(entry, words), _rules_of_model(entry, words)
    found += [_rule_of(name, "persons", words) for column in columns for name in BEHIND.get(column, ())]
    if STATISTICS[entry["statistic"]].quantile:
        found.append(f"Quantiles: {rule_in_words(words.settings.tables.percentiles)}")
    return RULE_SEPARATOR.join(dict.fromkeys(filter(None, found)))


def source(entry: Mapping[str, Any]) -> str:
    """File, column and rows, as 'outcomes/rates.csv: rate [period = 2]'."""
    rows = ", ".join(f"{c.column} = {' or '.join(c.values) or 'blank'}" for c in conditions(entry["select"]))
    file = FRAMES[entry["frame"]].file
    return f"{FILES[file].path if file else SETTINGS_FILE}: {entry['column'] or 'rows'}" + (f" [{rows}]" if rows else "")


def _unit(entry: Mapping[str, Any], words: Words) -> str:
    if entry["unit"] == "months":
        return f" In months of {words.settings.study.days_per_month:g} days."
    return " Times 100." if entry["unit"] == "percent" else ""


def _who(entry: Mapping[str, Any], words: Words) -> str:
    noun = FRAMES[entry["frame"]].rows
    chosen = [_condition(condition, entry["frame"], words) for condition in conditions(entry["select"])]
    return f"{noun} with {' and '.join(chosen)}" if chosen else f"all {noun}"


def _condition(condition: Condition, frame: str, words: Words) -> str:
    values = " or ".join(value or "not recorded" for value in condition.values)
    return f"{_quoted(condition.column, frame, words)} = {values}"


def _quoted(column: str, frame: str, words: Words) -> str:
    return f"'{words.label(column, frame)}'"


def _rule_of(column: str, frame: str, words: Words) -> str:
    """Rule of an outcome, an exposure's split, or the column of the records that a characteristic comes from."""
    if frame == "jobs":
        name = "days_in_a_job" if column == "days_worked" else "competitive"
        return f"{name.replace('_', ' ').capitalize()}: {words.rules[name]}" if name in words.rules else ""
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
        return f"{label}: {known.rule if known and known.rule else exposure.variable}; reference '{exposure.reference}'."
    split = "the midpoint of inclusion" if exposure.split == "midpoint" else exposure.split
    return f"{label}: {exposure.variable}, '{exposure.levels[1]}' from {split} on; reference '{exposure.reference}'."


def _of_rates(entry: Mapping[str, Any], words: Words) -> str:
    period = next((c.values[0] for c in conditions(entry["select"]) if c.column == "period"), "")
    unit = singular(words.settings.study.period)
    when = f"in {unit} {period}" if period else f"in every {unit}"
    return f"{_capital(words.label(entry['column'], 'rates'))} {when}; N: the persons in its denominator."


def _of_model(entry: Mapping[str, Any], words: Words) -> str:
    chosen = {c.column: c.values[0] for c in conditions(entry["select"])}
    regression = words.settings.models.regressions.get(chosen.get("model", ""))
    kind = regression.model if regression else ""
    exposure = words.settings.exposures.get(chosen.get("exposure", ""))
    level = f" {chosen['level']}" if chosen.get("level") else ""
    against = f" against {exposure.reference}" if exposure and level else ""
    about = f"'{words.label(chosen['exposure'])}'{level}{against}" if "exposure" in chosen else ""
    names = (chosen.get("adjustment", "").replace("_", " "), kind.replace("_", "-"), "model of", chosen.get("model", ""))
    model = " ".join(filter(None, names)) + _method(chosen, words)
    what, adjusted = _estimate(entry, regression, words), _adjusted_for(chosen, words)
    if entry["frame"] == "fits":  # of the model as a whole, not of the exposure
        return f"{what}: the {model}{f' on {about}' if about else ''}{adjusted}."
    return f"{what}{f' of {about}' if about else ''} in the {model}{adjusted}."


def _estimate(entry: Mapping[str, Any], regression: Regression | None, words: Words) -> str:
    """What a column of estimates or fits is, in this regression's family."""
    column = entry["column"]
    family = FAMILIES.get(regression.model) if regression else None
    coefficient, ratio = (
        (family.coefficient_of(regression.offset), family.effect_of(regression.offset)) if family else ("coefficient", "ratio")
    )
    level = f"{100 * words.settings.study.confidence:g}% confidence limit of the "
    named = {"estimate": coefficient, "ratio": ratio}
    for base, what in (("conf", coefficient), ("ratio", ratio)):
        named |= {f"{base}_low": f"lower {level}{what}", f"{base}_high": f"upper {level}{what}"}
    profile = level.replace("confidence", "profile likelihood")
    named |= {"profile_low": f"lower {profile}{coefficient}", "profile_high": f"upper {profile}{coefficient}"}
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
    return f" ({'; '.join(methods)})" if methods else ""


def _confounders(chosen: Mapping[str, str], words: Words) -> list[str]:
    rows = _rows_of(words.fits, chosen)
    names = "" if rows is None or pd.isna(rows["confounders"].iloc[0]) else str(rows["confounders"].iloc[0])
    return [name.strip() for name in names.split(";") if name.strip()]


def _adjusted_for(chosen: Mapping[str, str], words: Words) -> str:
    rows = _rows_of(words.fits, chosen)
    if rows is None:
        return ""
    listed = ", ".join(map(words.label, _confounders(chosen, words)))
    adjusted = f", adjusted for {listed} (numbers linearly)" if listed else ""
    return f"{adjusted}; N: complete cases of {rows['population'].iloc[0]} ({int(rows['n_population'].iloc[0])})"


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
