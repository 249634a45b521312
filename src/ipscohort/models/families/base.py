"""What a family of models is: what it can be of, how it is fitted, and how its estimates are called and printed.

Settings, tables and figures read the same record, so nothing here or in a family's file loads a statistics library
before a model is fitted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ipscohort.words import say, say_n

if TYPE_CHECKING:
    import numpy as np

OutcomeKind = Literal["yes_no", "number", "count", "time"]
"""A yes/no outcome and a time to an event have events, a count has a total, a number has neither."""

NEEDS = {"yes_no": "a yes/no outcome", "number": "a number", "count": "a number", "time": "a time (a number)"}
"""Kind of outcome -> what the settings must name, in words."""


class NotFittedError(Exception):
    """The model has no estimate; the message says why, in an epidemiologist's words."""


@dataclass(frozen=True)
class Solution:
    """Estimates of one fitted model, one entry per column of the design matrix.

    Attributes
    ----------
    estimate, std_error, conf_low, conf_high, statistic, p_value : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
    log_likelihood : float
        NaN for a penalised fit, whose likelihood is not comparable.
    method : str
    status : {"fitted", "penalised"}
    r_squared, residual_df, dispersion : float
        NaN where the model has none; without residual degrees of freedom, tests are z and chi-squared, else t and F.
    warnings : list of str
        What a reader must know of the whole model.
    profile_low, profile_high : ndarray, shape (k,), or None
        Profile likelihood limits beside those of the method; NaN for terms other than the exposure's.
    caution : bool
        Whether a check of the model failed, so that its estimates are to be read with care.
    hazards : Hazards or None
        What was found of proportional hazards; None of a family that has no hazards.
    """

    estimate: np.ndarray
    std_error: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    statistic: np.ndarray
    p_value: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    method: str
    status: Literal["fitted", "penalised"] = "fitted"
    r_squared: float = float("nan")
    residual_df: float = float("nan")
    dispersion: float = float("nan")
    warnings: list[str] = field(default_factory=list)
    profile_low: np.ndarray | None = None
    profile_high: np.ndarray | None = None
    caution: bool = False
    hazards: Hazards | None = None


@dataclass(frozen=True)
class Hazards:
    """Whether the hazards of one model are proportional.

    Attributes
    ----------
    tests : tuple of (str, float, int, float)
        Variable (or `global`), chi-squared, degrees of freedom and p of each test; none where there could be none.
    warning : str
        Why there are none; empty where there are.
    times : ndarray, shape (events,)
        When each event was.
    residuals : ndarray, shape (events, exposure's columns)
        Scaled Schoenfeld residuals: about what each event says of the coefficient at its time.
    """

    tests: tuple[tuple[str, float, int, float], ...] = ()
    warning: str = ""
    times: np.ndarray | None = None
    residuals: np.ndarray | None = None


@dataclass(frozen=True)
class LeftOut:
    """Values of the outcome that the model can't take: who has one is left out, counted and named.

    Attributes
    ----------
    key : str
        What follows the outcome's name in the table of exclusions, such as '<= 0'.
    words : str
        What follows its label in a sentence.
    which : callable
        Outcome as floats -> mask.
    """

    key: str
    words: str
    which: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Expected:
    """What a model expects of a person, on the outcome's own scale: from it come absolute differences.

    Attributes
    ----------
    inverse : callable
        Linear predictor -> what is expected, and its derivative.
    what : str
        Such as 'risk'.
    scale : {"plain", "log", "logit"}
        On which scale its confidence limits are symmetric.
    ratio : bool
        Whether the ratio of two is told beside their difference: where it is another than the model's own effect.
    smeared : bool
        Whether it has to be brought back from logarithms by a smearing factor.
    refitted : {"least_squares", "newton", "not"}
        How all draws of a bootstrap are fitted: by least squares, by Newton's method (with the canonical link), or not at all.
    """

    inverse: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
    what: str
    scale: Literal["plain", "log", "logit"]
    ratio: bool = False
    smeared: bool = False
    refitted: Literal["least_squares", "newton", "not"] = "least_squares"

    @property
    def approaches(self) -> tuple[str, ...]:
        """How its means are told, as the tidy files name it, the one that is read first: plain least squares where the way back is uncertain."""
        return ("plain", "model") if self.smeared else ("model",)


