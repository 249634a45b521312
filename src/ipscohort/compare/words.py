"""How comparisons are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ipscohort.catalogue.measures import OUTCOMES
from ipscohort.compare.effects import ratio
from ipscohort.display import printing
from ipscohort.models.families import FAMILIES


def group_words(key: Mapping[str, Any]) -> str:
    """'Obtained a competitive job, adjusted odds ratio: experience, second half against first half'."""
    family = FAMILIES[key["family"]]
    more = "".join(f", {key[name]}" for name in ("unit", "measured") if key.get(name))
    effect = f"{key['adjustment']} {family.effect_of(None)}{more}"
    label = OUTCOMES[key["outcome"]].label if key["outcome"] in OUTCOMES else str(key["outcome"]).replace("_", " ").capitalize()
    return f"{label}, {effect}: {key['comparable']}, {key['level']} against {key['reference']}"


def compared_words(key: Mapping[str, Any]) -> str:
    """The same without unit and what else may differ between cohorts."""
    return group_words({**key, "unit": "", "measured": ""})


def number_words(row: pd.Series, family: str) -> str:
    """'3.83 (1.42 to 10.30)', on the scale that readers see."""
    return printing.with_interval(*(ratio(row[name], family) for name in ("estimate", "conf_low", "conf_high")))
