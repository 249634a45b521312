"""The style of numbers that a study's settings ask for."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.config.analysis import Tables
from ipscohort.display.styles import STYLES, Style


def style_of(tables: Tables) -> Style:
    """The style that the settings ask for. With a decimal comma, what a comma parts otherwise is parted by a semicolon."""
    style = replace(STYLES[tables.style], percent_decimals=tables.percent_decimals)
    if tables.p_decimals is not None:
        style = replace(style, p_decimals=tables.p_decimals, p_figures=None)
    return replace(style, point=",", thousands=".", to=style.to.replace(",", ";")) if tables.decimal_comma else style
