"""What is said of scores measured in waves: the change to the last wave at each level, and how it differs from the reference's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Note, Phrase, source, tell, together
from ipscohort.display.repeated import score_label
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import Finding, p_note, phrase_name
from ipscohort.tables.content import row_anchor
from ipscohort.tables.scores_over_time import NAME
from ipscohort.tables.summaries import count_cell, interval_cell
from ipscohort.words import later, say

WHICH = {CRUDE: later("crude"), ADJUSTED: later("adjusted")}
Tidy = Mapping[str, Any]


def score_findings(inputs: ReportInputs, exposure: str) -> tuple[Finding, ...]:
    """One finding for each score that is asked for on the exposure."""
    if inputs.wave_estimates is None:
        return ()
    rows = inputs.wave_estimates[inputs.wave_estimates["exposure"].eq(exposure)]
    return tuple(
        _finding(inputs, exposure, score, rows[rows["score"].eq(score)].to_dict("records")) for score in dict.fromkeys(rows["score"])
    )


def _finding(inputs: ReportInputs, exposure: str, score: str, rows: list[Tidy]) -> Finding:
    repeated, last = inputs.settings.repeated, max(row["wave"] for row in rows)
    label, name = score_label(inputs, repeated, score), partial(phrase_name, "found", "score", score, exposure)
    found = []
    for level in inputs.levels(exposure)[1:]:
        said = [_said(inputs, row) for each in (ADJUSTED, CRUDE) for row in rows if _is(row, each, level, last)]
        said = [note for note in said if note]
        text = tell(
            "{level}, difference from {reference} in the change to month {wave} ({ci}): {found}.",
            level=level_word(level),
            reference=level_word(inputs.levels(exposure)[0]),
            wave=printing.short(last),
            ci=inputs.ci,
            found=together(said, "; "),
        )
        found.append(Phrase(name(level), text.parts if said else (say("No estimate."),)))
    doubts = dict.fromkeys(str(row[column]) for row in rows for column in ("why_not", "warning") if not printing.absent(row[column]))
    doubts[say("Values must be missing at random given what is in the model; how many are missing at each wave stands in the table.")] = (
        None
    )
    path = f"{label}: {inputs.label(exposure)} > {say('Month {wave}', wave=printing.short(last))}"
    return Finding(
        label,
        say("{role}, linear model with random intercepts", role=say(str(rows[0]["role"]))),
        tuple(found),
        tuple(Phrase(name("doubt", number), (text,)) for number, text in enumerate(doubts, 1)),
        row_anchor(NAME, path),
        NAME,
    )


def _is(row: Tidy, adjustment: str, level: str, wave: float) -> bool:
    wanted = {"adjustment": adjustment, "measure": "difference_in_change", "level": level, "wave": wave}
    return all(row[name] == value for name, value in wanted.items())


def _said(inputs: ReportInputs, row: Tidy) -> Note:
    """'adjusted 0.97 (-3.27 to 5.21), p = 0.653, n = 95'."""
    if printing.absent(row["estimate"]):
        return Note()
    key = {name: row[name] for name in ("score", "exposure", "level", "adjustment", "measure")} | {"wave": f"{row['wave']:g}"}
    where = partial(source, "wave_estimates", **key)
    parts: list[Note | str] = [Note(interval_cell(row, ("estimate", "conf_low", "conf_high"), inputs.settings.tables, where))]
    if inputs.settings.tables.p_values:
        parts += [", ", p_note(row["p_value"], where("p_value"), inputs.style)]
    n = Note(", n = ", count_cell(row["n"], where("n"), style=inputs.style))
    return tell("{which} {found}", which=say(WHICH[row["adjustment"]]), found=together([*parts, n]))
