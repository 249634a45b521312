"""Do R and PSPP give what the study gives? Every cell of its regressions and curves beside those that refit.R and refit.sps gave."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.errors import Problem, UserError
from ipscohort.files.sav import spss_names
from ipscohort.verify.agreement import ANEW, Comparison, allowed
from ipscohort.verify.r_script import NO_CALL
from ipscohort.verify.refits import CURVE, ROW, TEST, WHOLE, FromR, Printed, Refit, asked_of_pspp, read_pspp, read_r
from ipscohort.verify.results import HEADING, READ, Fit, Results, read_results

FROM_R, FROM_PSPP = "verify/refit_r.csv", "verify/refit_pspp.csv"
RATIOS = {"ratio": "estimate", "ratio_low": "conf_low", "ratio_high": "conf_high"}
KAPLAN_MEIER = ("median", "first_quartile", "third_quartile", "survival")
"""Measures of curves that are compared."""


HUGE_ERROR = 30.0
"""A standard error of a log odds ratio from which on it has no finite estimate."""


@dataclass(frozen=True)
class Checked:
    """What came of the comparison.

    Attributes
    ----------
    text : str
        What was compared, what was not, and why.
    problems : tuple of Problem
        Each cell that differs, and whatever is missing; empty where all agrees.
    """

    text: str
    problems: tuple[Problem, ...]


def verify(folder: Path) -> Checked:
    """Compare a run with what R, and PSPP where it was run, gave for its verification kit.

    Parameters
    ----------
    folder : Path
        The cohort's results.

    Raises
    ------
    UserError
        A file is absent or is not what it should be.
    """
    results = read_results(folder)
    if not (folder / FROM_R).is_file():
        where = (folder / FILES["refit_r"].path).parent.as_posix()
        raise UserError(HEADING, [Problem((folder / FROM_R).as_posix(), "this file is not there", f"run Rscript refit.R in {where}")])
    found = [_with_r(results, _read(read_r, folder / FROM_R))]
    if (folder / FROM_PSPP).is_file():
        syntax = (folder / FILES["refit_spss"].path).read_text(encoding="utf-8")
        found.append(_with_pspp(results, _read(read_pspp, folder / FROM_PSPP), syntax))
    problems = [problem for one in found for problem in one.problems]
    if problems and (folder / FROM_R).stat().st_mtime < (folder / FILES["verify_data"].path).stat().st_mtime:
        problems.append(Problem((folder / FROM_R).as_posix(), "it is older than the data", "run refit.R (and refit.sps) again"))
    return Checked(_summary(results, found), tuple(problems))


def _read(reader: Any, path: Path) -> Any:
    if not path.stat().st_size:
        script = "refit.R" if path.name == Path(FROM_R).name else "refit.sps"
        raise UserError(HEADING, [Problem(path.as_posix(), "this file is empty", f"run {script} again in {path.parent.as_posix()}")])
    try:
        return reader(path)
    except (KeyError, ValueError, IndexError, TypeError, StopIteration):
        raise UserError(HEADING, [Problem(path.as_posix(), "this is not what its script leaves", "run the script again")]) from None


def _summary(results: Results, found: list[Comparison]) -> str:
    lines = []
    for one in found:
        counts = ", ".join(f"{n} {kind}" for kind, n in one.compared.items())
        agree = "all agree" if one.cells else "so nothing is shown to agree"
        differ = f"{len(one.problems)} differ or are missing" if one.problems else agree
        lines.append(f"{one.program}: {one.cells} numbers of {counts or 'nothing'} compared; {differ}.")
        lines += [f"  Not compared: {'; '.join(what)}, {why}." for why, what in one.left_out.items()]
    if len(found) == 1:
        lines.append(f"PSPP: not run ({FROM_PSPP} is not there).")
    others = dict.fromkeys(row["measure"] for row in results.curves if row["measure"] not in KAPLAN_MEIER)
    files = [file.path for stage in ("models", "survival") for file in STAGES[stage].files]
    files = [path for path in files if path not in {FILES[name].path for name in READ} and not path.startswith("internal/")]
    rest = [
        "limits by profile likelihood",
        f"what stands in {', '.join(files)}",
        *([f"in survival/estimates.csv {', '.join(others)}"] if others else []),
    ]
    return "\n".join([*lines, f"Not part of the kit: {'; '.join(rest)}."])


def _not_refitted(fit: Fit) -> str:
    """Why a model of the study has no counterpart; empty where it should have one."""
    status = fit.whole["status"]
    if status == "fitted":
        return ""
    kind = (
        "as the study could not fit it" if status == "not fitted" else "as it is separated and the study gives penalised (Firth) estimates"
    )
    return f"{kind} ({_reason(fit.whole)})"


def _reason(row: dict[str, Any]) -> str:
    return (row["warning"] or "no reason is given").rstrip(".")


def _with_r(results: Results, r: FromR) -> Comparison:
    found = Comparison("R")
    for key, fit in results.fits.items():
        model, where = r.models.get(key), ", ".join(key)
        reason = _not_refitted(fit)
        if not reason and model is not None and model.said == NO_CALL:
            reason = f"as {NO_CALL}"
        if reason:
            found.leave_out(where, reason)
            if fit.whole["status"] == "penalised" and model is not None and _is_finite(model):
                found.problems.append(Problem(f"models/fits.csv: {where}", "separated here, and R finds finite estimates", ANEW))
        elif model is None or not model.rows:
            found.missing(f"models/fits.csv: {where}", "the model is missing", "" if model is None else model.said)
        else:
            _model(found, key, fit, model)
    for key in [key for key in r.models if key not in results.fits]:
        found.problems.append(Problem(FROM_R, f"R has a model that the study has not: {', '.join(key)}", "run the study and refit.R anew"))
    _curves(found, results, r)
    _tests(found, results, r)
    return found


def _is_finite(model: Refit) -> bool:
    """Whether R fitted it without a word, and with standard errors that are no sign of a coefficient that runs away."""
    errors = [row["std_error"].value if "std_error" in row else math.inf for row in model.rows.values()]
    return bool(errors) and not model.said and max(errors) < HUGE_ERROR


def _model(found: Comparison, key: tuple, fit: Fit, model: Refit) -> None:
    """One model, cell by cell."""
    where = ", ".join(key)
    for column in WHOLE:
        theirs = model.whole.get(column)
        found.cell(f"models/fits.csv: {where}", column, fit.whole[column], theirs, allowed(column, fit.whole[column], theirs, fit.whole))
    ratios = any(row["ratio"] is not None for row in fit.rows.values())
    for term, row in fit.estimated.items():
        place, theirs = _place(key, term), model.rows.get(term)
        if theirs is None:
            found.missing(place, "the coefficient is missing", model.said)
            continue
        for column in ROW:
            found.cell(place, column, row[column], theirs.get(column), allowed(column, row[column], theirs.get(column), row))
        for column, of in RATIOS.items() if ratios else ():
            ratio = _exponential(theirs.get(of))
            if ratio is not None or row[column] is not None:
                found.cell(place, column, row[column], ratio, allowed(column, row[column], ratio, row))
        for column in ("n", "n_events"):
            found.cell(place, column, row[column], model.whole.get(column), 0.0)
    for term in [term for term in model.rows if term not in fit.estimated]:
        found.problems.append(Problem(_place(key, term), "R has an estimate that the study has not", ANEW))
    _name_not_estimated(found, key, fit)
    found.done("regressions")


def _exponential(of: Printed | None) -> Printed | None:
    return None if of is None or of.value > 700 else Printed(math.exp(of.value), of.decimals)


def _name_not_estimated(found: Comparison, key: tuple, fit: Fit) -> None:
    if fit.not_estimated:
        terms = ", ".join(map(_named, fit.not_estimated))
        found.leave_out(f"{', '.join(key)}: {terms}", "as nobody is there or other terms determine it (warnings in models/fits.csv)")


def _named(term: tuple[str, str]) -> str:
    return f"{term[0]} '{term[1]}'" if term[1] else term[0]


def _place(key: tuple, term: tuple[str, str]) -> str:
    file = "estimates" if term[0] == key[1] else "confounder_estimates"
    return f"models/{file}.csv: {', '.join(key)}, {_named(term)}"


def _curves(found: Comparison, results: Results, r: FromR) -> None:
    """Medians, and shares at their times."""
    done = set()
    for row in results.curves:
        if row["measure"] not in KAPLAN_MEIER:
            continue
        curve = (row["exposure"], row["level"])
        time = "" if row["time"] is None else f"{row['time']:.15g}"
        place = f"survival/estimates.csv: {', '.join(dict.fromkeys(curve))}, {row['measure']}" + (f" at {time}" if time else "")
        theirs = r.curves.get(curve, {}).get((row["measure"], time))
        if row["n"] == 0 or (row["estimate"] is None and row["measure"] == "survival"):
            found.leave_out(place, f"as the study has no value ({_reason(row)})")
        elif theirs is None:
            found.missing(place, "it is missing", r.said.get(curve, ""))
        else:
            _shares(found, place, row, theirs)
            done.add(curve)
    found.compared |= {"Kaplan-Meier curves": len(done)} if done else {}


def _shares(found: Comparison, place: str, row: dict[str, Any], theirs: dict[str, Printed]) -> None:
    undefined = row["measure"] == "survival" and row["estimate"] in (0.0, 1.0)
    for column in CURVE:
        if undefined and row[column] is None:
            found.leave_out(f"{place}, {column}", "as limits are not defined where the share is 0 or 1")
        else:
            found.cell(place, column, row[column], theirs.get(column), allowed(column, row[column], theirs.get(column), {}))


def _tests(found: Comparison, results: Results, r: FromR) -> None:
    for row in results.tests:
        place, theirs = f"survival/tests.csv: {row['exposure']}", r.tests.get(row["exposure"])
        if row["p_value"] is None and row["warning"]:
            found.leave_out(place, f"as the study has no value ({_reason(row)})")
        elif not theirs:
            found.missing(place, "the test is missing", r.said.get((row["exposure"], ""), ""))
        else:
            for column in TEST:
                of = {"global_statistic": row["statistic"]} if column == "p_value" else {}
                name = "global_p_value" if column == "p_value" else column
                found.cell(place, column, row[column], theirs.get(column), allowed(name, row[column], theirs.get(column), of))
            found.done("log-rank tests")


def _with_pspp(results: Results, pspp: dict[tuple, Refit], syntax: str) -> Comparison:
    """Estimates, standard errors and persons of the regressions that refit.sps has."""
    found = Comparison("PSPP")
    asked, labels = asked_of_pspp(syntax)
    for key, fit in results.fits.items():
        reason, where, model = _not_refitted(fit), ", ".join(key), pspp.get(key)
        if not reason and key not in asked:
            reason = "as PSPP has no command for this kind of regression"
        if not reason and fit.not_estimated:
            reason = "as PSPP does not leave out a term that can't be estimated"
        if reason:
            found.leave_out(where, reason)
        elif model is None or not model.rows:
            found.missing(f"models/fits.csv: {where}", "the model is missing", "" if model is None else model.said)
        else:
            _model_in_pspp(found, key, fit, model, labels)
    return found


def _model_in_pspp(found: Comparison, key: tuple, fit: Fit, model: Refit, labels: dict[str, str]) -> None:
    by_label = {" ".join(f"{term}: {level}"[:200].split()): (term, level) for term, level in fit.estimated if level}
    by_name = {spss_names([term])[0]: (term, level) for term, level in fit.estimated if not level}
    theirs = {by_label.get(labels[name]) if name in labels else by_name.get(name): row for (name, _), row in model.rows.items()}
    n = model.whole.get("n")
    found.cell(f"models/fits.csv: {', '.join(key)}", "n", fit.whole["n"], n, 0.0)
    for term, row in fit.estimated.items():
        if term not in theirs:
            found.missing(_place(key, term), "the coefficient is missing", model.said)
            continue
        for column, printed in theirs[term].items():
            found.cell(_place(key, term), column, row[column], printed, allowed(column, row[column], printed, row))
    found.done("regressions")
