"""What fell due quarter by quarter, quarters put together with the next until no amount in them is of few persons."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.funding import Funding
from ipscohort.contracts.funding import FUNDING_QUARTERS
from ipscohort.contracts.programme import PAID


def of_quarters(payments: pd.DataFrame, settings: Funding) -> pd.DataFrame:
    """FUNDING_QUARTERS: what surely fell due in each calendar quarter, from each payer's first to its last.

    Parameters
    ----------
    payments : DataFrame
        PAYMENTS.
    settings : Funding

    Returns
    -------
    DataFrame
            A stretch of quarters has numbers where nothing fell due in it, or each amount that did fell due for at least `hide_below` persons: number and
        sum of payments often have one solution, which tells how many payments of each amount there were. Amounts that fell due for fewer persons in all are in no quarter (see `without_rare`).
    """
    paid = without_rare(payments, settings.hide_below)
    frames = []
    for payer in dict.fromkeys(scheme.payer for scheme in settings.schemes.values()):
        of = paid[paid["payer"].eq(payer)]
        if not of.empty:
            frames.append(_of_payer(of, settings.hide_below).assign(payer=payer))
    return FUNDING_QUARTERS.conform(pd.concat(frames, ignore_index=True)) if frames else FUNDING_QUARTERS.empty()


def _of_payer(of: pd.DataFrame, hide_below: int) -> pd.DataFrame:
    quarters = of["due"].dt.to_period("Q")
    span = pd.period_range(quarters.min(), quarters.max(), freq="Q")
    persons = [{amount: set(each) for amount, each in of[quarters.eq(quarter)].groupby("amount")["id"]} for quarter in span]
    days = span.to_timestamp().astype("datetime64[s]")
    rows = []
    for first, last in stretches(persons, hide_below):
        within = of[quarters.ge(span[first]) & quarters.le(span[last])]
        so_far = float(of.loc[quarters.le(span[last]), "amount"].sum())
        rows.append(
            {"quarter": days[last], "since": days[first], "n": len(within), "total": float(within["amount"].sum()), "so_far": so_far}
        )
    shown = pd.DataFrame(rows, columns=["quarter", "since", "n", "total", "so_far"])
    return pd.DataFrame({"quarter": days}).merge(shown, on="quarter", how="left")


def without_rare(payments: pd.DataFrame, hide_below: int) -> pd.DataFrame:
    """What surely fell due, without each payer's amounts that did for fewer than `hide_below` persons in all.

    With them, no stretch of quarters could be shown from the first of them on. Their sum follows from the payer's whole sum, their days do not.
    """
    paid = payments[payments["status"].eq(PAID)]
    return paid[paid.groupby(["payer", "amount"])["id"].transform("nunique") >= hide_below]


def stretches(persons: list[dict[float, set[str]]], hide_below: int) -> list[tuple[int, int]]:
    """First and last place of each stretch of quarters that has numbers: of each amount nobody, or at least `hide_below` persons.

    Of the ways to cut all quarters into such stretches, one with the most of them; none where even all quarters together are no such stretch.

    Parameters
    ----------
    persons : list of dict of float -> set of str
        Of each quarter, amount -> for whom it fell due.
    hide_below : int
    """
    best: list[list[tuple[int, int]] | None] = [[]]  # of the first so many quarters
    for upto in range(1, len(persons) + 1):
        found = None
        for begun in reversed(range(upto)):
            before = best[begun]
            if before is not None and _enough(persons[begun:upto], hide_below) and (found is None or len(before) >= len(found)):
                found = [*before, (begun, upto - 1)]
        best.append(found)
    return best[-1] or []


def _enough(persons: list[dict[float, set[str]]], hide_below: int) -> bool:
    """Whether each amount of some quarters is of at least so many persons."""
    amounts = {amount for each in persons for amount in each}
    return all(len(set().union(*(each.get(amount, ()) for each in persons))) >= hide_below for amount in amounts)
