"""Words in the language that a study asks for.

The English text in the code is the key: `say("{n} persons left out", n=7)` gives it as it stands, or as nl.yaml or de.yaml beside
this file have it. A text that is declared in one place and said in another is marked with `later` where it is declared. `make words`
gathers all texts from the code: en.yaml is the list of them, to start another language from, and a test says which of the other files
lack one. English, Dutch and German have two forms of number, one and many, so `say_n` needs no grammar.

The language is that of the step that runs, set once where it starts (`speaking`); whatever runs outside any step speaks English.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

ENGLISH = "en"
FILES = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.yaml"))}
"""Language -> its file of words: a list of entries, each the English text (`en`) and the same in the language."""

CAPITAL_NOUNS = {"de"}
"""Languages in which any noun begins with a capital."""

_SPOKEN: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is said inside is said in this language, one of FILES."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """The language that is spoken, as a page declares it: en, nl, de."""
    return _SPOKEN.get()


def mid_sentence(text: str) -> str:
    """A text inside a sentence: its first letter small, but for abbreviations, and for a language in which nouns keep a capital."""
    if spoken() in CAPITAL_NOUNS:
        return text
    return text[:1].lower() + text[1:] if text[1:2].islower() or text.startswith("A ") else text


def say(text: str, /, **parts: object) -> str:
    """A text in the language spoken, with its {parts} filled in.

    Raises
    ------
    KeyError
        The text has a part that is not given.
    """
    found = _in(spoken()).get(text, text) if spoken() != ENGLISH else text
    return found.format(**parts) if parts else found


def say_n(one: str, many: str, n: int, /, **parts: object) -> str:
    """The first text for exactly one, else the second; both are filled with {n} as it is given, or as it is."""
    return say(one if n == 1 else many, **{"n": n, **parts})


def later(text: str) -> str:
    """Marks a text that is said elsewhere, so that it is among those to translate."""
    return text


def either(text: str) -> str:
    """Marks a text on competitive jobs that `Naming.words` says elsewhere, with that word or, as `of_every_job` has it, without."""
    return text


def of_every_job(text: str) -> str:
    """An English text on competitive jobs without that word: the key of what is said where a study counts every job."""
    plain = text.replace("competitive ", "").replace("Competitive ", "")
    return plain[:1].upper() + plain[1:] if text[:1].isupper() else plain


@cache
def _in(language: str) -> dict[str, str]:
    entries = YAML(typ="safe").load(FILES[language].read_text(encoding="utf-8"))
    return {entry[ENGLISH]: entry[language] for entry in entries if entry[language]}  # one not yet translated is said in English
