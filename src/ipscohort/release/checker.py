"""The page for the output checker: the questions that acro and the SACRO guidance ask, answered from the data of the release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isinf
from typing import TYPE_CHECKING

from ipscohort.release.log import OTHERS, REASONS, SMALL, ZERO
from ipscohort.release.page import drawn
from ipscohort.release.readme import rules_said
from ipscohort.words import say

if TYPE_CHECKING:
    from ipscohort.release.make import Released
    from ipscohort.release.protect import Protected


def checker_page(released: Released) -> str:
    """One HTML file; it stays in the room."""
    counted = Counter(each.reason for each in released.made.refused)
    return drawn(
        "checker.html.jinja",
        released,
        questions=list(_questions(released)),
        headings=[
            say("Output"),
            say("What it is"),
            say("Smallest count shown"),
            say("Small, or nobody"),
            say("Secondary"),
            say("Hidden otherwise"),
        ],
        outputs=list(_outputs(released)),
        reasons=[(say(REASONS[reason]), n) for reason, n in counted.most_common()],
    )


def _questions(released: Released) -> Iterator[tuple[str, str]]:
    rules, of = released.inputs.rules, released.protected
    shown = [n for each in of.values() for n in _shown(each)]
    yield say("Which rules?"), " ".join([f"{rules.preset}.", *rules_said(released)])
    yield say("How many counts are shown, and how many hidden?"), f"{len(shown)}; {sum(len(each.hidden) for each in of.values())}"
    yield say("What is the smallest count that is shown (minimum threshold)?"), str(min((n for n in shown if n), default="-"))
    yield say("Are zeros shown (class disclosure)?"), _zeros(released)
    yield (
        say("Are tables linked, and can they be differenced?"),
        say("Yes: all counts of all tables, models and means stand in one system of equations."),
    )
    yield say("Can a hidden count be worked out?"), _narrowest(released)
    yield say("How was that found?"), _how(released)
    yield (
        say("Does one person dominate a sum or a mean?"),
        say("No: sums and means of which one person has more than {percent}% are hidden.", percent=f"{100 * rules.dominance:g}"),
    )
    yield (
        say("Do models have residual degrees of freedom?"),
        say(
            "Yes: {n} or more, counted as patterns of characteristics (of times: events) less coefficients; crude ones are shown only "
            "where the counts that they tell are shown, or as means of groups.",
            n=rules.min_df,
        ),
    )
    yield (
        say("Are there least or largest values, dates or points of single persons?"),
        say("No. No table or figure that has any is released."),
    )
    yield (
        say("What does the check not know?"),
        say(
            "What was released before, or by others, from the same records; and what a reader knows of single persons. Adjusted odds ratios, "
            "ratios of hazards and differences of means are taken to tell no counts but the least that the rules ask for; adjusted risks stand "
            "only where the counts of their groups do."
        ),
    )


def _shown(protected: Protected) -> list[int]:
    return [protected.counted.count(k) for k in protected.shown]


def _zeros(released: Released) -> str:
    n = sum(1 for each in released.protected.values() for count in _shown(each) if count == 0)
    if not n:
        return say("No zero is shown.")
    return say("{n} zeros are shown: such as follow from the definitions, are of missing values, or are allowed by the rules.", n=n)


def _narrowest(released: Released) -> str:
    width = min(each.narrowest for each in released.protected.values())
    if isinf(width):
        return say("Nothing is hidden, or nothing bounds what is.")
    return say(
        "No: for who knows all that is released, the count that can be bounded closest has {n} persons between its least and its most.",
        n=int(width),
    )


def _how(released: Released) -> str:
    guarded = sum(len(each.guarded) for each in released.protected.values())
    text = say(
        "By two linear programs for each of {n} counts, printed or not, that must not be known (SciPy's HiGHS): the least and the most "
        "that fit all that is released, zeros by definition, printed means and standard deviations within their rounding.",
        n=guarded,
    )
    if all(each.exact for each in released.protected.values()):
        return text
    return f"{text} {say('There are too many variables to link all tables through all others; each is linked with each that shares variables.')}"


def _outputs(released: Released) -> Iterator[list[str]]:
    made = released.made
    reasons: dict[str, Counter] = {}
    for each in made.refused:
        reasons.setdefault(each.exhibit, Counter())[each.reason] += 1
    for name, title in [(each.name, each.title) for each in (*made.tables, *made.pictures)]:
        found = reasons.get(name, Counter())
        primary = found[SMALL] + found[ZERO]
        shown = [
            of.counted.count(each.key)
            for of in released.protected.values()
            for each in of.wanted
            if each.exhibit == name and each.key in of.shown
        ]
        least = str(min((n for n in shown if n), default="-"))
        others = sum(found.values()) - primary - found[OTHERS]
        yield [title, say(made.methods.get(name, "")), least, str(primary), str(found[OTHERS]), str(others)]
