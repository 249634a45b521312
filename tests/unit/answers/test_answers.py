"""What is said of a number: checked on the shipped cohort, whose counts are known."""

from __future__ import annotations

import re
from dataclasses import replace
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from ipscohort.answers import Answers, Material, answer
from ipscohort.catalogue.keys import CONFOUNDERS, FILE_KEYS, HORIZONS, OWN_CONFOUNDERS, PERSON_KEYS, STATISTIC_KEYS, keys_of_file
from ipscohort.catalogue.measures import MEASURES
from ipscohort.catalogue.stages import FILES
from ipscohort.config import Settings
from ipscohort.display.numbers import Cell, Filter, Number, Phrase, source
from ipscohort.display.printing import SYNTHETIC
from ipscohort.tables import cells_frame, make_tables, places
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped


@pytest.fixture(scope="module")
def tables():
    return make_tables(table_inputs(shipped(), cohort().settings))


@pytest.fixture(scope="module")
def material():
    return Material.of(read_of(shipped()), cohort().settings)


@pytest.fixture(scope="module")
def answers(tables, material):
    return answer(places(tables), material)


def found(answers: Answers, table: str, row: str, column: str, statistic: str):
    """The one answer of a statistic of a cell, by the ends of the words for its row and column."""
    (one,) = [
        a
        for a in answers.all
        if a.table == table and a.row.endswith(row) and re.search(re.escape(column), a.column) and a.statistic == statistic
    ]
    return one


def test_every_number_of_every_table_has_one_answer(answers, tables):
    frame = cells_frame(tables)
    assert [a.id for a in answers.all] == frame["id"].tolist()
    assert [a.source for a in answers.all] == frame["source"].tolist()
    for a in answers.all:
        assert a.definition.endswith("."), a
        assert a.about.behind, a
        assert a.about.left_out, a
        assert a.about.keys, a
        assert a.about.rules or a.source.startswith(("outcomes/persons.parquet: id", "outcomes/job_measures.csv: job")), a
        assert bool(a.about.formula) == (a.source.startswith("models/") and "exposures_associated" not in a.source), a
        assert "{" not in a.definition + a.about.formula + "".join(a.about.keys), a


def test_an_estimate_says_its_model_its_n_and_who_was_left_out(answers):
    ratio = found(answers, "regressions_logistic", "> second half", "Adjusted: OR", "estimate")
    exposure = "Experience of the agencies (half of the inclusion period)"
    assert ratio.printed == "3.83 (1.42 to 10.30)"
    assert ratio.definition == f"Odds ratio of Obtained competitive employment: {exposure}, second half against first half; adjusted."
    assert ratio.about.formula == (
        "job_obtained ~ experience + sex + age + education + worked_past_5_years + mhi5: logistic regression; "
        "reference of experience: first half."
    )
    assert ratio.about.behind.startswith("95 persons in the model, 44 events; population: all persons analysed (103).")
    assert ratio.about.left_out == (
        "8 left out: Worked competitively in past 5 years missing (5); Mental health (MHI-5, 0-100) missing (3).",
    )
    assert "44 events for 6 coefficients" in ratio.about.warning
    assert ratio.about.keys == ("models.regressions.job_obtained", "exposures.experience", "models.confounders")
    days = found(answers, "regressions_log_linear", "> UWV", "Adjusted: exp(B)", "lower limit")
    assert days.about.formula.startswith("log(time_worked) ~ funding + sex")
    assert days.definition.startswith(
        "Lower limit of the 95% CI of the ratio of geometric means of Days worked in competitive jobs: Funding, UWV against municipality; adj"
    )
    assert "study.confidence" in days.about.keys


def test_a_crude_estimate_does_not_hang_on_the_confounders(answers):
    ratio = found(answers, "regressions_logistic", "> second half", "Crude: OR", "estimate")
    assert ratio.about.keys == ("models.regressions.job_obtained", "exposures.experience")
    assert ratio.about.left_out == ("Nobody of the population was left out.",)
    assert ratio.about.formula.startswith("job_obtained ~ experience: ")
    same_rows = found(answers, "regressions_logistic", "> second half", "rows of the adjusted model: OR", "estimate")
    assert same_rows.about.keys == ("models.regressions.job_obtained", "exposures.experience", "models.confounders")


