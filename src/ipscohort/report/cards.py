"""The head of the page: the study's few numbers, each with what must be known to read it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import counts_every_job, sentence
from ipscohort.display.numbers import Cell, Filter, Note, Number, Phrase, share_source, source, tell
from ipscohort.display.partly_known import OPEN_JOBS, open_jobs, partly_known
from ipscohort.display.phrasing import by_assumption, follow_up, observed_by_assumption, person_time, units
from ipscohort.models.families.base import people
from ipscohort.printed_values.agreement import agreement
from ipscohort.report import programme_cards
from ipscohort.report.competing import of_everybody
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import share_of
from ipscohort.report.recruitment import recruited
from ipscohort.report.second_clock import all_jobs_of_everybody, days_in_a_job_of_everybody
from ipscohort.report.tenure import tenure_of_everybody
from ipscohort.report.times import PERCENT_DECIMALS, at_the_end, by_horizon, share_with_job, still_at_risk
from ipscohort.tables.outcomes import closed, left_without_job, worker_filter, worker_mask
from ipscohort.tables.summaries import count_cell, median_cell
from ipscohort.tables.survival import median_time_cell
from ipscohort.words import later, say

LEFT = later("Left before the end of follow-up and counted as no: {n}.")
CLOSED = later("Left before the end of follow-up, or records closed before it (data lock), and counted as no: {n}.")
"""What is said of who was observed less long without a job: where nobody's records were closed, and where anybody's were."""


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
    defined : bool
        Whether the definitions of the page say what is counted.
    """

    label: str
    value: Phrase
    notes: tuple[Phrase, ...]
    link: str
    defined: bool = False


def cards(inputs: ReportInputs) -> list[Card]:
    """Persons, job obtained, time to it, time worked, funding, business case, printed values; what the records don't hold is left out."""
    made = (_persons(inputs), _job_obtained(inputs), _time(inputs), _worked(inputs), *_programme(inputs), _printed(inputs))
    return [card for card in made if card is not None]


def _persons(inputs: ReportInputs) -> Card:
    flow = inputs.flow
    first, last = flow.iloc[0], flow.iloc[-1]
    read, analysed = (count_cell(step["n"], source("flow", "n", step=step["step"]), style=inputs.style) for step in (first, last))
    out = Cell(str(int(first["n"] - last["n"])), _left_out(flow))
    notes = [] if inputs.recruitment is None else [Phrase("card.persons.recruited", recruited(inputs).parts)]
    notes += [Phrase("card.persons.read", tell("{read} rows read; {out} left out on the way.", read=read, out=out).parts)]
    if inputs.persons["time_observed"].notna().any():
        notes.append(Phrase("card.persons.observed", _observed(inputs).parts))
    return Card(say("Persons analysed"), Phrase("card.persons", (analysed,)), tuple(notes), "participants")


def _observed(inputs: ReportInputs) -> Note:
    """Time observed, and who was followed to the end: a result, or what the settings take for granted."""
    full = inputs.persons["full_follow_up"]
    total = Number(f"person-{inputs.study.time_unit}", float(inputs.persons["time_observed"].sum()), source("persons", "time_observed"))
    found: dict[str, object] = {
        "time": Cell(printing.number(total.value, 0, style=inputs.style), (total,)),
        "unit": person_time(inputs.study),
        "follow_up": follow_up(inputs.study),
    }
    if not full.notna().any():
        return tell("{time} {unit} observed in {follow_up} of follow-up.", **found)
    where = share_source("persons", "full_follow_up", {"full_follow_up": "yes"}, {"full_follow_up": Filter.KNOWN})
    found["share"] = share_of(full.map({True: "yes", False: "no"}), where, inputs.style)
    if observed_by_assumption(inputs.study, full):
        return tell(
            "{time} {unit} observed in {follow_up} of follow-up; followed to its end: {share}, {assumed}.", assumed=by_assumption(), **found
        )
    return tell("{time} {unit} observed in {follow_up} of follow-up; followed to its end: {share}.", **found)


