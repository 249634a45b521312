"""What was hidden and why, never the hidden value: a file for programs, and words for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscohort.display.markdown import as_text
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd

    from ipscohort.release.make import Released

SMALL, ZERO, OTHERS = "small count", "nobody", "secondary"
PART, FEW, SATURATED, HIDDEN_CELLS = "of a hidden count", "few persons", "saturated model", "counts in other words"
NEARLY_THE_SAME, ONE_PERSON, BY_DIFFERENCE, NO_RULE, NOTE = (
    "nearly the same persons",
    "one person's share",
    "by difference",
    "no rule",
    "note with numbers",
)

REASONS: dict[str, str] = {
    SMALL: later("Fewer persons than the threshold."),
    ZERO: later("Nobody, which says something of everybody in the group."),
    OTHERS: later("Hidden so that another hidden count can't be worked out."),
    PART: later("It is computed from a count that is hidden."),
    FEW: later("It is of fewer persons, or fewer persons with or without the outcome, than the rules ask for."),
    SATURATED: later("The model has nearly as many coefficients as there are patterns of characteristics."),
    HIDDEN_CELLS: later("The estimate is the counts of its groups in other words, and one of these is hidden or rounded."),
    NEARLY_THE_SAME: later("Another estimate is released of the same persons but a few: the difference would tell of these."),
    ONE_PERSON: later("One person has a large share of the sum."),
    BY_DIFFERENCE: later("Together with others it would tell the mean or sum of a few persons."),
    NO_RULE: later("There is no rule of protection for it yet."),
    NOTE: later("A note that holds numbers."),
}
"""Reason in the log -> the same in a sentence."""

COLUMNS = ("exhibit", "place", "reason", "said")


def log_frame(released: Released) -> pd.DataFrame:
    """The log: one row for each thing that is not released; COLUMNS."""
    import pandas as pd

    rows = [(each.exhibit, each.place, each.reason, say(REASONS[each.reason])) for each in released.made.refused]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def log_text(released: Released) -> str:
    """The same to be read, as Markdown: by table and reason."""
    lines = [f"# {say('What was hidden, and why')}", "", say("No hidden value stands here. This list stays in the room all the same."), ""]
    by_exhibit: dict[str, dict[str, list[str]]] = {}
    for each in released.made.refused:
        by_exhibit.setdefault(each.exhibit, {}).setdefault(each.reason, []).append(each.place)
    for exhibit, reasons in by_exhibit.items():
        lines += [f"## {as_text(exhibit)}", ""]
        for reason, places in reasons.items():
            named = [place for place in dict.fromkeys(places) if place]
            lines += [f"- {say(REASONS[reason])}", *(f"    - {as_text(place)}" for place in named)]
        lines.append("")
    return "\n".join(lines)
