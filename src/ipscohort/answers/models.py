"""Numbers of the regressions: estimates, their N, and the models as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.keys import CONFOUNDERS, MODEL, OWN_CONFOUNDERS
from ipscohort.catalogue.measures import MEASURES
from ipscohort.display.numbers import Number, Source
from ipscohort.display.printing import absent
from ipscohort.models.families import FAMILIES
from ipscohort.models.families.base import Family, people

ADJUSTED = {
    "crude": "crude",
    "adjusted": "adjusted",
    "crude_on_adjusted_rows": "crude, on the persons of the adjusted model",
}
LIMITS = {
    "conf_low": "Lower limit of the {ci} of the {coefficient}",
    "conf_high": "Upper limit of the {ci} of the {coefficient}",
    "ratio_low": "Lower limit of the {ci} of the {effect}",
    "ratio_high": "Upper limit of the {ci} of the {effect}",
    "profile_low": "Lower profile likelihood limit (of the {ci}) of the {read}",
    "profile_high": "Upper profile likelihood limit (of the {ci}) of the {read}",
    "estimate": "{Coefficient}",
    "ratio": "{Effect}",
    "std_error": "Standard error of the {coefficient}",
    "statistic": "Test statistic of the {coefficient}",
    "p_value": "Two-sided p of the {coefficient}",
}
"""Column of the estimates -> what it holds."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    family, offset = _family(source, material), _regression(source, material).offset
    adjusted, exposure = ADJUSTED.get(source.key("adjustment"), ""), material.label(source.key("exposure"))
    if source.column in LIMITS:
        effect = family.effect_of(offset)
        coefficient = family.coefficient_of(offset)
        read = effect if source.form == "exp({})" else coefficient
        words = {"ci": material.ci, "effect": effect, "coefficient": coefficient, "read": read}
        words |= {"Effect": _capital(effect), "Coefficient": _capital(coefficient)}
        model = "" if source.key("term") in ("", source.key("exposure")) else f", in the model of {exposure}"
        return f"{LIMITS[source.column].format(**words)} of {_outcome(source, material)}: {_contrast(source, material)}; {adjusted}{model}."
    told = material.described(source.file, source.column)
    at = f" ({source.key('level')})" if source.key("level") else ""
    return f"{_capital(told.description if told else source.column)}{at}; {_outcome(source, material)} on {exposure}, {adjusted}."


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
    exposure, regression, family = source.key("exposure"), _regression(source, material), _family(source, material)
    terms = [exposure, *(_confounders(fit))]
    outcome = f"log({regression.outcome})" if family.transform is not None else regression.outcome
    offset = f" + offset(log({regression.offset}))" if regression.offset else ""
    reference = material.exposures[exposure].reference if exposure in material.exposures else ""
    said = f"; reference of {exposure}: {reference}" if reference else ""
    return f"{outcome} ~ {' + '.join(terms)}{offset}: {family.regression}{said}."


def _confounders(fit: Mapping[str, Any]) -> list[str]:
    named = fit.get("confounders")
    return [] if absent(named) else str(named).split(";")


def _fit(source: Source, material: Material) -> Mapping[str, Any]:
    key = tuple((name, source.key(name)) for name in ("model", "exposure", "adjustment"))
    return material.row("fits", key)


def _regression(source: Source, material: Material) -> Any:
    return material.models.regressions[source.key("model")]


def _family(source: Source, material: Material) -> Family:
    return FAMILIES[_regression(source, material).model]


def _outcome(source: Source, material: Material) -> str:
    return material.outcome_label(_regression(source, material))


def _contrast(source: Source, material: Material) -> str:
    """'second half against first half', or one unit more of a number."""
    row = material.row(source.file, source.where)
    term = str(row.get("term") or source.key("term") or source.key("exposure"))
    level = source.key("level")
    if not level:
        return "the intercept" if term == "intercept" else f"one unit more of {material.label(term)}"
    reference = row.get("reference")
    against = "" if absent(reference) else f" against {reference}"
    return f"{material.label(term)}, {level}{against}"


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
    events = "" if absent(fit["n_events"]) else f", {int(fit['n_events'])} events"
    said = f"{people(int(fit['n']))} in the model{events}; population: {fit['population']} ({fit['n_population']})."
    level = source.key("level")
    if level and not absent(row.get("n_level")):
        more = "" if absent(row.get("n_events_level")) else f", {int(row['n_events_level'])} events"
        said += f" At {level}: {people(int(row['n_level']))}{more}."
    return said


def _left_out(fit: Mapping[str, Any]) -> tuple[str, ...]:
    if not fit:
        return ()
    why = fit["why_excluded"]
    return ("Nobody of the population was left out.",) if absent(why) else (f"{str(why).rstrip('.')}.",)


def _keys(source: Source, material: Material) -> tuple[str, ...]:
    """The regression, the exposure, and the confounders where the model has any."""
    own = _regression(source, material).confounders is not None
    adjusted = source.key("adjustment") != "crude"
    return (*MODEL, *([OWN_CONFOUNDERS if own else CONFOUNDERS] if adjusted else ()))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