def _left_out(flow: pd.DataFrame) -> tuple[Number, ...]:
    steps = flow[flow["n_left_out"] > 0]
    return tuple(
        Number("left out", float(step["n_left_out"]), source("flow", "n_left_out", step=step["step"])) for _, step in steps.iterrows()
    )


def _job_obtained(inputs: ReportInputs) -> Card | None:
    obtained = inputs.persons["job_obtained"]
    if not obtained.notna().any():
        return None
    whole, part = int(obtained.notna().sum()), int(obtained.eq("yes").sum())
    where = share_source("persons", "job_obtained", {"job_obtained": "yes"}, {"job_obtained": Filter.KNOWN})
    counted, style = share_of(obtained, where, inputs.style).numbers, inputs.style
    percent = printing.percent(part, whole, style.percent_decimals, style)
    shown = Phrase("card.job_obtained", (Cell(f"{printing.count(part, style)} ({percent}%)", counted),))
    of = tell("of {n} persons", n=Cell(printing.count(whole, style), counted[1:2]))
    notes = [Phrase("card.job_obtained.of", of.parts)]
    if unknown := len(obtained) - whole:
        missing = Number("n", float(unknown), source("persons", "job_obtained", job_obtained=Filter.MISSING))
        left_out = tell("{persons} of whom it is not known left out.", persons=Cell(people(unknown), (missing,)))
        notes.append(Phrase("card.job_obtained.unknown", left_out.parts))
    notes += [Phrase("card.job_obtained.rule", (rule,))] if (rule := _rule(inputs, "job_obtained")) else []
    for why, those in open_jobs(inputs.persons).items():
        could = Number("n", float(those.sum()), source("persons", "open_job", job_obtained="no", open_job=why))
        said = tell(OPEN_JOBS[why], groups=Cell(printing.count(could.value, style), (could,)))
        notes.append(Phrase(f"card.job_obtained.{why}", said.parts))
    early = left_without_job(inputs.persons)
    if early.any():
        left = Number("n", float(early.sum()), source("persons", "job_obtained", job_obtained="no", full_follow_up="no"))
        said = tell(CLOSED if closed(inputs.persons)[early].any() else LEFT, n=Cell(printing.count(left.value, style), (left,)))
        notes.append(Phrase("card.job_obtained.early", said.parts))
    every_job = counts_every_job(inputs.study, inputs.codebook)
    label = say("Obtained a job") if every_job else say("Obtained a competitive job")
    return Card(label, shown, tuple(notes), "outcomes", defined=True)


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
    value = Phrase("card.time", (Cell(middle, cell.numbers[:1]), f" {units(inputs.study)}"))
    of = tell(
        "Median {quartiles} among the {n} who obtained one and whose time to it is known.",
        quartiles=Cell(quartiles, cell.numbers[1:3]),
        n=known,
    )
    notes = [
        Phrase("card.time.of", of.parts),
        *_time_not_known(inputs),
        *_of_everybody(inputs),
        *of_everybody(inputs),
        *tenure_of_everybody(inputs),
        *all_jobs_of_everybody(inputs),
        *days_in_a_job_of_everybody(inputs),
    ]
    return Card(say("Time to the first job"), value, tuple(notes), "time", defined=True)


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
    found = {"n": counted, "all": count_cell(obtained, all_of, style=inputs.style)}
    if inputs.codebook.shape == "panel":
        said = tell("{n} of the {all} who obtained a job left out: the weeks or months before it are unknown.", **found)
    else:
        said = tell("{n} of the {all} who obtained a job left out: the start of a job is not recorded.", **found)
    return [Phrase("card.time.unknown", said.parts)]


