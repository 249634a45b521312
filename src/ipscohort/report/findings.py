"""Asked, found, doubt: for each exposure and outcome, absolute numbers first, then the estimate, then what it must be read with.

Every sentence is made from the tidy rows and their warnings; none says that a difference comes from the exposure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, SAME_ROWS
from ipscohort.catalogue.exhibits import REGRESSIONS
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import WORKERS_ONLY, level_word, sentence
from ipscohort.display.numbers import Cell, Note, Number, Phrase, Source, source, tell, together
from ipscohort.display.phrasing import joined, kind_of, offset_of
from ipscohort.models.families import FAMILIES, Family, among_workers
from ipscohort.report import imputed, left_early
from ipscohort.report.absolute import absolute, selected, unit_of, whom
from ipscohort.report.alternatives import of_alternatives
from ipscohort.report.beside import difference_includes_none, in_absolute_terms, with_others
from ipscohort.report.fidelity import of_fidelity
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import Finding, p_note, phrase_name
from ipscohort.report.repeated import repeated_findings
from ipscohort.report.scores import score_findings
from ipscohort.report.times import time_findings
from ipscohort.report.turned import turned
from ipscohort.tables.checked import numbers_of_checks
from ipscohort.tables.content import row_anchor
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import at_level, warned_of
from ipscohort.tables.summaries import count_cell, interval_cell, numbers_of
from ipscohort.words import later, say

Tidy = Mapping[str, Any]
"""A row of a tidy file: column -> value."""

BESIDE = {CRUDE: later("Crude"), SAME_ROWS: later("Crude on the same persons")}
"""Models beside the main one -> how their warnings begin."""
DISAGREE = {
    CRUDE: (
        later("The crude interval includes no difference, the adjusted one does not."),
        later("The adjusted interval includes no difference, the crude one does not."),
    ),
    SAME_ROWS: (
        later("The crude interval on the same persons includes no difference, the adjusted one does not."),
        later("The adjusted interval includes no difference, the crude one on the same persons does not."),
    ),
}
"""Models beside the main one -> what is said where theirs includes no difference and the main one's does not, and the other way round."""
TWO_ANSWERS = (
    later(
        "The interval of the {effect} includes no difference, that of the absolute difference does not: whether there is one hangs on how it is "
        "measured."
    ),
    later(
        "The interval of the absolute difference includes no difference, that of the {effect} does not: whether there is one hangs on how it is "
        "measured."
    ),
)
"""What is said where only the ratio's interval includes no difference, and where only that of the absolute difference does."""
FIRST = {
    ADJUSTED: later("Adjusted {effect} ({ci}) {found}"),
    CRUDE: later("Crude {effect} ({ci}) {found}"),
}
INSIDE = {
    ADJUSTED: later("adjusted {effect} ({ci}) {found}"),
    CRUDE: later("crude {effect} ({ci}) {found}"),
}
"""Model -> its estimate with its name, at the head of a sentence and inside one."""
FIRST_BESIDE = {CRUDE: later("Crude {found}"), SAME_ROWS: later("Crude on the same persons {found}")}
INSIDE_BESIDE = {CRUDE: later("crude {found}"), SAME_ROWS: later("crude on the same persons {found}")}
"""Model beside the main one -> its estimate."""
ROLES = {"primary": later("primary"), "secondary": later("secondary"), "sensitivity": later("sensitivity")}
"""Role of a regression -> its word."""
REFERS_BACK = later("Counting it")
"""How a sentence of a warning begins that refers to the one before it."""


@dataclass(frozen=True)
class Answer:
    """A primary outcome in short, with the first thing that it must be read with, which is empty where there is none."""

    said: Phrase
    doubt: Phrase


