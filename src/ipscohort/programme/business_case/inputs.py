"""What the tables and figures of a business case are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Figures, Tables
from ipscohort.config.business_case import SOCIETAL, BusinessCase
from ipscohort.config.study import Study
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.programme.business_case.review import Found
from ipscohort.words import say


@dataclass(frozen=True)
class Inputs(Naming):
    """What was found, and settings.

    Attributes
    ----------
    found : Found
    case : BusinessCase
    study, tables, figures : parts of the settings
    synthetic : bool
    """

    found: Found
    case: BusinessCase
    study: Study
    tables: Tables
    figures: Figures
    synthetic: bool = False

    @classmethod
    def made(cls, settings: Settings | Slice, found: Found) -> Inputs:
        """From the settings and what was found."""
        parts: dict[str, Any] = {name: getattr(settings, name) for name in ("study", "tables", "figures", "synthetic")}
        return cls(found, settings.programme.business_case, **parts)

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.tables)

    def whom(self, perspective: str) -> str:
        """What a perspective is called."""
        return say("Societal") if perspective == SOCIETAL else self.case.stakeholders[perspective]
