"""HTML, CSV and the list of numbers say the same, in a fixed form."""

from __future__ import annotations

import csv
import io
import re
from html import escape
from html.parser import HTMLParser

import pytest
from table_frames import inputs

from ipscohort.tables import Cell, Column, Number, Row, RowGroup, Table, cells_frame, make_tables, render
from ipscohort.tables.content import row_anchor

SMALL = Table(
    "small_one",
    "Title <& more>",
    "Group",
    (Column("n"), Column("mean (SD)", "Age", ("years",)), Column("median", "Age")),
    (
        RowGroup(
            "First", (Row("all", (Cell("3", (Number("n", 3.0, "f: n"),), ("why",)), Cell("1.0 (0.5)"), Cell("1.0", (), ("years",)))),)
        ),
        RowGroup("Second", (Row("heading"), Row("level <x>", (Cell("1"), Cell("-"), Cell("")), indent=1, notes=("why",)))),
    ),
    ("General.",),
    synthetic=True,
)


class Grid(HTMLParser):
    """The body rows of the first table as texts, marks left out; all start tags."""

    def __init__(self, page: str):
        super().__init__()
        self.rows, self.tags, self.inside, self.mark = [], [], False, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tbody":
            self.inside = True
        elif tag == "tr" and self.inside:
            self.rows.append([])
        elif tag in ("td", "th") and self.inside:
            self.rows[-1].append("")
        elif tag == "sup":
            self.mark = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "tbody"
        self.mark = self.mark and tag != "sup"

    def handle_data(self, data):
        if self.inside and not self.mark and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def csv_rows(table):
    return list(csv.reader(io.StringIO(render(table, "csv").decode())))


def test_marks_go_by_reading_order_and_one_text_has_one_mark():
    assert SMALL.marks() == {"years": "a", "why": "b"}


def test_a_row_of_the_wrong_width_is_refused():
    with pytest.raises(ValueError, match="has 1 cells for 3 columns"):
        Table("t", "t", "", SMALL.columns, (RowGroup("", (Row("x", (Cell("1"),)),)),))


def test_csv_is_the_table_as_shown():
    assert csv_rows(SMALL) == [
        ["SYNTHETIC DATA: made-up records, no evidence on IPS", "", "", ""],
        ["Title <& more>", "", "", ""],
        ["Group", "n", "Age: mean (SD)^a", "Age: median"],
        ["First", "", "", ""],
        ["all", "3^b", "1.0 (0.5)", "1.0^a"],
        ["Second", "", "", ""],
        ["heading", "", "", ""],
        ["    level <x>^b", "1", "-", ""],
        ["General.", "", "", ""],
        ["^a years", "", "", ""],
        ["^b why", "", "", ""],
    ]


@pytest.mark.parametrize("name", ["small_one", *make_tables(inputs())])
def test_html_and_csv_print_the_same_cells(name):
    table = {"small_one": SMALL, **make_tables(inputs())}[name]
    if table.why_not:  # a line of words in place of a table
        assert (
            f"</b> {escape(table.why_not)}" in render(table, "html").decode() and table.why_not in csv_rows(table)[2 + table.synthetic][1]
        )
        return
    shown = [[text for text in row if text] for row in Grid(render(table, "html").decode()).rows]
    start = 3 if table.synthetic else 2
    body = csv_rows(table)[start : start + sum(bool(g.label) for g in table.groups) + len(list(table.rows()))]
    plain = [[re.sub(r"\^[a-z,]+$", "", text).strip() for text in row if text] for row in body]
    assert shown == plain


