"""Exposures, outcomes, regressions, survival, tables and figures."""

from __future__ import annotations

from datetime import date
from math import floor
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, FiniteFloat, model_validator

from ipscohort.config.base import Strict, Text, YesNo, as_text
from ipscohort.config.study import AnyUnit, OwnUnit
from ipscohort.models.families import FAMILIES

Percentiles = Literal["n_plus_1", "linear", "averaged_steps", "tukey_hinges"]

HALF_A_YEAR = {"days": 183, "weeks": 26, "months": 6}
"""What counts as having worked long where the settings don't say, by time unit."""
DAYS_IN_HALF_A_YEAR = 365.25 / 2


def half_a_year(unit: AnyUnit) -> int:
    """Half a year in a time unit; of a unit of any other length the nearest whole number, one at least."""
    if isinstance(unit, OwnUnit):
        return max(1, floor(DAYS_IN_HALF_A_YEAR / unit.days + 0.5))
    return HALF_A_YEAR[unit]


class Exposure(Strict):
    """A factor whose association with the outcomes is studied. Each has its own models."""

    variable: Text
    """A category or yes_no variable; with `split`, a number or `inclusion_date`."""
    reference: Text
    """The reference group; no default."""
    label: Text | None = None
    """How tables name it; without it, the variable's label."""
    split: date | FiniteFloat | Literal["midpoint", "linear"] | None = None
    """First day (or lowest value) of the second group. `midpoint`, for inclusion_date: the first group ends on first +
    (last - first) / 2, half a day rounded up, over those analysed. `linear`, for inclusion_date and only in an alternative under
    `sensitivity`: no groups, but years since the first inclusion, so that estimates are per year."""
    levels: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    """With `split`: the names of the first and the second group."""
    proxy_for: Text | None = None
    """What the exposure stands for where that was not measured itself, such as `the agencies' experience`. Said in the report's
    summary, beside the tables of regressions and in the forest plot."""
    limitation: Text | None = None
    """A sentence on what else a difference between the groups may come from; said in the same places."""
    comparable: Text | None = None
    """A name under which `python -m ipscohort compare` sets this exposure beside those of other cohorts and pools them. Give it only where
    exposures of that name mean the same; their levels must have the same names."""

    @model_validator(mode="after")
    def _groups(self) -> Exposure:
        if (self.split is None) != (self.levels is None):
            raise ValueError("split and levels go together: levels names the group before and the group from the split on")
        if self.levels and self.levels[0] == self.levels[1]:
            raise ValueError("levels: the two groups need two names")
        if self.levels and self.reference not in self.levels:
            raise ValueError(f"reference: '{self.reference}' is not one of the levels {', '.join(self.levels)}")
        if self.split in ("midpoint", "linear") and self.variable != "inclusion_date":
            raise ValueError(f"split: {self.split} is a rule for inclusion_date only")
        return self

    @property
    def linear(self) -> bool:
        """Whether it enters as a number, and not as groups."""
        return self.split == "linear"


