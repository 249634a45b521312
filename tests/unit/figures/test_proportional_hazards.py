"""The figure of proportional hazards of the shipped cohort: its dots are the residuals, its titles the tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text
from test_paper_figures import of_shipped

from ipscohort import contracts as c
from ipscohort.config.analysis import Tables
from ipscohort.figures import alt_text, draw_figure
from ipscohort.figures.proportional_hazards import line_of, panels_of

NAME = "proportional_hazards"


def texts(figure) -> list[str]:
    return [text.get_text().replace("\xa0", " ") for text in figure.findobj(Text) if text.get_text()]


def test_a_panel_for_each_exposure_of_the_adjusted_model():
    panels = panels_of(of_shipped())
    assert [panel.title for panel in panels] == [
        "Time to first job: Experience of the agencies (half of the inclusion period)",
        "Time to first job: Funding",
    ]
    assert panels[0].compared.replace("\xa0", " ") == "second half against first half, adjusted; test: p = 0.299"
    assert panels[0].estimate == pytest.approx(0.8789561554, rel=1e-9)


def test_dots_are_the_residuals_and_the_broken_line_is_the_estimate():
    figure, panel = draw_figure(NAME, of_shipped()), panels_of(of_shipped())[0]
    dots = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert len(dots.get_xdata()) == 43
    assert sorted(dots.get_ydata()) == pytest.approx(sorted(panel.residuals))
    assert any(list(line.get_ydata()) == [panel.estimate] * 2 and line.get_linestyle() == "--" for line in figure.axes[0].lines)
    assert any("Days since inclusion" in text for text in texts(figure))


def test_titles_and_their_second_line_stay_apart_and_inside():
    for width in (85.0, 175.0):
        figure = draw_figure(NAME, of_shipped(width))
        figure.canvas.draw()
        edge = figure.bbox.width
        for axes in figure.axes:
            title, below = axes.title.get_window_extent(), axes.texts[0].get_window_extent()
            assert title.y0 >= below.y1 - 1
            assert max(title.x1, below.x1) <= edge + 1
        assert len(figure.axes) == 2


def test_it_says_in_words_what_it_shows():
    told = alt_text(NAME, of_shipped())
    assert "Time to first job: Funding, UWV against municipality, adjusted" in told
    assert "log hazard ratio -1.01, line from -1.52 at the first event to 1.07 at the last." in told


def test_without_p_values_where_the_study_wants_none():
    quiet = replace(of_shipped(), tables=Tables(p_values=False))
    assert not any("p =" in text for text in texts(draw_figure(NAME, quiet)))


def test_few_events_have_no_line_and_many_no_dots():
    panel = panels_of(of_shipped())[0]
    assert line_of(replace(panel, times=panel.times[:9], residuals=panel.residuals[:9])) is None
    assert line_of(replace(panel, times=np.full(43, 5.0))) is None
    assert line_of(panel) is not None
    rows = of_shipped().schoenfeld
    many = replace(of_shipped(), schoenfeld=c.SCHOENFELD.conform(rows.loc[rows.index.repeat(20)]))
    figure = draw_figure(NAME, many)
    assert not any(line.get_marker() == "o" for line in figure.axes[0].lines)


def test_records_without_times_say_why_there_is_no_figure():
    none = replace(of_shipped(), schoenfeld=c.SCHOENFELD.empty())
    assert any("No figure: no Cox regression gave residuals by time." in text.replace("\n", " ") for text in texts(draw_figure(NAME, none)))
