"""What of the results may leave the room: rules of disclosure control."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ipscohort.config.base import MistakeError, Strict, YesNo

PRESETS: dict[str, dict[str, Any]] = {
    "ipscohort": {
        "threshold": 10,
        "width": 5,
        "hide_zeros": True,
        "hide_missing": True,
        "round_to": 1,
        "min_persons": 30,
        "min_events": 10,
        "min_df": 10,
        "spread": 10,
        "dominance": 50,
    },
    "ons": {"threshold": 10},
    "opensafely": {"threshold": 8, "round_to": 5, "hide_zeros": False},
    "ohdsi": {"threshold": 5, "min_events": 5, "hide_zeros": False},
    "statistics_netherlands": {"threshold": 10, "dominance": 50},
}
"""Preset -> what it sets; what it leaves open is as under `ipscohort`. docs/release.md says where each value comes from."""


class Release(Strict):
    """Rules of `python -m ipscohort release`, which writes what of the results may leave the room. A run itself does not read them."""

    preset: Literal["ipscohort", "ons", "opensafely", "ohdsi", "statistics_netherlands"] = "ipscohort"
    """Whose rules the keys below begin from. `ipscohort`: counts of 1 to 9 and of nobody are hidden. `ons`: the same threshold. `opensafely`:
    counts up to 7 are hidden, all others rounded to 5. `ohdsi`: counts of 1 to 4 are hidden. `statistics_netherlands`: counts of 1 to 9
    are hidden, and sums half of which are one person's. docs/release.md says which of it is documented where."""
    threshold: Annotated[int, Field(ge=2, le=100)] | None = None
    """Counts of fewer persons are hidden; means, medians and rates of fewer too."""
    width: Annotated[int, Field(ge=1, le=100)] | None = None
    """Fewest persons that must lie between the least and the most that a hidden count can be, for who knows all that is released."""
    hide_zeros: YesNo | None = None
    """Whether counts of nobody are hidden too: that nobody of a group had a job says it of each of them."""
    hide_missing: YesNo | None = None
    """Whether the number of persons without a value of one variable is hidden as any other small count."""
    round_to: Annotated[int, Field(ge=1, le=100)] | None = None
    """Counts are rounded to multiples of this, halves up, and percentages are of rounded counts; 1: not at all. Twice the threshold at most: a
    count that is shown would else be printed as 0."""
    min_persons: Annotated[int, Field(ge=2)] | None = None
    """Fewest persons in a regression that is released."""
    min_events: Annotated[int, Field(ge=1)] | None = None
    """Fewest persons with the outcome, and without it, in such a regression."""
    min_df: Annotated[int, Field(ge=1)] | None = None
    """Fewest patterns of characteristics in such a regression beyond its coefficients; without them its estimates would be counts."""
    spread: Annotated[float, Field(gt=0, le=100)] | None = None
    """Percent of itself, either way, within which no mean or sum of fewer persons than the threshold may be known from those released."""
    dominance: Annotated[float, Field(gt=0, le=100)] | None = None
    """Most percent of a sum, of days or of money, that may be one person's."""

    @model_validator(mode="after")
    def _shows_nobody_as_none(self) -> Release:
        most = 2 * self.rule("threshold")
        if self.rule("round_to") > most:
            raise MistakeError(
                f"round_to: a count of {self.rule('threshold')} persons, which is shown, would be rounded to 0",
                f"round to {most} or less, or raise the threshold",
            )
        return self

    def rule(self, name: str) -> Any:
        """A rule: as it is set, else as the preset has it."""
        value = getattr(self, name)
        return {**PRESETS["ipscohort"], **PRESETS[self.preset]}[name] if value is None else value
