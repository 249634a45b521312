"""The definition behind a printed figure in words: statistic, population and N, and the rules of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipscohort.codebook import Codebook
from ipscohort.config import Settings, Slice
from ipscohort.contracts import ESTIMATES, FITS, JOB_MEASURES, PERSONS, RATES
from ipscohort.naming import OUTCOME_LABELS
from ipscohort.printed import Condition, conditions
from ipscohort.quantiles import rule_in_words

QUANTILES = ("median", "q1", "q3", "iqr")
FILES = {
    "persons": "outcomes/persons.parquet",
    "jobs": "outcomes/job_measures.csv",
    "rates": "outcomes/rates.csv",
    "estimates": "models/estimates.csv",
    "fits": "models/fits.csv",
    "settings": "settings.yaml",
}
"""Frame -> its file in the cohort's results."""

DESCRIBED = {
    frame: {column.name: column.description for column in contract.columns}
    for frame, contract in {"persons": PERSONS, "jobs": JOB_MEASURES, "rates": RATES, "estimates": ESTIMATES, "fits": FITS}.items()
}
"""Frame -> column -> what it is, by its contract."""

SENTENCES = {
    "count": "Number of {who} with {what}; N: those with {label} recorded.",
    "percent": "Percentage of {who} with {what}; N: those with {label} recorded.",
    "percent_of_all": "Percentage of {who} with {what}; N: all of them, also those without {label} recorded.",
    "valid": "Number of {who} with {label} recorded.",
    "mean": "Mean of {label} over {who}; N: those with a value.",
    "sd": "Standard deviation (n - 1) of {label} over {who}; N: those with a value.",
    "median": "Median of {label} over {who}; N: those with a value.",
    "q1": "First quartile of {label} over {who}; N: those with a value.",
    "q3": "Third quartile of {label} over {who}; N: those with a value.",
    "iqr": "First to third quartile of {label} over {who}; a dash where either is not defined; N: those with a value.",
    "first": "Lowest {label} over {who}; N: those with a value.",
    "last": "Highest {label} over {who}; N: those with a value.",
}
"""Statistic of persons and jobs -> its definition."""


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
    fits : DataFrame or None
        FITS: what each model adjusts for.
    """

    settings: Settings | Slice
    codebook: Codebook | None
    rules: Mapping[str, str]
    fits: pd.DataFrame | None

    def label(self, column: str, frame: str = "persons") -> str:
        """How a column is named, with its unit where it has one."""
        known = self.codebook.variables.get(column) if self.codebook and frame == "persons" else None
        if known:
            return known.heading
        text = OUTCOME_LABELS.get(column) or DESCRIBED[frame].get(column) or column.replace("_", " ")
        timed = frame == "persons" and column in ("time_to_first_job", "time_worked")
        return f"{text} ({self.settings.study.time_unit})" if timed else text.replace("study.time_unit", self.settings.study.time_unit)


def definition(figure: Mapping[str, Any], words: Words) -> str:
    """Statistic, population and N of one row of PRINTED (blanks as '')."""
    if figure["statistic"] == "given":
        return f"Stated by the settings, not recomputed: {figure['column']}."
    if figure["frame"] == "rates":
        return _of_rates(figure, words) + _unit(figure, words)
    if figure["frame"] in ("estimates", "fits"):
        return _of_model(figure, words) + _unit(figure, words)
    if not figure["column"]:
        return f"Number of {_who(figure, words)}; N: the same."
    counted = conditions(figure["column"]) if "=" in figure["column"] else ()
    label = words.label(counted[0].column if counted else figure["column"], figure["frame"])
    what = _condition(counted[0], figure["frame"], words) if counted else ""
    return SENTENCES[figure["statistic"]].format(who=_who(figure, words), what=what, label=label) + _unit(figure, words)


def rule(figure: Mapping[str, Any], words: Words) -> str:
    """Operational rules of the outcome, the exposure and the quantile; '' where the definition says it all."""
    if figure["statistic"] == "given":
        return ""
    columns = [condition.column for condition in conditions(figure["select"])] if figure["frame"] in ("persons", "jobs") else []
    columns.append(figure["column"].partition("=")[0])
    found = [_rule_of(column, figure["frame"], words) for column in dict.fromkeys(columns)]
    if figure["frame"] == "rates":
        found = [words.rules.get("employment_rate", "")]
    if figure["frame"] in ("estimates", "fits"):
        found = _rules_of_model(figure, words)
    if figure["statistic"] in QUANTILES:
        found.append(f"Quantiles: {rule_in_words(words.settings.tables.percentiles)}")
    return " ".join(dict.fromkeys(filter(None, found)))


def source(figure: Mapping[str, Any]) -> str:
    """File, column and rows, as 'outcomes/rates.csv: rate [period = 2]'."""
    rows = ", ".join(f"{c.column} = {' or '.join(c.values) or 'blank'}" for c in conditions(figure["select"]))
    return f"{FILES[figure['frame']]}: {figure['column'] or 'rows'}" + (f" [{rows}]" if rows else "")


def _unit(figure: Mapping[str, Any], words: Words) -> str:
    if figure["unit"] == "months":
        return f" In months of {words.settings.study.days_per_month:g} days."
    return " Times 100." if figure["unit"] == "percent" else ""


def _who(figure: Mapping[str, Any], words: Words) -> str:
    noun = {"persons": "persons analysed", "jobs": "competitive jobs obtained"}[figure["frame"]]
    chosen = [_condition(condition, figure["frame"], words) for condition in conditions(figure["select"])]
    return f"{noun} with {' and '.join(chosen)}" if chosen else f"all {noun}"


def _condition(condition: Condition, frame: str, words: Words) -> str:
    values = " or ".join(f"'{value}'" if value else "not recorded" for value in condition.values)
    return f"{words.label(condition.column, frame)}: {values}"


def _rule_of(column: str, frame: str, words: Words) -> str:
    """Rule of an outcome, an exposure's split, or the column of the records that a characteristic comes from."""
    if frame == "jobs":
        text = words.rules.get("days_in_a_job", "") if column == "days_worked" else ""
        return f"Days in a job: {text}" if text else ""
    if column in words.rules:
        return f"{words.label(column)}: {words.rules[column]}"
    if column in words.settings.exposures:
        return _exposure(column, words)
    known = words.codebook.variables.get(column) if words.codebook else None
    return f"{known.label}: column {known.column} of the participants' records." if known and known.column else ""


