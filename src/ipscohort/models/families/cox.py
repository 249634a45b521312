"""Cox regression of a time with an event: a hazard ratio by maximum partial likelihood, or Firth's penalised form.

Who is seen to the end without the event is censored. Source: Cox 1972, doi 10.1111/j.2517-6161.1972.tb00899.x.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ipscohort.display import printing
from ipscohort.models.families.base import Family, Hazards, Layout, LeftOut, NotFittedError, Solution, people
from ipscohort.models.families.logistic import HUGE_ERROR, LIMIT_LOST, NO_JOINT_TEST, OF_CONFOUNDER
from ipscohort.words import later, say, say_n

if TYPE_CHECKING:
    import numpy as np

    from ipscohort.models.families.risk_sets import RiskSets

METHODS = {
    "efron": later("Cox regression, maximum partial likelihood, ties by Efron, Wald interval"),
    "breslow": later("Cox regression, maximum partial likelihood, ties by Breslow, Wald interval"),
}
FIRTH = later(
    "Cox regression, Firth penalised partial likelihood, ties by Breslow, profile likelihood interval and penalised likelihood ratio test"
)
ALPHA = 0.05
"""p of the test of proportional hazards below which the estimate's warning says so."""
CHANGES = later(
    "There is evidence that the hazard ratio of {exposure} is not the same over the follow-up (test of proportional hazards: p {p}); if it is not, "
    "the one given is an average over it: look at the figure of proportional hazards."
)
OTHERS_CHANGE = later(
    "There is evidence that the hazard ratio of {terms} is not the same over the follow-up (test of proportional hazards of all terms together: "
    "p {all}; of {exposure} alone: p {p}); if it is not, those of the model are averages over it."
)
"""What is said where the test speaks against one hazard ratio: of the exposure, or of all terms together though not of the exposure."""
ONE_TIME = later("All events fall on one time: the hazard ratio compares who had the event then, and nothing of when.")
NEVER_TOGETHER = later("At no event were persons of {terms} and others at risk together, so that their hazards can't be compared.")
AT_RISK = 1e-10
"""Information per event, with all coefficients 0, that a column must have beside the others."""
DETERMINED = 1e-6
"""Share from which on a column has a part in one that others determine."""


def fit(problem: Any) -> Solution:
    """Maximum partial likelihood; penalised where that is monotone.

    Parameters
    ----------
    problem : Problem
        Its outcome is 1 for the event and 0 for censoring, with the time beside; there is at least one event.

    Raises
    ------
    NotFittedError
        Groups are never at risk together, or the estimation does not converge.
    """
    import numpy as np

    from ipscohort.models.families.risk_sets import RiskSets, newton

    scaled, back = problem.scaled(centre=True)
    event = problem.outcome > 0
    columns = list(range(1, scaled.shape[1]))  # without the intercept
    sets = RiskSets.of(scaled[:, columns], problem.time, event, problem.ties)
    found = _never_compared(sets, [c in problem.exposure for c in columns])
    never, lost = ([columns[i] for i in some] for some in found)
    notes = _told_apart(problem, never, lost)
    notes += [say(ONE_TIME)] if sets.n_times == 1 else []
    if never:
        columns = [c for c in columns if c not in never]
        sets = RiskSets.of(scaled[:, columns], problem.time, event, problem.ties)
    found = newton(sets, np.zeros(len(columns)))
    if found is None or not np.all(np.sqrt(np.linalg.inv(found[2]).diagonal()) < HUGE_ERROR):
        separated = [columns[i] for i in monotone_terms(sets)]
        if separated:
            return _embedded(_penalised(problem, columns, back, separated), columns, lost, back.shape[0], notes)
    if found is None:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    beta, moments, information = found
    unit = back[np.ix_(columns, columns)]
    covariance = np.linalg.inv(information)
    solution = problem.wald(beta, covariance, unit, METHODS[problem.ties], log_likelihood=moments.log_likelihood)
    return _embedded(_tested(problem, solution, found, columns, lost), columns, lost, back.shape[0], notes)


def _never_compared(sets: RiskSets, exposure: list[bool]) -> tuple[list[int], list[int]]:
    """Columns that the events tell nothing of.

    Returns
    -------
    dropped : list of int
        Columns that are the same for all at risk at every event, or determined by those before them; an exposure's count as the last.
    lost : list of int
        Columns of the exposure that can't be told: those dropped, and those that take other meaning without these.
    """
    import numpy as np

    (information,) = sets.at_estimate(np.zeros(len(exposure))).informations(np.ones(len(sets.at)))
    kept: list[int] = []
    found: list[int] = []
    lost: set[int] = set()
    for column in sorted(range(len(exposure)), key=lambda i: exposure[i]):
        by = np.linalg.solve(information[np.ix_(kept, kept)], information[kept, column]) if kept else np.empty(0)
        if information[column, column] - information[column, kept] @ by > AT_RISK * len(sets.at):
            kept.append(column)
            continue
        found.append(column)
        lost |= {i for i, share in zip([column, *kept], [1.0, *by], strict=True) if exposure[i] and abs(share) > DETERMINED}
    return sorted(found), sorted(lost)


