"""What figures show, and that they are drawn alike every time."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zlib
from dataclasses import replace

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib.backends.backend_agg import FigureCanvasAgg

from ipscohort import contracts as c
from ipscohort.catalogue.exhibits import FIGURES
from ipscohort.catalogue.formats import FIGURE_FORMATS
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.figures import FigureInputs, alt_text, draw_figures, kaplan_meier, save_figure
from ipscohort.figures.forest import limits
from ipscohort.figures.kaplan_meier import at_risk
from ipscohort.figures.style import time_ticks
from ipscohort.models.families import FAMILIES
from ipscohort.words import speaking

NA = pd.NA


def rates():
    rows = [(1, 8, 1, 0.125, 0.02, 0.47), (2, 8, 3, 0.375, 0.14, 0.69), (3, 7, 3, 3 / 7, 0.16, 0.75)]
    frame = pd.DataFrame(rows, columns=["period", "n", "n_employed", "rate", "conf_low", "conf_high"])
    return with_bounds(frame, frame["n"], frame["n_employed"], frame["n_employed"])


def with_bounds(frame, n, least, most):
    counts = {"n_bounded": n, "n_employed_least": least, "n_employed_most": most, "rate_least": least / n, "rate_most": most / n}
    return c.RATES.conform(frame.assign(**counts))


def curve(exposure, level):
    rows = [(0, 4, 0, 0, 1.0, NA, NA), (1, 4, 1, 0, 0.75, 0.13, 0.96), (2, 3, 0, 1, 0.75, 0.13, 0.96), (3, 2, 1, 1, 0.375, 0.02, 0.8)]
    names = ["time", "n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=names).assign(exposure=exposure, level=level)


def curves():
    return c.CURVES.conform(pd.concat([curve("all", "all"), curve("aid", "no"), curve("aid", "yes")]))


def estimates():
    row = {"model": "job", "outcome": "job_obtained", "exposure": "aid", "term": "aid", "reference": "no", "role": "primary"}
    row |= {"n": 8, "n_excluded": 0, "method": "ml"}
    rows = [
        {**row, "level": "no", "adjustment": "crude"},
        {**row, "level": "yes", "adjustment": "crude", "estimate": 0.0, "ratio": 1.0, "ratio_low": 0.004, "ratio_high": 300.0},
        {**row, "level": "yes", "adjustment": "adjusted", "warning": "Few events."},
    ]
    return c.ESTIMATES.conform(pd.DataFrame(rows))


def inputs(**changes):
    test = {"exposure": ["aid"], "p_value": [0.0004], "n": [8], "n_events": [4], "n_excluded": [0], "method": ["log-rank"]}
    whole = FigureInputs(
        rates=rates(),
        estimates=estimates(),
        curves=curves(),
        survival_tests=c.SURVIVAL_TESTS.conform(pd.DataFrame(test)),
        codebook=Codebook("panel", False, variables={"aid": VariableInfo("aid", "Financial aid", "yes_no", levels=("no", "yes"))}),
        exposures={"aid": Exposure(variable="aid", reference="no")},
        study=Study.model_validate(
            {
                "follow_up": "3 weeks",
                "end_of_observation": {"complete": "yes"},
                "competitive": "all_jobs",
                "time_unit": "weeks",
                "period": "weeks",
            }
        ),
        models=Models.model_validate({"regressions": {"job": {"outcome": "job_obtained", "model": "logistic", "label": "Ever employed"}}}),
        figures=Figures(),
    )
    return replace(whole, **changes)


def texts(figure):
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def lines(figure):
    return [line for text in texts(figure) for line in text.split("\n")]


@pytest.fixture(scope="module")
def figures():
    return draw_figures(inputs())


def test_every_figure_of_the_registry_is_drawn(figures):
    assert list(figures) == list(FIGURES)


def test_rates_show_the_rate_and_who_was_observed(figures):
    _, axes, below = figures["rates"].axes
    assert list(axes.lines[0].get_ydata()) == [0.125, 0.375, 3 / 7]
    assert [text.get_text() for text in below.texts] == ["8", "8", "7"]
    assert axes.get_xlabel() == "Week of follow-up"
    assert axes.get_ylim()[0] == 0


def test_who_is_left_out_for_an_unknown_start_is_counted_in_the_figure(figures):
    assert not any("left out" in text for name in ("rates", "kaplan_meier") for text in texts(figures[name]))
    spells = replace(inputs().codebook, shape="spells")
    of_spells, of_panel = (draw_figures(inputs(n_time_unknown=3, **more)) for more in ({"codebook": spells}, {"n_outcome_unknown": 1}))
    assert "* 3 left out: start of a job unknown." in lines(of_spells["rates"])
    assert "* 3 left out: time of first job unknown." in lines(of_spells["kaplan_meier"])
    assert "* 1 left out: not known to have worked or not." in lines(of_panel["rates"])
    assert "Persons observed *" in texts(of_panel["rates"])
    assert "At risk *" in texts(of_spells["kaplan_meier"])
    assert "Persons observed" in texts(figures["rates"])
    assert "At risk" in texts(figures["kaplan_meier"])


def test_bounds_of_the_rates_are_drawn_and_told_where_anything_is_unknown(figures):
    assert len(figures["rates"].axes[1].lines) == 1
    assert not any("Dotted" in text for text in texts(figures["rates"]))
    known = rates()
    opened = with_bounds(known, pd.Series([9, 9, 8]), pd.Series([1, 3, 4]), pd.Series([2, 5, 4]))
    spells = replace(inputs().codebook, shape="spells")
    figure = draw_figures(inputs(rates=opened, codebook=spells, n_time_unknown=1))["rates"]
    drawn = [list(line.get_ydata()) for line in figure.axes[1].lines]
    assert drawn == [[1 / 9, 3 / 9, 0.5], [2 / 9, 5 / 9, 0.5], [0.125, 0.375, 3 / 7]]
    (said,) = [" ".join(text.split()) for text in texts(figure) if "left out" in text]
    assert said == (
        "Shaded: 95% confidence band, pointwise (Wilson). * 1 left out: start of a job unknown. Dotted: of all persons observed, those left out included, jobs of unknown start or end taken as "
        "worked as little and as much as can be; widest in week 2: 33.3% to 55.6%. As these are of more persons, the share employed can lie outside them."
    )
    inside = with_bounds(known, known["n"], known["n_employed"] - 1, known["n_employed"])
    assert not any("outside" in text for text in texts(draw_figures(inputs(rates=inside))["rates"]))
    assert "Least and most with unknown dates" in texts(figure)
    assert "Least and most with unknown statuses" in texts(draw_figures(inputs(rates=opened))["rates"])


def test_the_axis_reaches_the_most_that_can_be():
    known = rates()
    opened = with_bounds(known, pd.Series([8, 8, 8]), known["n_employed"], pd.Series([8, 8, 8]))
    assert draw_figures(inputs(rates=opened))["rates"].axes[1].get_ylim() == (0, 1)


def test_a_star_is_for_estimates_to_be_read_with_care():
    crude = estimates().iloc[1].to_dict() | {"warning": "Left before the end of follow-up: 2."}
    rows = [{**crude, "caution": False}, {**crude, "adjustment": "adjusted", "caution": True}]
    shown = texts(draw_figures(inputs(estimates=c.ESTIMATES.conform(pd.DataFrame(rows))))["forest"])
    assert shown.count("1.00 (0.00 to 300.00)") == 1
    assert shown.count("1.00 (0.00 to 300.00) *") == 1


def test_kaplan_meier_shows_one_minus_survival_with_a_risk_table_and_log_rank(figures):
    _, everybody, risk, head, by_aid, risk_by_aid = figures["kaplan_meier"].axes
    assert list(everybody.lines[0].get_ydata()) == [0, 0.25, 0.25, 0.625]
    assert [text.get_text() for text in risk.texts] == ["4", "4", "3", "2", "0", "1", "1", "2", "0", "0", "1", "2"]
    assert [label.get_text() for label in risk.get_yticklabels()] == ["At risk", "First jobs so far", "Censored so far"]
    assert [label.get_text() for label in risk_by_aid.get_yticklabels()] == ["no", "yes"] * 3
    assert "Log-rank p < 0.001" in [text.get_text() for text in head.get_legend().get_texts()]
    assert [line.get_linestyle() for line in by_aid.lines[:1]] == ["-"]


def test_kaplan_meier_tells_no_test_where_the_settings_ask_for_no_p_values():
    without = inputs(tables=Tables(p_values=False))
    assert not any("log-rank" in text.lower() for text in [*texts(draw_figures(without)["kaplan_meier"]), kaplan_meier.alt(without)])
    assert "log-rank" in kaplan_meier.alt(inputs())


def test_groups_differ_in_more_than_colour(figures):
    by_aid = figures["kaplan_meier"].axes[4]
    curves_drawn = [line for line in by_aid.lines if line.get_marker() == "None"]
    assert len({(line.get_linestyle(), line.get_color()) for line in curves_drawn}) == 2
    assert curves_drawn[0].get_linestyle() != curves_drawn[1].get_linestyle()


def test_at_risk_counts_just_before_a_time():
    frame = curves().query("level == 'all'")
    assert [at_risk(frame, time) for time in (0, 1, 1.5, 2, 3, 4)] == [4, 4, 3, 3, 2, 0]


def test_the_forest_prints_numbers_cuts_wide_intervals_and_leaves_references_out(figures):
    shown = texts(figures["forest"])
    assert "1.00 (0.00 to 300.00)" in shown
    assert "- *" in shown
    assert "Financial aid:\nyes\nagainst no" in shown
    axes = figures["forest"].axes[0]
    arrows = [line.get_marker() for line in axes.lines if line.get_marker() in "<>"]
    assert arrows == ["<", ">"]
    assert axes.get_xlim() == pytest.approx((0.05, 20))


@pytest.mark.parametrize("label", ["Job", "Beschäftigung auf dem allgemeinen Arbeitsmarkt in der Nachbeobachtung"])
def test_no_title_of_the_forest_lies_on_a_heading_beside_it(label):
    models = inputs().models
    named = {name: each.model_copy(update={"label": label}) for name, each in models.regressions.items()}
    figure = draw_figures(inputs(models=models.model_copy(update={"regressions": named})))["forest"]
    FigureCanvasAgg(figure).draw()
    for axes in figure.axes:
        title = axes.title if axes.title.get_text() else axes._left_title
        box = title.get_window_extent()
        assert not title.get_text() or not [
            text.get_text() for text in axes.texts if text.get_text() and text.get_window_extent().overlaps(box)
        ]


def test_figures_print_numbers_as_the_tables_do():
    with speaking("de"):
        made = inputs(tables=Tables(p_decimals=2))
        shown = [texts(figure) for figure in draw_figures(made).values()]
        assert not re.search(r"\d\.\d", " ".join([*map(" ".join, shown), *(alt_text(name, made) for name in FIGURES)]))
        english = {text for figure in draw_figures(inputs(tables=Tables(decimal_comma=False))).values() for text in texts(figure)}
    assert any(re.search(r"\d,\d\d \(\d,\d\d bis \d", text) for text in shown[list(FIGURES).index("forest")])
    assert any(re.search(r"\d\.\d\d \(\d\.\d\d bis \d", text) for text in english)
    lancet = texts(draw_figures(inputs(tables=Tables(style="lancet")))["forest"])
    assert any(re.search(r"\d\u00b7\d\d \(\d\u00b7\d\d\u2013\d", text) for text in lancet)


def test_the_forest_goes_by_the_order_of_the_settings():
    levels = ("none", "some", "a lot")
    book = Codebook("panel", False, variables={"aid": VariableInfo("aid", "Aid", "category", levels=levels)})
    rows = [{**estimates().iloc[1].to_dict(), "reference": "none", "level": level} for level in ("a lot", "some")]
    changes = {"codebook": book, "exposures": {"aid": Exposure(variable="aid", reference="none")}}
    figure = draw_figures(inputs(estimates=c.ESTIMATES.conform(pd.DataFrame(rows)), **changes))["forest"]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["Aid:\nsome\nagainst none", "Aid:\na lot\nagainst none"]


def three_rows(n):
    """Crude on 8 persons, on n of them, and adjusted."""
    crude = estimates().iloc[1].to_dict()
    rows = [crude, {**crude, "adjustment": "crude_on_adjusted_rows", "n": n}, {**crude, "adjustment": "adjusted", "n": n}]
    return c.ESTIMATES.conform(pd.DataFrame(rows))


def test_the_forest_shows_crude_on_the_adjusted_persons_where_they_are_others_and_every_n():
    fewer, same = (draw_figures(inputs(estimates=three_rows(n)))["forest"] for n in (6, 8))
    assert texts(fewer).count("1.00 (0.00 to 300.00)") == 3
    assert (texts(fewer).count("n"), texts(fewer).count("8"), texts(fewer).count("6")) == (1, 1, 2)
    assert "Crude, on the persons of the adjusted model" in texts(fewer)
    assert texts(same).count("1.00 (0.00 to 300.00)") == 2
    assert "Crude, on the persons of the adjusted model" not in texts(same)


def test_the_forest_says_what_an_exposure_stands_for_and_who_only_is_modelled():
    proxy = {"aid": Exposure(variable="aid", reference="no", proxy_for="need", limitation="It was not measured.")}
    weeks = Models.model_validate({"regressions": {"job": {"outcome": "time_worked", "model": "log_linear", "label": "Weeks"}}})
    said, plain = (" ".join(texts(draw_figures(inputs(**more))["forest"])) for more in ({"exposures": proxy, "models": weeks}, {}))
    said = said.replace("\n", " ")
    assert "Financial aid: a proxy for need. It was not measured." in said
    assert "Weeks: of those who obtained a job only, a group formed after exposure" in said
    assert "proxy" not in plain and "formed after" not in plain


def test_the_forest_tells_a_model_of_workers_from_one_of_everybody_with_the_same_outcome():
    kinds = {"everybody": "linear", "workers": "log_linear"}
    both = Models.model_validate(
        {"regressions": {name: {"outcome": "time_worked", "model": kind, "label": "Weeks"} for name, kind in kinds.items()}}
    )
    rows = pd.concat([estimates().assign(model=name, conf_low=-1.0, conf_high=1.0) for name in kinds])
    said = " ".join(texts(draw_figures(inputs(estimates=c.ESTIMATES.conform(rows), models=both))["forest"])).replace("\n", " ")
    assert "Weeks (log-linear regression): of those who obtained a job only" in said


def test_the_forest_of_a_difference_has_a_plain_axis_with_a_line_at_0():
    linear = Models.model_validate({"regressions": {"job": {"outcome": "time_worked", "model": "linear", "label": "Weeks"}}})
    rows = estimates().assign(estimate=2.5, conf_low=-1.0, conf_high=6.0, ratio=NA, ratio_low=NA, ratio_high=NA)
    figure = draw_figures(inputs(estimates=rows, models=linear))["forest"]
    axes = figure.axes[0]
    assert axes.get_xscale() == "linear"
    assert axes.get_xlabel() == "Difference in means (weeks)"
    assert list(axes.lines[0].get_xdata()) == [0, 0]
    assert axes.get_xlim() == pytest.approx((-1.35, 6.35))
    assert "2.50 (-1.00 to 6.00)" in texts(figure)


def test_bands_are_left_out_of_a_crowded_panel():
    levels = ("a", "b", "c", "d")
    book = Codebook("panel", False, variables={"aid": VariableInfo("aid", "Aid", "category", levels=levels)})
    many = c.CURVES.conform(pd.concat([curve("all", "all"), *(curve("aid", level) for level in levels)]))
    changes = {"codebook": book, "exposures": {"aid": Exposure(variable="aid", reference="a")}, "curves": many}
    _, everybody, _, _, by_aid, _ = draw_figures(inputs(**changes))["kaplan_meier"].axes
    assert (len(everybody.collections), len(by_aid.collections)) == (1, 0)


def test_the_axis_of_ratios_always_holds_one_half_to_two():
    rows = estimates().assign(ratio=1.1, ratio_low=0.9, ratio_high=1.3)
    assert limits(rows, FAMILIES["logistic"]) == pytest.approx((0.5 / 1.1, 2.2))


@pytest.mark.parametrize(
    ("changes", "name", "why"),
    [
        ({"rates": c.RATES.empty()}, "rates", "These records hold no employment by week or month."),
        ({"curves": c.CURVES.empty()}, "kaplan_meier", "These records hold no times to the first job."),
        ({"estimates": c.ESTIMATES.empty()}, "forest", "No regression gave an estimate."),
    ],
)
def test_a_figure_without_content_says_why(changes, name, why):
    assert texts(draw_figures(inputs(**changes))[name]) == [why]


def test_every_figure_of_a_synthetic_cohort_says_so():
    for figure in draw_figures(inputs(synthetic=True)).values():
        assert "SYNTHETIC DATA: made-up records, no evidence on IPS" in texts(figure)


@pytest.mark.parametrize("palette", ["colorblind", "deep", "grey"])
def test_every_palette_draws(palette):
    draw_figures(inputs(figures=Figures(palette=palette)))


@pytest.mark.parametrize("ending", list(FIGURE_FORMATS))
@pytest.mark.parametrize("name", list(FIGURES))
def test_two_draws_give_the_same_bytes(tmp_path, name, ending):
    for folder in ("one", "two"):
        save_figure(draw_figures(inputs())[name], tmp_path / folder / f"{name}.{ending}", 100)
    one, two = ((tmp_path / folder / f"{name}.{ending}").read_bytes() for folder in ("one", "two"))
    assert one == two
    assert b"Matplotlib" not in one
    assert b"<dc:date>" not in one
    assert b"<text" not in one
    assert b"CreationDate" not in one


def test_letters_are_eight_points_or_more(figures):
    from matplotlib.text import Text

    for figure in figures.values():
        assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 8


def test_ticks_are_round_and_not_too_many():
    assert time_ticks(52, "weeks") == [0, *range(4, 53, 4)]
    assert time_ticks(52, "weeks", most=6) == [0, 13, 26, 39, 52]
    assert time_ticks(30, "months", start=1) == [1, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]
    assert time_ticks(912, "days", most=6) == [0, 180, 360, 540, 720, 900]


def test_importing_the_stage_loads_no_plotting_library():
    code = "import sys, ipscohort.figures; print([m for m in ('matplotlib', 'seaborn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_yes_and_no_are_said_in_the_language_spoken():
    with speaking("de"):
        shown = {word for figure in draw_figures(inputs()).values() for text in texts(figure) for word in text.replace(",", " ").split()}
        told = alt_text("kaplan_meier", inputs())
    assert {"ja", "nein"} <= shown
    assert not {"yes", "no"} & shown
    assert "nein " in told


def test_the_fonts_of_a_pdf_are_inside_without_what_sets_type(tmp_path):
    save_figure(draw_figures(inputs())["rates"], tmp_path / "rates.pdf")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", (tmp_path / "rates.pdf").read_bytes(), re.DOTALL)
    fonts = [text for text in map(_inflated, streams) if text.startswith(b"\x00\x01\x00\x00")]
    assert fonts
    for font in fonts:
        tables = TTFont(io.BytesIO(font)).reader.keys()
        assert "glyf" in tables
        assert not {"GPOS", "GSUB", "GDEF", "kern"} & set(tables)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
