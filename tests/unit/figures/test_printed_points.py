"""The rates figure marks what a paper prints of it, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest
from test_figures import inputs, lines, texts

from ipscohort import contracts as c
from ipscohort.figures import draw_figures
from ipscohort.figures.printed_points import Point, printed_points

SIMULATED = "Only the marked points are printed in the paper; the rest is simulated."


def printed(*rows):
    """PRINTED with rows of (select, column, printed, unit)."""
    common = {"where": "Figure 1", "quantity": "q", "population": "all", "n": pd.NA, "note": pd.NA, "frame": "rates", "statistic": "value"}
    names = ("select", "column", "printed", "unit")
    found = [{**common, "line": n + 2, "id": f"f{n}", **dict(zip(names, row, strict=True))} for n, row in enumerate(rows)]
    return c.PRINTED.conform(pd.DataFrame(found).replace("", pd.NA))


MONTHS = printed(("period=1", "rate", "13", "percent"), ("period=3", "rate", "0.43", ""))


def marks(figure):
    return [(*line.get_xydata()[0],) for line in figure.axes[1].lines if line.get_markerfacecolor() == "none"]


def drawn(**changes):
    return draw_figures(inputs(**changes))["rates"]


def test_a_printed_rate_is_a_hollow_mark_at_its_period_and_share_with_its_text():
    figure = drawn(printed=MONTHS)
    assert marks(figure) == [(1.0, pytest.approx(0.13)), (3.0, pytest.approx(0.43))]
    assert {"13%, printed", "0.43, printed"} <= set(texts(figure))
    assert list(figure.axes[1].lines[0].get_ydata()) == [0.125, 0.375, 3 / 7]


def test_a_mark_stands_where_the_paper_says_it_even_where_the_records_differ():
    figure = drawn(printed=printed(("period=2", "rate", "99", "percent")))
    assert marks(figure) == [(2.0, pytest.approx(0.99))]
    assert figure.axes[1].get_ylim()[1] >= 0.99


def test_the_rest_is_called_simulated_only_where_the_records_are_made_up():
    assert SIMULATED in lines(drawn(printed=MONTHS, synthetic=True))
    assert not any("simulated" in text for text in texts(drawn(printed=MONTHS)))
    assert not any("simulated" in text for text in texts(drawn(synthetic=True)))


def test_a_rate_beyond_follow_up_is_counted_and_not_drawn():
    late = printed(("period=1", "rate", "13", "percent"), ("period=22", "rate", "28", "percent"))
    figure = drawn(printed=late, synthetic=True)
    assert marks(figure) == [(1.0, pytest.approx(0.13))]
    assert " ".join([SIMULATED, "Printed and beyond follow-up, so not marked: 1."]) in " ".join(lines(figure))
    only_late = drawn(printed=late.iloc[1:], synthetic=True)
    assert (marks(only_late), [t for t in lines(only_late) if "simulated" in t]) == ([], [])


def test_a_cohort_without_printed_values_draws_as_before():
    figure = drawn()
    assert (marks(figure), len(figure.axes[1].lines)) == ([], 1)
    assert not any("printed" in text for text in texts(figure))


def test_only_a_rate_of_one_period_is_a_point():
    others = printed(
        ("", "n", "102", ""), ("period=1|2", "rate", "13", "percent"), ("period=2", "n", "102", ""), ("period=2", "rate", "-", "")
    )
    assert printed_points(others) == []
    assert printed_points(MONTHS) == [Point(1, 0.13, "13%"), Point(3, 0.43, "0.43")]
    persons = MONTHS.assign(frame="persons", statistic="mean", unit=pd.NA)
    assert printed_points(c.PRINTED.conform(persons)) == []


def test_every_text_stays_inside_the_figure():
    early_and_late = printed(("period=1", "rate", "2", "percent"), ("period=3", "rate", "43", "percent"))
    figure = drawn(printed=early_and_late, synthetic=True)
    figure.draw_without_rendering()
    for text in figure.axes[1].texts:
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.x1
        assert box.y0 >= figure.axes[1].bbox.y0
