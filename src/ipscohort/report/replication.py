"""The section on printed values: each beside the recomputed one, with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.printed_values.agreement import RULE_SEPARATOR, agreement, with_n
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import later, say

GIVEN = "given"
SILENT = "not-covered"
VERDICTS = {"matches": later("matches"), "differs": later("differs"), GIVEN: later("given"), SILENT: later("not covered")}
"""Verdict, by which a row is styled -> its word."""


@dataclass(frozen=True)
class Row:
    """One printed value.

    Attributes
    ----------
    id, quantity, population : str
    printed, recomputed : str
        As printed, with the N where one is printed.
    exact : str
        Every digit; empty where the value shows them all.
    verdict : str
        matches, differs, given, or not-covered.
    said : str
        The same in words.
    why : str
        What differs, or why it could not be recomputed.
    definition : str
    same_as : str
        Id of the value above that has the same definition; empty where none has.
    notes : tuple of int
        Numbers of the rules below the tables.
    """

    id: str
    quantity: str
    population: str
    printed: str
    recomputed: str
    exact: str
    verdict: str
    said: str
    why: str
    definition: str
    same_as: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """The values printed in one place of the paper."""

    where: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """What the template shows: each rule once, referred to by its number, and each definition where it is first used."""

    source: str
    sentence: str
    groups: tuple[Group, ...]
    differing: tuple[Row, ...]
    not_covered: tuple[Group, ...]
    rules: tuple[str, ...]


def section(inputs: ReportInputs) -> Section | None:
    """The section, or None where the settings name no printed values."""
    entries, named = inputs.replication, inputs.settings.replication
    if entries is None or named is None:
        return None
    rules = tuple(dict.fromkeys(rule for text in entries["rule"] for rule in _rules(text)))
    numbers = {rule: number for number, rule in enumerate(rules, 1)}
    first = entries.drop_duplicates("definition").set_index("definition")["id"].to_dict()
    groups = tuple(
        Group(str(where), tuple(_row(entry, numbers, first) for entry in part.to_dict("records")))
        for where, part in entries.groupby("where", sort=False)
    )
    differing = tuple(row for group in groups for row in group.rows if row.verdict == "differs")
    silent = tuple(Group(group.where, rows) for group in groups if (rows := tuple(row for row in group.rows if row.verdict == SILENT)))
    return Section(named.source, agreement(entries).sentence, groups, differing, silent, rules)


def _rules(text: object) -> list[str]:
    return [] if pd.isna(text) else str(text).split(RULE_SEPARATOR)


def _row(entry: dict, numbers: dict[str, int], first: dict[str, str]) -> Row:
    text = {name: "" if pd.isna(value) else str(value) for name, value in entry.items()}
    is_its_n = text["n_recomputed"] == text["recomputed_as_printed"] and not text["n_printed"]
    verdict = _verdict(entry)
    return Row(
        id=text["id"],
        quantity=text["quantity"],
        population=text["population"],
        printed=with_n(entry["printed"], entry["n_printed"]),
        recomputed=("" if verdict == SILENT else say("no result"))
        if text["why_not"]
        else with_n(entry["recomputed_as_printed"], pd.NA if is_its_n else entry["n_recomputed"]),
        exact=text["recomputed"] if text["recomputed"] != text["recomputed_as_printed"] else "",
        verdict=verdict,
        said=say(VERDICTS[verdict]),
        why=text["why_not"] or ("" if entry["match"] else _what_differs(entry)),
        definition=text["definition"],
        same_as="" if verdict == SILENT or first.get(entry["definition"], text["id"]) == text["id"] else str(first[entry["definition"]]),
        notes=tuple(numbers[rule] for rule in _rules(entry["rule"])),
    )


def _verdict(entry: dict) -> str:
    if entry["not_covered"]:
        return SILENT
    return GIVEN if entry["given"] else ("matches" if entry["match"] else "differs")


def _what_differs(entry: dict) -> str:
    wrong_n = pd.notna(entry["match_n"]) and not entry["match_n"]
    if wrong_n:
        return "N" if entry["match_value"] else say("value and N")
    return "" if entry["match_value"] else say("value")
