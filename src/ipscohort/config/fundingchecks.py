"""Names in `programme.funding` that lead nowhere, and what it needs of the rest of the settings."""

from __future__ import annotations

from typing import Any

from ipscohort.config.base import as_text
from ipscohort.config.first_job import with_first_job
from ipscohort.config.plain import Report, at, job_shapes, mapping
from ipscohort.errors import nearest

KEYS = ("programme", "funding")


def check_funding(values: dict, types: dict[str, str], report: Report) -> None:
    """Report names in `programme.funding` that lead nowhere.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    types : dict of str -> str
        Variables and scales by name -> type.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    if not isinstance(at(values, *KEYS), dict):
        return
    if at(values, "ingest", "participants", "inclusion_date") is None:
        report(KEYS, "the cohort has no inclusion dates, so that no payment falls due on a day", "leave programme.funding out")
    shapes = job_shapes(values)
    if shapes - {"spells", "wide"}:
        what = "payments for performance need jobs with a first and a last day, and these records hold none"
        report(KEYS, what, "leave programme.funding out")
    for name, scheme in mapping(values, *KEYS, "schemes").items():
        _check_scheme(values, as_text(name), scheme, types, report)
    regressions = list(map(as_text, mapping(with_first_job(values), "models", "regressions")))
    exposures = list(map(as_text, mapping(values, "exposures")))
    for key, known, noun in (("beside", exposures, "exposure"), ("regressions", regressions, "regression")):
        named = at(values, *KEYS, "exposure", key)
        for position, one in enumerate(named if isinstance(named, list) else []):
            if as_text(one) not in known:
                report((*KEYS, "exposure", key, position), f"there is no {noun} '{one}'", nearest(str(one), known))


def _check_scheme(values: dict, name: str, scheme: Any, types: dict[str, str], report: Report) -> None:
    conditions = at(scheme, "eligible", "when")
    for position, one in enumerate(conditions if isinstance(conditions, list) else []):
        keys = (*KEYS, "schemes", name, "eligible", "when", position, "variable")
        variable = as_text(at(one, "variable"))
        levels = bool(at(one, "one_of"))
        fitting = [each for each, kind in types.items() if (kind in ("category", "yes_no")) == levels]
        if variable is not None and variable not in fitting:
            what = "no category" if levels else "no number"
            report(keys, f"{what} among the participants' variables is called '{variable}'", nearest(str(variable), fitting))
    if at(scheme, "fidelity") is not None and at(values, "programme", "fidelity") is None:
        what = "the scheme asks for fidelity, and the settings name no reviews"
        report((*KEYS, "schemes", name, "fidelity"), what, "name them under programme.fidelity, or leave the condition out")