def _exposure(name: str, words: Words) -> str:
    exposure = words.settings.exposures.get(name)
    if exposure is None:
        return ""
    label = words.label(name)
    if exposure.split is None:
        return f"{label}: {exposure.variable}, reference '{exposure.reference}'."
    split = "the midpoint of inclusion" if exposure.split == "midpoint" else exposure.split
    return f"{label}: {exposure.variable}, '{exposure.levels[1]}' from {split} on; reference '{exposure.reference}'."


def _of_rates(figure: Mapping[str, Any], words: Words) -> str:
    period = next((c.values[0] for c in conditions(figure["select"]) if c.column == "period"), "")
    when = (
        f"{words.settings.study.period.removesuffix('s')} {period}" if period else f"every {words.settings.study.period.removesuffix('s')}"
    )
    return f"{_capital(words.label(figure['column'], 'rates'))}, of {when}; N: persons observed on its first day."


def _of_model(figure: Mapping[str, Any], words: Words) -> str:
    chosen = {c.column: c.values[0] for c in conditions(figure["select"])}
    regression = words.settings.models.regressions.get(chosen.get("model", ""))
    kind = {"logistic": "logistic", "log_linear": "log-linear"}[regression.model] if regression else ""
    level = f", '{chosen['level']}'" if chosen.get("level") else ""
    reference = words.settings.exposures.get(chosen.get("exposure", ""))
    against = f" against '{reference.reference}'" if reference and level else ""
    exposure = f" for {words.label(chosen['exposure'])}{level}{against}" if "exposure" in chosen else ""
    model = " ".join(filter(None, [chosen.get("adjustment", "").replace("_", " "), kind, "model", chosen.get("model", "")]))
    return f"{_capital(words.label(figure['column'], figure['frame']))}{exposure}; {model}{_adjusted_for(chosen, words)}; N: persons in the model."


def _adjusted_for(chosen: Mapping[str, str], words: Words) -> str:
    if words.fits is None:
        return ""
    row = words.fits[(words.fits["model"] == chosen.get("model")) & (words.fits["exposure"] == chosen.get("exposure"))]
    row = row[row["adjustment"] == chosen.get("adjustment")]
    if not len(row):
        return ""
    names = "" if pd.isna(row["confounders"].iloc[0]) else str(row["confounders"].iloc[0])
    listed = ", ".join(words.label(name.strip()) for name in names.split(";") if name.strip())
    adjusted = f", adjusted for {listed}" if listed else ""
    return f"{adjusted}; complete cases of {row['population'].iloc[0]} (n = {int(row['n_population'].iloc[0])})"


def _rules_of_model(figure: Mapping[str, Any], words: Words) -> list[str]:
    chosen = {c.column: c.values[0] for c in conditions(figure["select"])}
    regression = words.settings.models.regressions.get(chosen.get("model", ""))
    outcome = _rule_of(regression.outcome, "persons", words) if regression else ""
    return [outcome, _exposure(chosen.get("exposure", ""), words)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
