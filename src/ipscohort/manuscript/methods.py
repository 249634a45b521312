"""The methods, from the settings and the rules in words."""

from __future__ import annotations

from datetime import date as date_of

from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.catalogue.measures import MEASURES
from ipscohort.config.analysis import Exposure, Regression
from ipscohort.display import printing
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.naming import caveat, level_word, sentence
from ipscohort.display.phrasing import follow_up as length_of
from ipscohort.display.phrasing import joined, kind_of, offset_of, units
from ipscohort.manuscript import business_case, effects, on_request
from ipscohort.manuscript.document import Block, Heading, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.models.families import FAMILIES, PENALISED, among_workers
from ipscohort.words import later, mid_sentence, say

MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)
ROLES = {"primary": later("primary"), "secondary": later("secondary"), "sensitivity": later("sensitivity")}
"""Role of a regression -> its word."""
REFERENCE, NOT_ESTIMATED = "reference", "not estimated"
"""What `method` says of rows that no fit estimated."""

GRAY = later("The cumulative incidence was compared between groups by Gray's test.")


def in_paragraphs(inputs: ManuscriptInputs) -> list[Block]:
    """Participants and follow-up, outcomes, exposures, statistical analysis."""
    parts = {
        say("Participants and follow-up"): [participants(inputs), follow_up(inputs)],
        say("Outcomes"): outcomes(inputs),
        say("Exposures"): exposures(inputs),
        say("Statistical analysis"): [
            descriptive(inputs),
            *regressions(inputs),
            missing(inputs),
            on_request.left_early(inputs),
            checks(inputs),
            survival(inputs),
            *on_request.over_time(inputs),
        ],
        say("Business case"): [" ".join(business_case.method(inputs))],
    }
    found: list[Block] = [Heading(say("Methods"))]
    for title, texts in parts.items():
        said = [Paragraph(text) for text in texts if text]
        found += [Heading(title, 3), *said] if said else []
    return found


def participants(inputs: ManuscriptInputs) -> str:
    """Recruitment, eligibility, and who was employed at entry."""
    return " ".join(filter(None, [recruitment(inputs), eligibility(inputs)]))


def recruitment(inputs: ManuscriptInputs) -> str:
    """From when to when participants were included: as the settings say, else the months of the records; empty where neither tells."""
    if inputs.settings.clean.recruitment:
        first, last = map(day, inputs.settings.clean.recruitment)
    else:
        dates = inputs.persons["inclusion_date"].dropna()
        if dates.empty:
            return ""
        first, last = month(dates.min()), month(dates.max())
    return say("Participants were included from {first} to {last}.", first=first, last=last)


def eligibility(inputs: ManuscriptInputs) -> str:
    """Which conditions had to hold, and whether who was employed at entry was left out."""
    clean = inputs.settings.clean
    rules = [condition.label or condition.variable.replace("_", " ") for condition in clean.eligibility]
    said = [say("They were eligible if these held: {rules}.", rules="; ".join(rules))] if rules else []
    if clean.employed_at_entry == "exclude" and (inputs.flow["step"] == "employed_at_entry").any():
        said.append(say("Persons who held a job that counts as competitive at inclusion were left out."))
    return " ".join(said)


def day(date: date_of) -> str:
    """'10 March 2014'."""
    return say("{day} {month} {year}", day=date.day, month=say(MONTHS[date.month - 1]), year=date.year)


def month(date: date_of) -> str:
    """'March 2014'."""
    return say("{month} {year}", month=say(MONTHS[date.month - 1]), year=date.year)


def follow_up(inputs: ManuscriptInputs) -> str:
    """How long, from which day, and how the end of observation is known."""
    return " ".join(filter(None, [length(inputs), how_followed(inputs)]))


def length(inputs: ManuscriptInputs) -> str:
    """'Follow-up was 30 months.'"""
    return say("Follow-up was {follow_up}.", follow_up=length_of(inputs.study))


def how_followed(inputs: ManuscriptInputs) -> str:
    """From which day to which a person was followed, and how the end of observation is known."""
    return " ".join([inputs.rule("follow_up"), inputs.rule("last_day_observed")]).strip()


def outcomes(inputs: ManuscriptInputs) -> list[str]:
    """The rule of each outcome that is modelled or shown over time."""
    modelled = [regression.outcome for regression in inputs.settings.models.regressions.values()]
    names = dict.fromkeys(["job_obtained", "time_to_first_job", *modelled, "employment_rate"])
    models, known = inputs.settings.models, [name for name in names if name in MEASURES and inputs.available(name)]
    said = [f"{inputs.called(name, models)}: {mid_sentence(inputs.rule(name))}" for name in known]
    rule = inputs.rule("competitive")
    return [say("What counts as a job: {rule}", rule=mid_sentence(rule))] * bool(rule) + said


