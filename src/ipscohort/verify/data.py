"""The analysis data of the kit: outcomes, exposures and confounders of all persons analysed, without ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ipscohort.contracts import PERSONS, Column, Contract
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.sav import spss_names
from ipscohort.models.spec import ModelSpec

PERSON = Column("person", "integer", "number of the person, from 1; it stands in no other file", low=1)
TIMES = ("job_obtained", "follow_time", "first_job_event")
"""Columns of PERSONS that populations and survival hang on."""


@dataclass(frozen=True)
class Variable:
    """A column of the data.

    Attributes
    ----------
    name : str
        Its name in the settings, in the CSV file and in R.
    spss : str
        Its name in the SPSS file.
    kind : str
        Of contracts: `text`, `integer`, `number`, `date`, `yes_no`, `flag`; or `category`.
    label : str
    levels : tuple of str
        In order; none of a number.
    """

    name: str
    spss: str
    kind: str
    label: str
    levels: tuple[str, ...] = ()

    @property
    def is_factor(self) -> bool:
        """Whether models take its levels."""
        return bool(self.levels)


@dataclass(frozen=True)
class Data:
    """The analysis data.

    Attributes
    ----------
    frame : DataFrame
        A row per person analysed: a number in place of the id, and the columns that models and curves need. A value that is
        missing is missing here too, so that each script leaves out for itself who lacks one.
    contract : Contract
    variables : dict of str -> Variable
        By name; the number of the person is none of them.
    """

    frame: pd.DataFrame
    contract: Contract
    variables: dict[str, Variable]


def analysis_data(persons: pd.DataFrame, codebook: Codebook, specs: Iterable[ModelSpec], by: Iterable[str]) -> Data:
    """What the kit's scripts are given.

    Parameters
    ----------
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    specs : iterable of ModelSpec
        Every model asked for.
    by : iterable of str
        Exposures of the curves.
    """
    names = list(dict.fromkeys([*(name for spec in specs for name in _needed(spec)), *TIMES, *by]))
    columns = {name: persons[name] if name in persons else pd.Series(pd.NA, index=persons.index, dtype="Float64") for name in names}
    frame = pd.DataFrame({PERSON.name: pd.Series(range(1, len(persons) + 1), index=persons.index, dtype="Int64"), **columns})
    described = {column.name: column for column in PERSONS.columns}
    contract = Contract(
        "verify_data", "a person analysed", (PERSON, *(described[n] for n in names if n in described)), (PERSON.name,), True
    )
    spss = dict(zip(frame.columns, spss_names(list(frame.columns)), strict=True))
    return Data(frame, contract, {name: _variable(name, spss[name], frame[name], described.get(name), codebook) for name in names})


def _needed(spec: ModelSpec) -> list[str]:
    regression = spec.regression
    found = [regression.outcome, regression.offset, regression.event, spec.exposure, *spec.complete_on, *spec.confounders]
    return [name for name in found if name]


def _variable(name: str, spss: str, values: pd.Series, column: Column | None, codebook: Codebook) -> Variable:
    info = codebook.variables.get(name)
    if column is not None:
        return Variable(name, spss, column.kind, column.description, ("no", "yes") if column.kind in ("yes_no", "flag") else ())
    if info is not None and info.type in ("number", "date"):
        return Variable(name, spss, info.type, info.heading)
    known = info.levels if info is not None else ()
    levels = (*known, *sorted(set(values.dropna().astype(str)) - set(known)))
    return Variable(name, spss, info.type if info is not None else "text", info.heading if info is not None else name, levels)


def as_words(data: Data) -> pd.DataFrame:
    """The data as the CSV file holds them: yes and no in words, whatever is missing empty."""
    frame = data.frame.copy()
    for variable in data.variables.values():
        if variable.kind == "flag":
            frame[variable.name] = frame[variable.name].map({True: "yes", False: "no"})
    return frame
