"""The methods, from the settings and the rules in words."""

from __future__ import annotations

from collections.abc import Iterable

from ipscohort.arithmetic.quantiles import rule_in_words
from ipscohort.catalogue.measures import MEASURES
from ipscohort.config.analysis import Exposure, Regression
from ipscohort.display.naming import caveat
from ipscohort.display.phrasing import kind_of, offset_of
from ipscohort.manuscript.document import Block, Heading, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.models.families import FAMILIES, among_workers
from ipscohort.models.families.logistic import FIRTH

REFERENCE, NOT_ESTIMATED = "reference", "not estimated"
"""What `method` says of rows that no fit estimated."""


def in_paragraphs(inputs: ManuscriptInputs) -> list[Block]:
    """Participants and follow-up, outcomes, exposures, statistical analysis."""
    parts = {
        "Participants and follow-up": [participants(inputs), follow_up(inputs)],
        "Outcomes": outcomes(inputs),
        "Exposures": exposures(inputs),
        "Statistical analysis": [descriptive(inputs), *regressions(inputs), missing(inputs), survival(inputs)],
    }
    found: list[Block] = [Heading("Methods")]
    for title, texts in parts.items():
        said = [Paragraph(text) for text in texts if text]
        found += [Heading(title, 3), *said] if said else []
    return found


