"""Random reconstructed cohorts of the paper's shape, and their raw files read, cleaned and analysed by the real pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import add_months
from ipscohort.clean import Cleaned, clean_records
from ipscohort.config import Settings
from ipscohort.config.yamlfile import read_yaml
from ipscohort.ingest import Records, read_cohort
from ipscohort.outcomes import Derived, derive_outcomes
from ipscohort_reconstruct.cohort import Reconstructed

ROOT = Path(__file__).parents[3]
PERSONS, WORKERS, JOBS, ONGOING, END_UNKNOWN = 103, 47, 73, 18, 5


def random_cohort(seed: int) -> Reconstructed:
    """103 persons, 47 with jobs, 73 jobs: 67 with both dates, 5 of unknown end, one without anything."""
    rng = np.random.default_rng(seed)
    persons = _persons(rng)
    days = persons["inclusion"].to_numpy().astype("datetime64[D]")
    last_day = pd.Series((add_months(days, 30) - days).astype(int) - 1)
    return Reconstructed(persons, _jobs(last_day.to_numpy(), rng), last_day)


def _persons(rng: np.random.Generator) -> pd.DataFrame:
    day = np.sort(np.concatenate([[0, 1235], rng.integers(0, 1236, PERSONS - 2)]))
    inclusion = pd.Series(pd.Timestamp("2014-03-10") + pd.to_timedelta(day, unit="D")).astype("datetime64[s]")
    age = pd.to_timedelta(rng.integers(19 * 365, 65 * 365, PERSONS), unit="D")
    few = {name: rng.permutation(PERSONS) < n for name, n in (("work", 5), ("benefits", 1), ("mhi5", 3), ("rse", 2))}
    work = rng.choice(["yes", "no"], PERSONS)
    benefits = rng.choice(["disability benefits", "social assistance", "no benefits"], PERSONS, p=[0.6, 0.3, 0.1])
    return pd.DataFrame(
        {
            "inclusion": inclusion,
            "birth": inclusion - age,
            "sex": rng.choice(["female", "male"], PERSONS),
            **{name: rng.random(PERSONS) < 0.6 for name in ("married", "living_independently", "born_netherlands", "psychotic_disorder")},
            "education": rng.choice(["low", "medium", "high"], PERSONS),
            "worked_past_5_years": pd.Series(work, dtype="string").mask(few["work"]),
            "benefits": pd.Series(benefits, dtype="string").mask(few["benefits"]),
            "mhi5": pd.Series((rng.normal(45.1, 9.4, PERSONS) / 4).round().clip(0, 25) * 4, dtype="Float64").mask(few["mhi5"]),
            "self_esteem": pd.Series(rng.normal(18.4, 4.8, PERSONS).round().clip(0, 30), dtype="Float64").mask(few["rse"]),
        }
    )


def _jobs(last_day: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Jobs at any time, also at once, but never two of one person and group with one start."""
    workers = rng.permutation(PERSONS)[:WORKERS]
    more = rng.choice(workers, JOBS - WORKERS - 2)
    person = np.concatenate([workers, more, [workers[0], workers[0]]])
    start = np.floor(rng.random(JOBS) * (last_day[person] - 5))
    length = rng.integers(0, 600, JOBS)
    jobs = pd.DataFrame({"person": person, "isco": rng.choice(list("2345899"), JOBS), "hours": rng.integers(8, 72, JOBS) / 2})
    jobs["start"], jobs["end"] = start, np.minimum(start + length, last_day[person])
    jobs["end_status"] = "known"
    several = np.flatnonzero(np.isin(person, more))
    unknown = rng.permutation(several[several >= WORKERS])[:END_UNKNOWN]
    going_on = rng.permutation(np.setdiff1d(np.arange(1, JOBS), unknown))[:ONGOING]
    jobs.loc[unknown, ["end", "end_status"]] = [np.nan, "unknown"]
    jobs.loc[going_on, "end"] = last_day[person][going_on]
    jobs.loc[going_on, "end_status"] = "ongoing"
    jobs.loc[0, ["isco", "hours", "start", "end", "end_status"]] = [None, np.nan, np.nan, np.nan, "unknown"]
    jobs.loc[rng.permutation(np.arange(1, WORKERS))[:2], "hours"] = np.nan
    alone = np.flatnonzero(~jobs["person"].duplicated(keep=False))
    jobs.loc[rng.permutation(alone)[:2], "isco"] = None
    jobs[["isco", "end_status"]] = jobs[["isco", "end_status"]].astype("string")
    jobs[["start", "end", "hours"]] = jobs[["start", "end", "hours"]].astype("Float64")
    jobs = jobs.drop_duplicates(["person", "start"]) if jobs.duplicated(["person", "start"]).any() else jobs
    return jobs.sort_values(["person", "start"], na_position="first", ignore_index=True)


def settings() -> dict:
    """The shipped settings as their file holds them."""
    return read_yaml(ROOT / "config" / "config.yaml").values


@dataclass(frozen=True)
class Analysis:
    """What the stages give."""

    records: Records
    cleaned: Cleaned
    derived: Derived


def derived_from(folder: Path, values: dict) -> Analysis:
    """Read the raw files in a folder, clean them and derive outcomes."""
    cohort = Settings.model_validate(values)
    records = read_cohort(cohort.ingest, {key: folder / Path(file.file).name for key, file in cohort.ingest.files().items()})
    cleaned = clean_records(records.participants, records.jobs, records.panel, records.codebook, cohort)
    tables = (cleaned.participants, cleaned.jobs, cleaned.panel, records.codebook)
    return Analysis(records, cleaned, derive_outcomes(*tables, cohort))
