"""Whole releases: of the shipped cohort, and of made ones with small groups."""

import re
from dataclasses import replace

import pytest

from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.display.numbers import Cell, Number, source
from ipscohort.errors import UserError
from ipscohort.release.judge import UNRULED, judge
from ipscohort.release.keys import JOBS, PERSONS, key
from ipscohort.release.log import NO_RULE, OTHERS, REASONS
from ipscohort.release.make import cells_of
from ipscohort.release.protect import prove
from ipscohort.release.tables import HIDDEN
from tests.support import released

ALL = ["default", *released.MADE]
COUNT = re.compile(r"([\d,]+)(?: \((?:\d+|\[c\])\))?|([\d,]+) / ([\d,]+)")


def found(name):
    return released.default() if name == "default" else released.made(name)


@pytest.mark.parametrize("name", ALL)
def test_no_count_below_the_threshold_is_printed(name):
    """Of every cell and heading that is a count, read from what is printed; but zeros that follow from the definitions."""
    release, seen = found(name), 0
    for table in release.made.tables:
        texts = [cell.text for row in table.rows() for cell in row.cells] + [
            n for column in table.columns for n in re.findall(r"N = ([\d,]+)\)", column.label)
        ]
        for text in texts:
            matched = COUNT.fullmatch(text)
            numbers = [int(part.replace(",", "")) for part in matched.groups() if part] if matched else []
            if text in ("0", "1") or not numbers:  # the reference of a ratio, a difference
                continue
            seen += 1
            assert all(n == 0 or n >= 10 for n in numbers), (table.name, text)
    assert seen > 20


@pytest.mark.parametrize("name", ALL)
def test_what_is_printed_is_what_the_report_prints_or_nothing(name):
    release = found(name)
    built = {table.name: table for table in release.inputs.built}
    for table in release.made.tables:
        if table.name not in built:
            continue
        for row, before in zip(table.rows(), built[table.name].rows(), strict=True):
            assert row.label == before.label
            for cell, was in zip(row.cells, before.cells, strict=True):
                shares = (was.text, HIDDEN, re.sub(r" \(.*\)$", f" ({HIDDEN})", was.text))
                median = "[" in was.text and re.fullmatch(r"[\d,.]+ (\[[\d,.-]+\]|\[c\])", cell.text)
                mean = re.fullmatch(r"[\d,]+ \(\d+\)", cell.text) and "mean" in row.label and was.text != cell.text
                assert cell.text in shares or median or mean, (table.name, row.label)
                assert not cell.numbers, "every digit of a number would stand in a workbook"


@pytest.mark.parametrize("name", ALL)
def test_every_proof_holds_and_leaves_no_link_out(name):
    release = found(name)
    for protected in release.protected.values():
        assert protected.exact
        assert set(protected.bounds) == set(protected.guarded) >= set(protected.hidden)
        assert all(bounds.width >= 5 for bounds in protected.bounds.values())
        for k, bounds in protected.bounds.items():
            assert bounds.least <= protected.counted.count(k) <= bounds.most, k


def test_one_suppression_less_and_the_proof_fails():
    protected = found("a rare diagnosis").protected[PERSONS]
    others = [k for k, why in protected.hidden.items() if why == OTHERS]
    assert len(others) > 3
    for k in others:
        n = float(protected.counted.count(k))
        less = replace(protected, bounds={}, hidden={h: why for h, why in protected.hidden.items() if h != k})
        less.shown, less.guarded = {**protected.shown, k: (n, n)}, [g for g in protected.guarded if g != k]
        with pytest.raises(UserError, match="not safe"):
            prove(less)


@pytest.mark.parametrize("name", ALL)
def test_notes_hold_no_number_of_persons(name):
    """Those below a whole table may hold what the settings say in digits, such as the length of follow-up; none is of persons."""
    for table in found(name).made.tables:
        assert not [note for note in table.marks() if re.search(r"\d", note)]
        for note in table.notes:
            left = re.sub(r"95% CI|\d+ (?:weeks|months|days)|MHI-5, 0-100|HC\d|\(n \+ 1\)|past 5 years|0 for who did not work", "", note)
            assert not re.search(r"\d", left), note


def test_every_exhibit_is_released_or_listed():
    release = found("default")
    there = {table.name for table in release.made.tables} | {picture.name for picture in release.made.pictures}
    listed = {each.exhibit for each in release.made.refused}
    assert set(TABLES) | set(FIGURES) <= there | listed
    unreleased = {each.exhibit for each in release.made.refused if each.reason == NO_RULE and not each.place}
    assert {"time_worked", "diagnostics_plots", "proportional_hazards"} <= unreleased, "single persons' points"
    assert {each.reason for each in release.made.refused} <= set(REASONS)


