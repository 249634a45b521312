"""The page: one HTML file with everything in it, which works without network; the same bytes for the same results."""

from __future__ import annotations

import re
from pathlib import Path

from ipscohort.display.links import linked_phrase
from ipscohort.display.printing import SYNTHETIC
from ipscohort.report import definitions, parts, replication
from ipscohort.report.cards import cards
from ipscohort.report.downloads import archive, download
from ipscohort.report.exhibits import Exhibits, exhibits
from ipscohort.report.findings import questions
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.numbers import appendix, phrases_of
from ipscohort.tables.render.html import STYLE

FOLDER = Path(__file__).parent


def write_report(inputs: ReportInputs) -> str:
    """The whole page as HTML.

    Parameters
    ----------
    inputs : ReportInputs

    Returns
    -------
    str
        Holds exact small numbers, so it is for the study's own team; holds no id of a person.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"said": lambda phrase: Markup(linked_phrase(phrase)), "plain_text": _plain_text}
    shown = exhibits(inputs)
    return environment.get_template("page.html.jinja").render(
        settings=inputs.settings,
        synthetic=SYNTHETIC if inputs.settings.synthetic else "",
        css=Markup(f"{STYLE.read_text(encoding='utf-8')}{(FOLDER / 'page.css').read_text(encoding='utf-8')}"),
        script=Markup((FOLDER / "page.js").read_text(encoding="utf-8")),
        **_results(inputs, shown),
        **_audit(inputs),
        **_files(inputs),
        markup=Markup,
    )


def _results(inputs: ReportInputs, shown: Exhibits) -> dict[str, object]:
    """Head, findings, sections, and what each number of them is."""
    head, asked, boxes = cards(inputs), questions(inputs), parts.flow_boxes(inputs.flow)
    of_flow = (phrase for box in boxes for phrase in (box.n, *box.left_out))
    tables = {table.name for section in shown.sections for table in section.tables}
    return {
        "cards": head,
        "questions": asked,
        "exhibits": shown,
        "boxes": boxes,
        "idle": parts.idle_steps(inputs.flow),
        "numbers": appendix(inputs, phrases_of(head, asked, *of_flow), tables),
    }


def _audit(inputs: ReportInputs) -> dict[str, object]:
    """What stands behind the results."""
    named = zip(inputs.definitions["name"], inputs.definitions["rule"], strict=True)
    return {
        "printed": replication.section(inputs),
        "compared": definitions.section(inputs),
        "definitions": [(parts.spoken(name), rule) for name, rule in named],
        "absent": parts.absent_measures(inputs.availability),
        "cleaning": parts.cleaning(inputs.log),
        "disagreements": parts.disagreement_text(inputs.disagreements),
        "provenance": inputs.provenance,
    }


def _files(inputs: ReportInputs) -> dict[str, object]:
    """What the page carries along: tables one by one, and everything as one archive."""
    drawn = {f"figures/{name}.svg": svg.encode("utf-8") for name, svg in inputs.figures.items()}
    single = {path: download(path, content) for path, content in inputs.downloads.items() if path.startswith("tables/")}
    everything = archive(f"{inputs.settings.cohort}.zip", {**inputs.downloads, **drawn})
    return {"files": single, "everything": everything, "carried": set(inputs.downloads)}


def _plain_text(markup: str) -> str:
    """Markup without its tags, still escaped."""
    return re.sub(r"<[^>]+>", "", markup)