@dataclass(frozen=True)
class Question:
    """An exposure: what is compared with what, what that stands for, what was found, and each primary outcome in short."""

    exposure: str
    compared: str
    caveats: tuple[str, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]

    @property
    def anchor(self) -> str:
        """Where its findings stand on the page."""
        return phrase_name("asked", self.exposure)


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
        answers = tuple(filter(None, (each.answer() for each in asked if each.regression.role == "primary")))
        proxy = declared.proxy_for.rstrip(".") if declared.proxy_for else ""
        caveats = [say("Stands for {proxy}, which was not measured itself.", proxy=proxy)] if proxy else []
        caveats += [sentence(declared.limitation)] if declared.limitation else []
        findings += (*time_findings(inputs, exposure), *repeated_findings(inputs, exposure), *score_findings(inputs, exposure))
        if len(levels) > 1:
            compared = say("{levels} against {reference}", levels=joined(map(level_word, levels[1:])), reference=level_word(levels[0]))
        else:
            compared = say("everybody in {level}, so there is nothing to compare", level=level_word(levels[0]))
        found.append(Question(inputs.label(exposure), compared, tuple(caveats), findings, answers))
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
        self.main = ADJUSTED if ADJUSTED in self.fits else CRUDE

    def finding(self) -> Finding:
        """Asked, found, doubt."""
        absolutes = Phrase(f"{self.name}.absolute", (*self._absolute.parts, ".") if self._absolute else ())
        found = [
            absolutes,
            *self._estimated(),
            self._standardised(),
            self._unadjusted(),
            self._together(),
            self._imputed(),
            self._weighted(),
            self._fidelity(),
            self._alternatives,
        ]
        path = " > ".join([heading(self.inputs, self.regression), self.inputs.label(self.exposure), level_word(self.levels[-1])])
        kind = kind_of(self.regression, offset_of(self.regression, self.inputs.label))
        return Finding(
            self._asked(),
            f"{say(ROLES[self.regression.role])}, {kind}",
            tuple(phrase for phrase in found if phrase.parts),
            self._doubts,
            row_anchor(REGRESSIONS, path),
            REGRESSIONS,
            bool(self._alternatives.parts),
        )

    def answer(self) -> Answer | None:
        """Absolute numbers, then the main and the crude estimate of each level, in one sentence; None where nothing is known."""
        if not self._absolute:
            return None
        name, said = phrase_name("answer", self.exposure, self.model), [self._absolute]
        for level in self.levels[1:]:
            for adjustment in dict.fromkeys((self.main, CRUDE)):
                row, where = self._row(adjustment, level), self._where(adjustment, level)
                if row is not None and not printing.absent(row[self.family.columns[0]]):
                    estimate = together([self._interval(row, where), self._n(row, where)])
                    text = INSIDE[adjustment] if adjustment == self.main else INSIDE_BESIDE[CRUDE]
                    head = f"{level_word(level)}, " if len(self.levels) > 2 else ""
                    said.append(together([head, tell(text, effect=self._effect, ci=self.inputs.ci, found=estimate)]))
        doubt = next((each.parts for each in self._doubts), ())
        return Answer(Phrase(name, (f"{self._asked()}: ", *together(said, "; ").parts, ".")), Phrase(f"{name}.doubt", doubt))

    @cached_property
    def _absolute(self) -> Note:
        """See `absolute`."""
        return absolute(self.inputs, self.regression, self.exposure)

    @property
    def _effect(self) -> str:
        """What is read: 'odds ratio'."""
        return say(self.family.effect_of(self.regression.offset))

    def _asked(self) -> str:
        """The outcome, with whom it is of, or the kind of model, where another regression is called the same."""
        mine, label = self.regression, self.inputs.outcome_label(self.regression)
        same = [r for r in self.inputs.settings.models.regressions.values() if r is not mine and self.inputs.outcome_label(r) == label]
        if not same:
            return label
        return f"{label}, {whom(mine)}" if whom(mine) not in map(whom, same) else f"{label} ({say(self.family.regression)})"

    def _estimated(self) -> list[Phrase]:
        """A phrase for each level compared: 'Adjusted odds ratio 3.83 (95% CI 1.42 to 10.30), p = 0.008, n = 95'."""
        unit = unit_of(self.inputs, self.regression)
        effect = f"{self._effect}, {unit}" if unit and not self.family.exponentiated else self._effect
        several, phrases = len(self.levels) > 2, []
        for level in self.levels[1:]:
            row = self._row(self.main, level)
            name = f"{self.name}.{self.main}.{self.levels.index(level)}"
            if row is None or printing.absent(row[self.family.columns[0]]):
                said = say("{level}: no estimate.", level=level_word(level)) if several else say("No estimate.")
                phrases.append(Phrase(name, (said,)))
                continue
            where = self._where(self.main, level)
            found = together([self._interval(row, where), self._p(row, where), self._n(row, where)])
            text = tell((INSIDE if several else FIRST)[self.main], effect=effect, ci=self.inputs.ci, found=found)
            phrases.append(Phrase(name, together([f"{level_word(level)}: " if several else "", text, "."]).parts))
        return phrases

    def _interval(self, row: Tidy, where: Callable[[str], Source]) -> Note:
        return Note(interval_cell(row, self.family.columns, self.inputs.settings.tables, where))

    def _p(self, row: Tidy, where: Callable[[str], Source]) -> Note:
        if printing.absent(row["p_value"]) or not self.inputs.settings.tables.p_values:
            return Note()
        return together([", ", p_note(row["p_value"], where("p_value"), self.inputs.style)])

    def _n(self, row: Tidy, where: Callable[[str], Source]) -> Note:
        return Note(", n = ", count_cell(row["n"], where("n"), style=self.inputs.style))

    def _unadjusted(self) -> Phrase:
        """The crude estimate of each level, and that on the adjusted model's persons where these differ."""
        said: list[Note] = []
        for level in self.levels[1:]:
            for adjustment in self._beside():
                row = self._row(adjustment, level)
                if row is None or printing.absent(row[self.family.columns[0]]):
                    continue
                where, several = self._where(adjustment, level), len(self.levels) > 2
                text = (INSIDE_BESIDE if several or said else FIRST_BESIDE)[adjustment]
                found = tell(text, found=together([self._interval(row, where), self._n(row, where)]))
                said.append(together([f"{level_word(level)}, " if several else "", found]))
        return Phrase(f"{self.name}.unadjusted", (*together(said, "; ").parts, ".") if said else ())

    def _standardised(self) -> Phrase:
        """What the main model's estimate is in absolute terms."""
        rows = (self._row(self.main, level) for level in self.levels[1:])
        known = any(row is not None and not printing.absent(row[self.family.columns[0]]) for row in rows)
        said = in_absolute_terms(self.inputs, self.regression, self.model, self.exposure, self.main) if known else Note()
        return Phrase(f"{self.name}.standardised", (*said.parts, ".") if said else ())

    def _together(self) -> Phrase:
        """What it is with the other exposures in the same model."""
        said = with_others(self.inputs, self.regression, self.model, self.exposure, self.main)
        return Phrase(f"{self.name}.together", (*said.parts, ".") if said else ())

    def _imputed(self) -> Phrase:
        """What it is with missing values imputed, where that is asked for."""
        said = imputed.with_imputed(self.inputs, self.regression, self.model, self.exposure, self.main)
        return Phrase(f"{self.name}.imputed", (*said.parts, ".") if said else ())

    def _weighted(self) -> Phrase:
        """What it is where who left early is weighted for, where that is asked for."""
        said = left_early.weighted_for(self.inputs, self.model, self.exposure, self.main)
        return Phrase(f"{self.name}.weighted", (*said.parts, ".") if said else ())

    def _fidelity(self) -> Phrase:
        """What it is with the fidelity of the agencies in the same model."""
        said = of_fidelity(self.inputs, self.regression, self.model, self.exposure)
        return Phrase(f"{self.name}.fidelity", (*said.parts, ".") if said else ())

    @cached_property
    def _alternatives(self) -> Phrase:
        """How the alternatives that the settings declare lie to the estimate."""
        said = of_alternatives(self.inputs, self.model, self.exposure)
        return Phrase(f"{self.name}.alternatives", (*said.parts, ".") if said else ())

    def _beside(self) -> tuple[str, ...]:
        """The models shown beside the main one; that on the adjusted model's persons only where the crude model has others."""
        if self.main != ADJUSTED:
            return ()
        same = SAME_ROWS in self.fits and (CRUDE not in self.fits or bool(self.fits[CRUDE]["n"] != self.fits[SAME_ROWS]["n"]))
        return (CRUDE, SAME_ROWS) if same else (CRUDE,)

    @cached_property
    def _doubts(self) -> tuple[Phrase, ...]:
        """What a model of those with a job means, what the models warn of, and who was left out."""
        fit = self.fits.get(self.main)
        if fit is None:
            return (Phrase(f"{self.name}.doubt.1", (say("This model was not fitted."),)),)
        found: list[tuple[str | Cell, ...]] = [*turned(self.inputs, self.regression, self.model, self.exposure, self.main)]
        if self.workers and selected(self.inputs.persons):
            found.append((sentence(say(WORKERS_ONLY)),))
        found += [*self._warned(), *self._disagree(), *self._two_answers()]
        if not printing.absent(fit["why_excluded"]):
            why = Cell(sentence(str(fit["why_excluded"])), numbers_of(fit, ("n_excluded",), self._of_fit(self.main)))
            whole = count_cell(fit["n_population"], source("fits", "n_population", **self._key(self.main)), style=self.inputs.style)
            found.append(tell("{why} Of {population}: {whole}.", why=why, population=fit["population"], whole=whole).parts)
        key = (self.inputs, self.model, self.exposure, self.main)
        found += [*imputed.doubts(*key, str(fit["warning"])), *left_early.doubts(*key)]
        return tuple(Phrase(f"{self.name}.doubt.{number}", parts) for number, parts in enumerate(found, 1))

    def _disagree(self) -> Iterator[tuple[str | Cell, ...]]:
        """That the crude and the adjusted interval of a level disagree on whether there is a difference at all."""
        if self.main != ADJUSTED:
            return
        for level in self.levels[1:]:
            adjusted = self._includes_none(ADJUSTED, level)
            for beside in self._beside():
                crude = self._includes_none(beside, level)
                if None in (crude, adjusted) or crude == adjusted:
                    continue
                said = say(DISAGREE[beside][0 if crude else 1])
                yield (f"{level_word(level)}: {said}" if len(self.levels) > 2 else said,)
                break  # what differs on other persons need not be said again of the same

    def _two_answers(self) -> Iterator[tuple[str | Cell, ...]]:
        """That the interval of a level's ratio and that of its absolute difference disagree on whether there is a difference at all."""
        for level in self.levels[1:]:
            ratio = self._includes_none(self.main, level)
            difference = difference_includes_none(self.inputs, self.regression, self.model, self.exposure, self.main, level)
            if not self.family.exponentiated or None in (ratio, difference) or ratio == difference:
                continue
            said = say(TWO_ANSWERS[0 if ratio else 1], effect=self._effect)
            yield (f"{level_word(level)}: {said}" if len(self.levels) > 2 else said,)

    def _includes_none(self, adjustment: str, level: str) -> bool | None:
        """Whether an interval includes no difference; None where it has not both limits."""
        row = self._row(adjustment, level)
        limits = [] if row is None else [row[name] for name in self.family.columns[1:]]
        if not limits or any(map(printing.absent, limits)):
            return None
        return bool(limits[0] <= self.family.null <= limits[1])

    def _warned(self) -> Iterator[tuple[str | Cell, ...]]:
        """The warnings of the main model and its levels, then of those beside it; what these only repeat with other numbers is said once."""
        said: set[str] = set()
        for adjustment in (self.main, *(other for other in self._beside() if other in self.fits)):
            for text, numbers in self._warnings(adjustment):
                told = [(one, re.sub(r"\d+", "#", one)) for one in _sentences(sentence(text))]
                new = [one for one, shape in told if shape not in said]
                said.update(each for pair in told for each in pair)
                if new:
                    yield ("" if adjustment == self.main else f"{say(BESIDE[adjustment])}: ", Cell(" ".join(new), numbers))

    def _warnings(self, adjustment: str) -> Iterator[tuple[str, tuple[Number, ...]]]:
        """Warnings of one model with the numbers that they hang on: of the whole, then of each level."""
        fit = self.fits[adjustment]
        whole = "" if printing.absent(fit["warning"]) else str(fit["warning"])
        if whole:
            checks = numbers_of_checks(self.inputs.looked_at, self._key(adjustment), whole)
            yield whole, (*warned_of(fit, self._of_fit(adjustment)), *checks)
        for level in self.levels[1:]:
            row = self._row(adjustment, level)
            own = "" if row is None or printing.absent(row["warning"]) else str(row["warning"]).removesuffix(whole).strip()
            if own:
                yield own, self._level_numbers(adjustment, level)

    def _level_numbers(self, adjustment: str, level: str) -> tuple[Number, ...]:
        """Persons and events at a level and at the reference."""
        rows = ((each, self._row(adjustment, each)) for each in (level, self.levels[0]))
        return tuple(number for each, row in rows if row is not None for number in at_level(row, self._where(adjustment, each)))

    def _of_fit(self, adjustment: str) -> Callable[[str], Source]:
        return lambda column: source("fits", column, **self._key(adjustment))

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


def _sentences(text: str) -> list[str]:
    """The sentences of a warning; one that refers back to the one before it stays with that."""
    return re.split(rf"(?<=\.) (?=[A-Z\u00c4\u00d6\u00dc0-9])(?!{re.escape(say(REFERS_BACK))})", text)
