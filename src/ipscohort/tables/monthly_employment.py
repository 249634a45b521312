"""Employment in every week or month: marginal and conditional odds ratios of each exposure, crude beside adjusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, SAME_ROWS
from ipscohort.display import printing
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Cell, Number, Source, source
from ipscohort.display.repeated import TIMES, TWO_ODDS, approach_word
from ipscohort.display.units import one, several
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, number_cell, p_cell, plain
from ipscohort.words import later, say

NAME, TITLE = "monthly_employment", later("Employment over time on each exposure: models of every week or month")
SPANNERS = {CRUDE: later("Crude"), SAME_ROWS: later("Crude, same persons"), ADJUSTED: later("Adjusted")}
Tidy = Mapping[str, Any]
CORRELATION_DECIMALS = 2


def build(inputs: TableInputs) -> Table:
    """A group of rows for each level compared: counts, then each model with its errors, its time and the test of exposure by time."""
    title = say(TITLE)
    if inputs.repeated_models.empty:
        why = "These records hold no employment by week or month." if inputs.rates.empty else "The settings declare no exposures."
        return absent_table(NAME, title, say(why), inputs.synthetic)
    models = inputs.repeated_models.to_dict("records")
    shown = _Shown(inputs, [each for each in SPANNERS if any(model["adjustment"] == each for model in models)])
    columns = tuple(column for adjustment in shown.adjustments for column in _columns(inputs, adjustment))
    groups = []
    for exposure in dict.fromkeys(model["exposure"] for model in models):
        reference, *others = inputs.levels(exposure)
        for level in others:
            heading = say(
                "{exposure}: {level} against {reference}",
                exposure=inputs.label(exposure),
                level=level_word(level),
                reference=level_word(reference),
            )
            groups.append(RowGroup(heading, tuple(shown.rows(exposure, level))))
    return Table(NAME, title, say("Model"), columns, tuple(groups), _notes(inputs), inputs.synthetic)


def _columns(inputs: TableInputs, adjustment: str) -> list[Column]:
    spanner = say(SPANNERS[adjustment])
    return [
        Column(say("Odds ratio {ci}", ci=inputs.style.enclosed(inputs.ci)), spanner),
        Column(say("p"), spanner, p_values=True),
        Column(say("Correlation, or SD"), spanner),
    ]


class _Shown:
    """Rows of one table.

    Parameters
    ----------
    inputs : TableInputs
    adjustments : list of str
    """

    def __init__(self, inputs: TableInputs, adjustments: list[str]):
        self.inputs, self.adjustments, self.tables = inputs, adjustments, inputs.tables
        key = ["exposure", "adjustment", "approach"]
        self.models = {tuple(row[name] for name in key): row for row in inputs.repeated_models.to_dict("records")}
        estimates = inputs.repeated_estimates.to_dict("records")
        self.estimates = {(*(row[name] for name in key), row["term"], _text(row["level"])): row for row in estimates}
        self.ratios = bool(inputs.repeated_models["interaction_ratio"].notna().any())
        self.approaches = list(dict.fromkeys(inputs.repeated_models["approach"]))

    def rows(self, exposure: str, level: str) -> Iterator[Row]:
        """All rows of one level compared."""
        yield from self._counts(exposure, level)
        for approach in self.approaches:
            yield self._row(approach_word(approach), exposure, approach, partial(self._main, level))
            if approach != "mixed":
                yield self._row(say("robust errors alone (normal)"), exposure, approach, partial(self._robust, level), 1)
            for (form, term), label in TIMES.items():
                if form == self.inputs.repeated.employment.time:
                    said = say(label, unit=one(self.inputs.study.period))
                    yield self._row(said, exposure, approach, partial(self._time, term), 1)
            if approach != "mixed":
                yield self._row(say("exposure by time: F test that the odds ratio is one and the same"), exposure, approach, self._test, 1)
                if self.ratios:
                    unit = say(TIMES[self.inputs.repeated.employment.time, "time"], unit=one(self.inputs.study.period))
                    yield self._row(say("the odds ratio times, {unit}", unit=unit), exposure, approach, self._times, 1)

    def _counts(self, exposure: str, level: str) -> Iterator[Row]:
        approach, units = self.approaches[0], several(self.inputs.study.period)
        yield self._row(say("Persons, n"), exposure, approach, partial(self._count, "n"))
        yield self._row(say("{units} employed / observed", units=capital(units)), exposure, approach, self._months)
        for at in (self.inputs.levels(exposure)[0], level):
            yield self._row(level_word(at), exposure, approach, partial(self._months_at, at), 1)
        yield self._row(
            say("Persons with fewer {units} than follow-up, n", units=units), exposure, approach, partial(self._count, "n_incomplete")
        )

    def _row(self, label: str, exposure: str, approach: str, cells: Callable[..., tuple[Cell, Cell, Cell]], indent: int = 0) -> Row:
        found: list[Cell] = []
        for adjustment in self.adjustments:
            key = (exposure, adjustment, approach)
            found += cells(key) if key in self.models else (Cell(printing.DASH), Cell(), Cell())
        return Row(label, tuple(found), indent)

    def _of_model(self, key: tuple[str, str, str]) -> Callable[[str], Source]:
        return lambda column: source("repeated_models", column, **_named(key))

    def _of_term(self, key: tuple[str, str, str], term: str, level: str) -> Callable[[str], Source]:
        more = {"term": term} | ({"level": level} if level else {})
        return lambda column: source("repeated_estimates", column, **_named(key), **more)

    def _count(self, column: str, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        row = self.models[key]
        notes = footnotes(row["why_excluded"]) if column == "n" else ()
        return count_cell(row[column], self._of_model(key)(column), notes, style=self.inputs.style), Cell(), Cell()

    def _months(self, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        return self._pair(self.models[key], self._of_model(key)), Cell(), Cell()

    def _months_at(self, level: str, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        row, where = self.estimates[(*key, "exposure", level)], self._of_term(key, "exposure", level)
        return self._pair(row, where, persons=True), Cell(), Cell()

    def _pair(self, row: Tidy, where: Callable[[str], Source], *, persons: bool = False) -> Cell:
        style, names = self.inputs.style, {"n_events": "events", "n_periods": "of"} | ({"n": "n"} if persons else {})
        numbers = tuple(Number(statistic, plain(row[name]), where(name)) for name, statistic in names.items())
        text = say("{part} / {whole}", part=printing.count(row["n_events"], style), whole=printing.count(row["n_periods"], style))
        return Cell(f"{text} (n = {printing.count(row['n'], style)})" if persons else text, numbers)

    def _main(self, level: str, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        """Odds ratio, p, and the correlation or standard deviation; a dash with the reason."""
        model, row = self.models[key], self.estimates[(*key, "exposure", level)]
        if not printing.absent(model["why_not"]):
            return Cell(printing.DASH, notes=footnotes(model["why_not"])), Cell(), Cell()
        if printing.absent(row["estimate"]):
            why = footnotes(row["warning"]) if row["n"] else (say("Nobody at this level."),)
            return Cell(printing.DASH, notes=why), Cell(), Cell()
        where = self._of_term(key, "exposure", level)
        ratio = interval_cell(row, ("ratio", "ratio_low", "ratio_high"), self.tables, where, footnotes(model["warning"]))
        return ratio, self._p(row["p_value"], where("p_value")), self._spread(model, self._of_model(key))

    def _p(self, value: object, where: Source) -> Cell:
        """p, or a dash where there is none."""
        return Cell(printing.DASH) if printing.absent(value) else p_cell(value, where, style=self.inputs.style)

    def _spread(self, model: Tidy, where: Callable[[str], Source]) -> Cell:
        column = "sd_person" if model["approach"] == "mixed" else "correlation"
        if printing.absent(model[column]):
            return Cell()
        return number_cell(model[column], CORRELATION_DECIMALS, column.replace("_", " "), where(column), style=self.inputs.style)

    def _robust(self, level: str, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        row, where = self.estimates[(*key, "exposure", level)], self._of_term(key, "exposure", level)
        if printing.absent(row["estimate"]):
            return Cell(), Cell(), Cell()
        if printing.absent(row["robust_std_error"]):
            return Cell(printing.DASH), Cell(), Cell()
        ratio = interval_cell(row, ("ratio", "robust_low", "robust_high"), self.tables, where)
        return ratio, self._p(row["robust_p_value"], where("robust_p_value")), Cell()

    def _time(self, term: str, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        row, where = self.estimates.get((*key, term, "")), self._of_term(key, term, "")
        if row is None or printing.absent(row["estimate"]):
            return Cell(), Cell(), Cell()
        ratio = interval_cell(row, ("ratio", "ratio_low", "ratio_high"), self.tables, where)
        return ratio, p_cell(row["p_value"], where("p_value"), style=self.inputs.style), Cell()

    def _test(self, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        model, where = self.models[key], self._of_model(key)
        if printing.absent(model["interaction_p_value"]):
            return Cell(), Cell(), Cell()
        number = Number("F", plain(model["interaction_statistic"]), where("interaction_statistic"))
        statistic = Cell(f"F = {printing.number(number.value, 2, style=self.inputs.style)}", (number,))
        p = p_cell(model["interaction_p_value"], where("interaction_p_value"), style=self.inputs.style)
        return statistic, p, Cell()

    def _times(self, key: tuple[str, str, str]) -> tuple[Cell, Cell, Cell]:
        model, where = self.models[key], self._of_model(key)
        if printing.absent(model["interaction_ratio"]):
            return Cell(), Cell(), Cell()
        return interval_cell(model, ("interaction_ratio", "interaction_low", "interaction_high"), self.tables, where), Cell(), Cell()


def _named(key: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("exposure", "adjustment", "approach"), key, strict=True))


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _notes(inputs: TableInputs) -> tuple[str, ...]:
    models = inputs.repeated_models
    units = several(inputs.study.period)
    return (
        say(
            "A row of a model is a person's {unit}. {units} that were not observed or are not known are missing: marginal models need them to be missing "
            "completely at random given what is in the model, conditional ones at random.",
            unit=one(inputs.study.period),
            units=capital(units),
        ),
        say(
            "Marginal: generalised estimating equations, robust errors corrected for few persons (Mancl and DeRouen 2001), t with Satterthwaite's degrees "
            "of freedom; below each, robust errors without the correction. p: of an odds ratio of 1. Exposure by time: joint F test in a model with their "
            "product; a large p is no evidence that the odds ratio stays the same, for which its limits are to be read."
        ),
        say("Conditional: maximum likelihood; SD: standard deviation of the persons' intercepts in log odds."),
        say(TWO_ODDS),
        say("A {role} analysis.", role=say(str(models["role"].iloc[0]))),
        *inputs.caveats(models["exposure"]),
    )
