"""The example of docs/programme.md, in memory: the shipped cohort with made-up fidelity reviews."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config import Settings, load_cohort
from ipscohort.config.loader import Cohort
from ipscohort.files.exchange import Read
from ipscohort.programme import fidelity
from ipscohort.run.pipeline import Analysis, analyse
from tests.support.shipped import ROOT

N_ITEMS = 25
AGENCIES = ("A", "B", "C")


@cache
def cohort() -> Cohort:
    """config/ips_programme.yaml."""
    return load_cohort(ROOT / "config" / "ips_programme.yaml")


@cache
def analysed() -> Analysis:
    """Its analysis; nobody may change the frames."""
    return analyse(cohort().settings, cohort().files())


def settings(**changed: Any) -> Settings:
    """Its settings with other keys of `programme.fidelity`."""
    values = cohort().settings.model_dump(mode="json")
    values["programme"]["fidelity"] |= changed
    return Settings.model_validate(values)


def found(persons: pd.DataFrame | None = None, file: Path | None = None, **changed: Any) -> fidelity.Found:
    """What the stage gives, with keys changed, other persons, or another file."""
    derived = analysed().derived
    place = file or cohort().programme_files()["programme.fidelity"]
    return fidelity.review(place, derived.persons if persons is None else persons, derived.codebook, settings(**changed))


@cache
def shipped() -> fidelity.Found:
    """What it gives as shipped."""
    return found()


def inputs(of: fidelity.Found | None = None, **changed: Any) -> fidelity.Inputs:
    """What tables and figure are made from."""
    one = analysed()
    return fidelity.Inputs.made(settings(**changed), one.derived.persons["inclusion_date"], of or found(**changed), one.fitted.estimates)


def read_of(of: fidelity.Found) -> Read:
    """Files that numbers of the tables come from."""
    one = analysed()
    frames = {"estimates": one.fitted.estimates, "availability": one.derived.availability}
    return Read({**frames, **fidelity.frames(of), "codebook": of.codebook})


def rated(total: int) -> list[int]:
    """25 ratings from 1 to 5 with this sum."""
    each, more = divmod(total, N_ITEMS)
    return [each + (k < more) for k in range(N_ITEMS)]


def written(folder: Path, *rows: tuple[Any, Any, list[Any]], header: list[str] | None = None) -> Path:
    """A file of reviews: agency, date and ratings of each row."""
    path = folder / "reviews.csv"
    names = header or ["agency", "date", *(f"i{k}" for k in range(1, N_ITEMS + 1))]
    lines = [names, *([agency, date, *ratings] for agency, date, ratings in rows)]
    path.write_text("".join(f"{','.join(map(str, line))}\n" for line in lines), encoding="utf-8")
    return path
