"""Characters that have no place in a text that is read: nobody sees them, and pages, documents and terminals act on them.

Controls and halves of a sign can't stand in XML, and so not in a Word document, a workbook or a drawing; a terminal takes some for
commands. Marks that turn the direction of writing around would turn the numbers behind a label around too. Whatever a label or an id of the
records holds, it stands in what people read as U+FFFD. Parquet and SPSS files hold every text unchanged; settings may not have them.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls but tab and ends of lines, marks of direction that hold until they are ended, halves of a sign, and what is no character."""
IN_ITS_PLACE = "\ufffd"


def seen(text: str) -> str:
    """A text as people may read it: the sign of replacement where a character has no place in it."""
    return UNSEEN.sub(IN_ITS_PLACE, text)


def seen_throughout(value: Any) -> Any:
    """The same of every text in a record of texts, and in its lists; the value itself where nothing has to change."""
    if isinstance(value, str):
        return seen(value) if UNSEEN.search(value) else value
    if isinstance(value, (tuple, list)):
        items = [seen_throughout(item) for item in value]
        return value if all(map(is_, items, value)) else type(value)(items)
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: new for name, item in own.items() if (new := seen_throughout(item)) is not item}
        return replace(value, **changed) if changed else value
    return value
