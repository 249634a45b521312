"""Numbers of a text in another language, written as in English."""

from __future__ import annotations

import re

from ipscohort.display.styles import DECIMAL_COMMA

NUMBER = re.compile(r"\d[\d.,]*\d")
SWAPPED = str.maketrans(".,", ",.")


def as_in_english(text: str, language: str) -> str:
    """3,83 and 94.047 as 3.83 and 94,047, where the language has a decimal comma."""
    return NUMBER.sub(lambda found: found[0].translate(SWAPPED), text) if language in DECIMAL_COMMA else text
