"""Ids in one form, and ids that are not the same and nearly so: in what they differ, by the rules that a cohort's settings may accept.

A rule maps ids onto keys; ids match by it where their keys are the same. No rule joins 1.01 and 1.1, or 10 and 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import combinations

import pandas as pd

from ipscohort.ids.look_alike import LATIN, as_latin

BLANKS = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")
"""Blanks and characters without width."""
UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff]+")
"""Characters without width: no reader sees them, and spreadsheets and web pages leave them in what is copied."""
HYPHENS = re.compile("[-\u00ad\u058a\u05be\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")
"""Hyphens, dashes and the minus sign."""
ZEROS = re.compile(r"(?<![0-9.,])0+(?=[0-9])")
"""Zeros that a number in an id begins with, after letters or a hyphen too; not those of a fraction."""

RULES: dict[str, Callable[[str], str]] = {
    "unicode": lambda text: unicodedata.normalize("NFKC", text),
    "case": str.casefold,
    "leading_zeros": lambda text: ZEROS.sub("", text),
    "hyphens": lambda text: HYPHENS.sub("", text),
    "blanks": lambda text: BLANKS.sub("", text),
    "alphabets": lambda text: text.translate(LATIN),
}
"""Rule -> key of an id, in the order in which they are applied; zeros go before a hyphen that they follow is gone, and again at the end."""
WORDS = {
    "unicode": "Unicode form",
    "case": "case",
    "leading_zeros": "leading zeros",
    "hyphens": "hyphens",
    "blanks": "blanks inside",
    "alphabets": "letters that look alike in another alphabet",
}
"""Rule -> how messages name it."""


def in_one_form(ids: pd.Series) -> pd.Series:
    """Ids as they are compared: letters and their accents composed (Unicode NFC), and no character without width.

    Parameters
    ----------
    ids : Series of string

    Returns
    -------
    Series of string
        Missing where the id is, or where nothing is left of it.
    """
    texts = ids.to_numpy(dtype=object, na_value="")
    if "".join(texts).isascii():
        return ids
    strange = pd.Series([not text.isascii() for text in texts], index=ids.index)
    formed = ids[strange].map(lambda text: unicodedata.normalize("NFC", UNSEEN.sub("", text)).strip()).astype("string")
    return ids.where(~strange, formed.mask(formed.eq("")).reindex(ids.index))


def id_keys(ids: pd.Series, rules: Iterable[str]) -> pd.Series:
    """Keys of ids under rules.

    Parameters
    ----------
    ids : Series of string
    rules : iterable of str

    Returns
    -------
    Series of string
        Missing where the id is.
    """
    chosen = [name for name in RULES if name in set(rules)]
    for name in [*chosen, *(["leading_zeros"] if "leading_zeros" in chosen else [])]:
        ids = ids.map(RULES[name], na_action="ignore").astype("string")
    return ids


def named(rules: Iterable[str]) -> str:
    """'case', or 'case and leading zeros'."""
    words = [WORDS[rule] for rule in rules]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def near_matches(ids: pd.Series, people: pd.Series, allowed: Iterable[str] = tuple(RULES)) -> pd.DataFrame:
    """Ids that no participant has and that match one or several by the fewest rules.

    Parameters
    ----------
    ids : Series of string
        Ids of job records.
    people : Series of string
        Ids of participants.
    allowed : iterable of str
        Rules to try.

    Returns
    -------
    DataFrame
        id, rules (tuple of str, sorted by name), matches (tuple of the participants' ids); a row per id, each once.
    """
    people = people.dropna().drop_duplicates()
    left = ids.dropna().drop_duplicates()
    left = left[~left.isin(people)]
    # Only ids that are alike but for all that any rule looks at can match by some: few, where many persons are.
    bare, bare_people = _bare(left), _bare(people) if len(left) else people
    left, people = left[bare.isin(bare_people)], people[bare_people.isin(bare)] if len(left) else people[:0]
    found: list[pd.DataFrame] = []
    names = sorted(allowed)
    for rules in (chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size)):
        if left.empty:
            break
        by_key: dict[str, tuple[str, ...]] = {}
        for key, person in zip(id_keys(people, rules), people, strict=True):
            by_key[key] = (*by_key.get(key, ()), person)
        matches = pd.Series([by_key.get(key) for key in id_keys(left, rules)], index=left.index, dtype=object)
        hit = matches.notna()
        found.append(pd.DataFrame({"id": left[hit], "rules": [rules] * int(hit.sum()), "matches": matches[hit]}))
        left = left[~hit]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["id", "rules", "matches"])


def _bare(ids: pd.Series) -> pd.Series:
    """Ids without anything that a rule looks at."""
    return pd.Series([_bare_id(text) for text in ids], index=ids.index, dtype="string")


def _bare_id(text: str) -> str:
    folded = as_latin(text).casefold()
    if not folded.isascii():
        folded = RULES["unicode"](folded).casefold()
    bare = BLANKS.sub("", HYPHENS.sub("", folded)).replace("0", "")
    return bare if bare.isascii() else RULES["unicode"](bare)  # a letter and its accent meet where a hyphen between them is gone
