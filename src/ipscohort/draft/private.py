"""Columns that may tell who somebody is: personal numbers, phone numbers, addresses, by their names and by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from ipscohort.draft.vocabulary import fits

PERSONAL, PHONE, ADDRESS = "a personal number", "a phone number", "an address"
ANOTHER_ID = "another id"
LONG = "long numbers, as personal and phone numbers are"
WORDS = {
    PERSONAL: "bsn sofi sofinr sofinummer burgerservice- fodselsnr fodselsnummer fnr personnummer svnr sozialvers- rentenvers- rvnr "
    "versicherungsn- versichertenn- kvnr ssn cpr cprnr nhsnr",
    PHONE: "tel telnr telefoon- telefon- phone- mobiel mobielnr mobielnummer mobil mobilnr mobilnummer mobile mobiltelefon gsm handy "
    "handynr handynummer rufnummer",
    ADDRESS: "mail email e-mail emailadres mailadres adres adresse address straat- strasse- street huisnummer hausnummer postcode- plz "
    "postleitzahl postnr postnummer zip zipcode iban",
}
"""What a column is -> words of its name or label."""
DAY, MONTH = r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])", r"(?:0[1-9]|1[0-2]|[4-9]\d)"
PATTERNS = {
    PERSONAL: (
        rf"{DAY}{MONTH}\d\d[ -]?\d{{5}}",  # Norway; temporary numbers have 40 more as their day
        r"(?:19|20)?\d{6}[-+]\d{4}",  # Sweden, Denmark
        r"\d{2} ?\d{6} ?[A-Za-z] ?\d{3}",  # Germany: pension
        r"[A-Za-z]\d{9}",  # Germany: health insurance
        r"\d{3}-\d{2}-\d{4}",  # United States
    ),
    PHONE: (r"(?:\+|00)\d[\d ()/-]{7,17}", r"\(?0\d[\d ()/-]{7,13}"),
    ADDRESS: (r"[^@\s]+@[^@\s]+\.[^@\s]+", r"\d{4} ?[A-Z]{2}", r"[A-Z]{2}\d{2} ?[A-Z0-9]{4}[A-Z0-9 ]{7,28}"),
}
"""What a column is -> how its values are written."""
LONGEST = 6
"""Digits of the longest number that something is measured by."""
MOST = 0.9
"""Share of a column's different values that are of one kind."""
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def tells_who(words: Iterable[str], values: pd.Index) -> str:
    """What of a person a column may hold, or ''.

    Parameters
    ----------
    words : iterable of str
        Of its name and label.
    values : Index of str
        The different ones.
    """
    words, texts = tuple(words), pd.Series(values, dtype="string")
    named = next((what for what, known in WORDS.items() if any(fits(word, known) for word in words)), "")
    if named and not (named == PHONE and texts.str.fullmatch(rf"\d{{1,{LONGEST}}}").all()):  # a number of calls
        return named
    if texts.map(lambda text: passes_eleven_test(text.zfill(9))).mean() >= MOST:
        return PERSONAL
    for what, patterns in PATTERNS.items():
        if any(texts.str.fullmatch(pattern).mean() >= MOST for pattern in patterns):
            return what
    return LONG if texts.str.fullmatch(rf"\d{{{LONGEST + 1},}}").mean() >= MOST else ""


def passes_eleven_test(text: str) -> bool:
    """Whether a text is a possible Dutch burgerservicenummer: nine digits whose weighted sum is a multiple of eleven."""
    if not re.fullmatch(r"\d{9}", text) or text.startswith("000"):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=True)) % 11 == 0
