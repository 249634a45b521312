"""The business case: what IPS costs whom, benefits not paid while working, and, against a comparator, what it costs and brings more.

Steps: people (who counts, days by year) -> ledger (who pays what, when) -> incremental, shared, vary (what follows) -> frames (tidy files) -> tables and figures.
"""

from __future__ import annotations

from collections.abc import Callable

from ipscohort.programme.business_case import figures, tornado
from ipscohort.programme.business_case.agreement_table import agreement_table
from ipscohort.programme.business_case.cheers import cheers_table
from ipscohort.programme.business_case.costs_table import costs_table, who_pays_table
from ipscohort.programme.business_case.incremental_table import incremental_table
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.programme.business_case.review import Found, check_levels, review
from ipscohort.programme.business_case.sources_table import sources_table, what_if_table
from ipscohort.programme.business_case.worth_table import worth_table
from ipscohort.tables.content import Table


def tables(inputs: Inputs) -> dict[str, Table]:
    """Every table that the settings ask for, by name."""
    found = [costs_table(inputs), who_pays_table(inputs)]
    found += [incremental_table(inputs), worth_table(inputs)] if inputs.case.comparator else []
    found += [agreement_table(inputs)] if inputs.case.shared_savings else []
    found += [what_if_table(inputs), sources_table(inputs), cheers_table(inputs)]
    return {table.name: table for table in found}


def drawings(inputs: Inputs) -> dict[str, tuple[Callable, Callable]]:
    """Every figure that the settings ask for: what draws it, and what says it in words."""
    found = {"business_case_tornado": (tornado.draw_tornado, tornado.alt_of_tornado)}
    if inputs.case.comparator:
        found["business_case_plane"] = (figures.draw_plane, figures.alt_of_plane)
    return found


__all__ = ["Found", "Inputs", "check_levels", "drawings", "review", "tables"]
