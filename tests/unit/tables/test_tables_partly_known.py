"""The notes on work that is known only in part, worked out by hand.

Workers of the cohort of eight: P1 100 days, P2 200 (both municipality), P5 58.75 (UWV), P6 unknown altogether. Here P2 can
have worked 300 and P5 250; long is 183 days or more.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from table_frames import CODEBOOK, inputs, persons

from ipscohort import contracts as c
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.tables import make_table

NA = pd.NA
COUNTED = (
    "Some {} also have a job of unknown start or end, whose time is not counted. Counting what is unknown, from none to as much as can be, "
)


def frame(**changes):
    bounds = {
        "time_worked_least": [100.0, 200, 0, 0, 58.75, 0, 0, 0],
        "time_worked_most": [100.0, 300, 0, 0, 250, 900, 0, 0],
        "worked_long_least": ["no", "yes", "no", "no", "no", "no", "no", "no"],
        "worked_long_most": ["no", "yes", "no", "no", "yes", "yes", "no", "no"],
    }
    return c.PERSONS.conform(persons().assign(**{**bounds, **changes}))


def notes_of(table, label):
    row = next(row for row in table.rows() if row.label.startswith(label))
    return row.notes, [cell.notes for cell in row.cells]


@pytest.fixture(scope="module")
def table():
    return make_table("outcomes", inputs(persons=frame()))


def test_a_median_says_between_what_it_lies_in_each_column(table):
    # all: 58.75 100 200 -> 100; 100 250 300 -> 250. Municipality: 100 200 -> 150; 100 300 -> 200. UWV: 58.75 (58.8); 250
    said = "the median lies between: all participants 100.0 and 250.0 (2 of 3); municipality 150.0 and 200.0 (1 of 2); UWV 58.8 and 250.0 (1 of 1)."
    assert notes_of(table, "Days worked, workers")[0] == ("rule of time_worked.", COUNTED.format("workers") + said)


def test_a_mean_of_everybody_does_too(table):
    # all but P6: (100 + 200 + 58.75) / 7 = 51.25; (100 + 300 + 250) / 7 = 92.9. Municipality of four: 75, 100. UWV of P5 and P7: 29.4, 125
    said = (
        "the mean lies between: all participants 51.3 and 92.9 (2 of 7); municipality 75.0 and 100.0 (1 of 4); UWV 29.4 and 125.0 (1 of 2)."
    )
    # P6, whose one job has no dates, worked and is left out. All eight: 358.75 / 8 = 44.8; (650 + 900) / 8 = 193.8. UWV of three:
    # 58.75 / 3 = 19.6; (250 + 900) / 3 = 383.3
    out = (
        "Left out, though they worked, as none of their jobs has both dates: all participants 1; UWV 1. With them in, at the fewest and "
        "at the most that can be, the mean lies between: all participants 44.8 and 193.8; UWV 19.6 and 383.3."
    )
    assert notes_of(table, "Days worked, all persons")[0] == (COUNTED.format("persons") + said, out)


def test_a_share_says_how_many_no_could_be_yes(table):
    row, cells = notes_of(table, "Worked 183 days or more")
    # P5 could have; in the columns with P6, who is unknown, the cell's own note has the range: P2; P2, P5, P6
    assert row[-1] == "Counted as no, but with a job of unknown start or end could have worked so long: all participants 1; UWV 1."
    assert "of all persons it lies between 1 of 8 (13%) and 3 of 8 (38%)." in cells[0][0]
    assert cells[1] == ()


def test_a_share_without_unknown_has_its_range():
    known = persons()["id"].ne("P6")
    people = frame()[known].reset_index(drop=True)
    row, cells = notes_of(make_table("outcomes", inputs(persons=people)), "Worked 183 days or more")
    assert row[-1].endswith("all participants 1 (so 1 to 2 of 7, 14% to 29%); UWV 1 (so 0 to 1 of 2, 0% to 50%).")
    assert cells[0] == ()


def test_who_cannot_have_worked_long_is_not_in_the_range():
    people = frame(worked_long_most=["no", "yes", "no", "no", "no", "no", "no", "no"])
    row, cells = notes_of(make_table("outcomes", inputs(persons=people)), "Worked 183 days or more")
    assert not any("Counted as no" in note for note in row)
    assert "between 1 of 8 (13%) and 1 of 8 (13%)." in cells[0][0]


def test_left_unknown_they_are_named_as_left_out():
    people = frame(time_worked=[100.0, NA, 0, 0, NA, NA, 0, 0], worked_long=["no", "yes", "no", "no", NA, NA, "no", "no"])
    table = make_table("outcomes", inputs(persons=people, outcomes=DerivedOutcomes(partly_known="unknown")))
    row, _ = notes_of(table, "Days worked, workers")
    assert "so that their time worked is unknown and they are left out. Counting what is unknown" in row[-1]
    assert "all participants 100.0 and 250.0 (2 of 3)" in row[-1]
    _, cells = notes_of(table, "Worked 183 days or more, of persons of whom it is known")
    assert "between 1 of 8 (13%) and 3 of 8 (38%)." in cells[0][0]


def test_nothing_is_said_where_everything_is_known_or_given_as_a_total():
    for people in (persons(), frame(time_worked_most=persons()["time_worked"], worked_long_most=persons()["worked_long"])):
        for name in ("outcomes", "paper_outcomes", "bond_measures"):
            rows = make_table(name, inputs(persons=c.PERSONS.conform(people))).rows()
            assert not any("unknown start" in note or "Counted as no" in note for row in rows for note in row.notes)


def test_the_paper_s_table_keeps_its_cells_and_says_it_below():
    plain, noted = (make_table("paper_outcomes", inputs(persons=people)) for people in (persons(), frame()))
    assert [[cell.text for cell in row.cells] for row in plain.rows()] == [[cell.text for cell in row.cells] for row in noted.rows()]
    row, _ = notes_of(noted, "Median number of days worked")
    assert row[1] == COUNTED.format("workers") + "the median lies between: all participants 100.0 and 250.0 (2 of 3)."


def test_weeks_worked_of_the_eight_measures():
    people = frame(weeks_worked_least=[14.0, 28, 0, 0, 8, 0, 0, 0], weeks_worked_most=[14.0, 42, 0, 0, 36, 130, 0, 0])
    row, _ = notes_of(make_table("bond_measures", inputs(persons=people)), "Weeks worked")
    # 50 / 7 and 92 / 7 of all, 50 / 3 and 92 / 3 of workers
    said = "the mean lies between: all participants 7.1 and 13.1 (2 of 7); workers 16.7 and 30.7 (2 of 3)."
    assert row == (COUNTED.format("persons") + said,)


def test_no_job_in_a_panel_with_unknown_periods():
    people = frame(open_job=pd.array([None, None, "periods_unknown", *[None] * 5], dtype="string"))
    panel = inputs(persons=people, codebook=replace(CODEBOOK, shape="panel"))
    row, _ = notes_of(make_table("outcomes", panel), "Obtained a competitive job")
    said = "Counted as no, but with unknown periods could have worked: all participants 1 (so 4 to 5 of 8, 50% to 63%); municipality 1 (so 2 to 3 of 4, 50% to 75%)."
    assert row[-1] == said
    both = frame(open_job=pd.array([None, None, "kind_unknown", "after_last_day", *[None] * 4], dtype="string"))
    *_, after, kind = notes_of(make_table("outcomes", inputs(persons=both)), "Obtained a competitive job")[0]
    assert str(kind) == said.replace(
        "with unknown periods could have worked", "had a job of which it is not recorded whether it was competitive"
    )
    assert str(after).startswith(
        "Counted as no, but have a job that began in follow-up after their last day observed: all participants 1 (so 4 to 5 of 8, 50% to 63%)"
    )
    assert "Counted as no, but" not in str(notes_of(make_table("outcomes", inputs(persons=frame())), "Obtained a competitive job")[0])


def test_what_is_assumed_of_ends_is_not_called_unknown():
    table = make_table("outcomes", inputs(persons=frame(), outcomes=DerivedOutcomes(unknown_end="last_day_observed")))
    assert "also have a job of unknown start, whose time" in notes_of(table, "Days worked, workers")[0][-1]


def test_levels_of_one_name_are_told_apart():
    from ipscohort.config.analysis import Exposure
    from ipscohort.contracts.codebook import VariableInfo

    aid = VariableInfo("aid", "Aid", "category", levels=("municipality", "none"))
    people = frame().assign(aid=pd.array(["municipality"] * 4 + ["none"] * 4, dtype="string"))
    exposures = {name: Exposure(variable=name, reference="municipality") for name in ("funding", "aid")}
    whole = inputs(persons=people, exposures=exposures, codebook=replace(CODEBOOK, variables={**CODEBOOK.variables, "aid": aid}))
    note = notes_of(make_table("outcomes", whole), "Days worked, workers")[0][-1]
    assert "Funding, municipality 150.0 and 200.0 (1 of 2); UWV" in note
    assert "Aid, municipality 150.0 and 200.0 (1 of 2); none" in note


@pytest.mark.parametrize("settings", [DerivedOutcomes(), DerivedOutcomes(partly_known="unknown")])
def test_a_mean_counts_who_is_not_known_to_have_worked_but_can_have(settings):
    # P3, of the municipality, worked in no known period and can have worked 30 days; P6 is unknown altogether
    unknown = settings.partly_known == "unknown"
    people = frame(
        time_worked=[100.0, 200, NA if unknown else 0, 0, 58.75, NA, 0, 0],
        time_worked_most=[100.0, 200, 30, 0, 58.75, 900, 0, 0],
    )
    panel = inputs(persons=people, codebook=replace(CODEBOOK, shape="panel"), outcomes=settings)
    row, _ = notes_of(make_table("outcomes", panel), "Days worked, all persons")
    # 358.75 / 7 and 388.75 / 7; 300 / 4 and 330 / 4
    assert "the mean lies between: all participants 51.3 and 55.5 (1 of 7); municipality 75.0 and 82.5 (1 of 4)." in row[0]
