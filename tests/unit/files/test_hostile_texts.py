"""Whatever a label, a level, an id or a title holds, it is text in each format, and the settings hold nothing that nobody can see."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import docx
import openpyxl
import pytest
from lxml import etree

from ipscohort.catalogue.letters import UNSEEN, seen, seen_throughout
from ipscohort.config.yamlfile import read_yaml
from ipscohort.errors import Problem, UserError
from ipscohort.figures.saving import save_figure
from ipscohort.figures.style import new_figure
from ipscohort.files.formulas import as_written
from ipscohort.ingest.readers.package import unescaped
from ipscohort.manuscript import markdown, word
from ipscohort.manuscript.document import Grid, Heading, Paragraph
from ipscohort.tables import Cell, Column, Row, RowGroup, Table, render
from ipscohort.tables.render import bind
from ipscohort.verify.data import Variable
from ipscohort.verify.r_script import name_of
from tests.support.hostile import CONTROLS, MARKS

TEXTS = [mark("text") for mark in (*MARKS, *CONTROLS)] + ["half \ud800 of a sign", "zero \0"]
EVERYWHERE = [
    Table(
        "hostile",
        text,
        text,
        (Column(text, spanner=text, notes=(text,)), Column("N", text=True)),
        (RowGroup(text, (Row(text, (Cell(text), Cell(text, notes=(f"{text} below",))), notes=(text,)), Row(text, indent=1)), (text,)),),
        (text,),
    )
    for text in TEXTS
]


class Tags(HTMLParser):
    """Elements and attributes of a page, and its text."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=EVERYWHERE, ids=range(len(TEXTS)))
def table(request) -> Table:
    return request.param


def test_a_page_holds_it_as_text(table):
    page = render(table, "html").decode("utf-8")
    known, found = (
        Tags(render(Table("plain", "a", "b", (Column("c (d)", spanner="e", notes=("f",)), Column("g", text=True)), ()), "html").decode()),
        Tags(page),
    )
    assert found.tags - known.tags <= {"span", "sup", "tr", "td", "th", "p", "tbody"}
    assert not {name for name in found.attributes if name.startswith("on")} | ({"src"} & found.attributes)
    assert flat(seen(table.title)) in flat(found.text)
    assert not UNSEEN.search(page)


def test_a_document_holds_it_as_text(table):
    stream = io.BytesIO(render(table, "docx"))
    document = docx.Document(stream)
    said = "".join(each.text for each in document.element.body.iter("{*}t") if each.text)
    assert flat(seen(table.title)) in flat(said)
    assert {each.text for each in document.element.body.iter("{*}instrText")} == {" SEQ Table \\* ARABIC "}


def test_a_workbook_holds_it_as_text(table):
    book = openpyxl.load_workbook(io.BytesIO(bind([table], "xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert flat(unescaped(cells[0].value)) == flat(seen(table.title))


def test_a_csv_file_holds_it_as_text(table):
    rows = list(csv.reader(io.StringIO(render(table, "csv").decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert flat(as_written(rows[0][0])) == flat(seen(table.title))
    assert not re.match(r"[=+@\t\r\n\uff1d]|-\D", rows[0][0])


def test_latex_holds_it_as_text(table):
    commands = set(re.findall(r"\\[A-Za-z]+|(?<!\\)[%&$#](?![ ]|\d)", render(table, "tex").decode("utf-8").replace("$-$", "")))
    of_ours = set(re.findall(r"\\[A-Za-z]+", render(EVERYWHERE[0], "tex").decode("utf-8")))
    assert commands - of_ours <= {f"\\text{name}" for name in ("backslash", "asciicircum", "asciitilde", "less", "greater")} | {
        "\\allowbreak"
    }


def test_a_manuscript_holds_it_as_text(table):
    blocks = seen_throughout([Heading(table.title, 1), Paragraph(table.title), Grid((table.title,), ((table.title,),), (1.0,))])
    document = docx.Document(io.BytesIO(word.render(blocks)))
    assert flat(seen(table.title)) in flat("".join(each.text for each in document.element.body.iter("{*}t") if each.text))
    markdown.render(blocks).decode("utf-8")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[x](javascript:1)", r"[x\](javascript:1)"),
        ("![x](http://x) [a][b] [c]: d", r"![x\](http://x) [a\][b] [c\]: d"),
        ("<b> `c` *d* ~~e~~ __f__ a_b", r"\<b> \`c\` \*d\* \~\~e\~\~ \__f_\_ a_b"),
        ("&amp; &#0; R&D", r"\&amp; \&#0; R&D"),
        ("| a", r"\| a"),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("> a", r"\> a"),
        ("-3.2 points", "-3.2 points"),
        ("265.0 [93.0-512.0]", "265.0 [93.0-512.0]"),
        ("0.5 is", "0.5 is"),
    ],
)
def test_markdown_reads_nothing_in_it(text, written):
    assert markdown.render([Paragraph(text)]).decode("utf-8") == f"{written}\n"
    assert markdown.render([Heading(text, 2)]).decode("utf-8") == f"## {written}\n"


def test_a_drawing_holds_it_as_text(tmp_path):
    figure = new_figure(6, 3, synthetic=False)
    axes = figure.add_subplot()
    axes.set_title("\n".join(TEXTS[:4]))
    axes.set_xlabel("".join(TEXTS[-9:-2]))
    save_figure(figure, tmp_path / "x.svg", title=TEXTS[0], alt=" ".join(TEXTS[:-2]))
    root = etree.parse(tmp_path / "x.svg").getroot()
    kinds = {etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)}
    assert not {"script", "a", "foreignObject", "image", "text"} & kinds
    assert root[0].text == TEXTS[0]
    assert not UNSEEN.search((tmp_path / "x.svg").read_text(encoding="utf-8"))


def test_r_reads_a_name_as_a_name():
    hostile = "x`); system('touch planted'); (`\\"
    assert name_of(Variable(hostile, "text", hostile, "x")) == "`x\\`); system('touch planted'); (\\`\\\\`"


@pytest.mark.parametrize("written", ["\\x07", "\\x1b[31m", "\\u202e", "\\ud800", "\\0", "\\x85", "\\uffff"])
def test_settings_may_not_hold_what_nobody_sees(written, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(f'cohort: x\ntitle: "a{written}b"\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"line 2: a text holds a character that nobody can see \(U\+"):
        read_yaml(file)
    file.write_text(f'cohort: x\nbelow:\n  "a{written}b": 1\n', encoding="utf-8")
    with pytest.raises(UserError, match="line 3: a text holds"):
        read_yaml(file)


def test_settings_hold_letters_of_any_language_and_two_halves_of_a_sign(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text('title: "Ж שלום\\u200f 漢字 \\ud83d\\ude00 e\\u0301\\n\\tx"\n', encoding="utf-8")
    assert read_yaml(file).values == {"title": "Ж שלום\u200f 漢字 😀 e\u0301\n\tx"}


def test_a_message_holds_nothing_that_a_terminal_acts_on():
    assert str(UserError("\x1b[2Jx", [Problem("a\u202e", "b\x07\nc")])) == "\ufffd[2Jx\n  a\ufffd: b\ufffd\n  c"


def test_what_has_nothing_unseen_in_it_stays_as_it_is():
    plain = EVERYWHERE[0]
    assert seen_throughout(plain) is plain


def test_an_escape_of_a_workbook_is_no_code_of_zero():
    assert unescaped("a_x0000_b_xD800_") == "a\ufffdb\ufffd"
