"""Numbers that answer, as HTML: a link to the answer of the first, and the ids of all."""

from __future__ import annotations

from html import escape

from ipscohort.display.numbers import Phrase


def linked(text: str, ids: tuple[str, ...]) -> str:
    """Text as HTML; with ids, a link to the first number's answer that names the ids of all."""
    if not ids:
        return escape(text)
    return f'<a class="n" href="#{escape(ids[0])}" data-n="{escape(" ".join(ids))}">{escape(text)}</a>'


def linked_phrase(phrase: Phrase) -> str:
    """A sentence as HTML, each part with numbers a link."""
    return "".join(linked(part if isinstance(part, str) else part.text, ids) for part, ids in phrase.numbered())