def test_a_characteristic_says_who_has_no_value_and_why(answers):
    mean = found(answers, "baseline", "Mental health (MHI-5, 0-100), mean (SD)", "All participants", "mean")
    assert mean.definition == "Mean of Mental health (MHI-5, 0-100) over persons analysed with a value."
    assert mean.about.behind == "100 of 103 persons analysed have a value."
    assert mean.about.left_out[0].startswith("Mental health (MHI-5, 0-100) is missing for 3: ")
    assert mean.about.left_out[-1].startswith("Of 110 rows read, 103 persons are analysed; left out before: ")
    assert mean.about.keys == ("ingest.participants.scales.mhi5",)
    share = found(answers, "baseline", "Sex, n (%) > male", "Funding: UWV", "percent")
    assert share.definition == "Percentage with Sex: male, of persons analysed (Funding: UWV; Sex known)."
    assert set(share.about.keys) == {
        "ingest.participants.variables.sex",
        "exposures.funding",
        "ingest.participants.variables.funding",
    }
    count = found(answers, "baseline", "Worked competitively in past 5 years, n (%)", "Funding: UWV", "n")
    known = shipped().derived.persons.loc[lambda p: p["funding"].eq("UWV").fillna(False), "worked_past_5_years"].notna().sum()
    assert known < 60
    assert count.about.behind == f"{known} of 60 persons analysed (Funding: UWV) have a value."
    assert share.about.behind == "60 persons analysed (Funding: UWV)."
    assert share.about.left_out[0] == "Funding is unknown for 1 person, counted under all participants only."


def test_an_outcome_says_its_rule_and_a_median_its_rule_too(answers):
    median = found(answers, "outcomes", "Days to first job among workers, median [IQR]", "All participants", "median")
    assert median.definition == "Median of Time to first job (days) over persons analysed with a value."
    assert median.about.behind == "46 of 103 persons analysed have a value."
    assert median.about.left_out[0].startswith("56 obtained no job; of who obtained one, 1 have no value")
    assert median.about.rules[0].startswith("Start of the first job obtained - inclusion, in days")
    assert "Weighted average at (n + 1) p" in median.about.rules[-1]
    assert "tables.percentiles" in median.about.keys
    jobs = found(answers, "outcomes", "Competitive jobs obtained, number", "All participants", "n")
    assert jobs.value == 73
    assert jobs.definition == "Sum of Competitive jobs over persons analysed."
    hours = found(answers, "jobs", "All jobs", "Hours per week at the start: median", "median")
    assert hours.about.rules[0].startswith("Contract hours at the start.")


def test_a_share_by_kaplan_meier_is_one_minus_the_share_without_a_job(answers):
    shares = [a for a in answers.all if a.table == "survival" and a.row == "All participants" and a.source.startswith("survival/estimates")]
    share, low, high = [a for a in shares if "measure = survival," in a.source]
    assert share.definition.startswith(
        "Share with a first job, 1 - the share without one, by the end of 30 months of follow-up (Kaplan-Meier), of all persons"
    )
    assert low.definition.startswith("Lower limit of the 95% CI of the share with a first job")
    assert high.definition.startswith("Upper limit of the 95% CI of the share with a first job")
    assert low.value < share.value < high.value
    assert share.about.behind == "102 persons, 46 first jobs."
    assert "survival.horizons" in share.about.keys
    median = next(a for a in shares if "measure = median," in a.source)
    assert median.about.keys == ("study.follow_up", "study.time_unit")
    assert share.about.left_out == ("1 left out: 1 worked, but the time of the first job is unknown.",)


def test_the_numbers_of_a_sentence_answer_too_and_those_of_any_file(material):
    numbers = (Number("n", 1.0, source("flow", "n_left_out", step="employed_at_entry")),)
    (told,) = answer(Phrase("flow_said", ("Left out: ", Cell("1", numbers))).places(), material).all
    assert (told.id, told.row, told.printed) == ("flow_said.1", "Left out: 1", "1")
    assert told.definition == "Persons left out by it (step employed_at_entry)."
    assert told.about.keys == ("clean",)


