"""What an odds ratio of having obtained a job is where who left early is weighted for, in a sentence of its finding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, source, tell, together
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.left_early import HANGS_ON
from ipscohort.tables.summaries import count_cell, interval_cell, numbers_of
from ipscohort.words import later, say

SAID = later("{level}{interval}, n = {n}")
WEIGHTED = later("With {left} who left early without a job left out and the others weighted for them {found}")
CLOSED = later(
    "With {left} who left early without a job and {closed} whose records were closed early left out and the others weighted for them {found}"
)


def weighted_for(inputs: ReportInputs, model: str, exposure: str, adjustment: str) -> Note:
    """'With 37 who left early without a job left out and the others weighted for them 2.57 (1.22 to 5.42), n = 395'; empty where it is not asked for."""
    wanted = {"model": model, "exposure": exposure, "adjustment": adjustment}
    rows = _rows(inputs, wanted)
    known = [row for row in rows if not printing.absent(row["estimate"])]
    if not known:
        return Note()
    said = []
    for row in known:
        place = partial(source, "weighted", **wanted, level=row["level"])
        interval = interval_cell(row, ("ratio", "ratio_low", "ratio_high"), inputs.settings.tables, place)
        level = f"{level_word(row['level'])}: " if len(known) > 1 else ""
        said.append(tell(SAID, level=level, interval=interval, n=count_cell(row["n"], place("n"), style=inputs.style)))
    place = partial(source, "weighted", **wanted, level=known[0]["level"])
    left, closed = (count_cell(known[0][name], place(name), style=inputs.style) for name in ("n_left", "n_closed"))
    if known[0]["n_closed"]:
        return tell(CLOSED, left=left, closed=closed, found=together(said, "; "))
    return tell(WEIGHTED, left=left, found=together(said, "; "))


def doubts(inputs: ReportInputs, model: str, exposure: str, adjustment: str) -> Iterator[tuple[str | Cell, ...]]:
    """What is warned of the weights, or why there are none; nothing where nobody left early."""
    wanted, told = {"model": model, "exposure": exposure, "adjustment": adjustment}, set()
    for row in _rows(inputs, wanted):
        lost = row["n_left"] or row["n_closed"] or row["n_excluded"]
        if lost and not printing.absent(row["warning"]) and row["warning"] not in told:
            told.add(row["warning"])
            place = partial(source, "weighted", **wanted, level=row["level"])
            yield (f"{say('Weighted for who left early')}: ", Cell(str(row["warning"]), numbers_of(row, HANGS_ON, place)))


def _rows(inputs: ReportInputs, wanted: dict[str, str]) -> list[dict[str, Any]]:
    frame = inputs.weighted
    return [] if frame is None else frame[frame[list(wanted)].eq(list(wanted.values())).all(axis=1)].to_dict("records")
