"""Every regression under every specification, and how each estimate lies to the study's own.

Steps: specifications -> settings of each -> crude and adjusted estimates, those with most in common one after another ->
a row for each level of each exposure that the study itself compares. Where there is no estimate, the row says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd
from pydantic import ValidationError

from ipscohort.config import Settings
from ipscohort.config.analysis import Exposure
from ipscohort.config.choices import overlay
from ipscohort.contracts import SPECIFICATIONS
from ipscohort.contracts.sensitivity import ADJUSTED, CRUDE, OWN
from ipscohort.display.naming import level_word
from ipscohort.display.printing import absent
from ipscohort.errors import UserError
from ipscohort.models.families import FAMILIES
from ipscohort.sensitivity.specify import Specification, specifications
from ipscohort.words import later, say

Row = dict[str, Any]
Estimates = Callable[..., list[Row]]
KEY = ("model", "exposure", "level", "adjustment")
SAME = ("estimate", "std_error", "conf_low", "conf_high", "p_value", "n", "n_events", "n_excluded", "method")
"""Columns in which two estimates of the same values are alike."""
PER_YEAR = later("per year of inclusion")
"""What is compared where the date of inclusion is a number."""
TAKEN = (
    *("estimate", "std_error", "conf_low", "conf_high", "p_value", "ratio", "ratio_low", "ratio_high"),
    *("n", "n_events", "n_excluded", "method", "caution", "warning"),
    *("series", "series_correlation", "series_vif"),
)
"""Columns of ESTIMATES that are handed on as they are."""


def try_alternatives(values: Mapping[str, Any], estimates: Estimates) -> pd.DataFrame:
    """Every regression under every specification.

    Parameters
    ----------
    values : mapping
        The study's settings as plain values, `sensitivity` among them.
    estimates : callable
        Settings, and whether they are the study's `own` -> rows of ESTIMATES of the exposures, crude and adjusted.

    Returns
    -------
    DataFrame
        SPECIFICATIONS, with a column for each choice that says what is chosen; the study's own specification first.

    Raises
    ------
    UserError
        The study itself can't be analysed.
    """
    settings = Settings.model_validate(values)
    tried = specifications(settings.sensitivity)
    found = {OWN: _computed(settings, estimates, own=True)}
    possible = {spec.number: _settings(values, spec) for spec in tried[1:]}
    for number in sorted(possible, key=lambda number: _shared(possible[number])):
        found[number] = _outcome(possible[number], estimates)
    own = [row for row in found[OWN].values() if row["adjustment"] == ADJUSTED or (*_key(row)[:3], ADJUSTED) in found[OWN]]
    rows = (row for spec in tried for row in _rows(spec, own, found[spec.number]))
    return SPECIFICATIONS.conform(pd.DataFrame(list(_compared(rows))))


def _settings(values: Mapping[str, Any], spec: Specification) -> Settings | str:
    """The settings of a specification, or why they are not possible: each alternative is, but not always two of them at once."""
    try:
        return Settings.model_validate(overlay(values, spec.changes))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors(include_url=False))
        return say("These settings are not possible: {why}", why=said)


def _shared(settings: Settings | str) -> tuple[str, ...]:
    """Order in which neighbours have most steps in common."""
    if isinstance(settings, str):
        return ()
    parts = ({"ingest"}, {"clean", "study"}, {"outcomes"}, {"exposures"}, {"models"})
    return tuple(settings.model_dump_json(include=part) for part in parts)


def _outcome(settings: Settings | str, estimates: Estimates) -> dict[tuple, Row] | str:
    """Estimates by what they are of; or why there are none."""
    if isinstance(settings, str):
        return settings
    try:
        return _computed(settings, estimates)
    except UserError as error:
        return " ".join([error.heading, *(f"{problem.where}: {problem.what}." for problem in error.problems)])  # no rows, no ids


def _computed(settings: Settings, estimates: Estimates, *, own: bool = False) -> dict[tuple, Row]:
    """Crude and adjusted estimates, the reference's rows left out; where nothing is adjusted for, the crude one stands for both."""
    found: dict[tuple, Row] = {}
    for row in estimates(settings, own=own):
        if row["method"] == "reference" or row["adjustment"] not in (CRUDE, ADJUSTED):
            continue
        regression = settings.models.regressions[row["model"]]
        family, confounders = FAMILIES[regression.model], regression.confounders
        more = {"effect": family.effect_of(regression.offset), "null": family.null, "columns": family.columns}
        row = {name: row.get(name) for name in (*KEY, "outcome", "reference", "role", *TAKEN)}
        exposure = settings.exposures[row["exposure"]]
        if exposure.linear:
            more["effect"], row = say("{effect} per year", effect=more["effect"]), {**row, **_beside_groups(row, exposure)}
        found[_key(row)] = {**row, **more}
        if not (settings.models.confounders if confounders is None else confounders):
            found[*_key(row)[:3], ADJUSTED] = {**row, **more, "adjustment": ADJUSTED}
    return found


