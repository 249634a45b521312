"""The last word of a run whose settings say that a mismatch is an error."""

from __future__ import annotations

import pandas as pd

from ipscohort.errors import Problems
from ipscohort.printed_values.agreement import agreement, with_n

REMEDY = (
    "look it up in the report under 'Printed values', or in replication/printed_values.csv; replication.on_mismatch: report lets a run pass"
)


def require_matches(replication: pd.DataFrame, page: str) -> str:
    """The sentence that says how many match, where all of those counted do.

    Parameters
    ----------
    replication : DataFrame
        REPLICATION.
    page : str
        The report, which is complete by now.

    Raises
    ------
    UserError
        Names each value that does not match: id, where, printed and recomputed with their Ns.
    """
    agreed = agreement(replication)
    wrong = replication[replication["id"].isin(agreed.differing)]
    problems = Problems(f"{agreed.matched} of {agreed.counted} printed values match. The report is complete: {page}")
    for position, (_, row) in enumerate(wrong.iterrows(), 1):
        found = f"not recomputed ({row['why_not']})" if pd.notna(row["why_not"]) else f"recomputed {_found(row)}"
        what = f"printed {with_n(row['printed'], row['n_printed'])}, {found}"
        problems.add(f"{row['id']} ({row['where']}, {row['quantity']})", what, REMEDY if position == len(wrong) else "")
    problems.stop()
    return agreed.sentence


def _found(row: pd.Series) -> str:
    return with_n(row["recomputed_as_printed"], row["n_recomputed"] if pd.notna(row["n_printed"]) else pd.NA)
