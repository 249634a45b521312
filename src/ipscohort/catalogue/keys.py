"""Which settings change a number: for each file between stages, each outcome, and each statistic.

Words in braces are columns of the file: `models.regressions.{model}` of a row whose model is days_worked is
`models.regressions.days_worked`. What is not named here hangs on the parts of the settings that its stage reads.
"""

from __future__ import annotations

from functools import cache

from ipscohort.catalogue.stages import (
    ALL_JOBS,
    BUSINESS_CASE,
    COMPETING,
    FIDELITY,
    FUNDING,
    IMPUTATION,
    LEFT_EARLY,
    PAPERS,
    QUOTES,
    RECRUITMENT,
    REPEATED,
    ROADMAP,
    SCORES,
    SEGMENTS,
    STAGES,
    STATES_OVER_TIME,
    TENURE,
)

MODEL = ("models.regressions.{model}", "exposures.{exposure}")
CONFOUNDERS = "models.confounders"
OWN_CONFOUNDERS = "models.regressions.{model}.confounders"
DIAGNOSTICS = ("models.diagnostics", "models.firth_beside")
HORIZONS = "survival.horizons"
TAU = "survival.tau"
JOB = ("study.follow_up", "study.competitive")
DAYS = ("outcomes.last_day", "outcomes.ongoing_end", "outcomes.unknown_end")
PERSON = ("study.follow_up", "study.end_of_observation")

FILE_KEYS: dict[str, tuple[str, ...]] = {
    "missing_values": ("ingest.participants.variables.{variable}",),
    "flow": ("clean",),
    "recruitment": (RECRUITMENT,),
    "log": ("clean",),
    "disagreements": ("clean.touching_days", "clean.isco08_digits"),
    "persons": ("clean", "study"),
    "rates": ("study.follow_up", "study.period", "study.month", "outcomes.period_worked", "study.competitive"),
    "rates_by_exposure": ("exposures.{exposure}", "study.follow_up", "study.period", "outcomes.period_worked", "study.competitive"),
    "job_measures": (*JOB, *DAYS),
    "estimates": MODEL,
    "confounder_estimates": MODEL,
    "fits": MODEL,
    "exclusions": MODEL,
    "proportional_hazards": MODEL,
    "diagnostics": (*MODEL, *DIAGNOSTICS),
    "missing_patterns": ("models.regressions", "models.confounders", "exposures"),
    "associations": ("exposures.{exposure}", "exposures.{other}"),
    "standardised": MODEL,
    "imputed": (*MODEL, IMPUTATION),
    "weighted": (*MODEL, LEFT_EARLY, COMPETING),
    "imputed_variables": ("models.regressions.{model}", IMPUTATION),
    "curves": ("exposures.{exposure}", "study.follow_up", "study.time_unit"),
    "survival_estimates": ("exposures.{exposure}", "study.follow_up", "study.time_unit"),
    "incidence_curves": (COMPETING, "exposures.{exposure}", "study.follow_up", "study.time_unit"),
    "tenure_curves": (TENURE, "exposures.{exposure}", "study.follow_up", *DAYS),
    "gray_tests": (COMPETING, "exposures.{exposure}", "study.follow_up"),
    **dict.fromkeys(("job_starts", "jobs_per_person", "job_start_tests"), (ALL_JOBS, "exposures.{exposure}", *JOB)),
    **dict.fromkeys(("states", "time_in_states"), (STATES_OVER_TIME, "exposures.{exposure}", COMPETING, *JOB, *PERSON, *DAYS)),
    **dict.fromkeys(
        ("repeated_models", "repeated_estimates", "repeated_curves", "repeated_missing"),
        (REPEATED, "exposures.{exposure}", "study.follow_up", "study.period", "outcomes.period_worked"),
    ),
    **dict.fromkeys(("wave_means", "wave_estimates"), (f"{SCORES}.{{score}}", "exposures.{exposure}")),
    "survival_tests": ("exposures.{exposure}", "study.follow_up"),
    "specifications": ("sensitivity.choices",),
    "outside_series": ("sensitivity.series",),
    "fidelity_reviews": (FIDELITY,),
    "fidelity_items": (FIDELITY,),
    "fidelity_persons": (FIDELITY,),
    "fidelity_cover": (FIDELITY, f"{FIDELITY}.between_reviews"),
    "fidelity_estimates": (FIDELITY, f"{FIDELITY}.between_reviews", "models.regressions.{model}"),
    "theme_segments": (SEGMENTS,),
    "theme_silent": (SEGMENTS, "themes.interviewees"),
    "theme_reading": (SEGMENTS, "themes.interviewees"),
    "theme_people": ("themes.interviewees", "themes.groups", "themes.hide_below"),
    "theme_counts": (SEGMENTS, "themes.codebook", "themes.groups", "themes.hide_below"),
    "theme_agreement": (SEGMENTS, "themes.codebook", "study.confidence"),
    "theme_quotes": (QUOTES,),
    **dict.fromkeys(("theme_statements", "theme_statement_counts"), (PAPERS,)),
    **dict.fromkeys(("roadmap_steps", "roadmap_states"), (ROADMAP,)),
    **dict.fromkeys(
        (
            "funding_clauses",
            "funding_payments",
            "funding_performance",
            "funding_quarters",
            "funding_classes",
            "funding_persons",
            "payments",
        ),
        (FUNDING,),
    ),
    "funding_costs": (FUNDING, f"{FUNDING}.bootstrap", "tables.percentiles", *DAYS),
    "funding_estimates": (FUNDING, f"{FUNDING}.exposure", "models.regressions.{model}"),
    **dict.fromkeys(
        (
            f"business_case_{name}"
            for name in ("ledger", "gross", "outcomes", "differences", "acceptability", "shared", "varied", "persons")
        ),
        (BUSINESS_CASE, "study.follow_up", *DAYS),
    ),
    "business_case_inputs": (BUSINESS_CASE,),
    "business_case_people": (BUSINESS_CASE, *PERSON, *DAYS),
    "replication": ("replication.printed_values", "replication.rounding"),
    "alternatives": ("replication.choices",),
    "changed_values": ("replication.choices",),
}
"""Name of a file between stages -> settings that change its numbers."""

