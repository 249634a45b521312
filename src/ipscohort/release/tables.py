"""The tables of the report for which there is a rule, with what may not be known taken out cell by cell.

A table is built as for the report; each of its cells is shown whole, with counts anew where they are rounded, or hidden. A cell is shown only
where every number in it has a rule and passes it; a note only where it holds no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ipscohort.catalogue.exhibits import REGRESSIONS
from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Note
from ipscohort.models.families import FAMILIES
from ipscohort.release.coarse import decimals_for, decimals_of, nearest, quartiles_shown, step_for
from ipscohort.release.facts import model_of, of_models, of_summary, row_of
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.judge import NOTHING, Judged, judge
from ipscohort.release.keys import MISSING, PERSONS, Key, key
from ipscohort.release.log import FEW, NO_RULE, NOTE, OTHERS, PART
from ipscohort.release.means import hidden_values, mean_of, times_that_tell
from ipscohort.release.models import IN, KINDS, ModelId
from ipscohort.release.parts import EVERYBODY, GROUP, LEVEL, TOTAL, Made, Refused
from ipscohort.release.protect import Protected, Said, Wanted
from ipscohort.release.system import Summed
from ipscohort.tables import make_table
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.regressions import SAME_PERSONS
from ipscohort.words import later, say

HIDDEN = "[c]"
"""What stands in place of what is hidden, as official statistics of the United Kingdom mark it."""
ROUNDED = later(
    "Medians and quartiles are rounded so far that three persons or more have a value that rounds to the same: to ones, twos, fives, tens and so on, one step "
    "in a cell. No median is changed by more than a quarter of itself: read them as rough."
)
COUNTS = later("Counts: each with the key of who is counted, linked over all tables.")
METHODS = {
    "baseline": COUNTS,
    "outcomes": COUNTS,
    "jobs": COUNTS,
    "absolute_differences": later("Standardised risks and means of regressions."),
}
OF_MODELS = later("Estimates of regressions, with the persons and events that they are of.")


def released_names(inputs: ReleaseInputs) -> list[str]:
    """The tables for which there is a rule."""
    used = {regression.model for regression in inputs.settings.models.regressions.values()}
    used_tables = [family.table for name, family in FAMILIES.items() if name in used and family.outcome in KINDS]
    return ["baseline", "outcomes", "jobs", REGRESSIONS, "absolute_differences", *used_tables]


def _built(inputs: ReleaseInputs) -> list[Table]:
    """Those that the records fill, as the report has them; made once."""
    if not inputs.built:
        inputs.built += [table for name in released_names(inputs) if not (table := make_table(name, inputs.tables)).why_not]
    return inputs.built


def wanted(inputs: ReleaseInputs) -> list[Wanted]:
    """Every count of the tables' cells and headings, and those that models are in other words."""
    found = []
    for table in _built(inputs):
        for cell in _cells(table):
            judged = judge(inputs, cell)
            found += [Wanted(counted, _cost(counted, inputs, table.name), table.name) for _, counted in judged.counts]
            if judged.model is not None:
                found += [Wanted(counted, OF_MODEL, table.name) for counted in _said(inputs, judged.model)]
    return found


def values(inputs: ReleaseInputs) -> tuple[list[Summed], dict[str, str]]:
    """Means and sums of persons' values, and which of their cells are hidden for the values themselves."""
    found: dict[tuple[str, Key], list[Summed]] = {}
    for table in _built(inputs):
        for cell in _cells(table):
            for value in _values(inputs, cell):
                found.setdefault((value.column, value.base), [value])
    each = [value for some in found.values() for value in some]
    exposures = {name: inputs.tables.levels(name) for name in inputs.settings.exposures}
    counted = inputs.counted[PERSONS]
    return each, times_that_tell(each, counted, exposures, inputs.rules) | hidden_values(each, counted, exposures, inputs.rules)


def facts(inputs: ReleaseInputs) -> Iterator[Said]:
    """What medians, means, sums and estimates say of how many they are of."""
    yield from dict.fromkeys(of_models(inputs, cell_of))
    found: dict[Said, None] = {}
    for table in _built(inputs):
        for cell in _cells(table):
            judged = judge(inputs, cell)
            if judged.summary:
                found |= dict.fromkeys(of_summary(inputs, judged, next((value.cell for value in _values(inputs, cell)), "")))
    yield from found


