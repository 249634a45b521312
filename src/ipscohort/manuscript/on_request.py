"""Analyses that the settings ask for beside the regressions: their methods in sentences, and which of them were run.

Nothing is said of what was not asked for; of what was asked for and gave no estimate it is said that there is none, and why.
"""

from __future__ import annotations

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, MUTUAL
from ipscohort.display import printing
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.phrasing import joined
from ipscohort.display.repeated import score_label
from ipscohort.display.units import one
from ipscohort.manuscript import fidelity
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.words import later, say

CORRELATIONS = {
    "gee_ar1": later("one that falls with time (AR(1))"),
    "gee_exchangeable": later("exchangeable"),
    "gee_independence": later("independence"),
}
"""Marginal model -> its working correlation."""
MIXED = "mixed"
TIMES = {"linear": later("a straight line"), "quadratic": later("a parabola"), "logarithm": later("the logarithm of its number")}
"""How log odds change over time -> in words."""
GEE = later(
    "Employment in every {unit} of follow-up was modelled over all of them, with a model for each exposure ({time} over time; {adjusted}): by generalised "
    "estimating equations (GEE, logit link) with these working correlations: {correlations}; robust standard errors corrected for few persons (Mancl and DeRouen), "
    "t limits with Satterthwaite's degrees of freedom."
)
F_TEST = later("Whether the odds ratio changes over time was tested by the interaction of exposure and time (F test, {alone}).")
ONE_TERM, SEVERAL_TERMS = later("of one coefficient"), later("of all its coefficients at once")
WITH_TIME = later("of each exposure with time, in the models of employment in every {unit}")
WITH_WAVES = later("of each exposure with the wave, in the models of scores")
INTERCEPT = later(
    "A logistic model with a random intercept for each person, by maximum likelihood, gives conditional odds ratios beside the marginal ones."
)
SCORES = later("{scores}: measured in waves and analysed by a {method}; changes from the first wave are compared between levels.")
JOBS = later("Jobs begun per person, repeated ones too (mean cumulative function): {method}.")
JOB_TEST = later("Groups were compared in all jobs begun by a {method}.")
STATES = later("Share of persons in each state (no job, a job, left) over time, and mean days in it: {method}.")


def estimated(frame: pd.DataFrame, column: str = "estimate") -> bool:
    """Whether a table has any estimate."""
    return bool(len(frame)) and bool(frame[column].notna().any())


def imputed(inputs: ManuscriptInputs) -> bool:
    """Whether any pooled estimate has a value imputed."""
    rows = inputs.imputed
    return bool((rows["estimate"].notna() & rows["n_imputed"].gt(0)).any())


def over_time(inputs: ManuscriptInputs) -> list[str]:
    """How employment over time, scores, all jobs and states were analysed: a sentence for each that was."""
    return [*_monthly(inputs), *_scores(inputs), *_all_jobs(inputs), *_states(inputs)]


def _monthly(inputs: ManuscriptInputs) -> list[str]:
    models = inputs.repeated_models
    fitted = models[models["why_not"].isna()]
    found = list(dict.fromkeys(fitted["approach"]))
    correlations = [say(CORRELATIONS[approach]) for approach in found if approach in CORRELATIONS]
    if not correlations:
        return []
    adjusted = say("crude and adjusted for the confounders") if fitted["adjustment"].eq(ADJUSTED).any() else say("crude")
    time = say(TIMES[str(fitted["time"].iloc[0])])
    said = say(GEE, unit=one(inputs.study.period), time=time, adjusted=adjusted, correlations=joined(correlations))
    return [said, *_interaction(fitted, inputs), *([say(INTERCEPT)] if MIXED in found else [])]


def _interaction(fitted: pd.DataFrame, inputs: ManuscriptInputs) -> list[str]:
    """The test of exposure by time, where one was made."""
    tested = fitted.loc[fitted["interaction_statistic"].notna(), "interaction_df"]
    if tested.empty or not inputs.settings.tables.p_values:
        return []
    return [say(F_TEST, alone=say(SEVERAL_TERMS if tested.gt(1).any() else ONE_TERM))]


def interactions(inputs: ManuscriptInputs) -> str:
    """Which interactions were analysed in this run; that no subgroups were."""
    models, waves = inputs.repeated_models, inputs.wave_estimates
    named = []
    if estimated(inputs.repeated_estimates) and (models["why_not"].isna() & models["interaction_statistic"].notna()).any():
        named.append(say(WITH_TIME, unit=one(inputs.study.period)))
    if (waves["measure"].eq("difference_in_change") & waves["estimate"].notna()).any():
        named.append(say(WITH_WAVES))
    if not named:
        return say("No subgroups or interactions were analysed.")
    return say("Interactions: {named}. No subgroups were analysed.", named=joined(named))


def scores_of(inputs: ManuscriptInputs) -> list[str]:
    """Labels of the scores that have an estimate."""
    rows = inputs.wave_estimates
    return [score_label(inputs, inputs.settings.repeated, name) for name in dict.fromkeys(rows.loc[rows["estimate"].notna(), "score"])]


def _scores(inputs: ManuscriptInputs) -> list[str]:
    scores = scores_of(inputs)
    if not scores:
        return []
    rows = inputs.wave_estimates
    return [say(SCORES, scores=joined(scores), method=say(str(rows.loc[rows["estimate"].notna(), "method"].iloc[0])))]