PERSON_KEYS: dict[str, tuple[str, ...]] = {
    "id": ("clean.eligibility", "clean.recruitment", "clean.employed_at_entry"),
    "time_observed": PERSON,
    "full_follow_up": PERSON,
    "ended_by": PERSON,
    "left_for": PERSON,
    "first_job_days": (*JOB, *DAYS),
    "first_job_ended": (*JOB, *DAYS),
    "last_day": PERSON,
    "follow_time": (*JOB, "study.end_of_observation", "study.time_unit"),
    "first_job_event": JOB,
    "job_obtained": (*JOB, "clean.employed_at_entry"),
    "time_to_first_job": (*JOB, "study.time_unit"),
    "time_worked": (*JOB, "study.time_unit", "outcomes.overlap", "outcomes.partly_known", *DAYS),
    "worked_long": ("outcomes.long_term", *JOB, "outcomes.overlap", "outcomes.partly_known", *DAYS),
    "n_jobs": JOB,
    "weeks_worked": (*JOB, "outcomes.partly_known", *DAYS),
    "longest_job": (*JOB, *DAYS),
    "hours_worked": (*JOB, *DAYS),
    "hours_per_week": (*JOB, *DAYS),
    "wages_earned": (*JOB, "study.month", *DAYS),
    "worked_half_time": ("outcomes.half_time_hours", *JOB),
}
"""Column of persons that is no characteristic -> settings that change it."""

STATISTIC_KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("median", "lower quartile", "upper quartile"), ("tables.percentiles",)),
    **dict.fromkeys(("lower limit", "upper limit", "conf_low", "conf_high"), ("study.confidence",)),
}
"""Statistic of a printed number -> settings that change it, whatever it is of."""


@cache
def keys_of_file(file: str) -> tuple[str, ...]:
    """Settings that change the numbers of a file between stages, with columns in braces."""
    stage = next(stage for stage in STAGES.values() if any(each.name == file for each in stage.files))
    return FILE_KEYS.get(file) or stage.reads
