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


def problems(**imputation):
    values = {
        "ingest": {"participants": {"variables": VARIABLES}},
        "exposures": {"funding": {"variable": "place"}},
        "models": {"imputation": imputation},
    }
    found = []
    check_imputation(values, variable_types(values), _levels, lambda keys, what, remedy="": found.append(f"{keys[-1]}: {what} -> {remedy}"))
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"methods": {"education": "ordinal", "income": "pmm", "sex": "logistic", "funding": "multinomial"}, "auxiliary": ["income"]}, []),
        ({"methods": {"educaton": "ordinal"}}, ["educaton: there is no variable or exposure 'educaton' -> did you mean 'education'?"]),
        ({"methods": {"income": "ordinal"}}, ["income: 'income' is a number, which ordinal does not impute -> take pmm"]),
        (
            {"methods": {"sex": "pmm"}},
            ["sex: 'sex' is no number, which pmm does not impute -> take logistic, ordinal or multinomial"],
        ),
        (
            {"methods": {"place": "ordinal"}},
            [
                "place: the order of the levels of 'place' is not given -> give its levels (or codes) in their order, or take multinomial",
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
