"""The one rounding function, and how numbers look in every table, figure and page.

A value is first taken to 12 significant digits, then rounded half away from zero: 58.75 -> 58.8, and the mean of
45.1, 45.0 and 45.05 (45.05 but for the last bit of a float) -> 45.1, as a reader with a pencil would.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Any

from ipscohort.display.styles import Style, usual
from ipscohort.words import later, say

DASH = "-"
"""Stands for a number that is not defined, such as a third quartile of three values."""

SYNTHETIC = later("SYNTHETIC DATA: made-up records, no evidence on IPS")
"""Stands in every table, figure and page of a cohort whose records are made up."""

NOT_REACHED = later("not reached")
"""Stands for a median time of a curve that never falls to half, and for such a limit."""

LARGE = Decimal("1e20")
"""From here on a number is printed with an exponent."""

ROUNDING = {"half_away": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
"""Rounding rules by their names in the settings."""

_TWELVE = Context(prec=12, rounding=ROUND_HALF_UP)


def absent(value: Any) -> bool:
    """Whether a value is None, NA or NaN."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas' NA has no truth value
        return True


def with_hyphens(text: str) -> str:
    """Text in which a minus sign or an en dash, as papers print them, is a hyphen."""
    return text.replace("\u2212", "-").replace("\u2013", "-")


def number(value: Any, decimals: int = 1, rounding: str = "half_away", style: Style | None = None, *, separated: bool = True) -> str:
    """A number with a fixed count of decimals, '94,047.0'; a dash where it is missing or infinite; never '-0.0'.

    `rounding` is half_away but where a figure is compared with one that a paper rounded half to even; thousands are `separated`
    but where a number is compared with a printed one.
    """
    if absent(value) or math.isinf(float(value)):
        return DASH
    exact = _TWELVE.create_decimal(Decimal(float(value)))
    if abs(exact) >= LARGE:
        return f"{exact:.6e}"
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUNDING[rounding])
    shown = abs(rounded) if rounded == 0 else rounded
    return (style or usual()).marked(f"{shown:,f}" if separated else f"{shown:f}")


def short(value: float, style: Style | None = None) -> str:
    """A number with no more decimals than it has, and six figures at most: '0.5', '30.4375', '95'."""
    return (style or usual()).marked(f"{value:g}")


def exact(value: float, style: Style | None = None) -> str:
    """A number of the settings with all figures that it was given with: '60', '1234567', '0.125'."""
    return (style or usual()).marked(f"{value:.15g}")


def count(value: Any, style: Style | None = None) -> str:
    """A whole number, '94,047'; a dash where it is missing."""
    return DASH if absent(value) else (style or usual()).marked(f"{int(value):,}")


def reached(value: Any, decimals: int = 1, style: Style | None = None) -> str:
    """A time by which a share is reached, or that it is not."""
    return say(NOT_REACHED) if absent(value) else number(value, decimals, style=style)


def percent(part: Any, whole: Any, decimals: int = 0, style: Style | None = None) -> str:
    """100 * part / whole without the sign; a dash where the whole is 0."""
    if absent(part) or absent(whole) or whole == 0:
        return DASH
    return number(100 * part / whole, decimals, style=style)


def count_percent(part: Any, whole: Any, decimals: int = 0, style: Style | None = None) -> str:
    """'47 (46)'."""
    return f"{count(part, style)} ({percent(part, whole, decimals, style)})"


def interval(low: Any, high: Any, decimals: int = 2, style: Style | None = None) -> str:
    """'1.42 to 10.30'; a dash where both limits are missing, one dash in place of a missing one."""
    if absent(low) and absent(high):
        return DASH
    between = (style or usual()).between(0.0 if absent(low) else float(low))
    return f"{number(low, decimals, style=style)}{between}{number(high, decimals, style=style)}"


def span(low: Any, high: Any, decimals: int = 1, style: Style | None = None) -> str:
    """'47.1 to 53.0', between what a value can be at least and at most; '55.1' where both print alike: no range is left."""
    ends = [number(end, decimals, style=style) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else interval(low, high, decimals, style)


def quartiles(low: Any, high: Any, decimals: int = 1, style: Style | None = None) -> str:
    """'[58.8-537.3]', or '[-]' where either end is not defined."""
    if absent(low) or absent(high):
        return f"[{DASH}]"
    return f"[{number(low, decimals, style=style)}{(style or usual()).dash}{number(high, decimals, style=style)}]"


def p_value(value: Any, style: Style | None = None) -> str:
    """'0.012', and '<0.001' below the style's decimals: three where it asks for no others."""
    if absent(value):
        return DASH
    style = style or usual()
    least = 10.0**-style.p_decimals
    shown, below = (least, "<") if float(value) < least else (float(value), "")
    decimals = style.p_decimals
    if style.p_figures and not below:
        figures = Context(prec=style.p_figures, rounding=ROUND_HALF_UP).create_decimal(_TWELVE.create_decimal(Decimal(shown)))
        decimals = min(decimals, style.p_figures - 1 - figures.adjusted())
    return below + never_above_one(shown, decimals, style)


def never_above_one(value: Any, decimals: int = 2, style: Style | None = None) -> str:
    """'0.12', or '.12' in a style that has no zero before the point of what can't exceed 1: a p-value, R-squared."""
    style = style or usual()
    text, zero = number(value, decimals, style=style), f"0{style.point}"
    unsigned = text.removeprefix("-")
    return text if style.p_zero or not unsigned.startswith(zero) else text.replace(zero, style.point, 1)


def with_spread(value: Any, spread: Any, decimals: int = 1, style: Style | None = None) -> str:
    """A mean with its standard deviation: '38.7 (9.7)'; '38.7 (-)' where the second is not defined, a dash without the first."""
    return DASH if absent(value) else f"{number(value, decimals, style=style)} ({number(spread, decimals, style=style)})"


def with_quartiles(value: Any, low: Any, high: Any, decimals: int = 1, style: Style | None = None) -> str:
    """A median with its quartiles: '200.5 [58.8-537.3]'; a dash without a median."""
    return DASH if absent(value) else f"{number(value, decimals, style=style)} {quartiles(low, high, decimals, style)}"


def with_interval(value: Any, low: Any, high: Any, decimals: int = 2, style: Style | None = None) -> str:
    """An estimate with its confidence interval: '3.83 (1.42 to 10.30)'; a dash without an estimate."""
    if absent(value):
        return DASH
    style = style or usual()
    return f"{number(value, decimals, style=style)} {style.enclosed(interval(low, high, decimals, style))}"
