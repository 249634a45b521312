"""What fell due quarter by quarter, with quarters of few persons put together with the next."""

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
        A quarter in which payments of fewer persons than `hide_below` fell due has no numbers; they are in those of the next that has. The last
        has numbers, or what fell due after those shown would follow from the payer's whole sum; unless all its payments are of few persons.
    """
    paid = payments[payments["status"].eq(PAID)]
    frames = []
    for payer in dict.fromkeys(scheme.payer for scheme in settings.schemes.values()):
        of = paid[paid["payer"].eq(payer)]
        if not of.empty:
            frames.append(_of_payer(of, settings.hide_below).assign(payer=payer))
    return FUNDING_QUARTERS.conform(pd.concat(frames, ignore_index=True)) if frames else FUNDING_QUARTERS.empty()


def _of_payer(of: pd.DataFrame, hide_below: int) -> pd.DataFrame:
    quarters = of["due"].dt.to_period("Q")
    span = pd.period_range(quarters.min(), quarters.max(), freq="Q")
    persons = [set(of.loc[quarters.eq(quarter), "id"]) for quarter in span]
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


def stretches(persons: list[set[str]], hide_below: int) -> list[tuple[int, int]]:
    """First and last place of each stretch of quarters that has numbers: nobody's, or at least `hide_below` persons'."""
    found: list[tuple[int, int]] = []
    begun, those = 0, set()
    for place, more in enumerate(persons):
        those = those | more
        if not 0 < len(those) < hide_below:
            found.append((begun, place))
            begun, those = place + 1, set()
    while those and found:
        begun, last = found.pop()
        those = those.union(*persons[begun : last + 1])
        if len(those) >= hide_below:
            return [*found, (begun, len(persons) - 1)]
    return found
