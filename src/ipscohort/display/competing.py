"""What is said, in tidy files, tables, figures and the page alike, of Kaplan-Meier's estimates where exits compete with a first job."""

from __future__ import annotations

from collections.abc import Iterable

from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import joined
from ipscohort.words import later, say

CENSORED_HERE = later(
    "Who left for a reason that competes with a first job is censored here, as if a job could still come: 1 - this share is larger than the "
    "share who obtained one, which the cumulative incidence gives."
)
"""Beside one share."""
CENSORED = later(
    "Kaplan-Meier's shares, medians and means, and the log-rank test, censor who left for a competing reason ({reasons}), as if a job could "
    "still come; the cumulative incidence does not. Hazard ratios are cause-specific: they do not tell the share with a job."
)
"""Once beside all of them."""


def reasons_in_words(reasons: Iterable[str]) -> str:
    """'died and arrested', as the settings call them."""
    return joined(level_word(reason) for reason in reasons)


def said_censored(reasons: Iterable[str]) -> str:
    """That Kaplan-Meier censors competing exits."""
    return say(CENSORED, reasons=reasons_in_words(reasons))