class DerivedOutcomes(Strict):
    """How outcomes are derived from jobs."""

    overlap: Literal["union", "sum"] = "union"
    """Days worked: distinct calendar days, or the sum over jobs."""
    last_day: Literal["counted", "not_counted"] = "counted"
    """Days in a job: last day - first day + 1, or last day - first day (as a subtraction of two dates gives them). For all
    numbers of days, also of distinct days, and for the quarters of monitoring; the employment rates take the last day as
    worked all the same."""
    period_worked: Literal["any_day", "middle_day", "last_day"] = "any_day"
    """When a week or month counts as worked: any observed day of it is worked, of those observed on its first day; or its
    middle day (as many days before as after it, one more before where they are even), or its last day is worked, of those
    observed on that day."""
    ongoing_end: Literal["last_day_observed", "unknown"] = "last_day_observed"
    """The end of a job that was ongoing when last recorded: the person's last day observed, or unknown."""
    unknown_end: Literal["no_days", "last_day_observed"] = "no_days"
    """A job of known start and unknown end: has no days and is worked on its first day only, or is taken to go on to the
    person's last day observed."""
    partly_known: Literal["counted", "unknown"] = "counted"
    """Time worked of a person of whom some work is known and some is not (a job without both dates beside one that has them; an
    unknown week or month of a panel): the known part counts, or it is unknown, and having worked long is unknown where the unknown
    part decides. Either way the fewest and the most that it can be stand beside it."""
    panel_in_days: Literal["first_to_last_day", "middle_to_middle_day"] | None = None
    """A panel of weeks or months in a study whose `time_unit` is days: which days of a period worked are worked. It must be
    said there. `first_to_last_day`: all of them, so that the first job begins on the first day of the first period worked
    (fits a status on one day of each period). `middle_to_middle_day`: the same, but a period in which work begins (the first
    one, or one after a period not worked) is worked from its middle day on, and one in which it ends (before a period not
    worked) to its middle day (fits a yes for any work in the period). The middle day has as many days before as after it, one
    more before where they are even."""
    long_term: Annotated[int, Field(ge=1)] = 183
    """Time worked, in `study.time_unit`, that counts as having worked long (`worked_long`, of all persons); without it,
    half a year: 183 days, 26 weeks, 6 months, or 182.625 days in a unit of another length, rounded to whole units."""
    half_time_hours: Annotated[float, Field(gt=0, le=168)] = 20
    """Hours per week from which on a job counts as half-time or more."""


class Regression(Strict):
    """One outcome, regressed on each exposure in turn, crude and adjusted."""

    outcome: Text
    """A derived outcome (job_obtained, time_worked, ...) or a numeric or yes/no variable."""
    model: Annotated[Literal[tuple(FAMILIES)], Field(description=" ".join(family.about for family in FAMILIES.values()))]
    offset: Text | None = None
    """Of a count: the time in which it was counted (`time_observed`, or a numeric variable above 0), so that rates are compared."""
    event: Text | None = None
    """Of a Cox regression of any time but `time_to_first_job`: the yes/no variable that says whether the time ends with the event (yes) or
    without it (no: censored)."""
    ties: Literal["efron", "breslow"] | None = None
    """Of a Cox regression: how events at one time are taken. Efron's way without it, as R does; Breslow's is that of SPSS and, by default,
    of Stata and SAS."""
    label: Text | None = None
    """How tables name the outcome."""
    exposures: list[Text] = []
    """Exposures by name; without it, all."""
    confounders: list[Text] | None = None
    """Variables adjusted for; without it, `models.confounders`."""
    role: Literal["primary", "secondary", "sensitivity"] = "primary"
    """Role in the study, printed beside the estimates."""


