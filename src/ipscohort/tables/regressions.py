"""Regressions of the outcomes on each exposure: crude beside adjusted, one table for each kind of model.

An exposure's own row shows the whole model; its levels' rows show their n (and events), the reference's too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import Naming, level_word
from ipscohort.display.numbers import Source, tell
from ipscohort.models.families.base import Family, Layout
from ipscohort.tables.checked import numbers_of_checks
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, limits_cell, numbers_of, p_cell, plain
from ipscohort.words import later, say

SAME_ROWS = "crude_on_adjusted_rows"
ADJUSTMENTS = {"crude": later("Crude"), "adjusted": later("Adjusted"), SAME_ROWS: later("Crude, on the rows of the adjusted model")}
"""Headings in their order: what most readers look for comes first, where a table is wider than its page."""
SAME_PERSONS = later("Crude and adjusted estimates stand on the same persons.")
RATIO = ("ratio", "ratio_low", "ratio_high")
COEFFICIENT = ("estimate", "conf_low", "conf_high")
HAZARDS, ALL_TERMS = "proportional_hazards", "global"
"""File of the tests of proportional hazards, and its term of all together."""
NO_CONFOUNDERS = later("No confounders declared, so there is no adjusted model.")
NOT_FITTED = later("This model was not fitted.")
ROLES = {
    "primary": later("{outcome} (primary outcome)"),
    "secondary": later("{outcome} (secondary outcome)"),
    "sensitivity": later("{outcome} (sensitivity outcome)"),
}


def build(inputs: TableInputs, family: Family) -> Table:
    """The regressions of one family."""
    chosen = {name: r for name, r in inputs.models.regressions.items() if r.model == family.name}
    if not chosen:
        why = say("The settings declare no regression of model {model}.", model=family.name)
        return absent_table(family.table, say(family.layout.title), why, inputs.synthetic)
    fits = inputs.fits[inputs.fits["model"].isin(chosen)]
    shown = [a for a in ADJUSTMENTS if a in set(fits["adjustment"]) and (a != SAME_ROWS or _rows_differ(fits))]
    columns = tuple(column for adjustment in shown for column in _columns(inputs, family.layout, adjustment))
    groups = tuple(RowGroup(group_label(inputs, r), tuple(_regression_rows(inputs, family, name, r, shown))) for name, r in chosen.items())
    same = (say(SAME_PERSONS),) if "adjusted" in shown and inputs.models.crude_on_adjusted_rows and SAME_ROWS not in shown else ()
    notes = (*map(say, family.layout.notes), *shared_notes(inputs, chosen), *same)
    return Table(family.table, say(family.layout.title), say("Exposure"), columns, groups, notes, inputs.synthetic)


def _rows_differ(fits: pd.DataFrame) -> bool:
    """Whether any crude model has other persons than its adjusted one."""
    n = fits.pivot(index=["model", "exposure"], columns="adjustment", values="n")
    return bool((n["crude"] != n[SAME_ROWS]).any())


def _columns(inputs: TableInputs, layout: Layout, adjustment: str) -> list[Column]:
    spanner = say(ADJUSTMENTS[adjustment])
    estimates = [f"{say(heading)} {inputs.style.enclosed(inputs.ci)}" for _, _, heading in _estimates(layout, adjustment)]
    return [*(Column(label, spanner) for label in (say(layout.counted or "n"), *estimates)), Column(say("p"), spanner, p_values=True)]


def _estimates(layout: Layout, adjustment: str) -> list[tuple[tuple[str, str, str], str, str]]:
    """What is shown of each estimate: columns of ESTIMATES, its value at the reference, heading.

    Where a coefficient and a ratio say the same, crude on the adjusted model's rows shows the ratio: it is there to be compared.
    """
    shown = [(COEFFICIENT, "0", layout.coefficient), (RATIO, "1", layout.ratio)]
    there = [column for column in shown if column[2]]
    return there[-1:] if adjustment == SAME_ROWS else there


def group_label(inputs: Naming, regression: Regression) -> str:
    """The heading above a regression's rows."""
    return say(ROLES[regression.role], outcome=inputs.outcome_label(regression))


