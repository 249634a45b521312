"""The shipped cohort's analysis equals R's, from the analysis file on; and R's own cleaning of the raw files gives the same.

The pipeline runs here, in memory, from the raw files; the values were computed by R/ips_mis.R and R/ips_mis_from_raw.R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.catalogue.isco import MAJOR_GROUPS
from tests.reference import compare
from tests.reference.compare import VALUES, agree, reference
from tests.support.shipped import shipped

PERIODS = range(1, 31)
WORDS = ("job_obtained", "worked_long", "sex", "married", "living_independently", "born_netherlands", "education", "worked_past_5_years",
         "disability_benefits", "psychotic_disorder", "experience")  # fmt: skip
NUMBERS = ("time_to_first_job", "time_worked", "n_jobs", "age", "mhi5", "self_esteem", "last_day")


def table(name: str) -> pd.DataFrame:
    """Committed values as text, to be compared exactly."""
    return pd.read_csv(VALUES / f"{name}.csv", dtype="string", keep_default_na=False)


def as_text(values: pd.Series) -> list[str]:
    """Words as they are, numbers with every digit, blanks as ''."""
    number = pd.api.types.is_numeric_dtype(values)
    return values.map(lambda v: f"{float(v):.17g}" if number else str(v), na_action="ignore").astype("string").fillna("").tolist()


def apart(rows: pd.DataFrame) -> pd.DataFrame:
    """The models of one exposure; those of several are held to R's by test_r_effects.py."""
    return rows[~rows["adjustment"].isin(["mutual", "alone_on_mutual_rows"])]


def printed() -> list[pd.DataFrame]:
    """Estimates, those of confounders, and fits of the regressions that the paper prints; that of the time to the first job is in test_r_cox.py."""
    fitted = shipped().fitted
    return [apart(frame[frame["model"] != "time_to_first_job"]) for frame in (fitted.estimates, fitted.confounder_estimates, fitted.fits)]


def test_every_regression_equals_r():
    estimates, others, fits = printed()
    expected = reference("ips_mis_estimates")
    assert len(expected) == 2 * 2 * (2 + 2 + 7)
    assert compare.compare_estimates(estimates, others, expected) == []
    assert compare.compare_fits(fits, reference("ips_mis_fits")) == []


def test_a_flipped_sign_of_any_printed_coefficient_is_seen():
    estimates, others, _ = printed()
    rows = (estimates["adjustment"] == "adjusted") & (estimates["method"] != "reference")
    assert rows.sum() == 4
    for row in estimates.index[rows]:
        flipped = estimates.copy()
        flipped.loc[row, "estimate"] *= -1
        seen = compare.compare_estimates(flipped, others, reference("ips_mis_estimates"))
        assert len(seen) == 1 and ": estimate is " in seen[0]


def test_kaplan_meier_equals_r():
    survived, names = shipped().survived, ["all", "experience", "funding"]
    assert compare.compare_curves(survived.curves, reference("ips_mis_curves", names)) == []
    medians = survived.estimates[survived.estimates["measure"] == "median"]
    assert compare.compare_survival_estimates(medians, reference("ips_mis_medians", names)) == []


def groups() -> dict[str, tuple[pd.DataFrame, tuple[str, ...]]]:
    """Group of the committed numbers -> the rows that they describe, and the columns."""
    persons, jobs = shipped().derived.persons, shipped().derived.job_measures
    measures = ("hours_per_week", "days_worked")
    named = jobs["occupation"].fillna("unknown")
    return {
        "workers": (persons[persons["job_obtained"] == "yes"], ("time_to_first_job", "time_worked")),
        **{name: (jobs[(named == name).to_numpy(dtype=bool)], measures) for name in named.unique()},
    }


def test_means_deviations_and_quartiles_equal_r():
    persons, jobs = shipped().derived.persons, shipped().derived.job_measures
    ours = {("all", name): persons[name] for name in ("age", "mhi5", "self_esteem")}
    ours |= {("all", name): jobs[name] for name in ("hours_per_week", "days_worked")}
    ours |= {(group, name): rows[name] for group, (rows, columns) in groups().items() for name in columns}
    expected = reference("ips_mis_numbers").set_index(["group", "measure"])
    assert set(expected.index) == set(ours)
    for key, row in expected.iterrows():
        values = ours[key].dropna().to_numpy(dtype=float)
        found = [len(values), values.mean(), values.std(ddof=1), *(quantile(values, p) for p in (0.25, 0.5, 0.75))]
        assert agree(np.array(found), row[["n", "mean", "sd", "q1", "median", "q3"]].to_numpy(dtype=float)).all(), key


def test_the_pipelines_cleaning_gives_the_persons_that_r_derives_from_the_raw_files():
    expected = table("ips_mis_persons")
    persons = shipped().derived.persons.sort_values("id")
    assert persons["id"].tolist() == expected["id"].tolist()
    assert persons["inclusion_date"].dt.strftime("%Y-%m-%d").tolist() == expected["inclusion"].tolist()
    assert [name for name in (*WORDS, *NUMBERS) if as_text(persons[name]) != expected[name].tolist()] == []


def test_the_pipelines_months_are_those_that_r_derives_from_the_raw_files():
    expected = table("ips_mis_persons").set_index("id")
    periods = shipped().derived.periods
    known = periods[periods["period"].isin(PERIODS)]
    ours = known.pivot(index="id", columns="period", values="employed").reindex(expected.index)
    for month in PERIODS:
        words = ours[month].map({True: "1", False: "0", "yes": "1", "no": "0"}).astype("string").fillna("")
        assert words.tolist() == expected[f"month_{month}"].tolist(), month


def test_the_pipelines_jobs_are_those_that_r_derives_from_the_raw_files():
    expected = table("ips_mis_jobs")
    jobs = shipped().cleaned.jobs.merge(shipped().derived.job_measures[["job", "days_worked"]], on="job", validate="one_to_one")
    digits = {name: str(digit) for digit, name in enumerate(MAJOR_GROUPS)}
    ours = pd.DataFrame(
        {
            "id": jobs["id"],
            "source": jobs["source"],
            "start_day": as_text(jobs["start_day"]),
            "end_day": as_text(jobs["end_day"]),
            "status": jobs["end_status"],
            "group": jobs["occupation"].map(digits).astype("string").fillna(""),
            "hours": as_text(jobs["hours_per_week"]),
            "days": as_text(jobs["days_worked"]),
        }
    )
    names = list(ours.columns)
    assert list(expected.columns) == names
    ours, theirs = (frame.astype(str).sort_values(names, ignore_index=True) for frame in (ours, expected))
    pd.testing.assert_frame_equal(ours, theirs)
