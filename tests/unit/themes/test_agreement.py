"""Kappa and alpha: published worked examples, edges by hand, and what is said beside them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ipscohort.contracts.themes import ONE_THEME
from ipscohort.themes.agreement import alpha_of, compare_coders, kappa_of

COHEN = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
FLEISS = np.array([[75, 1, 4], [5, 4, 1], [0, 0, 10]])


def codings(*coders: str) -> list[list[str]]:
    """Codes of each segment; a dot is one that the coder did not code."""
    return [[code for code in codes if code != "."] for codes in zip(*coders, strict=True)]


def segments(first: str, second: str, third: str = "") -> pd.DataFrame:
    rows = [(f"s{k}", coder, code) for coder, codes in (("ann", first), ("bea", second), ("cor", third)) for k, code in enumerate(codes)]
    frame = pd.DataFrame([row for row in rows if row[2] != "."], columns=["segment", "coder", "theme"])
    return frame.assign(person="p" + (frame["segment"].str[1:].astype(int) // 2).astype(str), subtheme=pd.NA, direction="barrier")


def compared(first: str, second: str, third: str = "", counted: str | None = "ann", themes: str = "abc") -> pd.DataFrame:
    return compare_coders(segments(first, second, third), list(themes), counted, 0.95)


def one(frame: pd.DataFrame, **keys) -> pd.Series:
    for name, value in keys.items():
        frame = frame[frame[name].eq(value).fillna(False)]
    assert len(frame) == 1
    return frame.iloc[0]


def test_kappa_is_cohens_own():
    found = kappa_of(COHEN, 0.95)
    assert (found["observed"], found["expected"]) == pytest.approx((0.70, 0.41))
    assert round(found["kappa"], 3) == 0.492  # Cohen 1968


def test_kappa_and_its_error_are_those_of_the_textbook():
    found = kappa_of(FLEISS, 0.95)  # Fleiss, Levin and Paik 2003, table 18.1: 0.68, 95% limits 0.51 to 0.85
    assert round(found["kappa"], 2) == 0.68
    assert (round(found["conf_low"], 2), round(found["conf_high"], 2)) == (0.50, 0.85)  # with 0.0877 not cut to 0.087
    assert found["std_error"] == pytest.approx(0.0877, abs=5e-5)


@pytest.mark.parametrize(
    ("coders", "alpha"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_alpha_is_krippendorffs_own(coders, alpha):
    assert round(alpha_of(codings(*coders)), 3) == alpha


def test_a_segment_of_one_coder_counts_nowhere():
    assert alpha_of(codings("ab.", "abb")) == alpha_of(codings("ab", "ab")) == 1


def test_alpha_is_not_defined_without_two_categories():
    assert math.isnan(alpha_of(codings("aa", "aa"))) and math.isnan(alpha_of([])) and math.isnan(alpha_of([["a"], ["b"]]))


def test_disagreement_throughout_is_below_chance():
    assert kappa_of(np.array([[0, 5], [5, 0]]), 0.95)["kappa"] == -1
    assert alpha_of(codings("ab", "ba")) == pytest.approx(-0.5)


def test_limits_are_cut_where_kappa_ends():
    found = kappa_of(np.array([[9, 1], [0, 9]]), 0.999)
    assert found["conf_high"] == 1 and found["conf_low"] < found["kappa"] < 1
    assert kappa_of(np.array([[0, 3], [4, 1]]), 0.9999)["conf_low"] == -1


def test_a_wider_confidence_gives_wider_limits():
    near, far = kappa_of(COHEN, 0.9), kappa_of(COHEN, 0.99)
    assert far["conf_low"] < near["conf_low"] < near["conf_high"] < far["conf_high"]
    assert near["conf_high"] - near["kappa"] == pytest.approx(1.6448536 * near["std_error"], rel=1e-6)


def test_one_category_by_both_is_not_defined_and_says_so():
    row = one(compared("aaaaa", "aaaaa"), what="theme")
    assert math.isnan(row["kappa"]) if row["kappa"] is not pd.NA else True
    assert row["observed"] == 1 and row["n"] == 5 and "one category" in row["why_not"] and pd.isna(row["alpha"])


def test_a_theme_that_neither_used_says_so():
    row = one(compared("aabb", "abab"), what=ONE_THEME, theme="c")
    assert row["why_not"] == "Neither coder used it." and pd.isna(row["kappa"]) and (row["n_first"], row["n_second"]) == (0, 0)


def test_each_theme_by_hand():
    row = one(compared("aabbc", "abbbc"), what=ONE_THEME, theme="a")
    assert (row["n_first"], row["n_second"], row["n_agreed"], row["n"]) == (2, 1, 4, 5)
    assert row["observed"] == 0.8 and row["expected"] == pytest.approx((2 * 1 + 3 * 4) / 25)
    assert row["kappa"] == pytest.approx((0.8 - 0.56) / 0.44)


def test_a_prevalent_code_is_warned_of_and_few_segments_too():
    row = one(compared("a" * 19 + "b", "a" * 20), what="theme")
    assert row["share_commonest"] == 39 / 40 and "98% of the codes fall on one category" in row["warning"]
    assert pd.isna(one(compared("a" * 17 + "bbb", "a" * 17 + "bba"), what="theme")["warning"])  # 35 of 40
    assert "one category" in one(compared("a" * 18 + "bc", "a" * 18 + "bb"), what="theme")["warning"]  # 36 of 40: at the bar
    alike = one(compared("a" * 18 + "bb", "a" * 18 + "bb"), what="theme")
    assert alike["kappa"] == 1 and "low" not in alike["warning"].replace("could be lower", "")  # kappa is not low here
    assert "Fewer than 5 segments" in one(compared("aabb", "aabc"), what="theme")["warning"]
    assert "Fewer than 5" not in str(one(compared("aabbc", "aabcc"), what="theme")["warning"])


def test_full_agreement_has_no_spread_and_says_so():
    row = one(compared("aabbc", "aabbc"), what="theme")
    assert row["kappa"] == 1 and row["std_error"] == 0 and "alike" in row["warning"]
    assert pd.isna(row["conf_low"]) and pd.isna(row["conf_high"])


@pytest.mark.parametrize("n", [3, 5, 19, 20, 47])
def test_a_coder_of_one_category_makes_kappa_0_and_it_says_so(n):
    row = one(compared("a" * n + "bb", "a" * (n + 2)), what="theme")
    assert row["kappa"] == pytest.approx(0, abs=1e-12) and row["std_error"] == 0
    assert pd.isna(row["conf_low"]) and pd.isna(row["conf_high"])
    assert "kappa is 0 whatever they agree on" in row["warning"] and "alike" not in row["warning"]
    only_first = one(compared("a" * n + "bb", "a" * (n + 2)), what=ONE_THEME, theme="b")
    assert (only_first["n_first"], only_first["n_second"]) == (2, 0) and "kappa is 0" in only_first["warning"]


def test_one_coder_has_nothing_to_be_compared_with():
    frame = compared("aabb", "")
    assert len(frame) == 1 and frame["n"].iloc[0] == 0 and frame["why_not"].iloc[0].startswith("Only one coder")


def test_coders_without_a_common_segment_say_so():
    row = one(compared("aab..", "...bb"), what="theme")
    assert row["n"] == 0 == row["n_persons"] and row["why_not"] == "No segment was coded by both." and pd.isna(row["kappa"])


def test_the_counted_coder_is_number_1():
    ours, theirs = (one(compared("aabbc", "abbbc", counted=who), what=ONE_THEME, theme="a") for who in ("ann", "bea"))
    assert (ours["n_first"], ours["n_second"]) == (2, 1) and (theirs["n_first"], theirs["n_second"]) == (1, 2)
    assert ours["kappa"] == theirs["kappa"]


def test_three_coders_are_compared_two_by_two_and_together():
    frame = compared("aabbc..", "abbbcc.", ".abbcaa")  # the last is of one coder alone
    assert frame["coders"].drop_duplicates().tolist() == ["1 and 2", "1 and 3", "2 and 3", "all"]
    together = one(frame, coders="all", what="theme")
    assert together["n"] == 6 and pd.isna(together["kappa"])
    assert together["alpha"] == pytest.approx(alpha_of(codings("aabbc..", "abbbcc.", ".abbcaa")))
    assert one(frame, coders="1 and 3", what="theme")["n"] == 4
    # two segments each: s0 and s1 are the first interviewee's; the last of all is of one coder
    assert together["n_persons"] == 3 and one(frame, coders="1 and 3", what="theme")["n_persons"] == 3


def test_a_subtheme_left_out_differs_from_one_that_is_named():
    frame = segments("aabb", "aabb")
    frame.loc[frame["coder"].eq("ann") & frame["segment"].eq("s0"), "subtheme"] = "x"
    found = compare_coders(frame, ["a", "b"], "ann", 0.95)
    assert one(found, what="theme")["n_agreed"] == 4 and one(found, what="subtheme")["n_agreed"] == 3


def test_direction_is_compared_by_itself():
    frame = segments("aabb", "bbaa")
    frame.loc[frame["coder"].eq("bea") & frame["segment"].isin(["s0", "s1"]), "direction"] = "facilitator"
    frame.loc[frame["coder"].eq("ann") & frame["segment"].eq("s0"), "direction"] = "facilitator"
    row = one(compare_coders(frame, ["a", "b"], "ann", 0.95), what="direction")
    assert row["n_agreed"] == 3 and row["kappa"] == pytest.approx(0.5)
