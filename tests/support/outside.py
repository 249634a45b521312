"""The outside series of docs/sensitivity.md on the shipped cohort, whole or with quarters taken out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config import Settings
from ipscohort.config.sensitivity import Sensitivity
from ipscohort.config.series import OutsideSeries
from ipscohort.run.pipeline import estimates_of
from ipscohort.sensitivity import try_alternatives
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.sensitivity.series import Series, outside_rows, read_all, read_series
from tests.support.alternatives import with_series
from tests.support.shipped import ROOT, cohort, shipped

FILE = ROOT / "data" / "ips_mis" / "unemployment_SYNTHETIC.csv"
CONFOUNDERS = ["sex", "age", "education", "worked_past_5_years", "mhi5"]
PER_YEAR = {"exposures.experience.split": "linear", "models.confounders": [*CONFOUNDERS, "unemployment"]}


def plain(choices: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """The shipped cohort's settings with the page's series, and an alternative per year beside the page's."""
    declared = with_series()
    both = {**declared["choices"][0]["alternatives"], "per year": PER_YEAR}
    sensitivity = {**declared, "choices": choices or [{**declared["choices"][0], "alternatives": both}], **more}
    return {**cohort().settings.model_dump(mode="json"), "sensitivity": Sensitivity.model_validate(sensitivity).model_dump(mode="json")}


def settings() -> Settings:
    return Settings.model_validate(plain())


def declared() -> OutsideSeries:
    return settings().sensitivity.series["unemployment"]


def read(folder: Path, text: str, **more: Any) -> Series:
    """A series out of a file with this text."""
    file = folder / "series.csv"
    file.write_text(text, encoding="utf-8")
    return read_series("unemployment", file, declared().model_copy(update={"file": file.name, "header_row": 1, **more}))


@cache
def series(without: tuple[str, ...] = ()) -> tuple[Series, ...]:
    """The shipped file, some quarters taken out."""
    (whole,) = read_all(settings(), {"unemployment": FILE})
    from ipscohort.sensitivity.series import number_of

    left = whole.values.drop([number_of(quarter, "quarter") for quarter in without])
    return (Series(whole.name, whole.settings, left),)


@cache
def tried(without: tuple[str, ...] = ()) -> pd.DataFrame:
    """SPECIFICATIONS."""
    return try_alternatives(plain(), estimates_of(cohort().files(), series(without)))


@cache
def outside(without: tuple[str, ...] = ()) -> pd.DataFrame:
    """OUTSIDE_SERIES."""
    return outside_rows(series(without), (shipped().derived.persons, shipped().derived.codebook), settings())


def inputs(without: tuple[str, ...] = ()) -> Inputs:
    """What table and curve are made from."""
    return Inputs.of(tried(without), shipped().derived.codebook, settings(), outside(without))
