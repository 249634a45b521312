"""Questionnaire scores from items in the participants' file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config.ingest import Mhi5, Rosenberg
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display.phrasing import joined
from ipscohort.display.printing import number
from ipscohort.ingest.cells import Cells, take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.values import numbers
from ipscohort.scales import reliability, score_mhi5, score_rosenberg, turn_mhi5, turn_rosenberg
from ipscohort.words import say

TABLE = "participants"


@dataclass(frozen=True)
class Score:
    """One questionnaire's score.

    Attributes
    ----------
    name : str
    score : Series of Float64
    reason : Series of string
        Why a score is missing, such as "2 of 5 items missing".
    info : VariableInfo
    """

    name: str
    score: pd.Series
    reason: pd.Series
    info: VariableInfo


def read_scales(table: RawTable, scales: dict[str, Mhi5 | Rosenberg], gathered: Gathered) -> Iterator[Score]:
    """Score every questionnaire that the settings name.

    Parameters
    ----------
    table : RawTable
    scales : dict of str -> config.ingest.Mhi5 or Rosenberg
    gathered : Gathered
        Takes items out of range as problems, and reliability as notes for the cleaning log.
    """
    for name, settings in scales.items():
        key = f"ingest.participants.scales.{name}"
        columns = [take(table, column, f"{key}.items.{k}", gathered) for k, column in enumerate(settings.items, 1)]
        low, high = (1, 6) if settings.kind == "mhi5" else (settings.lowest_code, settings.lowest_code + 3)
        items = pd.concat([_item(cells, low, high, gathered) for cells in columns], axis=1, keys=range(1, len(columns) + 1))
        score = _score(items, settings)
        _note_reliability(name, items, settings, columns, gathered)
        lacking = items.isna().sum(axis=1)
        said = {n: say("{n} of {all} items missing", n=n, all=len(columns)) for n in range(1, len(columns) + 1)}
        reason = lacking[score.isna()].map(said).reindex(score.index)
        top = 100 if settings.kind == "mhi5" else 30
        info = VariableInfo(name, settings.label, "number", rule=_rule(settings), low=0, high=top)
        yield Score(name, score, reason.astype("string"), info)


def _rule(settings: Mhi5 | Rosenberg) -> str:
    """How the score comes from the items, in a sentence."""
    items = [column.column for column in settings.items]
    listed = ", ".join(items)
    if settings.kind == "mhi5":
        positive = joined(items[k - 1] for k in settings.positive_items)
        text = say(
            "(sum - 5) x 4 of {items}, each 1-6, turned so that 6 is best ({positive} ask for good mental health)",
            items=listed,
            positive=positive,
        )
    else:
        turned = ", ".join(items[k - 1] for k in settings.reversed_items)
        text = say("sum of {items}, each counted 0-3, {turned} reversed", items=listed, turned=turned)
    half = say("up to half of the items may be missing and count as the person's own mean")
    return f"{text}; {half if settings.half_scale else say('missing where any item is')}"


def _item(cells: Cells, low: int, high: int, gathered: Gathered) -> pd.Series:
    answers = numbers(cells, gathered, whole=True)
    outside = (answers.lt(low) | answers.gt(high)).fillna(False)
    if outside.any():
        remedy = f"mend the cells, or declare codes such as 9 under {cells.key}.missing"
        gathered.problems.add(cells.where, f"answers outside {low} to {high}", remedy, rows=outside.index[outside])
    return answers.mask(outside)


def _score(items: pd.DataFrame, settings: Mhi5 | Rosenberg) -> pd.Series:
    values = items.to_numpy(dtype=float, na_value=np.nan)
    if settings.kind == "mhi5":
        score = score_mhi5(values, settings.positive_items, settings.one_means, half_scale=settings.half_scale)
    else:
        score = score_rosenberg(values, settings.reversed_items, settings.lowest_code, half_scale=settings.half_scale)
    return pd.Series(score, index=items.index).astype("Float64")


def _note_reliability(name: str, items: pd.DataFrame, settings: Mhi5 | Rosenberg, columns: list[Cells], gathered: Gathered) -> None:
    values = items.to_numpy(dtype=float, na_value=np.nan)
    if settings.kind == "mhi5":
        turned, key = turn_mhi5(values, settings.positive_items, settings.one_means), "positive_items and one_means"
    else:
        turned, key = turn_rosenberg(values, settings.reversed_items, settings.lowest_code), "reversed_items"
    found = reliability(turned)
    alpha = found.loc[found["measure"] == "cronbach_alpha", "value"].iloc[0]
    n = int(found["n"].iloc[0])
    rest = found[found["measure"] == "item_rest_correlation"]
    listed = ", ".join(number(value, 2) for value in rest["value"])
    why = say(
        "{name}: Cronbach's alpha {alpha}; item-rest correlations of items 1 to {last}: {listed}; persons read with all items: {n}",
        name=name,
        alpha=number(alpha, 2),
        last=len(rest),
        listed=listed,
        n=n,
    )
    gathered.note("scale_reliability", TABLE, say("checked"), why, n=n)
    for item, value in rest.loc[rest["value"] < 0, ["item", "value"]].itertuples(index=False):
        column = columns[item - 1].settings.column
        why = say(
            "{name}: item {item} (column {column}) goes against the others, item-rest correlation {value}: check {keys}",
            name=name,
            item=item,
            column=column,
            value=number(value, 2),
            keys=key,
        )
        gathered.note("scale_item_negative", TABLE, say("warned"), why, n=n)
