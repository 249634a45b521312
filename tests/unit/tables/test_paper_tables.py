"""The short tables that a paper prints, text by text."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from table_frames import CODEBOOK, NA, availability, inputs, persons

from ipscohort import contracts as c
from ipscohort.catalogue.exhibits import TABLES
from ipscohort.config.analysis import Tables
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.tables import cells_frame, make_table, render


def declared(*rows):
    return Tables.model_validate({"paper": {"baseline": list(rows)}})


def lines(name, **changes):
    """The table as CSV, line by line, without the title and the trailing commas."""
    return [line.rstrip(",") for line in render(make_table(name, inputs(**changes)), "csv").decode().splitlines()[1:]]


def everybody_stayed():
    return persons().assign(full_follow_up=True)


def test_baseline_prints_the_declared_rows_and_the_n_only_where_it_differs():
    rows = ({"variable": "sex", "level": "male", "label": "Sex male"}, {"variable": "age", "label": "Mean age in years"})
    assert lines("paper_baseline", tables=declared(*rows, {"variable": "married"})) == [
        "Characteristics,All participants (N = 8)^a",
        '"Sex male, N (%)",3 (50) (N = 6)',
        "Mean age in years (SD),39.3 (10.6) (N = 7)",
        '"Married & living together, N (%)",1 (13)',
        "^a N varies between 6 and 8 due to missing data. N = 8 when the N is not indicated in the table",
    ]


def test_baseline_prints_what_the_paper_prints_for_44_of_98():
    values = pd.array(["yes"] * 44 + ["no"] * 54 + [NA] * 5, dtype="string")
    frame = c.PERSONS.conform(pd.DataFrame({"id": [f"P{i}" for i in range(103)], "row": range(1, 104), "worked": values}))
    info = VariableInfo("worked", "Worked competitively in past 5 years", "yes_no", levels=("no", "yes"))
    frames = {"persons": frame, "codebook": replace(CODEBOOK, variables={"worked": info}), "exposures": {}}
    assert lines("paper_baseline", **frames) == [
        "Characteristics,All participants (N = 103)^a",
        '"Worked competitively in past 5 years, N (%)",44 (45) (N = 98)',
        "^a N is 98 due to missing data",
    ]


def test_without_declared_rows_each_variable_has_its_own():
    assert lines("paper_baseline")[1:-1] == [
        '"Age (years), mean (SD)",39.3 (10.6) (N = 7)',
        '"Sex: male, N (%)",3 (50) (N = 6)',
        '"Married & living together, N (%)",1 (13)',
        '"Funding, N (%)"',
        "    UWV,3 (43) (N = 7)",
        "    municipality,4 (57) (N = 7)",
        "    other,0 (0) (N = 7)",
    ]


def test_a_label_that_names_its_statistic_is_printed_as_it_stands():
    rows = ({"variable": "age", "label": "Mean age (SD), range 18-65"}, {"variable": "age", "label": "Age"})
    more = ({"variable": "married", "level": "no", "label": "Not married (%)"}, {"variable": "married", "level": "no"})
    labels = [row.label for row in make_table("paper_baseline", inputs(tables=declared(*rows, *more))).rows()]
    assert labels == ["Mean age (SD), range 18-65", "Age, mean (SD)", "Not married (%)", "Married & living together: no, N (%)"]


def test_a_complete_table_has_no_footnote():
    assert lines("paper_baseline", tables=declared({"variable": "married"}))[-1] == '"Married & living together, N (%)",1 (13)'


def test_outcomes_print_three_rows_with_the_subsample_behind_each_median():
    frame = everybody_stayed()
    frame.loc[5, "time_worked"] = 30.0  # P6: no start of the first job, but days from a later one
    assert lines("paper_outcomes", persons=frame) == [
        "Employment outcomes,All participants (N = 8)",
        "Obtained competitive employment (%),4 (50)",
        "Median number of days until competitive job obtainment [IQR]^a,20.0 [-]",
        "Median number of days worked in competitive jobs [IQR]^b,79.4 [37.2-175.0]",
        '"^a Subsample of participants competitively employed, N = 3"',
        '"^b Subsample of participants competitively employed, N = 4"',
    ]


def test_who_left_early_without_a_job_is_counted_and_kaplan_meier_stands_beside_it():
    found = lines("paper_outcomes")
    assert found[1:3] == [
        "Obtained competitive employment (%)^a,4 (50)",
        '"Obtained one by the end of follow-up, Kaplan-Meier % (95% CI)^b","42.9 (16.0 to 83.0)^c,d"',
    ]
    assert '"^a Who left early without a job counts as not employed, N = 1"' in found


def test_outcomes_are_counted_in_the_units_of_the_study():
    weeks = inputs().study.model_copy(update={"time_unit": "weeks"})
    labels = [row.label for row in make_table("paper_outcomes", inputs(study=weeks, persons=everybody_stayed())).rows()]
    assert labels[1:] == [
        "Median number of weeks until competitive job obtainment [IQR]",
        "Median number of weeks worked in competitive jobs [IQR]",
    ]


def test_an_outcome_that_is_unknown_for_some_prints_its_n():
    frame = everybody_stayed()
    frame.loc[7, "job_obtained"] = NA
    assert lines("paper_outcomes", persons=frame)[1] == "Obtained competitive employment (%),4 (57) (N = 7)"


def test_an_outcome_that_is_not_given_says_why_and_the_table_too_where_none_is():
    frame = availability()
    gone = {"time_to_first_job": "no dates", "job_obtained": "not given", "time_worked": "no dates"}
    one = frame.assign(available=frame["available"].mask(frame["measure"] == "time_to_first_job", False))
    one["why_not"] = one["why_not"].mask(one["measure"] == "time_to_first_job", "no dates")
    row = next(r for r in make_table("paper_outcomes", inputs(availability=one)).rows() if "until" in r.label)
    assert ([cell.text for cell in row.cells], row.notes) == (["-"], ("Not available: no dates.",))
    frame["available"] = frame["available"].mask(frame["measure"].isin(gone), False)
    frame["why_not"] = frame["measure"].map(gone).fillna("")
    assert (
        lines("paper_outcomes", availability=c.AVAILABILITY.conform(frame))[-1]
        == "Not available,Not one of the three: no dates; not given."
    )


def test_jobs_print_a_row_for_each_category_then_unknown_then_all():
    assert lines("paper_jobs") == [
        "Job category,All jobs (N),Median hours/week worked per job [IQR]^a,Median number of days worked per job [IQR]^b",
        "Professionals,1,15.0 [-],50.0 [-]",
        "Elementary occupations,2,15.0 [-],125.0 [-]",
        "Baker,1,-,58.0 [-]",
        "Unknown job(s),1,-,-",
        "All job categories,5,15.0 [-],79.0 [52.0-137.5]",
        "^a Based on 3 jobs due to missing data on total hours/week worked",
        "^b Based on 4 jobs due to missing data on total number of days worked",
    ]


def test_complete_jobs_have_no_footnotes_and_no_unknown_row():
    found = lines("paper_jobs", job_measures=inputs().job_measures.dropna())
    assert [line.split(",")[0] for line in found] == ["Job category", "Professionals", "Elementary occupations", "All job categories"]
    assert "^" not in "".join(found)


@pytest.mark.parametrize("shape", ["panel", "durations", "outcomes"])
def test_records_without_jobs_say_why(shape):
    found = lines("paper_jobs", job_measures=c.JOB_MEASURES.empty(), codebook=replace(CODEBOOK, shape=shape))
    assert found[-1].startswith('Not available,"The records hold ')


def test_a_cohort_without_characteristics_says_so():
    found = lines("paper_baseline", codebook=replace(CODEBOOK, variables={}), exposures={})
    assert found[-1] == "Not available,The settings map no characteristic of the participants that can be summarised."


def test_the_titles_tell_the_paper_s_tables_from_the_fuller_ones_and_all_say_synthetic():
    for short, full in (("paper_baseline", "baseline"), ("paper_outcomes", "outcomes"), ("paper_jobs", "jobs")):
        table = make_table(short, inputs(synthetic=True))
        assert table.title != make_table(full, inputs()).title
        assert render(table, "csv").decode().startswith('"SYNTHETIC DATA')
    assert list(TABLES)[:3] == ["paper_baseline", "paper_outcomes", "paper_jobs"]


def test_each_number_of_the_short_tables_has_the_source_of_the_fuller_one():
    tables = {name: make_table(name, inputs()) for name in ("paper_baseline", "baseline", "paper_jobs", "jobs")}
    cells = cells_frame(tables)
    male = cells[cells["row"].isin(["Sex: male, N (%)", "Sex, n (%) > male"]) & cells["column"].str.startswith("All")]
    short, full = (male[male["table"] == name].reset_index(drop=True) for name in ("paper_baseline", "baseline"))
    assert short[["statistic", "value", "source"]].equals(full[["statistic", "value", "source"]])
    assert short["printed"].unique().tolist() == ["3 (50) (N = 6)"]
