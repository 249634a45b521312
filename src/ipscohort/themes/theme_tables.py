"""Interviewees by stakeholder group, and themes with facilitators and barriers side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.config.themes import ALL
from ipscohort.contracts.themes import CODERS, DIRECTIONS, OTHERS_ONLY, PEOPLE, SEGMENTS_COUNTED, SILENT
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, Source, source, tell
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.summaries import count_cell, plain, share_cell
from ipscohort.themes.counting import DECIMALS, HOW_MANY
from ipscohort.themes.groups import group_word
from ipscohort.themes.inputs import Inputs
from ipscohort.words import later, say

INTERVIEWEES, BY_GROUP, SUBTHEMES, QUOTES = "themes_interviewees", "themes_by_group", "themes_subthemes", "themes_quotes"
FACILITATOR, BARRIER, NEITHER = DIRECTIONS
WORDS = {FACILITATOR: later("Facilitators"), BARRIER: later("Barriers"), NEITHER: later("Neither"), ALL: later("All")}
ONE = {FACILITATOR: later("facilitator"), BARRIER: later("barrier"), NEITHER: later("neither")}
ONCE = later("An interviewee counts once in each column, so that facilitators and barriers do not add up to all.")
SMALL = later("Smaller groups together: {groups}, put together as fewer than {least} interviewees of a group can be recognised.")
FEW = later(
    "Not shown: some of it is about fewer than {least} interviewees of the group, who could be recognised, or would follow from the others."
)
SILENT_ONES = later("{n} of {whole} interviewees have no counted segment.")
ONLY_OTHERS = later("{n} segments were coded by other coders only and are not counted.")
OF_ALL = later("Numbers of interviewees are of {n} who were interviewed.")
KNOWN_OF = later("Known of {n} of {whole} interviewees.")
UNTOLD = later("Not known of all interviewees: of how many is not shown where that tells of fewer than {least}, who could be recognised.")
FEW_SPREAD = later(
    "No standard deviation: it needs at least {least} interviewees of whom the number is known, and must not follow from others."
)
OF_SEVERAL = later("Of {coders} coders, the codes of one are counted: {n} segments.")
NOT_LISTED = later("No file lists the interviewees: those without a segment are not known and count nowhere.")
NO_QUOTES = later("No counted segment has words that may be shown.")
NOT_SAMPLE = later(
    "Numbers of interviewees and segments tell how often something was said, not how many stakeholders think so: nobody was sampled at random."
)


def interviewees_table(inputs: Inputs) -> Table:
    """A column for everybody and each stakeholder group, a row for each characteristic."""
    shown = (ALL, *inputs.of.groups)
    columns = tuple(Column(say("All interviewees") if group == ALL else group_word(group)) for group in shown)
    rows = [Row(say("Interviewees"), tuple(_people(inputs, HOW_MANY, None, group) for group in shown))]
    for name, variable in inputs.themes.interviewees.characteristics.items() if inputs.themes.interviewees else ():
        label = variable.label or name
        if variable.type == "number":
            said = (
                say("{label} ({unit}), mean (SD)", label=label, unit=variable.unit)
                if variable.unit
                else say("{label}, mean (SD)", label=label)
            )
            rows.append(Row(said, tuple(_people(inputs, name, None, group) for group in shown)))
            continue
        rows.append(Row(say("{label}, n (%)", label=label)))
        of = inputs.of.people[inputs.of.people["variable"].eq(name)]
        for level in dict.fromkeys(of["level"]):
            rows.append(Row(level_word(str(level)), tuple(_people(inputs, name, str(level), group) for group in shown), indent=1))
    notes = (*about_groups(inputs), *([] if inputs.of.listed else [say(NOT_LISTED)]))
    return Table(INTERVIEWEES, say("Interviewees"), say("Characteristic"), columns, (RowGroup("", tuple(rows)),), notes, inputs.synthetic)


def _people(inputs: Inputs, variable: str, level: str | None, group: str) -> Cell:
    """A cell of THEME_PEOPLE: interviewees, a share of those known, or a mean."""
    keys = {"variable": variable, "group": group} | ({} if level is None else {"level": level})
    row, where = inputs.row(inputs.of.people, **keys), partial(source, "theme_people", **keys)
    if row["hidden"]:
        return Cell(printing.DASH, (), (say(FEW, least=inputs.themes.hide_below),))
    if variable == HOW_MANY:
        return count_cell(row["n"], where("n"), style=inputs.style)
    notes = _known_of(inputs, row, group, where)
    if level is not None:
        n, known = (int(row[name]) for name in ("n", "n_known"))
        return share_cell(n, known, (where("n"), where("n_known"), where("n")), style=inputs.style, notes=notes)
    mean, sd = (plain(row[name]) for name in ("mean", "sd"))
    numbers = (Number("mean", mean, where("mean")), Number("standard deviation", sd, where("sd")))
    numbers += () if printing.absent(row["n"]) else (Number("n", plain(row["n"]), where("n")),)
    if not printing.absent(mean) and printing.absent(sd) and inputs.themes.hide_below > 1:
        notes = (*notes, say(FEW_SPREAD, least=2 * inputs.themes.hide_below))
    decimals = min(inputs.tables.decimals, DECIMALS) if inputs.themes.hide_below > 1 else inputs.tables.decimals
    return Cell(printing.with_spread(mean, sd, decimals, inputs.style), numbers, notes)


def _known_of(inputs: Inputs, row: dict[str, Any], group: str, where: partial[Source]) -> tuple[str, ...]:
    """Of how many a characteristic is known, where that is not all of them."""
    whole = inputs.row(inputs.of.people, variable=HOW_MANY, group=group)["n"]
    if printing.absent(row["n_known"]):
        return (say(UNTOLD, least=inputs.themes.hide_below),)
    if row["n_known"] == whole:
        return ()
    everybody = source("theme_people", "n", variable=HOW_MANY, group=group)
    n, of = count_cell(row["n_known"], where("n_known"), style=inputs.style), count_cell(whole, everybody, style=inputs.style)
    return (tell(KNOWN_OF, n=n, whole=of),)


def about_groups(inputs: Inputs) -> Iterator[str]:
    """Which groups are put together, and why."""
    if inputs.of.pooled:
        yield say(SMALL, groups=", ".join(inputs.of.pooled), least=inputs.themes.hide_below)


def by_group_table(inputs: Inputs) -> Table:
    """A group of rows for each theme: everybody, and each stakeholder group."""
    groups = []
    for theme, entry in inputs.themes.codebook.items():
        rows = [_row(inputs, say("All interviewees"), theme, interviewed=True)]
        rows += [_row(inputs, group_word(group), theme, interviewed=True, group=group) for group in inputs.of.groups]
        groups.append(RowGroup(entry.label, tuple(rows), (entry.definition,)))
    columns = (Column(say("Interviewed")), *_columns(inputs))
    title = say("Themes by stakeholder group")
    return Table(BY_GROUP, title, say("Stakeholder group"), columns, tuple(groups), tuple(_notes(inputs)), inputs.synthetic)


def subthemes_table(inputs: Inputs) -> Table:
    """A group of rows for each theme: the whole of it, and each subtheme of the codebook, also those that nobody spoke of."""
    groups = []
    for theme, entry in inputs.themes.codebook.items():
        rows = [_row(inputs, say("Whole theme"), theme)]
        rows += [_row(inputs, label, theme, subtheme=subtheme) for subtheme, label in entry.subthemes.items()]
        groups.append(RowGroup(entry.label, tuple(rows)))
    columns = tuple(_columns(inputs))
    return Table(SUBTHEMES, say("Subthemes"), say("Subtheme"), columns, tuple(groups), tuple(_notes(inputs)), inputs.synthetic)


def _sides(inputs: Inputs) -> tuple[str, ...]:
    """Facilitators and barriers, segments that are neither where there are any, and all."""
    neither = inputs.of.counts[inputs.of.counts["direction"].eq(NEITHER)]["n_segments"].sum()
    return (FACILITATOR, BARRIER, *([NEITHER] if neither else []), ALL)


def _columns(inputs: Inputs) -> Iterator[Column]:
    for side in _sides(inputs):
        yield from (Column(label, say(WORDS[side])) for label in (say("Interviewees"), say("Segments")))


def _row(inputs: Inputs, label: str, theme: str, *, interviewed: bool = False, **keys: str) -> Row:
    cells = [inputs.counted("n_interviewed", theme, **keys)] if interviewed else []
    for side in _sides(inputs):
        cells += [inputs.counted(column, theme, direction=side, **keys) for column in ("n_persons", "n_segments")]
    return Row(label, tuple(cells), indent=1 if keys else 0)


def of_all(inputs: Inputs) -> Note:
    """How many were interviewed."""
    return tell(OF_ALL, n=inputs.read(PEOPLE))


def _notes(inputs: Inputs) -> Iterator[str | Note]:
    yield of_all(inputs)
    yield say(ONCE)
    yield say(NOT_SAMPLE)
    yield from about_groups(inputs)
    if inputs.n(CODERS) > 1:
        yield tell(OF_SEVERAL, coders=inputs.read(CODERS), n=inputs.read(SEGMENTS_COUNTED))
    if inputs.n(OTHERS_ONLY):
        yield tell(ONLY_OTHERS, n=inputs.read(OTHERS_ONLY))
    if inputs.n(SILENT):
        yield tell(SILENT_ONES, n=inputs.read(SILENT), whole=inputs.read(PEOPLE))
    if not inputs.of.listed:
        yield Note(say(NOT_LISTED))


def quotes_table(inputs: Inputs) -> Table:
    """A group of rows for each theme: what was said, in which group, and whether it helps or hinders; by nobody."""
    if inputs.of.quotes.empty:
        return absent_table(QUOTES, say("Quotes"), say(NO_QUOTES), inputs.synthetic)
    columns = tuple(Column(text, text=True) for text in (say("Subtheme"), say("Direction"), say("What was said")))
    groups = []
    for theme, of in inputs.of.quotes.groupby("theme", sort=False):
        entry = inputs.themes.codebook[str(theme)]
        groups.append(RowGroup(entry.label, tuple(_quote(row, entry.subthemes) for row in of.to_dict("records"))))
    notes = (inputs.themes.quotes.consent, *about_groups(inputs))
    return Table(QUOTES, say("Quotes"), say("Stakeholder group"), columns, tuple(groups), notes, inputs.synthetic)


def _quote(row: dict[str, Any], subthemes: dict[str, str]) -> Row:
    subtheme = "" if printing.absent(row["subtheme"]) else subthemes[row["subtheme"]]
    return Row(group_word(row["group"]), tuple(map(Cell, (subtheme, say(ONE[row["direction"]]), row["text"]))))
