"""The head of the page: the study's few numbers, each with what must be known to read it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import sentence
from ipscohort.display.numbers import Cell, Filter, Number, Phrase, share_source, source
from ipscohort.display.partly_known import partly_known
from ipscohort.models.families.base import people
from ipscohort.printed_values.agreement import agreement
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import share_of
from ipscohort.report.times import PERCENT_DECIMALS, at_the_end, by_when, share_with_job
from ipscohort.tables.outcomes import left_without_job, worker_filter, worker_mask
from ipscohort.tables.summaries import count_cell, median_cell
from ipscohort.tables.survival import median_time_cell


@dataclass(frozen=True)
class Card:
    """A number of the head.

    Attributes
    ----------
    label : str
    value : Phrase
    notes : tuple of Phrase
        What it is of, and what would otherwise look like a contradiction.
    link : str
        Anchor of what stands behind it.
    """

    label: str
    value: Phrase
    notes: tuple[Phrase, ...]
    link: str


def cards(inputs: ReportInputs) -> list[Card]:
    """Persons, job obtained, time to it, time worked, printed values; what the records don't hold is left out."""
    made = (_persons(inputs), _job_obtained(inputs), _time(inputs), _worked(inputs), _printed(inputs))
    return [card for card in made if card is not None]


def _persons(inputs: ReportInputs) -> Card:
    persons, flow = inputs.persons, inputs.flow
    first, last = flow.iloc[0], flow.iloc[-1]
    read, analysed = (count_cell(step["n"], source("flow", "n", step=step["step"]), style=inputs.style) for step in (first, last))
    out = int(first["n"] - last["n"])
    notes = [Phrase("card.persons.read", (read, " rows read; ", Cell(str(out), _left_out(flow)), " left out on the way."))]
    observed, full = persons["time_observed"], persons["full_follow_up"]
    if observed.notna().any():
        unit = f"person-{inputs.study.time_unit}"
        total = Number(unit, float(observed.sum()), source("persons", "time_observed"))
        parts: list[str | Cell] = [
            Cell(printing.number(total.value, 0, style=inputs.style), (total,)),
            f" {unit} observed in {inputs.study.follow_up} of follow-up",
        ]
        if full.notna().any():
            where = share_source("persons", "full_follow_up", {"full_follow_up": "yes"}, {"full_follow_up": Filter.KNOWN})
            parts += ["; followed to its end: ", share_of(full.map({True: "yes", False: "no"}), where, inputs.style)]
        notes.append(Phrase("card.persons.observed", (*parts, ".")))
    return Card("Persons analysed", Phrase("card.persons", (analysed,)), tuple(notes), "participants")


def _left_out(flow: pd.DataFrame) -> tuple[Number, ...]:
    steps = flow[flow["n_left_out"] > 0]
    return tuple(
        Number("left out", float(step["n_left_out"]), source("flow", "n_left_out", step=step["step"])) for _, step in steps.iterrows()
    )


def _job_obtained(inputs: ReportInputs) -> Card | None:
    obtained = inputs.persons["job_obtained"]
    if not obtained.notna().any():
        return None
    where = share_source("persons", "job_obtained", {"job_obtained": "yes"}, {"job_obtained": Filter.KNOWN})
    n, unknown = int(obtained.notna().sum()), int(obtained.isna().sum())
    share = share_of(obtained, where, inputs.style)
    value, rest = share.text.split(" of ")[0], share.text.partition(" of ")[2]
    of, _, percent = rest.partition(" ")
    shown = Phrase("card.job_obtained", (Cell(f"{value} {percent}", share.numbers),))
    notes = [Phrase("card.job_obtained.of", ("of ", Cell(of, share.numbers[1:2]), " persons" if n else ""))]
    if unknown:
        missing = Number("n", float(unknown), source("persons", "job_obtained", job_obtained=Filter.MISSING))
        notes.append(Phrase("card.job_obtained.unknown", (Cell(people(unknown), (missing,)), " of whom it is not known left out.")))
    notes += [Phrase("card.job_obtained.rule", (rule,))] if (rule := _rule(inputs, "job_obtained")) else []
    early = left_without_job(inputs.persons)
    if early.any():
        left = Number("n", float(early.sum()), source("persons", "job_obtained", job_obtained="no", full_follow_up="no"))
        words = "Left before the end of follow-up and counted as no: "
        notes.append(Phrase("card.job_obtained.early", (words, Cell(printing.count(left.value, inputs.style), (left,)), ".")))
    return Card(f"Obtained a {inputs.job}", shown, tuple(notes), "outcomes")


def _rule(inputs: ReportInputs, measure: str) -> str:
    """The first sentence of an outcome's definition; '' where it is not given."""
    found = inputs.definitions.loc[inputs.definitions["name"].eq(measure), "rule"]
    return "" if found.empty else sentence(str(found.iloc[0]).partition(". ")[0])


