"""References between keys, and files on disk. Works on the file's plain values, so that a mistake in one part does
not hide a mistake in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ipscohort.catalogue.measures import OUTCOMES
from ipscohort.config.base import as_text, plain_code
from ipscohort.config.competingchecks import check_competing
from ipscohort.config.cut_offs import check_cut_offs
from ipscohort.config.imputationchecks import check_imputation
from ipscohort.config.ingest import Participants
from ipscohort.config.leftearlychecks import check_left_early
from ipscohort.config.places import check_files
from ipscohort.config.plain import Report, at, mapping, texts
from ipscohort.config.plausible import check_plausible
from ipscohort.config.programme import check_programme
from ipscohort.config.recruitment import check_recruitment
from ipscohort.config.repeatedchecks import check_repeated, check_wave_files, wave_variables
from ipscohort.config.series import check_series, series_names
from ipscohort.config.themes import check_themes
from ipscohort.config.timechecks import check_time
from ipscohort.config.yamlfile import YamlFile
from ipscohort.contracts import CLEAN_PARTICIPANTS, PARTICIPANTS, PERSONS
from ipscohort.errors import nearest
from ipscohort.models.families import FAMILIES, Family

DEFAULT_FILE = "config.yaml"
"""The one settings file that need not have its cohort's name: what runs where no file is named."""
CRITERIA = ("paid_prevailing_wage", "regular_labour_market", "open_to_anyone")
RESERVED = {*PARTICIPANTS.names(), *CLEAN_PARTICIPANTS.names(), *PERSONS.names()}
"""Columns of the tables between stages: no variable and no exposure may take their names."""


