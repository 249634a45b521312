"""Fidelity as an exposure: what stands beside it, who is left out, and models that can't be had."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.config import Settings
from ipscohort.config.programme import CLASS, TOTAL
from ipscohort.programme.fidelity.exposure_table import exposure_table
from ipscohort.programme.fidelity.review import last_day, review
from tests.support.fidelity import analysed, cohort, found, inputs, rated, settings, shipped, written

FEW = {"regressions": ["days_worked"], "exposures": ["total"], "beside": []}
"""Keys with which few models are fitted, where they do not matter."""
KEY = ["model", "exposure", "level", "adjustment"]


def rows(of=None, **where) -> pd.DataFrame:
    frame = (of or shipped()).estimates
    for name, value in where.items():
        frame = frame[frame[name].eq(value).fillna(False)]
    return frame


def file_of(folder, *reviews):
    """Reviews of the two agencies of the example, by its columns' names."""
    header = ["agency", "review_date", *(f"item_{k}" for k in range(1, 26))]
    path = written(folder, *((f"agency {agency}", day, rated(total)) for agency, day, total in reviews), header=header)
    path.write_text(f"made up\n{path.read_text()}")
    return path


def test_the_calendar_beside_is_estimated_on_the_persons_with_a_fidelity():
    own = analysed().fitted.estimates
    own = own[own["model"].eq("days_worked") & own["adjustment"].eq("adjusted") & own["level"].eq("second half")].iloc[0]
    alone = rows(model="days_worked", exposure="experience", level="second half", adjustment="alone_on_mutual_rows").iloc[0]
    assert alone["n"] == own["n"] == 44 and alone["estimate"] == pytest.approx(own["estimate"], rel=1e-10)  # all workers have a fidelity
    obtained = rows(model="job_obtained", exposure="experience", level="second half")
    assert obtained["n"].tolist() == [93, 93] and obtained["confounders"].str.endswith("fidelity_total").tolist() == [False, True]


def test_who_has_no_fidelity_is_left_out_counted_and_named():
    row = rows(model="job_obtained", exposure=TOTAL, adjustment="crude").iloc[0]
    assert (row["n"], row["n_excluded"]) == (101, 2)
    assert row["why_excluded"] == "2 left out: IPS fidelity at inclusion, per 10 points missing (2)"
    note = [each for each in exposure_table(inputs()).notes if "before the first review" in each]
    assert note == ["2 of 103 persons were included before the first review of their agency (agency A 2) and are in no model of fidelity."]


def test_an_estimate_says_what_two_agencies_leave_open():
    told = rows(exposure=TOTAL)["about_fidelity"]
    assert told.str.contains("With few agencies (here 2) fidelity can't be told apart from calendar time", regex=False).all()
    assert told.str.contains("Persons of one agency share its reviews").all() and told.str.contains("however long ago").all()
    assert "Pearson 0.72, Spearman 0.73" in rows(model="job_obtained", exposure=TOTAL, adjustment="crude")["about_fidelity"].iloc[0]


def test_interpolation_is_said_beside_every_estimate():
    of = found(between_reviews="interpolated")
    assert of.estimates["about_fidelity"].str.contains("looks into the future").all()
    assert of.cover["n_interpolated"].iloc[0] == 101 and not shipped().cover["n_interpolated"].any()
    assert not shipped().estimates["about_fidelity"].str.contains("looks into the future").any()


def test_persons_in_any_order_give_the_same():
    persons = analysed().derived.persons.sample(frac=1, random_state=4)
    for other in (persons, persons.reset_index(drop=True)):
        again = found(persons=other).estimates
        pd.testing.assert_frame_equal(again[KEY], shipped().estimates[KEY])
        for name in ("estimate", "conf_low", "pearson"):
            np.testing.assert_allclose(
                again[name].to_numpy(float, na_value=np.nan), shipped().estimates[name].to_numpy(float, na_value=np.nan), rtol=1e-9
            )


def test_one_review_of_each_agency_tells_agencies_apart_and_no_more(tmp_path):
    of = found(file=file_of(tmp_path, ("A", "2013-01-01", 90), ("B", "2013-01-01", 110)))
    crude = rows(of, model="job_obtained", exposure=TOTAL, adjustment="crude").iloc[0]
    assert (crude["n_values"], crude["n"]) == (2, 103) and "only 2 distinct values" in crude["about_fidelity"]
    persons = analysed().derived.persons
    share = {name: group["job_obtained"].eq("yes").mean() for name, group in persons.groupby("agency")}
    odds = {name: value / (1 - value) for name, value in share.items()}
    assert crude["ratio"] == pytest.approx((odds["agency B"] / odds["agency A"]) ** 0.5)  # 20 points lie between the two


