"""Which encodings fit a text that is not in the one it should be in, and how its names would look under each.

A text of one byte a letter can be decoded in dozens of ways, most of them garbled. A way fits where the letters are
those that a language uses most, of one script within a word, capitals at a word's start, and no box lines, fractions or
controls among them. Short texts can fit in several ways, so a few are proposed, and the reader chooses by names of
columns, labels and codes; persons' values are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

CANDIDATES = (
    *(f"windows-{n}" for n in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257)),
    *("cp850", "cp852", "cp737", "cp866", "cp862", "cp720", "cp857", "koi8-r", "mac-roman", "mac-greek", "mac-cyrillic"),
    *("iso-8859-2", "iso-8859-5", "iso-8859-6", "cp874", "cp932", "euc-jp", "gb18030", "big5", "cp949"),
)
"""Of encodings that read a text alike, the first is proposed."""
WIDE = ("utf-16-le", "utf-16-be")
LETTERS = {
    "LATIN": "éèäüöêàçßåøáíóñúâôîëïæûùãõœłąęśćńżźčšžěřůýőűğışăîșțāēīūėģķļņţďťňľĺŕđìòůðþ",
    "GREEK": "αοιετσνηρίυπκςάόμλέωήδγύθφχβώξζψϊϋΐΰ",
    "CYRILLIC": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ",
    "HEBREW": "יוהלאתמרבשנםדקעחפכגטזסצןךףץ",
    "ARABIC": "الينمترةوبعدسفهكحقجشصطخأضغذثءزئظىإؤآ",
}
"""Letters of a script, the most frequent first; of Latin, those that are not in ASCII."""
EAST = {"CJK": 0.7, "HIRAGANA": 0.9, "KATAKANA": 0.9, "KATAKANA-HIRAGANA": 0.9, "HANGUL": 0.8, "THAI": 0.7, "FULLWIDTH": 0.3}
"""Scripts of many letters -> how well one of them fits."""
MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014…«»€°§·•º\u00a0\u200e\u200f、。・"
"""Quotation marks, dashes and the like, which stand beside letters in any language."""
WORDS = 500
"""Words that are looked at."""
SHARE = 0.6
"""Of a word in Latin letters, at most this share is not in ASCII."""
SHOWN_WAYS, SHOWN_NAMES = 3, 4
WHOLE, HEAD = 100_000, 100
"""Bytes of a file that is looked at as a whole; lines at the start of a longer one."""
MUCH = 0.75
"""A text fits another encoding much better where its score is this much higher."""
CLOSE = 0.25
"""Fits that are this much worse than the best are not proposed."""


def fitting(data: bytes, known: Iterable[str] = ()) -> list[str]:
    """Encodings that fit, the best first.

    Parameters
    ----------
    data : bytes
    known : iterable of str
        Texts that the settings hold, such as names of columns: an encoding under which more of them stand in the data fits better.
    """
    return ranked(decoded(data), known)


def decoded(data: bytes) -> dict[str, str]:
    """The text under each encoding that can decode it."""
    wide = data[:2000].count(0) * 4 > len(data[:2000])
    found = {}
    for name in WIDE if wide else CANDIDATES:
        try:
            found[name] = data.decode(name)
        except UnicodeError:
            continue
    return found


def sample(data: bytes) -> bytes:
    """The first lines, and those that are not in ASCII: enough to judge by, of a file of any length."""
    if len(data) < WHOLE or b"\0" in data[:WHOLE]:
        return data
    lines = data.split(b"\n")
    return b"\n".join(lines[:HEAD] + [line for line in lines[HEAD:] if not line.isascii()][:WORDS])


def garbled(data: bytes, encoding: str) -> bool:
    """Whether a text reads badly in an encoding that can decode it, and well in another."""
    texts = decoded(data)
    own = score(_words(data.decode(encoding, "replace")))
    return max((score(_words(text)) for text in texts.values()), default=0.0) - own > MUCH


def ranked(texts: Mapping[str, str], known: Iterable[str] = ()) -> list[str]:
    """Encodings by how well their texts fit; those that fit badly, or read as one before them, are left out."""
    wanted = {text for text in known if not text.isascii()}
    scores: dict[str, tuple[int, float]] = {}
    seen = set()
    for name, text in texts.items():
        words = _words(text)
        if frozenset(words) not in seen:
            seen.add(frozenset(words))
            scores[name] = (len(wanted & cells(text)), score(words))
    best = max(scores.values(), default=(0, 0.0))
    fit = [name for name, (held, value) in scores.items() if held == best[0] and value > 0 and value >= best[1] - CLOSE]
    return sorted(fit, key=lambda name: -scores[name][1])


def cells(text: str) -> set[str]:
    """Parts between separators and line ends, without quotation marks."""
    return {part.strip() for part in re.split(r'[,;\t|\r\n"]+', text)}


def _words(text: str) -> list[str]:
    """Words that are not in ASCII, each once."""
    found = re.findall(r"[^\x00-\x40\x5b-\x60\x7b-\x7f]+", text)
    return list(dict.fromkeys(word for word in found if not word.isascii()))[:WORDS]


def score(words: list[str]) -> float:
    """How well words fit: about 1 where all their letters are frequent, below 0 where they are garbled."""
    if not words:
        return 0.0
    letters = [_weight(letter) for word in words for letter in word if not letter.isascii()]
    return sum(letters) / len(letters) - sum(map(_oddness, words)) / len(words)


def _weight(letter: str) -> float:
    """How well one letter fits."""
    if letter in MARKS:
        return 0.2
    script, kind = _script(letter), unicodedata.category(letter)
    if kind in ("Mn", "Mc") and script in ("HEBREW", "ARABIC", "THAI"):
        return 0.6
    if not kind.startswith("L"):
        return -2.0
    if script == "CJK":
        return EAST["CJK"] if _frequent(letter) else 0.1
    frequent = LETTERS.get(script, "")
    place = frequent.find(letter.lower())
    if place < 0:
        return EAST.get(script, -0.5)
    return 1 - place / len(frequent) * (0.5 if script == "LATIN" else 1)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "NONE").split()[0]


def _frequent(letter: str) -> bool:
    """Whether a Chinese character is among those that Chinese or Japanese standards put on their first level."""
    levels = (("gb2312", 0xB0, 0xD7), ("cp932", 0x88, 0x97), ("big5", 0xA4, 0xC6))
    return any(first <= letter.encode(name, "ignore")[:1].ljust(1, b"\0")[0] <= last for name, first, last in levels)


def _oddness(word: str) -> float:
    """What speaks against a word: mixed scripts, capitals after small letters, too few Latin letters of ASCII, a mark at its start."""
    scripts = {"EAST" if _script(c) in EAST else _script(c) for c in word if c.isalpha()}
    odd = 1.5 * max(len(scripts) - 1, 0)
    odd += sum(1.0 for first, second in pairwise(word) if first.islower() and second.isupper())
    foreign = sum(not letter.isascii() for letter in word)
    if scripts == {"LATIN"} and len(word) > 2 and foreign > SHARE * len(word):
        odd += 1.5
    return odd + (1.0 if unicodedata.category(word[0]).startswith("M") else 0.0)


def remedy(texts: Mapping[str, str], names: Mapping[str, Iterable[str]], known: Iterable[str] = ()) -> str:
    """What to do about a text in an unknown encoding.

    Parameters
    ----------
    texts : mapping of encoding -> str
        The text under each encoding that can decode it.
    names : mapping of encoding -> iterable of str
        Names of columns, labels and codes in it, which may be shown.
    known : iterable of str
        Texts that the settings hold.

    Returns
    -------
    str
    """
    fit = ranked(texts, known)[:SHOWN_WAYS]
    if not fit:
        return "set its encoding (that of the program that wrote it), or save it as UTF-8"
    ways = []
    for name in fit:
        shown = [text for text in dict.fromkeys(names.get(name, ())) if not text.isascii()][:SHOWN_NAMES]
        ways.append(f"encoding: {name}" + (f" ({', '.join(shown)})" if shown else ""))
    which = "the one under which the names in brackets read right: " if len(fit) > 1 and "(" in "".join(ways) else ""
    several = "what fits its bytes: " if len(fit) > 1 and not which else ""
    return f"set {which}{several}{' or '.join(ways)}, or save it as UTF-8"


def settings_texts(settings: Any) -> set[str]:
    """Names of columns and codes anywhere in a part of the settings."""
    if isinstance(settings, list):
        return set().union(*map(settings_texts, settings))
    if not isinstance(settings, dict):
        return set()
    own = {settings["column"].strip()} if isinstance(settings.get("column"), str) else set()
    own |= {code for key in ("codes", "missing") if isinstance(settings.get(key), dict) for code in settings[key]}
    return own.union(*map(settings_texts, settings.values()))
