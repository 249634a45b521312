"""Numbers of the regressions: estimates, their N, and the models as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.adjustments import OF_FIDELITY
from ipscohort.catalogue.keys import CONFOUNDERS, MODEL, OWN_CONFOUNDERS
from ipscohort.catalogue.measures import MEASURES
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Number, Source
from ipscohort.display.printing import absent
from ipscohort.models.families import FAMILIES
from ipscohort.models.families.base import Family, people
from ipscohort.words import later, say

LIMITS = {
    "conf_low": later("Lower limit of the {ci} of the {coefficient}"),
    "conf_high": later("Upper limit of the {ci} of the {coefficient}"),
    "ratio_low": later("Lower limit of the {ci} of the {effect}"),
    "ratio_high": later("Upper limit of the {ci} of the {effect}"),
    "profile_low": later("Lower profile likelihood limit (of the {ci}) of the {read}"),
    "profile_high": later("Upper profile likelihood limit (of the {ci}) of the {read}"),
    "estimate": "{Coefficient}",
    "ratio": "{Effect}",
    "std_error": later("Standard error of the {coefficient}"),
    "statistic": later("Test statistic of the {coefficient}"),
    "p_value": later("Two-sided p of the {coefficient}"),
}
"""Column of the estimates -> what it holds."""


FIRST_JOB = ("follow_time", "first_job_event")
"""Time and event of the time to the first job."""
GLOBAL = "global"
"""Term of the test of all terms together."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    adjusted, exposure = say(OF_FIDELITY.get(source.key("adjustment"), "")), material.label(source.key("exposure"))
    if source.column in LIMITS and source.file != "proportional_hazards":
        found = {"outcome": outcome_of(source, material), "contrast": _contrast(source, material), "adjusted": adjusted}
        found["what"] = _what(source, material)
        if source.key("term") in ("", source.key("exposure")):
            return say("{what} of {outcome}: {contrast}; {adjusted}.", **found)
        return say("{what} of {outcome}: {contrast}; {adjusted}, in the model of {exposure}.", exposure=exposure, **found)
    told = material.described(source.file, source.column)
    at = f" ({level_word(source.key('level'))})" if source.key("level") else ""
    what = f"{_capital(say(told.description) if told else source.column)}{at}"
    if source.file == "proportional_hazards":
        term = source.key("term")
        label = say("all terms together") if term == GLOBAL else material.label(term)
        what = say("{what} ({term})", what=what, term=label)
    return say(
        "{what}; {outcome} on {exposure}, {adjusted}.",
        what=what,
        outcome=outcome_of(source, material),
        exposure=exposure,
        adjusted=adjusted,
    )


def _what(source: Source, material: Material) -> str:
    """'Lower limit of the 95% CI of the odds ratio'."""
    family, offset = family_of(source, material), _regression(source, material).offset
    effect, coefficient = say(family.effect_of(offset)), say(family.coefficient_of(offset))
    words = {"ci": material.ci, "effect": effect, "coefficient": coefficient, "read": effect if source.form == "exp({})" else coefficient}
    return say(LIMITS[source.column], Effect=_capital(effect), Coefficient=_capital(coefficient), **words)


def about(number: Number, material: Material) -> About:
    """Model formula, N, who was left out and why, warning, settings."""
    source = number.source
    fit = _fit(source, material)
    row = material.row(source.file, source.where) if source.file != "fits" else {}
    warning = row.get("warning") if not absent(row.get("warning")) else fit.get("warning")
    return About(
        rules=_rules(source, material),
        behind=_behind(source, fit, row),
        left_out=_left_out(fit),
        formula=formula(source, fit, material),
        warning="" if absent(warning) else str(warning),
        keys=material.keys(number, _keys(source, material)),
    )


def formula(source: Source, fit: Mapping[str, Any], material: Material) -> str:
    """'job_obtained ~ experience + sex + age: logistic regression; reference of experience: first half.'"""
    exposure, regression, family = source.key("exposure"), _regression(source, material), family_of(source, material)
    terms = [exposure, *(_confounders(fit))]
    outcome = f"log({regression.outcome})" if family.transform is not None else regression.outcome
    if family.outcome == "time":
        outcome = f"Surv({', '.join(FIRST_JOB if regression.outcome == 'time_to_first_job' else (regression.outcome, regression.event))})"
    offset = f" + offset(log({regression.offset}))" if regression.offset else ""
    reference = material.exposures[exposure].reference if exposure in material.exposures else ""
    model = f"{outcome} ~ {' + '.join(terms)}{offset}: {say(family.regression)}"
    if not reference:
        return f"{model}."
    return say("{model}; reference of {exposure}: {reference}.", model=model, exposure=exposure, reference=reference)


def _confounders(fit: Mapping[str, Any]) -> list[str]:
    named = fit.get("confounders")
    return [] if absent(named) else str(named).split(";")


def _fit(source: Source, material: Material) -> Mapping[str, Any]:
    key = tuple((name, source.key(name)) for name in ("model", "exposure", "adjustment"))
    return material.row("fits", key)


def _regression(source: Source, material: Material) -> Any:
    return material.models.regressions[source.key("model")]


def family_of(source: Source, material: Material) -> Family:
    """The family of a number's regression."""
    return FAMILIES[_regression(source, material).model]


def outcome_of(source: Source, material: Material) -> str:
    """How the outcome of a number's regression is named."""
    return material.outcome_label(_regression(source, material))


def _contrast(source: Source, material: Material) -> str:
    """'second half against first half', or one unit more of a number."""
    row = material.row(source.file, source.where)
    term = str(row.get("term") or source.key("term") or source.key("exposure"))
    level = source.key("level")
    if not level:
        return say("the intercept") if term == "intercept" else say("one unit more of {label}", label=material.label(term))
    reference, of = row.get("reference"), f"{material.label(term)}, {level_word(level)}"
    return of if absent(reference) else say("{levels} against {reference}", levels=of, reference=level_word(str(reference)))


def _rules(source: Source, material: Material) -> tuple[str, ...]:
    """The outcome's operational rule."""
    outcome = _regression(source, material).outcome
    if outcome in MEASURES:
        return material.rule_of(outcome)
    known = material.codebook.variables.get(outcome)
    return (f"{known.label}: {known.rule}.",) if known and known.rule else ()


def _behind(source: Source, fit: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    if not fit:
        return ""
    found = {"people": people(int(fit["n"])), "population": fit["population"], "all": fit["n_population"]}
    if absent(fit["n_events"]):
        said = say("{people} in the model; population: {population} ({all}).", **found)
    else:
        said = say("{people} in the model, {events} events; population: {population} ({all}).", events=int(fit["n_events"]), **found)
    level = source.key("level")
    if level and not absent(row.get("n_level")):
        at = {"level": level_word(level), "people": people(int(row["n_level"]))}
        if absent(row.get("n_events_level")):
            said += say(" At {level}: {people}.", **at)
        else:
            said += say(" At {level}: {people}, {events} events.", events=int(row["n_events_level"]), **at)
    return said


def _left_out(fit: Mapping[str, Any]) -> tuple[str, ...]:
    if not fit:
        return ()
    why = fit["why_excluded"]
    return (say("Nobody of the population was left out."),) if absent(why) else (f"{str(why).rstrip('.')}.",)


def _keys(source: Source, material: Material) -> tuple[str, ...]:
    """The regression, the exposure, and the confounders where the model has any."""
    own = _regression(source, material).confounders is not None
    adjusted = source.key("adjustment") != "crude"
    return (*MODEL, *([OWN_CONFOUNDERS if own else CONFOUNDERS] if adjusted else ()))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
