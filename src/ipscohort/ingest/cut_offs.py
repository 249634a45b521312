"""Yes/no variables that say who lies below a cut-off of a number or score."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ipscohort.config.cut_offs import CutOff
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display import printing
from ipscohort.errors import Problem
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.participants import People
from ipscohort.words import say


def add_cut_offs(people: People, settings: Mapping[str, CutOff], gathered: Gathered) -> None:
    """Add each as a variable of the participants; its values are missing where those of the number are, for the same reason.

    Parameters
    ----------
    people : People
        With its numbers, scores and waves. It is changed.
    settings : mapping of str -> config.cut_offs.CutOff
    gathered : Gathered
        Is told of a cut-off that nobody within the range of its number can lie below, or at and above.
    """
    for name, cut in settings.items():
        if cut.of not in people.frame:  # its column is missing, which is told already
            continue
        values, of = people.frame[cut.of].astype("Float64"), people.variables[cut.of]
        _within_range(name, cut, of, gathered)
        outside = pd.Series(False, index=values.index)
        for low, beyond in ((of.low, values.lt), (of.high, values.gt)):
            outside |= False if low is None else beyond(low).fillna(False).astype(bool)
        words = values.lt(cut.below).map({True: "yes", False: "no"}).astype("string")
        people.frame[name] = words.mask(values.isna() | outside)
        rule = say(
            "yes: {label} below {cut}; no: from {cut} on ({source})", label=of.label, cut=printing.exact(cut.below), source=cut.source
        )
        people.variables[name] = VariableInfo(name, cut.label, "yes_no", levels=("no", "yes"), column=of.column, rule=rule)
        reason = people.reasons.get(cut.of, pd.Series(pd.NA, index=values.index, dtype="string"))
        people.reasons[name] = reason.mask(outside, say("outside the range of {label}", label=of.label))


def _within_range(name: str, cut: CutOff, of: VariableInfo, gathered: Gathered) -> None:
    """Report a cut-off that leaves one side empty, whoever is in the records."""
    if (of.low is None or of.low < cut.below) and (of.high is None or cut.below <= of.high):
        return
    low, high = ("" if end is None else printing.exact(end) for end in (of.low, of.high))
    what = f"{printing.exact(cut.below)} is a cut-off that divides nobody: values of '{cut.of}' lie from {low} to {high}"
    gathered.once(Problem(f"ingest.cut_offs.{name}.below", what, "name a cut-off above the lowest value, the highest at most"))