def test_who_is_left_out_of_a_curve_is_told_apart(material):
    estimates = material.frames["survival_estimates"].assign(n_excluded=3, n_outcome_unknown=1)
    changed = replace(material, frames={**material.frames, "survival_estimates": estimates}, _masks={}, _rows={})
    number = Number("n", 3.0, source("survival_estimates", "n_excluded", exposure="all", level="all", measure="median"))
    (told,) = answer(Phrase("said", (Cell("3", (number,)),)).places(), changed).all
    said = "3 left out: 2 worked, but the time of the first job is unknown; 1 not known to have worked or not."
    assert told.about.left_out == (said,)


def test_a_row_is_told_of_only_where_it_is_one(material):
    assert material.row("fits", (("model", "job_obtained"),)) == {}
    assert material.row("fits", (("model", "no such"),)) == {}
    one = (("model", "job_obtained"), ("exposure", "funding"), ("adjustment", "crude"))
    assert material.row("fits", one)["n"] == 102


def test_a_statistic_of_any_name_is_told(material):
    number = Number("standardised mean difference", 0.1, source("persons", "age", funding=Filter.KNOWN))
    (told,) = answer(Phrase("said", (Cell("0.10", (number,)),)).places(), material).all
    assert told.definition == "Standardised mean difference of Age at inclusion (years), persons analysed (Funding known)."


def test_what_is_not_given_is_told_less_of(tables, material):
    bare = replace(material, frames={}, _masks={}, _rows={})
    told = answer(places(tables), bare)
    assert all(a.definition and not a.about.behind for a in told.all)


def test_answers_are_the_same_after_they_were_written(answers, tmp_path):
    answers.write(tmp_path / "answers.json")
    again = Answers.read(tmp_path / "answers.json")
    assert again.all == answers.all
    assert again.notice == answers.notice == SYNTHETIC
    assert answers.by_id["baseline.1"].value == 103
    first = answers.by_id["baseline.1"]
    assert answers.by_source[first.source, first.statistic].table == next(a for a in answers.all if a.source == first.source).table


def test_no_answer_names_a_person(answers, tmp_path):
    answers.write(tmp_path / "answers.json")
    text = (tmp_path / "answers.json").read_text(encoding="utf-8")
    assert "SYN-" not in text
    assert not [person for person in shipped().derived.persons["id"] if person in text]


def test_every_file_and_outcome_says_which_settings_change_it():
    assert set(FILE_KEYS) <= set(FILES)
    assert {name for name, m in MEASURES.items() if m.kind != "rate"} <= set(PERSON_KEYS)
    declared = [*FILE_KEYS.values(), *PERSON_KEYS.values(), *STATISTIC_KEYS.values(), (CONFOUNDERS, OWN_CONFOUNDERS, HORIZONS)]
    declared += [keys_of_file(name) for name in FILES]
    assert [key for keys in declared for key in keys if key != "*" and not is_a_setting(key)] == []
    assert not is_a_setting("outcomes.longterm")
    assert not is_a_setting("models.regressions.{model}.confounder")


def test_every_key_of_an_answer_is_a_setting(answers):
    assert [key for a in answers.all for key in a.about.keys if not is_a_setting(key)] == []


def is_a_setting(key: str) -> bool:
    """Whether a key stands in the settings' classes; a name of the user's own stands for any."""
    inside = [Settings]
    for part in key.split("."):
        inside = [kind for at in inside for kind in step(at, part)]
    return bool(inside)


def step(kind, part):
    """Types below a type, by the name of a field or of an entry."""
    origin = get_origin(kind)
    if origin is Annotated:
        return step(get_args(kind)[0], part)
    if origin in (Union, UnionType):
        return [below for each in get_args(kind) for below in step(each, part)]
    if origin is dict:
        return [get_args(kind)[1]]
    if isinstance(kind, type) and issubclass(kind, BaseModel) and part in kind.model_fields:
        return [kind.model_fields[part].annotation]
    return []
