"""Cohorts in pictures: a forest plot with the pooled estimates, and curves to the first job in one panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.compare.cohorts import Ran
from ipscohort.compare.differences import beside
from ipscohort.compare.effects import comparisons, ratio
from ipscohort.compare.pooling import RANDOM
from ipscohort.compare.words import group_words, number_words
from ipscohort.config.study import days_of
from ipscohort.figures.style import COLOURS, DASHES, INK, LINE, MUTED, SMALL, absent_figure, new_figure, note_below, percent_axis, wrapped
from ipscohort.models.families import FAMILIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 7.2
LOW, HIGH = 1 / 50, 50.0
"""Ratios beyond these are cut and end in an arrow."""
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
TITLE_WIDTH = 88
"""Characters of a line of a panel's title."""
LIMITS = ("conf_low", "conf_high")
ROW = 0.24
"""Inches of a line of the forest plot."""
TITLE = {"forest": "Estimates of each cohort and pooled", "curves": "Time to the first job in each cohort"}


def forest(effects: pd.DataFrame, pooled: pd.DataFrame, synthetic: bool) -> Figure:
    """A panel for each group of estimates that share KEY: a square per cohort, a diamond for each pooled estimate."""
    groups = list(comparisons(effects, pooled[pooled["left_out"].eq("")]))
    if not groups:
        return absent_figure(WIDTH, "No exposure is declared comparable, or none has an estimate.", synthetic)
    heights = [ROW * (len(rows) + len(of_all)) + 0.95 for _, rows, of_all in groups]
    figure = new_figure(WIDTH, sum(heights) + 0.5, synthetic)
    grid = figure.add_gridspec(len(groups), 1, height_ratios=heights)
    for number, (key, rows, of_all) in enumerate(groups):
        _panel(figure.add_subplot(grid[number]), key, rows, of_all)
    note_below(
        figure,
        "Squares: each cohort's estimate with its confidence interval. Diamonds: pooled. Thin line: prediction interval for a further cohort.",
    )
    return figure


def _panel(axes: Axes, key: dict[str, str], rows: pd.DataFrame, pooled: pd.DataFrame) -> None:
    family, labels, at = key["family"], [], 0
    several = rows["follow_up"].nunique() > 1
    for _, row in rows.iterrows():
        followed = f", {row['follow_up']}" if several else ""
        labels.append(f"{row['cohort']} (n = {row['n']:,}{followed})")
        _line(axes, at, row, family)
        at += 1
    for _, row in pooled.iterrows():
        labels.append(f"{row['method'].capitalize()}")
        if row["method"] == RANDOM and np.isfinite(row["prediction_low"]):
            _span(axes, at, row, family, ("prediction_low", "prediction_high"), MUTED, 0.8)
        _diamond(axes, at, row, family)
        axes.text(1.02, at, number_words(row, family), transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL, fontweight="bold")
        at += 1
    if FAMILIES[family].exponentiated:
        axes.set_xscale("log")
        axes.set_xlim(LOW / 1.15, HIGH * 1.15)
        axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
        axes.set_xticks([], minor=True)
    axes.axvline(ratio(0, family), color=MUTED, linewidth=0.7)
    axes.set_yticks(range(at), labels)
    axes.set_ylim(at - 0.4, -0.6)
    axes.set_title(wrapped(group_words(key), TITLE_WIDTH), fontsize=SMALL, x=-0.18)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _span(axes: Axes, at: int, row: pd.Series, family: str, names: tuple[str, str], colour: str, width: float) -> None:
    """An interval; of ratios, as far as the axis goes, with an arrow where it goes on."""
    low, high = (ratio(row[name], family) for name in names)
    left, right = (max(low, LOW), min(high, HIGH)) if FAMILIES[family].exponentiated else (low, high)
    axes.plot([left, right], [at, at], color=colour, linewidth=width)
    for end, cut, marker in ((left, low < left, "<"), (right, high > right, ">")):
        if cut:
            axes.plot([end], [at], marker=marker, color=colour, markersize=4)


def _line(axes: Axes, at: int, row: pd.Series, family: str) -> None:
    if pd.isna(row["estimate"]):
        axes.text(0.5, at, "no estimate", transform=axes.get_yaxis_transform(), ha="center", va="center", fontsize=SMALL, color=MUTED)
        return
    _span(axes, at, row, family, LIMITS, INK, 1.1)
    axes.plot([ratio(row["estimate"], family)], [at], marker="s", color=INK, markersize=4.5)
    axes.text(1.02, at, number_words(row, family), transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL)


def _diamond(axes: Axes, at: int, row: pd.Series, family: str) -> None:
    low, middle, high = (ratio(row[name], family) for name in ("conf_low", "estimate", "conf_high"))
    if FAMILIES[family].exponentiated and (low < LOW or high > HIGH):
        _span(axes, at, row, family, LIMITS, COLOURS[0], 1.6)
        low, high = max(low, middle / 1.15), min(high, middle * 1.15)
    axes.fill([low, middle, high, middle], [at, at - 0.28, at, at + 0.28], color=COLOURS[0], linewidth=0)


def curves(cohorts: list[Ran], synthetic: bool) -> Figure:
    """Share who have had a first job, of everybody in each cohort; times in days where cohorts count in different units."""
    drawn = [(cohort, _in_days(cohort)) for cohort in cohorts if not cohort.curves.empty]
    if not drawn:
        return absent_figure(WIDTH, "No cohort has times to the first job.", synthetic)
    figure = new_figure(WIDTH, 3.6 + LINE, synthetic)
    axes = figure.add_subplot(figure.add_gridspec(1, 1)[0])
    for position, (cohort, curve) in enumerate(drawn):
        label = f"{cohort.name} (n = {int(curve['n_risk'].iloc[0]):,})"
        axes.step(
            curve["days"],
            1 - curve["survival"],
            where="post",
            color=COLOURS[position % len(COLOURS)],
            linestyle=DASHES[position % len(DASHES)],
            label=label,
        )
    axes.set_xlabel("Days since inclusion")
    axes.set_ylabel("Had a first job")
    axes.set_xlim(left=0)
    percent_axis(axes)
    axes.legend(loc="upper left")
    said = ("1 - Kaplan-Meier estimate of all participants of each cohort. Differences between cohorts are not adjusted for anything.",)
    note_below(figure, " ".join(said + beside(cohorts, "time_to_first_job")))
    return figure


def _in_days(cohort: Ran) -> pd.DataFrame:
    study = cohort.settings.study
    rows = cohort.curves[cohort.curves["exposure"] == "all"].sort_values("time")
    return rows.assign(days=rows["time"] * days_of(study.time_unit, study.month))
