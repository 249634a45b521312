"""What is said of ids that no participant has and that nearly are one's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ipscohort.clean.work import Work, unique
from ipscohort.ids.matching import named
from ipscohort.words import say


@dataclass(frozen=True)
class Near:
    """Rows of one source whose ids nearly match.

    Attributes
    ----------
    source : str
        Its name in the settings.
    table : str
        How messages name its table.
    found : DataFrame
        Columns id and row.
    of : int
        Rows of the source.
    """

    source: str
    table: str
    found: pd.DataFrame
    of: int


def stop_near(work: Work, rows: Near, near: pd.DataFrame) -> None:
    """Say by what the ids of a source nearly match, how many by each, and the key that accepts just that.

    Parameters
    ----------
    work : Work
    rows : Near
    near : DataFrame
        What `near_matches` gives, indexed by id.
    """
    found, where = rows.found, f"{rows.table}, column id"
    rules, several = found["id"].map(near["rules"]), found["id"].map(near["matches"]).map(len).gt(1)
    counts = rules[~several].value_counts(sort=False)
    by = ", ".join(f"{n} by {named(chosen)}" for chosen, n in counts.items())
    if by:
        ids, numbers = unique(found.loc[~several, "id"]), found.loc[~several, "row"].drop_duplicates()
        what = f"no participant has this id, but {len(numbers)} of {rows.of} rows nearly match one: {by}"
        key = ", ".join(sorted(set().union(*counts.index)))
        remedy = f"if they are the same persons, accept just that with ingest.jobs.{rows.source}.id_match: [{key}], or mend the ids; "
        work.problems.add(where, what, remedy + "to leave the jobs out would lose these persons' work", rows=numbers, ids=ids)
    if several.any():
        what, remedy = "no participant has this id, and it nearly matches several", "mend the ids: no rule can tell whose jobs these are"
        numbers, ids = found.loc[several, "row"].drop_duplicates(), unique(found.loc[several, "id"])
        work.problems.add(where, what, remedy, rows=numbers, ids=ids)


def name_near(near: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Why ids that nearly match are set aside, and these ids: one reason for each set of rules."""
    for rules in dict.fromkeys(near["rules"]):
        why = say("No participant has this id; it differs from one's only by {rules} (see id_match).", rules=named(rules))
        yield why, list(near.index[near["rules"] == rules])
