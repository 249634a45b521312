"""Every person's jobs along follow-up, by id: for the study's own eyes, in internal/ only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.config.analysis import Figures
from ipscohort.display import printing
from ipscohort.display.naming import capital
from ipscohort.display.units import several
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import LINE, MUTED, SMALL, absent_figure, colour, lines_of, new_figure, note_below, time_ticks
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PERSONS = 200
"""Persons above which the rest is left out: the page would be longer than anybody reads."""
ROW, TINY = 0.11, 6
"""Inches of a person's row, and points of an id."""
ARROW = {"arrowstyle": "<|-,head_width=0.2,head_length=0.4", "linewidth": 0, "shrinkA": 0, "shrinkB": 0}
"""At the end of a job that goes on; drawn from the tip."""


@dataclass(frozen=True)
class PersonInputs:
    """What figures of single persons are drawn from.

    Attributes
    ----------
    clean_participants, clean_jobs : DataFrame
    figures : Figures
    synthetic : bool
    """

    clean_participants: pd.DataFrame
    clean_jobs: pd.DataFrame
    figures: Figures
    synthetic: bool = False


def draw(inputs: PersonInputs) -> Figure:
    """A row for each person with a job of known start, the earliest on top: observed time, jobs, and what is known of their ends."""
    width = inputs.figures.width / MILLIMETRES
    dated = inputs.clean_jobs.dropna(subset=["start_day"])
    if dated.empty:
        return absent_figure(width, say("These records hold no jobs of known start."), inputs.synthetic)
    workers = _in_order(inputs.clean_participants, dated)
    shown = workers.iloc[:MOST_PERSONS]
    note = _note(inputs, dated, len(workers), len(shown))
    figure = new_figure(width, ROW * len(shown) + 1.0 + LINE * lines_of(note, width), inputs.synthetic)
    axes = figure.add_subplot()
    rows = {identity: row for row, identity in enumerate(shown["id"])}
    observed = shown["last_day"].astype(float).fillna(0).to_numpy()
    axes.hlines(range(len(shown)), 0, observed, color="#c8c8c8", linewidth=0.8)
    last_day = dict(zip(shown["id"], observed, strict=True))
    for job in dated[dated["id"].isin(rows)].itertuples():
        _draw_job(axes, job, rows[job.id], last_day[job.id], colour(inputs.figures.palette, 0))
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), list(shown["id"]), fontsize=TINY)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    end = max(observed.max(), 1)
    axes.set_xlim(-0.005 * end, 1.02 * end)
    axes.set_xticks(time_ticks(end, "days"))
    axes.set_xlabel(say("{units} since inclusion", units=capital(several("days"))))
    axes.set_title(say("INTERNAL: single persons by id"), fontsize=SMALL, color=MUTED)
    note_below(figure, note)
    return figure


def _in_order(participants: pd.DataFrame, jobs: pd.DataFrame) -> pd.DataFrame:
    """Who had a job, by the start of the first one."""
    first = jobs.groupby("id")["start_day"].min()
    return participants.assign(first=participants["id"].map(first)).dropna(subset=["first"]).sort_values(["first", "id"])


def _draw_job(axes: Axes, job: object, row: int, last_day: float, tone: str) -> None:
    """A bar from first to last day inside follow-up; an arrow where it goes on, a circle alone where the end is unknown."""
    start = max(0.0, float(job.start_day))
    if job.end_status == "unknown" or (job.end_status == "known" and printing.absent(job.end_day)):
        axes.plot([start], [row], marker="o", markersize=3, markerfacecolor="white", markeredgecolor=tone, markeredgewidth=0.9)
        return
    goes_on = job.end_status == "ongoing"
    end = last_day if goes_on else min(last_day, float(job.end_day))
    axes.plot([start, end + 1], [row, row], color=tone, linewidth=3.2, solid_capstyle="butt")
    if goes_on:
        axes.annotate("", (end + 1, row), xytext=(7, 0), textcoords="offset points", arrowprops=ARROW | {"color": tone})


def _note(inputs: PersonInputs, dated: pd.DataFrame, n: int, shown: int) -> str:
    """Who and what is not drawn, and what the marks are."""
    others = len(inputs.clean_participants) - n
    undated = len(inputs.clean_jobs) - len(dated)
    said = [say("Thin line: observed; bar: job; arrow: goes on at the last day observed; circle: start of a job whose end is unknown.")]
    said += [say("Persons without a job of known start, not drawn: {n}.", n=printing.count(others))] if others else []
    said += [say("Jobs of unknown start, not drawn: {n}.", n=printing.count(undated))] if undated else []
    few = {"n": printing.count(shown), "total": printing.count(n)}
    said += [say("The {n} of {total} persons whose first job began earliest.", **few)] if shown < n else []
    return " ".join(said)
