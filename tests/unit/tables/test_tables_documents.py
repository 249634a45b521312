"""Tables for Word, spreadsheets and LaTeX: the same texts and numbers as everywhere, in a real structure, the same bytes each time."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from table_frames import inputs

from ipscohort.catalogue.formats import BOOKS, EXPORTS
from ipscohort.tables import Cell, Column, Number, Row, RowGroup, Table, cells_frame, make_tables
from ipscohort.tables.content import absent_table
from ipscohort.tables.render import bind, render
from ipscohort.tables.render.layout import spans, why_absent, widths
from ipscohort.tables.render.xlsx import NUMBERS, number_format
from ipscohort.tables.stored import read_content, write_content

SMALL = Table(
    "small_one",
    "Title <& more_100%",
    "Group",
    (Column("n"), Column("mean (SD)", "Age", ("years",)), Column("median [IQR]", "Age"), Column("p")),
    (
        RowGroup(
            "First",
            (
                Row("all", (Cell("3", (Number("n", 3.0, "f: n"),), ("why",)), Cell("1.0 (0.5)"), Cell("-0.7", (), ("years",)), Cell())),
                Row("heading"),
            ),
        ),
        RowGroup(
            "Second",
            (
                Row(
                    "level <x>",
                    (
                        Cell("1", (Number("n", 1.0, "f: n"),)),
                        Cell("58.8", (Number("mean", 58.75, "f: m"),)),
                        Cell("[1.0-2.5]"),
                        Cell("<0.001", (Number("p", 0.00042, "f: p"),)),
                    ),
                    indent=1,
                    notes=("why",),
                ),
            ),
        ),
    ),
    ("General.",),
    synthetic=True,
)
ABSENT = absent_table("gone", "What is not there", "The records hold no jobs.", synthetic=True)
TABLES = {"small_one": SMALL, **make_tables(inputs())}


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def text_of(cell) -> str:
    """A cell's text without raised marks."""
    runs = [run for paragraph in cell.paragraphs for run in paragraph.runs if not run.font.superscript]
    return "".join(run.text for run in runs).replace("\n", " ")


def rows_of(grid):
    """Texts of each row, a merged cell once."""
    return [[text_of(cell) for cell in dict.fromkeys(row.cells)] for row in grid.rows]


def expected(table):
    upper = spans(table.columns)
    found = [["", *(span.text for span in upper)]] if upper else []
    found.append([table.stub, *(column.label for column in table.columns)])
    for group in table.groups:
        found += [[group.label]] if group.label else []
        found += [[row.label, *([cell.text for cell in row.cells] or [""] * len(table.columns))] for row in group.rows]
    return found


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not why_absent(table)])
def test_word_holds_every_row_as_printed(name):
    table = TABLES[name]
    (grid,) = opened(render(table, "docx")).tables
    assert rows_of(grid) == expected(table)


