"""What stands beside a release in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscohort.display.printing import SYNTHETIC
from ipscohort.release.tables import HIDDEN
from ipscohort.words import say

if TYPE_CHECKING:
    from ipscohort.release.make import Released


def rules_said(released: Released) -> list[str]:
    """The rules of a release, each in a sentence."""
    rules = released.inputs.rules
    said = [
        say("Counts of fewer than {n} persons are hidden.", n=rules.threshold),
        say("Counts of nobody are hidden too.") if rules.zeros else say("Counts of nobody are shown."),
        say("No hidden count can be bounded by what is released to fewer than {n} persons between its least and its most.", n=rules.width),
        say("Means, medians and rates are of {n} persons or more.", n=rules.threshold),
        say(
            "Regressions are of {n} persons or more, {events} or more of them with and without the outcome.",
            n=rules.min_n,
            events=rules.min_events,
        ),
        say("At each level of an exposure {n} persons or more of a regression have its outcome, and as many have not.", n=rules.threshold),
        say("A median of fewer persons is hidden; so may be all medians of its row, so that this tells of no count."),
        say("No least or largest value, no date and no point of a single person is shown."),
    ]
    if rules.base > 1:
        said.append(say("Counts are rounded to multiples of {base}; percentages are of rounded counts.", base=rules.base))
    return said


def readme(released: Released) -> str:
    """README.txt of what may leave the room."""
    settings = released.inputs.settings
    lines = [say(SYNTHETIC)] if settings.synthetic else []
    lines += [f"{settings.title} ({settings.cohort})", "", *rules_said(released), ""]
    lines.append(say("{mark}: not shown, so that nobody can be made out.", mark=HIDDEN))
    lines.append(
        say("report.html is the whole on one page; tables and results.csv, results.json hold the same cells, as they are printed.")
    )
    return "\n".join([*lines, *_of_run(released), ""])


def _of_run(released: Released) -> list[str]:
    """By what the run is known whose results these are."""
    digest = released.inputs.run
    return [say("Made from the run whose file run.json has this SHA-256 digest: {digest}", digest=digest)] if digest else []


def checks_readme(released: Released) -> str:
    """README.txt of what an output checker reads."""
    return "\n".join(
        [
            say("These files stay in the room."),
            say("They say of each hidden number whether it is small or hidden for another's sake, which narrows what it can be."),
            *_of_run(released),
            "",
        ]
    )