def _values(inputs: ReleaseInputs, cell: Cell) -> list[Summed]:
    judged, counted = judge(inputs, cell), inputs.counted[PERSONS]
    told = {number.statistic: number.value for number in cell.numbers}
    decimals = inputs.tables.tables.decimals
    if judged.summary == "mean":
        return mean_of(judged.column, counted, judged.base, (told["mean"], told.get("standard deviation")), decimals, MEAN)
    if judged.summary == "sum":
        value = cell.numbers[0].value
        return [Summed(judged.column, judged.base, value - 0.5, value + 0.5, each=False, cell=f"sum of {judged.column} of {judged.base}")]
    means = _model_means(inputs, cell, judged)
    return [replace(value, cell=cell_of(judged.model)) for value in means]


def _model_means(inputs: ReleaseInputs, cell: Cell, judged: Judged) -> list[Summed]:
    """The mean at a level of a crude model."""
    if judged.model is None or not inputs.models.each[judged.model].tells_means or judged.counts:
        return []
    model, where = inputs.models.each[judged.model], cell.numbers[0].source
    if where.file != "standardised" or where.key("measure") != "mean":
        return []
    counted = inputs.counted[PERSONS]
    base = counted.normal(model.at(where.key("level")))
    return mean_of(model.spec.regression.outcome, counted, base, (cell.numbers[0].value, None), inputs.tables.tables.decimals)


def cell_of(model: ModelId) -> str:
    """The name by which all means of a model are shown or hidden together."""
    return f"means of {' '.join(model)}"


def models_refused(inputs: ReleaseInputs, protected: Protected) -> dict[ModelId, str]:
    """Which models are not released, and why: for themselves, or as a mean of theirs is hidden."""
    names = [(model, cell) for model in inputs.models.each for cell in (model_of(model), cell_of(model))]
    silent = {model: protected.silent[cell] for model, cell in names if cell in protected.silent}
    return silent | inputs.models.refused(inputs.rules, protected.counted, protected.shown)


def _cells(table: Table) -> Iterator[Cell]:
    yield from (Cell("", column.numbers) for column in table.columns if column.numbers)
    for row in table.rows():
        yield from row.cells


def _said(inputs: ReleaseInputs, model: ModelId) -> Iterator[Key]:
    """Counts that a saturated model tells."""
    modelled = inputs.models.each[model]
    if modelled.tells_counts:
        yield from modelled.of_groups(inputs.counted[PERSONS])


OF_MODEL, HEADLINE, MEAN = 0.2, 4.0, 2.0
"""What a count of a model's own persons is worth to a reader; how much more a count of outcomes is; what a mean is."""


def _cost(counted: Key, inputs: ReleaseInputs, table: str) -> float:
    names = counted.variables
    if not names:
        return EVERYBODY
    if any(name.startswith(f"{IN} ") for name in names):
        return OF_MODEL
    of_group = bool(names & set(inputs.settings.exposures))
    cost = (GROUP if len(names) == 1 else LEVEL) if of_group else TOTAL
    return cost * HEADLINE if table == "outcomes" else cost


def made(inputs: ReleaseInputs, protected: dict[str, Protected]) -> Made:
    """The tables as they may be released."""
    found = Made()
    masks = _Masks(inputs, protected, _built(inputs))
    for table in masks.tables:
        shown, refused = masks.of(table)
        found.refused += refused
        found.methods[table.name] = METHODS.get(table.name, OF_MODELS)
        found.tables.append(shown)
    return found


