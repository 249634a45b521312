"""Agreement of coders: Cohen's kappa of each two of them, and Krippendorff's alpha, on the segments that both coded.

Kappa is statsmodels' (Cohen 1960, doi 10.1177/001316446002000104; its standard error is that of Fleiss, Cohen and Everitt 1969, doi
10.1037/h0028106). Alpha (Krippendorff 2011, Computing Krippendorff's alpha-reliability, repository.upenn.edu/asc_papers/43) is worked out
here: the package of that name is under the GPL, which this project can't take over.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pandas as pd

from ipscohort.catalogue.small_numbers import TINY
from ipscohort.contracts.themes import OF_DIRECTION, OF_SUBTHEME, OF_THEME, ONE_THEME, THEME_AGREEMENT
from ipscohort.words import later, say

PREVALENT = 0.9
"""Share of codes on one category from which kappa says little."""
NAN = float("nan")
ONE_CODER = later("Only one coder coded, so that there is nothing to compare.")
NO_SEGMENT = later("No segment was coded by both.")
NEITHER = later("Neither coder used it.")
ONE_CATEGORY = later("Both coders put every segment into one category, so that agreement beyond chance is not defined.")
FEW_SEGMENTS = later("Fewer than {n} segments.")
WARN_PREVALENT = later(
    "{percent}% of the codes fall on one category: a few segments coded unlike make kappa low then, and its limits say little."
)
NO_SPREAD = 1e-12
"""A variance below it is 0 but for rounding."""
PERFECT = later("Both coded every segment alike: kappa has no limits, and with other segments it could be lower.")
CONSTANT = later("One of the two put every segment into one category: kappa is 0 whatever they agree on, and has no limits.")
ALL_CODERS = "all"


def kappa_of(table: np.ndarray, confidence: float) -> dict[str, float]:
    """Cohen's kappa of two coders.

    Parameters
    ----------
    table : ndarray
        Shape (categories, categories): segments by the category of the first coder and of the second.
    confidence : float
        Of the limits, such as 0.95.

    Returns
    -------
    dict
        observed, expected, kappa, std_error, conf_low and conf_high (cut at -1 and 1, NaN where the standard error is 0); NaN where kappa
        is not defined, as chance alone would have them agree on everything.
    """
    from statsmodels.stats.inter_rater import cohens_kappa

    total = table.sum()
    if total == 0:
        return dict.fromkeys(("observed", "expected", "kappa", "std_error", "conf_low", "conf_high"), NAN)
    observed = float(np.trace(table) / total)
    expected = float(table.sum(axis=0) @ table.sum(axis=1) / total**2)
    if expected == 1:
        return {"observed": observed, "expected": expected, **dict.fromkeys(("kappa", "std_error", "conf_low", "conf_high"), NAN)}
    with np.errstate(invalid="ignore", divide="ignore"):  # a variance of 0 may come out below it, and its test has none
        found = cohens_kappa(table)
    kappa, variance = float(found.kappa), float(found.var_kappa)
    if variance < NO_SPREAD:
        return {"observed": observed, "expected": expected, "kappa": kappa, "std_error": 0.0, "conf_low": NAN, "conf_high": NAN}
    std_error = math.sqrt(variance)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * std_error
    limits = {"conf_low": max(-1.0, kappa - reach), "conf_high": min(1.0, kappa + reach)}
    return {"observed": observed, "expected": expected, "kappa": kappa, "std_error": std_error, **limits}


def alpha_of(codings: Sequence[Sequence[str]]) -> float:
    """Krippendorff's alpha for nominal codes, any number of coders, and segments that some did not code.

    Parameters
    ----------
    codings : sequence of sequence of str
        The codes that each segment was given; a segment with fewer than two does not count.

    Returns
    -------
    float
        1 - observed / expected disagreement; NaN where all codes are of one category, or there are none.
    """
    paired = [list(codes) for codes in codings if len(codes) > 1]
    names = sorted({code for codes in paired for code in codes})
    if len(names) < 2:
        return NAN
    counts = np.array([[codes.count(name) for name in names] for codes in paired], dtype=float)
    per_segment, per_code = counts.sum(axis=1), counts.sum(axis=0)
    n = per_code.sum()
    unlike = per_segment**2 - (counts**2).sum(axis=1)  # ordered pairs within a segment that differ
    observed = float((unlike / (per_segment - 1)).sum() / n)
    expected = float((n**2 - (per_code**2).sum()) / (n * (n - 1)))
    return 1 - observed / expected


def compare_coders(segments: pd.DataFrame, themes: Collection[str], counted: str | None, confidence: float) -> pd.DataFrame:
    """Agreement of each two coders, and of all where there are more.

    Parameters
    ----------
    segments : DataFrame
        THEME_SEGMENTS of all coders.
    themes : collection of str
        The codebook's, in order; also those that nobody used.
    counted : str or None
        The coder who is number 1; the others follow by name.
    confidence : float

    Returns
    -------
    DataFrame
        THEME_AGREEMENT. With one coder a single row says so.
    """
    coders = sorted(set(segments["coder"]), key=lambda name: (name != counted, name))
    if len(coders) < 2:
        return THEME_AGREEMENT.conform(
            pd.DataFrame([{"coders": ALL_CODERS, "what": OF_THEME, "n": 0, "n_persons": 0, "why_not": say(ONE_CODER)}])
        )
    codes = {
        OF_THEME: segments["theme"],
        OF_SUBTHEME: segments["theme"] + " > " + segments["subtheme"].fillna(""),
        OF_DIRECTION: segments["direction"],
    }
    rows, persons = [], segments.drop_duplicates("segment").set_index("segment")["person"]
    for what, code in codes.items():
        wide = segments.assign(code=code.astype(str)).pivot(index="segment", columns="coder", values="code")
        rows += list(_rows(wide[coders], persons, what, themes if what == OF_THEME else (), confidence))
    order = list(codes)
    rows.sort(
        key=lambda row: (
            row["coders"] == ALL_CODERS,
            row["coders"],
            row["what"] == ONE_THEME,
            order.index(row["what"]) if row["what"] in order else 0,
        )
    )
    return THEME_AGREEMENT.conform(pd.DataFrame(rows))


def _rows(wide: pd.DataFrame, persons: pd.Series, what: str, themes: Collection[str], confidence: float) -> Iterator[dict]:
    """Rows of what coders are compared on: of each two, of each theme, and of all where there are more than two."""
    for first, second in combinations(range(wide.shape[1]), 2):
        both = wide.iloc[:, [first, second]].dropna()
        coders, of = f"{first + 1} and {second + 1}", {"n_persons": int(persons.loc[both.index].nunique())}
        yield {"coders": coders, "what": what, **of, **_compared(both, confidence)}
        for theme in themes:
            used = both.eq(theme)
            n = {"n_first": int(used.iloc[:, 0].sum()), "n_second": int(used.iloc[:, 1].sum())}
            row = _compared(used.astype(str), confidence)
            if len(both) and not any(n.values()):
                row |= {"why_not": say(NEITHER), "warning": None}
            yield {"coders": coders, "what": ONE_THEME, "theme": theme, **of, **n, **row}
    if wide.shape[1] > 2:
        several = wide[wide.notna().sum(axis=1) > 1]
        paired, of = [row.dropna().tolist() for _, row in several.iterrows()], {"n_persons": int(persons.loc[several.index].nunique())}
        yield {"coders": ALL_CODERS, "what": what, **of, "n": len(paired), **_alpha(paired)}


def _compared(both: pd.DataFrame, confidence: float) -> dict:
    """Kappa and alpha of two columns of codes, and what must be known of them."""
    names = sorted({code for column in both for code in both[column]})
    at = {name: k for k, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for first, second in both.itertuples(index=False):
        table[at[first], at[second]] += 1
    found = {"n": len(both), "n_agreed": int(np.trace(table)), **kappa_of(table, confidence), **_alpha(both.to_numpy().tolist())}
    if len(both) and len(names) > 1:
        found["warning"] = _warning(found)
    return found


def _alpha(codings: list[list[str]]) -> dict:
    codes = pd.Series([code for each in codings for code in each], dtype="object")
    if codes.empty:
        return {"alpha": NAN, "share_commonest": NAN, "why_not": say(NO_SEGMENT)}
    share = float(codes.value_counts(normalize=True).iloc[0])
    return {"alpha": alpha_of(codings), "share_commonest": share, "why_not": say(ONE_CATEGORY) if share == 1 else None}


def _warning(found: dict) -> str | None:
    said = [say(FEW_SEGMENTS, n=TINY)] if found["n"] < TINY else []
    if found["share_commonest"] >= PREVALENT and found["observed"] < 1:
        said.append(say(WARN_PREVALENT, percent=round(100 * found["share_commonest"])))
    if found["std_error"] == 0:
        said.append(say(PERFECT if found["observed"] == 1 else CONSTANT))
    return " ".join(said) or None
