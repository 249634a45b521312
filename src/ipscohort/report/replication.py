"""The section on printed figures: each beside the recomputed one, with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.agreement import agreement, with_n
from ipscohort.report.inputs import ReportInputs

GIVEN = "given"


@dataclass(frozen=True)
class Row:
    """One printed figure.

    Attributes
    ----------
    id, quantity, population : str
    printed, recomputed : str
        As printed, with the N where one is printed.
    exact : str
        Every digit; empty where the figure shows them all.
    verdict : str
        matches, differs, or given.
    why : str
        What differs, or why it could not be recomputed.
    definition : str
    note : int or None
        Number of the rule below the table.
    """

    id: str
    quantity: str
    population: str
    printed: str
    recomputed: str
    exact: str
    verdict: str
    why: str
    definition: str
    note: int | None


@dataclass(frozen=True)
class Group:
    """The figures printed in one place of the paper, and the rules that they refer to by number."""

    where: str
    rows: tuple[Row, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """What the template shows."""

    source: str
    sentence: str
    groups: tuple[Group, ...]
    differing: tuple[Row, ...]


def section(inputs: ReportInputs) -> Section | None:
    """The section, or None where the settings name no printed figures."""
    figures, named = inputs.replication, inputs.settings.replication
    if figures is None or named is None:
        return None
    groups = tuple(_group(str(where), part) for where, part in figures.groupby("where", sort=False))
    differing = tuple(row for group in groups for row in group.rows if row.verdict == "differs")
    return Section(named.source, agreement(figures).sentence, groups, differing)


def _group(where: str, figures: pd.DataFrame) -> Group:
    rules = tuple(dict.fromkeys(figures["rule"].dropna()))
    numbers = {rule: number for number, rule in enumerate(rules, 1)}
    return Group(where, tuple(_row(figure, numbers) for figure in figures.to_dict("records")), rules)


def _row(figure: dict, numbers: dict[str, int]) -> Row:
    text = {name: "" if pd.isna(value) else str(value) for name, value in figure.items()}
    with_printed_n = pd.notna(figure["n_printed"]) and not figure["given"]
    verdict = GIVEN if figure["given"] else ("matches" if figure["match"] else "differs")
    return Row(
        id=text["id"],
        quantity=text["quantity"],
        population=text["population"],
        printed=with_n(figure["printed"], figure["n_printed"]),
        recomputed=with_n(figure["recomputed_as_printed"], figure["n_recomputed"] if with_printed_n else pd.NA),
        exact=text["recomputed"] if text["recomputed"] != text["recomputed_as_printed"] else "",
        verdict=verdict,
        why=text["why_not"] or ("" if figure["match"] else _what_differs(figure)),
        definition=text["definition"],
        note=numbers.get(text["rule"]),
    )


def _what_differs(figure: dict) -> str:
    value, n = not figure["match_value"], pd.notna(figure["match_n"]) and not figure["match_n"]
    return "the value and the N differ" if value and n else f"the {'N' if n else 'value'} differs"
