"""Numbers that are computed over persons or jobs."""

from __future__ import annotations

import numpy as np

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.keys import PERSON_KEYS, STATISTIC_KEYS
from ipscohort.catalogue.measures import MEASURES
from ipscohort.catalogue.statistics import FRAMES
from ipscohort.display.numbers import Filter, Number, Source, Where
from ipscohort.models.families.base import people

WHO = {frame.file: frame.rows for frame in FRAMES.values() if frame.rows}
"""File -> what its rows are."""

OVER = {
    "mean": "Mean of {what} over {who} with a value.",
    "standard deviation": "Standard deviation (n - 1) of {what} over {who} with a value.",
    "median": "Median of {what} over {who} with a value.",
    "lower quartile": "First quartile of {what} over {who} with a value.",
    "upper quartile": "Third quartile of {what} over {who} with a value.",
    "n": "Number of {who} with a value of {what}.",
    "total": "Sum of {what} over {who}.",
    "count": "Number of {who}.",
    "of": "Number of {who}: what the percentage beside it is of.",
    "partly known": "Number of {who} of whom some work is known and some is not, so that {what} can be more.",
    "percent": "Percentage with {part}, of {whole}.",
}
"""Statistic -> its definition; of any other, OTHER."""
OTHER = "{statistic} of {what}, {who}."
TOTALS = ("person-",)


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    words = {"what": material.named(source.column), "who": _who(source, source.where, material), "whole": "", "part": ""}
    if number.statistic == "percent":
        part = [material.condition(*each) for each in source.where if each not in (source.whole or ())]
        words |= {"whole": _who(source, source.whole or (), material), "part": " and ".join(part)}
    words["statistic"] = f"{number.statistic[:1].upper()}{number.statistic[1:]}"
    return OVER.get(_kind(number), OTHER).format(**words)


def _kind(number: Number) -> str:
    """Which definition: a number of rows, of values, or a sum of values."""
    if number.statistic.startswith(TOTALS):
        return "total"
    source = number.source
    if number.statistic != "n":
        return number.statistic
    if source.column in ("id", "job") or source.column in dict(source.where):
        return "count"
    return "total" if source.column in MEASURES and MEASURES[source.column].kind == "integer" else "n"


def _who(source: Source, where: Where, material: Material) -> str:
    said = [material.condition(*each) for each in where]
    return WHO[source.file] + (f" ({'; '.join(said)})" if said else "")


def about(number: Number, material: Material) -> About:
    """Rule, N, who is left out, settings."""
    source = number.source
    return About(
        rules=_rules(number, material),
        behind=_behind(source, material),
        left_out=_left_out(source, _group(source), material),
        keys=material.keys(number, _keys(source, material)),
    )


def _rules(number: Number, material: Material) -> tuple[str, ...]:
    """The operational rule of an outcome, or how a characteristic comes from the records; and the rule of quantiles."""
    column, of_persons = number.source.column, number.source.file == "persons"
    said = []
    if column in MEASURES and of_persons:
        said += material.rule_of(column)
    elif column in material.exposures and of_persons:
        exposure = material.exposures[column]
        split = f", split at {exposure.split}" if exposure.split is not None else ""
        said.append(f"{material.label(column)}: groups by {exposure.variable}{split}; reference: {exposure.reference}.")
    if column in material.codebook.variables and of_persons and (rule := material.codebook.variables[column].rule):
        said.append(f"{material.label(column)}: {rule}.")
    told = material.described(number.source.file, column)
    if not said and told is not None and column not in ("id", "job"):
        said.append(f"{told.description[:1].upper()}{told.description[1:]}.")
    if "tables.percentiles" in STATISTIC_KEYS.get(number.statistic, ()):
        said.append(f"Medians and quartiles: {rule_in_words(material.tables.percentiles)}")
    return tuple(said)


def counts_behind(source: Source, material: Material) -> tuple[int, int]:
    """How many of the number's persons or jobs have a value, and how many there are."""
    group = _group(source)
    known = material.mask(source.file, (*group, (source.column, Filter.KNOWN)))
    return int(known.sum()), int(material.mask(source.file, group).sum())


def _group(source: Source) -> Where:
    """Of whom a number is: its conditions without those on the column itself."""
    return tuple(each for each in (source.whole or source.where) if each[0] != source.column)


def _behind(source: Source, material: Material) -> str:
    if source.file not in material.frames:
        return ""
    known, chosen = counts_behind(source, material)
    whom = _who(source, _group(source), material)
    return f"{known} of {chosen} {whom} have a value." if known < chosen else f"{known} {whom}."


def _left_out(source: Source, group: Where, material: Material) -> tuple[str, ...]:
    if source.file not in material.frames:
        return ()
    missing = material.mask(source.file, (*group, (source.column, Filter.MISSING)))
    said = [_why(source, missing, material)] if missing.any() else []
    for name, wanted in group:
        if (
            name in material.exposures
            and not isinstance(wanted, Filter)
            and (n := int(material.mask(source.file, ((name, Filter.MISSING),)).sum()))
        ):
            said.append(f"{material.label(name)} is unknown for {people(n)}, counted under all participants only.")
    return tuple(filter(None, (*said, material.flow)))


def _why(source: Source, missing: np.ndarray, material: Material) -> str:
    """How many have no value, and why."""
    frame, n, column = material.frames[source.file], int(missing.sum()), source.column
    told = material.described(source.file, column)
    if source.file == "persons" and column in MEASURES and MEASURES[column].workers_only:
        none = int((material.mask(source.file, (("job_obtained", "no"),)) & missing).sum())
        rest = f"; of who obtained one, {n - none} have no value: {told.missing}" if n > none and told else ""
        return f"{none} obtained no job{rest}."
    if source.file == "persons" and column in material.codebook.variables and material.reasons:
        why = material.reasons.why(column, frame["id"][missing].to_numpy())
    else:
        why = told.missing if told and told.missing else "not recorded"
    return f"{material.label(column)} is missing for {n}: {why}."


def _keys(source: Source, material: Material) -> tuple[str, ...] | None:
    """Settings that change a column of persons; None for those of the file as a whole."""
    if source.file != "persons":
        return None
    own = PERSON_KEYS.get(source.column) or _variable_keys(source.column, material)
    groups = [name for name, _ in source.where if name != source.column]
    more = (key for name in groups for key in (PERSON_KEYS.get(name) or _variable_keys(name, material) or ()))
    return tuple(dict.fromkeys((*(own or ()), *more))) or None


def _variable_keys(name: str, material: Material) -> tuple[str, ...]:
    """Where the settings declare a characteristic or an exposure."""
    people_, exposure = material.ingest.participants, material.exposures.get(name)
    found = [f"exposures.{name}"] if exposure else []
    variable = exposure.variable if exposure else name
    if variable in people_.variables:
        found.append(f"ingest.participants.variables.{variable}")
    elif variable in people_.scales:
        found.append(f"ingest.participants.scales.{variable}")
    elif variable == "age":
        found.append("ingest.participants.age")
    elif variable == "inclusion_date":
        found.append("ingest.participants.inclusion_date")
    return tuple(found)