@dataclass
class _Masks:
    """What is taken out of each table."""

    inputs: ReleaseInputs
    protected: dict[str, Protected]
    tables: list[Table]

    def __post_init__(self) -> None:
        of_persons = self.protected[PERSONS]
        self.models = models_refused(self.inputs, of_persons)
        self.risks = self.inputs.models.without_risks(self.inputs.counted[PERSONS], of_persons.shown)
        self.silent = of_persons.silent
        self.cells = {(value.column, value.base): value.cell for value in of_persons.values}
        self.coarse = set(self._too_coarse())

    def _too_coarse(self) -> Iterator[str]:
        """Rows of medians of which one can't be rounded so that it is nobody's: hidden whole, as one hidden alone is of few."""
        for cell in (cell for table in self.tables for cell in _cells(table)):
            judged = judge(self.inputs, cell)
            of = self.inputs.counted.get(judged.base.population) if judged.base else None
            if (
                judged.summary == "median"
                and of.behind(judged.base) >= self.inputs.rules.threshold
                and self._median(cell, judged)[0].text == HIDDEN
            ):
                yield row_of(self.inputs, judged)

    def of(self, table: Table) -> tuple[Table, list[Refused]]:
        """A table with what is hidden marked, and what that was."""
        refused: list[Refused] = []
        columns = tuple(self._column(table, column, refused) for column in table.columns)
        groups = []
        for group in table.groups:
            rows, above = [], ""
            for row in group.rows:
                above = above if row.indent else row.label
                parts = (group.label, above if row.indent else "", row.label)
                rows.append(self._row(table, columns, row, " > ".join(part for part in parts if part), refused))
            groups.append(RowGroup(group.label, tuple(rows), self._notes(table, group.notes, group.label, refused)))
        notes = (*self._notes(table, table.notes, "", refused), *mark_notes(self.inputs))
        if any(number.statistic == "median" for cell in _cells(table) for number in cell.numbers):
            notes += (say(ROUNDED),)
        return replace(table, columns=columns, groups=tuple(groups), notes=notes), refused

    def _column(self, table: Table, column: Column, refused: list[Refused]) -> Column:
        notes = self._notes(table, column.notes, _without_number(column), refused)
        if not column.numbers:
            return replace(column, notes=notes)
        _, why = self._shown(Cell("", column.numbers))
        printed = printing.count(column.numbers[0].value, self.inputs.tables.style)
        label = column.label
        before, found, after = label.rpartition(printed)
        text = HIDDEN if why else printing.count(self._count(column), self.inputs.tables.style)
        label = f"{before}{text}{after}" if found else re.sub(r"\d", "", label)
        if why:
            refused.append(Refused(table.name, _without_number(column), why))
        return replace(column, label=label, notes=notes, numbers=())

    def _count(self, column: Column) -> int:
        (_, counted), *_ = judge(self.inputs, Cell("", column.numbers)).counts
        return self.protected[counted.population].printed(counted)

    def _row(self, table: Table, columns: tuple[Column, ...], row: Row, path: str, refused: list[Refused]) -> Row:
        cells = []
        for column, cell in zip(columns, row.cells, strict=False):
            shown, why = self._shown(cell)
            if why:
                refused.append(Refused(table.name, f"{path} | {_without_number(column)}", why))
            cells.append(replace(shown, notes=self._notes(table, cell.notes, path, refused)))
        return replace(row, cells=tuple(cells), notes=self._notes(table, row.notes, path, refused))

    def _notes(self, table: Table, notes: tuple[str, ...], path: str, refused: list[Refused]) -> tuple[str, ...]:
        """Notes without numbers; those below the whole table may hold what the settings say in digits."""
        kept = []
        for note in (note for note in notes if note != say(SAME_PERSONS)):  # which would tell counts too
            if (isinstance(note, Note) and note.numbers) or (path and re.search(r"\d", note)):
                refused.append(Refused(table.name, path or say("note"), NOTE))
            else:
                kept.append(str(note))
        return tuple(kept)

    def _shown(self, cell: Cell) -> tuple[Cell, str]:
        """A cell as it may be shown, and why it is hidden where it is."""
        judged = judge(self.inputs, cell)
        if judged == NOTHING:
            return Cell(cell.text), ""
        why = self._why(judged)
        if why:
            return Cell(HIDDEN), why
        return self._printed(cell, judged)

    def _why(self, judged: Judged) -> str:
        if not judged.ruled:
            return NO_RULE
        for _, counted in judged.counts[:1] if judged.model is None else judged.counts:
            of = self.protected[counted.population]
            if counted not in of.shown:
                return of.hidden[counted]
        if judged.model is not None and not judged.counts:
            why = self.models.get(judged.model, "")
            return why or (self.risks.get(judged.model, "") if judged.risk else "")
        if judged.summary:
            if self.inputs.counted[judged.base.population].behind(judged.base) < self.inputs.rules.threshold:
                return FEW
            if judged.summary == "median":
                row = row_of(self.inputs, judged)
                return self.protected[judged.base.population].silent.get(row, "") or (FEW if row in self.coarse else "")
            return self.silent.get(self.cells.get((judged.column, judged.base), ""), "")
        return ""

    def _exact(self, counted: Key) -> bool:
        """Whether a count is shown as it is."""
        least, most = self.protected[counted.population].shown.get(counted, (0.0, 1.0))
        return least == most

    def _printed(self, cell: Cell, judged: Judged) -> tuple[Cell, str]:
        """A cell that is shown: counts rounded, a share only where the whole is shown too."""
        style = self.inputs.tables.style
        if judged.summary == "median":
            return self._median(cell, judged)
        if judged.summary == "mean" and not self._exact(judged.base):
            return self._mean(cell, judged)
        if not judged.counts:
            return Cell(cell.text), ""
        printed = [self.protected[counted.population].printed(counted) for _, counted in judged.counts]
        if any(number.statistic == "percent" for number in cell.numbers):
            if printed[1] is None:
                return Cell(f"{printing.count(printed[0], style)} ({HIDDEN})"), PART
            if self.inputs.rules.base == 1:
                return Cell(cell.text), ""
            return Cell(printing.count_percent(printed[0], printed[1], 0, style)), ""
        if self.inputs.rules.base == 1:
            return Cell(cell.text), ""
        return Cell(" / ".join(printing.count(n, style) for n in printed)), ""

    def _median(self, cell: Cell, judged: Judged) -> tuple[Cell, str]:
        """A median, and its quartiles where there are persons enough, rounded so that none is one person's value."""
        of, style = self.protected[judged.base.population], self.inputs.tables.style
        values = {number.statistic: number.value for number in cell.numbers}
        chosen = [values["median"]]
        if quartiles_shown(of.shown.get(judged.base), of.rules):
            chosen += [values["lower quartile"], values["upper quartile"]]
        finest = 10.0**-self.inputs.tables.tables.decimals if self._exact(judged.base) else 1.0
        step = step_for(chosen, judged.column, of.counted, judged.base, finest)
        if step is None:
            return Cell(HIDDEN), FEW
        rounded, decimals = [nearest(value, step) for value in chosen], decimals_of(step)
        if len(rounded) == 1:
            return Cell(f"{printing.number(rounded[0], decimals, style=style)} {HIDDEN}"), FEW
        return Cell(printing.with_quartiles(*rounded, decimals, style)), ""

    def _mean(self, cell: Cell, judged: Judged) -> tuple[Cell, str]:
        """A mean of a hidden or rounded number of persons, with decimals that do not tell it."""
        of, style = self.protected[judged.base.population], self.inputs.tables.style
        told = {number.statistic: number.value for number in cell.numbers}
        mean, spread = told["mean"], told.get("standard deviation")
        values = of.counted.values(judged.column, judged.base)
        decimals = decimals_for(values, (mean, spread), _between(of, judged), self.inputs.tables.tables.decimals)
        if decimals is None:
            return Cell(HIDDEN), OTHERS
        if spread is None:
            return Cell(printing.number(mean, decimals, style=style)), ""
        return Cell(printing.with_spread(mean, spread, decimals, style)), ""


