"""Themes of papers and the roadmap: the shipped ones hold what the papers print, and mistakes are told."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.themes import Paper, Roadmap
from ipscohort.errors import UserError
from ipscohort.themes.papers import count_statements, read_papers
from ipscohort.themes.roadmap import count_states, read_roadmap
from tests.support.themes import PAPER, shipped, written

MAP = {"file": "r.csv", "region": "region", "step": "step", "state": "state", "date": "date", "who": "who", "agreement": "what"}
STEPS = {"1": "Ask", "2": "Do"}
HEADER = ["region", "step", "state", "date", "who", "what"]


def paper(folder, *rows):
    file = written(folder / "p.csv", ["t", "s", "d", "w", "x"], rows)
    return read_papers({"themes.papers.doe": file}, {"doe": Paper.model_validate(PAPER)})


def roadmap(folder, *rows, **more):
    return read_roadmap(written(folder / "r.csv", HEADER, rows), Roadmap.model_validate({**MAP, "steps": STEPS, **more}))


def told(error) -> str:
    assert "->" in str(error.value)
    return str(error.value)


def test_the_table_of_vukadin_2018_is_whole():
    of = shipped().statements
    of = of[of["paper"].eq("vukadin2018")]
    n = of.groupby(["theme", "direction"]).size().to_dict()
    assert n == {  # statements of the paper's table 2 by theme
        ("Innovation: IPS", "facilitator"): 2,
        ("Innovation: IPS", "barrier"): 3,
        ("Innovation: collaboration", "facilitator"): 6,
        ("Innovation: collaboration", "barrier"): 6,
        ("Innovation: funding of IPS", "facilitator"): 3,
        ("Innovation: funding of IPS", "barrier"): 5,
        ("Socio-political context", "facilitator"): 2,
        ("Socio-political context", "barrier"): 3,
    }


def test_noteboom_2024_has_four_themes_of_ten_subthemes():
    of = shipped().statements
    of = of[of["paper"].eq("noteboom2024")]
    assert of["theme"].nunique() == 4 and len(of[["theme", "subtheme"]].drop_duplicates()) == 10


def test_the_roadmap_of_noteboom_2024_has_five_steps_in_four_regions():
    steps = shipped().steps
    assert len(steps) == 20 and steps["region"].nunique() == 4 and steps["number"].max() == 5
    assert steps[~steps["recorded"]].groupby("number").size().to_dict() == {3: 4, 5: 2}
    states = shipped().states
    assert states.groupby("number")["n"].sum().tolist() == [4] * 5
    assert states[states["step"].eq("4")].set_index("state")["n"].to_dict() == {
        "done": 1, "partly": 2, "intended": 0, "not done": 1, "not recorded": 0,
    }  # fmt: skip


def test_statements_of_two_groups_count_in_both_and_once_in_all(tmp_path):
    found = count_statements(
        paper(tmp_path, ("T", "S", "barrier", "B ;A; A", "x"), ("T", "S", "barrier", "", "y"), ("T", "S", "", "A", "z"))
    )
    n = {(row.said_by, row.direction): row.n for row in found.itertuples() if row.n}
    assert n == {
        ("all", "barrier"): 2,
        ("all", "neither"): 1,
        ("A", "barrier"): 1,
        ("A", "neither"): 1,
        ("B", "barrier"): 1,
        ("not told", "barrier"): 1,
    }
    assert found["said_by"].drop_duplicates().tolist() == ["all", "A", "B", "not told"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("", "S", "", "A", "x"), "column t: statements whose theme is empty (row 2)"),
        (("T", "", "", "A", "x"), "column s: statements whose subtheme is empty (row 2)"),
        (("T", "S", "", "A", ""), "column x: statements whose statement is empty (row 2)"),
        (("T", "S", "good", "A", "x"), "column d: values that do not lead to facilitator, barrier, neither (row 2)"),
    ],
)
def test_a_mistake_of_a_paper_is_told(tmp_path, row, what):
    with pytest.raises(UserError) as error:
        paper(tmp_path, row)
    assert what in told(error)


def test_steps_without_a_row_are_there_as_not_recorded(tmp_path):
    found = roadmap(tmp_path, ("N", "2", "done", "2021-03", "all", "fee"), regions=["S", "N"])
    assert found[["region", "number", "recorded"]].to_numpy().tolist() == [
        ["S", 1, False],
        ["S", 2, False],
        ["N", 1, False],
        ["N", 2, True],
    ]
    row = found.iloc[3]
    assert (row["state"], row["date"], row["month_only"], row["who"], row["agreement"]) == (
        "done",
        pd.Timestamp("2021-03-01"),
        True,
        "all",
        "fee",
    )
    n = count_states(found).set_index(["step", "state"])["n"]
    assert n[("1", "not recorded")] == 2 and n[("2", "not recorded")] == 1 and n[("2", "done")] == 1


def test_a_row_without_a_state_is_a_row(tmp_path):
    found = roadmap(tmp_path, ("N", "1", "", "2021-03-04", "", ""))
    assert found["recorded"].tolist() == [True, False] and found["state"].isna().all() and not found["month_only"].any()
    assert count_states(found).query("step == '1' and state == 'not recorded'")["n"].iloc[0] == 1


def test_without_dates_and_more_a_roadmap_is_read(tmp_path):
    bare = {key: value for key, value in MAP.items() if key in ("file", "region", "step", "state")}
    found = read_roadmap(written(tmp_path / "r.csv", HEADER, (("N", "1", "done"),)), Roadmap.model_validate({**bare, "steps": STEPS}))
    assert found[["date", "who", "agreement"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("", "1", "done"), "column region: rows without a region (row 3)"),
        (("N", "", "done"), "column step: rows without a step (row 3)"),
        (("N", "3", "done"), "column step: steps that the settings do not know (row 3)"),
        (("X", "1", "done"), "column region: regions that the settings do not know (row 3)"),
        (("N", "1", "ready"), "column state: values that do not lead to done, partly, intended, not done (row 3)"),
        (("N", "1", "done", "soon"), "column date: no possible dates (row 3)"),
        (("N", "2", "partly"), "steps of a region that stand twice (rows 2, 3)"),
    ],
)
def test_a_mistake_of_the_roadmap_is_told(tmp_path, row, what):
    with pytest.raises(UserError) as error:
        roadmap(tmp_path, ("N", "2", "done"), row, regions=["N"])
    assert what in told(error)