def exposures(inputs: ManuscriptInputs) -> list[str]:
    """Groups and reference of each exposure, what it stands for, and what else its groups may differ in."""
    return [_exposure(inputs, name, exposure) for name, exposure in inputs.exposures.items()]


def _exposure(inputs: ManuscriptInputs, name: str, exposure: Exposure) -> str:
    groups = boundary(exposure) or joined(map(level_word, inputs.levels(name)))
    text = say(
        "{label}: {groups}; reference: {reference}.", label=inputs.label(name), groups=groups, reference=level_word(exposure.reference)
    )
    said = caveat("", exposure).removeprefix(": ")
    return f"{text} {said[:1].upper()}{said[1:]}".strip()


def boundary(exposure: Exposure) -> str:
    """'first half before 19 November 2015, second half from then on'; empty where the groups are those of the records."""
    if exposure.split is None or exposure.levels is None:
        return ""
    levels = {"first": exposure.levels[0], "second": exposure.levels[1]}
    if exposure.split == "midpoint":
        return say("{first} up to the midpoint between the first and the last inclusion, {second} after it", **levels)
    if isinstance(exposure.split, date_of):
        return say("{first} before {split}, {second} from then on", split=day(exposure.split), **levels)
    return say("{first} below {split}, {second} from it on", split=printing.short(exposure.split), **levels)


def descriptive(inputs: ManuscriptInputs) -> str:
    """How medians and quartiles are computed."""
    return say("Medians and quartiles: {rule}", rule=mid_sentence(rule_in_words(inputs.settings.tables.percentiles)))


HAZARDS = later(
    "In Cox regressions, who was not seen to have the event was censored when last seen; proportional hazards were tested by the score test in the "
    "time scale of the Kaplan-Meier estimate (as R's cox.zph), and scaled Schoenfeld residuals were plotted over time."
)
"""How times with an event were taken, and what was checked of their models."""


def regressions(inputs: ManuscriptInputs) -> list[str]:
    """A sentence for each regression: outcome, kind of model, persons, exposures, confounders."""
    declared = inputs.settings.models.regressions
    said = [f"{_analysed(inputs, regression)}{estimation(inputs, name)}" for name, regression in declared.items()]
    said += [sentence(only)] if (only := inputs.workers_only(declared.values())) else []
    if said:
        said.append(say("Numbers entered models linearly, categories against a reference level."))
        said += effects.methods(inputs)
    if any(FAMILIES[regression.model].outcome == "time" for regression in inputs.settings.models.regressions.values()):
        said.append(say(HAZARDS))
    return said


def _analysed(inputs: ManuscriptInputs, regression: Regression) -> str:
    family, models = FAMILIES[regression.model], inputs.settings.models
    confounders = models.confounders if regression.confounders is None else regression.confounders
    workers = among_workers(regression.outcome, regression.model)
    found = {
        "outcome": inputs.outcome_label(regression),
        "role": say(ROLES[regression.role]),
        "kind": _kind(inputs, regression),
        "whom": say("those who obtained a job") if workers else say("all persons analysed"),
        "effect": say(family.effect_of(regression.offset)),
        "exposures": joined(mid_sentence(inputs.label(name)) for name in regression.exposures or inputs.exposures),
    }
    if not confounders:
        return say(
            "{outcome} ({role} outcome) was analysed by {kind} among {whom} ({effect}), with a model for each exposure: {exposures}; crude.",
            **found,
        )
    return say(
        "{outcome} ({role} outcome) was analysed by {kind} among {whom} ({effect}), with a model for each exposure: {exposures}; crude and "
        "adjusted for {confounders}.",
        confounders=joined(mid_sentence(inputs.label(name)) for name in confounders),
        **found,
    )


def _kind(inputs: ManuscriptInputs, regression: Regression) -> str:
    """'log-linear regression (linear regression of the logarithm)': the name and, where that is no plain one, what it is."""
    name, words = (
        say(FAMILIES[regression.model].regression),
        kind_of(regression, offset_of(regression, lambda name: mid_sentence(inputs.label(name)))),
    )
    return words if words.startswith(name) else f"{name} ({words})"


def estimation(inputs: ManuscriptInputs, model: str) -> str:
    """' Estimated by ...': the methods that the fits of a regression used, Firth's after separation with the estimates that it stands for."""
    rows = inputs.estimates[inputs.estimates["model"] == model]
    penalised = rows[rows["method"].isin(PENALISED)]
    usual = [how for how in dict.fromkeys(rows["method"].dropna()) if how not in (REFERENCE, NOT_ESTIMATED, *PENALISED)]
    said = [say(" Method: {methods}.", methods="; ".join(map(say, usual)))] if usual else []
    if rows[~rows["method"].isin(PENALISED)][["profile_low", "profile_high"]].notna().any(axis=None):
        said.append(say(" The table has profile likelihood intervals beside them."))
    if len(penalised):
        fits = dict.fromkeys(
            f"{inputs.label(e)}, {say(ADJUSTMENTS.get(a, a))}" for e, a in zip(penalised["exposure"], penalised["adjustment"], strict=True)
        )
        said.append(say(" After separation ({fits}): {method}.", fits="; ".join(fits), method=say(penalised["method"].iloc[0])))
    return "".join(said)