@dataclass(frozen=True)
class Layout:
    """How a family's table is laid out; its texts are marked with `later`, to be said where they are shown.

    Attributes
    ----------
    title, caption : str
    coefficient : str
        Heading of the coefficient; empty where it is not shown.
    ratio : str
        Heading of exp(coefficient); empty where it is not shown.
    counted : str
        Heading of events (or the total) beside n; empty where there are none.
    r_squared : bool
        Whether the model has one.
    notes : tuple of str
        What the headings mean.
    """

    title: str
    caption: str
    notes: tuple[str, ...]
    coefficient: str = ""
    ratio: str = ""
    counted: str = ""
    r_squared: bool = False


@dataclass(frozen=True)
class Family:
    """One family of models. A new one is a file with its record, and a line in the registry; what readers see of it is marked with `later`.

    Attributes
    ----------
    name : str
        As the settings write it.
    regression : str
        Such as 'logistic regression'.
    about : str
        A sentence for the documentation of the settings.
    outcome : {"yes_no", "number", "count", "time"}
    fit : callable
        Problem (ipscohort.models.solve) -> Solution; raises NotFittedError.
    exponentiated : bool
        Whether exp(coefficient) is what is read: a ratio with 1 for no difference, on a log axis.
    coefficient : str
        The coefficient in words, such as 'log odds ratio'.
    effect : str
        What is read, in words, such as 'odds ratio' or 'difference in means'.
    effect_per_time : str
        The same where an offset of observed time is given; empty where the family takes none.
    joint_test : str
        Such as 'chi-squared': the joint test of several coefficients.
    layout : Layout
    checks : str
        Which checks its fits have, of those in models/diagnostics: yes_no, least_squares, count; empty for none.
    takes_zero : bool
        Whether somebody who did not work, with 0 time worked, can be in the model.
    leaves_out : tuple of LeftOut
    refuses : callable
        Outcome of the complete cases -> why there can be no model; empty where there can. None: there always can.
    transform : callable
        Outcome -> what is modelled; the same where it is None.
    expected : Expected or None
        None: the model has no absolute differences.
    intercept : bool
        Whether the model has one.
    """

    name: str
    regression: str
    about: str
    outcome: OutcomeKind
    fit: Callable[[Any], Solution]
    exponentiated: bool
    coefficient: str
    effect: str
    joint_test: str
    layout: Layout
    effect_per_time: str = ""
    checks: str = ""
    takes_zero: bool = True
    leaves_out: tuple[LeftOut, ...] = ()
    refuses: Callable[[np.ndarray], str] | None = None
    transform: Callable[[np.ndarray], np.ndarray] | None = None
    expected: Expected | None = None
    intercept: bool = True

    @property
    def has_events(self) -> bool:
        """Whether persons have the outcome or not; of a time, whether it ended with the event."""
        return self.outcome in ("yes_no", "time")

    @property
    def variable_type(self) -> Literal["yes_no", "number"]:
        """Type of variable that the outcome must be."""
        return "yes_no" if self.outcome == "yes_no" else "number"

    @property
    def needs(self) -> str:
        """The same in words."""
        return NEEDS[self.outcome]

    @property
    def null(self) -> float:
        """The value of no difference."""
        return 1.0 if self.exponentiated else 0.0

    @property
    def columns(self) -> tuple[str, str, str]:
        """Columns of ESTIMATES that hold what is read, with its limits."""
        return ("ratio", "ratio_low", "ratio_high") if self.exponentiated else ("estimate", "conf_low", "conf_high")

    @property
    def least_squares(self) -> bool:
        """Whether coefficients are weighted sums of the outcome as it is modelled."""
        return self.layout.r_squared

    @property
    def table(self) -> str:
        """Name of its table."""
        return f"regressions_{self.name}"

    def effect_of(self, offset: str | None) -> str:
        """What is read, in words, with an offset or without."""
        return say(self.effect_per_time if offset else self.effect)

    def coefficient_of(self, offset: str | None) -> str:
        """The coefficient in words, with an offset or without."""
        return say("log {ratio}", ratio=say(self.effect_per_time)) if offset else say(self.coefficient)


def logarithm(expected: np.ndarray) -> np.ndarray:
    """The natural logarithm, without loading NumPy for who only reads what a family is."""
    import numpy as np

    return np.log(expected)


def exponential(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """exp, and its derivative."""
    import numpy as np

    found = np.exp(predictor)
    return found, found


def people(n: int) -> str:
    """'1 person', '2 persons'."""
    return say_n("{n} person", "{n} persons", n)
