"""What the tables and figures of a business case are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Figures, Tables
from ipscohort.config.business_case import SOCIETAL, BusinessCase, priced_beside
from ipscohort.config.programme import Programme
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
    question : str
        The study's question; empty where the settings have none.
    recruited : tuple of date, optional
        First and last day of recruitment.
    agency : str, optional
        Variable that says at which agency a person is.
    beside_schemes : tuple of str
        Payments for IPS that are priced beside funding schemes: whose payments are not taken in, or beside what these paid.
    unpriced : mapping of str -> str
        Payer -> its schemes with a payment whose price is not stated, where payments are taken in.
    stands_for : mapping of str -> str
        Cost that stands for schemes without a price -> these schemes.
    """

    found: Found
    case: BusinessCase
    study: Study
    tables: Tables
    figures: Figures
    synthetic: bool = False
    question: str = ""
    recruited: tuple[date, date] | None = None
    agency: str | None = None
    beside_schemes: tuple[str, ...] = ()
    unpriced: Mapping[str, str] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def made(cls, settings: Settings | Slice, found: Found) -> Inputs:
        """From the settings and what was found."""
        parts: dict[str, Any] = {name: getattr(settings, name) for name in ("study", "tables", "figures", "synthetic")}
        programme = settings.programme
        beside = priced_beside(programme.business_case, programme.funding)
        parts |= {"question": settings.question, "recruited": settings.clean.recruitment}
        parts["agency"] = programme.fidelity.participants_agency if programme.fidelity else None
        return cls(found, programme.business_case, **parts, beside_schemes=beside, **_without_price(programme))

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


def _without_price(programme: Programme) -> dict[str, dict[str, str]]:
    """Schemes without a price by payer, and by the cost that stands for them."""
    unpriced: dict[str, list[str]] = {}
    stands_for: dict[str, list[str]] = {}
    received = programme.business_case.funding
    for name, scheme in programme.funding.schemes.items() if received else ():
        label = programme.funding.label_of(name)
        if name in received.priced_by:
            stands_for.setdefault(received.priced_by[name], []).append(label)
        elif any(one.most is None for one in scheme.instalments.values()):
            unpriced.setdefault(scheme.payer, []).append(label)
    joined = ({key: "; ".join(labels) for key, labels in of.items()} for of in (unpriced, stands_for))
    return dict(zip(("unpriced", "stands_for"), joined, strict=True))
