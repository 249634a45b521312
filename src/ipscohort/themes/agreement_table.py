"""Agreement of coders as a table: each two of them on themes, subthemes and direction, and on each theme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.contracts.themes import OF_DIRECTION, OF_SUBTHEME, OF_THEME, ONE_THEME
from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Number, source
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.summaries import count_cell, footnotes, number_cell, numbers_of, plain
from ipscohort.themes.agreement import ALL_CODERS
from ipscohort.themes.inputs import Inputs
from ipscohort.words import later, say

NAME, TITLE = "themes_agreement", later("Agreement of coders")
WORDS = {OF_THEME: later("Theme"), OF_SUBTHEME: later("Theme and subtheme"), OF_DIRECTION: later("Facilitator, barrier or neither")}
KAPPA = later(
    "Kappa: Cohen's, with limits by its large-sample standard error (Cohen 1960, doi 10.1177/001316446002000104; Fleiss, Cohen and Everitt 1969, doi "
    "10.1037/h0028106), cut at 1."
)
ALPHA = later("Alpha: Krippendorff's, for nominal codes (Krippendorff 2011, Computing Krippendorff's alpha-reliability).")
ONE_AT_A_TIME = later("By theme: whether a segment belongs to it or not, and in how many segments each of the two used it.")
INDEPENDENT = later("Segments of one interviewee are taken for independent, so that limits are too narrow where they are alike.")
NUMBERED = later("Coder {number} is the one whose codes are counted.")


def agreement_table(inputs: Inputs) -> Table:
    """A group of rows for each two coders, and for all together where there are more."""
    frame = inputs.of.agreement
    if frame["n"].eq(0).all():
        return absent_table(NAME, say(TITLE), str(frame["why_not"].iloc[0]), inputs.synthetic)
    kappa = say("Kappa {ci}", ci=inputs.style.enclosed(inputs.ci))
    labels = (
        *(
            say("Segments"),
            say("Of interviewees"),
            say("Used by the first"),
            say("Used by the second"),
            say("Coded alike, %"),
            say("Alike by chance, %"),
        ),
        *(kappa, say("Alpha"), say("Commonest code, %")),
    )
    groups = tuple(
        RowGroup(_heading(str(coders)), tuple(_rows(inputs, of.to_dict("records")))) for coders, of in frame.groupby("coders", sort=False)
    )
    return Table(NAME, say(TITLE), say("Compared on"), tuple(map(Column, labels)), groups, tuple(_notes(inputs)), inputs.synthetic)


def _heading(coders: str) -> str:
    if coders == ALL_CODERS:
        return say("All coders together")
    first, second = coders.split(" and ")
    return say("Coders {first} and {second}", first=first, second=second)


def _rows(inputs: Inputs, rows: list[dict[str, Any]]) -> Iterator[Row]:
    of_themes = [row for row in rows if row["what"] == ONE_THEME]
    for row in rows:
        if row["what"] != ONE_THEME:
            yield Row(say(WORDS[row["what"]]), _cells(inputs, row))
    if of_themes:
        yield Row(say("By theme"))
    for row in of_themes:
        yield Row(inputs.themes.codebook[row["theme"]].label, _cells(inputs, row), indent=1)


def _cells(inputs: Inputs, row: dict[str, Any]) -> tuple[Cell, ...]:
    keys = {"coders": row["coders"], "what": row["what"]} | ({} if printing.absent(row["theme"]) else {"theme": row["theme"]})
    where, style, decimals = partial(source, "theme_agreement", **keys), inputs.style, inputs.tables.estimate_decimals
    counts = [
        count_cell(row[name], where(name), style=style) if not printing.absent(row[name]) else Cell()
        for name in ("n", "n_persons", "n_first", "n_second")
    ]
    shares = [_percent(inputs, row, name, where) for name in ("observed", "expected")]
    notes = (*footnotes(row["why_not"]), *footnotes(row["warning"], numbers_of(row, ("share_commonest",), where)))
    if row["coders"] == ALL_CODERS:
        kappa = Cell()
    else:
        values = [plain(row[name]) for name in ("kappa", "conf_low", "conf_high")]
        said = zip(("estimate", "lower limit", "upper limit"), values, ("kappa", "conf_low", "conf_high"), strict=True)
        text = printing.with_interval(*values, decimals, style)
        kappa = Cell(text, tuple(Number(name, value, where(column)) for name, value, column in said), notes)
    alpha = number_cell(row["alpha"], decimals, "alpha", where("alpha"), notes if row["coders"] == ALL_CODERS else (), style)
    return (*counts, *shares, kappa, alpha, _percent(inputs, row, "share_commonest", where))


def _percent(inputs: Inputs, row: dict[str, Any], name: str, where: partial) -> Cell:
    if printing.absent(row[name]):
        return Cell(printing.DASH if row["coders"] != ALL_CODERS else "")
    value = 100 * plain(row[name])
    text = printing.number(value, inputs.style.percent_decimals, style=inputs.style)
    return Cell(text, (Number("percent", value, where(name).read_as("100 * {}")),))


def _notes(inputs: Inputs) -> Iterator[str]:
    if inputs.themes.segments.counted:
        yield say(NUMBERED, number=1)
    yield say(ONE_AT_A_TIME)
    yield say(KAPPA)
    yield say(ALPHA)
    yield say(INDEPENDENT)
