"""refit.sps: the regressions that SPSS and PSPP both have, as syntax of data.sav; and refit_spss_only.sps with the rest, which PSPP lacks."""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.files.sav import spss_names
from ipscohort.verify.asked import Model
from ipscohort.verify.data import Data, Variable

MARK = "MODEL"
"""What the line that names a model begins with, in syntax and output."""
BETWEEN = " | "
LONGEST = 100


def dummies(data: Data, models: list[Model]) -> dict[tuple[str, str], str]:
    """(variable, level) -> the name of the 0/1 variable for it, for every level that some model compares with its reference."""
    wanted = dict.fromkeys(
        (term.name, level)
        for model in models
        for term in model.terms
        if term.is_factor
        for level in term.levels
        if level != model.reference_of(term)
    )
    number = {key: data.variables[key[0]].levels.index(key[1]) + 1 for key in wanted}
    taken = ["person", *(variable.spss for variable in data.variables.values())]
    names = spss_names([*taken, *(f"{data.variables[name].spss[:50]}_{number[name, level]}" for name, level in wanted)])
    return dict(zip(wanted, names[len(taken) :], strict=True))


def columns_of(model: Model, names: dict[tuple[str, str], str]) -> list[tuple[str, str, str]]:
    """Term, level ('' of a number) and SPSS variable of each coefficient, the intercept left out."""
    found = []
    for term in model.terms:
        if term.is_factor:
            found += [(term.name, level, names[term.name, level]) for level in term.levels if level != model.reference_of(term)]
        else:
            found.append((term.name, "", term.spss))
    return found


def spss_syntax(title: str, data: Data, models: list[Model], confidence: float) -> str:
    """Syntax that SPSS and PSPP both run: logistic regressions, and least squares of a number or its logarithm.

    Parameters
    ----------
    title : str
    data : Data
    models : list of Model
    confidence : float
    """
    names = dummies(data, models)
    lines = [
        _comment(title),
        _comment("The regressions estimated anew from data.sav, in SPSS or in PSPP; it holds no estimate itself"),
        _comment("In PSPP, in this folder: pspp -O format=csv -o refit_pspp.csv refit.sps"),
        _comment("Kaplan-Meier curves and other regressions stand in refit_spss_only.sps, as PSPP has no commands for them"),
        "",
        *_opening(data, names),
    ]
    for model in models:
        call = BOTH.get(model.spec.regression.model)
        if call:
            lines += ["", *_people(model), *call(model, [name for _, _, name in columns_of(model, names)], 100 * confidence)]
    return "\n".join(lines) + "\n"


def spss_only(title: str, data: Data, models: list[Model], by: list[str], confidence: float) -> str:
    """Syntax for SPSS alone: Kaplan-Meier and log-rank, and regressions that PSPP lacks.

    Parameters
    ----------
    title : str
    data : Data
    models : list of Model
    by : list of str
        Exposures of the curves.
    confidence : float
    """
    names = dummies(data, models)
    lines = [
        _comment(title),
        _comment(
            "What PSPP has no commands for: do not run this in PSPP. SPSS is not at hand where this was made, so that no run has tried it"
        ),
        _comment("Limits of a median differ: SPSS has estimate -/+ 1.96 standard errors, here they come from log-log limits of the curve"),
        "",
        *_opening(data, names),
        "",
        *_kaplan_meier([data.variables[name] for name in by]),
    ]
    for model in models:
        call = ONLY_SPSS.get(model.spec.regression.model)
        if call:
            lines += ["", *_people(model), *call(model, [name for _, _, name in columns_of(model, names)], 100 * confidence)]
        elif model.spec.regression.model not in BOTH:
            lines += ["", _comment(f"{model.title}: no syntax for this kind of regression")]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    plain = " ".join(text.split()).replace('"', "").replace("'", "").rstrip(".")
    return f"* {plain}."


