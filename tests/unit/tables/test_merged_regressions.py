"""The table of all regressions: the numbers of the tables of each kind, outcome by outcome, in the columns that a reader looks for."""

from __future__ import annotations

import pytest
from table_frames import inputs

from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.config.analysis import Models
from ipscohort.models.families import FAMILIES, tables_of
from ipscohort.tables import make_table, make_tables
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped

MADE = make_tables(table_inputs(shipped(), cohort().settings))
TABLE = MADE["regressions"]
REGRESSIONS = cohort().settings.models.regressions


def test_each_outcome_has_a_group_that_says_what_its_estimate_is():
    assert [group.label for group in TABLE.groups] == [
        "Obtained competitive employment (primary outcome): odds ratio",
        "Days worked in competitive jobs (primary outcome): ratio of geometric means",
        "Time to first job (secondary outcome): hazard ratio",
    ]
    assert [column.heading for column in TABLE.columns] == [
        f"{spanner}: {label}" for spanner in ("Crude", "Adjusted") for label in ("n, or events / n", "Estimate (95% CI)", "p")
    ]


@pytest.mark.parametrize("name", REGRESSIONS)
def test_its_cells_are_those_of_the_table_of_the_same_kind(name):
    family = FAMILIES[REGRESSIONS[name].model]
    own = MADE[family.table]
    mine = TABLE.groups[list(REGRESSIONS).index(name)].rows
    theirs = next(group.rows for group in own.groups if TABLE.groups[list(REGRESSIONS).index(name)].label.startswith(group.label))
    read = family.layout.ratio or family.layout.coefficient
    places = {
        (spanner, label): next(i for i, c in enumerate(own.columns) if c.spanner == spanner and c.label.startswith(label))
        for spanner in ("Crude", "Adjusted")
        for label in (family.layout.counted or "n", f"{read} ", "p")
    }
    by_label = iter(theirs)
    for row in mine:
        other = next(each for each in by_label if each.label == row.label)  # the same order, with rows in between
        for cell, place in zip(row.cells, places.values(), strict=True):
            assert (cell.text, cell.numbers) == (other.cells[place].text, other.cells[place].numbers), row.label


def test_warnings_and_who_is_left_out_are_said_at_the_model():
    first = TABLE.groups[0].rows[0]
    crude, adjusted = first.cells[0], first.cells[3]
    counted = "Counted as no, but had a job of which it is not recorded whether it was competitive: 1 of {} in 'first half'; 1 of {} in 'second half'."
    assert (crude.text, [str(note) for note in crude.notes]) == ("47 / 103", [counted.format(54, 49)])
    assert [note.partition(" ")[0] for note in adjusted.notes] == ["44", "8"]
    assert counted.format(50, 45) in str(adjusted.notes[0])
    assert {number.statistic for note in adjusted.notes for number in note.numbers} >= {"events per coefficient", "n excluded"}


def test_where_all_are_of_one_kind_counts_are_headed_as_there():
    only = inputs().models.model_copy(update={"regressions": {"job_obtained": inputs().models.regressions["job_obtained"]}})
    assert make_table("regressions", inputs(models=only)).columns[0].label == "Events / n"


def test_without_confounders_there_are_crude_estimates_alone():
    fits = inputs().fits
    crude = make_table("regressions", inputs(fits=fits[fits["adjustment"] == "crude"]))
    assert {column.spanner for column in crude.columns} == {"Crude"}


def test_without_regressions_there_is_no_table_and_it_says_why_where_one_is_asked_for():
    none = inputs(models=Models())
    assert not [name for name in make_tables(none) if name.startswith("regressions")]
    assert make_table("regressions", none).why_not == "The settings declare no regressions."


def test_it_stands_beside_the_forest_and_the_tables_of_each_kind_in_the_appendix():
    assert TABLES["regressions"].section == FIGURES["forest"].section == "exposures"
    assert {tables_of(FAMILIES)[family.table].section for family in FAMILIES.values()} == {"appendix"}
