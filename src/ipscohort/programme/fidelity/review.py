"""The whole of fidelity: from the file of reviews to estimates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.arithmetic.timeline import last_possible_day
from ipscohort.catalogue.stages import FIDELITY, STAGES
from ipscohort.config import Settings, Slice
from ipscohort.contracts.codebook import Codebook
from ipscohort.programme.fidelity.at_inclusion import at_inclusion, covered
from ipscohort.programme.fidelity.estimate import fit_fidelity
from ipscohort.programme.fidelity.reviews import Reviews, read_reviews


@dataclass(frozen=True)
class Found:
    """What is left for readers and other steps.

    Attributes
    ----------
    read : Reviews
    persons : DataFrame
        FIDELITY_PERSONS.
    cover : DataFrame
        FIDELITY_COVER.
    estimates : DataFrame
        FIDELITY_ESTIMATES.
    codebook : Codebook
        With fidelity among its variables.
    """

    read: Reviews
    persons: pd.DataFrame
    cover: pd.DataFrame
    estimates: pd.DataFrame
    codebook: Codebook

    @property
    def reviews(self) -> pd.DataFrame:
        """FIDELITY_REVIEWS."""
        return self.read.reviews

    @property
    def items(self) -> pd.DataFrame:
        """FIDELITY_ITEMS."""
        return self.read.items


def review(file: Path, persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Found:
    """Read reviews, take each person's fidelity at inclusion, and estimate it as an exposure.

    Parameters
    ----------
    file : Path
        The reviews.
    persons : DataFrame
        PERSONS analysed.
    codebook : Codebook
        With the exposures among its variables.
    settings : Settings or Slice
        `programme`, `models`, `exposures`, `study`.

    Raises
    ------
    UserError
        What `read_reviews` finds.
    """
    chosen = settings.programme.fidelity
    agencies = codebook.variables[chosen.participants_agency].levels
    read = read_reviews(file, chosen, agencies, last_day(persons, settings))
    of_persons = at_inclusion(persons, read.reviews, chosen)
    fitted = fit_fidelity(persons, of_persons, codebook, settings)
    cover = covered(of_persons, persons["inclusion_date"], agencies)
    return Found(read, of_persons, cover, fitted.estimates, fitted.codebook)


def check_reviews(file: Path, settings: Settings | Slice, persons: pd.DataFrame, codebook: Codebook) -> None:
    """Read the reviews and raise UserError where anything is wrong with them."""
    chosen = settings.programme.fidelity
    read_reviews(file, chosen, codebook.variables[chosen.participants_agency].levels, last_day(persons, settings))


def last_day(persons: pd.DataFrame, settings: Settings | Slice) -> pd.Timestamp | None:
    """Last possible day of follow-up of anybody; None where no day of inclusion is known."""
    included = persons["inclusion_date"].dropna().to_numpy(dtype="datetime64[D]")
    if not len(included):
        return None
    days = last_possible_day(included, settings.study.follow_up, len(included), settings.study.month)
    return pd.Timestamp((included + days.astype("timedelta64[D]")).max())


def frames(found: Found) -> dict[str, pd.DataFrame]:
    """What tables' numbers come from, by the files' names."""
    files = (file for file in STAGES["programme"].files if file.asked_by == FIDELITY)
    return {file.name: getattr(found, file.field) for file in files}