def reference_label(level: object) -> str:
    """How the reference level is named."""
    return say("{level} (ref.)", level=level_word(str(level)))


def shared_notes(inputs: TableInputs, chosen: Mapping[str, Regression]) -> tuple[str, ...]:
    """What holds for some regressions of any kind: confounders, tests, persons, and what exposures and outcomes must be read with."""
    adjusted: dict[tuple[str, ...], list[str]] = {}
    for regression in chosen.values():
        names = inputs.models.confounders if regression.confounders is None else regression.confounders
        adjusted.setdefault(tuple(names), []).append(regression.label or inputs.label(regression.outcome))
    lines = [_adjusted_for(inputs, names, outcomes if len(adjusted) > 1 else []) for names, outcomes in adjusted.items()]
    several = any(len(inputs.levels(e)) > 2 for r in chosen.values() for e in (r.exposures or inputs.exposures))
    if several and inputs.tables.p_values:
        lines.append(say("p in an exposure's own row: joint Wald test of all its levels."))
    lines.append(say("Each exposure has its own models, on complete cases; - where a number is not defined."))
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    return (*lines, *inputs.caveats(exposures), *filter(None, [inputs.workers_only(chosen.values())]))


def _adjusted_for(inputs: TableInputs, names: tuple[str, ...], outcomes: list[str]) -> str:
    """What models are adjusted for; which, where others are adjusted for something else."""
    confounders = ", ".join(inputs.heading(name) for name in names) or say("nothing, as no confounders are declared")
    if not outcomes:
        return say("Adjusted for: {confounders}.", confounders=confounders)
    return say("Adjusted ({outcomes}) for: {confounders}.", outcomes=", ".join(outcomes), confounders=confounders)


def _regression_rows(inputs: TableInputs, family: Family, name: str, regression: Regression, shown: list[str]) -> list[Row]:
    rows = []
    for exposure in regression.exposures or list(inputs.exposures):
        blocks = [Block(inputs, family.layout, name, exposure, adjustment) for adjustment in shown]
        rows.append(Row(inputs.label(exposure), tuple(c for b in blocks for c in b.heading())))
        reference, *others = inputs.levels(exposure)
        rows.append(Row(reference_label(reference), tuple(c for b in blocks for c in b.reference(reference)), indent=1))
        for level in others:
            rows.append(Row(level_word(level), tuple(c for b in blocks for c in b.level(level)), indent=1))
            if any(b.has_profile(level) for b in blocks):
                rows.append(
                    Row(
                        say("{level}, profile likelihood interval", level=level_word(level)),
                        tuple(c for b in blocks for c in b.profile(level)),
                        indent=1,
                    )
                )
        if family.layout.r_squared:
            rows.append(Row(say("R-squared"), tuple(c for b in blocks for c in b.r_squared()), indent=1))
        if family.outcome == "time" and inputs.tables.p_values:
            rows.append(Row(say("Proportional hazards: this exposure"), tuple(c for b in blocks for c in b.hazards(exposure)), indent=1))
            rows.append(Row(say("Proportional hazards: all terms"), tuple(c for b in blocks for c in b.hazards(ALL_TERMS)), indent=1))
        rows.append(Row(say("Left out of the model, n"), tuple(c for b in blocks for c in b.left_out()), indent=1))
    return rows


Shown = tuple[tuple[str, str, str], str]
"""Columns of ESTIMATES of an estimate and its limits, and its value at the reference."""


