"""Every number's source opens: its file, its column and a filter whose rows give the number back."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from table_frames import NA, estimates, inputs

from ipscohort import contracts as c
from ipscohort.catalogue import stages
from ipscohort.tables import cells_frame, make_tables

SOURCE = re.compile(r"(?P<file>[^:]+): (?P<column>[^\[]+?)(?: \[(?P<rows>.*?)\])?(?: of \[(?P<whole>.*)\])?")
CONDITION = re.compile(r"(\w+) (?:= (.*)|(not missing|missing|> 0))")

FRAMES = {
    "persons",
    "rates",
    "job_measures",
    "availability",
    "missing_values",
    "flow",
    "estimates",
    "confounder_estimates",
    "fits",
    "exclusions",
    "curves",
    "survival_estimates",
    "survival_tests",
}
FILES = {name: stages.FILES[name].path for name in FRAMES}


def made_up():
    confounder = {"adjustment": "adjusted", "term": "age", "level": NA, "reference": NA, "estimate": 0.4, "ratio": 1.5}
    tests = {"exposure": "funding", "statistic": 1.0, "df": 1, "p_value": 0.3, "n": 6, "n_events": 3, "n_excluded": 2, "method": "log-rank"}
    everybody = inputs().survival_estimates
    groups = [everybody, *(everybody.assign(exposure="funding", level=level) for level in ("municipality", "UWV"))]
    return inputs(
        survival_estimates=c.SURVIVAL_ESTIMATES.conform(pd.concat(groups)),
        confounder_estimates=c.ESTIMATES.conform(pd.DataFrame([{**estimates().iloc[1].to_dict(), **confounder}])),
        survival_tests=c.SURVIVAL_TESTS.conform(pd.DataFrame([tests])),
    )


def chosen(frame: pd.DataFrame, rows: str | None) -> pd.DataFrame:
    """The rows that a source's filter selects; a column that is not there fails."""
    for part in re.split(r", (?=\w+ (?:=|not missing|missing|> 0))", rows) if rows and rows != "all rows" else []:
        name, value, rule = CONDITION.fullmatch(part).groups()
        column = frame[name]
        if rule == "> 0":
            kept = column.gt(0)
        elif rule:
            kept = column.isna() == (rule == "missing")
        elif str(column.dtype) == "boolean":
            kept = column.eq(value == "yes")
        else:
            kept = column.eq(float(value)) if str(column.dtype) in ("Float64", "Int64") else column.astype("string").eq(value)
        frame = frame[kept.fillna(False).to_numpy(bool)]
    return frame


@pytest.fixture(scope="module")
def cells():
    return cells_frame(make_tables(made_up()))


def test_every_source_names_a_file_a_column_and_real_conditions(cells):
    frames = {file: getattr(made_up(), field) for field, file in FILES.items()}
    assert {"persons", "job_measures", "estimates", "confounder_estimates", "fits", "survival_estimates", "survival_tests"} <= {
        field for field, file in FILES.items() if cells["source"].str.startswith(file).any()
    }
    for text in cells["source"]:
        parts = SOURCE.fullmatch(text)
        frame = frames[parts["file"]]
        assert parts["column"].removeprefix("1 - ") in frame.columns, text
        chosen(frame, parts["rows"])
        chosen(frame, parts["whole"])


def test_the_rows_of_an_estimate_are_one_and_hold_the_number(cells):
    frames = {file: getattr(made_up(), field) for field, file in FILES.items()}
    found = cells[cells["source"].str.startswith(("models", "survival"))]
    for statistic, value, text in zip(found["statistic"], found["value"], found["source"], strict=True):
        parts = SOURCE.fullmatch(text)
        rows = chosen(frames[parts["file"]], parts["rows"])
        assert len(rows) == 1, text
        told = rows[parts["column"].removeprefix("1 - ")].astype("Float64").iloc[0]
        told = np.nan if pd.isna(told) else float(told)
        told = 100 * (1 - told) if parts["column"].startswith("1 - ") else told
        assert told == pytest.approx(value, nan_ok=True), (statistic, text)


def test_a_share_follows_from_the_rows_named(cells):
    persons = made_up().persons
    found = cells[cells["statistic"].eq("percent") & cells["source"].str.startswith(FILES["persons"])]
    assert len(found) > 20
    for value, text in zip(found["value"], found["source"], strict=True):
        parts = SOURCE.fullmatch(text)
        part, whole = len(chosen(persons, parts["rows"])), len(chosen(persons, parts["whole"]))
        assert (100 * part / whole if whole else np.nan) == pytest.approx(value, nan_ok=True), text


def test_a_mean_or_a_count_follows_from_the_rows_named(cells):
    frames = {FILES[field]: getattr(made_up(), field) for field in ("persons", "job_measures")}
    for statistic, value, text in cells[["statistic", "value", "source"]].itertuples(index=False):
        parts = SOURCE.fullmatch(text)
        if parts["file"] not in frames or parts["whole"]:
            continue
        rows = chosen(frames[parts["file"]], parts["rows"])
        values = rows[parts["column"]].dropna()
        if statistic == "mean":
            assert (values.mean() if len(values) else np.nan) == pytest.approx(value, nan_ok=True), text
        elif statistic == "n" and parts["column"] != "n_jobs":
            assert value in (len(rows), len(values)), text
