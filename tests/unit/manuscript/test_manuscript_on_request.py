"""Analyses made on request in the manuscript aids: named with their methods and results where they were run, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ipscohort.config import Settings
from ipscohort.config.analysis import Imputation, LeftEarly
from ipscohort.contracts.repeated import WAVE_ESTIMATES
from ipscohort.contracts.second_clock import GRAY_TESTS
from ipscohort.manuscript import documents, markdown, on_request
from ipscohort.manuscript.document import Grid, Heading, Paragraph
from ipscohort.models.fit import fit_models
from ipscohort.run.pipeline import analyse
from tests.support import fidelity, repeated
from tests.support.manuscript import inputs
from tests.support.shipped import cohort, shipped
from tests.unit.manuscript.test_manuscript import digits_left

EVERYTHING = {
    "imputed": "With missing values imputed 5 times ",
    "weighted": " persons who left early without a job weighted for ",
    "repeated_estimates": "marginal odds ratio, second half against first half: crude ",
    "jobs_per_person": "Jobs begun per person in 30 months: ",
    "time_in_states": "Mean days in a job in 30 months: ",
    "fidelity_estimates": "With the fidelity of the agencies at inclusion in the same model ",
}
"""Frame -> what the results say of it."""
METHODS = {
    "imputed": "missing confounders and exposures were imputed 5 times",
    "weighted": "the others were weighted by the inverse probability of being observed so long",
    "repeated_estimates": "by generalised estimating equations (GEE, logit link)",
    "jobs_per_person": "(mean cumulative function)",
    "time_in_states": "Share of persons in each state",
}
NAMED = {
    "imputed": "missing values imputed",
    "weighted": "weights for who left early",
    "repeated_estimates": "employment in every month",
    "jobs_per_person": "all jobs begun per person",
    "time_in_states": "states over time",
    "fidelity_estimates": "fidelity of the agencies at inclusion as an exposure",
}


def left(persons: pd.DataFrame) -> pd.DataFrame:
    """Some of those without a job left early, for different reasons."""
    early = persons["job_obtained"].eq("no") & (persons["row"] % 3 == 0)
    return persons.assign(
        full_follow_up=persons["full_follow_up"].mask(early, False),
        follow_time=persons["follow_time"].mask(early, persons["row"] * 5.0 + 1),
        ended_by=persons["ended_by"].mask(early, "moved"),
    )


@cache
def everything():
    given, own = inputs(), cohort().settings
    values = own.model_dump(mode="json")
    values["models"] |= {"imputation": {"m": 5}, "left_early": {}}
    values["survival"] |= {"all_jobs": True, "states": True}
    values["repeated"] = {"employment": {}}
    settings = Settings.model_validate(values)
    survived, monthly = analyse(settings, cohort().files()).survived, repeated.of_shipped()
    fitted = fit_models(left(shipped().derived.persons), shipped().derived.codebook, settings)
    made = {name: getattr(survived, name) for name in ("jobs_per_person", "job_start_tests", "time_in_states")}
    made |= {
        "repeated_models": monthly.models,
        "repeated_estimates": monthly.estimates,
        "imputed": fitted.imputed,
        "weighted": fitted.weighted,
    }
    return replace(given, settings=settings, fidelity_estimates=fidelity.shipped().estimates, **made)


@cache
def made(given=None):
    return documents(given or everything())


def parts(given) -> tuple[str, str, dict[str, str]]:
    """Methods, results and the answers of the checklist."""
    blocks = documents(given)[0]
    texts = blocks["methods_and_results"]
    start = next(k for k, block in enumerate(texts) if block == Heading("Results"))
    (grid,) = [block for block in blocks["strobe"] if isinstance(block, Grid)]
    said = [" ".join(block.text for block in some if isinstance(block, Paragraph)) for some in (texts[:start], texts[start:])]
    return *said, {item: answer for item, _, answer in grid.rows}


@pytest.mark.parametrize("frame", list(EVERYTHING))
def test_what_was_run_is_in_results_methods_and_checklist_and_without_it_is_not(frame):
    methods, results, strobe = parts(everything())
    lacking = parts(replace(everything(), **{frame: getattr(everything(), frame).head(0)}))
    assert EVERYTHING[frame] in results and EVERYTHING[frame] not in lacking[1]
    assert NAMED[frame] in strobe["17"] and NAMED[frame] not in lacking[2]["17"]
    if frame in METHODS and frame != "repeated_estimates":
        assert METHODS[frame] in methods and METHODS[frame] not in lacking[0]
    plain = parts(inputs())
    assert EVERYTHING[frame] not in plain[1] and NAMED[frame] not in plain[2]["17"] and METHODS.get(frame, "GEE") not in plain[0]


def test_sensitivity_analyses_that_were_run_are_named_in_their_item():
    said, plain = parts(everything())[2]["12e"], parts(inputs())[2]["12e"]
    for text in (
        "Missing confounders and exposures imputed 5 times.",
        "Who left early without a job weighted for.",
        "Fidelity of the agencies in the same model as the exposures.",
    ):
        assert text in said and text not in plain
    assert "Employment in every month" not in said  # it is secondary
    other = everything()
    models = replace(other, repeated_models=other.repeated_models.assign(role="sensitivity"))
    assert "Employment in every month in one model." in parts(models)[2]["12e"]


def test_how_loss_was_handled_is_in_its_own_item():
    _, _, strobe = parts(everything())
    assert "weighted by the inverse probability" in strobe["12d"] and "weighted" not in strobe["12c"]
    assert "imputed" in strobe["12c"] and "GEE" in strobe["12a"]


def test_the_models_over_time_name_their_correlations_and_the_random_intercept_where_they_were_fitted():
    given, models = everything(), everything().repeated_models
    methods = parts(given)[0]
    assert (
        "working correlations: one that falls with time (AR(1)), exchangeable and independence" in methods and "random intercept" in methods
    )
    assert "(a straight line over time; crude and adjusted for the confounders)" in methods
    one = models[models["approach"].eq("gee_exchangeable") & models["adjustment"].eq("crude")]
    some = " ".join(on_request.over_time(replace(given, repeated_models=one)))
    assert "working correlations: exchangeable;" in some and "random intercept" not in some and "(a straight line over time; crude)" in some
    assert "GEE" not in " ".join(on_request.over_time(replace(given, repeated_models=models.assign(why_not="too few"))))


def test_every_number_of_further_results_has_a_row():
    printed = made()[1].query("document == 'methods_and_results'")["text"]
    results = parts(everything())[1]
    start = results.index("With missing values imputed")
    for sentence in [s for s in results[start:].split(". ") if any(text.strip() in s for text in EVERYTHING.values())]:
        assert digits_left(sentence.replace("30 months", "").replace("per 10 points", ""), [*printed]) == [], sentence


def test_numbers_are_those_of_the_tidy_rows():
    results, given = parts(everything())[1], everything()
    row = given.imputed[given.imputed["exposure"].eq("experience") & given.imputed["adjustment"].eq("adjusted")].iloc[0]
    assert (
        f"imputed 5 times {row['ratio']:.2f} (95% CI {row['ratio_low']:.2f} to {row['ratio_high']:.2f}), n = 103, of whom 8 have" in results
    )
    assert f"difference in percentage points: {100 * row['difference']:.1f} (95% CI {100 * row['difference_low']:.1f} to" in results
    rows = given.weighted[given.weighted["exposure"].eq("experience") & given.weighted["adjustment"].eq("adjusted")]
    row = rows[rows["estimate"].notna()].iloc[0]
    said = f"With {row['n_left']} persons who left early without a job weighted for {row['ratio']:.2f} (95% CI {row['ratio_low']:.2f} to {row['ratio_high']:.2f})"
    assert said in results and f"the same persons unweighted {row['unweighted']:.2f} (" in results


def test_where_nobody_left_or_misses_a_value_the_methods_do_not_say_that_somebody_was_weighted_or_imputed():
    own = cohort().settings
    settings = own.model_copy(update={"models": own.models.model_copy(update={"left_early": LeftEarly(), "imputation": Imputation(m=3)})})
    persons = shipped().derived.persons.dropna(subset=["mhi5", "worked_past_5_years", "funding"])
    fitted = fit_models(persons, shipped().derived.codebook, settings)
    methods, results, strobe = parts(replace(inputs(), settings=settings, imputed=fitted.imputed, weighted=fitted.weighted))
    assert "nobody is weighted: Nobody in the model left early without a job" in methods and "were weighted" not in methods
    assert (
        "nobody in the regressions misses a confounder or an exposure, so nothing was imputed." in methods and "were imputed" not in methods
    )
    assert "imputed" not in results and "weighted" not in results
    assert "imputed" not in strobe["12e"] + strobe["17"] and "weight" not in strobe["12e"] + strobe["17"]


def test_scores_have_their_change_to_the_last_wave():
    values = cohort().settings.model_dump(mode="json")
    values["repeated"] = {"scores": {"mhi5": {"waves": {0: "mhi5", 6: "age"}, "label": "Mental health over time"}}}
    shared = dict.fromkeys(WAVE_ESTIMATES.names()) | {"score": "mhi5", "exposure": "experience", "level": "second half", "n": 95}
    shared |= {"reference": "first half", "measure": "difference_in_change", "method": "linear model", "role": "secondary"}
    shared |= {"estimate": 0.97, "conf_low": -3.27, "conf_high": 5.21, "p_value": 0.653}
    frame = pd.DataFrame([{**shared, "adjustment": each, "wave": wave} for each in ("crude", "adjusted") for wave in (3.0, 6.0)])
    methods, results, strobe = parts(replace(inputs(), settings=Settings.model_validate(values), wave_estimates=frame))
    assert "Mental health over time: measured in waves and analysed by a linear model; changes" in methods
    found = "0.97 (95% CI -3.27 to 5.21), p = 0.653, n = 95"
    assert f"difference in the change to month 6, second half from first half: crude {found}; adjusted {found}." in results
    assert "month 3," not in results and "scores measured in waves" in strobe["17"]


def test_an_imputation_without_an_estimate_says_why():
    given = everything()
    lost = given.imputed.assign(estimate=pd.NA, n_imputed=0, warning="Score is missing of everybody, so it can't be imputed.")
    assert on_request.imputation(replace(given, imputed=lost)).endswith(
        "gave no estimate: Score is missing of everybody, so it can't be imputed."
    )


def test_what_weights_do_with_closed_records_competing_exits_and_unknown_starts_is_said_where_there_are_any():
    given = everything()
    said = on_request.left_early(given)
    assert "unknown time" in said and "closed" not in said and "competes" not in said  # one job of the shipped cohort has no start
    more = given.weighted.assign(n_closed=2, n_competing=1, ratio_latest=pd.NA)
    values = given.settings.model_dump(mode="json")
    values["survival"]["competing"] = ["died"]
    said = on_request.left_early(replace(given, settings=Settings.model_validate(values), weighted=more))
    assert "closed before the end" in said and "competes with a job (died)" in said and "unknown time" not in said


def test_tests_stay_out_where_no_p_values_are_asked_for():
    given = everything()
    tables = given.settings.model_copy(update={"tables": given.settings.tables.model_copy(update={"p_values": False})})
    text = markdown.render(documents(replace(given, settings=tables))[0]["methods_and_results"]).decode()
    assert "All jobs begun, " not in text and "Groups were compared in all jobs" not in text
    assert "All jobs begun, " in parts(given)[1] and "Groups were compared in all jobs" in parts(given)[0]


PROPERLY = (
    "Obtained competitive employment, IPS fidelity at inclusion, per 10 points: odds ratio, adjusted 2.03 (95% CI 1.00 to 4.12), n = 93. With more in the model: with the "
    "date of inclusion as a number 0.87 (95% CI 0.32 to 2.36); with the agency 3.25 (95% CI 1.16 to 9.12); with the date of inclusion as a number and the agency 0.44 "
    "(95% CI 0.06 to 3.43); with experience of the agencies (half of the inclusion period) 1.33 (95% CI 0.57 to 3.12)."
)
TURNED = "Obtained competitive employment, Days worked in competitive jobs and Time to first job: fidelity's estimate changes direction when the date of inclusion"


def test_fidelity_never_stands_with_one_estimate_alone():
    _, results, strobe = parts(everything())
    assert PROPERLY in results and TURNED in results
    assert "Pearson 0.73, Spearman 0.74. Within agencies, each about its own means, the correlation is 0.89." in results
    assert "explain 0.89 of the variance of the total (R squared), a variance inflation factor of 8.8." in results
    assert "With few agencies (here 2)" in results and "10 left out of models of fidelity: " in results
    assert "To be read with the estimate before these: 44 events for 6 coefficients" in results
    fitted = (
        "with more than the confounders: with the date of inclusion as a number; with the agency; with the date of inclusion as a number and the agency; "
        "with experience of the agencies (half of the inclusion period)."
    )
    frame = everything().fidelity_estimates
    settings = everything().settings.model_copy(update={"programme": fidelity.settings().programme})
    said = parts(replace(everything(), settings=settings))
    assert f"Models of fidelity were also fitted {fitted}" in said[0] and f"Models of fidelity were also fitted {fitted}" in said[2]["12a"]
    assert f"Fidelity of the agencies {fitted}" in strobe["12e"]
    bare = replace(everything(), settings=settings, fidelity_estimates=frame[frame["adjustment"].isin(["crude", "adjusted"])])
    assert "With more in the model: with" not in parts(bare)[1] and "changes direction" not in parts(bare)[1]
    assert "with more than the confounders" not in parts(bare)[0] + parts(bare)[2]["12e"]


def test_a_model_of_fidelity_without_an_estimate_says_so_and_other_persons_are_counted():
    given = everything()
    frame = given.fidelity_estimates.copy()
    of = frame["exposure"].eq("fidelity_total") & frame["model"].eq("job_obtained")
    frame.loc[of & frame["adjustment"].eq("with_agency"), ["estimate", "ratio", "warning"]] = [
        pd.NA,
        pd.NA,
        "There are more agencies than events.",
    ]
    frame.loc[of & frame["adjustment"].eq("with_date"), "n"] = 90
    results = parts(replace(given, fidelity_estimates=frame))[1]
    assert (
        "with the date of inclusion as a number 0.87 (95% CI 0.32 to 2.36), n = 90; with the agency not estimated (There are more agencies than events);"
        in results
    )
    frame.loc[of & frame["adjustment"].isin(["crude", "adjusted"]), "estimate"] = pd.NA
    assert "Obtained competitive employment, IPS fidelity at inclusion" not in parts(replace(given, fidelity_estimates=frame))[1]


def test_interactions_and_tests_are_named_where_they_were_made():
    methods, _, strobe = parts(everything())
    time = "of each exposure with time, in the models of employment in every month"
    assert strobe["12b"] == f"Interactions: {time}. No subgroups were analysed." and strobe["17"].endswith(strobe["12b"])
    assert "tested by the interaction of exposure and time (F test, of one coefficient)." in methods
    assert "t limits with Satterthwaite's degrees of freedom." in methods and "joint" not in methods.partition("GEE")[2][:900]
    models = everything().repeated_models
    untested = replace(everything(), repeated_models=models.assign(interaction_statistic=pd.NA))
    assert "F test" not in parts(untested)[0] and parts(untested)[2]["12b"] == "No subgroups or interactions were analysed."
    curved = replace(
        everything(), repeated_models=models.assign(interaction_df=models["interaction_df"].where(models["interaction_df"].isna(), 2))
    )
    assert "(F test, of all its coefficients at once)" in parts(curved)[0]
    tables = everything().settings.tables.model_copy(update={"p_values": False})
    assert "F test" not in parts(replace(everything(), settings=everything().settings.model_copy(update={"tables": tables})))[0]
    assert parts(inputs())[2]["12b"] == "No subgroups or interactions were analysed."
    waves = pd.DataFrame([{"measure": "difference_in_change", "estimate": 1.0}], columns=WAVE_ESTIMATES.names())
    assert "with the wave, in the models of scores" in on_request.interactions(replace(inputs(), wave_estimates=waves))


def test_grays_test_is_named_where_exits_compete():
    values = cohort().settings.model_dump(mode="json")
    values["survival"]["competing"] = ["died"]
    gray = pd.DataFrame(
        [{"exposure": "experience", "cause": cause, "p_value": p} for cause, p in (("first_job", 0.041), ("competing", 0.5))]
    )
    given = replace(inputs(), settings=Settings.model_validate(values), gray_tests=gray.reindex(columns=GRAY_TESTS.names()))
    methods, results, strobe = parts(given)
    assert "compared between groups by Gray's test" in methods and "Gray's test p = 0.041" in results and "0.500" not in strobe["17"]
    assert (
        "Gray's tests of the cumulative incidence of a first job: Experience of the agencies (half of the inclusion period) p = 0.041."
        in strobe["17"]
    )
    without = parts(replace(given, gray_tests=given.gray_tests.assign(p_value=pd.NA)))
    assert "Gray" not in "".join([*without[:2], *without[2].values()])


def test_mean_days_stand_with_who_is_left_out_and_fewest_and_most():
    given, results = everything(), parts(everything())[1]
    row = given.time_in_states.query("state == 'job' and exposure == 'all'").sort_values("time").iloc[-1]
    shown = f"Left out, as a job of theirs has an unknown start or end: 6; all of them had a job, so that the mean without them is too small: with them it lies between {row['days_least']:.1f} and {row['days_most']:.1f}."
    assert "97 persons. " + shown in results
    frame = given.time_in_states

    def said(**columns) -> str:
        return parts(replace(given, time_in_states=frame.assign(**columns)))[1]

    assert "may be too small: with them it lies between" in said(days_least=frame["days"]) and "is too small" not in said(
        days_least=frame["days"]
    )
    assert (
        "may be too small." in said(days_least=pd.NA, days_most=pd.NA)
        and "lies between 1" not in said(days_least=pd.NA).partition("Mean days")[2]
    )
    assert "Left out, as a job" not in said(n_excluded=0, days_least=pd.NA, days_most=pd.NA)


def test_weights_stand_with_unknown_times_at_the_latest_and_their_bounds():
    given, results = everything(), parts(everything())[1]
    row = given.weighted[given.weighted["ratio_latest"].notna()].iloc[0]
    latest, least, most = (f"{row[name]:.2f}" for name in ("ratio_latest", "ratio_least", "ratio_most"))
    assert (
        f"as late as can be the odds ratio is {latest}, and with some early and some late it lies between about {least} and {most}."
        in results
    )
    none = replace(given, weighted=given.weighted.assign(ratio_latest=pd.NA))
    assert "as late as can be the odds ratio" not in parts(none)[1]
