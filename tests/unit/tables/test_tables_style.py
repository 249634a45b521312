"""A style reaches every cell and every note; without p-values no column of them is left."""

from __future__ import annotations

import re

import pytest
from table_frames import inputs

from ipscohort.config.analysis import Tables
from ipscohort.tables import make_tables
from ipscohort.tables.render.tex import _text

WORDS = re.compile(r"doi \S+|\d+:\d+|MHI-5\S*|\(n \+ 1\)")


def styled(**settings):
    return make_tables(inputs(tables=Tables.model_validate({"baseline": ["age", "sex", "married"], **settings})))


def texts(table):
    """Cells with numbers and notes, without what is no number of a statistic."""
    yield from (cell.text for row in table.rows() for cell in row.cells if cell.numbers)
    yield from (WORDS.sub("", note) for note in [*table.notes, *table.marks()])


def test_no_number_of_any_table_keeps_the_point_of_another_style():
    seen = 0
    for table in styled(style="lancet").values():
        for text in texts(table):
            assert not re.search(r"\d\.\d", text), (table.name, text)
            assert not re.search(r"\d to \d", text) or "-" in text or "so " in text or "between" in text, (table.name, text)
            seen += len(re.findall(r"\d\u00b7\d", text))
    assert seen > 50


def test_a_style_changes_no_value_and_no_source():
    plain, lancet = styled(), styled(style="lancet", decimal_comma="yes", percent_decimals=1)
    for name, table in plain.items():
        for row, other in zip(table.rows(), lancet[name].rows(), strict=True):
            for cell, twin in zip(row.cells, other.cells, strict=True):
                assert repr(cell.numbers) == repr(twin.numbers)


@pytest.mark.parametrize("name", ["regressions", "regressions_logistic", "regressions_log_linear", "survival"])
def test_without_p_values_their_columns_are_gone_and_nothing_else(name):
    full, short = styled()[name], styled(p_values="no")[name]
    gone = [column.label for column in full.columns if column not in short.columns]
    assert set(gone) <= {"p", "Log-rank p"}
    assert gone
    kept = [number for number, column in enumerate(full.columns) if column.label not in gone]
    for row, other in zip(full.rows(), short.rows(), strict=True):
        assert other.cells == tuple(row.cells[number] for number in kept) if row.cells else other.cells == ()
    assert [note for note in full.notes if note not in short.notes] == [note for note in full.notes if note.startswith("p in ")]
    assert name == "survival" or len(short.notes) == len(full.notes) - 1
    assert not any(number.statistic == "p" for row in short.rows() for cell in row.cells for number in cell.numbers)


def test_apa_has_limits_in_square_brackets_and_says_so_in_headings():
    table = styled(style="apa")["regressions_logistic"]
    assert any(column.label == "OR [95% CI]" for column in table.columns)
    assert any(re.fullmatch(r"\S+ \[\S+, \S+\]", cell.text) for row in table.rows() for cell in row.cells)


def baseline(**settings):
    return styled(**settings)["baseline"]


def test_smd_stands_behind_the_groups_of_each_exposure():
    plain, table = baseline(), baseline(smd="yes")
    assert [c.label for c in table.columns if c not in plain.columns] == ["SMD"]
    assert [c.spanner for c in table.columns if c.label == "SMD"] == ["Funding"]
    assert table.columns[-1].label == "SMD"
    cells = {row.label: row.cells for row in table.rows()}
    # P1-P4: 20 30 40 50; P5-P7: 45.1 45.0 45.05
    (number,) = cells["Age (years), mean (SD)"][-1].numbers
    spread = ((500 / 3 + 0.0025) / 2) ** 0.5
    assert number.value == pytest.approx((45.05 - 35) / spread)
    assert cells["Age (years), mean (SD)"][-1].text == "1.10"
    assert any("Yang & Dalton" in note for note in table.notes)
    for row, other in zip(plain.rows(), table.rows(), strict=True):
        assert repr(other.cells[:-1]) == repr(row.cells) or not any(cell.text for cell in other.cells[:-1])


def test_missing_values_in_columns_take_the_place_of_their_rows():
    table = baseline(missing="columns")
    assert [c.label for c in table.columns][:2] == ["N", "Missing"]
    assert not any(row.label.startswith("Missing") for row in table.rows())
    cells = {row.label: row.cells for row in table.rows()}
    assert [cell.text for cell in cells["Sex, n (%)"][:2]] == ["6", "2"]
    assert [cell.text for cell in cells["Married & living together, n (%)"][:2]] == ["8", "0"]
    assert "why missing" in cells["Sex, n (%)"][1].notes[0]
    assert not any("row 'Missing'" in note for note in table.notes)


def test_named_numbers_are_shown_by_median_and_quartiles():
    table = baseline(medians=["age"])
    (row,) = (row for row in table.rows() if row.label.startswith("Age"))
    assert row.label == "Age (years), median [IQR]"
    # 20 30 40 45 45.05 45.1 50: quartiles at (n + 1) p are the 2nd and the 6th
    assert row.cells[0].text == "45.0 [30.0-45.1]"
    assert any(note.startswith("[IQR]: first and third quartile") for note in table.notes)
    assert not any("IQR" in note for note in baseline().notes)


def test_a_thin_space_is_latex_s_own():
    assert _text("94\u2009047\u00b70") == "94\\,047\u00b70"
