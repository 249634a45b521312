"""What a reader must know of imputed values and pooled estimates, each in a sentence."""

from __future__ import annotations

from math import ceil

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.models.imputation.chained import Imputed, TooFewError, coefficients_of
from ipscohort.models.imputation.rubin import Pooled
from ipscohort.models.imputation.variables import LOGISTIC, MATCHED, ORDINAL, Variable
from ipscohort.models.sample import label_of
from ipscohort.words import later, say, say_n

FEW_COMPLETE = 0.5
"""Share of complete cases below which it is said."""
CONVERGED = 1.2
"""Potential scale reduction above which iterations have not converged."""
NOISE = 0.1
"""Monte Carlo error, as a share of the standard error, above which it is said."""
TOO_FEW = later("{label} is known of {known} persons only, too few for the {k} coefficients of its imputation model, so it is not imputed.")
NO_MODEL = later(
    "The imputation model of {label} has no estimate, as too few persons have it for all that it is told from, so it is not imputed."
)
NOT_NEEDED = later("Nobody in this regression misses {label}, so the method {method} that the settings name for it is not used.")
SEPARATED = later(
    "{label} is told without exception by the other variables in some persons (separation): the people of little weight that are added to each "
    "imputation model of levels keep its coefficients finite, and its imputed values lean on them."
)
NOT_CONVERGED = later(
    "The iterations of {label} have not converged (potential scale reduction {value}, above {limit}): raise models.imputation.iterations."
)
FEW_KNOWN = 5
"""Persons who have a variable, for each coefficient of its imputation model, below which it is said."""
FEW_FOR_MODEL = later("{label} is known of {known} persons, fewer than {few} for each of the {k} coefficients of its imputation model.")
FEW_DONORS = later("{label} has {n} different known values only, from which all imputed ones are taken.")


def too_few(few: TooFewError, codebook: Codebook) -> str:
    """Why a variable known of few persons is not imputed."""
    return say(TOO_FEW, label=label_of(few.variable, codebook), known=few.known, k=few.coefficients)


def no_model(variable: str, codebook: Codebook) -> str:
    """Why a variable whose imputation model has no estimate is not imputed."""
    return say(NO_MODEL, label=label_of(variable, codebook))


def of_variable(variable: Variable, imputed: Imputed | None, codebook: Codebook, named: str = "") -> list[str]:
    """What is to be said of one variable: why it is not imputed, few who have it, separation, iterations that go on.

    Parameters
    ----------
    variable : Variable
    imputed : Imputed or None
    codebook : Codebook
    named : str
        The method that the settings name for it.
    """
    if not variable.missing.any():
        return [say(NOT_NEEDED, label=label_of(variable.name, codebook), method=named)] if named else []
    if variable.why or imputed is None or not variable.method:
        return [variable.why] if variable.why else []
    label, found = label_of(variable.name, codebook), []
    values = variable.values[~variable.missing]
    coefficients = coefficients_of(variable, imputed.designs[variable.name].shape[1])
    if len(values) < FEW_KNOWN * coefficients:
        found.append(say(FEW_FOR_MODEL, label=label, known=len(values), few=FEW_KNOWN, k=coefficients))
    if variable.method == MATCHED:
        distinct = len(np.unique(values))
        found += [say(FEW_DONORS, label=label, n=distinct)] if distinct < FEW_VALUES else []
    elif _separated(variable.method, values, imputed.designs[variable.name]):
        found.append(say(SEPARATED, label=label))
    reduction = imputed.scale_reduction[variable.name]
    if reduction > CONVERGED:
        found.append(say(NOT_CONVERGED, label=label, value=number(reduction, 2), limit=number(CONVERGED, 1)))
    return found


FEW_VALUES = 5
"""Different values below which predictive mean matching has little to choose from."""


def _separated(method: str, codes: np.ndarray, design: np.ndarray) -> bool:
    """Whether the maximum likelihood of a model of levels would be infinite, level by level or cut by cut."""
    from firthmodels import detect_separation

    if design.shape[1] < 2:
        return False
    levels = range(1, int(codes.max()) + 1) if method in (LOGISTIC, ORDINAL) else range(int(codes.max()) + 1)
    splits = ((codes == level) if method not in (LOGISTIC, ORDINAL) else (codes >= level) for level in levels)
    return any(bool(detect_separation(design[:, 1:], split.astype(float)).separation) for split in splits)


