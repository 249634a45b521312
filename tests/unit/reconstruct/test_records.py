"""A reconstructed cohort goes into raw files and comes back whole, by the real ingest, clean and outcomes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.catalogue.isco import MAJOR_GROUPS
from ipscohort_reconstruct.records import FILES, write_records
from tests.unit.reconstruct.cohorts import PERSONS, WORKERS, derived_from, random_cohort, settings

SEEDS = [1, 2, 3, 4, 5]
BOOLEAN = ("married", "living_independently", "born_netherlands", "psychotic_disorder")
PLAIN = ("inclusion", "birth", "sex", *BOOLEAN, "worked_past_5_years", "benefits", "mhi5", "self_esteem", "education")


def analysed(found, folder, seed=1, values=None):
    write_records(found, np.random.default_rng(seed), folder)
    return derived_from(folder, values or settings())


def as_text(values):
    """Values as text that is the same for the same value, whatever its type; '-' where missing."""
    if pd.api.types.is_bool_dtype(values):
        values = values.map({True: "yes", False: "no"})
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    if pd.api.types.is_numeric_dtype(values):
        values = values.astype("Float64").map("{:g}".format, na_action="ignore")
    return values.astype("string").fillna("-")


def told_of(persons, jobs):
    """Everything known of each person in one text, jobs too; the persons in order of that text."""
    facts = pd.DataFrame({name: as_text(persons[name]) for name in [*PLAIN, "last_day"]}).agg("|".join, axis=1)
    of_jobs = pd.DataFrame({name: as_text(jobs[name]) for name in ("start", "end", "end_status", "hours", "isco")}).agg("|".join, axis=1)
    told = of_jobs.groupby(jobs["person"].to_numpy()).agg(lambda rows: " & ".join(sorted(rows)))
    return sorted(facts + " & " + told.reindex(persons.index).fillna("no job").to_numpy())


def as_found(found):
    groups = dict(zip("0123456789", MAJOR_GROUPS, strict=True))
    jobs = found.jobs.assign(isco=found.jobs["isco"].map(groups))
    return told_of(found.persons.assign(last_day=found.last_day), jobs)


def as_cleaned(analysis):
    people, jobs = analysis.cleaned.participants, analysis.cleaned.jobs
    persons = people.rename(columns={"inclusion_date": "inclusion", "birth_date": "birth"}).assign(education=people["education_levels"])
    last_day = jobs["id"].map(people.set_index("id")["last_day"])
    end = jobs["end_day"].mask(jobs["end_status"] == "ongoing", last_day)
    jobs = pd.DataFrame(
        {
            "person": pd.Index(people["id"]).get_indexer(jobs["id"]),
            "start": jobs["start_day"],
            "end": end,
            "end_status": jobs["end_status"],
            "hours": jobs["hours_per_week"],
            "isco": jobs["occupation"],
        }
    )
    return told_of(persons, jobs)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """One cohort, its folder and what the pipeline makes of it."""
    found, folder = random_cohort(1), tmp_path_factory.mktemp("raw")
    return found, folder, analysed(found, folder)


@pytest.mark.parametrize("seed", SEEDS)
def test_cleaning_gives_the_cohort_back(seed, tmp_path):
    found = random_cohort(seed)
    analysis = analysed(found, tmp_path, seed=seed + 100)
    assert as_cleaned(analysis) == as_found(found)
    assert (analysis.derived.persons["job_obtained"] == "yes").sum() == found.jobs["person"].nunique()
    assert len(analysis.derived.job_measures) == len(found.jobs)


@pytest.mark.parametrize("seed", range(20, 30))
def test_however_the_records_tell_it(seed, first, tmp_path):
    assert as_cleaned(analysed(first[0], tmp_path, seed=seed)) == as_found(first[0])


def test_two_jobs_may_start_on_one_day(tmp_path):
    found = random_cohort(1)
    twins = found.jobs[found.jobs["end"].notna() & found.jobs["isco"].notna()]
    pair = twins[twins["person"].duplicated(keep=False)].groupby("person").head(2)
    person = next(p for p, jobs in pair.groupby("person") if jobs["isco"].nunique() == 2)
    one, other = pair.index[pair["person"] == person]
    jobs = found.jobs.copy()
    jobs.loc[other, ["start", "end"]] = jobs.loc[one, ["start", "end"]]
    found = replace(found, jobs=jobs)
    for seed in range(5):
        assert as_cleaned(analysed(found, tmp_path / str(seed), seed=seed)) == as_found(found)
    jobs.loc[other, "isco"] = jobs.loc[one, "isco"]
    with pytest.raises(ValueError, match="no records tell them apart"):
        write_records(replace(found, jobs=jobs), np.random.default_rng(1), tmp_path)


def test_the_flow_shows_whom_cleaning_leaves_out(first):
    flow = first[2].cleaned.flow.set_index("step")
    assert flow.loc["read", "n"] == PERSONS + 7
    assert dict(flow["n_left_out"][flow["n_left_out"] > 0]) == {
        "exact_duplicate_participants": 1,
        "inclusion_outside_recruitment": 1,
        "eligibility_1": 1,
        "eligibility_2": 2,
        "eligibility_3": 1,
        "employed_at_entry": 1,
    }
    assert flow.loc["analysed", "n"] == PERSONS
    assert first[0].jobs["person"].nunique() == WORKERS


def test_every_difficulty_is_there(first):
    log = first[2].cleaned.log
    in_both = {
        "jobs_of_persons_left_out",
        "exact_duplicate_jobs",
        "same_start_twice",
        "not_competitive",
        "competitive_unknown",
        "end_unknown_before_inclusion",
        "outside_follow_up",
        "ongoing",
    }
    for source in ("jobs.specialists", "jobs.interviews"):
        assert in_both <= set(log.loc[log["table"] == source, "rule"]), source
    assert {"job_without_participant", "same_job_in_two_sources", "end_unknown", "start_unknown", "month_only_date"} <= set(log["rule"])
    outside = log.loc[log["rule"] == "outside_follow_up", ["table", "why"]].drop_duplicates()
    assert len(outside) == 4  # before inclusion and after follow-up, in each source
    kept = first[2].cleaned.jobs
    known_to = kept["source"].value_counts()
    assert known_to["interviews"] >= 5
    assert known_to["specialists"] > 50


def test_the_sources_disagree_on_every_fact(first):
    differing = set(first[2].cleaned.disagreements["fact"])
    assert differing >= {"start", "end", "hours_per_week", "occupation", "paid_prevailing_wage", "open_to_anyone"}


def test_the_other_precedence_gives_other_results(first):
    _, folder, analysis = first
    values = settings()
    values["ingest"]["jobs"] = dict(reversed(values["ingest"]["jobs"].items()))
    other = derived_from(folder, values).derived
    mine = analysis.derived
    assert (other.persons["job_obtained"] == "yes").sum() != (mine.persons["job_obtained"] == "yes").sum()
    for column in ("time_to_first_job", "time_worked"):
        assert other.persons[column].replace(0, pd.NA).median() != mine.persons[column].replace(0, pd.NA).median()
    assert other.job_measures["hours_per_week"].mean() != mine.job_measures["hours_per_week"].mean()


def test_equal_seeds_give_equal_bytes_and_others_do_not(first, tmp_path):
    found, folder, _ = first
    write_records(found, np.random.default_rng(1), tmp_path / "again")
    write_records(found, np.random.default_rng(2), tmp_path / "other")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()
        assert (tmp_path / "other" / name).read_bytes() != (folder / name).read_bytes()
