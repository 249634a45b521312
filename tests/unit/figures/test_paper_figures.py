"""The figures of the shipped cohort: what they say is what the tables between stages hold."""

from __future__ import annotations

import itertools
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from matplotlib.transforms import Bbox
from test_figures import inputs, texts

from ipscohort import contracts as c
from ipscohort.catalogue.exhibits import FIGURES, INTERNAL, TABLES
from ipscohort.catalogue.stages import STAGES
from ipscohort.config.analysis import Figures
from ipscohort.display.drawings import alt_of
from ipscohort.figures import FigureInputs, alt_text, draw_figure, draw_internal, write_figures
from ipscohort.figures.forest import panels_of
from ipscohort.figures.kaplan_meier import so_far
from ipscohort.figures.saving import settle
from ipscohort.figures.style import COLOURS, DASHES, GREYS, colour, house_style
from ipscohort.figures.time_worked import groups_of
from ipscohort.files.exchange import Read
from ipscohort.words import FILES as LANGUAGES
from ipscohort.words import speaking
from tests.support import shipped
from tests.support.pipeline import by_stage

DEUTERANOPIA = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])
PROTANOPIA = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
"""Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB."""


@cache
def read() -> Read:
    found = by_stage(shipped.shipped())
    given = ((file.name, getattr(result, file.field or file.name, None)) for stage, result in found.items() for file in STAGES[stage].files)
    return Read({name: content for name, content in given if content is not None})


@cache
def of_shipped(width=175.0) -> FigureInputs:
    settings = shipped.cohort().settings
    settings = settings.model_copy(update={"figures": settings.figures.model_copy(update={"width": width})})
    return FigureInputs.of(read(), settings, shipped.printed())


