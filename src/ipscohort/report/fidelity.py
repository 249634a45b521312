"""What fidelity of the agencies says of an exposure that stands for the calendar, in a sentence of its finding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ipscohort.catalogue.adjustments import ALONE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Note, source, tell, together
from ipscohort.models.families import FAMILIES
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, interval_cell, number_cell
from ipscohort.words import later, say

WITH = later("With the fidelity of the agencies at inclusion in the same model {found}; without, on the same persons, {alone}")
TOGETHER = later(
    "Fidelity and the date of inclusion go together in this model (Pearson {pearson}, within agencies {within}, {n} agencies): neither estimate tells which of the two it stands for"
)
STAYS = later("What changed over time within each group of the inclusion period stays in fidelity's estimate")


def of_fidelity(inputs: ReportInputs, regression: Regression, model: str, exposure: str) -> Note:
    """'With the fidelity of the agencies at inclusion in the same model 2.86 (0.87 to 9.35), n = 93; ...'; empty where it is in none with it."""
    frame = inputs.fidelity_estimates
    if frame is None:
        return Note()
    of = {
        name: list(_estimates(inputs, regression, {"model": model, "exposure": exposure, "adjustment": name})) for name in (MUTUAL, ALONE)
    }
    if not of[MUTUAL] or not of[ALONE]:
        return Note()
    said = tell(WITH, found=together(of[MUTUAL], "; "), alone=together(of[ALONE], "; "))
    rows = frame[frame["model"].eq(model) & frame["exposure"].eq(exposure) & frame["adjustment"].eq(MUTUAL)]
    row = rows[rows["estimate"].notna()].iloc[0]
    if printing.absent(row["pearson"]):
        return said
    where = partial(source, "fidelity_estimates", model=model, exposure=exposure, adjustment=MUTUAL, level=row["level"])
    decimals = inputs.settings.tables.estimate_decimals
    found = {name: number_cell(row[name], decimals, name, where(name), style=inputs.style) for name in ("pearson", "within")}
    n = count_cell(row["n_agencies"], where("n_agencies"), style=inputs.style)
    return together([said, tell(TOGETHER, **found, n=n), Note(say(STAYS))], ". ")


def _estimates(inputs: ReportInputs, regression: Regression, key: dict[str, str]) -> Iterator[Note]:
    """The estimate of each level with its limits and n."""
    frame, family = inputs.fidelity_estimates, FAMILIES[regression.model]
    rows = frame[frame[list(key)].eq(list(key.values())).all(axis=1) & frame["estimate"].notna()]
    for row in rows.to_dict("records"):
        where = partial(source, "fidelity_estimates", **key, level=row["level"])
        n = count_cell(row["n"], where("n"), style=inputs.style)
        head = f"{level_word(row['level'])}: " if len(rows) > 1 else ""
        yield together([head, Note(interval_cell(row, family.columns, inputs.settings.tables, where), ", n = ", n)])
