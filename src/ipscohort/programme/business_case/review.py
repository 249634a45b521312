"""The whole of a business case: from persons and jobs to costs, differences, shared savings and what changes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.business_case import BusinessCase, variables_of
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problem, Problems, UserError
from ipscohort.programme.business_case import frames
from ipscohort.programme.business_case.incremental import Differences, Key, break_even, counts_of, differences, keys_of
from ipscohort.programme.business_case.ledger import Ledger, make_ledger
from ipscohort.programme.business_case.people import Known, known_people
from ipscohort.programme.business_case.vary import vary

HEADING = "The business case does not fit the records"


@dataclass(frozen=True)
class Found:
    """What is left for readers and other steps: tidy files, and what figures are drawn from.

    Attributes
    ----------
    inputs, people, ledger, gross, outcomes, differences, acceptability, shared, varied, persons : DataFrame
        BUSINESS_CASE_INPUTS, and so on; without rows where there is no comparator or no agreement.
    points : dict of Key -> Differences
        With their bootstrap samples; empty without a comparator.
    codebook : Codebook
    """

    inputs: pd.DataFrame
    people: pd.DataFrame
    ledger: pd.DataFrame
    gross: pd.DataFrame
    outcomes: pd.DataFrame
    differences: pd.DataFrame
    acceptability: pd.DataFrame
    shared: pd.DataFrame
    varied: pd.DataFrame
    persons: pd.DataFrame
    points: dict[Key, Differences]
    codebook: Codebook


def review(
    persons: pd.DataFrame,
    jobs: pd.DataFrame,
    codebook: Codebook,
    settings: Settings | Slice,
    payments: pd.DataFrame | None = None,
    funded: pd.DataFrame | None = None,
) -> Found:
    """What IPS costs whom and what it brings whom.

    Parameters
    ----------
    persons : DataFrame
        PERSONS analysed.
    jobs : DataFrame
        CLEAN_JOBS.
    codebook : Codebook
    settings : Settings or Slice
        `programme`, `study`, `outcomes`.
    payments : DataFrame, optional
        PAYMENTS, what funding schemes paid.
    funded : DataFrame, optional
        FUNDING_PERSONS, when funding began and the trajectory ended.

    Raises
    ------
    UserError
        A level that no participant has; nobody of whom enough is known.
    """
    case = settings.programme.business_case
    if case.funding is not None and payments is None:
        where, what = "programme.business_case.funding", "there are no payments of funding schemes to take in"
        raise UserError(HEADING, [Problem(where, what, "declare programme.funding, or leave this out")])
    known = known_people(persons, jobs, case, settings, payments if case.funding else None, funded)
    _check_found(known, case, codebook)
    check_numbers(known)
    ledger = make_ledger(known.people, case)
    counts = counts_of(ledger.n, case.bootstrap)
    return found_of(known, ledger, case, counts, settings.study.confidence, codebook)


def found_of(known: Known, ledger: Ledger, case: BusinessCase, counts: np.ndarray, confidence: float, codebook: Codebook) -> Found:
    """All files, from a ledger and how often each person is drawn in each bootstrap sample."""
    keys = keys_of(ledger, case, [outcome for outcome in frames.OUTCOMES if frames.has_comparator(case, outcome)])
    points = {key: differences(ledger, key, counts) for key in keys}
    even = {of: break_even(known.people, case, *of) for of in dict.fromkeys((key.perspective, key.work) for key in keys)}
    with_open = make_ledger(known.people, case, with_open=True)
    both = (ledger, with_open)
    rows = [frames.difference_row(case, both, key, one, even[key.perspective, key.work], confidence) for key, one in points.items()]
    return Found(
        inputs=frames.of_inputs(case),
        people=frames.of_people(known),
        ledger=frames.of_ledger(ledger, case, with_open),
        gross=frames.of_gross(known, ledger, case, counts, confidence, with_open),
        outcomes=frames.of_outcomes(ledger, case, counts, confidence),
        differences=frames.frame("business_case_differences", rows),
        acceptability=frames.of_acceptability(case, ledger, points, confidence),
        shared=frames.of_shared(ledger, case, counts, confidence, with_open),
        varied=frames.of_varied(case, ledger, list(vary(known.people, case))),
        persons=frames.of_persons(known, ledger, case),
        points=points,
        codebook=codebook,
    )


def _check_found(known: Known, case: BusinessCase, codebook: Codebook) -> None:
    check_levels(case, codebook)
    problems = Problems(HEADING)
    if not known.people.n:
        why = "; ".join(f"{n} {text}" for text, n in known.left_out.items() if n)
        problems.add("programme.business_case", f"nobody is left to count: {why}", "leave programme.business_case out")
    problems.stop()


def check_numbers(known: Known) -> None:
    """Raise UserError where a number that a cost is per is below 0."""
    problems = Problems(HEADING)
    for name, values in known.people.numbers.items():
        below = int((values < 0).sum())
        if below:
            what = f"'{name}', which a cost is per, is below 0 for {below} of {known.people.n} persons"
            problems.add("programme.business_case", what, "mend the records, or give the codes of missing values")
    problems.stop()


def check_levels(case: BusinessCase, codebook: Codebook) -> None:
    """Raise UserError where the levels that money hangs on are none of the participants'."""
    problems = Problems(HEADING)
    for variable, named in variables_of(case).items():
        levels = codebook.variables[variable].levels
        strange = [level for level in dict.fromkeys(named) if levels and level not in levels]
        if strange:
            problems.add(
                "programme.business_case", f"'{variable}' has no level {', '.join(strange)}", f"its levels are {', '.join(levels)}"
            )
    problems.stop()
