"""The rules of one release, as the settings declare them."""

from __future__ import annotations

from dataclasses import dataclass

from ipscohort.config.release import Release


@dataclass(frozen=True)
class Rules:
    """Rules of disclosure control.

    Attributes
    ----------
    threshold : int
        Counts of fewer persons (but 0) are hidden.
    width : int
        No hidden count may be bounded closer than by so many persons.
    zeros : bool
        Whether counts of nobody are hidden too.
    missing : bool
        Whether the number of persons without a value of one variable is hidden as any other count.
    base : int
        Counts are rounded to its multiples; 1 for none.
    min_n, min_events, min_df : int
        Fewest persons in a model, of each kind of outcome in it, and patterns of characteristics beyond its coefficients.
    spread : float
        A mean or sum of fewer persons than the threshold may not be bounded closer than by this share of itself, either way.
    dominance : float
        Most that one person may have of a sum, as a share.
    preset : str
        Whose rules they begin from.
    """

    threshold: int = 10
    width: int = 5
    zeros: bool = True
    missing: bool = True
    base: int = 1
    min_n: int = 30
    min_events: int = 10
    min_df: int = 10
    spread: float = 0.1
    dominance: float = 0.5
    preset: str = "ipscohort"

    def rounded(self, n: int) -> int:
        """A count as it is printed: the nearest multiple of the base, halves up."""
        return (2 * n + self.base) // (2 * self.base) * self.base if self.base > 1 else n

    def between(self, n: int) -> tuple[float, float]:
        """The least and the most that a count can be, for who knows how it is printed: as small ones are hidden, 0 is nobody."""
        if self.base == 1 or n == 0:
            return float(n), float(n)
        middle = self.rounded(n)
        least = max(middle - self.base // 2, self.threshold if n >= self.threshold else 1)
        return float(least), float(middle + (self.base - 1) // 2)


def rules_of(declared: Release | None) -> Rules:
    """The rules that the settings declare; the default ones where they say nothing."""
    said = declared or Release()
    return Rules(
        threshold=said.rule("threshold"),
        width=said.rule("width"),
        zeros=said.rule("hide_zeros"),
        missing=said.rule("hide_missing"),
        base=said.rule("round_to"),
        min_n=said.rule("min_persons"),
        min_events=said.rule("min_events"),
        min_df=said.rule("min_df"),
        spread=said.rule("spread") / 100,
        dominance=said.rule("dominance") / 100,
        preset=said.preset,
    )
