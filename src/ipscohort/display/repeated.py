"""How models of employment in every week or month are named, alike in table, figure and report."""

from __future__ import annotations

from ipscohort.config.repeated import Repeated
from ipscohort.display.naming import Naming
from ipscohort.words import later, say

APPROACHES = {
    "gee_ar1": later("Marginal, correlation falling with time (AR(1))"),
    "gee_exchangeable": later("Marginal, one correlation for all pairs (exchangeable)"),
    "gee_independence": later("Marginal, no correlation assumed (independence)"),
    "mixed": later("Conditional, random intercept of each person"),
}
"""Approach -> its row."""
TIMES = {
    ("linear", "time"): later("per {unit}"),
    ("quadratic", "time"): later("per {unit}, straight part"),
    ("quadratic", "time_squared"): later("per {unit}, squared part"),
    ("logarithm", "time"): later("per unit of the logarithm of the {unit}'s number"),
}
"""Form of time and term -> its row."""
TWO_ODDS = later(
    "Marginal odds ratios compare the odds of groups: crude ones of all persons of a group, adjusted ones of persons who are alike in the confounders "
    "(the coefficient of the exposure beside them: not standardised to one mix of persons); over time they are one ratio of all weeks or months. "
    "Conditional ones compare the odds of a person at one level with those of a person of the same intercept (and confounders) at another. With intercepts that vary, conditional ones lie further from 1: neither is a bias of the other, and they "
    "are not compared with one another."
)


def main_approach(correlations: list[str]) -> str:
    """The marginal model that sentences and curves are from."""
    return f"gee_{correlations[0]}"


def approach_word(approach: str) -> str:
    """An approach's row."""
    return say(APPROACHES[approach])


def score_label(names: Naming, repeated: Repeated, score: str) -> str:
    """How a score is named: by its own label, or that of its first wave's variable."""
    declared = repeated.scores[score]
    return declared.label or names.label(next(iter(declared.waves.values())))