def _told_apart(problem: Any, never: list[int], lost: list[int]) -> list[str]:
    """What is said of columns that are left out or have no estimate; refuse where no level of the exposure has one."""
    if lost and set(lost) == set(problem.exposure):
        raise NotFittedError(say(NEVER_TOGETHER, terms=say(" and ").join(problem.names(lost))))
    others = [i for i in never if i not in problem.exposure]
    said = [say(NEVER_TOGETHER, terms=name) for name in problem.names(lost)]
    if others:
        terms = say(" and ").join(problem.names(others))
        said.append(say("{terms} is not in the model: at no event were persons with and without it at risk together.", terms=terms))
    return said


def _tested(problem: Any, solution: Solution, found: tuple, columns: list[int], lost: list[int]) -> Solution:
    """The solution with the test of proportional hazards, and with what that warns of."""
    from ipscohort.models.families.proportional_hazards import GLOBAL, test_hazards

    beta, moments, information = found
    variables = [problem.design.terms[c].variable for c in columns]
    hazards = test_hazards(moments, information, beta, variables)
    exposure = problem.design.terms[problem.exposure[0]].variable
    p = {GLOBAL: 1.0, exposure: 1.0, **{name: each for name, _, _, each in hazards.tests if not math.isnan(each)}}
    shown = replace(hazards, residuals=hazards.residuals[:, [columns.index(c) for c in problem.exposure if c in columns and c not in lost]])
    notes = []
    if p[exposure] < ALPHA:
        notes = [say(CHANGES, exposure=problem.label(exposure), p=_p(p[exposure]))]
    elif p[GLOBAL] < ALPHA:
        named = [problem.label(name) for name, each in p.items() if each < ALPHA and name != GLOBAL]
        terms = say(" and ").join(named) or say("some term of the model")
        notes = [say(OTHERS_CHANGE, terms=terms, exposure=problem.label(exposure), all=_p(p[GLOBAL]), p=_p(p[exposure]))]
    return replace(solution, hazards=shown, warnings=[*solution.warnings, *notes], caution=bool(notes) or moments.sets.n_times == 1)


def _p(value: float) -> str:
    """'= 0.012', '< 0.001'."""
    text = printing.p_value(value)
    return f"< {text[1:]}" if text.startswith("<") else f"= {text}"


def monotone_terms(sets: RiskSets) -> list[int]:
    """Columns whose estimate is infinite: along some direction nobody at risk at any event lies beyond who had it.

    By linear programming, as for logistic models (Konis 2007); the condition is that of Bryson & Johnson 1981,
    doi 10.1080/00401706.1981.10487683.
    """
    import numpy as np
    from scipy.optimize import linprog

    first = sets.deaths[np.searchsorted(sets.at, np.arange(sets.n_times))]
    ahead = sets.matrix[first]
    last = np.repeat(np.arange(sets.n_times), sets.ends - sets.starts)  # the last time at which each person was at risk
    rows = np.concatenate([sets.matrix[start:end] for start, end in zip(sets.starts, sets.ends, strict=True)])
    below = np.unique(np.vstack([rows - ahead[last], ahead[1:] - ahead[:-1]]), axis=0)
    same = np.unique(sets.matrix[sets.deaths] - ahead[sets.at], axis=0)
    found = linprog(
        below.sum(axis=0), A_ub=below, b_ub=np.zeros(len(below)), A_eq=same, b_eq=np.zeros(len(same)), bounds=(-1.0, 1.0), method="highs"
    )
    return list(np.flatnonzero(np.abs(found.x) > 1e-6)) if found.status == 0 and found.fun < -1e-6 else []


def _penalised(problem: Any, columns: list[int], back: np.ndarray, separated: list[int]) -> Solution:
    """Firth's penalised partial likelihood, with profile interval and penalised likelihood ratio p.

    Source: Heinze & Schemper 2001, doi 10.1111/j.0006-341X.2001.00114.x.

    Raises
    ------
    NotFittedError
        Not even this converges.
    """
    import numpy as np

    scaled, _ = problem.scaled(centre=True)
    fitted, limits = _firth(problem, scaled[:, columns])
    beta, unit = fitted.coef_, back.diagonal()[columns]
    limits[(limits[:, 0] >= beta) | (limits[:, 1] <= beta)] = np.nan
    covariance = unit[:, None] * np.linalg.inv(_information(problem, scaled[:, columns], beta)) * unit
    notes = [_separation(problem.names(separated))]
    notes += [say(OF_CONFOUNDER)] if any(problem.design.terms[i].level for i in separated if i not in problem.exposure) else []
    notes += [] if np.isfinite(limits).all() else [say(LIMIT_LOST)]
    notes += [say(NO_JOINT_TEST)] if len(problem.exposure) > 1 else []
    return Solution(
        estimate=unit * beta,
        std_error=np.sqrt(covariance.diagonal()),
        conf_low=unit * limits[:, 0],
        conf_high=unit * limits[:, 1],
        statistic=(beta / fitted.lrt_bse_) ** 2,
        p_value=fitted.lrt_pvalues_,
        covariance=covariance,
        log_likelihood=math.nan,
        method=FIRTH,
        status="penalised",
        warnings=notes,
        hazards=Hazards(warning=say("Proportional hazards are not tested, as the estimates are penalised.")),
    )


