"""The page of a release: made from protected tables alone, in the look of the report."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.release.log import NO_RULE
from ipscohort.release.readme import rules_said
from ipscohort.report.exhibits import body_of
from ipscohort.report.sealed import environment_of, sealed
from ipscohort.tables.render import render
from ipscohort.tables.render.html import STYLE
from ipscohort.words import say

if TYPE_CHECKING:
    from ipscohort.release.make import Released

FOLDER = Path(__file__).parent
REPORT = FOLDER.parent / "report"


def release_page(released: Released) -> str:
    """One HTML file that works offline and runs nothing."""
    tables = [
        (f"table-{table.name.replace('_', '-')}", table.title, body_of(render(table, "html").decode("utf-8")))
        for table in released.made.tables
    ]
    pictures = [
        (f"figure-{each.name.replace('_', '-')}", each.title, each.alt, b64encode(each.files["svg"]).decode("ascii"))
        for each in released.made.pictures
    ]
    return drawn(
        "page.html.jinja",
        released,
        tables=tables,
        pictures=pictures,
        description=description_of(released),
        rules=rules_said(released),
        unreleased=[name_of(each.exhibit) for each in released.made.refused if each.reason == NO_RULE and not each.place],
    )


def description_of(released: Released) -> str:
    """The settings' description of the cohort; none that holds a digit, as it may be a number of persons."""
    text = released.inputs.settings.description
    return "" if re.search(r"\d", text) else text


def drawn(template: str, released: Released, **more: object) -> str:
    """A page from a template of this folder."""
    environment = environment_of(FOLDER)
    environment.globals["say"] = say
    sheets = (STYLE, REPORT / "page.css", FOLDER / "release.css")
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    return sealed(environment, template, released.inputs.settings, css, **more)


def name_of(exhibit: str) -> str:
    """An exhibit in words: its caption's first sentence, or a figure's title."""
    found = (TABLES | FIGURES).get(exhibit)
    if found is None:
        return exhibit
    return say(found.title) if found.title else say(found.caption)
