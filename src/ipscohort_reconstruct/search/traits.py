"""What a paper's values say of persons: the groups that they count, as the settings name them.

Each value is read by its own recipe (data/published/README.md), so that another paper needs no code: counts, percentages,
means, standard deviations and ranges of persons, and chi-squared of two groupings, in any groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from ipscohort.catalogue.statistics import FRAMES
from ipscohort.config import Settings
from ipscohort.config.ingest import Column, Outcomes, Variable
from ipscohort.errors import Problem, nearest
from ipscohort.printed_values.file import Condition, columns_named, conditions

SHARES = ("percent", "percent_of_all")
COUNTED = ("count", "valid", *SHARES)
"""Statistics of how many."""
PAIRED = ("chi2", "chi2_p")
"""Statistics of two traits together."""
MEASURED = ("mean", "sd", "first", "last")
"""Statistics of a number."""
POSSIBLE = (*COUNTED, *PAIRED, *MEASURED)
YES_NO = ("no", "yes")
OUTCOME = "job_obtained"
MISSING = ""
"""Level of those of whom a trait is not known, as the file of printed values writes it."""


@dataclass(frozen=True)
class Trait:
    """Something that persons are grouped by.

    Attributes
    ----------
    name : str
        As the printed values call it.
    levels : tuple of str
        With `MISSING` where the settings say that it may be missing.
    """

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Groups:
    """Every combination of the traits' levels: a cell. A person is in one of them.

    Attributes
    ----------
    traits : tuple of Trait
    cells : DataFrame
        A row per cell, a column per trait.
    """

    traits: tuple[Trait, ...]
    cells: pd.DataFrame

    @classmethod
    def of(cls, traits: tuple[Trait, ...]) -> Groups:
        """All combinations."""
        rows = list(product(*(trait.levels for trait in traits)))
        return cls(traits, pd.DataFrame(rows, columns=[trait.name for trait in traits]))

    def meeting(self, chosen: tuple[Condition, ...]) -> np.ndarray:
        """Which cells meet every condition."""
        return meeting(self.cells, chosen)

    def known(self, name: str) -> np.ndarray:
        """Which cells have a level of a trait."""
        return self.cells[name].ne(MISSING).to_numpy()


def meeting(rows: pd.DataFrame, chosen: tuple[Condition, ...]) -> np.ndarray:
    """Which rows, of cells or of persons, meet every condition."""
    kept = np.ones(len(rows), dtype=bool)
    for condition in chosen:
        kept &= rows[condition.column].isin(condition.values).to_numpy()
    return kept


def covered(printed: pd.DataFrame) -> pd.DataFrame:
    """The values that a search has to give: those that are recomputed from results, blanks as ''."""
    kept = printed[printed["frame"].map(lambda name: bool(FRAMES[name].file))]
    return kept.astype("object").where(kept.notna(), "")


def traits_of(values: pd.DataFrame, settings: Settings) -> tuple[Trait, ...]:
    """The traits that the values count or select by; they must be free of `faults`."""
    return tuple(Trait(name, levels) for name in _named(values) if (levels := levels_of(name, settings)) is not None)


def levels_of(name: str, settings: Settings) -> tuple[str, ...] | None:
    """Levels of a trait by the settings; None where they name none of it."""
    people, exposure = settings.ingest.participants, settings.exposures.get(name)
    variable = people.variables.get(name)
    if variable is not None and variable.type in ("category", "yes_no"):
        levels = YES_NO if variable.type == "yes_no" else tuple(variable.levels or dict.fromkeys(variable.codes.values()))
        return (*levels, *([MISSING] if variable.missing else [])) if levels else None
    if exposure is not None and exposure.variable == "inclusion_date" and not isinstance(exposure.split, str | float | None):
        return tuple(exposure.levels)
    return YES_NO if name == OUTCOME and ready_outcome(settings) else None


def ready_outcome(settings: Settings) -> Column | None:
    """The file's column of the outcome that the study computed itself; None where there is none."""
    given = [source for source in settings.ingest.jobs.values() if isinstance(source, Outcomes)]
    return next((source.job_obtained for source in given if source.job_obtained), None)


def number_of(name: str, settings: Settings) -> Variable | None:
    """A characteristic that holds numbers; None where it is none, or has no range to draw from."""
    found = settings.ingest.participants.variables.get(name)
    return found if found is not None and found.type == "number" and found.range is not None else None


def of_everybody(values: pd.DataFrame) -> list[str]:
    """Ids of the values that say how many persons there are."""
    return list(values.loc[values["statistic"].eq("count") & values["column"].eq("") & values["select"].eq(""), "id"])


def measured_names(values: pd.DataFrame) -> list[str]:
    """Numbers of persons that the values are about, in the order of the file."""
    return list(dict.fromkeys(values.loc[values["statistic"].isin(MEASURED), "column"]))


def _named(values: pd.DataFrame) -> list[str]:
    """Names of all traits, in the order of the file."""
    found = [condition.column for text in values["select"] for condition in conditions(text)]
    counted = values[values["statistic"].isin((*COUNTED, *PAIRED)) & values["column"].ne("")]
    for column, statistic in zip(counted["column"], counted["statistic"], strict=True):
        found += columns_named(column, statistic)
    return list(dict.fromkeys(found))


def faults(values: pd.DataFrame, settings: Settings) -> Iterator[Problem]:
    """Why no persons can be searched for, by the values and the settings."""
    for entry in values.to_dict("records"):
        if entry["frame"] != "persons" or entry["statistic"] not in POSSIBLE or entry["unit"] or entry["printed"] == "-":
            what = f"no search makes a {entry['statistic']} of {entry['frame']} from the settings alone"
            yield Problem(f"column statistic, {entry['id']}", what, f"persons with one of: {', '.join(POSSIBLE)}; or not_covered")
    if not of_everybody(values):
        yield Problem("column statistic", "no value says how many persons there are", "add a count without select and column")
    for name in _named(values):
        if levels_of(name, settings) is None:
            remedy = "name its levels under ingest.participants.variables, or an exposure split at a date, or map job_obtained"
            yield Problem(f"column select, {name}", "the settings do not say what its levels are", remedy)
    for name in measured_names(values):
        if number_of(name, settings) is None:
            yield Problem(f"column column, {name}", "it is no number with a range", f"ingest.participants.variables.{name}.range gives it")
    if not settings.clean.recruitment:
        yield Problem("clean.recruitment", "nothing says between which days persons were included", "add it")
    yield from _unknown_levels(values, settings)


def _unknown_levels(values: pd.DataFrame, settings: Settings) -> Iterator[Problem]:
    counted = values.loc[values["statistic"].isin(COUNTED), "column"]
    texts = [*values["select"], *(text for text in counted if "=" in text)]
    for condition in dict.fromkeys(condition for text in texts for condition in conditions(text)):
        levels = levels_of(condition.column, settings)
        for value in condition.values if levels else ():
            if value not in levels:
                what = (
                    f"'{value}' is no level of {condition.column}" if value else f"the settings say nothing of who lacks {condition.column}"
                )
                yield Problem(f"column select, {condition.column}", what, nearest(value, levels) if value else "declare `missing` of it")
