"""Tables and figures of the page: numbered in the order read, each in its section, or named as not available."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ipscohort.catalogue.exhibits import FIGURES, FOLDED, ON_REQUEST, SECTIONS, Exhibit
from ipscohort.display.drawings import alt_of
from ipscohort.display.printing import SYNTHETIC
from ipscohort.models.families import FAMILIES, tables_of
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import say

NOT_AVAILABLE = re.compile(r'<p class="not-available" id="[^"]*">(.*?)</p>', re.DOTALL)

FLOW = "participants"
"""The section that is always there: it says which steps of the flow left nobody out."""


@dataclass(frozen=True)
class Shown:
    """A table or figure as the page shows it.

    Attributes
    ----------
    name : str
        Its key in the catalogue.
    anchor, number, title, caption : str
    markup : str
        Of a table its figure element; of a figure the address of its image.
    file : str
        Where it lies in the results, to be carried along.
    wide : bool
        Whether it is a table of many columns, which paper shows in landscape.
    alt : str
        What a figure shows in words.
    synthetic : bool
        Whether a figure says of itself that its records are made up; one of a paper's facts does not.
    """

    name: str
    anchor: str
    number: str
    title: str
    caption: str
    markup: str
    file: str
    wide: bool = False
    alt: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the page with its figures and tables."""

    name: str
    heading: str
    figures: tuple[Shown, ...]
    tables: tuple[Shown, ...]
    folded: bool


@dataclass(frozen=True)
class Exhibits:
    """All sections with something in them, and a line for each table that the records can't fill."""

    sections: tuple[Section, ...]
    not_available: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        """Names of the sections that are there."""
        return {section.name for section in self.sections}

    def table(self, name: str) -> Shown | None:
        """A table by its name; None where it is not shown."""
        return next((table for section in self.sections for table in section.tables if table.name == name), None)


def exhibits(inputs: ReportInputs) -> Exhibits:
    """Every section in the catalogue's order; the paper's own layout only where the study names printed values."""
    declared = tables_of(FAMILIES) | ON_REQUEST
    there = {name: page for name, page in inputs.tables.items() if inputs.replication is not None or declared[name].section != "paper"}
    lines = tuple(line for page in there.values() for line in NOT_AVAILABLE.findall(page))
    filled = {name: page for name, page in there.items() if not NOT_AVAILABLE.search(page)}
    numbered_tables, numbered_figures = _tables(filled, declared), _figures(inputs.figures)
    sections = []
    for name, heading in SECTIONS.items():
        tables = tuple(shown for shown, section in numbered_tables if section == name)
        figures = tuple(shown for shown, section in numbered_figures if section == name)
        sections.append(Section(name, say(heading), figures, tables, name in FOLDED))
    return Exhibits(tuple(section for section in sections if section.tables or section.figures or section.name == FLOW), lines)


def _in_order(pages: dict[str, str], declared: dict[str, Exhibit]) -> Iterator[tuple[str, str, Exhibit]]:
    """Pages with their exhibits, section by section."""
    for section in SECTIONS:
        for name, page in pages.items():
            if declared[name].section == section:
                yield name, page, declared[name]


def _tables(pages: dict[str, str], declared: dict[str, Exhibit]) -> list[tuple[Shown, str]]:
    found = []
    for position, (name, page, exhibit) in enumerate(_in_order(pages, declared), 1):
        number, anchor = say("Table {n}", n=position), f"table-{name.replace('_', '-')}"
        markup = re.sub(r"(<figcaption[^>]*>)", rf"\g<1>{number}. ", body_of(page), count=1)
        wide = 'class="many"' in markup
        found.append(
            (Shown(name, anchor, number, title_of(page), exhibit.caption, markup, _file("tables", name, "csv"), wide), exhibit.section)
        )
    return found


def _figures(drawings: dict[str, str]) -> list[tuple[Shown, str]]:
    """Each figure as an image inside the page."""
    found = []
    for position, (name, svg, exhibit) in enumerate(_in_order(dict(drawings), FIGURES | ON_REQUEST), 1):
        number, anchor = say("Figure {n}", n=position), f"figure-{name.replace('_', '-')}"
        address = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode('utf-8')).decode('ascii')}"
        title, told = say(exhibit.title), say(exhibit.caption)
        caption = told.removeprefix(f"{title}: ")
        caption = f"{caption[:1].upper()}{caption[1:]}"
        said = {"alt": alt_of(svg) or told, "synthetic": say(SYNTHETIC) in unescape(svg)}
        shown = Shown(name, anchor, number, title, caption, address, _file("figures", name, "svg"), **said)
        found.append((shown, exhibit.section))
    return found


def _file(folder: str, name: str, suffix: str) -> str:
    """Where a table or figure lies in the results."""
    return f"{ON_REQUEST[name].stage if name in ON_REQUEST else folder}/{name}.{suffix}"


def body_of(page: str) -> str:
    """What stands between the body tags of a page."""
    return page.partition("<body>")[2].rpartition("</body>")[0].strip()


def title_of(page: str) -> str:
    """The page's title, still escaped."""
    return page.partition("<title>")[2].partition("</title>")[0]
