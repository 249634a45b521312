"""Answers to questionnaires that add up to given scores and hang together as real answers do."""

from __future__ import annotations

import numpy as np

NOT_ASKED, REFUSED = 8, 9
TRIES = 200
LEAST_CORRELATION = 0.15
"""Least item-rest correlation that a draw of answers must have: in real answers, no item goes against the others."""
PATTERNS = ((NOT_ASKED, None), (REFUSED, 1), (NOT_ASKED, 2))
"""Who has no score: every item not asked, one refused, two not asked; taken in turn."""


def answers(totals: np.ndarray, items: int, low: int, high: int, rng: np.random.Generator) -> np.ndarray:
    """Items from `low` to `high` that add up to each person's total.

    Parameters
    ----------
    totals : ndarray of float, shape (n,)
        Sums over the items; NaN where the score is missing.
    items : int
        Number of items.
    low, high : int
        Lowest and highest answer.
    rng : Generator

    Returns
    -------
    ndarray of int, shape (n, items)
        Where the total is missing, the answers add up to somebody else's.

    Raises
    ------
    ValueError
        A total that no answers add up to.
    """
    known = ~np.isnan(totals)
    if ((totals[known] < items * low) | (totals[known] > items * high) | (totals[known] % 1 != 0)).any():
        raise ValueError(f"{items} answers from {low} to {high} can't add up to these totals")
    spare = rng.choice(totals[known], len(totals)) if known.any() else np.full(len(totals), items * (low + high) // 2)
    filled = np.where(known, totals, spare).astype(int)
    draws = (_draw(filled, items, low, high, rng) for _ in range(TRIES))
    best = next(draws)
    for found in draws:
        if _least_item_rest(best) >= LEAST_CORRELATION:
            break
        best = max(best, found, key=_least_item_rest)
    return best


def _draw(totals: np.ndarray, items: int, low: int, high: int, rng: np.random.Generator) -> np.ndarray:
    """As even as the total allows, the rest going to items that are easier; then some answers moved from one item to another."""
    n = len(totals)
    easier = rng.normal(0, 0.5, items) + rng.normal(0, 1, (n, items))
    rank = np.argsort(np.argsort(-easier, axis=1), axis=1)
    found = totals[:, None] // items + (rank < (totals % items)[:, None])
    people = np.arange(n)
    for _ in range(items // 3 + 1):
        up, down = rng.permuted(np.tile(np.arange(items), (n, 1)), axis=1)[:, :2].T
        move = (rng.random(n) < 0.2) & (found[people, up] < high) & (found[people, down] > low)
        found[people, up] += move
        found[people, down] -= move
    return found


def _least_item_rest(found: np.ndarray) -> float:
    """Least correlation of an item with the sum of the others; 0 where there is none."""
    if len(found) < 3:
        return 1.0
    rest = found.sum(axis=1, keepdims=True) - found
    item, others = found - found.mean(axis=0), rest - rest.mean(axis=0)
    scale = np.sqrt((item**2).sum(axis=0) * (others**2).sum(axis=0))
    return float(np.divide((item * others).sum(axis=0), scale, out=np.zeros(len(scale)), where=scale > 0).min())


def with_missing(codes: np.ndarray, missing: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Codes of answers with user-missing codes for those who have no score.

    Parameters
    ----------
    codes : ndarray of int, shape (n, items)
    missing : ndarray of bool, shape (n,)
        Who has no score: one item or more is left out.
    rng : Generator
    """
    codes = codes.copy()
    for turn, person in enumerate(np.flatnonzero(missing)):
        code, count = PATTERNS[turn % len(PATTERNS)]
        which = rng.permutation(codes.shape[1])[:count]
        codes[person, which] = code
    return codes
