"""The whole analysis in memory, stage by stage as the workflow runs it: the one place where the stages are put together.

Steps: records -> cleaning -> outcomes -> regressions -> survival. Nothing is written. The check before a run, the
comparison of alternatives and tests go through here; a stage that tries the analysis anew is handed `results_of` by its script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ipscohort.catalogue.stages import STAGES
from ipscohort.catalogue.statistics import FRAMES
from ipscohort.clean import Cleaned, clean_records
from ipscohort.config import Settings
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.exchange import Read
from ipscohort.ingest import Records, read_cohort
from ipscohort.models.fit import Fitted, fit_models
from ipscohort.models.refit import Refits
from ipscohort.outcomes import Derived, derive_outcomes
from ipscohort.outcomes.derive import outcomes_of, with_exposures
from ipscohort.survival import Survived, estimate_survival

if TYPE_CHECKING:
    from ipscohort.sensitivity.series import Series

FEW = 4
"""Results of each step that are kept where settings are tried one after another."""


@dataclass(frozen=True)
class Analysis:
    """What each stage gives.

    Attributes
    ----------
    records : Records
    cleaned : Cleaned
    derived : Derived
    fitted : Fitted
    survived : Survived
    """

    records: Records
    cleaned: Cleaned
    derived: Derived
    fitted: Fitted
    survived: Survived

    def frames(self) -> dict[str, pd.DataFrame]:
        """What printed values are recomputed from, by the names that they are told under."""
        return _frames(self.derived, self.fitted)


def read(settings: Settings, files: dict[str, Path]) -> Records:
    """Read the records.

    Parameters
    ----------
    settings : Settings
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.

    Raises
    ------
    UserError
        The records can't be read with these settings.
    """
    return read_cohort(settings.ingest, files)


def records_of(read: Read) -> Records:
    """Records from files that the stage ingest left."""
    fields = {file.name: file.field or file.name for file in STAGES["ingest"].files}
    return Records(**{field: getattr(read, name) for name, field in fields.items()})


def clean(settings: Settings, records: Records) -> Cleaned:
    """Clean records that were read with these settings; UserError where a rule set to `stop` has found a row."""
    return clean_records(records.participants, records.jobs, records.panel, records.codebook, settings)


def derive(settings: Settings, codebook: Codebook, cleaned: Cleaned) -> Derived:
    """Outcomes, exposures and rates of the persons analysed; the codebook is that of the records."""
    return derive_outcomes(cleaned.participants, cleaned.jobs, cleaned.panel, codebook, settings)


def fit(settings: Settings, derived: Derived) -> Fitted:
    """Every declared regression."""
    return fit_models(derived.persons, derived.codebook, settings)


def analyse(settings: Settings, files: dict[str, Path]) -> Analysis:
    """Read, clean, derive and estimate.

    Parameters
    ----------
    settings : Settings
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.

    Raises
    ------
    UserError
        The records can't be read with these settings, or hold rows that a rule set to `stop` has found.
    """
    return analyse_records(settings, read(settings, files))


def analyse_records(settings: Settings, records: Records) -> Analysis:
    """The same from records that are read already.

    Parameters
    ----------
    settings : Settings
        Its `ingest` is the one that the records were read with.
    records : Records
        They are not changed.
    """
    cleaned, derived, fitted = _fitted(settings, records)
    return Analysis(records, cleaned, derived, fitted, estimate_survival(derived.persons, derived.codebook, settings, cleaned.jobs))


def _fitted(settings: Settings, records: Records) -> tuple[Cleaned, Derived, Fitted]:
    """The analysis as far as the regressions."""
    cleaned = clean(settings, records)
    derived = derive(settings, records.codebook, cleaned)
    return cleaned, derived, fit(settings, derived)


def _frames(derived: Derived, fitted: Fitted) -> dict[str, pd.DataFrame]:
    """What printed values are recomputed from, by the names that they are told under; curves are not among them."""
    found = {name: getattr(derived, frame.file, getattr(fitted, frame.file, None)) for name, frame in FRAMES.items() if frame.file}
    return {**found, "availability": derived.availability}


class Tried:
    """One cohort under several settings: each step is computed again only where settings that it hangs on have changed.

    The latest few results of each step are kept, so that neighbours that share most of their settings share most of the work.

    Parameters
    ----------
    files : dict of str -> Path
    outside : iterable of Series
        Outside series that stand among the characteristics of `persons`.
    """

    def __init__(self, files: dict[str, Path], outside: Iterable[Series] = ()):
        self._files, self._outside = files, list(outside)
        self._kept: dict[str, dict[str, Any]] = {}

    def records(self, settings: Settings) -> Records:
        """See `read`."""
        return self._latest("ingest", settings, lambda: read(settings, self._files))

    def cleaned(self, settings: Settings) -> Cleaned:
        """See `clean`."""
        return self._latest("clean", settings, lambda: clean(settings, self.records(settings)))

    def derived(self, settings: Settings) -> Derived:
        """See `derive`."""
        return self._latest("outcomes", settings, lambda: derive(settings, self.records(settings).codebook, self.cleaned(settings)))

    def persons(self, settings: Settings) -> tuple[pd.DataFrame, Codebook]:
        """Persons and codebook of `derived`, without what no regression needs; outcomes are kept while exposures alone change."""

        def make() -> tuple[pd.DataFrame, Codebook]:
            records, cleaned = self.records(settings), self.cleaned(settings)
            found = self._latest(
                "clean",
                settings,
                lambda: outcomes_of(cleaned.participants, cleaned.jobs, cleaned.panel, records.codebook, settings),
                name="outcomes of persons",
                more=settings.outcomes.model_dump_json(),
            )
            made = with_exposures(*found, records.codebook, settings)
            return _joined(*made, self._outside) if self._outside else made

        return self._latest("outcomes", settings, make, name="persons")

    def _latest(self, stage: str, settings: Settings, make: Callable[[], Any], name: str = "", more: str = "") -> Any:
        kept, key = self._kept.setdefault(name or stage, {}), hangs_on(settings, stage) + more
        found = kept.pop(key) if key in kept else make()
        kept[key] = found
        if len(kept) > FEW:
            del kept[next(iter(kept))]
        return found


def _joined(persons: pd.DataFrame, codebook: Codebook, outside: list[Series]) -> tuple[pd.DataFrame, Codebook]:
    from ipscohort.sensitivity.series import joined  # only where there are series

    return joined(persons, codebook, outside)


def _about(outside: list[Series]) -> Callable[..., dict[str, Any]] | None:
    """What is told of estimates that are adjusted for series."""
    if not outside:
        return None
    from ipscohort.sensitivity.beside import about_series

    return about_series(outside)


def hangs_on(settings: Settings, stage: str) -> str:
    """The settings that the results of a stage up to outcomes hang on, as text."""
    before = list(STAGES)[: list(STAGES).index(stage) + 1]
    return settings.model_dump_json(include={part.partition(".")[0] for name in before for part in STAGES[name].reads})


def results_of(files: dict[str, Path]) -> Callable[[Settings], dict[str, pd.DataFrame]]:
    """One cohort under several settings: what printed values are recomputed from.

    Parameters
    ----------
    files : dict of str -> Path

    Returns
    -------
    callable
        Settings -> frames by name (persons, jobs, rates, estimates, fits, availability). What settings in a row share is computed once.
    """
    tried = Tried(files)

    def results(settings: Settings) -> dict[str, pd.DataFrame]:
        derived = tried.derived(settings)
        models = settings.models.model_copy(update={"imputation": None, "left_early": None})  # no printed value is recomputed from these
        return _frames(derived, fit(settings.model_copy(update={"models": models}), derived))

    return results


def estimates_of(files: dict[str, Path], outside: Iterable[Series] = ()) -> Callable[..., list[dict[str, Any]]]:
    """One cohort under several settings: crude and adjusted estimates of the exposures.

    Parameters
    ----------
    files : dict of str -> Path
    outside : iterable of Series
        Outside series, joined to persons by the period of their inclusion.

    Returns
    -------
    callable
        Settings, and whether they are the study's `own` -> rows of ESTIMATES by column. What settings in a row share is computed once; a model of the same values is fitted once.
    """
    outside = list(outside)
    tried, refits = Tried(files, outside), Refits(_about(outside))

    def estimates(settings: Settings, *, own: bool = False) -> list[dict[str, Any]]:
        return refits.of(*tried.persons(settings), settings, own=own)

    return estimates