def test_the_same_total_for_all_gives_rows_that_say_why(tmp_path):
    of = found(file=file_of(tmp_path, ("A", "2013-01-01", 90), ("B", "2013-01-01", 90)))
    total, of_class = rows(of, exposure=TOTAL), rows(of, exposure=CLASS)
    assert total["estimate"].isna().all() and total["method"].eq("not estimated").all()
    assert total["warning"].str.contains("the same for everybody").all() and total["pearson"].isna().all()
    assert of_class["estimate"].isna().all() and total["about_fidelity"].str.contains("nothing to compare").all()
    beside = rows(of, exposure="experience", model="job_obtained", level="second half").set_index("adjustment")
    assert beside.loc["alone_on_mutual_rows", "estimate"] == pytest.approx(beside.loc["mutual", "estimate"])
    assert "is not in the model, because it is determined by" in beside.loc["mutual", "warning"]


def test_nobody_with_a_review_before_inclusion_is_said_and_the_run_goes_on(tmp_path):
    of = found(file=file_of(tmp_path, ("A", "2019-01-01", 90), ("B", "2019-01-01", 110)))
    assert of.cover["n_before_first"].tolist() == [103, 45, 58] and of.cover["n_known"].tolist() == [0, 0, 0]
    assert of.estimates["estimate"].isna().all() and of.estimates["n"].eq(0).all()
    assert of.estimates["warning"].str.contains("Nobody has all of the values").all()


def test_the_agency_as_a_confounder_is_not_added_again():
    values = settings().model_dump(mode="json")
    values["models"]["confounders"].append("agency")
    derived = analysed().derived
    place = cohort().programme_files()["programme.fidelity"]
    of = review(place, derived.persons, derived.codebook, Settings.model_validate(values))
    told = rows(of, model="job_obtained", exposure=TOTAL).set_index("adjustment")
    assert "with_agency" not in told.index and "with_date_and_agency" not in told.index
    assert told.loc["adjusted", "estimate"] == pytest.approx(
        rows(model="job_obtained", exposure=TOTAL, adjustment="with_agency")["estimate"].iloc[0], rel=1e-8
    )
    assert told.loc["with_date", "estimate"] == pytest.approx(
        rows(model="job_obtained", exposure=TOTAL, adjustment="with_date_and_agency")["estimate"].iloc[0], rel=1e-8
    )


def test_more_agencies_than_events_can_bear_are_not_fitted(tmp_path):
    persons = analysed().derived.persons.copy()
    # Agency A stays; of B each person is one of its own, so that 58 agencies stand beside 45 persons of A.
    persons["agency"] = [f"agency {k}" if name == "agency B" else name for k, name in enumerate(persons["agency"])]
    names = sorted(set(persons["agency"]))
    header = ["agency", "review_date", *(f"item_{k}" for k in range(1, 26))]
    path = written(tmp_path, *((name, "2013-01-01", rated(80 + k % 30)) for k, name in enumerate(names)), header=header)
    path.write_text(f"made up\n{path.read_text()}")
    derived = analysed().derived
    info = replace(derived.codebook.variables["agency"], levels=tuple(names))
    codebook = replace(derived.codebook, variables={**derived.codebook.variables, "agency": info})
    of = review(path, persons, codebook, settings(beside=[], regressions=["job_obtained"]))
    told = rows(of, exposure=TOTAL).set_index("adjustment")
    assert told.loc[["with_agency", "with_date_and_agency"], "estimate"].isna().all() and pd.notna(told.loc["with_date", "estimate"])
    assert told.loc["with_agency", "warning"].startswith("With 57 agencies there would be more coefficients than events")
    assert told.loc["with_agency", "n"] == told.loc["adjusted", "n"]


def test_the_class_is_seen_beside_the_calendar_and_says_of_whom_its_classes_are():
    of_class = rows(model="job_obtained", exposure=CLASS)
    assert of_class["adjustment"].drop_duplicates().tolist() == [
        *(
            "crude",
            "crude_on_adjusted_rows",
            "adjusted",
            "alone_on_mutual_rows",
            "mutual",
            "with_date",
            "with_agency",
            "with_date_and_agency",
        )
    ]
    told = of_class["about_fidelity"].iloc[0]
    assert told.startswith("Only 2 classes occur among these persons. All of the class fair are of agency A, so that")
    assert "Persons by class and agency: fair: agency A 30; good: agency A 13, agency B 58." in told
    assert of_class["n_classes"].eq(2).all()
    assert not rows(exposure=TOTAL)["about_fidelity"].str.contains("class").any()


