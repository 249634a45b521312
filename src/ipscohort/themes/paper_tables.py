"""Themes of papers: statements side by side, and how many were made by whom."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ipscohort.config.themes import ALL
from ipscohort.contracts.themes import DIRECTIONS
from ipscohort.display.numbers import Cell, source
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell
from ipscohort.themes.inputs import Inputs
from ipscohort.themes.papers import NOT_TOLD
from ipscohort.themes.theme_tables import NEITHER, WORDS
from ipscohort.words import later, say

NAME, BY_GROUP = "themes_published", "themes_published_by_group"
OF_PAPERS = later("Facts of {papers}, in other words than theirs; none is of this cohort.")
SEVERAL = later("A statement of two groups counts in both, and once in all.")
TELLS_NOT = later("Whom a paper does not name is not told; whom it names in words such as most participants is named so.")


def published_table(inputs: Inputs) -> Table:
    """A group of rows for each theme of each paper: what helps and what hinders, by subtheme."""
    statements = inputs.of.statements
    sides = _sides(statements)
    groups = []
    for (paper, theme), of in statements.groupby(["paper", "theme"], sort=False):
        rows = tuple(
            Row(str(subtheme), tuple(Cell(_listed(rows, side)) for side in sides)) for subtheme, rows in of.groupby("subtheme", sort=False)
        )
        groups.append(RowGroup(f"{inputs.themes.papers[str(paper)].citation}: {theme}", rows))
    columns = tuple(Column(say(WORDS[side]), text=True) for side in sides)
    return Table(NAME, say("Themes that papers report"), say("Subtheme"), columns, tuple(groups), (_papers(inputs),))


def _sides(statements: pd.DataFrame) -> list[str]:
    """Facilitators and barriers, and what is neither where there is any."""
    return [way for way in DIRECTIONS if way != NEITHER or statements["direction"].eq(NEITHER).any()]


def _listed(rows: pd.DataFrame, side: str) -> str:
    """Statements of one side, each with who said so where that is told."""
    said = []
    for way, statement, who in zip(rows["direction"], rows["statement"], rows["said_by"], strict=True):
        if way == side:
            said.append(f"{statement} ({who.replace(';', ',')})" if isinstance(who, str) else statement)
    return "; ".join(said)


def published_by_group_table(inputs: Inputs) -> Table:
    """A group of rows for each paper: statements by who made them."""
    sides = _sides(inputs.of.statements)
    groups = tuple(
        RowGroup(inputs.themes.papers[str(paper)].citation, tuple(_rows(inputs, str(paper), of, sides)))
        for paper, of in inputs.of.statement_counts.groupby("paper", sort=False)
    )
    columns = tuple(Column(say(WORDS[side])) for side in sides)
    notes = (say(SEVERAL), say(TELLS_NOT), _papers(inputs))
    return Table(BY_GROUP, say("Statements of papers by who said so"), say("Who said so"), columns, groups, notes)


def _rows(inputs: Inputs, paper: str, counts: pd.DataFrame, sides: list[str]) -> Iterator[Row]:
    for said_by, of in counts.groupby("said_by", sort=False):
        n = of.set_index("direction")["n"]
        label = {ALL: say("All statements"), NOT_TOLD: say("Not told")}.get(str(said_by), str(said_by))
        where = {"paper": paper, "said_by": said_by}
        cells = (count_cell(n[side], source("theme_statement_counts", "n", **where, direction=side), style=inputs.style) for side in sides)
        yield Row(label, tuple(cells))


def _papers(inputs: Inputs) -> str:
    return say(OF_PAPERS, papers="; ".join(f"{paper.citation} (doi {paper.doi})" for paper in inputs.themes.papers.values()))
