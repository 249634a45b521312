"""Which specifications there are: the study's own, and each alternative by itself or all of them crossed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ipscohort.config.replication import Choice
from ipscohort.config.sensitivity import Sensitivity


@dataclass(frozen=True)
class Specification:
    """One way to do the study.

    Attributes
    ----------
    number : int
        0: as the study does it.
    options : tuple of (Choice, str)
        Each choice, and what is chosen: `here`, or the name of an alternative.
    """

    number: int
    options: tuple[tuple[Choice, str], ...]

    @property
    def otherwise(self) -> list[tuple[Choice, str]]:
        """Choices made otherwise than the study makes them."""
        return [(choice, option) for choice, option in self.options if option != choice.here]

    @property
    def changes(self) -> dict[str, Any]:
        """Key path -> value, of all of them."""
        return {key: value for choice, option in self.otherwise for key, value in choice.alternatives[option].items()}

    @property
    def chosen(self) -> str:
        """'Length of follow-up: 12 months; Confounders: none'; empty for the study's own."""
        return "; ".join(f"{choice.choice}: {option}" for choice, option in self.otherwise)

    @property
    def keys(self) -> str:
        """'study.follow_up: 12 months'; empty for the study's own."""
        return said(self.changes)


def specifications(sensitivity: Sensitivity) -> list[Specification]:
    """All of them, in the order of the settings, the study's own first; the last choice changes fastest where they are crossed."""
    choices = sensitivity.choices
    own = tuple((choice, choice.here) for choice in choices)
    if sensitivity.crossed:
        options = [[(choice, option) for option in (choice.here, *choice.alternatives)] for choice in choices]
        return [Specification(number, chosen) for number, chosen in enumerate(product(*options))]
    one_at_a_time = [(choice, name) for choice in choices for name in choice.alternatives]
    return [
        Specification(0, own),
        *(Specification(number, _with(own, choice, name)) for number, (choice, name) in enumerate(one_at_a_time, 1)),
    ]


def _with(own: Sequence[tuple[Choice, str]], choice: Choice, name: str) -> tuple[tuple[Choice, str], ...]:
    return tuple((each, name if each is choice else option) for each, option in own)


def said(changes: Mapping[str, Any]) -> str:
    """'outcomes.overlap: sum; study.month: 30 days'."""
    return "; ".join(f"{key}: {_plain(value)}" for key, value in changes.items())


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{said(value).replace('; ', ', ')}}}"
    return f"[{', '.join(map(_plain, value))}]" if isinstance(value, list) else str(value)
