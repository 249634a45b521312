"""The alternatives of docs/sensitivity.md, tried on the shipped cohort."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from ipscohort.config import Settings
from ipscohort.config.sensitivity import Sensitivity
from ipscohort.run.pipeline import estimates_of
from ipscohort.sensitivity import try_alternatives
from ipscohort.sensitivity.inputs import Inputs
from tests.support.shipped import ROOT, cohort, shipped

PAGE = ROOT / "docs" / "sensitivity.md"


@cache
def declared() -> dict[str, Any]:
    """The block of the page."""
    text = re.search(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[1]
    return YAML(typ="safe").load(text)["sensitivity"]


def values(choices: list[dict[str, Any]], *, crossed: bool = False, **more: Any) -> dict[str, Any]:
    """The shipped cohort's settings with alternatives."""
    sensitivity = Sensitivity(choices=choices, crossed=crossed).model_dump(mode="json")
    return {**cohort().settings.model_dump(mode="json"), **more, "sensitivity": sensitivity}


@cache
def estimates() -> Any:
    """Settings -> estimates of the shipped cohort; steps that were computed are kept."""
    return estimates_of(cohort().files())


@cache
def tried(crossed: bool = False) -> pd.DataFrame:
    """SPECIFICATIONS of the page's alternatives; crossed, those of the length of follow-up and the confounders."""
    choices = [choice for choice in declared()["choices"] if not crossed or choice["choice"] in ("Length of follow-up", "Confounders")]
    return try_alternatives(values(choices, crossed=crossed), estimates())


def inputs(crossed: bool = False) -> Inputs:
    """What table and curve are made from."""
    choices = [choice for choice in declared()["choices"] if not crossed or choice["choice"] in ("Length of follow-up", "Confounders")]
    return Inputs.of(tried(crossed), shipped().derived.codebook, Settings.model_validate(values(choices, crossed=crossed)))


@cache
def with_series() -> dict[str, Any]:
    """The page's second block: an outside series, and an alternative that adjusts for it."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return YAML(typ="safe").load(blocks[1])["sensitivity"]
