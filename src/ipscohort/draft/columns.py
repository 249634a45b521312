"""What a column holds, by its content: kind, codes with their labels, way of writing dates. Never a person's value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ipscohort.draft.dates import Written, written
from ipscohort.draft.private import ANOTHER_ID, tells_who
from ipscohort.draft.vocabulary import ID, MISSING, NO, YES, fits
from ipscohort.ingest.codes import code_text
from ipscohort.ingest.rawtable import RawTable

MANY_CODES = 12
"""Whole numbers of more kinds than this are a number, not codes."""
FEW_CODES = 7
"""The same where none has a label."""
REPEATED = 3
"""A text that is a level stands this often at least."""
NEARLY_ALL = 0.95
"""Share of the rows that an id tells apart at least, in a file of a row per person."""
FEW_WORDS = 6
"""Words are levels to be named where they are no more than this, and stand this often on average."""
LIKE_CODES = re.compile(r"-\d{1,4}(?:[.,]0+)?|(?:7{2,4}|8{2,4}|9{2,4}|9{1,3}[678])(?:[.,]0+)?")
"""Numbers that are often codes for missing: -1, 99, 888, 9998."""
APART = 0.5
"""Such a number is one where it lies above all others by this share of their range, or more."""
FEW_BELOW = 3
"""Numbers below 0 are often codes where they are no more than this, and all others are not."""
NUMBER = r"[+-]?\d+(?:[.,]\d+)?"


@dataclass(frozen=True)
class Seen:
    """One column.

    Attributes
    ----------
    name : str
    label : str
        The file's variable label, or ''.
    kind : str
        date, number, yes_no, category, text or empty.
    codes : dict of str -> str
        Code -> its label in the file, '' where it has none, the word itself where it is one; of numbers that are codes, of words for
        yes and no, and of a few words that repeat.
    dates : Written or None
        How dates are written as text; None where the file has dates, or none.
    missing : dict of str -> str
        Codes whose label says that the value is missing, with the label; of numbers, those that are often such codes and stand apart
        from all others, with ''. The file itself does not declare them so.
    like_ids : bool
        Whether nearly all values hold a digit, as ids do and names do not.
    private : str
        What it may tell of who somebody is, such as a phone number, or ''.
    known, distinct : int
        Cells that hold something, and how many different things.
    rows : int
    """

    name: str
    label: str
    kind: str
    codes: dict[str, str]
    dates: Written | None
    missing: dict[str, str]
    like_ids: bool
    private: str
    known: int
    distinct: int
    rows: int

    @property
    def words(self) -> frozenset[str]:
        """Words of the name and of the label, see `words_of`."""
        return words_of(self.name) | words_of(self.label)

    @property
    def names_each_row(self) -> bool:
        """Whether nearly each row holds a value of its own: a row may stand twice."""
        return self.known == self.rows and self.distinct >= NEARLY_ALL * self.rows

    @property
    def free_text(self) -> bool:
        """Whether it holds more different texts than a list of levels has: what somebody wrote, and no characteristic."""
        return self.kind == "text" and self.distinct > MANY_CODES

    @property
    def unlabelled(self) -> bool:
        """Whether it holds codes that the file doesn't explain."""
        return self.kind == "category" and bool(self.codes) and not all(self.codes.values())


def words_of(text: str) -> frozenset[str]:
    """Words of a name, in small letters without accents: StartDatum2_job -> start, datum, job; and startdatum, joined, too."""
    plain = text.replace("ø", "o").replace("Ø", "O").replace("å", "a").replace("Å", "A").replace("æ", "ae").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    joined = re.findall(r"[A-Za-z]+", plain)
    parts = [part for word in joined for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word)]
    return frozenset(word.lower() for word in (*joined, *parts))


def look(table: RawTable) -> dict[str, Seen]:
    """Every column of a file by its name."""
    return {str(name): seen_as(table, str(name)) for name in table.frame.columns}


