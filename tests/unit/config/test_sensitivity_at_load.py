"""Alternatives that change no regression, or that can't be told apart, are refused by name before anything is read."""

from __future__ import annotations

import json

import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from tests.support.alternatives import declared
from tests.support.shipped import ROOT, cohort


def load(tmp_path, sensitivity):
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    file = tmp_path / "config.yaml"
    file.write_text(f"{text}\nsensitivity: {json.dumps(sensitivity, default=str)}\n", encoding="utf-8")
    return load_cohort(file)


def one(changes, **more):
    return {"choices": [{"choice": "What", "here": "so", "alternatives": {"otherwise": changes}}], **more}


def test_those_of_the_page_are_accepted(tmp_path):
    assert load(tmp_path, declared()).settings.sensitivity.crossed is False
    assert load(tmp_path, {**declared(), "crossed": "yes"}).settings.sensitivity.crossed is True


@pytest.mark.parametrize(
    "key, value, said",
    [
        ("tables.percentiles", "linear", "tables.percentiles changes nothing of the regressions"),
        ("models.mutual_adjustment", "no", "models.mutual_adjustment changes nothing of the regressions"),
        ("models.bootstrap.replicates", 500, "models.bootstrap.replicates changes nothing of the regressions"),
        ("exposures.funding.label", "Money", "exposures.funding.label changes nothing of the regressions"),
        ("models.regressions.job_obtained.role", "secondary", "changes nothing of the regressions"),
        ("figures.width", 85, "figures.width changes nothing of the regressions"),
        ("study.confidence", 0.9, "study.confidence is no alternative: all intervals"),
        ("ingest.participants.file", "../data/published/vukadin2022.csv", "an alternative reads the same records"),
        ("models.confounders", ["nothing"], "there is no variable 'nothing'"),
        ("study.follow_up", "30 months", "this is what the study does already"),
        ("models.confounderz", [], "no such key"),
        ("models.regressions.job_obtained.confounders", ["nothing"], "there is no variable 'nothing'"),
        ("ingest.participants", {"id": "id"}, "ingest.participants is a whole part of how the records are read"),
        (
            "ingest.participants.variables",
            {},
            "name the key that is read otherwise itself, such as ingest.participants.variables.age.missing",
        ),
        ("models.regressions.time_to_first_job.confounders", ["nothing"], "there is no variable 'nothing'"),
    ],
)
def test_an_alternative_that_makes_no_sense_is_named(tmp_path, key, value, said):
    if key.endswith("file"):
        value = (ROOT / "data" / "published" / "vukadin2022.csv").as_posix()
    with pytest.raises(UserError) as error:
        load(tmp_path, one({key: value}))
    assert said in str(error.value) and "sensitivity.choices.1.alternatives.otherwise" in str(error.value)


def test_another_unit_of_time_is_no_alternative(tmp_path):
    with pytest.raises(UserError) as error:
        load(tmp_path, one({"study.time_unit": "weeks", "study.period": "weeks"}))
    assert "study.time_unit is no alternative" in str(error.value) and "study.period changes nothing" in str(error.value)


def test_too_many_combinations_are_refused_with_their_number(tmp_path):
    many = [
        {"choice": f"Choice {n}", "here": "so", "alternatives": {f"{m} months": {key: f"{m} months"} for m in range(1, 14)}}
        for n, key in enumerate(["study.follow_up"] * 3)
    ]
    with pytest.raises(UserError) as error:
        load(tmp_path, {"choices": many, "crossed": "yes"})
    assert "2,744 specifications" in str(error.value) and "3 choices change study.follow_up" in str(error.value)


@pytest.mark.parametrize(
    "first, second, said",
    [
        ({"choice": "A"}, {"choice": "A"}, "'A' stands twice"),
        ({"choice": "n"}, {"choice": "B"}, "'n' is a name of the contract"),
        ({"choice": "A", "here": "other"}, {"choice": "B"}, "an alternative has the same name"),
    ],
)
def test_names_that_can_not_be_told_apart(tmp_path, first, second, said):
    base = [
        {"here": "so", "alternatives": {"other": {"study.follow_up": "12 months"}}},
        {"here": "so", "alternatives": {"other": {"models.confounders": ["sex"]}}},
    ]
    with pytest.raises(UserError, match=said.replace("(", r"\(")):
        load(tmp_path, {"choices": [{**base[0], **first}, {**base[1], **second}]})


def test_the_shipped_cohort_declares_none():
    assert cohort().settings.sensitivity is None


def test_an_alternative_of_the_regression_that_a_study_has_without_declaring_it_is_accepted(tmp_path):
    found = load(tmp_path, one({"models.regressions.time_to_first_job.confounders": ["sex"]}))
    assert "time_to_first_job" in found.settings.models.regressions
    found = load(tmp_path, one({"models.regressions.time_to_first_job.ties": "breslow"}))
    assert found.settings.sensitivity is not None


def test_two_alternatives_that_are_the_same_are_named(tmp_path):
    choice = {
        "choice": "What",
        "here": "so",
        "alternatives": {"a": {"study.follow_up": "12 months"}, "b": {"study.follow_up": "12 months"}},
    }
    with pytest.raises(UserError) as error:
        load(tmp_path, {"choices": [choice]})
    assert "this is the same as sensitivity.choices.1.alternatives.a" in str(error.value)


@pytest.mark.parametrize(("tau", "wrong"), [(914, False), (915, False), (1000, True), (0.5, False)])
def test_a_mean_beyond_follow_up_is_named(tmp_path, tau, wrong):
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    file = tmp_path / "config.yaml"
    file.write_text(f"{text}\nsurvival: {{tau: {tau}}}\n", encoding="utf-8")
    if not wrong:
        assert load_cohort(file).settings.survival.tau == tau
        return
    with pytest.raises(UserError, match="1000 days is beyond the follow-up of 30 months, so nobody is observed so long"):
        load_cohort(file)