def missing(inputs: ManuscriptInputs) -> str:
    """Complete cases, and the crude estimates on the same persons."""
    models = inputs.settings.models
    if not models.regressions:
        return ""
    said = say("Persons of whom a variable of a model was not known were left out of that model (complete cases).")
    said += say(" Crude estimates are given on the persons of the adjusted model too.") if models.crude_on_adjusted_rows else ""
    return " ".join(filter(None, [said, on_request.imputation(inputs)]))


CHECKED = {
    "yes_no": later(
        "logistic ones also by the C-statistic (DeLong interval) and the Brier score, both of the persons that the model was fitted to"
    ),
    "least_squares": later(
        "those by least squares also by the Breusch-Pagan test (Koenker's form), heteroscedasticity-consistent (HC3) intervals, Cook's distances and the "
        "Shapiro-Wilk test of the residuals"
    ),
    "count": later("those of counts also by their dispersion (Pearson)"),
}
"""`Family.checks` -> by what its fits are checked besides what all are."""


def checks(inputs: ManuscriptInputs) -> str:
    """By what the models were checked; empty where they were not."""
    models = inputs.settings.models
    kinds = dict.fromkeys(FAMILIES[regression.model].checks for regression in models.regressions.values())
    own = [say(CHECKED[kind]) for kind in CHECKED if kind in kinds]
    if not own or not models.diagnostics:
        return ""
    named = [mid_sentence(inputs.outcome_label(r)) for r in models.regressions.values() if FAMILIES[r.model].checks]
    every = say(
        "Regressions of {outcomes} were checked by variance inflation and by leaving out each person in turn",
        outcomes=joined(dict.fromkeys(named)),
    )
    return f"{every}; {'; '.join(own)}."


def survival(inputs: ManuscriptInputs) -> str:
    """Kaplan-Meier, log-rank and the confidence level."""
    tested, percent = inputs.settings.tables.p_values, printing.short(100 * inputs.study.confidence)
    if tested:
        level = say("Intervals are {percent}% confidence intervals; tests are two-sided.", percent=percent)
    else:
        level = say("Intervals are {percent}% confidence intervals.", percent=percent)
    if not inputs.available("time_to_first_job") or inputs.survival_estimates.empty:
        return level
    if tested:
        described = say(
            "Time to the first job was described by the Kaplan-Meier estimate with log-log limits and compared by log-rank tests."
        )
    else:
        described = say("Time to the first job was described by the Kaplan-Meier estimate with log-log limits.")
    return " ".join(filter(None, [described, competing(inputs), means(inputs), level]))


def competing(inputs: ManuscriptInputs) -> str:
    """Exits that compete with a first job; nothing where the settings name none."""
    reasons = inputs.settings.survival.competing
    if not reasons:
        return ""
    said = say(
        "Who left for a reason that competes with a first job ({reasons}) was not censored in estimates of the cumulative incidence, which are "
        "those of Aalen and Johansen with log-log limits and standard errors by the infinitesimal jackknife; all other ends of observation censor. "
        "Kaplan-Meier estimates, which censor these exits too, stand beside them.",
        reasons=reasons_in_words(reasons),
    )
    gray = inputs.settings.tables.p_values and on_request.estimated(inputs.gray_tests, "p_value")
    return f"{said} {say(GRAY)}" if gray else said


def means(inputs: ManuscriptInputs) -> str:
    """Restricted mean, its difference, and how follow-up was described."""
    times = inputs.survival_estimates.loc[inputs.survival_estimates["measure"].eq("restricted_mean"), "time"].dropna()
    said = []
    if len(times):
        tau, unit = inputs.settings.survival.tau, units(inputs.study)
        upto = (
            say("up to the end of follow-up") if tau is None else say("over the first {time} {unit}", time=printing.short(tau), unit=unit)
        )
        said.append(
            say(
                "The mean time before the first job {upto} (restricted mean) is the area under the Kaplan-Meier curve, with Greenwood's variance; where a "
                "group was observed less long, it and the reference were compared over the time in which both were. Differences in it are "
                "not adjusted.",
                upto=upto,
            )
        )
    said.append(say("Median follow-up was estimated by the reverse Kaplan-Meier method."))
    return " ".join(said)
