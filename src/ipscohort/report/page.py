"""The page: one HTML file with everything in it, which works without network; the same bytes for the same results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.answers import Answers
from ipscohort.catalogue.adjustments import ADJUSTED
from ipscohort.display.links import linked_phrase
from ipscohort.display.numbers import Phrase
from ipscohort.report import definitions, parts, replication
from ipscohort.report.cards import cards
from ipscohort.report.downloads import archive, download
from ipscohort.report.exhibits import Exhibits, exhibits
from ipscohort.report.findings import questions
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.numbers import appendix, phrases_of
from ipscohort.report.sealed import environment_of, sealed
from ipscohort.tables.render.html import STYLE
from ipscohort.words import say

if TYPE_CHECKING:
    from markupsafe import Markup

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """The report.

    Attributes
    ----------
    html : str
        Holds exact small numbers, so it is for the study's own team; holds no id of a person.
    sentences : Answers
        What each number of its sentences is; those of its tables have a file of their own.
    """

    html: str
    sentences: Answers


def write_report(inputs: ReportInputs) -> str:
    """The whole page as HTML: see `make_page`."""
    return make_page(inputs).html


def make_page(inputs: ReportInputs) -> Page:
    """The whole page."""
    from markupsafe import Markup

    environment = environment_of(FOLDER)
    environment.filters |= {"said": lambda phrase: Markup(_sentence(phrase)), "answered": _answered}
    environment.globals["say"] = _said
    results = _results(inputs, exhibits(inputs))
    css = STYLE.read_text(encoding="utf-8") + (FOLDER / "page.css").read_text(encoding="utf-8")
    script = (FOLDER / "page.js").read_text(encoding="utf-8")
    shown = {**results, **_audit(inputs), **_files(inputs)}
    html = sealed(environment, "page.html.jinja", inputs.settings, css, script, **shown)
    return Page(html, results["numbers"].of_sentences)


def _results(inputs: ReportInputs, shown: Exhibits) -> dict[str, Any]:
    """Head, findings, sections, and what each number of them is."""
    head, asked = cards(inputs), questions(inputs)
    tables = {table.name for section in shown.sections for table in section.tables}
    return {
        "cards": head,
        "questions": asked,
        "repeated": bool(inputs.fits["adjustment"].eq(ADJUSTED).any()),
        "exhibits": shown,
        "idle": parts.idle_steps(inputs.flow),
        "numbers": appendix(inputs, phrases_of(head, asked), tables),
    }


def _audit(inputs: ReportInputs) -> dict[str, object]:
    """What stands behind the results."""
    named = zip(inputs.definitions["name"], inputs.definitions["rule"], strict=True)
    return {
        "printed": replication.section(inputs),
        "compared": definitions.section(inputs),
        "definitions": [(parts.named(name), rule) for name, rule in named],
        "absent": parts.absent_measures(inputs.availability),
        "cleaning": parts.cleaning(inputs.log),
        "disagreements": parts.disagreement_text(inputs.disagreements),
        "provenance": parts.headed(inputs.provenance),
    }


def _files(inputs: ReportInputs) -> dict[str, object]:
    """What the page carries along: tables one by one, and everything as one archive."""
    drawn = {f"figures/{name}.svg": svg.encode("utf-8") for name, svg in inputs.figures.items()}
    single = {
        path: download(path, content)
        for path, content in inputs.downloads.items()
        if path.startswith(("tables/", "sensitivity/", "programme/", "themes/"))
    }
    everything = archive(f"{inputs.settings.cohort}.zip", {**inputs.downloads, **drawn})
    return {"files": single, "everything": everything, "carried": set(inputs.downloads)}


def _said(text: str, /, **parts: object) -> Markup:
    """A text of the templates in the language spoken; its {parts} are escaped, itself it may hold quotes."""
    from markupsafe import Markup

    said = Markup(say(text))
    return said.format(**parts) if parts else said


def _sentence(phrase: Phrase) -> str:
    """A sentence as HTML, in which no line ends inside 'n = 95'."""
    return re.sub(r"\b([np]) = (?=<a )", r"\1&nbsp;=&nbsp;", linked_phrase(phrase))


def _answered(answer: Phrase) -> Markup:
    """The answer to a question, its first words in bold: what was compared, and the outcome."""
    from markupsafe import Markup, escape

    head, *rest = answer.parts
    return Markup("<strong>{}</strong>").format(escape(str(head).rstrip())) + Markup(" " + _sentence(Phrase(answer.name, tuple(rest))))
