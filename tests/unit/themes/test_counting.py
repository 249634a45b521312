"""People and segments of themes by hand, and what is not shown of few."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from ipscohort.themes.counting import count_read, count_themes, describe_people
from ipscohort.themes.groups import POOLED, shown_groups
from tests.support.themes import chosen, read

ROWS = (
    ("s1", "p1", "A", "work", "pay", "barrier", "ann"),
    ("s2", "p1", "A", "work", "pay", "barrier", "ann"),
    ("s3", "p1", "A", "work", "hours", "facilitator", "ann"),
    ("s4", "p2", "A", "work", "", "barrier", "ann"),
    ("s5", "p3", "B", "work", "pay", "", "ann"),
    ("s6", "p3", "B", "help", "meet", "facilitator", "ann"),
)
WHO = (("p1", "A"), ("p2", "A"), ("p3", "B"), ("p4", "B"))


@pytest.fixture
def counted(tmp_path):
    of = read(tmp_path, *ROWS, who=WHO)
    return count_themes(of.segments, of.people, chosen().codebook, ["A", "B"])


@pytest.mark.parametrize(
    ("theme", "subtheme", "group", "direction", "found"),
    [
        ("work", "all", "all", "all", (3, 5, 4)),  # p1 once, however many segments
        ("work", "all", "all", "barrier", (2, 3, 4)),
        ("work", "all", "all", "facilitator", (1, 1, 4)),
        ("work", "all", "all", "neither", (1, 1, 4)),
        ("work", "all", "A", "all", (2, 4, 2)),
        ("work", "all", "B", "all", (1, 1, 2)),
        ("work", "all", "B", "barrier", (0, 0, 2)),
        ("work", "pay", "all", "all", (2, 3, 4)),
        ("work", "pay", "A", "barrier", (1, 2, 2)),
        ("work", "hours", "all", "facilitator", (1, 1, 4)),
        ("help", "meet", "B", "facilitator", (1, 1, 2)),
        ("help", "all", "A", "all", (0, 0, 2)),
    ],
)
def test_counts_by_hand(counted, theme, subtheme, group, direction, found):
    row = counted[counted[["theme", "subtheme", "group", "direction"]].eq([theme, subtheme, group, direction]).all(axis=1)]
    assert tuple(row[["n_persons", "n_segments", "n_interviewed"]].iloc[0]) == found
    assert len(counted) == (3 + 2) * 3 * 4


def test_what_was_read_by_hand(tmp_path):
    rows = (*ROWS, ("s1", "p1", "A", "help", "", "", "bea"), ("s7", "p4", "B", "work", "", "", "bea"))
    of = read(tmp_path, *rows, who=(*WHO, ("p5", "A")), segments__counted="ann")
    found = count_read(of.segments, of.people).set_index("what")["n"].to_dict()
    assert found == {
        "segments": 7,
        "segments counted": 6,
        "segments of other coders only": 1,
        "segments of two coders or more": 1,
        "coders": 2,
        "interviewees": 5,
        "interviewees without a segment": 2,
    }


def grouped(**n: int) -> pd.DataFrame:
    return pd.DataFrame({"group": [name for name, count in n.items() for _ in range(count)]})


@pytest.mark.parametrize(
    ("n", "least", "together"),
    [
        ({"A": 5, "B": 4, "C": 3}, 3, ""),
        ({"A": 5, "B": 2, "C": 2}, 3, "BC"),
        ({"A": 5, "B": 4, "C": 1}, 3, "BC"),  # C with the next smallest: alone it would follow from the total
        ({"A": 5, "B": 4, "C": 2}, 3, "BC"),
        ({"A": 9, "B": 1, "C": 1}, 5, "ABC"),
        ({"A": 4, "B": 4, "C": 1}, 3, "AC"),  # of two as small, the first
        ({"A": 1, "B": 1, "C": 1}, 3, "ABC"),
        ({"A": 2, "B": 3}, 3, "AB"),
        ({"A": 2}, 3, "A"),
        ({"A": 1, "B": 1}, 1, ""),
        ({"A": 3, "B": 3, "C": 0}, 3, ""),
    ],
)
def test_small_groups_are_put_together(n, least, together):
    shown = shown_groups(grouped(**n), list(n), least)
    assert "".join(sorted(group for group, word in shown.items() if word == POOLED)) == together
    assert list(shown.values()) == sorted(shown.values(), key=lambda word: word == POOLED)


def people(**levels: str) -> pd.DataFrame:
    return pd.DataFrame([{"group": group, "level": level if level != "." else pd.NA} for group, of in levels.items() for level in of])


def hidden(frame: pd.DataFrame, least: int = 3) -> str:
    found = describe_people(frame, {"level": ("x", "y")}, sorted(set(frame["group"])), least)
    of = found[found["variable"].eq("level") & found["level"].eq("x")]
    assert of.loc[of["hidden"], ["n", "n_known"]].isna().all(axis=None) and of.loc[~of["hidden"], "n"].notna().all()
    return " ".join(of.loc[of["hidden"], "group"])


def test_few_of_a_level_are_not_shown_nor_what_would_tell_them():
    assert hidden(people(A="xxxyyy", B="xxxyyy")) == ""
    assert hidden(people(A="xxxyyy", B="xxxxyy", C="xxxyyy")) == "all B"  # all less A and C would tell
    assert hidden(people(A="xxxy", B="xxxyyy", C="xxx...", D="xxxx")) == "all A"
    assert hidden(people(A="xxxxy", B="xxxxy", C="xxxyyy")) == "all A B"  # all less C: 2 of y in A and B, few
    assert hidden(people(A="xxxxyy", B="xxxxyy", C="xxxyyy")) == "all A B"  # 4 of y in two groups of which each has few: 2 and 2
    assert hidden(people(A="xxxxx", B="yyyyy")) == ""  # nobody is not few
    assert hidden(people(A="xxx.", B="yyyyy")) == "all A"  # one of whom it is not known
    assert hidden(people(A="xxx..", B="yyyy...")) == "all A" and hidden(people(A="xxx...", B="yyyy...")) == ""
    assert hidden(people(A="xxxxyy", B="xxxyyy"), 2) == "" and hidden(people(A="xy", B="xy"), 1) == ""


def shown(frame: pd.DataFrame, groups: tuple[str, ...], least: int) -> tuple:
    """What a reader sees of a characteristic: how many of each group and level, or that it is not shown."""
    found = describe_people(frame, {"level": ("x", "y")}, list(groups), least)
    columns = found[["variable", "level", "group", "n", "n_known"]].astype("string").fillna("hidden")
    return tuple(map(tuple, columns.to_numpy().tolist()))


@pytest.mark.parametrize(("sizes", "least"), [((3, 3), 3), ((4, 3), 3), ((3, 3, 3), 3), ((5, 4), 3), ((3, 4), 2), ((4, 4, 3), 4)])
def test_no_hidden_cell_follows_from_what_is_shown_and_the_rule(sizes, least):
    groups = tuple("ABC"[: len(sizes)])
    by_shown: dict[tuple, list[tuple]] = {}
    for n_x in product(*(range(size + 1) for size in sizes)):  # every table that there can be, by what is shown of it
        frame = people(**{group: "x" * n + "y" * (size - n) for group, n, size in zip(groups, n_x, sizes, strict=True)})
        by_shown.setdefault(shown(frame, groups, least), []).append(n_x)
    seen = 0
    for seen_by_reader, tables in by_shown.items():
        closed = {group for variable, level, group, n, _ in seen_by_reader if variable == "level" and n == "hidden"}
        for place, group in enumerate(groups):
            if group in closed:
                assert len({table[place] for table in tables}) > 1, (tables, group)
                seen += 1
    assert seen > 0


@pytest.mark.parametrize("sizes", [(3, 3), (4, 3)])
def test_nor_is_it_told_of_how_few_it_is_not_known(sizes):
    groups = "AB"
    told = {}
    for counts in product(*([(x, y) for x in range(size + 1) for y in range(size + 1 - x)] for size in sizes)):
        frame = people(**{g: "x" * x + "y" * y + "." * (size - x - y) for g, (x, y), size in zip(groups, counts, sizes, strict=True)})
        told.setdefault(shown(frame, tuple(groups), 3), []).append(counts)
    unknown = [size - x - y for tables in told.values() if len(tables) == 1 for (x, y), size in zip(tables[0], sizes, strict=True)]
    assert unknown and not set(unknown) & {1, 2}, "what only one table can show is of nobody or of three and more"


def test_characteristics_by_hand():
    frame = people(A="xxxyyy...", B="xxxyyy").assign(years=[1.0, 2, 3, 4, 5, 6, None, None, None, 2, None, None, None, None, None])
    found = describe_people(frame, {"level": ("x", "y"), "years": ()}, ["A", "B"], 3).set_index(["variable", "level", "group"])
    assert found.loc[("level", "x", "A"), ["n", "n_known"]].tolist() == [3, 6]
    assert found.loc[("level", "y", "all"), ["n", "n_known"]].tolist() == [6, 12]
    years = found.xs("years")
    a, b = years.xs("A", level="group").iloc[0], years.xs("B", level="group").iloc[0]
    assert (a["mean"], a["n_known"]) == (3.5, 6) and a["sd"] == 1.9
    assert b["hidden"] and pd.isna(b["mean"]) and years.xs("all", level="group").iloc[0]["hidden"]  # a mean of one is that one
    assert found.xs("interviewees")["n"].tolist() == [15, 9, 6]


def test_beside_a_mean_it_is_not_said_of_how_few_it_is_not_known():
    frame = pd.DataFrame({"group": ["A"] * 7 + ["B"] * 9, "years": [1.0, 2, 3, 4, 5, 6, None, 1, 2, 3, 4, 5, 6, None, None, None]})
    found = describe_people(frame, {"years": ()}, ["A", "B"], 3).set_index(["variable", "group"]).loc["years"]
    assert found["mean"].tolist() == [3.5] * 3 and not found["hidden"].any()
    assert found.loc["B", "n_known"] == 6 and found.loc[["A", "all"], ["n", "n_known"]].isna().all(axis=None)  # 12 less 6 would tell of A
    everything = describe_people(frame, {"years": ()}, ["A", "B"], 1).set_index(["variable", "group"]).loc["years"]
    assert everything["n_known"].tolist() == [12, 6, 6]


def test_a_spread_needs_two():
    frame = pd.DataFrame({"group": ["A", "B"], "years": [4.0, 6.0]})
    row = describe_people(frame, {"years": ()}, ["A", "B"], 1).iloc[-1]
    assert row["mean"] == 6 and pd.isna(row["sd"]) and not row["hidden"]
    nobody = describe_people(frame.assign(years=None), {"years": ()}, ["A", "B"], 1).iloc[-1]
    assert nobody["n"] == 0 and pd.isna(nobody["mean"])


def years(**known: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame([{"group": group, "years": value} for group, values in known.items() for value in values])
    found = describe_people(frame, {"years": ()}, sorted(known), 3)
    return found[found["variable"].eq("years")].set_index("group")


def test_mean_and_spread_of_a_few_do_not_tell_their_values():
    of = years(A=[1.0, 2.5, 4.0, 12.0], B=[1.0, 2, 3, 4, 5, 7], C=[2.0, 2, 3, 4, 5, 7])
    assert of.loc["A", "mean"] == 4.9 and pd.isna(of.loc["A", "sd"]) and not of.loc["A", "hidden"]  # 4.875: one decimal, in the file too
    assert of.loc["B", "sd"] == 2.2 and pd.isna(of.loc["all", "sd"])  # all less B and C would tell that of A
    both = years(A=[1.0, 2.5, 4.0, 12.0], B=[1.0, 2, 3, 4, 5], C=[2.0, 2, 3, 4, 5, 7])
    assert both["sd"].notna().to_dict() == {"all": True, "A": False, "B": False, "C": True}  # of nine in two groups
    few = years(A=[1.0, 2.5], B=[1.0, 2, 3, 4, 5, 7])
    assert few["mean"].isna().to_dict() == {"all": True, "A": True, "B": False}
