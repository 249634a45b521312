"""What is said of employment over time: a finding for each exposure, from the main marginal model, with the conditional one beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, Phrase, Source, source, tell, together
from ipscohort.display.repeated import TWO_ODDS, main_approach
from ipscohort.display.units import one, several
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import Finding, p_note, phrase_name
from ipscohort.tables.content import row_anchor
from ipscohort.tables.monthly_employment import NAME
from ipscohort.tables.summaries import count_cell, interval_cell, number_cell, numbers_of, plain
from ipscohort.words import later, say

Tidy = Mapping[str, Any]
WHICH = {CRUDE: later("crude"), ADJUSTED: later("adjusted")}


def repeated_findings(inputs: ReportInputs, exposure: str) -> tuple[Finding, ...]:
    """One finding, or none where models over time were not asked for."""
    if inputs.repeated_models is None or exposure not in set(inputs.repeated_models["exposure"]):
        return ()
    told = _Told(inputs, exposure)
    levels = [level for level in inputs.levels(exposure)[1:] if (told.main, CRUDE, level) in told.terms]
    found = (told.counts(), *(told.estimated(level) for level in levels), told.test(), *(told.conditional(level) for level in levels))
    heading = say(
        "{exposure}: {level} against {reference}",
        exposure=inputs.label(exposure),
        level=level_word(inputs.levels(exposure)[-1]),
        reference=level_word(inputs.levels(exposure)[0]),
    )
    role = str(inputs.repeated_models["role"].iloc[0])
    return (
        Finding(
            say("Employment in every {unit}", unit=one(inputs.study.period)),
            say("{role}, models over time", role=say(role)),
            tuple(phrase for phrase in found if phrase.parts),
            tuple(told.doubts()),
            row_anchor(NAME, f"{heading} > {say('Persons, n')}"),
            NAME,
        ),
    )


class _Told:
    """Rows of one exposure, and what is said of them."""

    def __init__(self, inputs: ReportInputs, exposure: str):
        self.inputs, self.exposure = inputs, exposure
        models = inputs.repeated_models[inputs.repeated_models["exposure"].eq(exposure)].to_dict("records")
        self.models = {(row["approach"], row["adjustment"]): row for row in models}
        rows = inputs.repeated_estimates[inputs.repeated_estimates["exposure"].eq(exposure)].to_dict("records")
        self.terms = {(row["approach"], row["adjustment"], row["level"]): row for row in rows if row["term"] == "exposure"}
        self.main = main_approach(inputs.settings.repeated.employment.correlations)
        self.several = len(inputs.levels(exposure)) > 2

    def _name(self, *parts: object) -> str:
        return phrase_name("found", "over_time", self.exposure, *parts)

    def _where(self, approach: str, adjustment: str, level: str) -> Callable[[str], Source]:
        key = {"exposure": self.exposure, "adjustment": adjustment, "approach": approach, "term": "exposure", "level": level}
        return lambda column: source("repeated_estimates", column, **key)

    def _of_model(self, approach: str, adjustment: str) -> Callable[[str], Source]:
        key = {"exposure": self.exposure, "adjustment": adjustment, "approach": approach}
        return lambda column: source("repeated_models", column, **key)

    def counts(self) -> Phrase:
        """'Employed in 421 of 1,440 months (29%) in second half, 226 of 1,620 (14%) in first half.'"""
        said = []
        reference, *others = self.inputs.levels(self.exposure)
        for level in (*others, reference):
            row, where = self.terms.get((self.main, CRUDE, level)), self._where(self.main, CRUDE, level)
            if row is None or not row["n_periods"]:
                continue
            part, whole = plain(row["n_events"]), plain(row["n_periods"])
            numbers = (Number("n", part, where("n_events")), Number("of", whole, where("n_periods")))
            style = self.inputs.style
            shown = say(
                "{part} of {whole} ({percent}%)",
                part=printing.count(part, style),
                whole=printing.count(whole, style),
                percent=printing.percent(part, whole, style.percent_decimals, style),
            )
            said.append(tell("{found} in {level}", found=Cell(shown, numbers), level=level_word(level)))
        text = tell(
            "{units} with employment, of those observed: {found}.",
            units=several(self.inputs.study.period).capitalize(),
            found=together(said, ", "),
        )
        return Phrase(self._name("counts"), text.parts if said else ())

    def estimated(self, level: str) -> Phrase:
        """'Marginal odds ratio (95% CI): adjusted 3.76 (...), p = 0.004, n = 94; crude ...; working correlation 0.94.'"""
        said = [found for adjustment in (ADJUSTED, CRUDE) if (found := self._estimate(self.main, adjustment, level))]
        if not said:
            return Phrase(self._name("marginal", level), (say("No estimate."),))
        shown = next(adjustment for adjustment in (ADJUSTED, CRUDE) if (self.main, adjustment) in self.models)
        model = self.models[self.main, shown]
        words = later("{level}: marginal odds ratio ({ci}) {found}") if self.several else later("Marginal odds ratio ({ci}): {found}")
        text = tell(words, level=level_word(level), ci=self.inputs.ci, found=together(said, "; "))
        if not printing.absent(model["correlation"]):
            cell = number_cell(
                model["correlation"], 2, "correlation", self._of_model(self.main, shown)("correlation"), style=self.inputs.style
            )
            more = (
                later("; working correlation of neighbouring {units} {cell}")
                if self.main == "gee_ar1"
                else later("; working correlation of any two {units} {cell}")
            )
            text = together([text, tell(more, units=several(self.inputs.study.period), cell=cell)])
        return Phrase(self._name("marginal", level), together([text, "."]).parts)

    def _estimate(self, approach: str, adjustment: str, level: str) -> Note:
        row = self.terms.get((approach, adjustment, level))
        if row is None or printing.absent(row["estimate"]):
            return Note()
        where = self._where(approach, adjustment, level)
        parts: list[Note | str] = [Note(interval_cell(row, ("ratio", "ratio_low", "ratio_high"), self.inputs.settings.tables, where))]
        if self.inputs.settings.tables.p_values and not printing.absent(row["p_value"]):
            parts += [", ", p_note(row["p_value"], where("p_value"), self.inputs.style)]
        n = count_cell(self.models[approach, adjustment]["n"], self._of_model(approach, adjustment)("n"), style=self.inputs.style)
        return tell("{which} {found}", which=say(WHICH[adjustment]), found=together([*parts, Note(", n = ", n)]))

    def test(self) -> Phrase:
        """'Odds ratio in a month, times that of the month before: 1.01 (0.97 to 1.05) (adjusted), p = 0.713 of the test ...'"""
        for adjustment in (ADJUSTED, CRUDE):
            model = self.models.get((self.main, adjustment))
            if model and not printing.absent(model["interaction_statistic"]):
                return Phrase(self._name("test"), self._tested(model, self._of_model(self.main, adjustment), say(WHICH[adjustment])).parts)
        return Phrase(self._name("test"), ())

    def _tested(self, model: Tidy, where: Callable[[str], Source], which: str) -> Note:
        unit, parts = one(self.inputs.study.period), []
        if not printing.absent(model["interaction_ratio"]) and self.inputs.settings.repeated.employment.time == "linear":
            columns = ("interaction_ratio", "interaction_low", "interaction_high")
            ratio = interval_cell(model, columns, self.inputs.settings.tables, where)
            words = later("Odds ratio in a {unit}, times that of the {unit} before ({which}, {ci}): {ratio}.")
            parts.append(tell(words, unit=unit, which=which, ci=self.inputs.ci, ratio=ratio))
        if self.inputs.settings.tables.p_values and not printing.absent(model["interaction_p_value"]):
            p = p_note(model["interaction_p_value"], where("interaction_p_value"), self.inputs.style)
            words = later("Test that the odds ratio is the same in every {unit} ({which}): {p}; a large p is no evidence that it is.")
            parts.append(tell(words, unit=unit, which=which, p=p))
        return together(parts, " ")

    def conditional(self, level: str) -> Phrase:
        """'Conditional odds ratio of a person ...: adjusted 69.39 (...)'"""
        said = [found for adjustment in (ADJUSTED, CRUDE) if (found := self._estimate("mixed", adjustment, level))]
        if not said:
            return Phrase(self._name("conditional", level), ())
        of_level = later("{level}: conditional odds ratio, of a person ({ci}) {found}.")
        words = of_level if self.several else later("Conditional odds ratio, of a person ({ci}): {found}.")
        text = tell(words, level=level_word(level), ci=self.inputs.ci, found=together(said, "; "))
        return Phrase(self._name("conditional", level), text.parts)

    def doubts(self) -> Iterator[Phrase]:
        """Warnings of the main and the conditional model, who was left out, and that the two odds ratios are two things."""
        said: dict[str, tuple[Number, ...]] = {}
        shown = ADJUSTED if (self.main, ADJUSTED) in self.models else CRUDE
        for approach in (self.main, "mixed"):
            model = self.models.get((approach, shown))
            if model is None:
                continue
            where = self._of_model(approach, shown)
            for column in ("why_not", "warning"):
                if not printing.absent(model[column]):
                    said.setdefault(str(model[column]), numbers_of(model, ("n", "n_incomplete", "scale", "sd_person"), where))
            if approach == self.main and not printing.absent(model["why_excluded"]):
                said.setdefault(f"{str(model['why_excluded']).rstrip('.')}.", numbers_of(model, ("n_excluded",), where))
        for number, (text, numbers) in enumerate(said.items(), 1):
            yield Phrase(self._name("doubt", number), (Cell(text, numbers),))
        if ("mixed", shown) in self.models:
            yield Phrase(self._name("doubt", "odds"), (say(TWO_ODDS),))
