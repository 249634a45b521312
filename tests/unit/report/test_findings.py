"""Asked, found, doubt: sentences from the tidy rows, absolute numbers first, none with a causal word."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pandas as pd
import pytest

from ipscohort import contracts as c
from ipscohort.config.analysis import Exposure, Regression
from ipscohort.display.numbers import Cell
from ipscohort.report import write_report
from ipscohort.report.exhibits import exhibits
from ipscohort.report.findings import questions
from ipscohort.report.times import at_the_end
from tests.support import page as whole

CAUSAL = re.compile(
    r"\b(effects?|effective(ness)?|impacts?|leads? to|led to|results? in|resulted in|causes?|caused|causal|causally|due to|because of|"
    r"improves?|improved|increases?|increased|reduces?|reduced|decreases?|decreased|influences?|influenced|benefit(s|ed)? from|thanks to|"
    r"owing to|consequence|boosts?|hampers?|prevents?|makes people|works better|drives?|determines?)\b",
    re.IGNORECASE,
)
"""Words that say that a difference comes from the exposure; no sentence made from an observational estimate has one."""


def findings(exposure):
    (question,) = (q for q in questions(whole.inputs()) if q.exposure.startswith(exposure))
    return {finding.asked: finding for finding in question.findings}


def test_absolute_numbers_stand_first_then_the_estimate_then_the_crude_one():
    found = [phrase.text for phrase in findings("Experience")["Obtained competitive employment"].found]
    assert found == [
        "27 of 49 (55%) in second half, 20 of 54 (37%) in first half.",
        "Adjusted odds ratio (95% CI) 3.83 (1.42 to 10.30), p = 0.008, n = 95.",
        "Standardised to the persons in the model: 60.3% in second half, 33.3% in first half: a difference of 27.0 percentage points (95% CI 9.3 to 44.7).",
        "Crude 2.09 (0.95 to 4.59), n = 103; crude on the same persons 2.04 (0.90 to 4.63), n = 95.",
        "With Funding in the same model 4.40 (1.54 to 12.58), n = 94; without, on the same persons, 3.97 (1.47 to 10.72), n = 94.",
    ]


def test_the_question_is_answered_under_it_by_each_exposure():
    said = "27 of 49 (55%) in second half, 20 of 54 (37%) in first half; adjusted odds ratio (95% CI) 3.83 (1.42 to 10.30), n = 95; crude 2.09 (0.95 to 4.59), n = 103."
    first, second = (question.answers for question in questions(whole.inputs()))
    assert first[0].said.text == f"Obtained competitive employment: {said}"
    assert first[1].said.text.startswith("Days worked in competitive jobs: Median [quartiles], days of those who obtained a job: 468.0 ")
    assert second[0].said.text.startswith("Obtained competitive employment: 21 of 60 (35%) in UWV")
    assert not CAUSAL.search(" ".join(answer.said.text + answer.doubt.text for answer in (*first, *second)))
    head = whole.page().partition('<ul class="cards"')[0]
    assert head.count('<div class="answered">') == 2 and 'data-n="answer.experience.' in head


def test_each_answer_stands_beside_its_first_doubt():
    of_job, of_days = questions(whole.inputs())[0].answers
    assert of_job.doubt.text.startswith("44 events for 6 coefficients besides the intercept")
    assert of_days.doubt.text.startswith("Of those who obtained a job only, a group formed after exposure")


def test_what_is_warned_of_the_crude_estimates_too_is_said_once():
    doubts = [doubt.text for doubt in findings("Experience")["Days worked in competitive jobs"].doubt]
    assert sum("also have a job of unknown start or end" in doubt for doubt in doubts) == 1
    assert whole.page().count("What is warned of a crude estimate, too, in the same words with other numbers is said once here") == 1
    assert "is warned of the crude estimates" not in whole.page()


def test_a_log_rank_test_and_an_odds_ratio_on_two_sides_are_told_apart():
    said = "The log-rank test (p = 0.044, n = 102) and the crude odds ratio (p = 0.068, n = 103) fall on two sides of 0.05, but they are not of the same persons;"
    assert said in " ".join(doubt.text for doubt in findings("Experience")["Time to first job"].doubt)
    assert "two sides" not in " ".join(doubt.text for doubt in findings("Funding")["Time to first job"].doubt)


def test_a_test_and_a_ratio_of_the_same_persons_are_not_called_of_others():
    inputs = whole.inputs()
    persons = inputs.persons
    unknown = persons["follow_time"].isna() | persons["first_job_event"].isna()
    alike = persons.assign(job_obtained=persons["job_obtained"].mask(unknown, pd.NA))
    estimates = inputs.estimates.copy()
    estimates.loc[estimates["model"].eq("job_obtained") & estimates["adjustment"].eq("crude"), "n"] = 102
    (question,) = (q for q in questions(replace(inputs, persons=alike, estimates=estimates)) if q.exposure.startswith("Experience"))
    (sides,) = (d.text for f in question.findings for d in f.doubt if "two sides" in d.text)
    assert "not of the same persons" not in sides and "the test takes in when the first jobs began" in sides


def test_a_ratio_and_an_absolute_difference_that_disagree_on_no_difference_are_told():
    said = "The interval of the ratio of geometric means includes no difference, that of the absolute difference does not"
    assert said in " ".join(doubt.text for doubt in findings("Funding")["Days worked in competitive jobs"].doubt)
    for other in ("Experience", "Funding"):
        assert "absolute difference" not in " ".join(doubt.text for doubt in findings(other)["Obtained competitive employment"].doubt)


def test_a_difference_that_includes_none_beside_a_ratio_that_does_not_is_told_too():
    inputs = whole.inputs()
    frame = inputs.standardised.copy()
    mine = frame["model"].eq("job_obtained") & frame["exposure"].eq("experience") & frame["measure"].eq("difference")
    frame.loc[mine, "conf_low"] = -0.01
    doubts = questions(replace(inputs, standardised=frame))[0].findings[0].doubt
    said = "The interval of the absolute difference includes no difference, that of the odds ratio does not"
    assert said in " ".join(doubt.text for doubt in doubts)


def test_amounts_are_medians_of_those_who_worked_with_their_n():
    found = [phrase.text for phrase in findings("Funding")["Days worked in competitive jobs"].found]
    assert found[0] == (
        "Median [quartiles], days of those who obtained a job: 181.0 [88.5-493.5] (n = 21) in UWV, 476.5 [134.3-806.3] (n = 26) in municipality."
    )
    assert found[1] == "Adjusted ratio of geometric means (95% CI) 0.48 (0.23 to 1.02), p = 0.057, n = 44."


def with_regressions(**regressions):
    """The shipped cohort with other regressions, none of them fitted."""
    inputs = whole.inputs()
    models = inputs.settings.models.model_copy(update={"regressions": regressions})
    return replace(inputs, settings=inputs.settings.model_copy(update={"models": models}))


def test_a_rate_is_a_total_in_the_time_observed():
    rate = Regression(outcome="n_jobs", model="poisson", offset="time_observed", label="Jobs")
    inputs = with_regressions(rate=rate)
    persons = inputs.persons[["experience", "n_jobs", "time_observed"]].dropna()
    first = persons[persons["experience"].eq("first half")]
    jobs, days = first["n_jobs"].sum(), first["time_observed"].sum()
    finding = questions(inputs)[0].findings[0]
    assert finding.asked == "Jobs per day observed"
    assert finding.found[0].text.endswith(f", {jobs} jobs in {days:,.0f} person-days ({100 * jobs / days:.2f} per 100) in first half.")
    numbers = [number for part in finding.found[0].parts if isinstance(part, Cell) for number in part.numbers]
    assert [number.statistic for number in numbers[3:]] == ["total", "person-days", "rate per 100 person-days"]
    assert numbers[-1].value == pytest.approx(100 * jobs / days)


def test_the_same_outcome_of_all_persons_and_of_workers_is_told_apart_with_its_unit():
    worked = {"outcome": "time_worked", "label": "Days worked"}
    of_all, of_workers = Regression(**worked, model="linear"), Regression(**worked, model="log_linear")
    findings = questions(with_regressions(of_all=of_all, of_workers=of_workers))[0].findings
    assert [each.asked for each in findings][:2] == ["Days worked, of all persons", "Days worked, of those who obtained a job"]
    assert re.match(r"Mean \(SD\), days of all persons: \d+\.\d \(\d+\.\d\) \(n = 49\) in second half, ", findings[0].found[0].text)
    assert findings[0].found[1].text == "No estimate."


def test_a_difference_has_its_unit():
    inputs = with_regressions(days_worked=Regression(outcome="time_worked", model="linear", label="Days worked"))
    assert questions(inputs)[0].findings[0].found[1].text.startswith("Adjusted difference in means, days (95% CI) 1.21 (")


def test_times_say_what_is_not_reached():
    found = [phrase.text for phrase in findings("Experience")["Time to first job"].found]
    assert found == [
        "Had a first job by the end of 30 months of follow-up (95% CI), in percent: 54 (41 to 69) in second half with 22 still at risk, "
        "37 (26 to 51) in first half with 34 still at risk.",
        "Median days (95% CI): 609.0 (301.0 to not reached) in second half, not reached (854.0 to not reached) in first half.",
        "Mean days before the first job in the first 913 days (95% CI): 542.9 (437.3 to 648.6) in second half, 712.9 (629.2 to 796.6) in first half; "
        "difference -170.0 (-304.8 to -35.2), p = 0.013, not adjusted.",
        "Log-rank p = 0.044, not adjusted.",
    ]


def shares_of(survival):
    """What is said of the share with a first job by experience, where these are the estimates."""
    inputs = replace(whole.inputs(), survival_estimates=survival)
    return next(f for f in questions(inputs)[0].findings if f.role == "Kaplan-Meier").found[0].text


def test_shares_of_all_levels_are_of_one_and_the_same_time():
    rows = whole.inputs().survival_estimates
    mine = rows["exposure"].eq("experience") & rows["measure"].eq("survival")
    early = rows[mine].assign(time=60.0, end_of_follow_up=False, estimate=0.9, conf_low=0.8, conf_high=0.95)
    both = c.SURVIVAL_ESTIMATES.conform(pd.concat([rows, early]))
    assert shares_of(both).startswith("Had a first job by the end of 30 months of follow-up (95% CI), in percent: 54 ")
    both.loc[both["time"].eq(914).fillna(False) & both["level"].eq("second half"), "estimate"] = pd.NA
    said = "10 (5 to 20) in second half with 40 still at risk, 10 (5 to 20) in first half with 50 still at risk."
    assert shares_of(both) == f"Had a first job by day 60 (95% CI), in percent: {said}"


def test_a_level_without_a_share_is_named():
    rows = whole.inputs().survival_estimates.copy()
    rows.loc[rows["level"].eq("second half"), "estimate"] = pd.NA
    assert shares_of(rows) == (
        "Had a first job by the end of 30 months of follow-up (95% CI), in percent: "
        "not estimable in second half (nobody observed longer than 914 days), 37 (26 to 51) in first half with 34 still at risk."
    )
    rows["estimate"] = pd.NA
    assert shares_of(rows).startswith("Had a first job: not estimable in second half (")


def test_doubt_is_what_the_models_warn_of_and_who_was_left_out():
    doubt = [phrase.text for phrase in findings("Experience")["Obtained competitive employment"].doubt]
    assert doubt == [
        "44 events for 6 coefficients besides the intercept (7.3 each, fewer than 10): the estimates may be unstable. "
        "Counted as no, but had a job of which it is not recorded whether it was competitive: 1 of 50 in 'first half'; 1 of 45 in 'second half'.",
        "The crude interval includes no difference, the adjusted one does not.",
        "8 left out: Worked competitively in past 5 years missing (5); Mental health (MHI-5, 0-100) missing (3). Of all persons analysed: 103.",
    ]
    selection = findings("Experience")["Days worked in competitive jobs"].doubt[0].text
    assert selection.startswith("Of those who obtained a job only, a group formed after exposure")


@pytest.mark.parametrize(
    ("adjusted", "said"),
    [
        ((1.01, 4.0), ["The crude interval includes no difference, the adjusted one does not."]),
        ((0.25, 0.99), ["The crude interval includes no difference, the adjusted one does not."]),
        ((1.0, 4.0), []),
        ((0.5, 4.0), []),
        ((pd.NA, 4.0), []),
    ],
)
def test_that_crude_and_adjusted_disagree_on_any_difference_is_a_doubt(adjusted, said):
    inputs = whole.inputs()
    estimates = inputs.estimates.copy()
    mine = estimates["model"].eq("job_obtained") & estimates["exposure"].eq("experience") & estimates["adjustment"].eq("adjusted")
    estimates.loc[mine & estimates["level"].eq("second half").fillna(False), ["ratio_low", "ratio_high"]] = list(adjusted)
    doubt = questions(replace(inputs, estimates=estimates))[0].findings[0].doubt
    assert [phrase.text for phrase in doubt if "crude" in phrase.text and "interval" in phrase.text] == said


def test_it_is_a_doubt_too_where_only_the_adjusted_interval_includes_no_difference():
    doubt = [phrase.text for phrase in findings("Funding")["Days worked in competitive jobs"].doubt]
    assert [text for text in doubt if "interval includes" in text] == [
        "The adjusted interval includes no difference, the crude one on the same persons does not."
    ]
    inputs = whole.inputs()
    estimates = inputs.estimates.copy()
    mine = estimates["model"].eq("days_worked") & estimates["exposure"].eq("funding") & estimates["adjustment"].eq("crude")
    estimates.loc[mine & estimates["level"].eq("UWV").fillna(False), "ratio_high"] = 0.97
    doubt = questions(replace(inputs, estimates=estimates))[1].findings[1].doubt
    assert "The adjusted interval includes no difference, the crude one does not." in [phrase.text for phrase in doubt]


def test_few_at_risk_are_a_doubt_with_their_number():
    assert not any("at risk" in phrase.text for phrase in findings("Experience")["Time to first job"].doubt)
    inputs = whole.inputs()
    rows = inputs.survival_estimates.copy()
    mine = rows["exposure"].eq("experience") & rows["measure"].eq("survival")
    rows.loc[mine, ["time", "end_of_follow_up"]] = [913, False]
    (finding,) = (f for f in questions(replace(inputs, survival_estimates=rows))[0].findings if f.role == "Kaplan-Meier")
    assert "in second half with 5 still at risk, 37 (26 to 51) in first half with 17 still at risk." in finding.found[0].text
    assert [phrase.text for phrase in finding.doubt if "at risk" in phrase.text] == [
        "second half: only 5 still at risk, fewer than 10: the share is uncertain."
    ]
    few = next(phrase for phrase in finding.doubt if "at risk" in phrase.text)
    (number,) = next(part for part in few.parts if isinstance(part, Cell)).numbers
    assert str(number.source) == "survival/curves.csv: n_risk [exposure = experience, level = second half, time = 913]"
    assert number.source.rows(inputs.curves)["n_risk"].tolist() == [5]


def test_a_regression_says_its_kind_in_words():
    said = {asked: finding.role for asked, finding in findings("Experience").items()}
    assert said["Obtained competitive employment"] == "primary, logistic regression"
    assert said["Days worked in competitive jobs"] == "primary, linear regression of the logarithm"
    rate = with_regressions(rate=Regression(outcome="n_jobs", model="poisson", offset="time_observed", label="Jobs"))
    assert questions(rate)[0].findings[0].role.endswith("Poisson regression with the logarithm of the time observed as offset")


def warned(frame, warnings, **where):
    """A copy in which the selected rows have these warnings, by their adjustment."""
    frame = frame.copy()
    for adjustment, text in warnings.items():
        mine = frame["adjustment"].eq(adjustment)
        for name, value in where.items():
            mine &= frame[name].eq(value).fillna(False)
        frame.loc[mine, "warning"] = text
    return frame


def test_doubt_has_the_warnings_of_levels_and_of_the_crude_models_too_and_none_twice():
    inputs, mine = whole.inputs(), {"model": "job_obtained", "exposure": "experience"}
    models = {"adjusted": "Few events.", "crude": "Separation: Firth. Few events.", "crude_on_adjusted_rows": "Few events."}
    levels = {
        "crude_on_adjusted_rows": "Few events.",
        "adjusted": "Only 4 events in 'second half'. Few events.",
        "crude": "Only 4 events in 'second half'. Separation: Firth. Few events.",
    }
    fits = warned(inputs.fits, models, **mine)
    estimates = warned(inputs.estimates, levels, **mine, level="second half")
    doubt = questions(replace(inputs, fits=fits, estimates=estimates))[0].findings[0].doubt
    assert [phrase.text for phrase in doubt][:5] == [
        "Few events.",
        "Only 4 events in 'second half'.",
        "Crude: Separation: Firth.",
        "The crude interval includes no difference, the adjusted one does not.",
        "8 left out: Worked competitively in past 5 years missing (5); Mental health (MHI-5, 0-100) missing (3). Of all persons analysed: 103.",
    ]
    assert [(number.statistic, number.value) for number in doubt[1].parts[1].numbers] == [
        ("n level", 45.0),
        ("n events level", 25.0),
        ("n level", 50.0),
        ("n events level", 19.0),
    ]


@pytest.mark.parametrize("obtained", ["yes", "no"])
def test_selection_is_doubted_only_where_some_but_not_all_obtained_a_job(obtained):
    inputs = whole.inputs()
    finding = questions(replace(inputs, persons=inputs.persons.assign(job_obtained=obtained)))[0].findings[1]
    assert not any("(selection)" in phrase.text for phrase in finding.doubt)
    assert (finding.found[0].text == "Nobody obtained a job.") == (obtained == "no")


def test_who_is_left_out_of_the_times_is_said_with_the_level():
    doubt = findings("Experience")["Time to first job"].doubt[0]
    assert doubt.text == (
        "Left out in second half: 1 person who worked, but the time of the first job is unknown. With them in, the share is larger than 54%."
    )


def test_every_finding_leads_to_its_row():
    text = whole.page()
    shown = exhibits(whole.inputs())
    for question in questions(whole.inputs()):
        for finding in question.findings:
            row = re.search(rf'<tr id="{re.escape(finding.row)}">.*?</tr>', text)
            assert row and shown.table(finding.table)
            cells = html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "|", row[0]))
            if finding.table == "survival":
                assert f"|{question.compared.partition(' against ')[0]}|" in cells
            else:
                assert re.search(r"\d+\.\d\d \([^)]*\)", finding.found[1].text)[0] in cells


def test_no_sentence_says_that_a_difference_comes_from_the_exposure():
    said = [
        phrase.text
        for question in questions(whole.inputs())
        for finding in question.findings
        for phrase in (*finding.found, *finding.doubt)
    ]
    said += [question.compared for question in questions(whole.inputs())]
    assert len(said) > 20
    assert [text for text in said if CAUSAL.search(text)] == []
    section = whole.page().partition('<section id="findings">')[2].partition("</section>")[0]
    assert not CAUSAL.search(html.unescape(re.sub(r"<[^>]+>", " ", section)))


@pytest.mark.parametrize(
    "text", ["Experience leads to jobs", "the effect of funding", "Funding increased days worked", "more jobs due to IPS"]
)
def test_the_list_of_causal_words_bites(text):
    assert CAUSAL.search(text)


def test_what_an_exposure_stands_for_is_said_beside_its_findings():
    funding = next(q for q in questions(whole.inputs()) if q.exposure == "Funding")
    assert funding.compared == "UWV against municipality"
    assert funding.caveats[0] == "Stands for the type of IPS funding, which was not measured itself."
    assert funding.caveats[1].startswith("The groups may also differ in severity")


def test_a_model_that_was_not_fitted_says_why_and_gives_no_number():
    inputs = whole.inputs()
    fits = inputs.fits.copy()
    mine = fits["model"].eq("job_obtained") & fits["adjustment"].eq("adjusted")
    fits.loc[mine, ["warning", "status"]] = ["Nobody in the model has the outcome", "not fitted"]
    estimates = inputs.estimates.copy()
    estimates.loc[estimates["model"].eq("job_obtained"), ["estimate", "ratio", "ratio_low", "ratio_high", "p_value"]] = pd.NA
    finding = questions(replace(inputs, fits=fits, estimates=estimates))[0].findings[0]
    assert [phrase.text for phrase in finding.found] == ["27 of 49 (55%) in second half, 20 of 54 (37%) in first half.", "No estimate."]
    assert finding.doubt[0].text == "Nobody in the model has the outcome."


def test_each_level_of_several_is_compared_with_the_reference():
    inputs = whole.inputs()
    persons = inputs.persons.assign(agencies=(["a", "McJob", "c"] * 35)[: len(inputs.persons)])
    rows = [
        {"level": level, "ratio": ratio, "ratio_low": 0.5, "ratio_high": 9.0, "p_value": 0.0001, "estimate": 0.1, "n": 100}
        for level, ratio in (("a", None), ("McJob", 2.0), ("c", 3.0))
    ]
    common = {"model": "job_obtained", "outcome": "job_obtained", "exposure": "agencies", "term": "agencies", "reference": "a"}
    common |= {"adjustment": "crude", "role": "primary", "n_excluded": 0, "method": "m"}
    estimates = c.ESTIMATES.conform(pd.DataFrame([{**common, **row} for row in rows]))
    fit = {"model": "job_obtained", "outcome": "job_obtained", "exposure": "agencies", "adjustment": "crude", "population": "all"}
    fits = c.FITS.conform(pd.DataFrame([{**fit, "n_population": 100, "n": 100, "n_excluded": 0, "status": "fitted"}]))
    info = replace(inputs.codebook.variables["funding"], name="agencies", label="Agency", levels=("a", "McJob", "c"))
    codebook = replace(inputs.codebook, variables={**inputs.codebook.variables, "agencies": info})
    settings = inputs.settings.model_copy(update={"exposures": {"agencies": Exposure(variable="agencies", reference="a")}})
    three = replace(inputs, persons=persons, estimates=estimates, fits=fits, codebook=codebook, settings=settings)
    (question,) = questions(three)
    assert question.compared == "McJob and c against a"
    assert [phrase.text for phrase in question.findings[0].found][1:] == [
        "McJob: crude odds ratio (95% CI) 2.00 (0.50 to 9.00), p <0.001, n = 100.",
        "c: crude odds ratio (95% CI) 3.00 (0.50 to 9.00), p <0.001, n = 100.",
    ]
    assert "in McJob" in question.findings[0].found[0].text and "in c" in question.findings[0].found[0].text
    assert "No warning was raised by the checks." in write_report(three)
    adjusted = [frame.assign(adjustment="adjusted") for frame in (estimates, fits)]
    both = replace(three, estimates=pd.concat([estimates, adjusted[0]]), fits=pd.concat([fits, adjusted[1]]))
    said = questions(both)[0].findings[0].found[-1].text
    assert said == "McJob, crude 2.00 (0.50 to 9.00), n = 100; c, crude 3.00 (0.50 to 9.00), n = 100."


def test_the_share_with_a_job_is_that_of_the_latest_time_estimated():
    rows = pd.DataFrame({"measure": "survival", "time": [914.0, 365.0, 1200.0], "estimate": [0.5, 0.8, float("nan")]})
    assert at_the_end(rows)["time"] == 914
    assert at_the_end(rows.iloc[2:]) is None


def test_an_exposure_of_one_level_is_said_to_have_nothing_to_compare():
    inputs = whole.inputs()
    info = inputs.codebook.variables["experience"]
    book = replace(inputs.codebook, variables={**inputs.codebook.variables, "experience": replace(info, levels=("first half",))})
    assert questions(replace(inputs, codebook=book))[0].compared == "everybody in first half, so there is nothing to compare"
