"""A row that fits hardly any column: no record, but a second row of names, a row of totals or one that is shifted."""

from __future__ import annotations

from ipscohort.errors import Problem

ODD = 4
"""Columns that one row must not fit to be taken for no record."""


def one_odd_row(problems: list[Problem]) -> list[Problem]:
    """One problem in place of many where they are about a single row that fits hardly any column.

    Parameters
    ----------
    problems : list of Problem

    Returns
    -------
    list of Problem
    """
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        file, column, _ = problem.where.partition(", column ")
        if column and len(problem.rows) == 1:
            found.setdefault((file, problem.rows[0]), []).append(problem)
    for (file, row), those in found.items():
        if len(those) < ODD:
            continue
        columns = ", ".join(problem.where.partition(", column ")[2] for problem in those)
        what = f"one row does not fit {len(those)} of the columns: {columns}"
        remedy = (
            "if it is a second row of names, units or labels, a row of totals, or a row shifted by a stray separator: take it out or mend it; "
            "else mend its cells"
        )
        place = problems.index(those[0])
        problems = [problem for problem in problems if problem not in those]
        problems.insert(place, Problem(file, what, remedy, (row,)))
    return problems