def _text(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _opening(data: Data, names: dict[tuple[str, str], str]) -> list[str]:
    """The file, and a 0/1 variable for each level compared with a reference."""
    lines = ["GET FILE='data.sav'.", "SET FORMAT=F24.10.", "SET TVARS=NAMES."]
    lines += ["", _comment("For each level that is compared with a reference: 1 at this level, 0 at another")]
    for (name, level), dummy in names.items():
        variable = data.variables[name]
        lines.append(f"COMPUTE {dummy} = ({variable.spss} = {_code(variable, level)}).")
        lines.append(f"VARIABLE LABELS {dummy} {_text(f'{name}: {level}'[:200])}.")
    return [*lines, "EXECUTE."]


def _code(variable: Variable, level: str) -> str:
    """A level as data.sav holds it: see files.sav."""
    if variable.kind == "text":
        return _text(level)
    position = variable.levels.index(level)
    return str(position if variable.kind in ("yes_no", "flag") else position + 1)


def _people(model: Model) -> list[str]:
    """Who is in the model, for the next command alone."""
    spec, outcome = model.spec, model.outcome.spss
    lines = [_comment(model.title), f"ECHO {_text(f'{MARK} ' + BETWEEN.join((spec.name, spec.exposure, spec.adjustment)))}.", "TEMPORARY."]
    if model.workers:
        lines.append(f"SELECT IF (job_obtained = 1 OR (MISSING(job_obtained) AND {outcome} > 0)).")
    lines += [f"SELECT IF ({condition.variable.spss} {condition.holds})." for condition in model.conditions]
    lines += [f"SELECT IF (NOT MISSING({variable.spss}))." for variable in model.known]
    return lines


def _listed(names: list[str], indent: str = "    ") -> str:
    """Names on lines of bearable length."""
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > LONGEST:
            lines.append(indent)
        lines[-1] += f" {name}"
    return "\n".join(lines).lstrip(" ")


def _logistic(model: Model, columns: list[str], percent: float) -> list[str]:
    return [
        f"LOGISTIC REGRESSION VARIABLES = {model.outcome.spss} WITH {_listed(columns)}",
        f"  /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100) /PRINT = CI({percent:g}).",
    ]


def _least_squares(dependent: str, columns: list[str], percent: float) -> list[str]:
    return [
        f"REGRESSION /STATISTICS = COEFF CI({percent:g}) R ANOVA",
        f"  /DEPENDENT = {dependent}",
        f"  /METHOD = ENTER {_listed(columns)}.",
    ]


def _linear(model: Model, columns: list[str], percent: float) -> list[str]:
    return _least_squares(model.outcome.spss, columns, percent)


def _log_linear(model: Model, columns: list[str], percent: float) -> list[str]:
    return [f"COMPUTE logarithm = LN({model.outcome.spss}).", *_least_squares("logarithm", columns, percent)]


def _counted(model: Model, columns: list[str], distribution: str, covariance: str) -> list[str]:
    offset = f"COMPUTE log_time = LN({model.offset.spss})." if model.offset else ""
    return [
        *([offset] if offset else []),
        f"GENLIN {model.outcome.spss} WITH {_listed(columns)}",
        f"  /MODEL {_listed(columns)}",
        f"    DISTRIBUTION = {distribution} LINK = LOG{' OFFSET = log_time' if offset else ''}",
        f"  /CRITERIA SCALE = 1 COVB = {covariance} PCONVERGE = 1E-010(ABSOLUTE)",
        "  /PRINT SOLUTION.",
    ]


def _poisson(model: Model, columns: list[str], percent: float) -> list[str]:  # noqa: ARG001
    note = _comment("Robust errors are HC0 here: times the root of n / (n - number of coefficients), they are the HC1 of the study")
    return [*_counted(model, columns, "POISSON", "ROBUST"), note]


def _negative_binomial(model: Model, columns: list[str], percent: float) -> list[str]:  # noqa: ARG001
    return _counted(model, columns, "NEGBIN(MLE)", "MODEL")


def _cox(model: Model, columns: list[str], percent: float) -> list[str]:
    return [
        _comment("SPSS takes events at one time as Breslow did; the study says beside each estimate which way it took"),
        f"COXREG {model.outcome.spss} WITH {_listed(columns)}",
        f"  /STATUS = {model.event.spss}(1)",
        f"  /METHOD = ENTER {_listed(columns)}",
        f"  /PRINT = CI({percent:g}) /CRITERIA = BCON(0.0000000001) LCON(0) ITERATE(100).",
    ]


Call = Callable[[Model, list[str], float], list[str]]
BOTH: dict[str, Call] = {"logistic": _logistic, "linear": _linear, "log_linear": _log_linear}
"""Family -> its commands, which PSPP has too."""
ONLY_SPSS: dict[str, Call] = {"poisson": _poisson, "negative_binomial": _negative_binomial, "cox": _cox}
"""Family -> its commands, which only SPSS has."""


def _kaplan_meier(exposures: list[Variable]) -> list[str]:
    lines = [_comment("Time to the first job: curve, median and log-rank test")]
    lines.append("KM follow_time /STATUS = first_job_event(1) /PRINT TABLE MEAN /PERCENTILES.")
    for variable in exposures:
        lines += [
            f"KM follow_time BY {variable.spss} /STATUS = first_job_event(1)",
            "  /PRINT MEAN /PERCENTILES /TEST LOGRANK /COMPARE OVERALL.",
        ]
    return lines
