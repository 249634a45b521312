"""Themes that papers report, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ipscohort.config.themes import ALL, Paper
from ipscohort.contracts.themes import DIRECTIONS, THEME_STATEMENT_COUNTS, THEME_STATEMENTS
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.readers import read_file
from ipscohort.themes.cells import directions, needed, text

NOT_TOLD = "not told"
BETWEEN = ";"


def read_papers(files: Mapping[str, Path], papers: Mapping[str, Paper]) -> pd.DataFrame:
    """THEME_STATEMENTS of every paper, in the order of their files.

    Parameters
    ----------
    files : mapping of str -> Path
        By the keys of `Themes.files`.
    papers : mapping of str -> Paper

    Raises
    ------
    UserError
        Statements without a theme, a subtheme or words, and directions that are none.
    """
    gathered = Gathered()
    found = [_read(files[f"themes.papers.{name}"], name, paper, gathered) for name, paper in papers.items()]
    gathered.stop()
    return THEME_STATEMENTS.conform(pd.concat(found, ignore_index=True))


def _read(path: Path, name: str, paper: Paper, gathered: Gathered) -> pd.DataFrame:
    key, table = f"themes.papers.{name}", read_file(path, paper)
    frame = pd.DataFrame({"paper": name, "row": table.frame.index}, index=table.frame.index)
    for field in ("theme", "subtheme", "statement"):
        frame[field] = needed(
            table,
            getattr(paper, field),
            f"{key}.{field}",
            f"statements whose {field} is empty",
            "fill it in, or take the rows out",
            gathered,
        )
    frame["direction"] = directions(table, paper.direction, f"{key}.direction", gathered)
    frame["said_by"] = text(table, paper.said_by, f"{key}.said_by", gathered).map(_tidied, na_action="ignore")
    return frame


def _tidied(cell: str) -> str:
    """Groups of a cell, each once, separated by a semicolon."""
    return f"{BETWEEN} ".join(groups_in(cell))


def groups_in(cell: str) -> list[str]:
    """Stakeholder groups that a cell names."""
    return list(dict.fromkeys(part.strip() for part in cell.split(BETWEEN) if part.strip()))


def count_statements(statements: pd.DataFrame) -> pd.DataFrame:
    """THEME_STATEMENT_COUNTS: one that two groups made is one of each, and one of all."""
    rows = []
    for paper, of in statements.groupby("paper", sort=False):
        who = [[ALL, *(groups_in(cell) if isinstance(cell, str) else [NOT_TOLD])] for cell in of["said_by"].astype(object)]
        each = [(group, direction) for groups, direction in zip(who, of["direction"], strict=True) for group in groups]
        groups = sorted({group for group, _ in each}, key=lambda group: (group != ALL, group == NOT_TOLD, group))
        rows += [
            {"paper": paper, "said_by": group, "direction": way, "n": each.count((group, way))} for group in groups for way in DIRECTIONS
        ]
    return THEME_STATEMENT_COUNTS.conform(pd.DataFrame(rows))
