"""refit.R: every regression and curve as a plain call of base R and `survival`, so that a reviewer can read it and run one alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from ipscohort.verify.asked import Model, curves
from ipscohort.verify.data import TIMES, Data, Variable

HELPERS = Path(__file__).with_name("helpers.R")
NO_CALL = "this kit has no call for this kind of regression"
UTF_8 = 'if (!l10n_info()[["UTF-8"]]) invisible(Sys.setlocale("LC_CTYPE", "C.UTF-8"))    # names here have letters beyond a to z'
RESERVED = {"if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL", "Inf", "NaN", "NA", "in"}
WIDTH, LONGEST = 120, 100
TIME = 'Surv(follow_time, first_job_event == "yes")'


def quoted(text: str) -> str:
    """Text as R reads it on any system."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(c if " " <= c <= "~" else f"\\U{{{ord(c):x}}}" for c in plain) + '"'


def name_of(variable: Variable) -> str:
    """A variable's name as R reads it."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9._]*", variable.name) and variable.name not in RESERVED
    escaped = variable.name.replace("\\", "\\\\").replace("`", "\\`").replace("\n", "\\n")
    return variable.name if plain else f"`{escaped}`"


def vector(values: Iterable[str]) -> str:
    """c("a", "b")."""
    return f"c({', '.join(quoted(value) for value in values)})"


def _is_yes(variable: Variable) -> str:
    return f'{name_of(variable)} == "yes"'


def _right(model: Model) -> str:
    offset = [f"offset(log({name_of(model.offset)}))"] if model.offset else []
    return " + ".join([*(name_of(term) for term in model.terms), *offset])


def _call(function: str, left: str, model: Model, *more: str) -> str:
    """A call, on several lines where it is long."""
    formula, rest = f"{left} ~ {_right(model)}", ", ".join((*more, "data = people"))
    line = f"{function}({formula}, {rest})"
    return line if len(line) <= LONGEST else f"{function}(\n  {formula},\n  {rest}\n)"


def _logistic(model: Model) -> str:
    return _call("glm", _is_yes(model.outcome), model, "family = binomial", "control = exact")


def _linear(model: Model) -> str:
    return _call("lm", name_of(model.outcome), model)


def _log_linear(model: Model) -> str:
    return _call("lm", f"log({name_of(model.outcome)})", model)


def _poisson(model: Model) -> str:
    return _call("glm", name_of(model.outcome), model, "family = poisson", "control = exact")


def _negative_binomial(model: Model) -> str:
    return _call("negative_binomial", name_of(model.outcome), model)


def _cox(model: Model) -> str:
    ties = quoted(model.spec.regression.ties or "efron")
    time = f"Surv({name_of(model.outcome)}, {_is_yes(model.event)})"
    return _call("coxph", time, model, f"ties = {ties}", "control = coxph.control(eps = 1e-12, iter.max = 100)")


CALLS: dict[str, Callable[[Model], str]] = {
    "logistic": _logistic,
    "linear": _linear,
    "log_linear": _log_linear,
    "poisson": _poisson,
    "negative_binomial": _negative_binomial,
    "cox": _cox,
}
"""Family -> its call in R, of `people`. A family without one is named as not refitted."""
ROBUST = {"poisson": "hc1(fit)"}
"""Families whose standard errors are not those of the fit."""


def r_script(title: str, data: Data, models: list[Model], by: list[str], times: list[float], confidence: float) -> str:
    """The script.

    Parameters
    ----------
    title : str
        Of the study.
    data : Data
    models : list of Model
    by : list of str
        Exposures of the curves.
    times : list of float
        At which the share without a job is told.
    confidence : float
    """
    references = _references(models)
    parts = [
        _head(title),
        _read(data, references, confidence),
        HELPERS.read_text(encoding="utf-8").rstrip(),
        _rule("Regressions: one call each"),
    ]
    parts += [_regression(model, references) for model in models]
    parts += [_rule("Time to the first job: Kaplan-Meier with log-log limits, and log-rank tests"), *_survival(data, by, times), _write()]
    return "\n\n".join(parts) + "\n"


def _rule(heading: str) -> str:
    return f"# ---- {heading} ".ljust(WIDTH, "-")


def _line(text: str) -> str:
    """Text for a comment, which ends with its line."""
    return " ".join(text.split())


def _head(title: str) -> str:
    return "\n".join(
        [
            f"# {_line(title)}",
            "# Every regression and Kaplan-Meier curve of the study, estimated anew from data.csv in R.",
            "#",
            "# To run it: Rscript refit.R in this folder, or open it in R with this folder as working directory. It takes the package",
            "# survival, which comes with R, and MASS, which does too, where there is a negative binomial regression. It leaves",
            "# refit_r.csv. It holds no estimate itself: each comes from a call below, which can be run alone once the lines before the",
            "# first of them have been run.",
        ]
    )


def _read(data: Data, references: dict[str, str], confidence: float) -> str:
    lines = [
        "library(survival)",
        *([] if all(name.isascii() for name in data.variables) else [UTF_8]),
        "",
        'if (!file.exists("data.csv")) stop("data.csv is not here: set the working directory to the folder of this script.")',
        'everybody <- read.csv("data.csv", encoding = "UTF-8", na.strings = "", check.names = FALSE, stringsAsFactors = FALSE)',
        f"confidence <- {confidence:g}",
        "",
        "# Categories: the reference first, then the other levels in their order.",
    ]
    for variable in data.variables.values():
        if variable.is_factor:
            reference = references.get(variable.name, variable.levels[0])
            levels = [reference, *(level for level in variable.levels if level != reference)]
            column = f"everybody${name_of(variable)}"
            lines.append(f"{column} <- factor({column}, levels = {vector(levels)})")
    return "\n".join(lines)


def _references(models: list[Model]) -> dict[str, str]:
    """The reference of each factor: that of the first model with it; one that has another sets it itself."""
    found: dict[str, str] = {}
    for model in models:
        for term in model.terms:
            if term.is_factor:
                found.setdefault(term.name, model.reference_of(term))
    return found


def _regression(model: Model, references: dict[str, str]) -> str:
    spec = model.spec
    lines = [f"# {_line(model.title)}", f"people <- known({_population(model)}, {vector(v.name for v in model.known)})"]
    for term in model.terms:
        if term.is_factor and references[term.name] != model.reference_of(term):
            lines.append(f"people <- against(people, {quoted(term.name)}, {quoted(model.reference_of(term))})")
    call = CALLS.get(spec.regression.model)
    lines.append(f"fit <- attempt({call(model) if call else f'stop({quoted(NO_CALL)})'})")
    robust = f", covariance = {ROBUST[spec.regression.model]}" if spec.regression.model in ROBUST else ""
    lines.append(f"note(fit, {', '.join(quoted(text) for text in (spec.name, spec.exposure, spec.adjustment))}{robust})")
    return "\n".join(lines)


def _population(model: Model) -> str:
    outcome = name_of(model.outcome)
    who = [f'(job_obtained == "yes" | (is.na(job_obtained) & {outcome} > 0))'] if model.workers else []
    who += [f"{name_of(condition.variable)} {condition.holds}" for condition in model.conditions]
    return f"subset(everybody, {' & '.join(who)})" if who else "everybody"


def _survival(data: Data, by: list[str], times: list[float]) -> list[str]:
    at = f"c({', '.join(f'{time:.15g}' for time in times)})"
    parts = []
    for exposure, level in curves(by, data):
        people = f"known(everybody, {vector(TIMES[1:])})"
        if exposure is not None:
            people = f"subset({people}, {name_of(exposure)} == {quoted(level)})"
        named = f"{quoted(exposure.name if exposure else 'all')}, {quoted(level)}"
        lines = [
            f"# {_line(f'{exposure.name}, {level}' if exposure else 'Everybody')}",
            f"people <- {people}",
            f'fit <- attempt(survfit({TIME} ~ 1, data = people, conf.type = "log-log", conf.int = confidence))',
            f"note_curve(fit, {named}, {at})",
        ]
        parts.append("\n".join(lines))
    return [*parts, *(_log_rank(data.variables[name]) for name in by)]


def _log_rank(variable: Variable) -> str:
    people = f"compared(known(everybody, {vector([*TIMES[1:], variable.name])}), {quoted(variable.name)})"
    lines, name = [f"# Log-rank test of {_line(variable.name)}", f"people <- {people}"], name_of(variable)
    if name.startswith("`"):  # survdiff does not find such a name
        lines, name = [*lines, f"people$group <- people${name}"], "group"
    return "\n".join([*lines, f"test <- attempt(survdiff({TIME} ~ {name}, data = people))", f"note_test(test, {quoted(variable.name)})"])


def _write() -> str:
    return "\n".join(
        [
            _rule("Results"),
            "",
            'write.csv(found, "refit_r.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")',
            'cat(nrow(found), "rows in refit_r.csv, from", R.version.string, "with survival", format(packageVersion("survival")), "\\n")',
        ]
    )