def test_what_is_hidden_is_listed_without_its_value():
    release = found("default")
    for table in release.made.tables:
        hidden = sum(HIDDEN in cell.text for row in table.rows() for cell in row.cells)
        listed = [each for each in release.made.refused if each.exhibit == table.name]
        assert len(listed) >= hidden
        assert not [each for each in listed if re.search(r"N = \d|\(\d", each.place)]


def test_data_hold_what_is_printed_and_no_digit_more():
    release = found("default")
    cells = cells_of({table.name: table for table in release.made.tables})
    assert set(cells.columns) == {"table", "row", "column", "printed"}
    printed = {cell.text for table in release.made.tables for row in table.rows() for cell in row.cells}
    assert set(cells["printed"]) <= printed


def test_a_number_without_a_rule_is_not_shown():
    inputs = found("default").inputs
    persons = len(inputs.tables.persons)
    counted = Number("n", float(persons), source("persons", "id"))
    assert judge(inputs, Cell(str(persons), (counted,))).counts[0][1] == key(PERSONS, {})
    unruled = [
        Cell(str(persons)),  # a numeral that no number is behind
        Cell(f"{persons} 4", (counted,)),
        Cell("12", (Number("n", 12.0, source("persons", "id")),)),  # not what its source counts
        Cell("12", (Number("largest", 12.0, source("persons", "time_worked")),)),
        Cell("12", (Number("n", 12.0, source("curves", "n_risk", exposure="all")),)),
        Cell("1.2", (Number("estimate", 1.2, source("estimates", "ratio", model="no such model")),)),
    ]
    assert [judge(inputs, cell) for cell in unruled] == [UNRULED] * len(unruled)


def test_jobs_of_fewer_persons_than_the_threshold_are_hidden():
    protected = found("default").protected[JOBS]
    assert all(protected.counted.behind(k) >= 10 or protected.counted.count(k) == 0 for k in protected.shown)
    assert any(protected.counted.count(k) >= 10 > protected.counted.behind(k) for k in protected.hidden) or protected.hidden


def test_rounded_counts_and_their_percentages():
    release = released.released_of(released.made_inputs("a rare diagnosis", {"round_to": 5, "hide_zeros": "no"}))
    assert release.inputs.rules.base == 5
    baseline = next(table for table in release.made.tables if table.name == "baseline")
    shares = [cell.text for row in baseline.rows() for cell in row.cells if re.fullmatch(r"\d+ \(\d+\)", cell.text)]
    assert shares
    assert all(int(text.split(" ")[0]) % 5 == 0 for text in shares)
    whole = {cell.text for row in baseline.rows() if row.label == "f" for cell in row.cells}
    assert "40 (44)" in whole, "38 of 90 are 42%; 40 of 90 are 44%"
    crude = [each for each in release.made.refused if each.exhibit == "regressions" and "Crude: Estimate" in each.place]
    assert {each.reason for each in crude} == {"counts in other words"}, "an exact odds ratio would undo the rounding"


def test_medians_are_nobodys_and_quartiles_are_of_many():
    """Days worked of 27 persons: 468, 175 and 792 were exactly the 14th, the 7th and the 21st person's."""
    release, seen = found("default"), 0
    built = {table.name: table for table in release.inputs.built}
    for name in ("outcomes", "jobs"):
        table = next(table for table in release.made.tables if table.name == name)
        for row, before in zip(table.rows(), built[name].rows(), strict=True):
            for cell, was in zip(row.cells, before.cells, strict=True):
                judged = judge(release.inputs, was)
                if judged.summary != "median" or cell.text == HIDDEN:
                    continue
                of, seen = release.protected[judged.base.population], seen + 1
                printed = [float(part.replace(",", "")) for part in re.findall(r"[\d,.]+", cell.text)]
                assert len(printed) == (3 if of.shown.get(judged.base, (0, 0))[0] >= 40 else 1), cell.text
                assert (HIDDEN in cell.text) == (len(printed) == 1)
                values = of.counted.values(judged.column, judged.base)
                for value in printed:
                    near = sorted(abs(values - value))[2]
                    assert near <= value / 2, "three persons or more are about there"
    assert seen > 5


def test_no_adjusted_risk_stands_without_the_counts_of_its_groups():
    release = found("default")
    of, each = release.protected[PERSONS], release.inputs.models.each
    before = next(table for table in release.inputs.built if table.name == "absolute_differences")
    after = next(table for table in release.made.tables if table.name == "absolute_differences")
    hidden = 0
    for row, was in zip(after.rows(), before.rows(), strict=True):
        for cell, full in zip(row.cells, was.cells, strict=True):
            judged = judge(release.inputs, full)
            if judged.risk and not all(k in of.shown for k in each[judged.model].of_groups(of.counted)):
                hidden += 1
                assert cell.text == HIDDEN
    assert hidden
