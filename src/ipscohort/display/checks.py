"""Checks of models in words: what each is, and what it means where it is well and where it is worth a look."""

from __future__ import annotations

from dataclasses import dataclass

from ipscohort.words import later


@dataclass(frozen=True)
class Words:
    """Of one check.

    Attributes
    ----------
    name : str
        What it is, as a row of a table is called.
    ok, look : str
        What it means where it is well, and where it is worth a look.
    count : bool
        Whether what is found is a number of persons.
    of_level : bool
        Whether it is about a level of the exposure.
    """

    name: str
    ok: str
    look: str
    count: bool = False
    of_level: bool = False


_IN_SAMPLE = later("Of the persons that the model was fitted to, so better than it would be for others (not corrected for optimism).")

WORDS: dict[str, Words] = {
    "model": Words(later("The model"), "", ""),
    "events_per_coefficient": Words(
        later("Events, or persons, per coefficient"),
        later("Enough for stable estimates."),
        later("Few for the number of coefficients: the estimates may be unstable."),
    ),
    "vif": Words(
        later("Variance inflation"),
        later("The variable can be told apart from the others of the model."),
        later("The variable goes together with others of the model, so that its interval is wide."),
    ),
    "influence": Words(
        later("Estimate without the person who moves it most"),
        later("No single person moves it to another side of no difference."),
        later("Much hangs on this person, who is named in internal/influence.csv."),
        of_level=True,
    ),
    "influence_sides": Words(
        later("Persons without whom the interval changes sides"),
        later("Whether the interval includes no difference hangs on no single person."),
        later("Whether the interval includes no difference hangs on single persons, who are named in internal/influence.csv."),
        count=True,
        of_level=True,
    ),
    "c_statistic": Words(
        later("C-statistic: how often a person with the outcome has the higher fitted probability than one without"), _IN_SAMPLE, _IN_SAMPLE
    ),
    "brier": Words(
        later("Brier score: mean squared distance of fitted probability and outcome; limit: without variables"),
        _IN_SAMPLE,
        later("The model's probabilities are no nearer to the outcomes than the overall share is."),
    ),
    "scaled_brier": Words(
        later("Brier score, scaled: by how much of it the model lowers that without variables"),
        _IN_SAMPLE,
        later("The model's probabilities are no nearer to the outcomes than the overall share is."),
    ),
    "firth": Words(
        later("Penalised (Firth) estimate beside, as events are few"),
        later("On the same side of no difference as the model's own interval."),
        later("On another side of no difference than the model's own interval: take that with care."),
        of_level=True,
    ),
    "breusch_pagan": Words(
        later("Equal spread of the residuals (Breusch-Pagan)"),
        later("No sign that the spread of the residuals hangs on the variables."),
        later("The spread of the residuals hangs on the variables: trust the interval with HC3 errors more."),
    ),
    "hc3": Words(
        later("Estimate with errors that allow for unequal spread (HC3)"),
        later("On the same side of no difference as the model's own interval."),
        later("On another side of no difference than the model's own interval: take that with care."),
        of_level=True,
    ),
    "cooks_distance": Words(
        later("Cook's distance, the largest"),
        later("Nobody moves the estimates of the model as a whole far."),
        later("One person moves the estimates of the model as a whole far."),
    ),
    "cooks_above": Words(
        later("Persons whose Cook's distance is above four divided by n"),
        later("Some are to be expected."),
        later("Some are to be expected."),
        count=True,
    ),
    "shapiro_wilk": Words(
        later("Normal distribution of the residuals (Shapiro-Wilk)"),
        later("No sign against it."),
        later("Not normally distributed: the interval is approximate in a small cohort; see the quantiles in the figure of checks."),
    ),
    "smearing": Words(
        later("Smearing factor (Duan)"),
        later("By this the exponential of a predicted logarithm is multiplied to predict a mean of the outcome."),
        "",
    ),
    "dispersion": Words(
        later("Variation of the counts (Pearson), against a Poisson model's"),
        later("No more than a Poisson model has it."),
        later("More than a Poisson model has it; the standard errors allow for that."),
    ),
}
"""Check -> its words."""
