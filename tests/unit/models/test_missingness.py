"""Patterns of missing values among the regressions' variables."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.analysis import Exposure, Models
from ipscohort.models.missingness import missing_patterns, variables_of
from tests.support import shipped

MODELS = Models.model_validate({"confounders": ["age", "sex"], "regressions": {"job": {"outcome": "job_obtained", "model": "logistic"}}})
AID = {"aid": Exposure(variable="aid", reference="no")}


def test_each_pattern_is_counted_the_commonest_first():
    columns = {"job_obtained": ["yes", "no", "no", "no"], "aid": ["no", "no", "yes", None], "age": [30, None, None, 40], "sex": ["m"] * 4}
    found = missing_patterns(pd.DataFrame(columns), AID, MODELS)
    rows = [(r.pattern, r.variable, r.n) for r in found.itertuples() if r.missing]
    assert rows == [(1, "age", 2), (3, "aid", 1)]
    assert found.groupby("pattern")["n"].first().tolist() == [2, 1, 1]
    assert found["variable"].tolist()[:4] == ["job_obtained", "aid", "age", "sex"]


def test_patterns_of_the_shipped_cohort_add_up_to_everybody():
    analysis = shipped.shipped()
    patterns, persons = analysis.fitted.missing_patterns, analysis.derived.persons
    assert patterns.groupby("pattern")["n"].first().sum() == len(persons)
    missing = patterns[patterns["missing"]].groupby("variable")["n"].sum().to_dict()
    assert missing == {name: int(persons[name].isna().sum()) for name in missing}
    assert missing == {"funding": 1, "worked_past_5_years": 5, "mhi5": 3, "follow_time": 1}


def test_without_regressions_there_are_no_variables_and_no_patterns():
    assert variables_of(AID, Models()) == []
    assert missing_patterns(pd.DataFrame({"aid": ["no"]}), AID, Models()).empty
