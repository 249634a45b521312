"""A mistake that the library of the settings' classes found, in the words of this project: what is wrong, and what to do."""

from __future__ import annotations

import re
from typing import Any

from ipscohort.config.base import COHORT_NAME

PLAIN = {
    "model_type": "keys are expected below this one",
    "model_attributes": "keys are expected below this one",
    "dict_type": "names are expected below this key, each with its own settings",
    "list_type": "a list is expected, such as [a, b]",
    "tuple_type": "a list of two is expected, such as [low, high]",
    "string_type": "text is expected",
    "string_too_short": "it is empty",
    "int_": "a whole number is expected",
    "float_": "a number is expected",
    "finite_number": "a number is expected",
    "bool_": "yes or no is expected",
    "date_": "a date is expected, such as 2015-11-19",
}
"""Start of a library's error type -> what is expected, in the words of this file."""
BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "below"),
}
"""The library's error type -> where the bound stands, and how it is said."""
UPPER = ("less_than", "less_than_equal")
A_NAME = "'{given}' is no name for it: small letters, digits and _ only, a letter first"
PATTERNS = {COHORT_NAME: A_NAME, r"^\w+/\w+$": "'{given}' is not written as package/data set, such as carData/Rossi"}
"""How a text must look -> what is said of one that does not."""
DIGITS = "a comma ends a value here: write decimals with a point and nothing between thousands, such as 1250.50"


def in_words(kind: str, context: dict[str, Any], given: Any) -> str:
    """What is wrong with a value; '' where the library's own words must do.

    Parameters
    ----------
    kind : str
        The library's error type.
    context : dict
        What it knows of the bound or the pattern.
    given : Any
        The value in the settings file.
    """
    if kind in BOUNDS:
        return _beyond(kind, context, given)
    if kind in ("too_short", "too_long"):
        return _of_another_length(kind, context)
    if kind == "string_too_long":
        most = context.get("max_length")
        return f"'{given}' is too long: {'one character is' if most == 1 else f'{most} characters at most are'} expected"
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context.get("pattern", ""), "").format(given=given)
    plain = next((words for start, words in PLAIN.items() if kind.startswith(start)), "")
    if plain in ("a number is expected", "a whole number is expected") and isinstance(given, str) and re.search(r"\d", given):
        return f"{plain}, without a unit, a comma or marks between thousands, and '{given}' is given"
    return plain


def _beyond(kind: str, context: dict[str, Any], given: Any) -> str:
    name, said = BOUNDS[kind]
    bound = context.get(name)
    number = given if isinstance(given, (int, float)) and not isinstance(given, bool) else None
    what = f"{given} is {'too much' if kind in UPPER else 'too little'}: it must be {said} {bound:g}"
    percent = kind in UPPER and bound == 1 and number is not None and 1 < number <= 100
    return f"{what}; {number:g}% is written {number / 100:g}" if percent else what


def _of_another_length(kind: str, context: dict[str, Any]) -> str:
    fewest, most, here = context.get("min_length"), context.get("max_length"), context.get("actual_length")
    if kind == "too_short" and fewest == 1:
        return "at least one is expected"
    wanted = f"{fewest} are expected at least" if kind == "too_short" else f"{most} are expected at most"
    return f"{wanted}, and {'1 is' if here == 1 else f'{here} are'} given"