def linear(colour_of):
    parts = np.array([int(colour_of[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lightness(rgb):
    luminance = float(np.clip(rgb, 0, 1) @ [0.2126, 0.7152, 0.0722])
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def said(figure):
    return " ".join(" ".join(texts(figure)).split())


def test_any_two_colours_differ_in_grey_and_to_who_sees_no_red_or_green():
    for one, other in itertools.combinations(COLOURS, 2):
        assert abs(lightness(linear(one)) - lightness(linear(other))) >= 12, (one, other)
        for seen in (DEUTERANOPIA, PROTANOPIA):
            assert np.abs(seen @ linear(one) - seen @ linear(other)).max() > 0.05, (one, other)


def test_neighbouring_greys_differ_and_groups_past_the_palette_have_another_dash():
    for one, other in itertools.pairwise(GREYS):
        assert abs(lightness(linear(one)) - lightness(linear(other))) >= 12
    looks = [(colour("colorblind", k), DASHES[k % len(DASHES)]) for k in range(len(COLOURS) * len(DASHES))]
    assert len(set(looks)) == len(looks)


def test_a_table_and_a_figure_never_share_a_name():
    assert not set(TABLES) & set(FIGURES)
    assert not set(INTERNAL) & (set(TABLES) | set(FIGURES))


def test_the_flow_shows_every_reason_and_who_is_in_each_analysis():
    shown = said(draw_figure("participant_flow", of_shipped()))
    assert "Rows of participants read: n = 110" in shown
    assert "Left out: n = 7" in shown
    for row in read().flow[read().flow["n_left_out"] > 0].itertuples():
        assert f"{row.label}: {row.n_left_out}" in shown
    assert "Analysed: n = 103" in shown
    assert "n = 102, 46 with a first job." in shown
    assert (
        "Funding, adjusted: n = 94 of 103; 9 left out, not known: Funding 1; Worked competitively in past 5 years 5; Mental health" in shown
    )


def test_persons_left_out_of_the_flow_add_up():
    flow = read().flow
    assert flow["n"].iloc[0] - flow["n"].iloc[-1] == flow["n_left_out"].sum()


def test_rates_have_a_panel_for_each_exposure_with_its_own_denominators():
    figure = draw_figure("rates", of_shipped())
    curves = [axes for axes in figure.axes if axes.lines]
    by_funding = read().rates_by_exposure.query("exposure == 'funding' and level == 'UWV'")
    assert list(curves[-1].lines[1].get_ydata()) == by_funding["rate"].tolist()
    assert {text.get_text() for text in figure.axes[-1].texts} >= {"42", "59"}


def test_medians_that_are_reached_are_drawn_and_told():
    figure = draw_figure("kaplan_meier", of_shipped())
    shown = said(figure)
    assert "second half, median 609.0 days" in shown
    assert "municipality, median 450.5 days" in shown
    assert shown.lower().count("median not reached") == 3
    drawn = {tuple(line.get_xdata()) for axes in figure.axes for line in axes.lines if list(line.get_ydata()) == [0.5, 0.5, 0]}
    assert drawn == {(0, 609.0, 609.0), (0, 450.5, 450.5)}


def test_first_jobs_so_far_count_those_at_the_time_itself():
    frame = pd.DataFrame({"time": [0.0, 5.0, 9.0], "n_event": [0, 2, 1]})
    assert [so_far(frame, "n_event", time) for time in (0, 4.9, 5, 9)] == [0, 0, 2, 3]


def test_the_forest_needs_no_other_page():
    shown = said(draw_figure("forest", of_shipped()))
    for text in ("second half (27/49)", "against first half (20/54)", "47/103", "44/95", "3.83 (1.42 to 10.30) *", "0.008", "(n = 27)"):
        assert text in shown, text
    assert "* 44 events for 6 coefficients" in shown
    assert "see the note" not in shown


def test_adjusted_estimates_have_another_mark_than_crude_ones():
    axes = draw_figure("forest", of_shipped()).axes[0]
    marks = [line.get_marker() for line in axes.lines if line.get_marker() in ("o", "s")]
    assert marks == ["o", "o", "s"] * 2


@pytest.mark.parametrize("width", [85.0, 175.0])
def test_estimates_keep_their_order_and_stay_in_their_row(width):
    for panel in panels_of(of_shipped(width)):
        heights = [height for height, _ in panel.placed]
        assert heights == sorted(heights)
        assert all(abs(height - k // len(panel.adjustments)) < 0.5 for k, height in enumerate(heights))


def test_time_worked_has_the_medians_of_the_outcomes_table():
    groups = {group.label: group for group in groups_of(of_shipped())}
    assert len(groups["All workers"].values) == 47
    assert groups["UWV"].quartiles == pytest.approx((88.5, 181.0, 493.5))
    shown = said(draw_figure("time_worked", of_shipped()))
    assert "265.0 [93.0-512.0]" in shown
    assert "SYN-" not in shown


def test_more_workers_than_can_be_seen_are_boxes_alone():
    persons = read().persons
    many = FigureInputs(**{**vars(of_shipped()), "persons": pd.concat([persons] * 5, ignore_index=True)})
    few, all_of_them = (draw_figure("time_worked", found).axes[0] for found in (of_shipped(), many))
    dots = [sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "o") for axes in (few, all_of_them)]
    assert dots == [47 + 20 + 27 + 26 + 21, 0]


def test_occupations_are_counted_and_the_unknown_ones_hatched():
    figure = draw_figure("occupations", of_shipped())
    bars = figure.axes[0].patches
    assert sum(bar.get_width() for bar in bars) == len(read().job_measures) == 73
    assert [bool(bar.get_hatch()) for bar in bars] == [False] * 6 + [True]
    assert "33 (45%)" in said(figure)


def test_jobs_of_which_no_occupation_is_told_are_no_bar():
    jobs = read().job_measures
    none = FigureInputs(**{**vars(of_shipped()), "job_measures": jobs.assign(occupation=pd.NA)})
    assert "The records tell no job's occupation." in said(draw_figure("occupations", none)).replace("\n", " ")
    assert alt_text("occupations", none) == "No figure: The records tell no job's occupation."


def test_patterns_of_missing_values_are_counted_by_pattern_and_by_variable():
    figure = draw_figure("missing_patterns", of_shipped())
    shown = texts(figure)
    assert [shown.count(n) for n in ("93", "5", "3", "1")] == [1, 2, 2, 4]  # beside the variable, and below the pattern
    full = [patch for patch in figure.axes[0].patches if patch.get_facecolor()[:3] != (1, 1, 1)]
    assert len(full) == 4


def test_what_a_figure_shows_is_in_its_file_in_words(tmp_path):
    write_figures(of_shipped(), [tmp_path / "forest.svg", tmp_path / "rates.svg"])
    alt = alt_of((tmp_path / "forest.svg").read_text(encoding="utf-8"))
    assert alt == alt_text("forest", of_shipped())
    assert "second half against first half: odds ratio (95% CI) crude 2.09 (0.95 to 4.59), n = 103; adjusted 3.83 (1.42 to 10.30)" in alt
    assert alt_of((tmp_path / "rates.svg").read_text(encoding="utf-8")).startswith(
        "Share employed in each month: 6.9% (7 of 102) in month 1"
    )
    assert alt_of("<svg/>") == ""


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_figure_says_what_it_shows_with_and_without_content(name):
    for given in (of_shipped(), inputs(), inputs(rates=c.RATES.empty(), curves=c.CURVES.empty(), estimates=c.ESTIMATES.empty())):
        text = alt_text(name, given)
        assert text and text != FIGURES[name].caption
        assert not re.search(r"\b(effect|causes?|caused|leads to|nan|none)\b|<NA>", text.replace("persons have none", ""))
    assert alt_text(name, of_shipped()).startswith("No figure") == bool(FIGURES[name].asked_by)  # the shipped settings ask for none


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("width", [85.0, 120.0, 175.0])
@pytest.mark.parametrize("name", list(FIGURES))
def test_nothing_is_cut_at_the_edge(name, width, language):
    with speaking(language):
        figure = draw_figure(name, of_shipped(width))
    figure.set_dpi(300)
    with house_style():
        settle(figure)
        renderer = figure._get_renderer()
        legends = [axes.get_legend().get_window_extent(renderer) for axes in figure.axes if axes.get_legend()]
        legends += [legend.get_window_extent(renderer) for legend in figure.legends]
        shown = Bbox.union([figure.get_tightbbox(renderer).transformed(figure.dpi_scale_trans), *legends])
    room = 0.02 * figure.dpi  # of an inch
    assert (shown.min >= -room).all(), (shown, figure.bbox)
    assert (shown.max <= figure.bbox.max + room).all(), (shown, figure.bbox)


def test_the_swimmer_plot_has_a_row_for_each_worker_by_the_first_job():
    figure = draw_internal("swimmer", read(), shipped.cohort().settings)
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    first = read().clean_jobs.dropna(subset=["start_day"]).groupby("id")["start_day"].min()
    assert sorted(rows) == sorted(first.index)
    assert [first[row] for row in rows] == sorted(first)
    assert f"Persons without a job of known start, not drawn: {103 - len(rows)}." in said(figure)
    assert "INTERNAL" in said(figure)


def test_a_large_cohort_is_capped_and_the_plot_says_so():
    from ipscohort.figures.swimmer import MOST_PERSONS, PersonInputs, draw

    n = MOST_PERSONS + 5
    persons = pd.DataFrame({"id": [f"P{k:04d}" for k in range(n)], "last_day": [100] * n})
    jobs = pd.DataFrame({"id": persons["id"], "start_day": range(n), "end_day": range(10, n + 10), "end_status": "known"})
    figure = draw(PersonInputs(persons, jobs, Figures()))
    assert len(figure.axes[0].get_yticklabels()) == MOST_PERSONS
    assert "The 200 of 205 persons whose first job began earliest." in said(figure)