def test_word_repeats_all_headings_and_breaks_no_row():
    (grid,) = opened(render(SMALL, "docx")).tables
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
    assert heads == [True, True, False, False, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    assert grid.rows[0].cells[2]._tc is grid.rows[0].cells[3]._tc, "one heading over two columns"


def test_word_has_rules_only_above_and_below_the_headings_and_at_the_end():
    (grid,) = opened(render(SMALL, "docx")).tables
    rules = [
        {edge for tc in row._tr.tc_lst for borders in tc.tcPr.iter(qn("w:tcBorders")) for edge in (e.tag.split("}")[1] for e in borders)}
        for row in grid.rows
    ]
    assert rules == [{"top"}, {"bottom"}, set(), set(), set(), set(), {"bottom"}]


def test_word_raises_marks_and_indents_levels():
    (grid,) = opened(render(SMALL, "docx")).tables
    raised = [[run.text for run in cell.paragraphs[0].runs if run.font.superscript] for cell in grid.rows[3].cells]
    assert raised == [[], ["b"], [], ["a"], []]
    assert grid.rows[6].cells[0].paragraphs[0].paragraph_format.left_indent > 0
    assert grid.rows[3].cells[0].paragraphs[0].paragraph_format.left_indent is None


def test_word_has_caption_synthetic_line_and_notes_around_the_table():
    document = opened(render(SMALL, "docx"))
    assert [p.text for p in document.paragraphs] == [
        "Table 1. Title <& more_100%",
        "SYNTHETIC DATA: made-up records, no evidence on IPS",
        "General.",
        "a years",
        "b why",
    ]
    assert document.paragraphs[0].style.name == "Caption"
    assert " SEQ Table " in "".join(e.text for e in document.element.iter(qn("w:instrText")))
    assert "SYNTHETIC" in document.sections[0].header.paragraphs[0].text
    plain = opened(render(replace(SMALL, synthetic=False), "docx"))
    assert "SYNTHETIC" not in "".join(p.text for p in [*plain.paragraphs, *plain.sections[0].header.paragraphs])


def test_all_tables_stand_in_one_document_with_wide_ones_on_their_side():
    many = tuple(Column(f"ratio {n} (95% CI)", "Crude" if n < 5 else "Adjusted") for n in range(9))
    wide = Table("wide", "Wide", "Exposure", many, (RowGroup("", (Row("level", tuple(Cell("1.89 (0.97 to 3.66)") for _ in many)),)),))
    document = opened(bind([SMALL, wide, ABSENT], "docx"))
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert all(section.page_width < section.page_height for section in (document.sections[0], document.sections[2]))
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    assert captions == ["Table 1. Title <& more_100%", "Table 2. Wide", "Table 3. What is not there"]


def test_a_table_that_can_t_be_filled_is_one_line():
    document = opened(render(ABSENT, "docx"))
    assert not document.tables
    assert document.paragraphs[-1].text == "Not available: The records hold no jobs."
    assert "Not available: The records hold no jobs." in render(ABSENT, "tex").decode()
    sheet = openpyxl.load_workbook(io.BytesIO(bind([ABSENT], "xlsx")))["gone"]
    assert [row[0].value for row in sheet.iter_rows()][-1] == "Not available: The records hold no jobs."


def test_columns_fit_the_page_and_numbers_keep_their_line():
    for table in TABLES.values():
        for page in (60, 110, 160):
            assert sum(widths(table, page)) <= page + 1e-6
    assert widths(SMALL, 160)[2] >= len("1.0 (0.5)")


def test_a_workbook_holds_numbers_as_numbers_with_every_digit():
    sheet = openpyxl.load_workbook(io.BytesIO(bind([SMALL], "xlsx")))["small_one"]
    cells = {row[0].value: row[1:] for row in sheet.iter_rows() if row[0].value}
    n, mean, median, p = cells["level <x>\u1d47"]
    assert (n.value, n.number_format) == (1, "0")
    assert (mean.value, mean.number_format) == (58.75, "0.0")
    assert (median.value, median.data_type) == ("[1.0-2.5]", "s")
    assert (p.value, p.number_format) == (0.00042, '"<0.001"')
    assert (cells["all"][0].value, cells["all"][0].number_format) == (3, '0"\u1d47"')
    assert sheet["A2"].value.startswith("SYNTHETIC")
    assert sheet.freeze_panes == "B5"
    assert "C3:D3" in sheet.merged_cells


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("0.068", 0.068, "0.000"),
        (".068", 0.068, ".000"),
        ("-0.73", -0.7301, "0.00"),
        ("47", 47, "0"),
        ("-", float("nan"), ""),
        ("1 (2)", 1, ""),
    ],
)
def test_a_number_s_format_shows_it_as_printed(text, value, shown):
    assert number_format(Cell(text, (Number("x", value, "f: x"),))) == shown


