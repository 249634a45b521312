"""How the alternatives to one estimate of a study lie to it: counted once here, for the table, the curve and the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort.config.analysis import Regression, Tables
from ipscohort.contracts.sensitivity import ADJUSTED, OWN
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.numbers import Cell, Filter, Note, Number, Source, source, tell, together
from ipscohort.models.families import FAMILIES, Family
from ipscohort.words import later, say

NOT_INDEPENDENT = later(
    "Alternatives share most of their persons and are no independent samples: how many point the same way is no test, and no p-value belongs to it."
)
OTHER_QUESTION = later("An alternative may answer another question, such as that of a shorter follow-up.")
OF_MANY = later("Of {n} alternatives {same} point the same way and {excluding} exclude no difference; {effect} from {low} to {high}")
OF_ONE = later(
    "One alternative was tried ({n}): same way as here {same}, excluding no difference {excluding}; {effect} from {low} to {high}"
)
WITHOUT_OWN = later("Of {n} alternatives {excluding} exclude no difference; {effect} from {low} to {high}")
REPEATED = later("({n} more only repeat one of these, or the study's own)")
WITHOUT = later("({n} more give no estimate)")
PER_YEAR = later(
    "({n} of them per year of inclusion: another contrast, counted in the direction alone; neither in how many exclude no difference nor in this range)"
)
ONLY_PER_YEAR = later("Of the alternatives tried, all per year of inclusion, which is another contrast, {same} of {n} point the same way")
OTHER_EFFECT = later("({n} of them with another kind of estimate, not in this range)")
DIRECTION = "same_direction"
KEPT = {"same_as": Filter.MISSING, "why_not": Filter.MISSING, "number": Filter.ABOVE_0}
"""Rows that are counted: alternatives with an estimate that none before them gives."""


@dataclass(frozen=True)
class Compared:
    """All specifications of one estimate.

    Attributes
    ----------
    key : dict of str -> str
        Model, exposure and level.
    rows : DataFrame
        Its rows of SPECIFICATIONS, as adjusted as each specification is; the study's own first.
    regression : Regression
    """

    key: Mapping[str, str]
    rows: pd.DataFrame
    regression: Regression

    @property
    def family(self) -> Family:
        """Of the study's own model."""
        return FAMILIES[self.regression.model]

    @property
    def effect(self) -> str:
        """What is read: 'odds ratio'."""
        return say(self.family.effect_of(self.regression.offset))

    @cached_property
    def own(self) -> Mapping[str, Any]:
        """The study's own."""
        return self.rows[self.rows["number"].eq(OWN)].iloc[0].to_dict()

    @property
    def own_value(self) -> float | None:
        """What the study found; None where it has no estimate."""
        value = self.own[self.family.columns[0]]
        return None if printing.absent(value) else float(value)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Alternatives with an estimate that none before them gives."""
        rows = self.rows
        return rows[rows["number"].gt(OWN) & rows["same_as"].isna() & rows["why_not"].isna()]

    @cached_property
    def of_groups(self) -> pd.DataFrame:
        """Those of them that compare the study's own groups."""
        return of_groups(self.counted)

    @cached_property
    def alike(self) -> pd.DataFrame:
        """Those of these whose estimate is read as the study's own is."""
        return self.of_groups[self.of_groups["effect"].eq(self.own["effect"])]

    @cached_property
    def apart(self) -> pd.DataFrame:
        """Alternatives with another contrast, such as per year of inclusion: counted in the direction alone."""
        return self.counted[self.counted["contrast"].notna()]

    def where(self, column: str, **more: object) -> Source:
        """Source of a number of these rows."""
        return source("specifications", column, **self.key, adjustment=ADJUSTED, **more)

    def count(self, statistic: str, column: str, n: int, **more: object) -> Number:
        """How many of those counted meet a condition."""
        return Number(statistic, float(n), self.where(column, **{**KEPT, **more}))


def each_compared(found: pd.DataFrame, regressions: Mapping[str, Regression]) -> Iterator[Compared]:
    """Every estimate of the study with its alternatives, in the order of the regressions."""
    main = found[found["adjustment"].eq(ADJUSTED)]
    for (model, exposure, level), rows in main.groupby(["model", "exposure", "level"], sort=False):
        yield Compared({"model": model, "exposure": exposure, "level": level}, rows, regressions[model])


def of_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of some rows that compare the study's own groups: others have another contrast, and stand in no range with them."""
    return rows[rows["contrast"].isna()]


def n_flagged(rows: pd.DataFrame, column: str) -> int:
    """How many rows a flag is true of."""
    return int(rows[column].fillna(False).sum())


