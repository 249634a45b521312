"""The same job in two sources: the source named first takes precedence and replaces the other's row whole.

Two records are the same job when they come from different sources and share person and occupation group (a missing
group matches any; codes agree in the digits that the settings compare and both have), and their dates overlap or touch. Only what is known of the dates counts: an ongoing job reaches on
without end, a job of unknown end is known on its first day, one of unknown start on its last day, and one without
any date matches none.

Chains. Sources are taken in the order of the settings. A record is replaced only by a record that it matches itself and
that is kept; so where A matches B and B matches C but A does not match C, B goes and C stays: its time is nobody
else's. Records of one source are never merged. A record that matches several is replaced by the one that it shares
most days with (then the lower job number).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.clean.work import Work, kept
from ipscohort.words import say

FACTS = (
    "start",
    "end",
    "end_status",
    "hours_per_week",
    "occupation",
    "isco08",
    "wage",
    "competitive",
    "paid_prevailing_wage",
    "regular_labour_market",
    "open_to_anyone",
)
RULE = "same_job_in_two_sources"


def codes_to_the_digits_that_count(work: Work) -> None:
    """Cut ISCO-08 codes to the digits that the settings compare; where that is the first alone, the major group says it."""
    digits = work.clean.isco08_digits
    work.jobs["isco08"] = work.jobs["isco08"].str.slice(0, digits) if digits > 1 else pd.Series(pd.NA, work.jobs.index, dtype="string")


def same_job_in_two_sources(work: Work) -> None:
    """Replace rows of later sources by the rows of earlier ones that describe the same job; list where they differ."""
    order = list(work.jobs.sort_values("job")["source"].drop_duplicates())
    if len(order) < 2:
        return
    _say_what_a_source_says_as_a_whole(work)
    pairs = _matching_pairs(work.jobs, order, work.clean.touching_days)
    replaced = _replaced(pairs, len(order))
    gone = work.jobs["job"].isin(replaced["job_replaced"]).to_numpy()
    work.disagreements = _differences(work.jobs, replaced, dated=work.codebook.dated)
    agree = ~work.jobs["job"].isin(work.disagreements["job_replaced"]).to_numpy()
    first = order[0]
    other = say(
        "A record of a source with precedence ({first} first) describes the same job with other facts: see the list of disagreements.",
        first=first,
    )
    same = say("A record of a source with precedence ({first} first) describes the same job with the same facts.", first=first)
    work.note_jobs(RULE, say("replaced"), work.jobs[gone & ~agree], other)
    work.note_jobs(RULE, say("replaced"), work.jobs[gone & agree], same)
    work.jobs = kept(work.jobs, ~gone)


def _say_what_a_source_says_as_a_whole(work: Work) -> None:
    """All jobs of a source whose own rule is `all_jobs` are competitive: said of each, as others may say otherwise of the same job."""
    whole = [source for source, rule in work.codebook.competitive.items() if rule == "all_jobs"]
    said = work.jobs["source"].isin(whole) & work.jobs["competitive"].isna()
    work.jobs["competitive"] = work.jobs["competitive"].mask(said, "yes")


def _matching_pairs(jobs: pd.DataFrame, order: list[str], touching: int) -> pd.DataFrame:
    """Pairs of records of different sources that are the same job: rank_kept < rank_replaced, and the days shared."""
    start, end = jobs["start_day"].astype("Float64"), jobs["end_day"].astype("Float64")
    end = end.mask(jobs["end_status"] == "ongoing", np.inf)
    known = pd.DataFrame(
        {
            "person": pd.factorize(jobs["id"])[0],
            "job": jobs["job"].to_numpy(dtype="int64"),
            "rank": jobs["source"].map({source: rank for rank, source in enumerate(order)}).to_numpy(),
            "group": pd.factorize(jobs["occupation"])[0],  # -1: missing
            "code": jobs["isco08"].fillna("").to_numpy(dtype=object),
            "first": start.fillna(end.where(end != np.inf)).to_numpy(dtype=float, na_value=np.nan),
            "last": end.fillna(start).to_numpy(dtype=float, na_value=np.nan),
        }
    ).dropna(subset=["first", "last"])
    pairs = known[known["rank"] < len(order) - 1].merge(known[known["rank"] > 0], on="person", suffixes=("_kept", "_replaced"))
    pairs = pairs[pairs["rank_kept"] < pairs["rank_replaced"]]
    pairs["shared"] = np.minimum(pairs["last_kept"], pairs["last_replaced"]) - np.maximum(pairs["first_kept"], pairs["first_replaced"]) + 1
    groups = (pairs["group_kept"] < 0) | (pairs["group_replaced"] < 0) | (pairs["group_kept"] == pairs["group_replaced"])
    pairs = pairs[groups & (pairs["shared"] > -touching)]
    pairs = pairs[_codes_agree(pairs)]
    return pairs.assign(id=jobs.set_index("job")["id"].loc[pairs["job_kept"]].to_numpy())


def _codes_agree(pairs: pd.DataFrame) -> pd.Series:
    """Whether two codes are the same as far as both go; a missing one agrees with any."""
    both = zip(pairs["code_kept"], pairs["code_replaced"], strict=True)
    return pd.Series([one.startswith(other) or other.startswith(one) for one, other in both], index=pairs.index, dtype=bool)


def _replaced(pairs: pd.DataFrame, sources: int) -> pd.DataFrame:
    """Per record that goes, the record that stays in its place."""
    gone = pd.Index([], dtype="int64")
    found = []
    for rank in range(1, sources):
        here = pairs[(pairs["rank_replaced"] == rank) & ~pairs["job_kept"].isin(gone)]
        best = here.sort_values(["shared", "job_kept"], ascending=[False, True]).drop_duplicates("job_replaced")
        found.append(best)
        gone = gone.append(pd.Index(best["job_replaced"]))
    return pd.concat(found)[["id", "job_kept", "job_replaced"]].sort_values("job_replaced")


def _differences(jobs: pd.DataFrame, replaced: pd.DataFrame, *, dated: bool) -> pd.DataFrame:
    """One row per fact on which the record kept and the record replaced differ."""
    places = pd.Index(jobs["job"])
    of_kept, of_replaced = (places.get_indexer(replaced[side]) for side in ("job_kept", "job_replaced"))
    rows = []
    for name in FACTS:
        values = jobs[name if dated or name not in ("start", "end") else f"{name}_day"].array
        kept, other = pd.Series(values.take(of_kept)), pd.Series(values.take(of_replaced))
        differ = ~((kept == other).fillna(False) | (kept.isna() & other.isna())).to_numpy(dtype=bool)
        texts = (_as_text(side[differ]).to_numpy() for side in (kept, other))  # few: writing all of them out is dear
        rows.append(replaced[differ].assign(fact=name, **dict(zip(("kept", "replaced"), texts, strict=True))))
    out = pd.concat(rows, ignore_index=True)
    sources = jobs.set_index("job")["source"]
    out.insert(3, "source_kept", sources.loc[out["job_kept"]].to_numpy())
    out.insert(4, "source_replaced", sources.loc[out["job_replaced"]].to_numpy())
    return out.sort_values("job_replaced", kind="stable").reset_index(drop=True)


def _as_text(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        number, days = pd.factorize(values)  # many dates fall on few days
        return pd.Series(pd.array(days.strftime("%Y-%m-%d"), dtype="string").take(number, allow_fill=True), index=values.index)
    if pd.api.types.is_numeric_dtype(values):
        return values.astype("Float64").astype("string").str.removesuffix(".0")
    return values.astype("string")
