"""Settings of employment over time: names that lead nowhere and keys that are not there are refused."""

from __future__ import annotations

import pytest

from ipscohort.config import load_cohort
from ipscohort.config.loader import dotted
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
        ("exposures: []", "at least one is expected"),
        ("confounders: [sex, experience]", "'experience' is the exposure 'experience' and its own confounder"),
    ],
)
def test_mistakes(tmp_path, keys, said):
    with pytest.raises(UserError, match="mistakes") as error:
        loaded(tmp_path, f"repeated:\n  employment: {{{keys}}}\n")
    assert said in str(error.value) + " ".join(f"{p.where} {p.what} {p.remedy}" for p in error.value.problems)


def mistakes(tmp_path, score: str) -> str:
    with pytest.raises(UserError, match="mistakes") as error:
        loaded(tmp_path, f"repeated:\n  scores:\n    trial: {score}\n")
    return " | ".join(f"{p.where}: {p.what} -> {p.remedy}" for p in error.value.problems)


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        ("0: mhi5, 6: self_esteem, '6.0': mhi5", "6 and 6.0: one month is written in two ways, keep it once"),
        ("'0': mhi5, '00': self_esteem", "0 and 00: one month is written in two ways, keep it once"),
        ("0: mhi5, .inf: self_esteem", "inf: no month since inclusion; write months since inclusion as numbers"),
        ("0: mhi5, .nan: self_esteem", "nan: no month since inclusion; write months since inclusion as numbers"),
        ("-1: mhi5, 6: self_esteem", "-1: no month since inclusion; write months since inclusion as numbers"),
        ("start: mhi5, later: self_esteem", "start, later: no month since inclusion; write months since inclusion as numbers"),
        ("0: mhi5", "two waves or more are expected, as a change needs two"),
        ("0: mhi5, 31: self_esteem", "month 31 lies after the end of follow-up (month 30) -> waves are months since inclusion"),
        ("0: mhi5, 99999: self_esteem", "month 99999 lies after the end of follow-up (month 30)"),
        ("6: mhi5, 0: self_esteem", "write the months in rising order"),
        ("0: mhi5, 6: nothing", "repeated.scores.trial.waves.6: there is no number or scale 'nothing'"),
    ],
)
def test_waves_that_are_no_months_or_lead_nowhere(tmp_path, waves, said):
    found = mistakes(tmp_path, f"{{waves: {{{waves}}}}}")
    assert said in found
    assert found.count("->") == 1


def test_the_last_month_of_follow_up_is_a_wave(tmp_path):
    waves = loaded(tmp_path, "repeated:\n  scores:\n    trial: {waves: {0: mhi5, 30: self_esteem}}\n").repeated.scores["trial"].waves
    assert waves == {0: "mhi5", 30: "self_esteem"}


@pytest.mark.parametrize(
    ("keys", "said"), [("exposures: []", "at least one is expected"), ("confounders: [funding]", "its own confounder")]
)
def test_scores_have_exposures_and_no_exposure_as_a_confounder(tmp_path, keys, said):
    assert said in mistakes(tmp_path, f"{{waves: {{0: mhi5, 6: self_esteem}}, {keys}}}")


def test_the_variable_of_an_exposure_is_no_confounder_of_it_under_another_name(tmp_path):
    found = mistakes(tmp_path, "{waves: {0: mhi5, 6: self_esteem}, exposures: [funding], confounders: [experience]}")
    assert "its own confounder" not in found


@pytest.mark.parametrize(
    ("values", "keys", "text"),
    [
        ({"waves": {6: "a"}}, ("waves", 6), "waves.6"),
        ({"steps": ["a", "b"]}, ("steps", 0), "steps.1"),
        ({"steps": [{6: "a"}]}, ("steps", 0, 6), "steps.1.6"),
        ({"steps": ["a"]}, ("steps", 4), "steps.5"),
    ],
)
def test_a_key_that_is_a_number_stands_as_it_is_and_items_are_counted_from_one(values, keys, text):
    assert dotted(keys, values) == text