def _beside_groups(row: Row, exposure: Exposure) -> Row:
    """Where an estimate per year of inclusion stands: beside that of the group that is not the reference, which it points towards or away from."""
    first, second = exposure.levels
    level = second if exposure.reference == first else first
    told = say("Per year of inclusion, not {level} against {reference}.", level=level_word(level), reference=level_word(exposure.reference))
    warning = told if absent(row["warning"]) else f"{told} {row['warning']}"
    return {"level": level, "reference": None, "contrast": say(PER_YEAR), "warning": warning, "turned": level == first}


def _key(row: Mapping[str, Any]) -> tuple:
    return tuple(row[name] for name in KEY)


def _rows(spec: Specification, own: list[Row], found: dict[tuple, Row] | str) -> Iterator[tuple[Row, Row, Row | None]]:
    """For each estimate of the study: its row under one specification, the study's own estimate, and that of the specification if any."""
    choice = spec.otherwise[0][0].choice if len(spec.otherwise) == 1 else None
    what = {"number": spec.number, "choice": choice, "chosen": spec.chosen, "keys": spec.keys}
    for mine in own:
        names = {name: mine[name] for name in (*KEY, "outcome", "reference", "role", "effect")}
        row = {
            **what,
            **names,
            **({} if spec.number == OWN else {"role": "sensitivity"}),
            **{c.choice: option for c, option in spec.options},
        }
        there = found if isinstance(found, str) else found.get(_key(mine))
        if isinstance(there, dict) and not there.get("contrast") and there["reference"] != mine["reference"]:
            there = say("It is compared with another reference, {reference}.", reference=there["reference"])
        if there is None:
            there = say("There is no such model or group under these settings.")
        if isinstance(there, str):
            yield {**row, "why_not": there}, mine, None
            continue
        row |= {name: there[name] for name in (*TAKEN, "outcome", "effect", "reference")} | {"contrast": there.get("contrast")}
        known = _value(there) is not None
        yield {**row, "why_not": None if known else say("It could not be estimated.")}, mine, there if known else None


def _value(row: Mapping[str, Any]) -> float | None:
    """What is read of an estimate; None where there is none."""
    value = row[row["columns"][0]]
    return None if absent(value) else float(value)


def _compared(rows: Iterable[tuple[Row, Row, Row | None]]) -> Iterator[Row]:
    """Each row with how it lies to the study's own, and the first one that it only repeats."""
    first: dict[tuple, int] = {}
    for row, own, there in rows:
        if there is None:
            yield row
            continue
        same = (*_key(row), row["effect"], *(None if absent(row[name]) else row[name] for name in SAME))
        if same in first:
            row["same_as"] = first[same]
        first.setdefault(same, row["number"])
        null, limits = there["null"], [row[name] for name in there["columns"][1:]]
        if row["number"] != OWN and _value(own) is not None:
            towards = -1 if there.get("turned") else 1  # a later inclusion is nearer to the second group, which can be the reference
            row["same_direction"] = towards * (_value(there) - null) * (_value(own) - own["null"]) > 0
        if not any(map(absent, limits)):
            row["excludes_no_difference"] = not limits[0] <= null <= limits[1]
        yield row
