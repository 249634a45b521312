"""What the tables and figures of a business case are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Figures, Tables
from ipscohort.config.business_case import SOCIETAL, BusinessCase, priced_beside
from ipscohort.config.study import Study
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.programme.business_case.incremental import Differences, Key
from ipscohort.programme.business_case.ledger import LEFT_OUT
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
    beside_schemes : tuple of str
        Payments for IPS that are priced beside funding schemes whose payments are not taken in.
    """

    found: Found
    case: BusinessCase
    study: Study
    tables: Tables
    figures: Figures
    synthetic: bool = False
    beside_schemes: tuple[str, ...] = ()

    @classmethod
    def made(cls, settings: Settings | Slice, found: Found) -> Inputs:
        """From the settings and what was found."""
        parts: dict[str, Any] = {name: getattr(settings, name) for name in ("study", "tables", "figures", "synthetic")}
        programme = settings.programme
        beside = priced_beside(programme.business_case, programme.funding)
        return cls(found, programme.business_case, **parts, beside_schemes=beside)

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.tables)

    @property
    def key(self) -> Key:
        """What the figures and the sensitivity analysis are of: the perspective and the outcome of the settings."""
        case = self.case
        return next(key for key in self.found.points if key[:2] == (case.perspective, case.outcome))

    @property
    def point(self) -> Differences:
        """The difference that they are of."""
        return self.found.points[self.key]

    @property
    def left_out(self) -> bool:
        """Whether the value of work is left out of it."""
        return self.case.comparator is not None and self.key.work == LEFT_OUT

    def whom(self, perspective: str) -> str:
        """What a perspective is called."""
        return say("Societal") if perspective == SOCIETAL else self.case.stakeholders[perspective]
