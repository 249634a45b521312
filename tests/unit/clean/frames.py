"""Small literal tables for tests of cleaning and outcomes; what is not named takes a plain value."""

import pandas as pd

from ipscohort.clean import clean_records
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.clean import Clean
from ipscohort.config.study import Study
from ipscohort.contracts import JOBS, PANEL, PARTICIPANTS
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.outcomes import derive_outcomes
from tests.support.parts import parts

AGE = VariableInfo("age", "Age", "number", low=18, high=100)
SEX = VariableInfo("sex", "Sex", "category", levels=("man", "woman"))
JOB = {
    "source": "jobs",
    "end_status": None,
    "start_month_only": False,
    "end_month_only": False,
    "hours_per_week": 20,
    "competitive": "yes",
    "paid_prevailing_wage": "yes",
    "regular_labour_market": "yes",
    "open_to_anyone": "yes",
}


MARCH = {"start": "2016-03-01", "end": "2016-03-31"}  # after the follow-up that begins on 1 September 2015
OCTOBER = {"start": "2015-10-01", "end": "2015-10-31"}  # days 30-60


def study(**given):
    """Six months in days, observed to the end, every job competitive."""
    plain = {
        "follow_up": "6 months",
        "end_of_observation": {"complete": True},
        "competitive": "all_jobs",
        "time_unit": "days",
        "period": "months",
    }
    return Study.model_validate({**plain, **given})


def codebook(shape="spells", *, dated=True, **given):
    """A codebook of two characteristics."""
    return Codebook(shape, dated, variables={"age": AGE, "sex": SEX}, **given)


def people(*rows, dated=True):
    """Participants from dicts; ids a, b, ..., included on 1 September 2015."""
    plain = {"age": 40.0, "sex": "man"} | ({"inclusion_date": "2015-09-01"} if dated else {})
    full = [{"id": chr(97 + i), "row": i + 2, **plain, **row} for i, row in enumerate(rows)]
    frame = pd.DataFrame(full)
    for name in ("inclusion_date", "observed_until", "birth_date"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name])
    frame["age"] = frame["age"].astype("Float64")
    frame["sex"] = frame["sex"].astype("string")
    return PARTICIPANTS.conform(frame)


def spells(*rows):
    """Job records from dicts: start and end as dates, a missing end is ongoing unless end_status says otherwise."""
    if not rows:
        return JOBS.empty()
    frame = pd.DataFrame([{"job": i + 1, "row": i + 2, "id": "a", "start": None, "end": None, **JOB, **row} for i, row in enumerate(rows)])
    for name in ("start", "end"):
        frame[name] = pd.to_datetime(frame[name])
    for name in ("start", "end"):
        if f"{name}_day" not in frame:
            frame[f"{name}_day"] = None
    known = frame["end"].notna() | frame["end_day"].notna()
    frame["end_status"] = frame["end_status"].where(frame["end_status"].notna(), known.map({True: "known", False: "ongoing"}))
    return JOBS.conform(frame)


def panel(**statuses):
    """A panel from texts per id: 1 employed, 0 not employed, ? unknown."""
    words = {"1": "employed", "0": "not_employed", "?": "unknown"}
    rows = [
        {"id": person, "row": row, "period": number, "status": words[mark]}
        for row, (person, text) in enumerate(statuses.items(), start=2)
        for number, mark in enumerate(text, start=1)
    ]
    return PANEL.conform(pd.DataFrame(rows))


def clean(participants, jobs=None, periods=None, book=None, at=None, **rules):
    """Run the cleaning stage."""
    return clean_records(
        participants,
        JOBS.empty() if jobs is None else jobs,
        PANEL.empty() if periods is None else periods,
        book or codebook(),
        parts(clean=Clean.model_validate(rules), study=at or study()),
    )


def derive(participants, jobs=None, periods=None, book=None, at=None, outcomes=None, exposures=None, **rules):
    """Run cleaning and outcomes."""
    book, at = book or codebook(), at or study()
    done = clean(participants, jobs, periods, book, at, **rules)
    chosen = DerivedOutcomes.model_validate(outcomes or {})
    return derive_outcomes(done.participants, done.jobs, done.panel, book, parts(study=at, outcomes=chosen, exposures=exposures or {}))


def log_rows(cleaned):
    """The cleaning log as short tuples."""
    return [(r.rule, r.table, r.n, r.ids, r.rows) for r in cleaned.log.itertuples()]


def kept(done):
    """Job numbers kept, with first and last day."""
    return {
        r.job: (None if pd.isna(r.start_day) else r.start_day, None if pd.isna(r.end_day) else r.end_day) for r in done.jobs.itertuples()
    }
