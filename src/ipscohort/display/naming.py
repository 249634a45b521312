"""How tables and figures name outcomes, exposures, levels and intervals: alike in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ipscohort.catalogue.measures import OUTCOMES
from ipscohort.config.analysis import Exposure, Models, Regression
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display import printing
from ipscohort.display.units import one
from ipscohort.models.families import FAMILIES, among_workers
from ipscohort.words import later, of_every_job, say

WORKERS_ONLY = later(
    "of those who obtained a job only, a group formed after exposure: the groups compared may differ in who obtained one (selection)"
)
"""What must be said of a regression among workers. Source: Hernan et al. 2004, doi 10.1097/01.ede.0000135174.63482.43."""


def sentence(text: str) -> str:
    """Text with a capital at its head and a full stop."""
    return f"{capital(text).rstrip('.')}."


def capital(text: str) -> str:
    """Text with a capital at its head, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


ASSUMED = {"all": later("{name} (assumption)"), "part": later("{name} (in part assumption)")}
"""How much of what a number rests on has no source, as tidy files say it -> its label with that."""


def marked(name: str, extent: str | None) -> str:
    """A label that says whether its numbers rest on assumptions alone, or in part; as it is where all have a source."""
    return name if printing.absent(extent) else say(ASSUMED[extent], name=name)


YES_NO = (later("no"), later("yes"))
"""Levels of a yes/no variable: what the code itself calls them."""


def level_word(level: str) -> str:
    """How a level is shown: yes and no in the language spoken, any other as the study calls it."""
    return say(level) if level in YES_NO else level


def caveat(label: str, exposure: Exposure) -> str:
    """What an exposure stands for and what else its groups may differ in; empty where the settings say nothing."""
    said = [say("a proxy for {what}.", what=exposure.proxy_for.rstrip("."))] if exposure.proxy_for else []
    said += [sentence(exposure.limitation)] if exposure.limitation else []
    return f"{label}: {' '.join(said)}" if said else ""


def counts_every_job(study: Study, codebook: Codebook) -> bool:
    """Whether no source of jobs tells competitive work from other work, so that nothing should be called competitive."""
    return study.competitive == "all_jobs" and all(rule == "all_jobs" for rule in codebook.competitive.values())


COLUMNS = (
    later("Days worked"),
    later("Full follow up"),
    later("Hours per week"),
    later("Hours worked"),
    later("Id"),
    later("Job"),
    later("Last day"),
    later("Longest job"),
    later("Occupation"),
    later("Time observed"),
    later("Time worked least"),
    later("Time worked most"),
    later("Wages earned"),
    later("Weeks worked"),
    later("Weeks worked least"),
    later("Weeks worked most"),
    later("Worked half time"),
    later("Worked long least"),
    later("Worked long most"),
)
"""Columns of persons and jobs that nothing else names, as `Naming.label` reads them."""


OWN_LABELS = {"follow_time": later("Time to first job or to censoring"), "first_job_event": later("First job at the end of the time")}
"""Columns of persons that readers meet under another name than their own."""


class Naming:
    """Names from the codebook and the settings; a base of what tables and figures are made from."""

    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study

    @property
    def ci(self) -> str:
        """'95% CI'."""
        return say("{level}% CI", level=printing.short(100 * self.study.confidence))

    def words(self, text: str, **parts: object) -> str:
        """A text on competitive jobs as `say` gives it, without that word where a study counts every job in its records."""
        return say(of_every_job(text) if counts_every_job(self.study, self.codebook) else text, **parts)

    @property
    def job(self) -> str:
        """'competitive job', or 'job' where a study counts every job in its records."""
        return self.words("competitive job")

    @property
    def one_unit(self) -> str:
        """One unit of time: day, week, month or period of two weeks."""
        return one(self.study.time_unit)

    def label(self, variable: str) -> str:
        """How a variable, an exposure or an outcome is named, without unit."""
        known = self.codebook.variables.get(variable)
        if known:
            return known.label
        if variable in OUTCOMES:
            return self.words(OUTCOMES[variable].label)
        return say(OWN_LABELS.get(variable) or variable.replace("_", " ").capitalize())

    def called(self, variable: str, models: Models) -> str:
        """How the study itself calls a variable: by the label of the first regression whose outcome it is, else as `label` does."""
        own = [regression.label for regression in models.regressions.values() if regression.outcome == variable]
        return next(filter(None, own), "") or self.label(variable)

    def outcome_label(self, regression: Regression) -> str:
        """How a regression's outcome is named, per time where the regression has an offset."""
        label = regression.label or self.label(regression.outcome)
        if regression.offset == "time_observed":
            return say("{outcome} per {unit} observed", outcome=label, unit=self.one_unit)
        return say("{outcome} per {unit}", outcome=label, unit=self.label(regression.offset)) if regression.offset else label

    def caveats(self, exposures: Iterable[str]) -> list[str]:
        """What must be said of some exposures, in their order; blank ones left out."""
        said = [caveat(self.label(name), self.exposures[name]) for name in self.exposures if name in set(exposures)]
        return [text for text in said if text]

    def workers_only(self, regressions: Iterable[Regression]) -> str:
        """Which outcomes are modelled among workers, and what that means; empty where none is. Named with the model where another is of all."""
        regressions = list(regressions)
        of_all = {self.outcome_label(r) for r in regressions if not among_workers(r.outcome, r.model)}
        among = [
            f"{label} ({say(FAMILIES[r.model].regression)})" if (label := self.outcome_label(r)) in of_all else label
            for r in regressions
            if among_workers(r.outcome, r.model)
        ]
        return f"{', '.join(dict.fromkeys(among))}: {say(WORKERS_ONLY)}." if among else ""

    def levels(self, exposure: str) -> tuple[str, ...]:
        """Levels of an exposure, the reference first, then in the codebook's order."""
        reference = self.exposures[exposure].reference
        return (reference, *(level for level in self.codebook.variables[exposure].levels if level != reference))
