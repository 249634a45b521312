"""Asked, found, doubt: for each exposure and outcome, absolute numbers first, then the estimate, then what it must be read with.

Every sentence is made from the tidy rows and their warnings; none says that a difference comes from the exposure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import WORKERS_ONLY, sentence
from ipscohort.display.numbers import Cell, Number, Phrase, Source, source
from ipscohort.models.families import FAMILIES, Family, among_workers
from ipscohort.report.absolute import absolute, selected, unit_of, whom
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import Finding, phrase_name
from ipscohort.report.times import time_findings
from ipscohort.tables.content import row_anchor
from ipscohort.tables.regressions import group_label
from ipscohort.tables.summaries import count_cell, interval_cell, p_cell, plain

Tidy = Mapping[str, Any]
"""A row of a tidy file: column -> value."""

CRUDE, ADJUSTED, SAME_ROWS = "crude", "adjusted", "crude_on_adjusted_rows"
BESIDE = {CRUDE: "Crude", SAME_ROWS: "Crude on the same persons"}
"""Models beside the main one -> how their estimates and warnings begin."""
SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z0-9])(?!Counting it)")
"""Between the sentences of a warning, but not before one that refers back to the one before it."""


@dataclass(frozen=True)
class Question:
    """An exposure: what is compared with what, what that stands for, what was found, and the first primary outcome in short."""

    exposure: str
    compared: str
    caveats: tuple[str, ...]
    findings: tuple[Finding, ...]
    answer: Phrase


def questions(inputs: ReportInputs) -> list[Question]:
    """The exposures of the settings, in their order, each with its regressions."""
    found = []
    for exposure, declared in inputs.exposures.items():
        levels = inputs.levels(exposure)
        asked = [
            _Findings(inputs, name, regression, exposure)
            for name, regression in inputs.settings.models.regressions.items()
            if not regression.exposures or exposure in regression.exposures
        ]
        findings = tuple(each.finding() for each in asked)
        answer = next((each.answer() for each in asked if each.regression.role == "primary"), Phrase(phrase_name("answer", exposure), ()))
        caveats = [f"Stands for {declared.proxy_for.rstrip('.')}, which was not measured itself."] if declared.proxy_for else []
        caveats += [sentence(declared.limitation)] if declared.limitation else []
        findings += time_findings(inputs, exposure)
        found.append(Question(inputs.label(exposure), f"{_listed(levels[1:])} against {levels[0]}", tuple(caveats), findings, answer))
    return found


class _Findings:
    """What is said of one regression on one exposure."""

    def __init__(self, inputs: ReportInputs, model: str, regression: Regression, exposure: str):
        self.inputs, self.model, self.regression, self.exposure = inputs, model, regression, exposure
        self.family: Family = FAMILIES[regression.model]
        self.workers = among_workers(regression.outcome, regression.model)
        self.levels = inputs.levels(exposure)
        self.fits = {row["adjustment"]: row for row in _of(inputs.fits, model, exposure)}
        self.rows = {(row["adjustment"], row["level"]): row for row in _of(inputs.estimates, model, exposure)}
        self.name = phrase_name("found", model, exposure)

    def finding(self) -> Finding:
        """Asked, found, doubt."""
        main = self._main()
        absolutes = Phrase(f"{self.name}.absolute", tuple(absolute(self.inputs, self.regression, self.exposure)))
        found = [absolutes, *self._estimated(main), self._unadjusted(main)]
        path = " > ".join([group_label(self.inputs, self.regression), self.inputs.label(self.exposure), self.levels[-1]])
        return Finding(
            self._asked(),
            self.regression.role,
            tuple(phrase for phrase in found if phrase.parts),
            tuple(self._doubts(main)),
            row_anchor(self.family.table, path),
            self.family.table,
        )

    def answer(self) -> Phrase:
        """Absolute numbers, then the main and the crude estimate of each level, in one sentence; empty where nothing is known."""
        main, name = self._main(), phrase_name("answer", self.exposure)
        numbers = absolute(self.inputs, self.regression, self.exposure)
        if not numbers:
            return Phrase(name, ())
        parts: list[str | Cell] = [f"{self.inputs.label(self.exposure)}: {self._asked()}: ", *numbers[:-1]]
        effect = f"{self.family.effect_of(self.regression.offset)} ({self.inputs.ci}) "
        for level in self.levels[1:]:
            of = f"{level}, " if len(self.levels) > 2 else ""
            for adjustment, words in ((main, f"{main} {effect}"), *(((CRUDE, "crude "),) if main == ADJUSTED else ())):
                row, where = self._row(adjustment, level), self._where(adjustment, level)
                if row is not None and not printing.absent(row[self.family.columns[0]]):
                    parts += ["; ", f"{of}{words}", self._interval(row, where), *self._n(row, where)]
        return Phrase(name, (*parts, "."))

    def _main(self) -> str:
        return ADJUSTED if ADJUSTED in self.fits else CRUDE

    def _asked(self) -> str:
        """The outcome, with whom it is of, or the kind of model, where another regression is called the same."""
        mine, label = self.regression, self.inputs.outcome_label(self.regression)
        same = [r for r in self.inputs.settings.models.regressions.values() if r is not mine and self.inputs.outcome_label(r) == label]
        if not same:
            return label
        return f"{label}, {whom(mine)}" if whom(mine) not in map(whom, same) else f"{label} ({self.family.regression})"

    def _estimated(self, adjustment: str) -> list[Phrase]:
        """A phrase for each level compared: 'Adjusted odds ratio 3.83 (95% CI 1.42 to 10.30), p = 0.008, n = 95'."""
        word = "Adjusted" if adjustment == ADJUSTED else "Crude"
        effect, unit = self.family.effect_of(self.regression.offset), unit_of(self.inputs, self.regression)
        effect += f", {unit}" if unit and not self.family.exponentiated else ""
        several = len(self.levels) > 2
        phrases = []
        for level in self.levels[1:]:
            row = self._row(adjustment, level)
            name = f"{self.name}.{adjustment}.{self.levels.index(level)}"
            if row is None or printing.absent(row[self.family.columns[0]]):
                phrases.append(Phrase(name, (f"{level}: no estimate." if several else "No estimate.",)))
                continue
            head = f"{level}: {word.lower()} {effect} ({self.inputs.ci}) " if several else f"{word} {effect} ({self.inputs.ci}) "
            where = self._where(adjustment, level)
            parts = [head, self._interval(row, where), *self._p(row, where), *self._n(row, where), "."]
            phrases.append(Phrase(name, tuple(parts)))
        return phrases

    def _interval(self, row: Tidy, where: Callable[[str], Source]) -> Cell:
        return interval_cell(row, self.family.columns, self.inputs.settings.tables, where)

    def _p(self, row: Tidy, where: Callable[[str], Source]) -> list[str | Cell]:
        if printing.absent(row["p_value"]) or not self.inputs.settings.tables.p_values:
            return []
        cell = p_cell(row["p_value"], where("p_value"), style=self.inputs.style)
        return [", p " if cell.text.startswith("<") else ", p = ", cell]

    def _n(self, row: Tidy, where: Callable[[str], Source]) -> list[str | Cell]:
        return [", n = ", count_cell(row["n"], where("n"), style=self.inputs.style)]

    def _unadjusted(self, main: str) -> Phrase:
        """The crude estimate of each level, and that on the adjusted model's persons where these differ."""
        parts: list[str | Cell] = []
        for level in self.levels[1:]:
            for adjustment in self._beside(main):
                row = self._row(adjustment, level)
                if row is None or printing.absent(row[self.family.columns[0]]):
                    continue
                where, several = self._where(adjustment, level), len(self.levels) > 2
                words = BESIDE[adjustment].lower() if several or parts else BESIDE[adjustment]
                text = f"{level}, {words} " if several else f"{words} "
                parts += ["; " if parts else "", text, self._interval(row, where), *self._n(row, where)]
        return Phrase(f"{self.name}.unadjusted", (*parts, ".") if parts else ())

    def _beside(self, main: str) -> tuple[str, ...]:
        """The models shown beside the main one; that on the adjusted model's persons only where the crude model has others."""
        if main != ADJUSTED:
            return ()
        same = SAME_ROWS in self.fits and (CRUDE not in self.fits or bool(self.fits[CRUDE]["n"] != self.fits[SAME_ROWS]["n"]))
        return (CRUDE, SAME_ROWS) if same else (CRUDE,)

    def _doubts(self, main: str) -> list[Phrase]:
        """What the models warn of, who was left out, and what a model of those with a job means."""
        fit = self.fits.get(main)
        if fit is None:
            return [Phrase(f"{self.name}.doubt.1", ("This model was not fitted.",))]
        doubts: list[tuple[str | Cell, ...]] = list(self._warned(main))
        if not printing.absent(fit["why_excluded"]):
            of = f" Of {fit['population']}: "
            whole = count_cell(fit["n_population"], source("fits", "n_population", **self._key(main)), style=self.inputs.style)
            doubts.append((Cell(sentence(str(fit["why_excluded"])), self._numbers(main, "n_excluded")), of, whole, "."))
        if self.workers and selected(self.inputs.persons):
            doubts.append((sentence(WORKERS_ONLY),))
        return [Phrase(f"{self.name}.doubt.{number}", parts) for number, parts in enumerate(doubts, 1)]

    def _warned(self, main: str) -> Iterator[tuple[str | Cell, ...]]:
        """The warnings of the main model and its levels, then of those beside it; no sentence twice."""
        said: set[str] = set()
        for adjustment in (main, *(other for other in self._beside(main) if other in self.fits)):
            for text, numbers in self._warnings(adjustment):
                new = [one for one in SENTENCE_END.split(sentence(text)) if one not in said]
                said.update(new)
                if new:
                    yield ("" if adjustment == main else f"{BESIDE[adjustment]}: ", Cell(" ".join(new), numbers))

    def _warnings(self, adjustment: str) -> Iterator[tuple[str, tuple[Number, ...]]]:
        """Warnings of one model with the numbers that they hang on: of the whole, then of each level."""
        fit = self.fits[adjustment]
        whole = "" if printing.absent(fit["warning"]) else str(fit["warning"])
        if whole:
            yield whole, self._numbers(adjustment, "n", "n_events", "events_per_coefficient")
        for level in self.levels[1:]:
            row = self._row(adjustment, level)
            own = "" if row is None or printing.absent(row["warning"]) else str(row["warning"]).removesuffix(whole).strip()
            if own:
                yield own, self._level_numbers(adjustment, level)

    def _level_numbers(self, adjustment: str, level: str) -> tuple[Number, ...]:
        """Persons and events at a level and at the reference."""
        found = []
        for each in (level, self.levels[0]):
            row, where = self._row(adjustment, each), self._where(adjustment, each)
            known = [] if row is None else [name for name in ("n_level", "n_events_level") if not printing.absent(row[name])]
            found += [Number(name.replace("_", " "), plain(row[name]), where(name)) for name in known]
        return tuple(found)

    def _numbers(self, adjustment: str, *columns: str) -> tuple[Number, ...]:
        fit = self.fits[adjustment]
        return tuple(
            Number(column.replace("_", " "), plain(fit[column]), source("fits", column, **self._key(adjustment)))
            for column in columns
            if not printing.absent(fit[column])
        )

    def _key(self, adjustment: str) -> dict[str, str]:
        return {"model": self.model, "exposure": self.exposure, "adjustment": adjustment}

    def _where(self, adjustment: str, level: str) -> Callable[[str], Source]:
        key = {**self._key(adjustment), "level": level}
        return lambda column: source("estimates", column, **key)

    def _row(self, adjustment: str, level: str) -> Tidy | None:
        return self.rows.get((adjustment, level))


def _of(frame: pd.DataFrame, model: str, exposure: str) -> list[Tidy]:
    """The rows of one regression on one exposure."""
    return frame[frame["model"].eq(model) & frame["exposure"].eq(exposure)].to_dict("records")


def _listed(words: tuple[str, ...]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
