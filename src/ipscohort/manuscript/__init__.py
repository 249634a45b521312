"""Aids for the manuscript: methods and results in paragraphs, the STROBE checklist, the software to cite; in Word and Markdown.

Steps: settings, rules in words and tidy tables -> blocks of text, whose numbers keep their rows -> documents. They are drafts:
what only the authors know is left to them, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ipscohort.catalogue.letters import seen_throughout
from ipscohort.display.printing import SYNTHETIC
from ipscohort.files.tableio import write_bytes, write_frame
from ipscohort.manuscript import methods, results
from ipscohort.manuscript.document import Block, Heading, Numbers, Paragraph
from ipscohort.manuscript.inputs import ManuscriptInputs
from ipscohort.manuscript.software import in_a_sentence, software
from ipscohort.manuscript.strobe import strobe
from ipscohort.words import say

NUMBERS = ("document", "text", "source")
"""Columns of the list of numbers."""


def documents(inputs: ManuscriptInputs) -> tuple[dict[str, list[Block]], pd.DataFrame]:
    """Every document by name, and the numbers in them: document, text as printed, and the row that it comes from."""
    of_results, of_strobe = (Numbers(inputs.style, inputs.settings.tables.p_values) for _ in range(2))
    title = Heading(inputs.settings.title, 1)
    written = {
        "methods_and_results": [
            title,
            *methods.in_paragraphs(inputs),
            Paragraph(in_a_sentence(inputs)),
            *results.in_paragraphs(inputs, of_results),
        ],
        "strobe": strobe(inputs, of_strobe),
        "software": software(inputs),
    }
    kept = {"methods_and_results": of_results, "strobe": of_strobe}
    rows = [(name, text, where) for name, numbers in kept.items() for text, where in numbers.printed]
    return written, pd.DataFrame(rows, columns=list(NUMBERS))


def write_manuscript(inputs: ManuscriptInputs, paths: Iterable[str | Path], numbers: str | Path) -> None:
    """Write documents by their paths' names and endings, and the list of numbers.

    Parameters
    ----------
    inputs : ManuscriptInputs
    paths : iterable of path
        <document>.<md or docx>.
    numbers : path
    """
    from ipscohort.manuscript import markdown, word

    render = {".md": markdown.render, ".docx": word.render}
    written, kept = documents(inputs)
    banner = say(SYNTHETIC) if inputs.settings.synthetic else ""
    for path in map(Path, paths):
        write_bytes(path, render[path.suffix](seen_throughout(written[path.stem]), banner))
    write_frame(kept, numbers)


__all__ = ["ManuscriptInputs", "documents", "write_manuscript"]