def crosscheck(file: YamlFile, report: Report) -> None:
    """Report every reference that leads nowhere.

    Parameters
    ----------
    file : YamlFile
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    values = file.values
    told: set = set()

    def once(keys: tuple, what: str, remedy: str = "") -> None:
        if (keys, what) not in told:
            told.add((keys, what))
            report(keys, what, remedy)

    _name(values, once, file.path)
    check_files(values, once, file.path.parent)
    check_plausible(values, once)
    for check in (_variables, check_time, _competitive, _exposures, _eligibility, _models, _survival, _tables, _monitoring):
        check(values, once)
    check_wave_files(values, RESERVED, once)
    check_repeated(values, variable_types(values), once)
    check_programme(values, variable_types(values), once)
    check_cut_offs(values, own_types(values), RESERVED, once)
    check_recruitment(values, variable_types(values), once)
    check_themes(values, once)
    check_series(values, RESERVED | set(variable_types(values)) | {as_text(name) for name in mapping(values, "exposures")}, once)


def variable_types(values: dict) -> dict[str, str]:
    """Variables, scales and cut-offs by name -> type."""
    return own_types(values) | {as_text(name): "yes_no" for name in mapping(values, "ingest", "cut_offs")}


def own_types(values: dict) -> dict[str, str]:
    """The same without cut-offs."""
    found = {as_text(n): at(v, "type") for n, v in mapping(values, "ingest", "participants", "variables").items()}
    found |= {as_text(n): "number" for n in mapping(values, "ingest", "participants", "scales")}
    found |= {name: "number" for _, name in wave_variables(values)}
    if any(at(values, "ingest", "participants", name) is not None for name in ("birth_date", "birth_year")):
        found.setdefault("age", "number")
    return found


def _name(values: dict, report: Report, path: Path) -> None:
    cohort = at(values, "cohort")
    if isinstance(cohort, str) and cohort != path.stem and path.name != DEFAULT_FILE:
        report(
            ("cohort",),
            f"the cohort is called '{cohort}' and its file {path.name}",
            f"write cohort: {path.stem}, or rename the file to {cohort}.yaml" if cohort.isidentifier() else f"write cohort: {path.stem}",
        )


def _variables(values: dict, report: Report) -> None:
    variables, scales = (mapping(values, "ingest", "participants", part) for part in ("variables", "scales"))
    for part, names in (("variables", variables), ("scales", scales)):
        for name in names:
            if as_text(name) in RESERVED:
                remedy = f"map it as ingest.participants.{name}" if as_text(name) in Participants.model_fields else "choose another name"
                report(("ingest", "participants", part, name), f"'{name}' is a name of the contract", remedy)
    for name in variables.keys() & scales.keys():
        report(("ingest", "participants", "scales", name), f"there is a variable '{name}' too", "choose another name for one of the two")
    for name, variable in variables.items():
        keys = ("ingest", "participants", "variables", name)
        if not isinstance(variable, dict):
            continue
        kind, codes, levels = variable.get("type"), mapping(variable, "codes"), texts(variable, "levels")
        strange = [lev for lev in map(as_text, codes.values()) if levels and lev not in levels]
        for level in dict.fromkeys(strange):
            report((*keys, "codes"), f"level '{level}' is not in levels", nearest(level, levels))
        if variable.get("range") is not None and kind != "number":
            report((*keys, "range"), "only a number has a range", "leave it out, or set type: number")
        bounds = variable.get("range")
        if isinstance(bounds, list) and len(bounds) == 2 and all(isinstance(b, (int, float)) for b in bounds) and bounds[0] > bounds[1]:
            report((*keys, "range"), "the lowest value lies above the highest", "write [lowest, highest]")
        both = {plain_code(as_text(c)) for c in codes} & {plain_code(as_text(c)) for c in mapping(variable, "missing")}
        for code in sorted(both):
            report((*keys, "missing"), f"code {code} is both a level and missing", "keep it in one of the two")


def _competitive(values: dict, report: Report) -> None:
    for source, settings in mapping(values, "ingest", "jobs").items():
        if at(settings, "shape") not in ("spells", "wide"):
            continue
        own = at(settings, "competitive")
        rule, key = (
            (own, f"ingest.jobs.{source}.competitive") if own is not None else (at(values, "study", "competitive"), "study.competitive")
        )
        other = "choose another rule there" if own is not None else f"choose another rule there, or set ingest.jobs.{source}.competitive"
        for name in {"column": ("competitive",), "criteria": CRITERIA}.get(rule, ()) if isinstance(rule, str) else ():
            if name not in mapping(settings, "columns"):
                report(("ingest", "jobs", source, "columns"), f"{key}: {rule} needs the column {name}", f"map {name}, or {other}")


def _exposures(values: dict, report: Report) -> None:
    types = variable_types(values)
    dated = at(values, "ingest", "participants", "inclusion_date") is not None
    for name, exposure in mapping(values, "exposures").items():
        keys = ("exposures", name)
        if as_text(name) in RESERVED | {"all"}:  # `all` stands for everybody in the survival tables
            report(keys, f"'{name}' is a name of the contract", "choose another name for the exposure")
        if as_text(name) in types and as_text(name) != as_text(at(exposure, "variable")):
            report(keys, f"the exposure has the name of another variable, '{name}'", "choose another name for the exposure")
        variable, reference = as_text(at(exposure, "variable")), as_text(at(exposure, "reference"))
        if not isinstance(variable, str):
            continue
        if variable == "inclusion_date":
            if not dated:
                report((*keys, "variable"), "no column is mapped as inclusion_date", "map ingest.participants.inclusion_date")
            if at(exposure, "split") is None:
                report(keys, "inclusion_date makes groups only with a split", "add split: a date or midpoint, and levels")
        elif variable not in types:
            report((*keys, "variable"), f"there is no variable '{variable}'", nearest(variable, types))
        elif types[variable] in ("number", "date") and at(exposure, "split") is None:
            report(keys, f"'{variable}' is a {types[variable]}", "add split and levels, or name a category or yes_no variable")
        elif types[variable] in ("category", "yes_no", "text"):
            if at(exposure, "split") is not None:
                report((*keys, "split"), f"'{variable}' is a {types[variable]}, which has no split", "leave split and levels out")
            levels = _levels(values, variable)
            if levels and isinstance(reference, str) and reference not in levels:
                report((*keys, "reference"), f"'{reference}' is no level of '{variable}'", nearest(reference, levels))


def _levels(values: dict, variable: str) -> list[str]:
    """Levels of a variable as far as the settings alone tell them."""
    settings = next((v for n, v in mapping(values, "ingest", "participants", "variables").items() if as_text(n) == variable), None)
    if at(settings, "type") == "yes_no" or variable in map(as_text, mapping(values, "ingest", "cut_offs")):
        return ["no", "yes"]
    return texts(settings, "levels") or list(dict.fromkeys(as_text(v) for v in mapping(settings, "codes").values()))


def _eligibility(values: dict, report: Report) -> None:
    types = variable_types(values)
    conditions = at(values, "clean", "eligibility")
    for position, condition in enumerate(conditions if isinstance(conditions, list) else []):
        keys, variable = ("clean", "eligibility", position), as_text(at(condition, "variable"))
        if not isinstance(variable, str):
            continue
        if variable not in types:
            report((*keys, "variable"), f"there is no variable '{variable}'", nearest(variable, types))
            continue
        levels = _levels(values, variable)
        for level in texts(condition, "one_of"):
            if levels and level not in levels:
                report((*keys, "one_of"), f"'{level}' is no level of '{variable}'", nearest(level, levels))
        if types[variable] != "number" and (at(condition, "min") is not None or at(condition, "max") is not None):
            report(keys, f"'{variable}' is no number, so it has no min and max", "use one_of")


def _names(values: dict, report: Report, keys: tuple, valid: dict | set | list, noun: str) -> Iterator[str]:
    """Every name in a list of names; those that lead nowhere are reported."""
    names = texts(values, *keys)
    for position, name in enumerate(names):
        if name not in valid:
            report((*keys, position), f"there is no {noun} '{name}'", nearest(name, valid))
        elif name in names[:position]:
            report((*keys, position), f"'{name}' stands twice", "keep it once")
        else:
            yield name


def _models(values: dict, report: Report) -> None:
    if mapping(values, "models").get("bootstrap", {}) is None:  # empty is neither its defaults nor leaving it out
        report(("models", "bootstrap"), "the key is empty", "write bootstrap: {} for its defaults, or delete the line")
    types = variable_types(values)
    exposures = {as_text(n): as_text(at(e, "variable")) for n, e in mapping(values, "exposures").items()}
    shared = _confounders(values, report, ("models", "confounders"), types)
    for variable, level in mapping(values, "models", "references").items():
        keys, levels = ("models", "references", variable), _levels(values, as_text(variable))
        if as_text(variable) not in types:
            report(keys, f"there is no variable '{variable}'", nearest(variable, types))
        elif levels and as_text(level) not in levels:
            report(keys, f"'{level}' is no level of '{variable}'", nearest(as_text(level), levels))
    check_imputation(values, types, _levels, report)
    check_left_early(values, report)
    for name, regression in mapping(values, "models", "regressions").items():
        keys = ("models", "regressions", name)
        chosen = list(_names(values, report, (*keys, "exposures"), exposures, "exposure")) or list(exposures)
        own = at(regression, "confounders") is not None
        confounders = _confounders(values, report, (*keys, "confounders"), types) if own else shared
        if not exposures:
            report(keys, "a regression needs an exposure, and none is declared", "add it under exposures")
        for exposure in chosen:
            if exposures[exposure] in confounders:
                where = (*keys, "confounders") if own else ("models", "confounders")
                report(
                    where, f"'{exposures[exposure]}' is the exposure '{exposure}' and its own confounder", "take it out of one of the two"
                )
        own_outcome = [exposure for exposure in chosen if exposures[exposure] == as_text(at(regression, "outcome"))]
        for exposure in own_outcome:
            report((*keys, "outcome"), f"the outcome is the exposure '{exposure}' itself", "take another outcome or other exposures")
        for exposure in (exposure for exposure in chosen if exposures[exposure] == (as_text(at(regression, "event")) or None)):
            report((*keys, "event"), f"the event is the exposure '{exposure}' itself", "take another event or other exposures")
        _outcome(regression, keys, types, confounders, report)


def _confounders(values: dict, report: Report, keys: tuple, types: dict[str, str]) -> list[str]:
    types = {**types, **dict.fromkeys(series_names(values), "number")}  # where a series may stand is checked once the settings are read
    names = list(_names(values, report, keys, types, "variable"))
    for name in names:
        if types[name] in ("date", "text"):
            report(keys, f"'{name}' is a {types[name]}, which can't be adjusted for", "map it as a number or a category, or leave it out")
    return names


def _outcome(regression: Any, keys: tuple, types: dict[str, str], confounders: list[str], report: Report) -> None:
    outcome, model = as_text(at(regression, "outcome")), at(regression, "model")
    family = FAMILIES.get(model) if isinstance(model, str) else None
    if not isinstance(outcome, str):
        return
    known = {name: measure.type for name, measure in OUTCOMES.items()} | types
    if outcome not in known:
        report((*keys, "outcome"), f"there is no outcome or variable '{outcome}'", nearest(outcome, known))
    elif family and known[outcome] != family.variable_type:
        timed = outcome not in OUTCOMES or outcome == "time_to_first_job"
        others = [name for name, other in FAMILIES.items() if other.variable_type == known[outcome] and (timed or other.outcome != "time")]
        report(
            (*keys, "model"),
            f"a {family.regression} needs {family.needs}; '{outcome}' is a {known[outcome]}",
            f"use {', '.join([*others, 'or another outcome'])}" if others else "name another outcome",
        )
    _offset(regression, keys, types, family, report)
    _event(regression, keys, types, family, confounders, report)
    if outcome in confounders:
        report((*keys, "outcome"), f"'{outcome}' is the outcome and a confounder", "take it out of one of the two")


def _offset(regression: Any, keys: tuple, types: dict[str, str], family: Family | None, report: Report) -> None:
    offset, known = as_text(at(regression, "offset")), {"time_observed": "number"} | types
    if not isinstance(offset, str) or family is None:
        return
    if not family.effect_per_time:
        able = ", ".join(name for name, other in FAMILIES.items() if other.effect_per_time)
        report((*keys, "offset"), f"a {family.regression} takes no offset", f"leave it out, or use {able}")
    elif offset not in known:
        report((*keys, "offset"), f"there is no variable '{offset}'", nearest(offset, known))
    elif known[offset] != "number" or offset == as_text(at(regression, "outcome")):
        report((*keys, "offset"), f"'{offset}' is no time in which the outcome was counted", "name time_observed or a numeric variable")


def _event(regression: Any, keys: tuple, types: dict[str, str], family: Family | None, confounders: list[str], report: Report) -> None:
    """The event and the ties of a time with an event, which no other family takes."""
    outcome, event = as_text(at(regression, "outcome")), as_text(at(regression, "event"))
    if family is None:
        return
    if family.outcome != "time":
        able = ", ".join(name for name, other in FAMILIES.items() if other.outcome == "time")
        for key in ("event", "ties"):
            if at(regression, key) is not None:
                report((*keys, key), f"a {family.regression} takes no {key}", f"leave it out, or use {able}")
    elif outcome == "time_to_first_job":
        if event is not None:
            report((*keys, "event"), "the event of time_to_first_job is the first job itself", "leave it out")
    elif outcome in OUTCOMES:
        what = f"'{outcome}' has no event that it could be the time to"
        report((*keys, "outcome"), what, "use time_to_first_job, or a numeric variable with its event")
    elif event is None:
        what = f"'{outcome}' is a time to something, and nothing says to what"
        report(keys, what, "add event: the yes/no variable that says whether the time ends with it")
    elif event not in types:
        report((*keys, "event"), f"there is no variable '{event}'", nearest(event, [n for n, kind in types.items() if kind == "yes_no"]))
    elif types[event] != "yes_no":
        report((*keys, "event"), f"'{event}' is a {types[event]}, and an event is a yes/no variable", "name another, or map it as yes_no")
    elif event in confounders:
        report((*keys, "event"), f"'{event}' is the event and a confounder", "take it out of one of the two")


def _survival(values: dict, report: Report) -> None:
    exposures = {as_text(name) for name in mapping(values, "exposures")}
    list(_names(values, report, ("survival", "by"), exposures, "exposure"))
    check_competing(values, report)


def _tables(values: dict, report: Report) -> None:
    types, seen = variable_types(values), set()
    list(_names(values, report, ("tables", "baseline"), types, "variable or scale"))
    list(_names(values, report, ("tables", "medians"), [name for name, kind in types.items() if kind == "number"], "number or scale"))
    rows = at(values, "tables", "paper", "baseline")
    for position, row in enumerate(rows if isinstance(rows, list) else []):
        keys, variable, level = ("tables", "paper", "baseline", position), as_text(at(row, "variable")), as_text(at(row, "level"))
        if isinstance(variable, str):
            levels = _levels(values, variable)
            if variable not in types:
                report((*keys, "variable"), f"there is no variable or scale '{variable}'", nearest(variable, types))
            elif types[variable] in ("date", "text"):
                report((*keys, "variable"), f"'{variable}' is a {types[variable]}, which is not summarised", "leave the row out")
            elif types[variable] == "number" and level is not None:
                report((*keys, "level"), f"'{variable}' is a number, which has no levels", "leave level out")
            elif levels and level is not None and level not in levels:
                report((*keys, "level"), f"'{level}' is no level of '{variable}'", nearest(level, levels))
            elif (variable, level) in seen:
                report(keys, f"'{variable}' stands twice", "keep it once, or name another level")
            seen.add((variable, level))


def _monitoring(values: dict, report: Report) -> None:
    """The site must be a category of the participants."""
    site = at(values, "monitoring", "site")
    known = [name for name, kind in variable_types(values).items() if kind in ("category", "yes_no")]
    if site is not None and as_text(site) not in known:
        report(("monitoring", "site"), f"no category under ingest.participants.variables is called '{site}'", nearest(str(site), known))