def _all_jobs(inputs: ManuscriptInputs) -> list[str]:
    if not estimated(inputs.jobs_per_person, "mean_jobs"):
        return []
    tests = inputs.job_start_tests
    compared = (
        [say(JOB_TEST, method=say(str(tests["method"].iloc[0])))] if inputs.settings.tables.p_values and estimated(tests, "p_value") else []
    )
    return [say(JOBS, method=say(str(inputs.jobs_per_person["method"].iloc[0]))), *compared]


def _states(inputs: ManuscriptInputs) -> list[str]:
    rows = inputs.time_in_states
    return [say(STATES, method=say(str(rows["method"].iloc[0])))] if estimated(rows, "share") else []


def imputation(inputs: ManuscriptInputs) -> str:
    """How missing values were imputed; that nothing was, or why there is no estimate; empty where it is not asked for."""
    asked, rows = inputs.settings.models.imputation, inputs.imputed
    if asked is None or rows.empty:
        return ""
    if not imputed(inputs):
        if rows["estimate"].notna().any():
            return say(
                "Multiple imputation was asked for; nobody in the regressions misses a confounder or an exposure, so nothing was imputed."
            )
        return say("Multiple imputation was asked for, and gave no estimate: {why}", why=rows["warning"].dropna().iloc[0])
    said = say(
        "As a sensitivity analysis, missing confounders and exposures were imputed {m} times by chained equations ({iterations} iterations; predictive mean "
        "matching with {donors} donors for numbers, logistic, proportional odds or multinomial regression for levels), from all variables of each "
        "regression, its outcome among them; estimates were pooled by Rubin's rules with Barnard and Rubin's degrees of freedom, taking values to be missing "
        "at random.",
        m=asked.m,
        iterations=asked.iterations,
        donors=asked.donors,
    )
    more = []
    if rows["difference"].notna().any():
        more.append(say("Absolute differences were standardised in each imputed data set and pooled in the same way."))
    if rows["joint_p_value"].notna().any() and inputs.settings.tables.p_values:
        more.append(say("Joint tests of more than two levels are Wald tests pooled after Li, Raghunathan and Rubin (D1)."))
    return " ".join([said, *more])


def left_early(inputs: ManuscriptInputs) -> str:
    """How who left early was weighted for; why nobody was; empty where it is not asked for."""
    asked, rows = inputs.settings.models.left_early, inputs.weighted
    if asked is None or rows.empty:
        return ""
    if not estimated(rows):
        return say("Weights for who left early were asked for, and nobody is weighted: {why}", why=rows["warning"].dropna().iloc[0])
    said = [
        say(
            "As a sensitivity analysis, who left early without a job was left out of the logistic regressions of having obtained one, and the others were weighted "
            "by the inverse probability of being observed so long (pooled logistic regression over {parts} parts of the follow-up), stabilised, with robust errors.",
            parts=asked.parts,
        )
    ]
    if asked.truncate is not None:
        said.append(say("Weights were truncated at their quantile {share}.", share=printing.short(asked.truncate)))
    if rows["n_closed"].gt(0).any():
        said.append(say("Persons whose records were closed before the end of follow-up (data lock) were weighted for in the same way."))
    if rows["n_competing"].gt(0).any():
        reasons = reasons_in_words(inputs.settings.survival.competing)
        said.append(say("Who left for a reason that competes with a job ({reasons}) stayed counted as no.", reasons=reasons))
    if rows["ratio_latest"].notna().any():
        said.append(say("First jobs that began at an unknown time were placed at the earliest possible, and at the latest beside it."))
    return " ".join(said)


def sensitivity(inputs: ManuscriptInputs) -> list[str]:
    """Which sensitivity analyses were run, each in a sentence."""
    said = []
    if imputed(inputs):
        said.append(say("Missing confounders and exposures imputed {m} times.", m=inputs.settings.models.imputation.m))
    if estimated(inputs.weighted):
        said.append(say("Who left early without a job weighted for."))
    if (inputs.fidelity_estimates["estimate"].notna() & inputs.fidelity_estimates["adjustment"].eq(MUTUAL)).any():
        said.append(say("Fidelity of the agencies in the same model as the exposures."))
    if models := fidelity.fitted(inputs):
        said.append(say("Fidelity of the agencies with more than the confounders: {models}.", models="; ".join(models)))
    if estimated(inputs.repeated_estimates) and inputs.repeated_models["role"].eq("sensitivity").any():
        said.append(say("Employment in every {unit} in one model.", unit=one(inputs.study.period)))
    return said


def further(inputs: ManuscriptInputs) -> list[str]:
    """Names of all analyses beside the regressions and curves that gave an estimate."""
    found = {
        say("missing values imputed"): imputed(inputs),
        say("weights for who left early"): estimated(inputs.weighted),
        say("fidelity of the agencies at inclusion as an exposure"): estimated(inputs.fidelity_estimates),
        say("employment in every {unit}", unit=one(inputs.study.period)): estimated(inputs.repeated_estimates),
        say("scores measured in waves"): estimated(inputs.wave_estimates),
        say("all jobs begun per person"): estimated(inputs.jobs_per_person, "mean_jobs"),
        say("states over time"): estimated(inputs.time_in_states, "share"),
        say("costs of each stakeholder (business case)"): bool(len(inputs.business_case_gross)),
    }
    return [name for name, there in found.items() if there]