class Bootstrap(Strict):
    """Percentile bootstrap of absolute differences."""

    replicates: Annotated[int, Field(ge=200, le=100_000)] = 2000
    """How often persons are drawn with replacement."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """The same seed gives the same limits."""


class Imputation(Strict):
    """Multiple imputation of missing confounders and exposures, beside complete cases."""

    m: Annotated[int, Field(ge=2, le=1000)] = 20
    """Imputed data sets: at least as many as percent of an estimate's variance is from missing values, which the table says."""
    iterations: Annotated[int, Field(ge=1, le=200)] = 10
    """Passes over the incomplete variables."""
    donors: Annotated[int, Field(ge=1, le=50)] = 5
    """Of a number: from how many persons with the nearest predictions the value is taken, at random (predictive mean matching)."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """The same seed gives the same values."""
    methods: dict[Text, Literal["pmm", "logistic", "ordinal", "multinomial"]] = {}
    """Variable: how it is imputed, where not by its type. `ordinal` (proportional odds) for a category whose levels stand in their order in
    the settings. By type: `pmm` for numbers, `logistic` for two levels (of which any of the three is logistic), `multinomial` for more."""
    auxiliary: list[Text] = []
    """Further variables from which missing values are told, such as another measure of the same; none that is an exposure, or a confounder of every
    regression."""


class LeftEarly(Strict):
    """Weights for who left early without a job."""

    parts: Annotated[int, Field(ge=3, le=120)] = 20
    """Parts of the follow-up, of one length, in each of which the chance of leaving is told."""
    truncate: Annotated[float, Field(ge=0.5, lt=1)] | None = None
    """Quantile of the weights above which they are set to it; without it, they stay as they are."""


class Models(Strict):
    """Regressions."""

    confounders: list[Text] = []
    """Variables adjusted for in every regression that names none of its own; numbers enter linearly."""
    references: Annotated[dict[Text, Text], BeforeValidator(lambda v: {as_text(k): i for k, i in v.items()})] = {}
    """Reference level of categorical confounders; without it, the first level."""
    regressions: dict[Text, Regression] = {}
    """Regressions by name."""
    first_job: YesNo = True
    """`yes`: where no regression is of model cox, a Cox regression of the time to the first job on each exposure is added to them, as a
    secondary one named `time_to_first_job`, crude and adjusted for `confounders`, if the records tell when jobs begin; `no`: only the
    regressions that are declared."""
    crude_on_adjusted_rows: YesNo = True
    """`yes`: crude estimates also on the adjusted model's complete cases, so that crude and adjusted are compared on the same
    persons; `no`: on all of whom outcome and exposure are known only."""
    mutual_adjustment: YesNo = True
    """`yes`: each exposure also adjusted for the other exposures of its regression (all in one model), and without them on the same
    persons, so that it shows what they have in common. Exposures made from the same variable are left out of each other's models."""
    bootstrap: Bootstrap | None = None
    """With this key, percentile bootstrap limits of absolute differences beside those by the delta method; `{}` for its defaults."""
    two_part: YesNo = False
    """`yes`: beside regressions of time worked among those who worked, absolute differences in the time worked of everybody, 0 for who did not: a
    two-part model of whether they worked and for how long."""
    imputation: Imputation | None = None
    """With this key, adjusted estimates with missing confounders and exposures imputed beside those of complete cases; `{}` for its
    defaults. It takes missing values to be missing at random, given the other variables and the outcome, which is not imputed."""
    left_early: LeftEarly | None = None
    """With this key, logistic regressions of `job_obtained` also without who left early without a job, the others weighted for them (inverse
    probability of censoring), beside those that count them as no; `{}` for its defaults. Who left for a reason in `survival.competing` stays counted as no."""
    few_events: Annotated[int, Field(ge=1)] = 10
    """Events per estimated coefficient below which the output says so (no model is withheld for it)."""
    diagnostics: YesNo = True
    """`yes`: each model is checked (how far its estimate hangs on single persons, variables that can't be told apart, whom it tells apart,
    its residuals); what a reader would act on is said beside the estimate. The records of persons without whom an estimate moves most lie
    in `internal/`."""
    firth_beside: YesNo = False
    """`yes`: among the checks, Firth's penalised estimate of the exposure beside that of each logistic model with few events."""


class Survival(Strict):
    """Kaplan-Meier curves to first job."""

    by: list[Text] | None = None
    """Exposures by name; without it, all."""
    horizons: list[Annotated[float, Field(gt=0)]] = []
    """Times, in `study.time_unit`, at which the share with a job is printed; without it, the end of follow-up."""
    tau: Annotated[float, Field(gt=0)] | None = None
    """Up to when the mean time without a job is taken (restricted mean), in `study.time_unit`; without it, the end of follow-up. Where
    a group was not observed as long without a job, it and the group that it is compared with are taken up to where both were;
    the tables say so."""
    competing: list[Text] = []
    """Reasons to leave that compete with a first job, such as death, as `ingest.participants.observed_until_reason` (or the exits of
    durations) names them. Who left for one without a job is not censored then: the cumulative incidence of a first job
    (Aalen-Johansen) stands beside Kaplan-Meier's shares. All other reasons censor."""
    tenure: YesNo = False
    """`yes`: how long the first job lasted, by Kaplan-Meier from its start to its end, of everybody who obtained one and by exposure. A job that
    goes on at the last day observed is censored there; one of unknown start or end is left out and counted."""
    all_jobs: YesNo = False
    """`yes`: the mean number of jobs begun per person after each half year of follow-up and at its end (mean cumulative function, robust
    limits), of everybody and by exposure, with a test. Jobs of unknown start are left out and counted; bounds say what they can change.
    Needs records of jobs with dates."""
    states: YesNo = False
    """`yes`: the share of persons without a job, in a job, and who left before the end of follow-up (for reasons under `competing` a state of
    their own), after each half year of follow-up and at its end, and the mean days in each, of everybody and by exposure, with a figure.
    Who has a job of unknown start or end is left out and counted; bounds say what they can change. Needs records of jobs with dates."""