def test_the_rule_in_the_codebook_is_the_one_taken():
    assert shipped().codebook.variables[TOTAL].rule == "last fidelity review of the person's agency on the day of inclusion or before"
    of = found(between_reviews="interpolated", **FEW).codebook.variables
    assert of[TOTAL].rule.startswith("on the straight line between the fidelity reviews") and of[CLASS].rule == of[TOTAL].rule


def test_agency_and_date_that_determine_the_total_are_said(tmp_path):
    of = found(file=file_of(tmp_path, ("A", "2013-01-01", 90), ("B", "2013-01-01", 110)))
    row = rows(of, model="job_obtained", exposure=TOTAL, adjustment="with_agency").iloc[0]
    assert pd.isna(row["estimate"]) and "can't be told apart from" in row["warning"]
    assert row["r_squared"] == 1 and pd.isna(row["vif"]) and pd.isna(row["within"])
    assert "explain the total entirely, so that no model can hold all three" in row["about_fidelity"]
    assert "Within agencies" not in row["about_fidelity"]
    told = exposure_table(inputs(of)).notes
    assert "Agency and date of inclusion together explain the total entirely, so that no model can hold all three." in told


def test_a_class_that_nobody_has_can_be_no_reference():
    of = found(reference="not IPS", exposures=["class"])
    assert of.estimates["estimate"].isna().all()
    assert of.estimates["warning"].dropna().str.contains("nobody in the model is in the reference group 'not IPS'").any()


def test_a_review_after_everybodys_follow_up_is_in_no_estimate(tmp_path):
    persons, day = analysed().derived.persons, last_day(analysed().derived.persons, settings())
    assert day == (persons["inclusion_date"] + pd.DateOffset(months=30)).max() - pd.Timedelta(days=1)
    assert last_day(persons.assign(inclusion_date=pd.NaT), settings()) is None
    before = (("A", "2013-01-01", 90), ("B", "2013-01-01", 110))
    late = file_of(tmp_path, *before, ("A", "2099-01-01", 120))
    of = found(file=late, between_reviews="interpolated", **FEW)
    assert of.read.later == (5,) and of.persons["next_date"].isna().all() and of.persons["total"].isin([90, 110]).all()
    last = file_of(tmp_path, *before, ("A", day.strftime("%Y-%m-%d"), 120))
    assert found(file=last, between_reviews="interpolated", **FEW).read.later == ()


def test_only_what_is_asked_for_is_estimated():
    of = found(exposures=["total"], regressions=["job_obtained"], beside=[])
    assert set(of.estimates["model"]) == {"job_obtained"} and set(of.estimates["exposure"]) == {TOTAL}
    assert of.estimates["adjustment"].tolist() == [
        "crude",
        "crude_on_adjusted_rows",
        "adjusted",
        "with_date",
        "with_agency",
        "with_date_and_agency",
    ]


def test_a_separating_fidelity_is_penalised_and_said(tmp_path):
    persons = analysed().derived.persons.copy()
    persons["job_obtained"] = persons["agency"].map({"agency A": "no", "agency B": "yes"}).astype("string")
    reviews = file_of(tmp_path, ("A", "2013-01-01", 90), ("B", "2013-01-01", 110))
    crude = rows(found(persons=persons, file=reviews, beside=[]), model="job_obtained", exposure=TOTAL, adjustment="crude").iloc[0]
    assert "Firth" in crude["method"] or "penalised" in crude["method"]
    assert crude["caution"] and crude["warning"]


def test_what_checks_find_of_a_number_is_said_of_its_label():
    warnings = shipped().estimates["warning"].dropna()
    assert warnings.str.contains("of 'IPS fidelity at inclusion, per 10 points'", regex=False).any()
    assert not warnings.str.contains("None", regex=False).any()


def test_what_those_at_unknown_times_would_change_is_told_of_crude_adjusted_and_mutual_models_alone():
    rows = shipped().estimates
    rows = rows[rows["model"].eq("time_to_first_job") & rows["exposure"].eq("fidelity_total")].set_index("adjustment")["warning"]
    told = {name for name, text in rows.items() if "worked at an unknown time" in str(text)}
    assert told == {"crude", "adjusted", "mutual"} and len(rows) == 8
