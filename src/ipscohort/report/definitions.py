"""The definitions used, and the section on which choice matters: what the paper leaves open against its printed values."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.config import Settings
from ipscohort.printed_values.agreement import with_n
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import later, say, say_n

AGE = {
    "exact": later("Exact years from birth to inclusion: days / 365.25."),
    "year": later("Years from 1 July of the year of birth to inclusion, right to half a year: days / 365.25."),
    "completed_years": later("Birthdays reached at inclusion (29 February comes round on 1 March where there is no such day)."),
}
SHOWN = 4
"""Values shown of an alternative before the rest is folded away."""


@dataclass(frozen=True)
class Entry:
    """A printed value by its id, and 'days worked median: 265.0 -> 263.0'."""

    id: str
    text: str


@dataclass(frozen=True)
class Alternative:
    """One alternative.

    Attributes
    ----------
    name, keys : str
    counted : str
        '3 of 124', or a dash.
    values, more : tuple of Value
        Those that no longer match: shown, and folded away.
    only_so : tuple of Value
        Those that match under the alternative only.
    why_not : str
    """

    name: str
    keys: str
    counted: str
    entries: tuple[Entry, ...]
    more: tuple[Entry, ...]
    only_so: tuple[Entry, ...]
    why_not: str


@dataclass(frozen=True)
class Choice:
    """What the paper leaves open, what this study does, and what else could have been done."""

    name: str
    here: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Section:
    """What the template shows."""

    sentence: str
    choices: tuple[Choice, ...]


def used(rules: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """All definitions used: those of the outcomes, age where it is computed, and the rule of medians and quartiles.

    Parameters
    ----------
    rules : DataFrame
        Columns name and rule, as the outcomes stage wrote them.
    settings : Settings
    """
    people = settings.ingest.participants
    way = people.age if people.birth_date is not None else "year" if people.birth_year is not None else ""
    more = {"age": say(AGE[way])} if way and "age" not in people.variables else {}
    if settings.clean.isco08_digits > 1:
        more["same_job"] = _same_job(settings.clean.isco08_digits, settings.clean.touching_days)
    more["quantiles"] = rule_in_words(settings.tables.percentiles)
    return pd.concat([rules, pd.DataFrame({"name": list(more), "rule": list(more.values())})], ignore_index=True).astype("string")


def _same_job(digits: int, touching: int) -> str:
    return say_n(
        "Records of two sources are one job where they share person and occupation (the first {digits} digits of the ISCO-08 code, or as "
        "many as both have; without a code, the group) and their dates overlap or lie no more than {n} day "
        "apart; the record of the source with precedence counts.",
        "Records of two sources are one job where they share person and occupation (the first {digits} digits of the ISCO-08 code, or as "
        "many as both have; without a code, the group) and their dates overlap or lie no more than {n} days "
        "apart; the record of the source with precedence counts.",
        touching,
        digits=digits,
    )


def section(inputs: ReportInputs) -> Section | None:
    """Which choice matters; None where it was not computed."""
    if inputs.alternatives is None or inputs.changed_values is None or inputs.alternatives.empty:
        return None
    choices = tuple(
        Choice(str(name), str(rows["here"].iloc[0]), tuple(_alternative(row, inputs.changed_values) for _, row in rows.iterrows()))
        for name, rows in inputs.alternatives.groupby("choice", sort=False)
    )
    return Section(_sentence(inputs.alternatives), choices)


def _sentence(alternatives: pd.DataFrame) -> str:
    told = int((alternatives["n_no_longer"].fillna(0) > 0).sum())
    n = len(alternatives)
    return say_n(
        "{n} alternative tried; under {told} of them at least one printed value no longer matches.",
        "{n} alternatives tried; under {told} of them at least one printed value no longer matches.",
        n,
        told=told,
    )


def _alternative(row: pd.Series, entries: pd.DataFrame) -> Alternative:
    mine = entries[(entries["choice"] == row["choice"]) & (entries["alternative"] == row["alternative"])]
    lost, won = (tuple(map(_entry, mine[mine["match"] == match].to_dict("records"))) for match in (False, True))
    computed = pd.notna(row["n_no_longer"])
    return Alternative(
        name=str(row["alternative"]),
        keys=str(row["keys"]),
        counted=say("{part} of {whole}", part=row["n_no_longer"], whole=row["n_values"]) if computed else "-",
        entries=lost[:SHOWN],
        more=lost[SHOWN:],
        only_so=won,
        why_not="" if computed else str(row["why_not"]),
    )


def _entry(entry: dict) -> Entry:
    whom = f", {entry['population']}" if pd.notna(entry["population"]) else ""
    ns = (entry["n_printed"], entry["n_recomputed"])
    n_told = pd.notna(ns[0]) and (pd.isna(ns[1]) or ns[0] != ns[1])
    here, there = (with_n(entry[name], n if n_told else pd.NA) for name, n in zip(("printed", "recomputed_as_printed"), ns, strict=True))
    if pd.isna(entry["recomputed_as_printed"]):
        there = say("not computable")
    return Entry(str(entry["id"]), f"{entry['quantity']}{whom}: {here} \u2192 {there}")
