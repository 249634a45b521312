"""What a user is told when a cohort's settings or records are wrong.

A problem says where (file, column or key, rows or ids), what is wrong and what to do. It never carries a
person's values: row numbers and ids are enough to find them. Problems are collected, so that one run shows
the complete list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from ipscohort.catalogue.letters import seen

SHOWN = 10
"""Row numbers or ids shown before the rest is counted."""

MOST_LEVELS = 12
"""Levels named in a message at most: a column with more may hold persons' own values, such as their names."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    Attributes
    ----------
    where : str
        File, and within it the sheet, column or key.
    what : str
        What is wrong, in one sentence, without values of persons.
    remedy : str
        What to do about it.
    rows, ids : tuple
        Row numbers as the file's own program shows them, or ids of persons.
    """

    where: str
    what: str
    remedy: str = ""
    rows: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        places = [listed("row", self.rows), listed("id", self.ids)]
        found = "; ".join(place for place in places if place)
        lines = [f"{self.where}: {self.what}" + (f" ({found})" if found else "")]
        if self.remedy:
            lines.append(f"    -> {self.remedy}")
        return "\n".join(lines)


class UserError(Exception):
    """Something that the user can mend; shown as text, never as a traceback.

    Parameters
    ----------
    heading : str
        One line that says what was being done.
    problems : iterable of Problem
        The complete list of what is wrong.
    """

    def __init__(self, heading: str, problems: Iterable[Problem]):
        self.heading = heading
        self.problems = tuple(problems)
        super().__init__(heading, self.problems)

    def __str__(self) -> str:
        return seen("\n".join([self.heading, *(f"  {line}" for p in self.problems for line in str(p).split("\n"))]))


@dataclass
class Problems:
    """A list under construction; `stop` raises once it holds anything."""

    heading: str
    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str = "", *, rows: Iterable = (), ids: Iterable = ()) -> None:
        """Note one problem; see `Problem`."""
        rows = tuple(int(row) for row in rows)
        self.found.append(Problem(where, what, remedy, rows, tuple(str(i) for i in ids)))

    def stop(self) -> None:
        """Raise a UserError when there is anything to mend."""
        if self.found:
            raise UserError(self.heading, self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)


def listed(noun: str, items: Iterable, shown: int = SHOWN) -> str:
    """'row 3', 'rows 3, 7, 9' or 'rows 3, 7 and 40 more'; '' where there is none."""
    items = list(items)
    if not items:
        return ""
    text = ", ".join(str(item) for item in items[:shown])
    more = f" and {len(items) - shown} more" if len(items) > shown else ""
    return f"{noun}{'s' if len(items) > 1 else ''} {text}{more}"


NEAR = "did you mean"
"""How the hint of one nearest name begins."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """The hint that names the nearest valid name, or all of them where none is near."""
    valid = [str(v) for v in valid]
    close = get_close_matches(str(name), valid, n=1, cutoff=0.6)
    if not close:
        lowered = {v.lower(): v for v in valid}
        close = [lowered[c] for c in get_close_matches(str(name).lower(), list(lowered), n=1, cutoff=0.6)]
    if close:
        return f"{NEAR} '{close[0]}'?"
    return f"valid: {', '.join(valid)}" if valid else ""


def known_levels(levels: Iterable[str], wanted: str | None = None, *, rows: int | None = None) -> str:
    """Levels that the records hold, for a remedy; where they are many, or most occur once, they are only counted: they may be names.

    Parameters
    ----------
    levels : iterable of str
    wanted : str, optional
        What the settings name instead: the nearest level is the hint.
    rows : int, optional
        Rows of data in which they occur.
    """
    levels = list(levels)
    mostly_once = rows is not None and len(levels) > 2 and 2 * len(levels) > rows
    if len(levels) > MOST_LEVELS or mostly_once:
        where = "" if rows is None else f" in {rows} rows"
        return f"its column holds {len(levels)} different values{where}, too many to list, as they may be of single persons: is it the right column?"
    if wanted is not None:
        return nearest(wanted, levels) or "its column holds no value"
    return ", ".join(levels) or "none does"
