"""Numbers that are computed over persons or jobs."""

from __future__ import annotations

import numpy as np

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.keys import PERSON_KEYS, STATISTIC_KEYS
from ipscohort.catalogue.measures import MEASURES
from ipscohort.catalogue.statistics import FRAMES
from ipscohort.display.missing import WHY_MISSING
from ipscohort.display.numbers import Filter, Number, Source, Where
from ipscohort.models.families.base import people
from ipscohort.words import later, say

WHO = {frame.file: frame.rows for frame in FRAMES.values() if frame.rows}
"""File -> what its rows are, to be said."""

OVER = {
    "mean": later("Mean of {what} over {who} with a value."),
    "standard deviation": later("Standard deviation (n - 1) of {what} over {who} with a value."),
    "median": later("Median of {what} over {who} with a value."),
    "lower quartile": later("First quartile of {what} over {who} with a value."),
    "upper quartile": later("Third quartile of {what} over {who} with a value."),
    "n": later("Number of {who} with a value of {what}."),
    "total": later("Sum of {what} over {who}."),
    "count": later("Number of {who}."),
    "of": later("Number of {who}: what the percentage beside it is of."),
    "partly known": later("Number of {who} of whom some work is known and some is not, so that {what} can be more."),
    "known at least in part": later("Number of {who} of whom some work is known."),
    "unknown for a while": later("Number of {who} followed to the end, but censored at an unknown period before it."),
    "worked, time unknown": later("Number of {who}: they worked, but {what} is unknown."),
    "least mean": later("Mean of {what} over {who}, with what is unknown counted as little as can be."),
    "greatest mean": later("Mean of {what} over {who}, with what is unknown counted as much as can be."),
    "least median": later("Median of {what} over {who}, with what is unknown counted as little as can be."),
    "greatest median": later("Median of {what} over {who}, with what is unknown counted as much as can be."),
    "greatest n": later("Number of {who} at most: with those who can be at yes, as far as is known."),
    "greatest percent": later("Percentage of {who} at most: with those who can be at yes, as far as is known."),
    WHY_MISSING: later("Number of {who}, for one reason: {reason}."),
    "percent": later("Percentage with {part}, of {whole}."),
    "longest": later("Longest of {what}, {who}."),
    "shortest": later("Shortest of {what}, {who}."),
    "at risk": later("Number still at risk at the end of their follow-up: {who}."),
}
"""Statistic -> its definition; of any other, OTHER."""
OTHER = later("{statistic} of {what}, {who}.")
TOTALS = ("person-",)


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    words = {"what": material.named(source.column), "who": _who(source, source.where, material), "whole": "", "part": ""}
    if number.statistic == "percent":
        part = [material.condition(*each) for each in source.where if each not in (source.whole or ())]
        words |= {"whole": _who(source, source.whole or (), material), "part": say(" and ").join(part)}
    words["statistic"] = f"{number.statistic[:1].upper()}{number.statistic[1:]}"
    words["reason"] = say(number.statistic.removeprefix(WHY_MISSING))
    return say(OVER.get(_kind(number), OTHER), **words)


def _kind(number: Number) -> str:
    """Which definition: a number of rows, of values, or a sum of values."""
    if number.statistic.startswith(TOTALS):
        return "total"
    if number.statistic.startswith(WHY_MISSING):
        return WHY_MISSING
    source = number.source
    if number.statistic != "n":
        return number.statistic
    if source.column in ("id", "job") or source.column in dict(source.where):
        return "count"
    return "total" if source.column in MEASURES and MEASURES[source.column].kind == "integer" else "n"


def _who(source: Source, where: Where, material: Material) -> str:
    said = [material.condition(*each) for each in where]
    return say(WHO[source.file]) + (f" ({'; '.join(said)})" if said else "")


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
        groups = {"label": material.label(column), "variable": exposure.variable, "reference": exposure.reference}
        if exposure.split is None:
            said.append(say("{label}: groups by {variable}; reference: {reference}.", **groups))
        else:
            said.append(say("{label}: groups by {variable}, split at {split}; reference: {reference}.", split=exposure.split, **groups))
    if column in material.codebook.variables and of_persons and (rule := material.codebook.variables[column].rule):
        said.append(f"{material.label(column)}: {rule}.")
    told = material.described(number.source.file, column)
    if not said and told is not None and column not in ("id", "job"):
        described = say(told.description)
        said.append(f"{described[:1].upper()}{described[1:]}.")
    if "tables.percentiles" in STATISTIC_KEYS.get(number.statistic, ()):
        said.append(say("Medians and quartiles: {rule}", rule=rule_in_words(material.tables.percentiles)))
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
    return say("{n} of {all} {whom} have a value.", n=known, all=chosen, whom=whom) if known < chosen else f"{known} {whom}."


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
            label = material.label(name)
            said.append(say("{label} is unknown for {people}, counted under all participants only.", label=label, people=people(n)))
    return tuple(filter(None, (*said, material.flow)))


def _why(source: Source, missing: np.ndarray, material: Material) -> str:
    """How many have no value, and why."""
    frame, n, column = material.frames[source.file], int(missing.sum()), source.column
    told = material.described(source.file, column)
    if source.file == "persons" and column in MEASURES and MEASURES[column].workers_only:
        none = int((material.mask(source.file, (("job_obtained", "no"),)) & missing).sum())
        if n == none or not told:
            return say("{n} obtained no job.", n=none)
        return say(
            "{n} obtained no job; of who obtained one, {without} have no value: {why}.", n=none, without=n - none, why=say(told.missing)
        )
    if source.file == "persons" and column in material.codebook.variables and material.reasons:
        why = material.reasons.why(column, frame["id"][missing].to_numpy())
    else:
        why = say(told.missing) if told and told.missing else say("not recorded")
    return say("{label} is missing for {n}: {why}.", label=material.label(column), n=n, why=why)


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
    elif variable in material.ingest.cut_offs:
        found.append(f"ingest.cut_offs.{variable}")
    elif of := next((f for f, file in material.ingest.waves.items() for c in file.scores.values() if variable in c.waves.values()), None):
        found.append(f"ingest.waves.{of}")
    elif variable == "age":
        found.append("ingest.participants.age")
    elif variable == "inclusion_date":
        found.append("ingest.participants.inclusion_date")
    return tuple(found)
