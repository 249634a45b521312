"""What stands below the tables of fidelity: what can't be told apart, who is left out, and estimates that turn round; each number with its source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ipscohort.config.programme import CLASS, TOTAL
from ipscohort.contracts.programme import AGENCY
from ipscohort.display import printing
from ipscohort.display.fidelity import CORRELATED, EXPLAINED, EXPLAINED_ALL, FEW, FEW_AGENCIES, NOT_CORRELATED, TURNS, WITHIN
from ipscohort.display.numbers import Cell, Note, Number, source, tell, together
from ipscohort.display.turns import fidelity_turns
from ipscohort.models.families import FAMILIES
from ipscohort.programme.fidelity.inputs import Inputs
from ipscohort.programme.fidelity.words import FEW_VALUES, MOST, ONE_AGENCY
from ipscohort.scales.ips_fidelity import CLASS_WORDS, CLASSES
from ipscohort.tables.summaries import count_cell, number_cell, plain
from ipscohort.words import later, say

BEFORE_FIRST = later(
    "{n} of {whole} persons were included before the first review of their agency ({each}) and are in no model of fidelity."
)
OTHERS = later("{n} more have no fidelity at inclusion for other reasons.")
ALL_KNOWN = later("All {whole} persons have a fidelity at inclusion.")


def of_everybody(inputs: Inputs) -> Iterator[Note]:
    """Whether fidelity can be told from the calendar, and how far it goes with it, among all persons analysed."""
    row = inputs.everybody

    def counted(name: str) -> Cell:
        return count_cell(row[name], source("fidelity_cover", name, group="all"), style=inputs.style)

    if row["n_agencies"] < FEW:
        yield tell(FEW_AGENCIES, agencies=counted("n_agencies"))
    if row["n_values"] < FEW:
        yield tell(FEW_VALUES, values=counted("n_values"))
    if printing.absent(row["pearson"]):
        yield Note(say(NOT_CORRELATED))
        return
    place = partial(source, "fidelity_cover", group="all")
    parts = {
        name: number_cell(row[name], inputs.tables.estimate_decimals, name, place(name), style=inputs.style)
        for name in ("pearson", "spearman", "within")
    }
    yield tell(CORRELATED, pearson=parts["pearson"], spearman=parts["spearman"])
    if not printing.absent(row["within"]):
        yield tell(WITHIN, within=parts["within"])
    if printing.absent(row["vif"]):
        yield Note(say(EXPLAINED_ALL))
        return
    share = number_cell(row["r_squared"], inputs.tables.estimate_decimals, "r_squared", place("r_squared"), style=inputs.style)
    yield tell(EXPLAINED, share=share, vif=number_cell(row["vif"], 1, "vif", place("vif"), style=inputs.style))


def classes_of_one_agency(inputs: Inputs) -> Iterator[str]:
    """Classes at inclusion that are those of one agency alone, where there are several of each."""
    known = inputs.persons[inputs.persons["class"].notna()]
    if known["class"].nunique() < 2 or known["agency"].nunique() < 2:
        return
    for name in CLASSES:
        agencies = known.loc[known["class"].eq(name), "agency"].unique()
        if len(agencies) == 1:
            yield say(ONE_AGENCY, level=say(CLASS_WORDS[name]), agency=agencies[0])


def turned(inputs: Inputs) -> Iterator[str]:
    """Which outcomes fidelity goes with in one direction without date and agency, and in the other with them."""
    of = inputs.found[inputs.found["exposure"].isin([TOTAL, CLASS])]
    named = []
    for model, rows in of.groupby("model", sort=False):
        regression = inputs.models.regressions[model]
        each = (rows for _, rows in rows.groupby(["exposure", "level"], sort=False, dropna=False))
        if any(any(fidelity_turns(one, FAMILIES[regression.model], inputs.tables.estimate_decimals)) for one in each):
            named.append(inputs.outcome_label(regression))
    if named:
        yield say(TURNS, outcomes=", ".join(named))


def left_out(inputs: Inputs) -> Note:
    """Who has no fidelity at inclusion, by agency where its first review came later."""
    row, place = inputs.everybody, partial(source, "fidelity_cover", group="all")
    whole = count_cell(row["n"], place("n"), style=inputs.style)
    if row["n_known"] == row["n"]:
        return tell(ALL_KNOWN, whole=whole)
    said = []
    if row["n_before_first"]:
        agencies = inputs.cover[inputs.cover["group"].eq(AGENCY) & inputs.cover["n_before_first"].gt(0)]
        each = [
            tell(
                "{agency} {n}",
                agency=one["agency"],
                n=count_cell(one["n_before_first"], source("fidelity_cover", "n_before_first", group=AGENCY, agency=one["agency"])),
            )
            for one in agencies.head(MOST).to_dict("records")
        ]
        if len(agencies) > MOST:
            each.append(Note("..."))
        n = count_cell(row["n_before_first"], place("n_before_first"), style=inputs.style)
        said.append(tell(BEFORE_FIRST, n=n, whole=whole, each=together(each, ", ")))
    more = int(row["n"] - row["n_known"] - row["n_before_first"])
    if more:
        parts = (Number(name, plain(row[name]), place(name)) for name in ("n", "n_known", "n_before_first"))
        said.append(tell(OTHERS, n=Cell(printing.count(more, inputs.style), (Number("n", float(more), place("n")), *parts))))
    return together(said, " ")