class PaperRow(Strict):
    """One row of the paper's baseline table."""

    variable: Text
    """A number, category or yes_no variable, or a scale."""
    level: Text | None = None
    """The level counted; without it, `yes`, the last of two levels, or a row for each of more."""
    label: Text | None = None
    """How the row is printed, such as `Sex male` or `Mean age in years`; `N (%)` or `(SD)` is added where it doesn't say
    so. Without it, the variable's label."""


class PaperTables(Strict):
    """The short tables that a paper prints."""

    baseline: Annotated[list[PaperRow], Field(min_length=1)] | None = None
    """Rows of the baseline table, in order; without it, those of `tables.baseline`."""


class Tables(Strict):
    """Tables."""

    baseline: list[Text] | None = None
    """Variables of the baseline table, in order; without it, all variables and scales."""
    paper: PaperTables = PaperTables()
    """The short tables that a paper prints."""
    decimals: Annotated[int, Field(ge=0, le=4)] = 1
    """Decimals of means, medians and times."""
    estimate_decimals: Annotated[int, Field(ge=1, le=4)] = 2
    """Decimals of odds ratios, coefficients and their intervals."""
    medians: list[Text] = []
    """Numbers of the baseline table shown as median [first-third quartile] in place of mean (SD)."""
    missing: Literal["rows", "columns"] = "rows"
    """Of the baseline table: how many values are missing in a row below each variable that lacks any, by group; or, with the number of
    values, in two columns beside all variables, of everybody."""
    smd: YesNo = False
    """`yes`: the baseline table with the standardised mean difference of each variable between the levels of each exposure."""
    percent_decimals: Annotated[int, Field(ge=0, le=2)] = 0
    """Decimals of the percentage in n (%)."""
    style: Literal["paper", "apa", "bmj", "lancet"] = "paper"
    """How numbers look. `paper`: 3.83 (1.42 to 10.30), p with three decimals, <0.001 below; `apa`: 3.83 [1.42, 10.30], p without its
    zero (.008), as R-squared, <.001 below; `bmj`: 3.83 (1.42 to 10.30), p to two figures, <0.001 below; `lancet`: points at mid height, limits and
    quartiles parted by an en dash, p to two figures and four decimals at most, <0.0001 below, thousands
    parted by a thin space from five digits on. The Lancet's dash gives way to `to` where a limit is below 0. Warnings of models and values compared with a paper's
    stay as they are."""
    decimal_comma: YesNo | None = None
    """`yes`: 3,83 in place of 3.83, in any style. Without this key, `yes` where `language` is `nl` or `de`."""
    p_values: YesNo = True
    """`no`: tables without their columns of p-values (the files in `models/` and `survival/` keep them)."""
    p_decimals: Annotated[int, Field(ge=2, le=4)] | None = None
    """Decimals of p-values, in place of the style's."""
    percentiles: Percentiles = "n_plus_1"
    """How medians and quartiles are computed. `n_plus_1`: weighted average at (n + 1) p, blank where that lies outside the
    values (SPSS); `linear`: at 1 + (n - 1) p (R, Excel's QUARTILE, NumPy); `averaged_steps`: the value at n p rounded up, the mean
    of two where n p is whole (SAS, Stata); `tukey_hinges`: medians of the lower and the upper half, the middle value in both."""


class Figures(Strict):
    """Figures."""

    width: Annotated[float, Field(ge=80, le=380)] = 175
    """Width in millimetres: 85 is one column of most journals, 175 two."""
    dpi: Annotated[int, Field(ge=72, le=1200)] = 300
    """Dots per inch of PNG files."""
    palette: Literal["colorblind", "deep", "grey"] = "colorblind"
    """Colours of groups: `colorblind`, which are told apart in grey too; `deep`, seaborn's; `grey`."""
