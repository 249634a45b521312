"""Every statistic of a run as one row of one table, for other programs; see contracts.results for the standard behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ipscohort.analysis_results.computed import computed_rows
from ipscohort.analysis_results.stages import is_statistic, stage_rows
from ipscohort.answers import Material
from ipscohort.contracts.results import RESULTS
from ipscohort.display.numbers import Place
from ipscohort.display.printing import SYNTHETIC


def results_frame(places: Iterable[Place], material: Material) -> pd.DataFrame:
    """All statistics: those of the stages' files as they stand, then those that were computed for tables.

    Parameters
    ----------
    places : iterable of Place
        Of every table: what is printed.
    material : Material
        The stages' files.

    Returns
    -------
    DataFrame
        RESULTS. A statistic stands once, however many tables print it; one that is not defined stands where it is printed.
    """
    printed: dict[Any, list[tuple[str, str]]] = {}
    computed = {}
    for place in places:
        for number_id, number in zip(place.ids, place.numbers, strict=True):
            source = number.source
            stands = is_statistic(source.file, source.column) and source.form == "{}" and source.whole is None
            key = (source.file, source.column, frozenset(source.where)) if stands else (str(source), number.statistic)
            printed.setdefault(key, []).append((number_id, place.printed))
            if not stands:
                computed.setdefault(key, (place, number_id, number))
    rows = [*stage_rows(material, printed), *computed_rows(computed, printed, material)]
    return RESULTS.conform(pd.DataFrame(rows).assign(synthetic=material.synthetic))


def as_json(results: pd.DataFrame) -> str:
    """RESULTS as JSON, a row in each line: what the columns are, and the rows, each without what is missing in it."""
    columns = {column.name: column.description for column in RESULTS.columns}
    head = {"notice": SYNTHETIC} if results["synthetic"].any() else {}
    known = [results[name].astype(object).where(results[name].notna(), None).tolist() for name in results]
    rows = ({name: value for name, value in zip(results, row, strict=True) if value is not None} for row in zip(*known, strict=True))
    encode = json.JSONEncoder(ensure_ascii=False).encode  # one for all rows
    lines = ",\n".join(map(encode, rows))
    told = json.dumps({**head, "columns": columns}, indent=2, ensure_ascii=False).removesuffix("\n}")
    return f'{told},\n  "rows": [\n{lines}\n]}}\n'


__all__ = ["as_json", "results_frame"]