def _between(of: Protected, judged: Judged) -> tuple[float, float]:
    """The least and the most persons that a mean may be of: as shown or proved, or all of a whole less those without a value."""
    counted, base = of.counted, judged.base
    if found := _known_of(of, base):
        return found
    rest = {name: levels for name, levels in base.chosen if name != judged.column}
    whole = _known_of(of, counted.normal(key(PERSONS, rest)))
    missing = _known_of(of, counted.normal(key(PERSONS, {**rest, judged.column: {MISSING}})))
    if whole and missing:
        return max(float(of.rules.threshold), whole[0] - missing[1]), whole[1] - missing[0]
    return float(of.rules.threshold), float(len(counted))


def _known_of(of: Protected, k: Key) -> tuple[float, float] | None:
    if k in of.shown:
        return of.shown[k]
    return (of.bounds[k].least, of.bounds[k].most) if k in of.bounds and np.isfinite(of.bounds[k].most) else None


def _without_number(column: Column) -> str:
    """A column in words, without the number of its persons."""
    return re.sub(r"\s*\([^()]*(?:\d|\[c\])[^()]*\)", "", column.heading)


def mark_notes(inputs: ReleaseInputs) -> tuple[str, ...]:
    """What the marks of a released table mean."""
    notes = [say("{mark}: not shown, so that nobody can be made out.", mark=HIDDEN)]
    if inputs.rules.base > 1:
        notes.append(say("Counts are rounded to multiples of {base}; percentages are of rounded counts.", base=inputs.rules.base))
    return tuple(notes)
