"""The kit as a whole: from the analysis data and the settings to data, scripts and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.sav import write_sav
from ipscohort.files.tableio import write_frame, write_text
from ipscohort.models.fit import specify
from ipscohort.survival.horizon import horizons_of
from ipscohort.verify.asked import model_of
from ipscohort.verify.data import Data, analysis_data, as_words
from ipscohort.verify.r_script import r_script
from ipscohort.verify.readme import readme
from ipscohort.verify.spss import spss_only, spss_syntax


@dataclass(frozen=True)
class Kit:
    """What is given to who wants to see the estimates come out elsewhere.

    Attributes
    ----------
    data : Data
    codebook : Codebook
    synthetic : bool
        Whether the records are made up, which the SPSS file says.
    texts : dict of str -> str
        By their names in the catalogue: the R script, the two of SPSS, and what is what.
    """

    data: Data
    codebook: Codebook
    synthetic: bool
    texts: dict[str, str]

    def write(self, paths: Mapping[str, str | Path]) -> None:
        """Write it, by the files' names in the catalogue."""
        write_frame(as_words(self.data), paths["verify_data"], for_spreadsheets=False)
        write_sav(self.data.frame, self.data.contract, self.codebook, paths["verify_sav"], synthetic=self.synthetic)
        for name, text in self.texts.items():
            write_text(paths[name], text)


def make_kit(persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Kit:
    """The kit of a cohort; it knows the analysis data and the settings, and no estimate.

    Parameters
    ----------
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    settings : Settings or Slice
        `title`, `cohort`, `exposures`, `models`, `survival`, `study` and `synthetic`.
    """
    study, survival = settings.study, settings.survival
    specs = list(specify(settings.exposures, settings.models, study.confidence))
    by = list(survival.by if survival.by is not None else settings.exposures)
    data = analysis_data(persons, codebook, specs, by)
    models = [model_of(spec, data) for spec in specs]
    timed = persons[(persons["follow_time"].notna() & persons["first_job_event"].notna()).to_numpy(bool)]
    times = [h.time for h in horizons_of(survival.horizons, persons, timed, study.follow_up, study.time_unit, study.month)]
    texts = {
        "refit_r": r_script(settings.title, data, models, by, times, study.confidence),
        "refit_spss": spss_syntax(settings.title, data, models, study.confidence),
        "refit_spss_only": spss_only(settings.title, data, models, by, study.confidence),
        "verify_readme": readme(settings.title, settings.cohort, data, models),
    }
    return Kit(data, codebook, settings.synthetic, texts)
