"""Find the answers of a row, or of one number, by what a user types."""

from __future__ import annotations

from ipscohort.answers.content import Answer, Answers
from ipscohort.errors import NEAR, Problem, UserError, nearest

SHOWN = 12
"""Rows named in a message at most."""


def find(answers: Answers, name: str, row: str | None = None) -> tuple[Answer, ...]:
    """The answers of one number by its id, or of a row of a table.

    Parameters
    ----------
    answers : Answers
    name : str
        An id, such as baseline.12; or a table.
    row : str, optional
        The row in words, 'group > variable > level', as tables/cells.csv has it; the last part or some words are enough where
        only one row has them, capitals or not. Without it `name` is an id.

    Raises
    ------
    UserError
        There is no such number, table or row, with the nearest name; or several rows are meant.
    """
    if row is None and name in answers.by_id:
        return (answers.by_id[name],)
    tables = tuple(dict.fromkeys(answer.table for answer in answers.all))
    if name not in tables:
        near = nearest(name, answers.by_id) if "." in name else ""
        hint = near if near.startswith(NEAR) else nearest(name, tables)
        _refuse(name, "there is no table or number of this name", hint)
    of_table = [answer for answer in answers.all if answer.table == name]
    rows = tuple(dict.fromkeys(answer.row for answer in of_table if answer.row))
    if row is None:
        _refuse(name, "say which of its rows", _listed(rows))
    found = _rows_meant(row, rows)
    if not found:
        _refuse(f"{name}, row '{row}'", "there is no such row", nearest(row, rows) if len(rows) <= SHOWN else _near(row, rows))
    if len(found) > 1:
        _refuse(f"{name}, row '{row}'", f"{len(found)} rows have these words", _listed(found))
    return tuple(answer for answer in of_table if answer.row == found[0])


def rows_below(answers: Answers, found: tuple[Answer, ...]) -> tuple[str, ...]:
    """The rows of a table that stand under the one found, such as the levels of an exposure."""
    table, head = found[0].table, f"{found[0].row} > "
    return tuple(dict.fromkeys(answer.row for answer in answers.all if answer.table == table and answer.row.startswith(head)))


def _rows_meant(row: str, rows: tuple[str, ...]) -> tuple[str, ...]:
    """Rows of just these words; else those whose last part is them, or holds them; else those that hold them anywhere."""
    wanted = row.strip().lower()
    ways = (
        lambda each: each.lower() == wanted,
        lambda each: each.lower().rpartition(" > ")[2] == wanted,
        lambda each: wanted in each.lower().rpartition(" > ")[2],
        lambda each: wanted in each.lower(),
    )
    return next((found for way in ways if (found := tuple(filter(way, rows)))), ())


def _near(row: str, rows: tuple[str, ...]) -> str:
    """The hint that names the nearest row, by its last part too."""
    by_last = {each.rpartition(" > ")[2]: each for each in rows}
    hint = nearest(row, [*rows, *by_last])
    return hint if hint.startswith(NEAR) else _listed(rows)


def _listed(rows: tuple[str, ...]) -> str:
    more = f"\n... and {len(rows) - SHOWN} more: see tables/cells.csv" if len(rows) > SHOWN else ""
    return "one of:\n" + "\n".join(f"  {row}" for row in rows[:SHOWN]) + more


def _refuse(where: str, what: str, remedy: str) -> None:
    raise UserError("This can't be explained.", [Problem(where, what, remedy)])
