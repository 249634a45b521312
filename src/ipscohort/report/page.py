"""The page: one HTML file with everything in it, which works without network; the same bytes for the same results."""

from __future__ import annotations

from pathlib import Path

from ipscohort.display.printing import SYNTHETIC
from ipscohort.report import definitions, parts, replication, summary
from ipscohort.report.inputs import ReportInputs

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
    return environment.get_template("page.html.jinja").render(
        settings=inputs.settings,
        synthetic=SYNTHETIC if inputs.settings.synthetic else "",
        css=Markup((FOLDER / "page.css").read_text(encoding="utf-8")),
        sentences=summary.sentences(inputs.persons, inputs.settings),
        caveats=summary.caveats(inputs.settings),
        boxes=parts.flow_boxes(inputs.flow),
        idle=parts.idle_steps(inputs.flow),
        tables=parts.tables(inputs),
        figures=parts.figures(inputs),
        printed=replication.section(inputs),
        compared=definitions.section(inputs),
        definitions=[(parts.spoken(name), rule) for name, rule in zip(inputs.definitions["name"], inputs.definitions["rule"], strict=True)],
        absent=parts.absent_measures(inputs.availability),
        cleaning=parts.cleaning(inputs.log),
        disagreements=parts.disagreement_text(inputs.disagreements),
        provenance=inputs.provenance,
        markup=Markup,
    )
