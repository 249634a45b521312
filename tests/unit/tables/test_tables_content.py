"""What the tables print for a cohort of eight, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from table_frames import CODEBOOK, NA, STUDY, estimates, fits, inputs, persons

from ipscohort import contracts as c
from ipscohort.config.analysis import Exposure, Regression
from ipscohort.models.families import FAMILIES, tables_of
from ipscohort.tables import make_table, make_tables, render
from ipscohort.tables.outcomes import left_without_job

TABLES = tables_of(FAMILIES)


def printed(table, label, under=""):
    """The texts of the row with this label (after the heading `under`)."""
    reached = not under
    for row in table.rows():
        reached = reached or row.label == under
        if reached and row.label == label and row.cells:
            return [cell.text for cell in row.cells]
    raise AssertionError(f"no row {label}")


def notes_of(table, label):
    row = next(row for row in table.rows() if row.label == label)
    return [*row.notes, *(note for cell in row.cells for note in cell.notes)]


@pytest.fixture(scope="module")
def tables():
    return make_tables(inputs())


def test_every_table_of_the_registry_is_made_under_its_name(tables):
    assert list(tables) == [
        name
        for name, exhibit in TABLES.items()
        if name not in ("regressions_linear", "regressions_poisson", "regressions_negative_binomial", "regressions_cox")
        and not exhibit.asked_by
    ]
    assert all(table.name == name for name, table in tables.items())


def test_a_family_that_no_regression_uses_has_no_table(tables):
    assert {"regressions_linear", "regressions_poisson", "regressions_negative_binomial", "regressions_cox"} <= set(TABLES) - set(tables)


def test_columns_stand_for_everybody_and_for_each_level_with_the_reference_first(tables):
    headings = [column.heading for column in tables["baseline"].columns]
    assert headings == ["All participants (N = 8)", "Funding: municipality (N = 4)", "Funding: UWV (N = 3)", "Funding: other (N = 0)"]
    note = "Funding is unknown for 1 person, counted under all participants only."
    assert [column.notes for column in tables["baseline"].columns] == [(), (note,), (note,), (note,)]


def test_numbers_print_mean_and_sd_of_known_values_half_away_from_zero(tables):
    # UWV: 45.1, 45.0, 45.05 -> mean 45.05 -> 45.1 although its float lies below; SD 0.05 -> 0.1
    row = printed(tables["baseline"], "Age (years), mean (SD)")
    assert row == ["39.3 (10.6)", "35.0 (12.9)", "45.1 (0.1)", "-"]


def test_percentages_are_of_known_values_and_missing_is_counted_by_column_with_reasons(tables):
    table = tables["baseline"]
    assert printed(table, "male") == ["3 (50)", "2 (50)", "1 (50)", "0 (-)"]
    assert printed(table, "Missing, n", under="Sex, n (%)") == ["2", "0", "1", "0"]
    missing = [row for row in table.rows() if row.label == "Missing, n"]
    assert [row.notes for row in missing] == [
        ("Age, why missing: no reason recorded 1.",),
        ("Sex, why missing: refused 1; no reason recorded 1.",),
        ("Funding, why missing: no reason recorded 1.",),
    ]


def test_a_value_that_cleaning_set_missing_has_that_reason():
    row = {
        "rule": "value_out_of_range",
        "table": "participants",
        "action": "age set missing",
        "n": 1,
        "ids": "P8;P9",
        "rows": "8;9",
        "why": ".",
    }
    table = make_table("baseline", inputs(log=c.CLEANING_LOG.conform(pd.DataFrame([row]))))
    missing = [row.notes for row in table.rows() if row.label == "Missing, n"]
    assert missing[0] == ("Age, why missing: out of range, set missing 1.",)
    assert missing[1] == ("Sex, why missing: refused 1; no reason recorded 1.",)


def test_yes_no_has_one_row_and_a_complete_variable_no_missing_row(tables):
    rows = [row.label for row in tables["baseline"].rows()]
    position = rows.index("Married & living together, n (%)")
    assert printed(tables["baseline"], rows[position]) == ["1 (13)", "1 (25)", "0 (0)", "0 (-)"]
    assert rows[position + 1] == "Funding, n (%)"


def test_an_exposure_is_blank_in_its_own_columns(tables):
    assert printed(tables["baseline"], "UWV") == ["3 (43)", "", "", ""]


def test_an_exposure_made_from_another_variable_is_not_a_row_of_its_own():
    info = {**CODEBOOK.variables, "payer": CODEBOOK.variables["funding"]}
    frame = persons().assign(payer=persons()["funding"])
    exposures = {"payer": inputs().exposures["funding"]}
    table = make_table("baseline", inputs(persons=frame, codebook=replace(CODEBOOK, variables=info), exposures=exposures))
    assert [row.label for row in table.rows()].count("Funding, n (%)") == 1


def test_baseline_follows_the_settings_order_and_refuses_nothing_silently():
    chosen = inputs(tables=inputs().tables.model_copy(update={"baseline": ["married", "age"]}))
    assert [row.label for row in make_table("baseline", chosen).rows()] == [
        "Married & living together, n (%)",
        "Age (years), mean (SD)",
        "Missing, n",
    ]


def test_work_is_called_competitive_only_where_the_study_tells_it_from_other_work():
    every = STUDY.model_copy(update={"competitive": "all_jobs"})
    shown = {name: render(table, "csv").decode() for name, table in make_tables(inputs(study=every)).items() if "paper" not in name}
    assert not [name for name, text in shown.items() if "ompetitive" in text]
    assert "Obtained a job, n (%)" in shown["outcomes"] and "Jobs obtained, number" in shown["outcomes"]
    assert "Obtained a competitive job, n (%)" in render(make_tables(inputs())["outcomes"], "csv").decode()


def test_outcomes_print_follow_up_job_obtained_and_times(tables):
    table = tables["outcomes"]
    assert table.title == "Employment outcomes during 30 months of follow-up"
    assert printed(table, "Time observed, total person-days") == ["6,484", "2,836", "2,736", "0"]
    assert printed(table, "Followed to the end of follow-up, n (%)") == ["7 (88)", "3 (75)", "3 (100)", "0 (-)"]
    assert printed(table, "Left early without a job, n") == ["1", "1", "0", "0"]
    assert printed(table, "Obtained a competitive job, n (%)") == ["4 (50)", "2 (50)", "2 (67)", "0 (-)"]
    # n = 3 has no third quartile: (3 + 1) * 0.75 >= 3
    assert printed(table, "Days to first job among workers, median [IQR]") == ["20.0 [-]", "15.0 [-]", "40.0 [-]", "-"]
    assert printed(table, "Workers with a known time, n") == ["3", "2", "1", "0"]
    assert printed(table, "Days worked, workers, median [IQR]")[0] == "100.0 [-]"
    assert printed(table, "Competitive jobs obtained, number") == ["5", "3", "2", "0"]


def test_worked_long_is_of_all_persons_known_and_says_who_is_not(tables):
    label = "Worked 183 days or more, of persons with a known time worked, n (%)"
    assert printed(tables["outcomes"], label) == ["1 (14)", "1 (25)", "0 (0)", "0 (-)"]
    assert notes_of(tables["outcomes"], label) == [
        "Who left early and had not worked so long until then counts as no here.",
        "Not known for 1 of 8, who are left out of the percentage; of all persons it lies between 1 of 8 (13%) and 2 of 8 (25%).",
        "Not known for 1 of 3, who are left out of the percentage; of all persons it lies between 0 of 3 (0%) and 1 of 3 (33%).",
    ]
    known = inputs(persons=persons().assign(worked_long="no"))
    assert printed(make_table("outcomes", known), "Worked 183 days or more, of all persons, n (%)")[0] == "0 (0)"


def test_kaplan_meier_stands_beside_job_obtained_only_where_somebody_left_early_without_a_job(tables):
    label = "Obtained one by the end of follow-up, Kaplan-Meier % (95% CI)"
    assert printed(tables["outcomes"], label) == ["42.9 (16.0 to 83.0)", "", "", ""]
    assert notes_of(tables["outcomes"], label)[1:] == [
        "Left out: 1 person.",
        "Those left out as the time is unknown all obtained a job, so the share is too low; with them in, at their earliest and their latest: 50.0 to 62.5.",
    ]
    complete = persons().assign(full_follow_up=True)
    labels = [row.label for row in make_table("outcomes", inputs(persons=complete)).rows()]
    assert label not in labels
    assert "Left early without a job, n" not in labels


def test_the_share_with_those_left_out_prints_the_smaller_first_and_claims_no_bias_that_is_not_there():
    frame = inputs().survival_estimates
    frame.loc[frame["measure"] == "survival_best", "estimate"] = 0.65
    swapped = inputs(survival_estimates=frame)
    assert "35.0 to 50.0" in printed(make_table("survival", swapped), "All participants")
    said = notes_of(make_table("outcomes", swapped), "Obtained one by the end of follow-up, Kaplan-Meier % (95% CI)")[-1]
    assert (
        said == "Those left out as the time is unknown all obtained a job; with them in, at their earliest and their latest: 35.0 to 50.0."
    )


def test_kaplan_meier_prints_a_dash_where_nobody_was_observed_to_the_end():
    frame = inputs().survival_estimates
    frame = frame.assign(estimate=NA, conf_low=NA, conf_high=NA, warning="Nobody here was observed as long as 911 days.")
    table = make_table("outcomes", inputs(survival_estimates=c.SURVIVAL_ESTIMATES.conform(frame)))
    label = "Obtained one by the end of follow-up, Kaplan-Meier % (95% CI)"
    assert printed(table, label) == ["-", "", "", ""]
    assert "Nobody here was observed as long as 911 days." in notes_of(table, label)


def test_kaplan_meier_stands_where_a_panels_gap_hides_who_worked():
    complete = persons().assign(full_follow_up=True)
    complete["follow_time"] = complete["follow_time"].replace(99, 911)
    panel = replace(CODEBOOK, shape="panel")
    label = "Obtained one by the end of follow-up, Kaplan-Meier % (95% CI)"
    without = make_table("outcomes", inputs(persons=complete, codebook=panel))
    assert label not in [row.label for row in without.rows()]
    complete.loc[6, "follow_time"] = 300  # P7: no job, unknown from then on
    table = make_table("outcomes", inputs(persons=complete, codebook=panel))
    assert printed(table, label)[0] == "42.9 (16.0 to 83.0)"
    assert notes_of(table, label)[0].endswith("Without a job and censored at the first unknown month, though followed further: 1.")


def test_what_the_records_add_to_the_rule_stands_below_job_obtained():
    frame = inputs().availability
    frame.loc[frame["measure"] == "job_obtained", "rule"] = "A job. Here: persons with gaps: 2."
    table = make_table("outcomes", inputs(availability=frame))
    assert "Persons with gaps: 2." in notes_of(table, "Obtained a competitive job, n (%)")


def test_who_left_with_an_unknown_outcome_did_not_leave_without_a_job():
    frame = persons()
    frame.loc[3, "job_obtained"] = NA
    assert not left_without_job(frame).any()


def test_the_measures_print_their_rule_or_why_they_are_absent(tables):
    table = tables["bond_measures"]
    assert printed(table, "Weeks worked, mean (SD)") == ["7.1 (10.7)", "16.7 (10.3)", "rule of weeks_worked."]
    assert notes_of(table, "Weeks worked, mean (SD)") == ["Not known for 1 of 8.", "Not known for 1 of 4."]
    assert printed(table, "Wages earned, mean (SD)") == ["-", "-", "Not available: no wage is recorded."]
    assert len(list(table.rows())) == 8


def test_jobs_print_by_group_in_the_order_of_isco_then_unknown_then_all(tables):
    table = tables["jobs"]
    assert [row.label for row in table.rows()] == ["Professionals", "Elementary occupations", "Baker", "Unknown occupation", "All jobs"]
    assert printed(table, "Elementary occupations") == ["2", "2", "15.0 [-]", "2", "125.0 [-]"]
    assert printed(table, "Unknown occupation") == ["1", "0", "-", "0", "-"]
    assert printed(table, "All jobs") == ["5", "3", "15.0 [-]", "4", "79.0 [52.0-137.5]"]
    assert table.columns[1].notes == ("Known for 3 of 5 jobs.",)


def test_jobs_of_which_no_occupation_is_told_are_one_row_and_a_note():
    given = inputs()
    table = make_table("jobs", replace(given, job_measures=given.job_measures.assign(occupation=NA)))
    assert [row.label for row in table.rows()] == ["All jobs"]
    assert printed(table, "All jobs") == ["5", "3", "15.0 [-]", "4", "79.0 [52.0-137.5]"]
    assert "The records tell no job's occupation." in table.notes


def test_a_panel_says_that_it_holds_no_jobs():
    panel = inputs(job_measures=c.JOB_MEASURES.empty(), codebook=replace(CODEBOOK, shape="panel"))
    assert printed(make_table("jobs", panel), "Not available") == ["The records hold a status by week or month, no jobs."]


def test_logistic_prints_reference_events_estimate_and_joint_test(tables):
    table = tables["regressions_logistic"]
    assert [g.label for g in table.groups] == ["Obtained a competitive job (primary outcome)"]
    assert printed(table, "Funding")[:3] == ["4 / 7", "", "0.035"]
    assert printed(table, "municipality (ref.)")[:3] == ["2 / 4", "1", ""]
    assert printed(table, "UWV")[:3] == ["2 / 3", "0.30 (0.11 to 0.77)", "0.012"]
    assert printed(table, "other")[:3] == ["0 / 0", "-", "-"]
    assert printed(table, "Left out of the model, n")[0] == "1"
    assert "Funding missing (1). Population: all persons analysed (8)." in notes_of(table, "Left out of the model, n")


def test_a_warning_stands_once_at_the_model_and_its_own_at_the_level(tables):
    table = tables["regressions_logistic"]
    assert notes_of(table, "Funding") == ["Few events in all.", "Nobody of the 0 persons in the model has the outcome."]
    assert notes_of(table, "UWV") == ["Only 3 persons in 'UWV'."]


def test_a_model_that_was_not_fitted_prints_dashes_and_says_why(tables):
    table = tables["regressions_logistic"]
    assert [column.spanner for column in table.columns] == ["Crude"] * 3 + ["Adjusted"] * 3
    assert printed(table, "UWV")[3:] == ["-", "-", "-"]


def test_log_linear_prints_b_ratio_and_r_squared_with_an_open_limit_as_a_dash(tables):
    table = tables["regressions_log_linear"]
    assert printed(table, "UWV")[:4] == ["1", "-0.73 (-1.48 to 0.02)", "0.48 (0.23 to -)", "<0.001"]
    assert printed(table, "municipality (ref.)")[:4] == ["2", "0", "1", ""]
    assert printed(table, "R-squared")[:4] == ["", "0.23", "", ""]


def test_a_kind_of_regression_that_is_not_declared_is_absent_by_name():
    only = inputs().models.model_copy(update={"regressions": {"job_obtained": inputs().models.regressions["job_obtained"]}})
    table = make_table("regressions_log_linear", inputs(models=only))
    assert printed(table, "Not available") == ["The settings declare no regression of model log_linear."]


def test_confounders_leave_the_intercept_out_and_show_references():
    common = {"exposure": "funding", "adjustment": "adjusted", "p_value": 0.5, "ratio": 1.5, "ratio_low": 1.0, "ratio_high": 2.0}
    rows = [
        {**estimates().iloc[1].to_dict(), **common, "term": "(intercept)", "level": NA, "reference": NA},
        {**estimates().iloc[1].to_dict(), **common, "term": "age", "level": NA, "reference": NA, "estimate": 0.405},
        {**estimates().iloc[0].to_dict(), **common, "term": "sex", "level": "female", "reference": "female", "n_level": 3},
        {**estimates().iloc[1].to_dict(), **common, "term": "sex", "level": "male", "reference": "female", "n_level": 4, "estimate": 0.405},
    ]
    table = make_table("confounders", inputs(confounder_estimates=c.ESTIMATES.conform(pd.DataFrame(rows))))
    assert [row.label for row in table.rows()] == ["Age (years)", "Sex", "female (ref.)", "male"]
    assert printed(table, "female (ref.)") == ["3", "0", "1", ""]
    assert printed(table, "male") == ["4", "0.41 (-)", "1.50 (1.00 to 2.00)", "0.500"]


def test_confounders_of_a_difference_have_no_ratio():
    common = {"exposure": "funding", "adjustment": "adjusted", "p_value": 0.5, "conf_low": -1.0, "conf_high": 2.0, "ratio": NA}
    rows = [
        {**estimates().iloc[0].to_dict(), **common, "term": "sex", "level": "female", "reference": "female", "n_level": 3},
        {**estimates().iloc[1].to_dict(), **common, "term": "sex", "level": "male", "reference": "female", "n_level": 4, "estimate": 0.5},
    ]
    linear = inputs().models.model_copy(update={"regressions": {"job_obtained": Regression(outcome="time_worked", model="linear")}})
    table = make_table("confounders", inputs(models=linear, confounder_estimates=c.ESTIMATES.conform(pd.DataFrame(rows))))
    assert [group.label for group in table.groups] == ["Time worked, model of Funding; B = difference in means"]
    assert printed(table, "female (ref.)") == ["3", "0", "", ""]
    assert printed(table, "male") == ["4", "0.50 (-1.00 to 2.00)", "", "0.500"]


def test_survival_prints_bounds_open_medians_and_shares(tables):
    table = tables["survival"]
    shares = ["28.6 (10.0 to 80.0)", "-", "42.9 (16.0 to 83.0)", "50.0 to 62.5"]
    assert printed(table, "All participants") == ["3 / 7", "1", "not reached (20.0 to not reached)", "475.5", "not reached", *shares, ""]
    assert [column.label for column in table.columns][-3:] == ["day 911", "day 911, with those left out", "Log-rank p"]
    assert [column.label for column in table.columns][3:5] == ["best case, with those left out", "worst case, with those left out"]
    assert "Left out: 1 worked, but the time of the first job is unknown." in notes_of(table, "All participants")


def test_survival_prints_a_range_of_no_width_as_one_number_and_says_why_an_estimate_can_lie_outside_its_cases():
    frame = inputs().survival_estimates
    frame.loc[frame["measure"].isin(["survival_best", "survival_worst"]), "estimate"] = 0.4492
    table = make_table("survival", inputs(survival_estimates=frame))
    assert "55.1" in printed(table, "All participants")
    assert any("of more persons than the estimate beside them" in note and "it can lie outside them" in note for note in table.notes)


@pytest.mark.parametrize(("n", "columns", "said"), [(6, 9, False), (7, 6, True)], ids=["fewer persons", "the same persons"])
def test_crude_stands_on_the_adjusted_rows_too_where_those_are_other_persons(n, columns, said):
    frames = {"fits": pd.concat([fits(), fits().iloc[:1].assign(adjustment="crude_on_adjusted_rows", n=n)])}
    table = make_table("regressions_logistic", inputs(**frames))
    assert len(table.columns) == columns
    assert ("Crude and adjusted estimates stand on the same persons." in table.notes) is said
    if not said:
        assert [table.columns[i].spanner for i in (0, 3, 6)] == ["Crude", "Adjusted", "Crude, on the rows of the adjusted model"]
        assert printed(table, "Funding")[6] == "4 / 6"


def test_a_study_may_ask_for_crude_estimates_on_their_own_persons_only():
    own = inputs().models.model_copy(update={"crude_on_adjusted_rows": False})
    table = make_table("regressions_logistic", inputs(models=own))
    assert len(table.columns) == 6
    assert "Crude and adjusted estimates stand on the same persons." not in table.notes


def test_the_profile_likelihood_interval_stands_below_walds(tables):
    rows = estimates()
    at = rows.index[rows["level"].eq("UWV") & rows["model"].eq("job_obtained")][0]
    rows.loc[at, ["profile_low", "profile_high"]] = [-2.302585092994046, 0.0]  # ln 0.1, ln 1
    table = make_table("regressions_logistic", inputs(estimates=rows))
    assert printed(table, "UWV, profile likelihood interval")[:3] == ["", "(0.10 to 1.00)", ""]
    cell = next(row for row in table.rows() if row.label == "UWV, profile likelihood interval").cells[1]
    assert [str(number.source) for number in cell.numbers] == [
        f"models/estimates.csv: exp({name}) [model = job_obtained, exposure = funding, adjustment = crude, level = UWV]"
        for name in ("profile_low", "profile_high")
    ]
    assert not [row for row in tables["regressions_logistic"].rows() if "profile" in row.label]


PROXY = {
    "funding": Exposure(variable="funding", reference="municipality", proxy_for="who pays.", limitation="the groups differ in health"),
}


def test_a_proxy_and_its_limitation_stand_under_the_table():
    said = "Funding: a proxy for who pays. The groups differ in health."
    for name in ("regressions_logistic", "regressions_log_linear"):
        assert said in make_table(name, inputs(exposures=PROXY)).notes
        assert not [note for note in make_table(name, inputs()).notes if "proxy" in note]


def test_a_model_among_workers_says_that_they_were_chosen_after_exposure(tables):
    said = "Days worked: of those who obtained a job only, a group formed after exposure"
    assert [note for note in tables["regressions_log_linear"].notes if note.startswith(said)]
    assert not [note for note in tables["regressions_logistic"].notes if "formed after exposure" in note]
