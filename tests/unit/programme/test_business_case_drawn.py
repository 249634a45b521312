"""The plane, the acceptability curve and the tornado of a business case: what they draw, and what they say beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ipscohort.figures import house_style
from ipscohort.programme import business_case
from tests.support.business_case import (
    found,
    inputs,
    settings,
    shipped,
    values_of,
)


def test_the_perspective_of_who_receives_the_value_of_work_has_no_plane():
    chosen = settings(values_of() | {"perspective": "client"})
    of = inputs(found(chosen), chosen)
    table = business_case.tables(of)["business_case_worth"]
    assert not list(table.rows()) and "no ratio, and no quadrant" in " ".join(table.notes)
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_plane"]
        assert draw(of) and alt(of).startswith("No plane and no curve")


def test_a_stakeholders_figures_say_that_one_comparator_decides():
    chosen = settings(values_of() | {"perspective": "UWV"})
    of = inputs(found(chosen), chosen)
    with house_style():
        note = business_case.drawings(of)["business_case_tornado"][0](of)._supxlabel.get_text().replace("\n", " ")
    assert "which payer saves" in note
    still = note.split("Not drawn, as they change nothing that is shown: ")[1].split(". ")[0].split("; ")
    assert {"Employment specialist", "Other vocational help without IPS, municipality"} <= set(
        still
    ) and "Days worked without IPS" not in still


def test_a_plane_whose_dots_lie_on_a_line_says_why():
    def lines(costs, effects):
        of = inputs(shipped())
        found = replace(of.found, points={of.key: replace(of.point, costs=costs, effects=effects)})
        return business_case.figures.on_a_line(replace(of, found=found))

    at, cost = np.linspace(50, 150, 99), inputs(shipped()).point.cost
    (flat,) = lines(np.full(99, cost), at)
    assert "the cost is the same for every person" in flat
    (along,) = lines(5000 - 30 * at, at)
    assert "correlation -1.00" in along
    assert business_case.figures.on_a_line(inputs(shipped())) == ()


def test_figures():
    of = inputs(shipped())
    with house_style():
        for draw, alt in business_case.drawings(of).values():
            figure = draw(of)
            assert figure.axes and "102" in figure._supxlabel.get_text() and alt(of)


def bars_of(axes):
    """Both ends of each bar, by its place."""
    ends = {}
    for bar in axes.patches:
        ends.setdefault(round(bar.get_y() + bar.get_height() / 2), []).append(bar.get_x() + bar.get_width())
    return ends


def test_the_tornado_draws_the_cost_and_beside_it_the_cost_per_unit():
    of = inputs(shipped())
    rows = of.found.varied.query("kind == 'one_way'").set_index(["label", "end"])
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_tornado"]
        figure = draw(of)
    cost, ratio = figure.axes
    labels = [text.get_text().replace("\n", " ") for text in cost.get_yticklabels()]
    assert labels[0] == "Employment specialist" and "Days worked without IPS" in labels
    days = labels.index("Days worked without IPS")
    assert days not in bars_of(cost), "days worked without IPS leave the cost as it is, and change the outcome"
    drawn = {"cost": bars_of(cost), "ratio": bars_of(ratio)}
    for place, label in enumerate(labels):
        for column in ("cost", "ratio"):
            ends = [rows.loc[(label, end), column] for end in ("low", "high")]
            if (column, place) != ("cost", days):
                assert drawn[column][place] == pytest.approx(ends)
    assert min(drawn["ratio"][days]) == pytest.approx(29.60, abs=0.006) and max(drawn["ratio"][days]) == pytest.approx(75.49, abs=0.005)
    assert (
        ratio.get_xlabel() == "Cost per day worked more (euros)"
        and "37.13 per unit of the outcome" in figure._supxlabel.get_text().replace("\n", " ")
    )
    assert "Cost per day worked more (euros): " in alt(of) and "Days worked without IPS: 29.60 to 75.49" in alt(of)


def test_the_tornado_of_a_payer_of_some_has_no_cost_per_unit():
    chosen = settings(values_of() | {"perspective": "UWV"})
    of = inputs(found(chosen), chosen)
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_tornado"]
        figure = draw(of)
    assert len(figure.axes) == 1 and "per unit" not in alt(of) and "per unit" not in figure._supxlabel.get_text()


def test_a_ratio_without_a_meaning_at_an_end_is_not_drawn_but_named():
    values = values_of()
    values["comparator"]["days_worked"] |= {"low": 30, "high": 250}  # more work without IPS than with it
    chosen = settings(values)
    of = inputs(found(chosen), chosen)
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_tornado"]
        figure = draw(of)
    said = "No cost per unit of the outcome, as it has no meaning at one of their ends: Days worked without IPS."
    assert said in figure._supxlabel.get_text().replace("\n", " ") and said in alt(of)
    labels = [text.get_text().replace("\n", " ") for text in figure.axes[0].get_yticklabels()]
    assert "Days worked without IPS" not in labels
