"""Yes/no variables that say who lies below a cut-off of a number or score."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ipscohort.config.cut_offs import CutOff
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.ingest.participants import People
from ipscohort.words import say


def add_cut_offs(people: People, settings: Mapping[str, CutOff]) -> None:
    """Add each as a variable of the participants; its values are missing where those of the number are, for the same reason.

    Parameters
    ----------
    people : People
        With its numbers, scores and waves. It is changed.
    settings : mapping of str -> config.cut_offs.CutOff
    """
    for name, cut in settings.items():
        if cut.of not in people.frame:  # its column is missing, which is told already
            continue
        values, of = people.frame[cut.of].astype("Float64"), people.variables[cut.of]
        outside = pd.Series(False, index=values.index)
        for low, beyond in ((of.low, values.lt), (of.high, values.gt)):
            outside |= False if low is None else beyond(low).fillna(False).astype(bool)
        words = values.lt(cut.below).map({True: "yes", False: "no"}).astype("string")
        people.frame[name] = words.mask(values.isna() | outside)
        rule = say("yes: {label} below {cut}; no: from {cut} on ({source})", label=of.label, cut=f"{cut.below:g}", source=cut.source)
        people.variables[name] = VariableInfo(name, cut.label, "yes_no", levels=("no", "yes"), column=of.column, rule=rule)
        reason = people.reasons.get(cut.of, pd.Series(pd.NA, index=values.index, dtype="string"))
        people.reasons[name] = reason.mask(outside, say("outside the range of {label}", label=of.label))