def of_model(n: int, complete: int) -> list[str]:
    """That complete cases are few."""
    if complete == 0:
        return [say("Nobody of the {n} persons has all values of the model, so the estimate rests on the imputation models alone.", n=n)]
    if complete >= FEW_COMPLETE * n:
        return []
    return [
        say("Only {complete} of {n} persons have all values of the model, so much rests on the imputation models.", complete=complete, n=n)
    ]


def nobody() -> str:
    """That there is nothing to impute."""
    return say("Nobody in the model misses a value, so nothing is imputed: this is the estimate of the complete cases.")


def of_pooled(pooled: Pooled, m: int) -> list[str]:
    """Too few imputations for what is missing, and an estimate that another seed would move."""
    share, found = float(pooled.missing_share[0]), []
    advised = ceil(100 * share - 1e-9)
    if advised > m:
        told = {"share": number(100 * share, 0), "m": m, "advised": advised}
        found.append(
            say(
                "{share}% of the variance of the estimate is from missing values (lambda): {advised} imputations or more are advised, not {m}.",
                **told,
            )
        )
    noise = float(pooled.monte_carlo[0] / pooled.std_error[0])
    if noise > NOISE:
        found.append(
            say(
                "With another seed the coefficient would move by about {move} ({share}% of its standard error): raise models.imputation.m.",
                move=number(float(pooled.monte_carlo[0]), 3),
                share=number(100 * noise, 0),
            )
        )
    return found


def of_fits(warnings: list[list[str]]) -> list[str]:
    """What the models of the data sets are warned of: as it is where it is of all, else in how many with the first; each once."""
    found: dict[str, int] = {}
    for each in warnings:
        for text in dict.fromkeys(each):
            found[text] = found.get(text, 0) + 1
    everywhere = [text for text, n in found.items() if n == len(warnings)]
    some = next((text for text in found if text not in everywhere), None)
    if some is None:
        return everywhere
    n = sum(any(text not in everywhere for text in each) for each in warnings)
    return [*everywhere, say("In {n} of {m} imputed data sets the model has a warning; the first: {text}", n=n, m=len(warnings), text=some)]


def in_one(text: str) -> str:
    """A level that is small in one data set, of an exposure that is imputed."""
    return say("In an imputed data set: {text}", text=text)


def penalised() -> list[str]:
    """That the two estimates side by side differ in method."""
    return [
        say(
            "The estimate of complete cases is penalised (Firth), as a group separates the outcome among them; the pooled one is by maximum likelihood, as "
            "none does in the imputed data sets. The two differ in method too."
        )
    ]


def no_joint_test() -> list[str]:
    """Why the levels have no joint test."""
    return [say("The joint test of all levels is not given, as imputations or persons are too few for it.")]


def failed(reasons: list[str], data_sets: int) -> str:
    """Why there is no pooled estimate; empty where every data set gave one."""
    if not reasons:
        return ""
    first = reasons[0]
    if data_sets == 1:
        return say("No estimate with imputed values. {why}", why=first)
    return say(
        "No pooled estimate, as the model has none by maximum likelihood in {n} of {m} imputed data sets. {why}",
        n=len(reasons),
        m=data_sets,
        why=first,
    )


def separated(names: list[str]) -> str:
    """Why a logistic model of a data set has no estimate."""
    terms = say(" and ").join(names) or say("The terms together")
    return say_n(
        "{terms} predicts the outcome without exception in some persons (separation).",
        "{terms} predict the outcome without exception in some persons (separation).",
        len(names),
        terms=terms,
    )


def only_penalised() -> str:
    """Why a model of times in a data set has no estimate that is pooled."""
    return say(
        "A group tells who had the event without exception (separation), so that only a penalised estimate is finite, and these are not pooled."
    )


def level_lost(level: str, lost: int, data_sets: int) -> str:
    """Why a level has no pooled estimate."""
    return say("Nobody at '{level}' in {n} of {m} imputed data sets, so no pooled estimate.", level=level_word(level), n=lost, m=data_sets)