def test_the_last_sheet_lists_every_number():
    tables = list(TABLES.values())
    sheet = openpyxl.load_workbook(io.BytesIO(bind(tables, "xlsx")))[NUMBERS]
    frame = cells_frame(TABLES)
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == list(frame.columns)
    assert len(found) == 1 + len(frame)
    values = [row[found[0].index("value")] for row in found[1:]]
    assert [value for value in values if value is not None] == pytest.approx(frame["value"].dropna().tolist(), rel=1e-15)


def test_latex_escapes_what_is_its_own():
    text = render(SMALL, "tex").decode()
    assert r"\caption{Title \textless{}\& more\_100\%}\label{tab:small-one}" in text
    assert r"\cmidrule(lr){3-4}" in text
    assert "$-$0.7" in text
    assert "{[}1.0--2.5]" in text
    assert [text.count(rule) for rule in (r"\toprule", r"\midrule", r"\bottomrule")] == [1, 1, 1]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here: the documents for LaTeX are not compiled")
def test_latex_compiles_and_nothing_sticks_out(tmp_path):
    tables = [*TABLES.values(), ABSENT]
    for table in tables:
        (tmp_path / f"{table.name}.tex").write_bytes(render(table, "tex"))
    (tmp_path / "tables.tex").write_bytes(bind(tables, "tex"))
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "tables.tex"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout


@pytest.mark.parametrize("suffix", EXPORTS)
def test_a_table_alone_is_the_same_bytes_each_time(suffix, monkeypatch):
    first = render(SMALL, suffix)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert render(SMALL, suffix) == first


@pytest.mark.parametrize("suffix", BOOKS)
def test_a_book_is_the_same_bytes_each_time(suffix):
    first = bind([SMALL, ABSENT], suffix)
    time.sleep(1.1)
    assert bind([SMALL, ABSENT], suffix) == first
    if suffix != "tex":
        with zipfile.ZipFile(io.BytesIO(first)) as package:
            assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            about = package.read("docProps/core.xml").decode()
        assert about.count("1980-01-01T00:00:00Z") == 2


def test_word_brings_no_foreign_styles_along():
    document = opened(render(SMALL, "docx"))
    assert {style.name for style in document.styles} >= {"Table Text", "Table Number", "Table Heading", "Table Note", "Caption"}
    assert len(list(document.styles)) < 15
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_content_is_read_as_it_was_written(tmp_path):
    write_content(TABLES, tmp_path / "content.json")
    again = read_content(tmp_path / "content.json")
    pd.testing.assert_frame_equal(cells_frame(again), cells_frame(TABLES))  # notes keep their numbers
    assert list(again) == list(TABLES)
    assert [as_words(table) for table in again.values()] == [as_words(table) for table in TABLES.values()]


def test_a_format_that_is_not_declared_is_refused():
    with pytest.raises(ValueError, match="no format 'pdf'"):
        render(SMALL, "pdf")
    with pytest.raises(ValueError, match="no book 'csv'"):
        bind([SMALL], "csv")


def as_words(table):
    """All that a table says, with sources and numbers in words: one that is not defined is equal to none."""
    numbers = [(n.statistic, repr(n.value), str(n.source)) for row in table.rows() for cell in row.cells for n in cell.numbers]
    groups = [
        (g.label, g.notes, [(r.label, r.indent, r.notes, [(c.text, c.notes) for c in r.cells]) for r in g.rows]) for g in table.groups
    ]
    columns = [(c.heading, c.text, c.notes) for c in table.columns]
    return (table.name, table.title, table.stub, columns, groups, table.notes, table.synthetic, numbers)


def test_a_table_without_rows_or_with_a_heading_alone_is_drawn():
    for groups in ((), (RowGroup("", ()),), (RowGroup("Alone", ()),)):
        empty = replace(SMALL, groups=groups, columns=(Column("n"),), name="empty")
        assert len(opened(render(empty, "docx")).tables) == 1
        assert render(empty, "tex")
        assert "empty" in openpyxl.load_workbook(io.BytesIO(bind([empty], "xlsx"))).sheetnames