def seen_as(table: RawTable, name: str, others: Sequence[str] = ()) -> Seen:
    """One column; with others, what it and they hold together, as numbered columns share their settings."""
    values = table.frame[name]
    codes = code_text(values, table.decimal).dropna()
    counts = codes.value_counts()
    declared = table.missing_codes.get(name, ())
    labels = {code: text for code, text in table.value_labels.get(name, {}).items() if code not in declared}
    together = pd.concat([codes, *(code_text(table.frame[other], table.decimal).dropna() for other in others)]).value_counts()
    missing = {code: text for code, text in labels.items() if code in together.index and says_missing(text)}
    if len(together) <= MANY_CODES or together.index.str.contains(r"\d").mean() >= NEARLY_ALL:  # a word among dates or numbers, too
        missing |= {code: code for code in together.index if code not in labels and only_says_missing(code)}
    labels = {code: text for code, text in labels.items() if code not in missing}
    kind, found, dates = _kind(values, together.drop(list(missing)), labels)
    if kind == "number":
        missing |= dict.fromkeys(_apart([code for code in together.index if code not in missing]), "")
    label = " ".join((table.variable_labels.get(name, "") or "").split())
    like_ids = bool(codes.str.contains(r"\d").mean() >= NEARLY_ALL) if len(codes) else False
    seen = Seen(name, label, kind, found, dates, missing, like_ids, "", int(counts.sum()), len(counts), len(values))
    return replace(seen, private=_private(seen, together.index))


def _private(seen: Seen, values: pd.Index) -> str:
    """What a column may tell of who somebody is; not one of dates, of yes and no, or of codes with labels."""
    if seen.kind in ("date", "yes_no", "empty") or any(code != label for code, label in seen.codes.items() if label):
        return ""
    if told := tells_who(seen.words, values):
        return told
    numbers = seen.kind == "number" and all(re.fullmatch(r"\d+", value) for value in values) and any(fits(word, ID) for word in seen.words)
    marks = seen.kind == "text" and seen.like_ids and not any(re.search(r"\s", value) for value in values)
    return ANOTHER_ID if seen.names_each_row and (numbers or marks) else ""


def _kind(values: pd.Series, counts: pd.Series, labels: dict[str, str]) -> tuple[str, dict[str, str], Written | None]:
    """Kind, codes, way of writing dates."""
    if counts.empty:
        return "empty", {}, None
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date", {}, None
    held = list(counts.index)
    if labels and set(held) <= set(labels):
        return ("yes_no" if _yes_no(labels) else "category"), labels, None
    if _yes_no({code: code for code in held}):
        return "yes_no", {code: code for code in held}, None
    if dates := written(counts):
        return "date", {}, dates
    if all(re.fullmatch(NUMBER, code) for code in held):
        whole = all(re.fullmatch(r"\d+", code) for code in held)
        few = whole and len(held) <= FEW_CODES and counts.min() >= REPEATED and max(map(int, held)) < 100
        return ("category", {code: labels.get(code, "") for code in sorted(held, key=int)}, None) if few else ("number", {}, None)
    few = len(held) <= FEW_WORDS and counts.sum() >= FEW_WORDS * len(held)
    if not few and (len(held) > MANY_CODES or counts.min() < REPEATED):
        return "text", {}, None
    return "category", {word: word for word in sorted(held)} if len(held) <= FEW_WORDS else {}, None


def _apart(held: Sequence[str]) -> list[str]:
    """Numbers that look like codes for missing: of their form, and far from all that are not."""
    numbers = {code: float(code.replace(",", ".")) for code in held}
    doubted = [code for code in held if LIKE_CODES.fullmatch(code)]
    rest = [number for code, number in numbers.items() if code not in doubted]
    if not rest or min(rest) == max(rest):
        return []
    below = sum(number < 0 for number in numbers.values()) <= FEW_BELOW and min(rest) >= 0
    above = max(rest) + APART * (max(rest) - min(rest))
    return sorted(code for code in doubted if (below if numbers[code] < 0 else numbers[code] >= above))


def _yes_no(labels: dict[str, str]) -> bool:
    """Whether labels are words for yes and for no, in any language known, or a 1 and a 0."""
    said = {yes_or_no(label) for label in labels.values()}
    return None not in said and said <= {"yes", "no"} and (len(said) == 2 or len(labels) == 1)


def says_missing(label: str) -> bool:
    """Whether a value label says that there is no value: unknown, refused, not asked."""
    plain = " ".join(label.casefold().split())
    return any(word in plain for word in MISSING)


def only_says_missing(text: str) -> bool:
    """Whether a text is nothing but one of these words: a cell that holds more can tell of a person."""
    plain = " ".join(text.casefold().split())
    return any(re.fullmatch(rf"{re.escape(word)}[^\W\d]*", plain) for word in MISSING)


def yes_or_no(text: str) -> str | None:
    """Yes or no, where a text is a word for it."""
    word = text.strip().casefold()
    return "yes" if word in YES else ("no" if word in NO else None)
