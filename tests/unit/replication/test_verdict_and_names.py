"""What a mismatch that is an error says, and names in the printed file that lead nowhere."""

from __future__ import annotations

import pytest

from ipscohort import contracts as c
from ipscohort.errors import UserError
from ipscohort.replication import Known, check_names, replicate, require_matches
from tests.unit.replication.paper import JOBS, PERSONS, codebook, printed, results, settings


def compared(*entries):
    return replicate(printed(*entries), results(), settings(), codebook())


def test_all_match():
    assert require_matches(compared({"statistic": "count", "printed": "10"}), "report.html") == "1 of 1 printed values match."


def test_each_value_that_differs_is_named():
    table = compared(
        {"statistic": "count", "printed": "10"},
        {"statistic": "count", "column": "sex=male", "printed": "7", "n": 9, "where": "Table 4", "quantity": "men"},
        {"statistic": "count", "column": "sex=male", "printed": "6", "n": 10},
        {"statistic": "median", "column": "wages_earned", "printed": "3"},
        {"frame": "settings", "statistic": "given", "column": "outcomes.long_term", "printed": "0"},
    )
    with pytest.raises(UserError) as error:
        require_matches(table, "results/x/report.html")
    text = str(error.value)
    assert text.startswith("1 of 4 printed values match. The report is complete: results/x/report.html")
    assert "f3 (Table 4, men): printed 7 (N = 9), recomputed 6 (N = 9)" in text
    assert "f4 (Table 1, quantity): printed 6 (N = 10), recomputed 6 (N = 9)" in text
    assert "f5 (Table 1, quantity): printed 3, not recomputed (no value of 'wages_earned' is recorded" in text
    assert "f6" not in text
    assert text.rstrip().split("\n")[-1].startswith("      -> ")


def check(**entry):
    known = Known(settings(), c.PERSONS.conform(PERSONS), c.JOB_MEASURES.conform(JOBS), codebook(), 2)
    check_names(printed({"printed": "1", **entry}), known, "printed.csv")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"statistic": "count", "column": "sexe=male"}, ("column column", "persons has no column 'sexe'", "did you mean 'sex'?")),
        ({"statistic": "count", "column": "sex=man"}, ("'man' is no value of sex", "row 2")),
        ({"statistic": "count", "column": "job_obtained=ja"}, ("'ja' is no value of job_obtained",)),
        ({"statistic": "mean", "column": "sex"}, ("column statistic", "'sex' holds no numbers")),
        ({"statistic": "mean", "column": "age", "unit": "months"}, ("column unit", "not counted in days")),
        ({"statistic": "count", "select": "halff=second half"}, ("column select", "did you mean 'half'?")),
        ({"frame": "jobs", "statistic": "count", "select": "occupation=Manager"}, ("did you mean 'Managers'?",)),
        ({"frame": "rates", "statistic": "value", "select": "period=3", "column": "rate"}, ("'3' is no value of period",)),
        ({"frame": "estimates", "statistic": "value", "select": "exposure=haf", "column": "ratio"}, ("did you mean 'half'?",)),
        (
            {"frame": "estimates", "statistic": "value", "select": "exposure=half;level=second", "column": "ratio"},
            ("'second' is no value of level",),
        ),
        (
            {"frame": "estimates", "statistic": "value", "select": "adjustment=full", "column": "ratio"},
            ("'full' is no value of adjustment",),
        ),
        ({"frame": "estimates", "statistic": "value", "column": "odds_ratio"}, ("estimates has no column 'odds_ratio'",)),
        (
            {"frame": "settings", "statistic": "given", "column": "exposures.half.splt"},
            ("no key 'exposures.half.splt'", "did you mean 'split'?"),
        ),
        ({"statistic": "chi2", "column": "job_obtained by sx"}, ("persons has no column 'sx'", "did you mean 'sex'?")),
        ({"frame": "settings", "statistic": "given", "column": "ingest.participants.file"}, ("can be given",)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_name_that_leads_nowhere_is_told(entry, expected):
    with pytest.raises(UserError) as error:
        check(**entry)
    for text in ("printed.csv", *expected):
        assert text in str(error.value)


@pytest.mark.parametrize(
    "entry",
    [
        {"statistic": "count", "column": "sex=male"},
        {"statistic": "median", "column": "time_to_first_job", "unit": "months", "select": "job_obtained=yes"},
        {"frame": "jobs", "statistic": "median", "column": "days_worked", "unit": "months", "select": "occupation="},
        {"frame": "jobs", "statistic": "count", "select": "occupation=Professionals|Elementary occupations"},
        {"frame": "estimates", "statistic": "value", "select": "exposure=half;adjustment=adjusted;level=second half", "column": "ratio"},
        {"frame": "settings", "statistic": "given", "column": "exposures.half.split"},
    ],
    ids=str,
)
def test_names_that_exist_pass(entry):
    check(**entry)
