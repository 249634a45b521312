"""Ids of job records as the participants' ids: the same, or by the rules of `id_match`."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ipscohort.ids.matching import id_keys, named, near_matches
from ipscohort.ingest.gather import Gathered
from ipscohort.words import say


def match_ids(ids: pd.Series, people: pd.Series, rules: Sequence[str], source: str, gathered: Gathered) -> pd.Series:
    """Participants' ids in place of those that match one by the rules; each match is noted.

    Parameters
    ----------
    ids : Series of string
        Ids of the source's records.
    people : Series of string
        Ids of participants.
    rules : sequence of str
        The source's `id_match`.
    source : str
        The source's name in the settings.
    gathered : Gathered
        Takes as problems: participants that become one by the rules, and ids that match several.

    Returns
    -------
    Series of string
    """
    if not rules:
        return ids
    where = f"ingest.jobs.{source}.id_match"
    once = people.dropna().drop_duplicates()
    keys = id_keys(once, rules)
    joined = once[keys.duplicated(keep=False)]
    if len(joined):
        what = f"participants whose ids become one by {named(sorted(rules))}"
        gathered.problems.add(where, what, "take out the rule that joins them, and mend the ids of the jobs instead", ids=joined)
    found = near_matches(ids, once, rules)
    several = ids.isin(found.loc[found["matches"].map(len).gt(1), "id"])
    if several.any():
        what = "ids of jobs that match two participants or more"
        gathered.problems.add(where, what, "mend these ids in the jobs' file", rows=ids.index[several], ids=ids[several].drop_duplicates())
    own = dict(zip(found["id"], found["matches"].map(lambda matches: matches[0]), strict=True))
    matched = ids.map(own).astype("string")
    for chosen in dict.fromkeys(found["rules"]):
        rows = ids.isin(found.loc[found["rules"] == chosen, "id"])
        why = say("source {source}: the id is the participant's only by {rules} (id_match)", source=source, rules=named(chosen))
        gathered.note("ids_nearly_matched", f"jobs.{source}", say("changed"), why, ids=matched[rows], rows=ids.index[rows])
    return matched.fillna(ids)
