"""A journal's way with numbers changes how they look, by its rules, and never what they are."""

from __future__ import annotations

import pytest

from ipscohort.config.analysis import Tables
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import PAPER, STYLES, printed_in
from ipscohort.words import speaking


def styled(**settings):
    return style_of(Tables.model_validate(settings))


def test_each_style_of_the_settings_is_there_and_the_paper_s_is_what_it_was():
    assert list(STYLES) == list(Tables.model_fields["style"].annotation.__args__)
    assert styled() == PAPER
    assert printing.with_interval(3.8312, 1.4245, 10.304) == "3.83 (1.42 to 10.30)"


@pytest.mark.parametrize(
    ("style", "estimate", "quartiles"),
    [
        ("paper", "3.83 (1.42 to 10.30)", "200.5 [58.8-537.3]"),
        ("apa", "3.83 [1.42, 10.30]", "200.5 [58.8-537.3]"),
        ("bmj", "3.83 (1.42 to 10.30)", "200.5 [58.8-537.3]"),
        ("lancet", "3\u00b783 (1\u00b742\u201310\u00b730)", "200\u00b75 [58\u00b78\u2013537\u00b73]"),
    ],
)
def test_estimates_and_quartiles(style, estimate, quartiles):
    assert printing.with_interval(3.8312, 1.4245, 10.304, 2, STYLES[style]) == estimate
    assert printing.with_quartiles(200.5, 58.75, 537.25, 1, STYLES[style]) == quartiles


def test_a_dash_never_runs_into_a_minus():
    assert printing.with_interval(-0.73, -1.48, 0.02, 2, STYLES["lancet"]) == "-0\u00b773 (-1\u00b748 to 0\u00b702)"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("paper", ["0.766", "0.100", "0.043", "0.008", "0.001", "<0.001", "<0.001", "1.000"]),
        ("apa", [".766", ".100", ".043", ".008", ".001", "<.001", "<.001", "1.000"]),
        ("bmj", ["0.77", "0.10", "0.043", "0.008", "0.001", "<0.001", "<0.001", "1.0"]),
        ("lancet", ["0\u00b777", "0\u00b710", "0\u00b7043", "0\u00b70081", "0\u00b70010", "0\u00b70004", "<0\u00b70001", "1\u00b70"]),
    ],
)
def test_p_values(style, expected):
    values = [0.7661, 0.0996, 0.0431, 0.00811, 0.00102, 0.00042, 0.00004, 0.9996]
    values[1] = 0.09999
    assert [printing.p_value(value, STYLES[style]) for value in values] == expected


def test_the_smallest_p_that_is_printed_is_printed():
    assert [printing.p_value(p) for p in (0.001, 0.0009999)] == ["0.001", "<0.001"]
    assert printing.p_value(0.0001, STYLES["lancet"]) == "0\u00b70001"


def test_a_missing_number_is_a_dash_in_every_style():
    for style in STYLES.values():
        assert printing.p_value(None, style) == printing.number(float("nan"), style=style) == printing.interval(None, None, 2, style) == "-"


def test_a_decimal_comma_in_any_style_leaves_no_doubt_what_parts_the_limits():
    assert printing.with_interval(3.8312, 1.4245, 10.304, 2, styled(decimal_comma="yes")) == "3,83 (1,42 to 10,30)"
    assert printing.with_interval(3.8312, 1.4245, 10.304, 2, styled(style="apa", decimal_comma="yes")) == "3,83 [1,42; 10,30]"
    assert printing.p_value(0.0004, styled(decimal_comma="yes")) == "<0,001"


@pytest.mark.parametrize(("language", "printed"), [("en", "94,047.5"), ("nl", "94.047,5"), ("de", "94.047,5")])
def test_who_says_nothing_of_it_gets_the_decimal_mark_of_the_language(language, printed):
    with speaking(language):
        assert printing.number(94047.5) == printing.number(94047.5, style=styled()) == printed
        assert printing.number(94047.5, style=styled(decimal_comma="no")) == "94,047.5"
        assert printing.number(94047.5, style=PAPER) == "94,047.5"
        assert printing.short(30.4375) == "30.4375".replace(".", printed[-2])


def test_a_style_for_a_while_is_that_of_what_names_none():
    with printed_in(STYLES["lancet"]):
        assert printing.with_interval(3.8312, 1.4245, 10.304) == "3\u00b783 (1\u00b742\u201310\u00b730)"
        assert printing.p_value(0.0431, PAPER) == "0.043"
    assert printing.p_value(0.0431) == "0.043"


def test_decimals_of_p_and_of_percentages_go_before_the_style_s():
    assert printing.p_value(0.0431, styled(p_decimals=2)) == "0.04"
    assert printing.p_value(0.0049, styled(style="lancet", p_decimals=2)) == "<0\u00b701"
    one = styled(percent_decimals=1)
    assert printing.count_percent(47, 103, one.percent_decimals, one) == "47 (45.6)"


def test_a_half_is_rounded_alike_in_every_style():
    for style in STYLES.values():
        assert printing.number(58.75, 1, style=style) == f"58{style.point}8"
        assert printing.number(-0.04, 1, style=style) == f"0{style.point}0"


def test_no_zero_stands_before_the_point_of_a_share_of_variance_where_the_style_has_none_in_p():
    assert [printing.never_above_one(0.1234, 2, STYLES[style]) for style in ("paper", "apa", "bmj", "lancet")] == [
        "0.12",
        ".12",
        "0.12",
        "0\u00b712",
    ]
    assert [printing.never_above_one(value, 2, STYLES["apa"]) for value in (1.0, -0.034, 0.0, None)] == ["1.00", "-.03", ".00", "-"]


def test_the_lancet_parts_thousands_by_a_thin_space_from_five_digits_on():
    lancet = STYLES["lancet"]
    assert [printing.number(value, 1, style=lancet) for value in (9999.04, 9999.96, -94047)] == [
        "9999\u00b70",
        "10\u2009000\u00b70",
        "-94\u2009047\u00b70",
    ]
    assert [printing.count(value, lancet) for value in (999, 9999, 10000, 1234567)] == ["999", "9999", "10\u2009000", "1\u2009234\u2009567"]
    assert printing.count(9999) == "9,999"
