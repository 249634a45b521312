"""A table for LaTeX: a float with booktabs rules, its caption above and its notes below.

A document takes it in with \\input; it needs the packages array, booktabs and rotating.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ipscohort.display.printing import SYNTHETIC
from ipscohort.tables.content import Column, Row, Table
from ipscohort.tables.render.layout import is_wide, mark_of, spans, why_absent, widths
from ipscohort.words import say

LONG_WORD, PART = re.compile(r"\S{40,}"), re.compile(r"\S{10}(?=\S)")
"""A word too long for a column, and its parts, between which a line may end: it would run over the numbers beside it."""
UPRIGHT, TURNED = 105, 160
"""Characters in a line of a page of A4 in small print, upright and on its side."""
SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "[": "{[}",  # behind a line's end it would be read as a length
    "\0": r"\allowbreak{}",
    "\u2009": r"\,",  # a thin space, which pdflatex does not know as a letter
}
HEAD = r"""% All tables in one document: pdflatex tables.tex
\documentclass[a4paper,10pt]{article}
\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
\usepackage{textcomp,array,booktabs,rotating}
\usepackage[margin=2cm]{geometry}
\usepackage[font=small,labelfont=bf,labelsep=period,justification=raggedright,singlelinecheck=false]{caption}
\setlength{\abovecaptionskip}{0pt}
\setlength{\belowcaptionskip}{4pt}
\makeatletter % letters that pdflatex has none of stand as [?]; xelatex and lualatex have those of their font
\ifdefined\UTFviii@undefined@err\renewcommand{\UTFviii@undefined@err}[1]{[?]}\fi
\makeatother
\begin{document}
"""


def bind(tables: Sequence[Table]) -> str:
    """A document that takes in the file of each table, which lie beside it."""
    lines = "".join(f"\\input{{{table.name}}}\n\\clearpage\n" for table in tables)
    word = say("Table")
    named = f"\\renewcommand{{\\tablename}}{{{_text(word)}}}\n" if word != "Table" else ""
    return f"{HEAD}{named}{lines}\\end{{document}}\n"


def render(table: Table) -> str:
    """The float of one table; its label is tab:<name>."""
    wide = is_wide(table, UPRIGHT)
    name = "sidewaystable" if wide else "table"
    lines = [
        f"\\begin{{{name}}}{'' if wide else '[htbp]'}",
        f"\\caption{{{_text(table.title)}}}\\label{{tab:{table.name.replace('_', '-')}}}",
        "\\small\\raggedright",
        *([f"\\textbf{{{_text(say(SYNTHETIC))}}}\\par"] if table.synthetic else []),
    ]
    why = why_absent(table)
    lines += (
        [f"{_text(say('Not available: {why}', why=why))}\\par"] if why else [*_grid(table, TURNED if wide else UPRIGHT), *_notes(table)]
    )
    return "\n".join([*lines, f"\\end{{{name}}}", ""])


def _grid(table: Table, page: int) -> list[str]:
    marks = table.marks()
    return [
        "\\setlength{\\tabcolsep}{2pt}",
        f"\\begin{{tabular}}{{@{{}}{''.join(_shapes(table, page))}@{{}}}}",
        "\\toprule",
        *_spanned(table, page),
        _line([_marked(table.stub, "", bold=True), *(_heading(column, marks) for column in table.columns)]),
        "\\midrule",
        *_body(table, page, marks),
        "\\bottomrule",
        "\\end{tabular}\\par",
    ]


def _shapes(table: Table, page: int) -> list[str]:
    """A paragraph of its own width for each column: long labels wrap, numbers stand in the middle."""
    said = {True: "\\raggedright", False: "\\centering"}
    sides = [True, *(column.text for column in table.columns)]
    return [
        f">{{{said[words]}\\arraybackslash}}p{{{_length(table, width, page)}}}"
        for words, width in zip(sides, widths(table, page), strict=True)
    ]


def _length(table: Table, width: float, page: int) -> str:
    """So many characters' share of the line, less what stands between columns: 2 points on both sides of each inner edge."""
    return f"{width / page:.4f}\\dimexpr\\linewidth-{4 * len(table.columns)}pt\\relax"


def _spanned(table: Table, page: int) -> list[str]:
    """The headings that several columns share, each with a rule of its own below."""
    found, sizes = spans(table.columns), widths(table, page)[1:]
    if not found:
        return []
    cells = [""]
    for span in found:
        size = _length(table, sum(sizes[span.first : span.first + span.count]), page)
        shape = f"\\multicolumn{{{span.count}}}{{>{{\\centering\\arraybackslash}}p{{{size}}}}}"
        cells.append(f"{shape}{{{_marked(span.text, '', bold=True)}}}" if span.text else " &" * (span.count - 1))
    rules = [f"\\cmidrule(lr){{{s.first + 2}-{s.first + 1 + s.count}}}" for s in found if s.text]
    return [_line(cells), "".join(rules)]


def _heading(column: Column, marks: Mapping[str, str]) -> str:
    head, bracket, rest = column.label.partition(" (")
    mark = mark_of(column.notes, marks)
    if not bracket:
        return _marked(column.label, mark, bold=True)
    return f"{_marked(head, '', bold=True)}\\newline {_marked(f'({rest}', mark, bold=True)}"


def _body(table: Table, page: int, marks: Mapping[str, str]) -> list[str]:
    lines, whole_width = [], _length(table, sum(widths(table, page)), page)
    for group in table.groups:
        if group.label:
            whole = _marked(group.label, mark_of(group.notes, marks), bold=True)
            lines.append(_line([f"\\multicolumn{{{1 + len(table.columns)}}}{{@{{}}p{{{whole_width}}}@{{}}}}{{{whole}}}"]))
        lines += [_row(row, len(table.columns), marks) for row in group.rows]
    return lines


def _row(row: Row, columns: int, marks: Mapping[str, str]) -> str:
    label = _marked(row.label, mark_of(row.notes, marks))
    level = f"\\hangindent={row.indent}em\\hangafter=0 " if row.indent else ""
    cells = [_marked(cell.text, mark_of(cell.notes, marks)) for cell in row.cells] or [""] * columns
    return _line([level + label, *cells])


def _notes(table: Table) -> list[str]:
    lines = [_text(note) for note in table.notes]
    lines += [f"\\textsuperscript{{{mark}}} {_text(note)}" for note, mark in table.marks().items()]
    return ["\\vspace{3pt}\\footnotesize", *(f"{line}\\par" for line in lines)] if lines else []


def _line(cells: list[str]) -> str:
    return f"{' & '.join(cells)} \\\\"


def _marked(text: str, mark: str, bold: bool = False) -> str:
    said = f"\\textbf{{{_text(text)}}}" if bold and text else _text(text)
    return f"{said}\\textsuperscript{{{mark}}}" if mark else said


def _text(text: str) -> str:
    """Text with LaTeX's own characters escaped; a minus as a minus, a hyphen between digits as a dash of a range."""
    parted = LONG_WORD.sub(lambda word: PART.sub(r"\g<0>" + "\0", word[0]), text)
    escaped = "".join(SPECIAL.get(character, character) for character in parted)
    escaped = re.sub(r"(?<=\d)-(?=\d)", "--", escaped)
    return re.sub(r"(?<![\w)}\]-])-(?=\d)", "$-$", escaped)
