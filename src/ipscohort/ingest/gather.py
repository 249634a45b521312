"""What a run of ingest gathers on its way: what is wrong, and what was noted for the cleaning log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from ipscohort.contracts import CLEANING_LOG
from ipscohort.errors import Problem, Problems
from ipscohort.files.tableio import LIST_SEPARATOR
from ipscohort.ingest.missingcolumns import ColumnsSought
from ipscohort.ingest.oddrow import one_odd_row
from ipscohort.ingest.rawtable import HEADING


@dataclass
class Gathered:
    """Problems and notes under construction.

    Attributes
    ----------
    problems : Problems
    notes : list of dict
        Rows of the cleaning log.
    columns : ColumnsSought
        Columns that the settings name, found and not found.
    """

    problems: Problems = field(default_factory=lambda: Problems(HEADING))
    notes: list[dict] = field(default_factory=list)
    columns: ColumnsSought = field(default_factory=ColumnsSought)

    def stop(self) -> None:
        """Raise a UserError where anything is wrong; columns that are not there stand last."""
        self.problems.found = [*one_odd_row(self.problems.found), *self.columns.problems()]
        self.problems.stop()

    def note(self, rule: str, table: str, action: str, why: str, *, n: int | None = None, ids: Iterable = (), rows: Iterable = ()) -> None:
        """Note what was done to some records; nothing is noted where none is concerned.

        Parameters
        ----------
        rule, table, action, why : str
            See the contract cleaning_log.
        n : int, optional
            Records concerned; without it, the number of rows.
        ids, rows : iterable
            Persons (each named once) and row numbers.
        """
        rows = list(rows)
        count = len(rows) if n is None else n
        if count == 0:
            return
        named = dict.fromkeys(str(i) for i in ids if not pd.isna(i))
        self.notes.append(
            {
                "rule": rule,
                "table": table,
                "action": action,
                "n": count,
                "ids": LIST_SEPARATOR.join(named),
                "rows": LIST_SEPARATOR.join(str(row) for row in rows),
                "why": why,
            }
        )

    def once(self, problem: Problem) -> None:
        """Take a problem that several columns or steps may meet."""
        if problem not in self.problems.found:
            self.problems.found.append(problem)

    def log(self) -> pd.DataFrame:
        """The notes as a cleaning log."""
        return CLEANING_LOG.conform(pd.DataFrame(self.notes)) if self.notes else CLEANING_LOG.empty()
