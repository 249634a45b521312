"""Mistakes in `models.imputation`: variables that there are not, and methods that don't fit."""

from __future__ import annotations

import pytest

from ipscohort.config.crosschecks import _levels, variable_types
from ipscohort.config.imputationchecks import check_imputation

VARIABLES = {
    "sex": {"type": "category", "levels": ["man", "woman"]},
    "education": {"type": "category", "codes": {1: "low", 2: "medium", 3: "high"}},
    "place": {"type": "category"},
    "income": {"type": "number"},
    "referred": {"type": "date"},
}


def problems(confounders=("sex", "education"), **imputation):
    confounders = list(confounders)
    values = {
        "ingest": {"participants": {"variables": VARIABLES}},
        "exposures": {
            "funding": {"variable": "place"},
            "period": {"variable": "referred", "split": "midpoint", "levels": ["early", "late"]},
        },
        "models": {
            "imputation": imputation,
            "confounders": confounders,
            "regressions": {"job": {"outcome": "job_obtained", "model": "logistic"}},
        },
    }
    found = []
    check_imputation(values, variable_types(values), _levels, lambda keys, what, remedy="": found.append(f"{keys[-1]}: {what} -> {remedy}"))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"methods": {"education": "ordinal", "income": "pmm", "sex": "logistic", "funding": "multinomial"}, "auxiliary": ["income"]}, []),
        ({"methods": {"educaton": "ordinal"}}, ["educaton: there is no variable or exposure 'educaton' -> did you mean 'education'?"]),
        (
            {"methods": {"income": "ordinal"}, "auxiliary": ["income"]},
            ["income: 'income' is a number, which ordinal does not impute -> take pmm"],
        ),
        (
            {"methods": {"sex": "pmm"}},
            ["sex: 'sex' is no number, which pmm does not impute -> take logistic"],
        ),
        (
            {"methods": {"education": "pmm"}},
            ["education: 'education' is no number, which pmm does not impute -> take ordinal or multinomial"],
        ),
        (
            {"methods": {"education": "logistic"}},
            ["education: 'education' has 3 levels, and logistic is for two -> take ordinal or multinomial"],
        ),
        (
            {"methods": {"funding": "pmm"}},
            ["funding: 'funding' is no number, which pmm does not impute -> take logistic (two levels), ordinal or multinomial (more)"],
        ),
        ({"methods": {"period": "pmm"}}, ["period: 'period' is no number, which pmm does not impute -> take logistic"]),
        ({"methods": {"period": "ordinal"}}, []),
        ({"methods": {"income": "norm"}, "auxiliary": ["income"]}, []),  # the reading of the settings says so already
        ({"methods": {"place": "multinomial"}}, ["place: 'place' is imputed as the exposure made from it -> write funding"]),
        (
            {"methods": {"income": "pmm"}},
            [
                "income: 'income' is in no regression and not auxiliary, so it is not imputed -> leave it out, or add it to models.imputation.auxiliary",
            ],
        ),
        ({"methods": {"income": "pmm"}, "confounders": ("income",)}, []),
        (
            {"methods": {"referred": "pmm"}, "confounders": ("referred",)},
            ["referred: 'referred' is a date, which is not imputed -> leave it out"],
        ),
        ({"auxiliary": ["incom", "incom"]}, ["0: there is no variable 'incom' -> did you mean 'income'?"]),
        ({"auxiliary": ["income", "income"]}, ["1: 'income' stands twice -> keep it once"]),
        (
            {"auxiliary": ["place", "place"]},
            [
                "0: the exposure 'funding' is made from 'place', so it is no further variable -> leave it out",
            ],
        ),
        (
            {"auxiliary": ["sex"]},
            ["0: 'sex' is a confounder of every regression, so it is no further variable -> leave it out"],
        ),
        (
            {"methods": {"funding": "ordinal"}},
            [
                "funding: the order of the levels of 'funding' is not given -> give its levels (or codes) in their order, or take multinomial",
            ],
        ),
        ({"auxiliary": ["incom"]}, ["0: there is no variable 'incom' -> did you mean 'income'?"]),
        (
            {"auxiliary": ["referred"]},
            ["0: 'referred' is a date, from which nothing is imputed -> map it as a number or a category, or leave it out"],
        ),
    ],
)
def test_methods_and_auxiliary_variables_are_held_to_the_variables(given, expected):
    assert problems(**given) == expected


@pytest.mark.parametrize(
    ("models", "refused"), [({"first_job": False}, True), ({"first_job": "no"}, True), ({}, False), ({"first_job": "yes"}, False)]
)
def test_without_any_regression_there_is_nothing_to_impute_for(models, refused):
    found = []
    check_imputation({"models": {"imputation": {}, **models}}, {}, _levels, lambda keys, what, remedy="": found.append(what))
    assert found == (["no regression is declared, so there is none to impute for"] if refused else [])


def test_a_confounder_of_some_regressions_may_be_auxiliary_to_the_others():
    regressions = {"job": {"confounders": ["sex"]}, "days": {"confounders": []}}
    values = {"exposures": {"funding": {"variable": "place"}}, "models": {"imputation": {"auxiliary": ["sex"]}, "regressions": regressions}}
    found = []
    check_imputation(values, {"sex": "category", "place": "category"}, _levels, lambda keys, what, remedy="": found.append(what))
    assert found == []
