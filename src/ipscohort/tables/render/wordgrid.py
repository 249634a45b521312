"""A table's own part of a Word document, as its XML: python-docx would take a second to write the cells of ten tables one by one.

Elements stand in the order that the standard asks for (ISO/IEC 29500-1, 17.4).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from ipscohort.tables.content import Row, RowGroup, Table
from ipscohort.tables.render.layout import mark_of, spans, widths

TEXT, NUMBER, HEADING, HEADINGS = "TableText", "TableNumber", "TableHeading", "TableHeadings"
"""Ids of the styles of labels and words, numbers, headings beside the left edge, headings over numbers."""
CHARACTER = 85
"""Width of a character of 9 points, in twentieths of a point."""
INDENT = 220
"""Of a row's level, in the same."""
THIN, THICK = 4, 8
"""Rules, in eighths of a point."""
EDGES = ("top", "bottom")


def grid(table: Table, page: int) -> str:
    """The table as a w:tbl element, no wider than `page` characters."""
    marks = table.marks()
    sizes = [round(width * CHARACTER) for width in widths(table, page)]
    columns = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    rows = [*_head(table, sizes, marks), *_body(table, sizes, marks)]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _head(table: Table, sizes: list[int], marks: dict[str, str]) -> list[str]:
    """One or two rows of headings, repeated on each page: a rule above, thin ones under what stands over several, one below."""
    upper = spans(table.columns)
    above = {} if upper else {"top": THICK}
    labels = [_cell(sizes[0], _paragraph(table.stub, HEADING), {**above, "bottom": THIN})]
    for column, size in zip(table.columns, sizes[1:], strict=True):
        text = _paragraph(column.label, HEADING if column.text else HEADINGS, mark_of(column.notes, marks), broken=True)
        labels.append(_cell(size, text, {**above, "bottom": THIN}))
    rows = [_row(labels, head=True)]
    if upper:
        cells = [_cell(sizes[0], _paragraph("", HEADING), {"top": THICK})]
        for span in upper:
            size = sum(sizes[1 + span.first : 1 + span.first + span.count])
            cells.append(_cell(size, _paragraph(span.text, HEADINGS, rule=bool(span.text)), {"top": THICK}, span.count))
        rows.insert(0, _row(cells, head=True))
    return rows


def _body(table: Table, sizes: list[int], marks: dict[str, str]) -> list[str]:
    lines: list[tuple[RowGroup, Row | None]] = []
    for group in table.groups:
        lines += [(group, None)] if group.label else []
        lines += [(group, row) for row in group.rows]
    followed, end = bool(table.notes or marks), len(lines) - 1
    return [
        _line(table, group, row, sizes, marks, {"bottom": THICK} if n == end else {}, keep=row is None or (n == end and followed))
        for n, (group, row) in enumerate(lines)
    ]


def _line(
    table: Table, group: RowGroup, row: Row | None, sizes: list[int], marks: dict[str, str], rules: dict[str, int], keep: bool
) -> str:
    """One row; without one, the heading of its group across all columns, which stays with the row below."""
    if row is None:
        whole = _paragraph(group.label, HEADING, mark_of(group.notes, marks), keep=keep)
        return _row([_cell(sum(sizes), whole, rules, len(sizes))])
    cells = [_cell(sizes[0], _paragraph(row.label, TEXT, mark_of(row.notes, marks), row.indent, keep=keep), rules)]
    contents = row.cells or [None] * len(table.columns)
    for column, content, size in zip(table.columns, contents, sizes[1:], strict=True):
        text, mark = (content.text, mark_of(content.notes, marks)) if content else ("", "")
        cells.append(_cell(size, _paragraph(text, TEXT if column.text else NUMBER, mark, keep=keep), rules))
    return _row(cells)


def _row(cells: list[str], head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(size: int, paragraph: str, rules: dict[str, int], columns: int = 1) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    edges = "".join(f'<w:{edge} w:val="single" w:sz="{rules[edge]}" w:space="0" w:color="000000"/>' for edge in EDGES if edge in rules)
    borders = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    side = '<w:vAlign w:val="bottom"/>' if HEADING in paragraph else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{borders}{side}</w:tcPr>{paragraph}</w:tc>'


def _paragraph(
    text: str, style: str, mark: str = "", indent: int = 0, *, keep: bool = False, rule: bool = False, broken: bool = False
) -> str:
    """A cell's text with its footnote mark; `rule`: a line under it that leaves a gap to its neighbours, `broken`: '(N = 3)' on its own line."""
    properties = f'<w:pStyle w:val="{style}"/>' + ("<w:keepNext/>" if keep else "")
    properties += f'<w:pBdr><w:bottom w:val="single" w:sz="{THIN}" w:space="1" w:color="000000"/></w:pBdr>' if rule else ""
    properties += f'<w:ind w:left="{INDENT * indent}"/>' if indent else ""
    head, bracket, rest = text.partition(" (") if broken else (text, "", "")
    runs = _run(head) + (f"<w:r><w:br/></w:r>{_run(f'({rest}')}" if bracket else "")
    runs += _run(mark, '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