def test_html_is_escaped_labelled_and_free_of_outside_addresses():
    page = render(SMALL, "html").decode()
    grid = Grid(page)
    assert "Title &lt;&amp; more&gt;" in page
    assert "level &lt;x&gt;" in page
    assert "http" not in page
    assert "SYNTHETIC DATA" in page
    ids = [attrs["id"] for _, attrs in grid.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert ("figure", {"class": "table", "id": "table-small-one", "aria-labelledby": "table-small-one-title"}) in grid.tags
    scopes = [attrs.get("scope") for tag, attrs in grid.tags if tag == "th"]
    assert {"col", "row", "colgroup"} <= set(scopes)


def test_rows_are_found_by_their_place_and_no_two_share_one():
    twice = Table("t_x", "t", "", (Column("n"),), (RowGroup("Of all", (Row("A"), Row("b", (Cell("1"),), 1), Row("b", (Cell("2"),), 1))),))
    ids = re.findall(r'<tr id="([^"]+)"', render(twice, "html").decode())
    assert ids == ["t-x-of-all-a", "t-x-of-all-a-b", "t-x-of-all-a-b-2"]
    assert row_anchor("t_x", "Of all > A > b") == "t-x-of-all-a-b"


def test_every_heading_says_what_it_heads_and_columns_add_up():
    page = render(SMALL, "html").decode()
    rows = re.findall(r"<tr.*?</tr>", page)
    assert rows[0].count('scope="colgroup" colspan="2"') == 1 and rows[0].count('rowspan="2"') == 2
    assert rows[1].count("<th") == 2
    assert all('scope="row"' in row or 'scope="rowgroup" colspan="4"' in row for row in rows[2:])
    assert not re.search(r"<th[^>]*></th>", page)


def test_html_has_the_same_bytes_every_time():
    assert render(SMALL, "html").decode() == render(SMALL, "html").decode()


def test_every_printed_number_has_its_value_and_source():
    tables = make_tables(inputs())
    frame = cells_frame(tables)
    row = frame[(frame["table"] == "baseline") & (frame["row"] == "Age (years), mean (SD)") & (frame["column"] == "Funding: UWV (N = 3)")]
    assert row["printed"].unique().tolist() == ["45.1 (0.1)"]
    assert row["statistic"].tolist() == ["mean", "standard deviation", "n"]
    assert row["value"].tolist() == pytest.approx([45.05, 0.05, 3])
    assert row["source"].unique().tolist() == ["outcomes/persons.parquet: age [funding = UWV]"]
    fixed = {"", "-", "0", "1"}
    for table in tables.values():
        for r in table.rows():
            for column, cell in zip(table.columns, r.cells, strict=False):
                if not column.text and cell.text not in fixed:
                    assert cell.numbers, (table.name, r.label, cell.text)


def test_every_number_has_an_id_of_its_own_and_its_cell_links_to_it():
    tables = make_tables(inputs())
    frame = cells_frame(tables)
    assert frame["id"].is_unique
    for name, table in tables.items():
        ids = frame.loc[frame["table"] == name, "id"].tolist()
        assert ids == [f"{name}.{k}" for k in range(1, len(ids) + 1)]
        links = [attrs for tag, attrs in Grid(render(table, "html").decode()).tags if tag == "a"]
        assert [i for attrs in links for i in attrs["data-n"].split()] == ids
        assert all(attrs["class"] == "n" and attrs["href"] == f"#{attrs['data-n'].split()[0]}" for attrs in links)
    said = frame.groupby(["table", "row", "column"], sort=False)["id"].first()
    assert said["baseline", "", "All participants (N = 8)"] == "baseline.1"


def test_a_level_is_named_with_the_variable_it_belongs_to():
    frame = cells_frame({"small_one": SMALL})
    assert frame["row"].tolist() == ["First > all"]
    regressions = cells_frame(make_tables(inputs()))
    assert "Obtained a competitive job (primary outcome) > Funding > UWV" in set(regressions["row"])


def test_no_table_names_a_person():
    tables = make_tables(inputs())
    whole = "".join(render(table, "csv").decode() for table in tables.values()) + cells_frame(tables).to_csv()
    assert not re.search(r"\bP[1-8]\b", whole)
