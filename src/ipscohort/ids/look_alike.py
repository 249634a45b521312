"""Letters of other alphabets that look as Latin ones do: a Cyrillic or Greek A, typed on another keyboard, or pasted from elsewhere.

Letters of one alphabet (l, 1 and I; O and 0) stay apart: whoever types ids tells them apart, or mends them.
"""

# ruff: noqa: RUF001 (the letters that are taken for others are what this is about)

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pandas as pd

PAIRS = {
    "АΑ": "A", "ВΒ": "B", "СϹ": "C", "ЕΕ": "E", "Ԍ": "G", "НΗ": "H", "ІΙ": "I", "Ј": "J", "КΚ": "K", "МΜ": "M", "Ν": "N", "ОΟ": "O", "РΡ": "P",
    "Ԛ": "Q", "Ѕ": "S", "ТΤ": "T", "Ԝ": "W", "ХΧ": "X", "ҮΥ": "Y", "Ζ": "Z", "а\u03b1": "a", "сϲ": "c", "ԁ": "d", "е": "e", "һ": "h", "іι": "i",
    "јϳ": "j", "оο": "o", "рρ": "p", "ԛ": "q", "ѕ": "s", "ν": "v", "ԝ": "w", "х": "x", "уγ": "y",
}  # fmt: skip
"""Cyrillic and Greek letters -> the Latin one (Unicode Technical Standard 39, confusables.txt: those between these three alphabets
that most fonts draw alike)."""
LATIN = str.maketrans({other: latin for others, latin in PAIRS.items() for other in others})


def as_latin(text: str) -> str:
    """A text with the Latin letter in place of one that looks alike; wide letters are taken as narrow ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(LATIN)


def look_alike(texts: pd.Series) -> list[str]:
    """Texts that look as another one does, in letters of another alphabet; in the order in which they stand.

    Parameters
    ----------
    texts : Series of string
        Missing ones are left out.

    Returns
    -------
    list of str
        None where every text is in plain Latin letters.
    """
    different = texts.dropna().drop_duplicates()
    if all(map(str.isascii, different)):
        return []
    found: dict[str, list[str]] = defaultdict(list)
    for text in different:
        found[as_latin(text)].append(text)
    return [text for text in different if len(found[as_latin(text)]) > 1]