def _of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """The Kaplan-Meier median and the share at the end, which count those without a job too."""
    rows = inputs.survival_estimates
    rows = rows[rows["exposure"].eq("all")]
    median, end = rows[rows["measure"].eq("median")], at_the_end(rows)
    if median.empty or end is None:
        return []
    cell = median_time_cell(median.iloc[0], inputs.settings.tables, {"exposure": "all", "level": "all"})
    text = cell.text if printing.absent(median.iloc[0]["estimate"]) else f"{cell.text} {units(inputs.study)}"
    share = share_with_job(end, inputs.style)
    percent, *limits = (number.value for number in share.numbers)
    within = inputs.style.enclosed(printing.interval(*limits, PERCENT_DECIMALS, inputs.style))
    found: dict[str, object] = {
        "median": Cell(text, cell.numbers),
        "share": Cell(f"{printing.number(percent, PERCENT_DECIMALS, style=inputs.style)}% {within}", share.numbers),
        "when": by_horizon(inputs, rows, end["time"]),
    }
    number = still_at_risk(inputs, rows, end)
    if number is None:
        said = tell("Of everybody (Kaplan-Meier): median {median}; {share} had one {when}.", **found)
    else:
        found["at_risk"] = Cell(printing.count(number.value, inputs.style), (number,))
        said = tell("Of everybody (Kaplan-Meier): median {median}; {share} had one {when}, with {at_risk} still at risk.", **found)
    return [Phrase("card.time.everybody", said.parts)]


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
    value = Phrase("card.worked", (Cell(middle, cell.numbers[:1]), f" {units(inputs.study)}"))
    of = tell("Median {quartiles} of the {n} who worked.", quartiles=Cell(quartiles, cell.numbers[1:3]), n=known)
    notes = [Phrase("card.worked.of", of.parts)]
    if all(not printing.absent(number.value) for number in cell.numbers):  # no range of a few whose quartiles are not shown
        notes.append(Phrase("card.worked.range", _range(chosen["time_worked"], where, inputs).parts))
    if n := int(partly_known(chosen, "time_worked", panel=inputs.codebook.shape == "panel").sum()):
        more = Number("partly known", float(n), source("persons", "time_worked", **where))
        said = tell("{n} of them can have worked more: not all their work is dated.", n=Cell(str(n), (more,)))
        notes.append(Phrase("card.worked.open", said.parts))
    return Card(say("Time worked"), value, tuple(notes), "outcomes", defined=True)


def _range(values: pd.Series, where: dict[str, object], inputs: ReportInputs) -> Note:
    """'From 1 to 913.'"""
    found = {"shortest": float(values.min()), "longest": float(values.max())}
    place, style = source("persons", str(values.name), **where), inputs.style
    shown = {name: Cell(printing.number(value, 0, style=style), (Number(name, value, place),)) for name, value in found.items()}
    return tell("From {shortest} to {longest}.", **shown)


def _programme(inputs: ReportInputs) -> list[Card]:
    """What funding schemes paid, and what the programme costs, where the settings declare them."""
    found = (programme_cards.funding(inputs), programme_cards.business_case(inputs))
    return [Card(*each, "programme") for each in found if each is not None]


def _printed(inputs: ReportInputs) -> Card | None:
    if inputs.replication is None or inputs.settings.replication is None:
        return None
    found = agreement(inputs.replication)
    of = {"given": "no", "not_covered": "no"}
    numbers = (
        Number("n", float(found.matched), source("replication", "match", match="yes", **of)),
        Number("of", float(found.counted), source("replication", "match", **of)),
    )
    counts = say("{part} of {whole}", part=printing.count(found.matched), whole=printing.count(found.counted))
    notes = [Phrase("card.printed.where", (f"{inputs.settings.replication.source}.",))]
    notes += [Phrase("card.printed.not", (say("Not: {ids}.", ids=", ".join(found.differing)),))] if found.differing else []
    if inputs.settings.synthetic:
        notes.append(
            Phrase(
                "card.printed.synthetic",
                (say("The records were made to give them: this checks definitions and arithmetic, not the study."),),
            )
        )
    notes += [Phrase("card.printed.not_covered", (found.silence,))] if found.not_covered else []
    return Card(say("Printed values that match"), Phrase("card.printed", (Cell(counts, numbers),)), tuple(notes), "printed-values")
