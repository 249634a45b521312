"""Captions of tables and figures; workflow/report/<name>.rst holds the same for `snakemake --report`, kept in step by a test."""

from ipscohort.models.families import FAMILIES

REGRESSIONS = "Estimates of each exposure in regressions of one kind, crude and adjusted, with persons (and events) at each level and who was left out."
"""What workflow/report says of every table of regressions, as it knows no kind of them by name."""

TABLES = {
    "paper_baseline": "As a paper prints it: characteristics at inclusion of all participants, with the N behind a value where it differs.",
    "paper_outcomes": "As a paper prints it: competitive employment, time until it and time worked, of all participants.",
    "paper_jobs": "As a paper prints it: competitive jobs by category, with median hours per week and days worked.",
    "baseline": "Characteristics at inclusion, of everybody and by exposure, with the number missing and why.",
    "outcomes": "Person-time, follow-up and employment outcomes, of everybody and by exposure.",
    "bond_measures": "The eight measures of competitive employment of Bond, Campbell and Drake (2012), each with the rule it was computed by.",
    "jobs": "Competitive jobs by occupation group: number, hours per week and days worked.",
    **{family.table: family.layout.caption for family in FAMILIES.values()},
    "survival": "Time to the first competitive job: Kaplan-Meier median, share with a job at the horizons, log-rank test.",
    "confounders": "Appendix: coefficients of the confounders in the adjusted models. They are not estimates of the confounders' own effects.",
}

FIGURES = {
    "rates": "Share employed in each week or month of follow-up, of those observed and known, with pointwise Wilson confidence limits. "
    "The number in the denominator stands below the axis; who is left out of all of them, as the start of a job is unknown, is counted in the figure. "
    "Hollow circles: rates that a paper prints, where the settings name its figures; of made-up records these alone are printed, and the rest is simulated.",
    "kaplan_meier": "Share who have had a first competitive job (1 - Kaplan-Meier estimate) with log-log confidence limits (left out where more than "
    "three groups share a panel). Upright ticks: persons censored. "
    "Below each axis: persons at risk, that is, still observed and without a job so far. "
    "Who is left out, as the time of the first job is unknown, is counted in the figure.",
    "forest": "Estimates for each exposure, crude and adjusted, with the N of each model and confidence intervals; ratios on a log scale. Where the adjusted "
    "model leaves persons out, crude estimates stand on its persons too. An arrow marks an interval that goes on beyond the axis.",
}
