"""Every table and figure, declared once: its name, its caption, and the module that makes it.

A new table is an `Exhibit` in TABLES and a module of its name in `tables` with `build(inputs) -> Table`; a new figure is one
in FIGURES and a module in `figures` with `draw(inputs) -> Figure` and `alt(inputs) -> str`, what it shows in words. The order here is the
report's within a section.
"""

from __future__ import annotations

from ipscohort.catalogue.exhibit import ON_REQUEST, Exhibit
from ipscohort.catalogue.stages import ALL_JOBS, COMPETING, IMPUTATION, LEFT_EARLY, RECRUITMENT, REPEATED, SCORES, STATES_OVER_TIME
from ipscohort.words import later

SECTIONS: dict[str, str] = {
    "participants": later("Participants"),
    "outcomes": later("Employment outcomes"),
    "exposures": later("Exposures and outcomes"),
    "time": later("Time to the first job"),
    "jobs": later("Jobs"),
    "programme": later("The programme"),
    "themes": later("What stakeholders say"),
    "more": later("More tables and figures"),
    "appendix": later("Further tables and figures"),
    "paper": later("Tables as the paper prints them"),
}
"""Parts of the report that show tables and figures, in their order, with their headings."""

FOLDED = ("appendix", "paper")
"""Those that belong to the audit behind the results, and are folded there; `paper` only where a study names printed values."""

REGRESSIONS, BY_FAMILY = "regressions", "regressions_by_family"
"""The table of all regressions; and what stands for a table of each family of models that the settings use, as `models.families` says."""

_TABLES = (
    Exhibit(
        "paper_baseline",
        later("As a paper prints it: characteristics at inclusion of all participants, with the N behind a value where it differs."),
        made_by="paper.baseline:build",
        section="paper",
    ),
    Exhibit(
        "paper_outcomes",
        later("As a paper prints it: competitive employment, time until it and time worked, of all participants."),
        made_by="paper.outcomes:build",
        section="paper",
    ),
    Exhibit(
        "paper_jobs",
        later("As a paper prints it: competitive jobs by category, with median hours per week and days worked."),
        made_by="paper.jobs:build",
        section="paper",
    ),
    Exhibit(
        "recruitment",
        later("Recruitment: persons approached, eligible, referred and included, with who was left out at each step and why."),
        section="participants",
        asked_by=RECRUITMENT,
    ),
    Exhibit(
        "baseline",
        later("Characteristics at inclusion, of everybody and by exposure, with the number missing and why."),
        section="participants",
    ),
    Exhibit("outcomes", later("Person-time, follow-up and employment outcomes, of everybody and by exposure."), section="outcomes"),
    Exhibit(
        "bond_measures",
        later("The eight measures of competitive employment of Bond, Campbell and Drake (2012), each with the rule it was computed by."),
        section="appendix",
    ),
    Exhibit("jobs", later("Competitive jobs by occupation group: number, hours per week and days worked."), section="jobs"),
    Exhibit(
        REGRESSIONS,
        later("Estimates of each exposure in all regressions, crude beside adjusted, with persons (and events) at each level."),
        made_by="merged_regressions:build",
        section="exposures",
    ),
    Exhibit(
        "absolute_differences",
        later(
            "What each exposure goes with in absolute numbers: standardised risks or means at each level, crude and adjusted, with their difference and the "
            "ratio of risks."
        ),
        section="appendix",
    ),
    Exhibit(
        "mutual_adjustment",
        later(
            "Each exposure alone and with the other exposures in one model, on its own persons and on the same ones, and how far the exposures go together."
        ),
        section="appendix",
    ),
    Exhibit(
        "imputation",
        later(
            "Estimates with missing confounders and exposures imputed several times, pooled, beside those of complete cases: persons imputed, and what "
            "missing values cost."
        ),
        section="appendix",
        asked_by=IMPUTATION,
    ),
    Exhibit(
        "left_early",
        later(
            "Odds ratios of having obtained a job with who left early without one left out and the others weighted for them, beside those that count them as "
            "no: who left by group, largest weight, effective number of persons."
        ),
        section="appendix",
        asked_by=LEFT_EARLY,
    ),
    Exhibit(
        "survival",
        later("Time to the first competitive job: Kaplan-Meier median, share with a job at the horizons, log-rank test."),
        section="time",
    ),
    Exhibit(
        "time_to_first_job",
        later(
            "Times until shares of each group had a first competitive job, mean time without one up to a time with differences between groups, "
            "and median follow-up (Kaplan-Meier)."
        ),
        section="appendix",
    ),
    Exhibit(
        "cumulative_incidence",
        later(
            "Share of each group with a first competitive job at the horizons where some reasons to leave compete with it (Aalen-Johansen), beside "
            "Kaplan-Meier's share, which censors them, and the share who left for such a reason."
        ),
        section="time",
        asked_by=COMPETING,
    ),
    Exhibit(
        "mean_jobs",
        later(
            "Mean number of competitive jobs begun per person after each half year of follow-up and at its end, of everybody and by exposure (mean "
            "cumulative function)."
        ),
        section="jobs",
        asked_by=ALL_JOBS,
    ),
    Exhibit(
        "days_in_states",
        later(
            "Share of persons without a job, in a competitive job and gone before the end of follow-up, after each half year, and mean days in each, of "
            "everybody and by exposure (Aalen-Johansen)."
        ),
        section="time",
        asked_by=STATES_OVER_TIME,
    ),
    Exhibit(
        "monthly_employment",
        later(
            "Employed or not in every week or month of follow-up on each exposure: marginal odds ratios (GEE) under several working correlations, and "
            "conditional ones of a model with random intercepts, crude and adjusted."
        ),
        section="appendix",
        asked_by=REPEATED,
    ),
    Exhibit(
        "scores_over_time",
        later(
            "Scores measured in waves: persons with and without a value, means, and changes from the first wave by exposure, crude and adjusted (linear "
            "model with random intercepts)."
        ),
        section="appendix",
        asked_by=SCORES,
    ),
    Exhibit(
        BY_FAMILY,
        later(
            "Estimates of each exposure in regressions of one kind, crude and adjusted, with persons (and events) at each level and who was left "
            "out."
        ),
        made_by="regressions:build",
        section="appendix",
    ),
    Exhibit(
        "confounders",
        later("Appendix: coefficients of the confounders in the adjusted models. They are not estimates of the confounders' own effects."),
        section="appendix",
    ),
    Exhibit(
        "diagnostics",
        later(
            "Checks of the regressions: how far an estimate hangs on single persons, variables that can't be told apart, whom a model tells "
            "apart, and its residuals; what was found and what it means."
        ),
        section="appendix",
    ),
)