class Block:
    """The cells of one exposure under one adjustment.

    Parameters
    ----------
    inputs : TableInputs
    layout : Layout
        Of the family's table.
    model, exposure, adjustment : str
    shown : list of Shown, optional
        What is shown of each estimate; without it, as the layout has it.
    """

    def __init__(self, inputs: TableInputs, layout: Layout, model: str, exposure: str, adjustment: str, shown: list[Shown] | None = None):
        self.layout, self.tables, self.style, self.compared = layout, inputs.tables, inputs.style, len(inputs.levels(exposure)) > 2
        self.shown = shown or [(columns, null) for columns, null, _ in _estimates(layout, adjustment)]
        declared = inputs.models.regressions[model].confounders
        self.confounders = inputs.models.confounders if declared is None else declared
        self.where = {"model": model, "exposure": exposure, "adjustment": adjustment}
        self.estimates = _rows_of(inputs.estimates, self.where)
        fits = _rows_of(inputs.fits, self.where)
        self.fit = None if fits.empty else fits.iloc[0]
        self.exclusions, self.looked, self.of_hazards = inputs.exclusions, inputs.looked_at, inputs.proportional_hazards

    @property
    def _fitted(self) -> bool:
        return self.fit is not None and self.fit["status"] != "not fitted"

    def _source(self, field: str, column: str, **more: object) -> Source:
        return source(field, column, **{**self.where, **more})

    def _cells(self, n: Cell, estimates: list[Cell], p: Cell) -> list[Cell]:
        return [n, *estimates, p]

    def _blank(self) -> list[Cell]:
        return [Cell()] * len(self.shown)

    def heading(self) -> list[Cell]:
        """N (and events) of the model, its warning, and the joint test where there are several levels."""
        if self.fit is None:
            why = NO_CONFOUNDERS if self.where["adjustment"] != "crude" and not self.confounders else NOT_FITTED
            return self._cells(Cell(printing.DASH, notes=(say(why),)), self._blank(), Cell())
        numbers = (*warned_of(self.fit, partial(self._source, "fits")), *numbers_of_checks(self.looked, self.where, self.fit["warning"]))
        warned = footnotes(self.fit["warning"], numbers)
        n = self._n_cell(self.fit["n"], self.fit["n_events"], "fits", ("n", "n_events"), warned)
        p = p_cell(self.fit["global_p_value"], self._source("fits", "global_p_value"), style=self.style) if self.compared else Cell()
        return self._cells(n, self._blank(), p)

    def model(self) -> list[Cell]:
        """The same with who is left out, where no row of its own says it."""
        n, *others = self.heading()
        return [replace(n, notes=(*n.notes, *self.why_left_out())), *others]

    def _n_cell(self, n: object, events: object, field: str, columns: tuple[str, str], notes: tuple[str, ...] = (), **more: object) -> Cell:
        n_where, events_where = (self._source(field, column, **more) for column in columns)
        if not self.layout.counted:
            return count_cell(n, n_where, notes, style=self.style)
        text = printing.DASH if printing.absent(n) else f"{printing.count(events)} / {printing.count(n)}"
        return Cell(text, (Number("events", plain(events), events_where), Number("n", plain(n), n_where)), notes)

    def reference(self, level: str) -> list[Cell]:
        """N (and events) at the reference level; the ratio is 1 and B is 0 by definition."""
        return self._cells(self._level_n(level), [Cell(null if self._fitted else printing.DASH) for _, null in self.shown], Cell())

    def _level_n(self, level: str) -> Cell:
        found = self.estimates[self.estimates["level"] == level]
        if found.empty:
            return Cell(printing.DASH)
        return self._n_cell(
            found.iloc[0]["n_level"], found.iloc[0]["n_events_level"], "estimates", ("n_level", "n_events_level"), level=level
        )

    def level(self, level: str) -> list[Cell]:
        """n, estimate, interval, p of one level compared with the reference."""
        found = self.estimates[self.estimates["level"] == level]
        if found.empty:
            return self._cells(Cell(printing.DASH), [Cell(printing.DASH)] * len(self.shown), Cell(printing.DASH))
        row, notes = found.iloc[0], self._own_warning(found.iloc[0])

        def where(column: str) -> Source:
            return self._source("estimates", column, level=level)

        last = len(self.shown) - 1
        shown = [interval_cell(row, columns, self.tables, where, notes if i == last else ()) for i, (columns, _) in enumerate(self.shown)]
        return self._cells(self._level_n(level), shown, p_cell(row["p_value"], where("p_value"), style=self.style))

    def _at(self, level: str) -> pd.Series | None:
        found = self.estimates[self.estimates["level"] == level]
        return None if found.empty else found.iloc[0]

    def has_profile(self, level: str) -> bool:
        """Whether there are profile likelihood limits beside the level's own."""
        row = self._at(level)
        return row is not None and bool(row[["profile_low", "profile_high"]].notna().any())

    def profile(self, level: str) -> list[Cell]:
        """Profile likelihood limits of one level, as its ratio or difference is read."""
        row = self._at(level) if self.has_profile(level) else None
        if row is None:
            return self._cells(Cell(), self._blank(), Cell())

        def where(column: str) -> Source:
            return self._source("estimates", column, level=level)

        cell = limits_cell(row, ("profile_low", "profile_high"), bool(self.layout.ratio), self.tables, where)
        return self._cells(Cell(), [*self._blank()[1:], cell], Cell())

    def _own_warning(self, row: pd.Series) -> tuple[str, ...]:
        """A level's warning without the model's, which stands at the exposure."""
        if printing.absent(row["warning"]):
            return ()
        whole = "" if self.fit is None or printing.absent(self.fit["warning"]) else str(self.fit["warning"])
        found = (_rows_of(self.estimates, {"level": level}) for level in (row["level"], row["reference"]))
        each = (at_level(rows.iloc[0], partial(self._source, "estimates", level=rows.iloc[0]["level"])) for rows in found if not rows.empty)
        return footnotes(str(row["warning"]).removesuffix(whole), chain.from_iterable(each))

    def r_squared(self) -> list[Cell]:
        """Plain R-squared of the model."""
        value = pd.NA if self.fit is None else self.fit["r_squared"]
        text = printing.never_above_one(value, self.tables.estimate_decimals, self.style)
        cell = Cell(text, (Number("R-squared", plain(value), self._source("fits", "r_squared")),))
        return self._cells(Cell(), [cell, *self._blank()[1:]], Cell())

    def hazards(self, term: str) -> list[Cell]:
        """P of the test of proportional hazards of a term; why there is none, where there is none."""
        rows = _rows_of(self.of_hazards, self.where)
        found = rows[rows["term"].eq(term) & rows["p_value"].notna()]
        if found.empty:
            why = rows["warning"].dropna().tolist() if term == self.where["exposure"] else []
            return self._cells(Cell(), self._blank(), Cell(printing.DASH, notes=footnotes(why[0]) if why and self._fitted else ()))
        row = found.iloc[0]
        return self._cells(Cell(), self._blank(), p_cell(row["p_value"], self._source(HAZARDS, "p_value", term=term), style=self.style))

    def left_out(self) -> list[Cell]:
        """How many of the population are not in the model, and why."""
        if self.fit is None:
            return self._cells(Cell(printing.DASH), self._blank(), Cell())
        n = count_cell(self.fit["n_excluded"], self._source("fits", "n_excluded"), self.why_left_out(), style=self.style)
        return self._cells(n, self._blank(), Cell())

    def why_left_out(self) -> tuple[str, ...]:
        """The footnote on who is left out: the reasons as the model gives them, with the counts that they hang on, and of whom."""
        if self.fit is None or printing.absent(self.fit["why_excluded"]):
            return ()
        each = _rows_of(self.exclusions, self.where)
        numbers = [
            Number("n", plain(n), self._source("exclusions", "n", variable=variable))
            for variable, n in zip(each["variable"], each["n"], strict=True)
        ]
        (why,) = footnotes(self.fit["why_excluded"], (*numbers_of(self.fit, ("n_excluded",), partial(self._source, "fits")), *numbers))
        n = count_cell(self.fit["n_population"], self._source("fits", "n_population"))
        return (tell("{why} Population: {population} ({n}).", why=why, population=self.fit["population"], n=n),)


def warned_of(fit: Mapping[str, Any], where: Callable[[str], Source]) -> tuple[Number, ...]:
    """The numbers that the warning of a model hangs on; `where` gives the source of a column of FITS."""
    return numbers_of(fit, ("n", "n_events", "events_per_coefficient"), where)


def at_level(row: Mapping[str, Any], where: Callable[[str], Source]) -> tuple[Number, ...]:
    """Persons and events at a level, on which its warning hangs; `where` gives the source of a column of ESTIMATES."""
    return numbers_of(row, ("n_level", "n_events_level"), where)


def _rows_of(frame: pd.DataFrame, where: dict[str, str]) -> pd.DataFrame:
    chosen = pd.Series(True, index=frame.index)
    for column, value in where.items():
        chosen &= frame[column].eq(value).fillna(False).astype(bool)
    return frame[chosen]