def _time(inputs: ReportInputs) -> Card | None:
    times = inputs.persons["time_to_first_job"]
    if not times.notna().any():
        return None
    cell = median_cell(times, inputs.settings.tables, source("persons", "time_to_first_job"))
    middle, _, quartiles = cell.text.partition(" ")
    known = count_cell(int(times.notna().sum()), source("persons", "time_to_first_job", time_to_first_job=Filter.KNOWN), style=inputs.style)
    value = Phrase("card.time", (Cell(middle, cell.numbers[:1]), f" {inputs.study.time_unit}"))
    of = ("Median ", Cell(quartiles, cell.numbers[1:3]), " among the ", known, " who obtained one and whose time to it is known.")
    notes = [Phrase("card.time.of", of), *_time_not_known(inputs), *_of_everybody(inputs)]
    return Card("Time to the first job", value, tuple(notes), "time")


def _time_not_known(inputs: ReportInputs) -> list[Phrase]:
    """Why fewer have a time than obtained a job; none where all have."""
    persons = inputs.persons
    yes = persons["job_obtained"].eq("yes").fillna(False)
    without = yes & persons["time_to_first_job"].isna()
    if not without.any():
        return []
    n, obtained = int(without.sum()), int(yes.sum())
    all_of, missing = source("persons", "job_obtained", job_obtained="yes"), {"time_to_first_job": Filter.MISSING}
    counted = count_cell(n, source("persons", "job_obtained", job_obtained="yes", **missing), style=inputs.style)
    why = "the weeks or months before it are unknown" if inputs.codebook.shape == "panel" else "the start of a job is not recorded"
    parts = (counted, " of the ", count_cell(obtained, all_of, style=inputs.style), f" who obtained a job left out: {why}.")
    return [Phrase("card.time.unknown", parts)]


def _of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """The Kaplan-Meier median and the share at the end, which count those without a job too."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq("all")]
    median, end = rows[rows["measure"].eq("median")], at_the_end(rows)
    if median.empty or end is None:
        return []
    cell = median_time_cell(median.iloc[0], inputs.settings.tables, {"exposure": "all", "level": "all"})
    when = by_when(inputs, rows, end["time"])
    text = cell.text if printing.absent(median.iloc[0]["estimate"]) else f"{cell.text} {inputs.study.time_unit}"
    share = share_with_job(end, inputs.style)
    percent, *limits = (number.value for number in share.numbers)
    within = inputs.style.enclosed(printing.interval(*limits, PERCENT_DECIMALS, inputs.style))
    shown = Cell(f"{printing.number(percent, PERCENT_DECIMALS, style=inputs.style)}% {within}", share.numbers)
    parts = ("Of everybody (Kaplan-Meier): median ", Cell(text, cell.numbers), "; ", shown, f" had one {when}.")
    return [Phrase("card.time.everybody", parts)]


def _worked(inputs: ReportInputs) -> Card | None:
    chosen = inputs.persons[worker_mask(inputs.persons)]
    if not chosen["time_worked"].notna().any():
        return None
    where = worker_filter(inputs.persons)
    cell = median_cell(chosen["time_worked"], inputs.settings.tables, source("persons", "time_worked", **where))
    middle, _, quartiles = cell.text.partition(" ")
    known = count_cell(
        int(chosen["time_worked"].notna().sum()),
        source("persons", "time_worked", **{**where, "time_worked": Filter.KNOWN}),
        style=inputs.style,
    )
    value = Phrase("card.worked", (Cell(middle, cell.numbers[:1]), f" {inputs.study.time_unit}"))
    notes = [Phrase("card.worked.of", ("Median ", Cell(quartiles, cell.numbers[1:3]), " of the ", known, " who worked."))]
    if n := int(partly_known(chosen, "time_worked", panel=inputs.codebook.shape == "panel").sum()):
        more = Number("partly known", float(n), source("persons", "time_worked", **where))
        notes.append(Phrase("card.worked.open", (Cell(str(n), (more,)), " of them can have worked more: not all their work is dated.")))
    return Card("Time worked", value, tuple(notes), "outcomes")


def _printed(inputs: ReportInputs) -> Card | None:
    if inputs.replication is None or inputs.settings.replication is None:
        return None
    found = agreement(inputs.replication)
    of = {"given": "no"}
    numbers = (
        Number("n", float(found.matched), source("replication", "match", match="yes", **of)),
        Number("of", float(found.counted), source("replication", "match", **of)),
    )
    value = Phrase("card.printed", (Cell(f"{printing.count(found.matched)} of {printing.count(found.counted)}", numbers),))
    notes = [Phrase("card.printed.where", (f"{inputs.settings.replication.source}.",))]
    notes += [Phrase("card.printed.not", (f"Not: {', '.join(found.differing)}.",))] if found.differing else []
    return Card("Printed values that match", value, tuple(notes), "printed-values")
