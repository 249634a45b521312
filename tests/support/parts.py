"""Parts of settings as a stage reads them, for tests that call one stage."""

from __future__ import annotations

from types import SimpleNamespace

from ipscohort.config.analysis import Models, Survival
from ipscohort.config.study import Duration


def parts(**named) -> SimpleNamespace:
    """Parts of the settings by name, as a slice holds them."""
    return SimpleNamespace(**named)


def for_survival(exposures: dict, survival: Survival, follow_up: Duration, unit: str) -> SimpleNamespace:
    """What the stage survival reads: calendar months, 95% intervals."""
    return parts(
        exposures=exposures, survival=survival, study=parts(follow_up=follow_up, time_unit=unit, confidence=0.95, month="calendar")
    )


def for_models(exposures: dict, models: Models, confidence: float = 0.95, competing: tuple[str, ...] = ()) -> SimpleNamespace:
    """What the stage models reads."""
    return parts(exposures=exposures, models=models, study=parts(confidence=confidence), survival=parts(competing=list(competing)))
