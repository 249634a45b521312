"""Absolute differences of each exposure: standardised risks or means at each level, their difference and, of risks, their ratio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import takewhile

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Source
from ipscohort.models.families import FAMILIES
from ipscohort.models.families.base import Family
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.regressions import group_label, reference_label, warned_of
from ipscohort.tables.summaries import count_cell, footnotes, numbers_of, plain
from ipscohort.words import later, say

NAME = "absolute_differences"
TITLE = later("Absolute differences of each exposure, standardised to the persons in each model")
HEADINGS = {CRUDE: later("Crude"), ADJUSTED: later("Adjusted"), MUTUAL: later("Adjusted, also for the other exposures")}
TWO_PART = "two_part"
NAMES, BOOTSTRAP = ("estimate", "conf_low", "conf_high"), ("bootstrap_low", "bootstrap_high")
PERCENT_DECIMALS, RATE_DECIMALS = 1, 3
SMEARED = later("Difference by the log-linear model with a smearing factor, {level}")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each regression that has absolute differences."""
    chosen = {name: r for name, r in inputs.models.regressions.items() if FAMILIES[r.model].expected is not None}
    if not chosen:
        why = say("The settings declare no regression that has absolute differences.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    shown = [adjustment for adjustment in HEADINGS if adjustment in set(inputs.standardised["adjustment"])]
    ci = inputs.style.enclosed(inputs.ci)
    columns = tuple(Column(f"{say(HEADINGS[adjustment])} {ci}") for adjustment in shown)
    groups = tuple(RowGroup(_heading(inputs, r), tuple(_rows(inputs, name, r, shown))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), columns, groups, _notes(inputs, chosen), inputs.synthetic)


def unit_of(inputs: TableInputs, regression: Regression) -> str:
    """'percent of persons', 'days'; empty where the outcome has no unit."""
    if FAMILIES[regression.model].outcome == "yes_no":
        return say("percent of persons")
    known = inputs.codebook.variables.get(regression.outcome)
    if known:
        return known.unit or ""
    return inputs.unit if regression.outcome in ("time_worked", "time_to_first_job", "time_observed") else ""


def _heading(inputs: TableInputs, regression: Regression) -> str:
    if regression.offset:  # its label says per what
        return f"{group_label(inputs, regression)}: {say('rate, each person counting alike')}"
    unit = unit_of(inputs, regression)
    said = f"{say(FAMILIES[regression.model].expected.what)}, {unit}" if unit else say(FAMILIES[regression.model].expected.what)
    return f"{group_label(inputs, regression)}: {said}"


def _rows(inputs: TableInputs, model: str, regression: Regression, shown: list[str]) -> Iterator[Row]:
    family = FAMILIES[regression.model]
    approaches = family.expected.approaches
    measures = ["difference", "ratio"] if family.expected.ratio else ["difference"]
    for exposure in regression.exposures or list(inputs.exposures):
        cells = [_Cells(inputs, family, model, exposure, adjustment) for adjustment in shown]
        yield Row(say("{label}: n", label=inputs.label(exposure)), tuple(each.n() for each in cells))
        reference, *others = inputs.levels(exposure)
        for level in (reference, *others):
            label = reference_label(level) if level == reference else level_word(level)
            yield Row(label, tuple(each.value(approaches[0], "mean", level) for each in cells), indent=1)
        wanted = [(approach, measure) for approach in approaches for measure in measures]
        for level in others:
            for approach, measure in wanted:
                label = _label(measure, level, smeared=approach != approaches[0])
                yield Row(label, tuple(each.value(approach, measure, level) for each in cells), indent=1)
                if any(each.bootstrapped(approach, measure, level) for each in cells):
                    drawn = tuple(each.value(approach, measure, level, BOOTSTRAP) for each in cells)
                    yield Row(say("{label}, bootstrap interval", label=label), drawn, indent=1)
        yield from _of_everybody(inputs, exposure, cells)


def _of_everybody(inputs: TableInputs, exposure: str, cells: list[_Cells]) -> Iterator[Row]:
    """Means and differences of everybody, 0 for who did not work, where the settings ask for them."""
    if not any(each.has(TWO_PART) for each in cells):
        return
    reference, *others = inputs.levels(exposure)
    yield Row(say("Of everybody, 0 for who did not work: n"), tuple(each.n(TWO_PART) for each in cells), indent=1)
    for level in (reference, *others):
        label = say("Of everybody, {level}", level=reference_label(level) if level == reference else level_word(level))
        yield Row(label, tuple(each.value(TWO_PART, "mean", level) for each in cells), indent=1)
    for level in others:
        label = say("Of everybody, difference, {level}", level=level_word(level))
        yield Row(label, tuple(each.value(TWO_PART, "difference", level) for each in cells), indent=1)


def _label(measure: str, level: str, *, smeared: bool) -> str:
    said = {
        "difference": SMEARED if smeared else later("Difference, {level}"),
        "ratio": later("Risk ratio, {level}"),
    }
    return say(said[measure], level=level_word(level))


class _Cells:
    """The cells of one exposure under one adjustment."""

    def __init__(self, inputs: TableInputs, family: Family, model: str, exposure: str, adjustment: str):
        self.inputs, self.family = inputs, family
        self.where = {"model": model, "exposure": exposure, "adjustment": adjustment}
        self.offset = inputs.models.regressions[model].offset
        frame = inputs.standardised
        self.rows = frame[frame["model"].eq(model) & frame["exposure"].eq(exposure) & frame["adjustment"].eq(adjustment)]

    def has(self, approach: str) -> bool:
        """Whether there are rows of an approach."""
        return bool(self.rows["approach"].eq(approach).any())

    def n(self, approach: str = "model") -> Cell:
        """Persons in the model, with what is to be known of it."""
        rows = self.rows[self.rows["approach"].eq(approach)]
        if rows.empty:
            return Cell(printing.DASH)
        row = rows.iloc[0]
        place = partial(source, "standardised", **self._key(row))
        warned = (
            footnotes(row["warning"], numbers_of(row, ("n", "n_events", "n_excluded"), place)) if approach == TWO_PART else self._warned()
        )
        return count_cell(row["n"], place("n"), warned, style=self.inputs.style)

    def _warned(self) -> tuple[str, ...]:
        fits = self.inputs.fits
        fit = fits[(fits[list(self.where)] == pd.Series(self.where)).all(axis=1)].iloc[0]
        return footnotes(self._shared("model"), (*warned_of(fit, partial(source, "fits", **self.where)), *self._beyond()))

    def _shared(self, approach: str) -> str:
        """The sentences with which the warnings of all rows of an approach end: those of the model."""
        said = [str(text) for text in self.rows.loc[self.rows["approach"].eq(approach), "warning"].fillna("")]
        alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*(reversed(text) for text in said), strict=False))
        same = "".join(letters[0] for letters in alike)[::-1]
        whole = any(text == same or text.endswith(f" {same}") for text in said)
        return same if whole else same.partition(". ")[2]

    def _own(self, row: pd.Series, place: Callable[[str], Source]) -> tuple[str, ...]:
        """What is to be known of one level only."""
        said = "" if printing.absent(row["warning"]) else str(row["warning"])
        return footnotes(said.removesuffix(self._shared(row["approach"])).strip(), numbers_of(row, ("n_level",), place))

    def _beyond(self) -> Iterator[Number]:
        """Means and limits, on which hangs what is said of a way back from logarithms."""
        for _, row in self.rows[self.rows["measure"].eq("mean")].iterrows() if self.family.expected.smeared else ():
            columns = ("estimate",) if row["approach"] == "model" else ("conf_low", "conf_high")
            yield from numbers_of(row, columns, partial(source, "standardised", **self._key(row)))

    def _key(self, row: pd.Series) -> dict[str, object]:
        named = {name: row[name] for name in ("approach", "measure", "level") if not printing.absent(row[name])}
        return {**self.where, **named}

    def _row(self, approach: str, measure: str, level: str) -> pd.Series | None:
        found = self.rows[self.rows["approach"].eq(approach) & self.rows["measure"].eq(measure) & self.rows["level"].eq(level)]
        return None if found.empty else found.iloc[0]

    def bootstrapped(self, approach: str, measure: str, level: str) -> bool:
        """Whether there are bootstrap limits."""
        row = self._row(approach, measure, level)
        return row is not None and not printing.absent(row[BOOTSTRAP[0]])

    def value(self, approach: str, measure: str, level: str, names: tuple[str, ...] = NAMES) -> Cell:
        """An estimate with its limits, or other limits alone: of risks and their differences in percent."""
        row = self._row(approach, measure, level)
        if row is None:
            return Cell(printing.DASH)
        percent = self.family.outcome == "yes_no" and measure != "ratio"
        decimals = self.inputs.tables.estimate_decimals if measure == "ratio" else self.inputs.tables.decimals
        decimals = PERCENT_DECIMALS if percent else RATE_DECIMALS if self.offset and measure != "ratio" else decimals
        values = [plain(row[name]) * (100 if percent else 1) for name in names]
        statistics = ("percent" if percent else "estimate", "lower limit", "upper limit")[-len(names) :]
        place, style = partial(source, "standardised", **self._key(row)), self.inputs.style
        form = "100 * {}" if percent else "{}"
        numbers = tuple(Number(*said, place(name).read_as(form)) for *said, name in zip(statistics, values, names, strict=True))
        limits = style.enclosed(printing.interval(*values, decimals, style)) if names == BOOTSTRAP else ""
        return Cell(limits or printing.with_interval(*values, decimals, style), numbers, self._own(row, place))


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    notes = [
        say(
            "Standardised: what the model expects if everybody in it were at that level, all else as it is, averaged over the persons in the "
            "model. Differences and ratios are against the reference. Intervals by the delta method: of risks on the logit scale, of ratios on the "
            "log scale. They are for persons with just these characteristics: that others would have come with other ones does not widen them."
        )
    ]
    if any(FAMILIES[r.model].expected.smeared for r in chosen.values()):
        notes.append(
            say(
                "Means of an outcome that was modelled as a logarithm: by least squares of the outcome itself on the same persons and terms, with HC3 "
                "standard errors and t limits. The log-linear model's own difference, brought back by Duan's smearing factor, stands below: it "
                "takes the spread of the logarithms to be the same in everybody, and where the two are far apart it is not to be relied on."
            )
        )
    if inputs.standardised["approach"].eq(TWO_PART).any():
        notes.append(
            say(
                "Of everybody: a two-part model of whether somebody worked (logistic regression) and for how long (gamma regression with a log link, "
                "HC1 standard errors); means over all persons in it, 0 for who did not work."
            )
        )
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    return (*notes, *inputs.caveats(exposures), *filter(None, [inputs.workers_only(chosen.values())]))