_FIGURES = (
    Exhibit(
        "participant_flow",
        later(
            "Participant flow: rows read, persons left out with the reason, persons analysed, and who is in each analysis. Of regressions, the "
            "adjusted model of each exposure."
        ),
        later("Participant flow"),
        section="participants",
    ),
    Exhibit(
        "rates",
        later(
            "Share employed in each week or month of follow-up, of those observed and known, with pointwise Wilson confidence limits (left out "
            "where more than three groups share a panel), of everybody and by exposure. The number in the denominator stands below the axis; who "
            "is left out of all of them, as the start of a job is unknown, is counted in the figure. Dotted lines, where any start, end or status "
            "is unknown: the least and the most that the share of all persons observed can be, those left out included. Hollow circles: rates "
            "that a paper prints, where the settings name its values; of made-up records these alone are printed, and the rest is simulated."
        ),
        later("Employment rates"),
        section="outcomes",
    ),
    Exhibit(
        "kaplan_meier",
        later(
            "Share who have had a first job (1 - Kaplan-Meier estimate) with log-log confidence limits (left out where more than three groups "
            "share a panel). Thin dotted lines: medians, where they are reached. Upright ticks: persons censored. Below each axis: persons at "
            "risk, that is, still observed and without a job so far; first jobs and persons censored up to then. Who is left out, as the time of "
            "the first job is unknown, is counted in the figure."
        ),
        later("Time to first job"),
        section="time",
    ),
    Exhibit(
        "cumulative_incidence_curves",
        later(
            "Cumulative incidence of a first job where some reasons to leave compete with it (Aalen-Johansen), with log-log confidence limits "
            "(left out where more than three groups share a panel). Lower lines: share who have had a first job. What lies above the upper, broken "
            "lines is the share who left for a competing reason before a job, and what lies between who did neither. Below each "
            "axis: persons at risk, first jobs, competing exits and persons censored up to then."
        ),
        later("First job, competing exit or neither"),
        section="time",
        asked_by=COMPETING,
    ),
    Exhibit(
        "states_over_time",
        later(
            "Share of persons in each state on each day of follow-up (Aalen-Johansen), of everybody and at each level of each exposure. Who was still "
            "observed to the end of follow-up counts on after it as those who were observed longest."
        ),
        later("Without a job, in a job, or gone"),
        section="time",
        asked_by=STATES_OVER_TIME,
    ),
    Exhibit(
        "forest",
        later(
            "Estimates for each exposure, crude (circles), adjusted (squares, bold) and adjusted for the other exposures too (diamonds), with events, N, "
            "confidence interval and p of each model; "
            "ratios on a log scale. In brackets: events and persons at each level. Where the adjusted model leaves persons out, crude estimates "
            "stand on its persons too. An arrow marks an interval that goes on beyond the axis."
        ),
        later("Exposures and outcomes"),
        section="exposures",
    ),
    Exhibit(
        "risks_and_means",
        later(
            "Risks and means at each level of each exposure, standardised to the persons in each model, crude (circles) and adjusted (squares), with "
            "confidence limits; beside them the adjusted ones and their differences from the reference."
        ),
        later("Absolute differences"),
        section="exposures",
    ),
    Exhibit(
        "time_worked",
        later(
            "Time worked during follow-up of those who obtained a job and whose time worked is known, of all of them and by exposure: each "
            "worker, median and quartiles."
        ),
        later("Time worked"),
        section="outcomes",
    ),
    Exhibit(
        "occupations",
        later("Jobs obtained during follow-up, by occupation group (ISCO-08 major groups). A unit is a job."),
        later("Jobs by occupation group"),
        section="jobs",
    ),
    Exhibit(
        "monthly_employment_curves",
        later(
            "Share employed in each week or month at each level of the exposures: observed (dots), and by the main marginal model with exposure by time, "
            "not adjusted (lines, with pointwise confidence limits corrected for few persons). Below each axis: persons observed."
        ),
        later("Employment over time by exposure, observed and fitted"),
        section="appendix",
        asked_by=REPEATED,
    ),
    Exhibit(
        "score_means",
        later(
            "Mean of each score at each wave at each level of the exposures, of those with a value, with confidence limits (t). Small numbers: persons "
            "with a value. Groups are not adjusted, and persons with a value are others from wave to wave."
        ),
        later("Mean scores by wave"),
        section="appendix",
        asked_by=SCORES,
    ),
    Exhibit(
        "missing_patterns",
        later(
            "Which outcomes, exposures and confounders of the regressions are missing together: each column is a pattern that occurs, with its "
            "number of persons, the commonest first."
        ),
        later("Missing values"),
        section="appendix",
    ),
    Exhibit(
        "proportional_hazards",
        later(
            "Whether hazard ratios stay the same over follow-up: scaled Schoenfeld residuals of each Cox model (adjusted where there are "
            "confounders) at the times of its events, with a lowess line (span two thirds), the model's own log hazard ratio (broken line) and no "
            "difference (thin line). A line that rises or falls is a hazard ratio that does. p: score test of proportional hazards of the "
            "exposure. A dot is an event, without an id; where dots would hide each other, the line stands alone."
        ),
        later("Proportional hazards"),
        section="appendix",
    ),
    Exhibit(
        "diagnostics_plots",
        later(
            "Checks of the main models. Logistic: share with the outcome against mean fitted probability in groups of rising probability, with "
            "Wilson confidence limits; on the dashed line both are the same. By least squares: standardised residuals against fitted values, and "
            "against quantiles of a normal distribution. A point of these is a person."
        ),
        later("Checks of the regressions"),
        section="appendix",
    ),
)

TABLES: dict[str, Exhibit] = {exhibit.name: exhibit for exhibit in _TABLES}
"""Every table by name. A table that is not asked for by a key is always made: one that the records can't fill says why."""

FIGURES: dict[str, Exhibit] = {exhibit.name: exhibit for exhibit in _FIGURES}
"""Every figure by name. One that the records can't fill says why."""

_SWIMMER = Exhibit("swimmer", later("Every person's jobs along follow-up, by id."), later("Jobs of each person"))
INTERNAL: dict[str, Exhibit] = {_SWIMMER.name: _SWIMMER}
"""Figures of single persons by name: they lie in internal/ and nowhere else."""


def maker(exhibit: Exhibit, function: str) -> tuple[str, str]:
    """Module and function that make an exhibit; `function` is what they are called in its package."""
    module, _, name = exhibit.made_by.partition(":")
    return module or exhibit.name, name or function


__all__ = ["BY_FAMILY", "FIGURES", "FOLDED", "INTERNAL", "ON_REQUEST", "REGRESSIONS", "SECTIONS", "TABLES", "Exhibit", "maker"]
