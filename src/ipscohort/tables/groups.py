"""The groups of persons that stand beside each other in a table: all, then each exposure's levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.display.naming import level_word
from ipscohort.display.numbers import tell
from ipscohort.tables.content import Column, Number
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.summaries import count_cell
from ipscohort.words import later, say

ONE_UNKNOWN = later("{exposure} is unknown for {n} person, counted under all participants only.")
SEVERAL_UNKNOWN = later("{exposure} is unknown for {n} persons, counted under all participants only.")


@dataclass(frozen=True)
class PersonGroup:
    """Persons of one column.

    Attributes
    ----------
    exposure, level : str
        'all' and 'all' for everybody, as in the survival tables.
    column : Column
    members : ndarray of bool, shape (persons,)
    chosen : dict of str -> object, optional
        How the persons are selected, where it is not by their level.
    """

    exposure: str
    level: str
    column: Column
    members: np.ndarray
    chosen: dict[str, object] | None = None

    @property
    def where(self) -> dict[str, object]:
        """The selection, for a number's source."""
        if self.chosen is not None:
            return self.chosen
        return {} if self.exposure == "all" else {self.exposure: self.level}


def everybody(inputs: TableInputs) -> PersonGroup:
    """All persons analysed."""
    n = len(inputs.persons)
    counted = Number("n", float(n), source("persons", "id"))
    return PersonGroup("all", "all", Column(say("All participants (N = {n})", n=n), numbers=(counted,)), np.ones(n, dtype=bool))


def person_groups(inputs: TableInputs) -> list[PersonGroup]:
    """Everybody, then each exposure's levels; who has no known level stands under everybody only."""
    persons = inputs.persons
    groups = [everybody(inputs)]
    for exposure in inputs.exposures:
        values = persons[exposure]
        unknown = int(values.isna().sum())
        for level in inputs.levels(exposure):
            members = values.eq(level).fillna(False).to_numpy(dtype=bool)
            counted = (Number("n", float(members.sum()), source("persons", "id", **{exposure: level})),)
            note = unknown_note(inputs, exposure, unknown)
            column = Column(f"{level_word(level)} (N = {members.sum()})", inputs.label(exposure), note, numbers=counted)
            groups.append(PersonGroup(exposure, level, column, members))
    return groups


def unknown_note(inputs: TableInputs, exposure: str, unknown: int) -> tuple[str, ...]:
    """The footnote on persons whose exposure is unknown; none where there is nobody."""
    if not unknown:
        return ()
    n = count_cell(unknown, source("persons", exposure, **{exposure: Filter.MISSING}), style=inputs.style)
    text = ONE_UNKNOWN if unknown == 1 else SEVERAL_UNKNOWN
    return (tell(text, exposure=inputs.label(exposure), n=n),)