def flagged_cell(compared: Compared, column: str, rows: pd.DataFrame, tables: Tables, **more: object) -> Cell:
    """'13 of 14': of some of the rows counted, those that a flag is true of; of another contrast, only the direction counts."""
    if column != DIRECTION and len(of_groups(rows)) < len(rows):
        rows, more = of_groups(rows), {**more, "contrast": Filter.MISSING}
    if rows.empty:
        return Cell(printing.DASH)
    style, n, whole = style_of(tables), n_flagged(rows, column), len(rows)
    text = say("{part} of {whole}", part=printing.count(n, style), whole=printing.count(whole, style))
    return Cell(text, (compared.count("n", column, n, **more, **{column: "yes"}), compared.count("of", "number", whole, **more)))


def range_cells(compared: Compared, rows: pd.DataFrame, tables: Tables) -> tuple[Cell, Cell] | None:
    """The lowest and the highest of some estimates, each with the specification that gives it; None where there is none."""
    column = compared.family.columns[0]
    values = rows[column].dropna()
    if values.empty:
        return None
    ends = []
    for statistic, at in (("lowest", values.idxmin()), ("highest", values.idxmax())):
        value, number = float(values[at]), int(rows.loc[at, "number"])
        text = printing.number(value, tables.estimate_decimals, style=style_of(tables))
        ends.append(Cell(text, (Number(statistic, value, compared.where(column, number=number)),)))
    return ends[0], ends[1]


def at_a_glance(compared: Compared, tables: Tables) -> Note:
    """'Of 14 alternatives 13 point the same way and 9 exclude no difference; odds ratio from 2.10 to 4.60'; empty where none is counted."""
    ends, style = range_cells(compared, compared.alike, tables), style_of(tables)
    if ends is None:
        return _only_apart(compared, tables)
    only = {"contrast": Filter.MISSING} if len(compared.apart) else {}
    rows, told = (compared.counted, {}) if compared.own_value is not None else (compared.of_groups, only)

    def counted(column: str) -> Cell:
        of, more = (compared.counted, {}) if column == DIRECTION else (compared.of_groups, only)
        n = n_flagged(of, column)
        return Cell(printing.count(n, style), (compared.count("n", column, n, **more, **{column: "yes"}),))

    n = Cell(printing.count(len(rows), style), (compared.count("n", "number", len(rows), **told),))
    text = WITHOUT_OWN if compared.own_value is None else OF_MANY if len(rows) > 1 else OF_ONE
    flags = {"same": counted("same_direction"), "excluding": counted("excludes_no_difference")}
    said = [tell(text, n=n, effect=compared.effect, low=ends[0], high=ends[1], **flags), *_beside(compared, tables)]
    return together(said, " ")


def _apart_cell(compared: Compared, tables: Tables) -> Cell:
    """How many have another contrast."""
    n = len(compared.apart)
    return Cell(printing.count(n, style_of(tables)), (compared.count("n", "number", n, contrast=Filter.KNOWN),))


def _only_apart(compared: Compared, tables: Tables) -> Note:
    """Where every alternative counted has another contrast: how many point the same way; empty where none is counted."""
    if compared.apart.empty or len(compared.of_groups) or compared.own_value is None:
        return Note()
    n = n_flagged(compared.apart, DIRECTION)
    same = Cell(printing.count(n, style_of(tables)), (compared.count("n", DIRECTION, n, contrast=Filter.KNOWN, **{DIRECTION: "yes"}),))
    return tell(ONLY_PER_YEAR, n=_apart_cell(compared, tables), same=same)


def _beside(compared: Compared, tables: Tables) -> Iterator[Note]:
    """Alternatives that are not in the range, or not counted at all."""
    rows, style = compared.rows[compared.rows["number"].gt(OWN)], style_of(tables)
    if len(compared.apart) and compared.own_value is not None:
        yield tell(PER_YEAR, n=_apart_cell(compared, tables))
    other = len(compared.of_groups) - len(compared.alike)
    if other:
        here, only = compared.own["effect"], {"contrast": Filter.MISSING}
        whole, part = (
            compared.count("of", "number", len(compared.of_groups), **only),
            compared.count("n", "number", len(compared.alike), **only, effect=here),
        )
        yield tell(OTHER_EFFECT, n=Cell(printing.count(other, style), (Number("n", float(other), whole.source), whole, part)))
    for text, column in ((REPEATED, "same_as"), (WITHOUT, "why_not")):
        n = int(rows[column].notna().sum())
        if n:
            where = compared.where("number", **{"number": Filter.ABOVE_0, column: Filter.KNOWN})
            yield tell(text, n=Cell(printing.count(n, style), (Number("n", float(n), where),)))