def _firth(problem: Any, matrix: np.ndarray) -> tuple[Any, np.ndarray]:
    """The penalised fit, and its profile limits: NaN where the profile is flat, as of a single event."""
    import warnings

    import numpy as np
    from firthmodels import FirthCoxPH

    broken = (np.linalg.LinAlgError, ValueError, RuntimeError)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for tolerance in (1e-9, 1e-6):
            model = FirthCoxPH(backend="numpy", max_iter=1000, gtol=tolerance, xtol=1e-7)
            try:
                fitted = model.fit(matrix, (problem.outcome > 0, problem.time))
                if fitted.converged_ and np.isfinite(fitted.lrt().lrt_pvalues_).all():
                    break
            except broken:
                continue
        else:
            raise NotFittedError(say("The groups separate who had the event, and the penalised estimation did not converge either."))
        try:
            return fitted, fitted.conf_int(alpha=1 - problem.confidence, method="pl", max_iter=1000, tol=1e-9)
        except broken:
            return fitted, np.full((matrix.shape[1], 2), np.nan)


def _information(problem: Any, matrix: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """Information of the partial likelihood at penalised estimates, ties by Breslow as these have them."""
    import numpy as np

    from ipscohort.models.families.risk_sets import RiskSets

    sets = RiskSets.of(matrix, problem.time, problem.outcome > 0, "breslow")
    return sets.at_estimate(beta).informations(np.ones(len(sets.at)))[0]


def _separation(names: list[str]) -> str:
    """The sentence for a monotone likelihood."""
    return say_n(
        "At each event, {terms} tells who had it from the others at risk in one direction (separation), so that maximum likelihood has no "
        "finite estimate; penalised (Firth) estimates stand instead.",
        "At each event, {terms} tell who had it from the others at risk in one direction (separation), so that maximum likelihood has no "
        "finite estimate; penalised (Firth) estimates stand instead.",
        len(names),
        terms=say(" and ").join(names) or say("the terms together"),
    )


def _embedded(solution: Solution, columns: list[int], lost: list[int], k: int, notes: list[str]) -> Solution:
    """A solution of some columns as one of all k: the others, and those lost, have no estimate."""
    import numpy as np

    def whole(values: np.ndarray) -> np.ndarray:
        out = np.full(k, np.nan)
        out[columns] = values
        out[lost] = np.nan
        return out

    covariance = np.full((k, k), np.nan)
    covariance[np.ix_(columns, columns)] = solution.covariance
    names = ("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value")
    numbers = {name: whole(getattr(solution, name)) for name in names}
    return replace(solution, **numbers, covariance=covariance, warnings=[*solution.warnings, *notes])


def _nobody(event: np.ndarray) -> str:
    """Why hazards can't be compared; empty where they can."""
    if event.any():
        return ""
    return say("Nobody of the {people} in the model had the event, so hazards can't be compared.", people=people(len(event)))


FAMILY = Family(
    name="cox",
    regression=later("Cox regression"),
    about=(
        "Cox: hazard ratios of a time with an event, such as the time to the first job of everybody, who leaves without one being censored; "
        "with `ties`, and of any other time with `event`."
    ),
    outcome="time",
    fit=fit,
    exponentiated=True,
    coefficient=later("log hazard ratio"),
    effect=later("hazard ratio"),
    joint_test=later("chi-squared"),
    leaves_out=(LeftOut("< 0", later("below 0, which is no time"), lambda time: time < 0),),
    refuses=_nobody,
    intercept=False,
    layout=Layout(
        title=later("Cox regressions"),
        caption=later("Hazard ratios of each exposure, crude and adjusted, with events and persons at each level and who was left out."),
        ratio=later("HR"),
        counted=later("Events / n"),
        notes=(
            later(
                "HR: hazard ratio, of having the event next among those who have not had it yet, by maximum partial likelihood unless a note says "
                "otherwise; Wald interval and p. Who was not seen to have the event is censored when last seen. Events / n: persons with the event of "
                "those in the model."
            ),
            later(
                "Proportional hazards: p of the score test of whether the hazard ratio stays the same over follow-up, in the time scale of the "
                "Kaplan-Meier estimate (as R's cox.zph), of the exposure and of all terms of the model together. A large p is no evidence that it "
                "stays the same: with few events the test misses most changes."
            ),
        ),
    ),
)
