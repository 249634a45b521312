"""Every printed value beside the recomputed one: value, N, whether they match, and the definition behind them.

Steps: recompute each row of the printed file -> round as it was printed -> compare value and N -> say the definition.
A value that is not there, such as one of a model that was not fitted, is a mismatch with its reason.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.contracts import REPLICATION
from ipscohort.contracts.codebook import Codebook
from ipscohort.display import printing
from ipscohort.display.styles import PAPER
from ipscohort.printed_values.file import NOT_COVERED, decimals, ends_of
from ipscohort.replication.recompute import Recomputed, Value, recompute
from ipscohort.replication.words import Words, definition, rule, source
from ipscohort.words import say


def replicate(
    printed: pd.DataFrame, results: Mapping[str, pd.DataFrame], settings: Settings | Slice, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Compare printed values with those of this run.

    Parameters
    ----------
    printed : DataFrame
        PRINTED.
    results : mapping of str -> DataFrame
        persons, jobs (JOB_MEASURES), rates, estimates, fits; for the words also availability and definitions.
    settings : Settings or Slice
        Its parts replication, clean, outcomes, study, exposures, models, tables.
    codebook : Codebook, optional
        With the exposures among its variables: how the definitions name them.

    Returns
    -------
    DataFrame
        REPLICATION, a row per printed value in the file's order. A value matches where it agrees as printed and so does
        its N, if one is printed.
    """
    words = Words(settings, codebook, _rules(results), results.get("fits"), results.get("estimates"))
    rows = [{**_row(entry, results, settings), **_words(entry, words)} for entry in _entries(printed)]
    return REPLICATION.conform(pd.DataFrame(rows, columns=REPLICATION.names()))


def compare(printed: pd.DataFrame, results: Mapping[str, pd.DataFrame], settings: Settings | Slice) -> pd.DataFrame:
    """The same without the words behind each value, which cost as much as the numbers: for many analyses of one cohort.

    Parameters
    ----------
    printed, results, settings
        See `replicate`.

    Returns
    -------
    DataFrame
        The columns of REPLICATION but definition, rule and source.
    """
    return pd.DataFrame([_row(entry, results, settings) for entry in _entries(printed)])


def _entries(printed: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of PRINTED, blanks as ''."""
    return printed.astype("object").where(printed.notna(), "").to_dict("records")


def _words(entry: Mapping[str, Any], words: Words) -> dict[str, str]:
    return {"definition": definition(entry, words), "rule": rule(entry, words), "source": source(entry)}


def _rules(results: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Rule of each measure: with this cohort's own remarks where availability has them."""
    found = {}
    for frame, name in (("definitions", "name"), ("availability", "measure")):
        if frame in results:
            found |= dict(zip(map(str, results[frame][name]), map(str, results[frame]["rule"]), strict=True))
    return found


def _row(entry: Mapping[str, Any], results: Mapping[str, pd.DataFrame], settings: Settings | Slice) -> dict[str, Any]:
    given, silent = entry["statistic"] == "given", entry["statistic"] == NOT_COVERED
    if given:
        found = _given(entry["column"], settings)
    elif silent:
        found = Recomputed(None, None, entry["note"])
    else:
        found = recompute(entry, results, settings.study.days_per_month, settings.tables.percentiles)
    shown = as_printed(found.value, entry["printed"], settings.replication.rounding)
    n = pd.NA if entry["n"] == "" else int(entry["n"])
    value_agrees = shown is not None and same(shown, entry["printed"])
    n_agrees = pd.NA if given or silent or pd.isna(n) else found.n == n
    return {
        **{name: entry[name] for name in ("id", "where", "quantity", "population", "printed")},
        "recomputed": every_digit(found.value),
        "recomputed_as_printed": shown,
        "n_printed": n,
        "n_recomputed": found.n,
        "match_value": value_agrees,
        "match_n": n_agrees,
        "match": value_agrees and (n_agrees is pd.NA or bool(n_agrees)),
        "given": given,
        "not_covered": silent,
        "why_not": found.why_not or pd.NA,
    }


def _given(key: str, settings: Settings | Slice) -> Recomputed:
    """What the settings state under a dotted key."""
    here: Any = settings
    for part in key.split("."):
        here = here.get(part) if isinstance(here, Mapping) else getattr(here, part, None)
    return Recomputed(None, None, say("the settings do not state it")) if here is None else Recomputed(_plain(here), None)


def _plain(value: Any) -> Value:
    """Numbers stay numbers; anything else is text, dates as 2015-11-19."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def as_printed(value: Value | None, printed: str, rounding: str) -> str | None:
    """A recomputed value with the decimals of the printed one; None where it is not there.

    A printed '<0.001' is a bound: a value below it is written so, another with its decimals. Where '-0.00' is printed, a
    negative value that rounds to nothing is written so, too.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        ends = [
            printing.number(end, decimals(like), rounding, PAPER, separated=False)
            for end, like in zip(value, ends_of(printed), strict=True)
        ]
        return printing.DASH if printing.DASH in ends else "-".join(ends)
    if math.isinf(value):
        return "infinite" if value > 0 else "-infinite"
    if printed.startswith("<") and not math.isnan(value):
        bound = printed[1:]
        return printed if value < float(bound) else printing.number(value, decimals(bound), rounding, PAPER, separated=False)
    text = printing.number(value, decimals(printed), rounding, PAPER, separated=False)
    return f"-{text}" if value < 0 and printing.with_hyphens(printed).startswith("-") and not text.startswith("-") else text


def every_digit(value: Value | None) -> str | None:
    """A value in full: numbers as Python prints them, a dash where it is not defined."""
    if isinstance(value, tuple):
        return printing.DASH if any(map(math.isnan, value)) else f"{value[0]!r}-{value[1]!r}"
    if isinstance(value, float):
        return printing.DASH if math.isnan(value) else repr(value)
    return None if value is None else str(value)


def same(one: str, other: str) -> bool:
    """Whether two printed texts say the same: long dashes are hyphens; -0.00 is not 0.00."""
    return printing.with_hyphens(one) == printing.with_hyphens(other)
