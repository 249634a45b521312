"""Columns that the settings name and a file lacks: one problem per file.

Where a file has none of them, the row of its names may hold the first person's values instead of names, so nothing of it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ipscohort.errors import NEAR, Problem, nearest
from ipscohort.ingest.rawtable import RawTable

MOST_LACKING = 10
"""Columns that are not there of which a message says so one by one."""
MOST_NAMES = 30
"""Names of a file's columns that a message lists."""


@dataclass
class _Sought:
    """What was sought in one file.

    Attributes
    ----------
    table : RawTable
    found : bool
        Whether any was found.
    lacking : dict of str -> str
        What is said of each that was not -> its name.
    """

    table: RawTable
    found: bool = False
    lacking: dict[str, str] = field(default_factory=dict)

    def problem(self) -> Problem:
        """All that is not there."""
        names = [str(name) for name in self.table.frame.columns]
        if not self._is_header(names):
            sought = ", ".join(f"'{name}'" for name in dict.fromkeys(self.lacking.values()))
            row = self.table.names_row
            what = f"none of the columns named is there ({sought}): row {row} seems to hold something else, or the separator is another"
            remedy = "set `header_row` (the row of the columns' names), `delimiter` or `sheet` for the file, or write the names into row 1"
            return Problem(self.table.where, what, remedy)
        hints = {what: nearest(name, names) for what, name in self.lacking.items()}
        near = {what: hint for what, hint in hints.items() if hint.startswith(NEAR)}
        if len(hints) == 1 and near:
            return Problem(self.table.where, *hints.popitem())
        said = "; ".join(f"{what} ({near[what]})" if what in near else what for what in list(hints)[:MOST_LACKING])
        said += f"; and {len(hints) - MOST_LACKING} more are not there" if len(hints) > MOST_LACKING else ""
        return Problem(
            self.table.where, said, "mend the names in the settings or in the file" if len(near) == len(hints) else _valid(names)
        )

    def _is_header(self, names: Iterable[str]) -> bool:
        """Whether the names are names for sure: the format has them, or one is named in the settings, perhaps in other letters."""
        known = {name.casefold() for name in self.lacking.values()}
        return self.found or not self.table.names_row or any(name.casefold() in known for name in names)


@dataclass
class ColumnsSought:
    """Columns sought so far, by file."""

    files: dict[str, _Sought] = field(default_factory=dict)

    def found(self, table: RawTable) -> None:
        """Note that a file has a column that the settings name."""
        self._of(table).found = True

    def lacks(self, table: RawTable, what: str, name: str) -> None:
        """Note that a file lacks one.

        Parameters
        ----------
        table : RawTable
        what : str
            What is wrong, with the key of the settings.
        name : str
            The column as the settings name it.
        """
        self._of(table).lacking[what] = name

    def problems(self) -> list[Problem]:
        """One problem per file that lacks any."""
        return [sought.problem() for sought in self.files.values() if sought.lacking]

    def _of(self, table: RawTable) -> _Sought:
        return self.files.setdefault(table.where, _Sought(table))


def _valid(names: list[str]) -> str:
    more = ", ..." if len(names) > MOST_NAMES else ""
    return f"the file has {len(names)} column{'s' if len(names) > 1 else ''}: {', '.join(names[:MOST_NAMES])}{more}"