def joined(items: Iterable[str]) -> str:
    """'a, b and c'."""
    *most, last = [*items] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def lower(text: str) -> str:
    """A text inside a sentence: its first letter small, but for abbreviations."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text.startswith("A ") else text


def participants(inputs: ManuscriptInputs) -> str:
    """Recruitment, eligibility, and who was employed at entry."""
    return " ".join(filter(None, [recruitment(inputs), eligibility(inputs)]))


def recruitment(inputs: ManuscriptInputs) -> str:
    """From when to when participants were included; empty where the settings do not say."""
    if not inputs.settings.clean.recruitment:
        return ""
    first, last = inputs.settings.clean.recruitment
    return f"Participants were included from {day(first)} to {day(last)}."


def eligibility(inputs: ManuscriptInputs) -> str:
    """Which conditions had to hold, and whether who was employed at entry was left out."""
    clean = inputs.settings.clean
    rules = [condition.label or condition.variable.replace("_", " ") for condition in clean.eligibility]
    said = [f"They were eligible if these held: {'; '.join(rules)}."] if rules else []
    if clean.employed_at_entry == "exclude" and (inputs.flow["step"] == "employed_at_entry").any():
        said.append("Persons who held a job that counts as competitive at inclusion were left out.")
    return " ".join(said)


def day(date: object) -> str:
    """'10 March 2014'."""
    return f"{date.day} {date:%B %Y}"


def follow_up(inputs: ManuscriptInputs) -> str:
    """How long, from which day, and how the end of observation is known."""
    return " ".join(filter(None, [length(inputs), how_followed(inputs)]))


def length(inputs: ManuscriptInputs) -> str:
    """'Follow-up was 30 months.'"""
    return f"Follow-up was {inputs.study.follow_up}."


def how_followed(inputs: ManuscriptInputs) -> str:
    """From which day to which a person was followed, and how the end of observation is known."""
    return " ".join([inputs.rule("follow_up"), inputs.rule("last_day_observed")]).strip()


def outcomes(inputs: ManuscriptInputs) -> list[str]:
    """The rule of each outcome that is modelled or shown over time."""
    modelled = [regression.outcome for regression in inputs.settings.models.regressions.values()]
    names = dict.fromkeys(["job_obtained", "time_to_first_job", *modelled, "employment_rate"])
    models, known = inputs.settings.models, [name for name in names if name in MEASURES and inputs.available(name)]
    said = [f"{inputs.called(name, models)}: {lower(inputs.rule(name))}" for name in known]
    rule = inputs.rule("competitive")
    return [f"What counts as a job: {lower(rule)}"] * bool(rule) + said


def exposures(inputs: ManuscriptInputs) -> list[str]:
    """Groups and reference of each exposure, what it stands for, and what else its groups may differ in."""
    return [_exposure(inputs, name, exposure) for name, exposure in inputs.exposures.items()]


def _exposure(inputs: ManuscriptInputs, name: str, exposure: Exposure) -> str:
    groups = boundary(exposure) or joined(inputs.levels(name))
    text = f"{inputs.label(name)}: {groups}; reference: {exposure.reference}."
    said = caveat("", exposure).removeprefix(": ")
    return f"{text} {said[:1].upper()}{said[1:]}".strip()


def boundary(exposure: Exposure) -> str:
    """'first half before 19 November 2015, second half from then on'; empty where the groups are those of the records."""
    if exposure.split is None or exposure.levels is None:
        return ""
    first, second = exposure.levels
    if exposure.split == "midpoint":
        return f"{first} up to the midpoint between the first and the last inclusion, {second} after it"
    where = day(exposure.split) if hasattr(exposure.split, "year") else f"{exposure.split:g}"
    return (
        f"{first} before {where}, {second} from then on"
        if hasattr(exposure.split, "year")
        else f"{first} below {where}, {second} from it on"
    )


def descriptive(inputs: ManuscriptInputs) -> str:
    """How medians and quartiles are computed."""
    return f"Medians and quartiles: {lower(rule_in_words(inputs.settings.tables.percentiles))}"


def regressions(inputs: ManuscriptInputs) -> list[str]:
    """A sentence for each regression: outcome, kind of model, persons, exposures, confounders."""
    models, said = inputs.settings.models, []
    for name, regression in models.regressions.items():
        family = FAMILIES[regression.model]
        confounders = models.confounders if regression.confounders is None else regression.confounders
        of = "those who obtained a job" if among_workers(regression.outcome, regression.model) else "all persons analysed"
        adjusted = f"crude and adjusted for {joined(lower(inputs.label(name)) for name in confounders)}" if confounders else "crude"
        studied = joined(lower(inputs.label(name)) for name in regression.exposures or inputs.exposures)
        said.append(
            f"{inputs.outcome_label(regression)} ({regression.role} outcome) was analysed by {_kind(inputs, regression)} among {of} "
            f"({family.effect_of(regression.offset)}), with a model for each exposure: {studied}; {adjusted}.{estimation(inputs, name)}"
        )
    if said:
        said.append("Numbers entered models linearly, categories against a reference level.")
    return said


def _kind(inputs: ManuscriptInputs, regression: Regression) -> str:
    """'log-linear regression (linear regression of the logarithm)': the name and, where that is no plain one, what it is."""
    name, words = FAMILIES[regression.model].regression, kind_of(regression, offset_of(regression, lambda name: lower(inputs.label(name))))
    return words if words.startswith(name) else f"{name} ({words})"


def estimation(inputs: ManuscriptInputs, model: str) -> str:
    """' Estimated by ...': the methods that the fits of a regression used, Firth's after separation with the estimates that it stands for."""
    rows = inputs.estimates[inputs.estimates["model"] == model]
    penalised = rows[rows["method"] == FIRTH]
    usual = [how for how in dict.fromkeys(rows["method"].dropna()) if how not in (REFERENCE, NOT_ESTIMATED, FIRTH)]
    said = [f" Method: {'; '.join(usual)}."] if usual else []
    if rows[~rows["method"].eq(FIRTH)][["profile_low", "profile_high"]].notna().any(axis=None):
        said.append(" The table has profile likelihood intervals beside them.")
    if len(penalised):
        fits = dict.fromkeys(
            f"{inputs.label(e)}, {a.replace('_', ' ')}" for e, a in zip(penalised["exposure"], penalised["adjustment"], strict=True)
        )
        said.append(f" After separation ({'; '.join(fits)}): {FIRTH}.")
    return "".join(said)


def missing(inputs: ManuscriptInputs) -> str:
    """Complete cases, and the crude estimates on the same persons."""
    models = inputs.settings.models
    if not models.regressions:
        return ""
    same = " Crude estimates are given on the persons of the adjusted model too." if models.crude_on_adjusted_rows else ""
    return f"Persons of whom a variable of a model was not known were left out of that model (complete cases).{same}"


def survival(inputs: ManuscriptInputs) -> str:
    """Kaplan-Meier, log-rank and the confidence level."""
    tested = inputs.settings.tables.p_values
    level = f"Intervals are {100 * inputs.study.confidence:g}% confidence intervals{'; tests are two-sided' if tested else ''}."
    if not inputs.available("time_to_first_job") or inputs.survival_estimates.empty:
        return level
    compared = " and compared by log-rank tests" if tested else ""
    return f"Time to the first job was described by the Kaplan-Meier estimate with log-log limits{compared}. {level}"
