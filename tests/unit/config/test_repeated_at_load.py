"""Settings of employment over time: names that lead nowhere and keys that are not there are refused."""

from __future__ import annotations

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from tests.conftest import ROOT


def loaded(tmp_path, text: str):
    settings = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    file = tmp_path / "config.yaml"
    file.write_text(settings.replace("\ntables:\n", f"\n{text}\ntables:\n", 1), encoding="utf-8")
    return load_cohort(file).settings


def test_its_defaults(tmp_path):
    employment = loaded(tmp_path, "repeated:\n  employment: {}\n").repeated.employment
    assert employment.correlations == ["ar1", "exchangeable", "independence"]
    assert employment.random_intercept
    assert employment.role == "secondary"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("exposures: [experiense]", "experience"),
        ("confounders: [mhi]", "mhi5"),
        ("correlations: [ar2]", "is not possible here"),
        ("correlations: [ar1, ar1]", "one stands twice"),
        ("correlations: []", "at least one is expected"),
        ("time: cubic", "is not possible here"),
        ("months: 3", "no such key"),
    ],
)
def test_mistakes(tmp_path, keys, said):
    with pytest.raises(UserError, match="mistakes") as error:
        loaded(tmp_path, f"repeated:\n  employment: {{{keys}}}\n")
    assert said in str(error.value) + " ".join(f"{p.where} {p.what} {p.remedy}" for p in error.value.problems)
