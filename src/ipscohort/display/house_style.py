"""The style of numbers that a study's settings ask for."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.config.analysis import Tables
from ipscohort.display.styles import DECIMAL_COMMA, STYLES, Style
from ipscohort.words import spoken


def style_of(tables: Tables) -> Style:
    """The style that the settings ask for; where they say nothing of it, with the decimal mark of the language spoken."""
    style = replace(STYLES[tables.style], percent_decimals=tables.percent_decimals)
    if tables.p_decimals is not None:
        style = replace(style, p_decimals=tables.p_decimals, p_figures=None)
    comma = spoken() in DECIMAL_COMMA if tables.decimal_comma is None else tables.decimal_comma
    return style.with_comma if comma else style
