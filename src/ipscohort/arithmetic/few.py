"""Counts of few persons, put together so that none follows from the others and their total."""

from __future__ import annotations

from collections.abc import Sequence


def put_together(counts: Sequence[int], hide_below: int) -> tuple[int, ...]:
    """Places of the counts of a total that are shown as one number, as some of them are about few persons.

    Parameters
    ----------
    counts : sequence of int
        Persons of each part; the parts make up the whole, which is shown.
    hide_below : int
        Counts from 1 to one less are few.

    Returns
    -------
    tuple of int
        In order; none where no count is few. With the few ones go those of nobody; all counts where the sum of these is few, or says what each
        of them is. To put only some larger one with them would tell which, as who knows the rule can try every table.
    """
    if not any(0 < n < hide_below for n in counts):
        return ()
    together = tuple(place for place, n in enumerate(counts) if n < hide_below)
    whole = sum(counts[place] for place in together)
    follows = whole < hide_below or whole == len(together) * (hide_below - 1)
    return tuple(range(len(counts))) if follows else together
