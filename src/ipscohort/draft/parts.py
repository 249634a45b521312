"""Parts of drafted lines: values as YAML has them, a file, a column, what is open."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ipscohort.config.decisions import DECIDE
from ipscohort.config.ingest import File
from ipscohort.draft.columns import Seen
from ipscohort.draft.dates import ISO

WIDTH = 120
NUMBERED = 3
"""Columns that differ in a number only are named together where they are so many."""
PLAIN = re.compile(r"[A-Za-z_][\w./-]*(?: [\w./()-]+)*|0|[1-9]\d*")
READ_ALONE = {"yes", "no", "1", "0", "true", "false", "y", "n"}
"""Words for yes and no that are read without codes."""
HIS_OWN = {"null", "true", "false", "on", "off", "~"}
FILE_KEYS = ("sheet", "header_row", "encoding", "delimiter", "decimal")


def quoted(value: object) -> str:
    """A text as YAML reads it back, in quotation marks where it needs them."""
    text = str(value)
    return text if PLAIN.fullmatch(text) and text.lower() not in HIS_OWN else json.dumps(text, ensure_ascii=False)


def flow(values: Mapping[str, Any] | Sequence[Any] | object) -> str:
    """Values in one line: {a: 1, b: [c, d]}."""
    if isinstance(values, Mapping):
        return "{" + ", ".join(f"{quoted(key)}: {flow(value)}" for key, value in values.items()) + "}"
    if isinstance(values, (list, tuple)):
        return "[" + ", ".join(map(flow, values)) + "]"
    return quoted(values)


def decide(choices: str) -> str:
    """A value that is still open, with what it can be."""
    return f"{DECIDE} {choices}"


def told(file: File) -> Iterator[str]:
    """A file and what its own format doesn't tell, as far as it isn't the default."""
    yield f"file: {quoted(file.file)}"
    for key in FILE_KEYS:
        if getattr(file, key) != File.model_fields[key].default:
            yield f"{key}: {quoted(getattr(file, key))}"


def column(seen: Seen, **more: object) -> str:
    """A column, with its way of writing dates and what else is given."""
    told = {"column": seen.name, **({"date_format": way} if (way := date_format(seen)) else {}), **more}
    return quoted(seen.name) if len(told) == 1 else flow(told)


def date_format(seen: Seen) -> str:
    """How a column writes dates, the choice where two formats are possible, or '' where no word is needed."""
    if seen.dates is None:
        return ""
    if len(seen.dates.reads) > 1:
        ways = [f"{way} (reads {often} of {seen.dates.cells})" for way, often in seen.dates.reads.items()]
        return decide(f"{' or '.join(ways)}, and they differ in the day")
    return "" if seen.dates.best == ISO else seen.dates.best


def unread(seen: Seen) -> str:
    """How many cells of a column of dates are none, where any."""
    if seen.dates is None or not seen.dates.unread:
        return ""
    return f"{seen.dates.unread} of {seen.dates.cells} values are not read as dates: check names their rows"


def either(choices: Sequence[str]) -> str:
    """A value, or the choice where several are possible; they are written so that one can be copied out of the quotation marks."""
    return choices[0] if len(choices) == 1 else quoted(decide(" or ".join(choice.replace('"', "'") for choice in choices)))


def not_mapped(names: Sequence[str]) -> str:
    """A comment with names of columns that are left out, numbered ones together."""
    patterns = [re.sub(r"\d+", "{n}", name) for name in names]
    often = Counter(patterns)
    shown = [
        f"{pattern} ({often[pattern]} columns)" if often[pattern] >= NUMBERED else name
        for name, pattern in zip(names, patterns, strict=True)
    ]
    return " ".join(f"# not mapped: {', '.join(dict.fromkeys(shown))}".split())


def left_out(columns: Sequence[Seen]) -> Iterator[str]:
    """A comment with columns that may tell who somebody is, and how, where there are any."""
    if columns:
        named = ", ".join(f"{' '.join(seen.name.split())} ({seen.private})" for seen in columns)
        yield f"# left out, as {'it' if len(columns) == 1 else 'they'} may tell who somebody is: {named}"


def reads_alone(seen: Seen) -> bool:
    """Whether yes and no are read without codes: English words, or 1 and 0 without labels."""
    return all(label.casefold() in READ_ALONE for label in seen.codes.values())


def packed(parts: Mapping[str, str]) -> Iterator[str]:
    """Keys and values in braces, as many in a line as it holds."""
    line = "  {"
    for position, (key, value) in enumerate(parts.items(), 1):
        part = f"{key}: {value}{',' if position < len(parts) else '}'}"
        if len(line) + len(part) > WIDTH and line.strip(" {"):
            yield line.rstrip()
            line = "   "
        line += f"{part} "
    yield line.rstrip()


def missing_codes(seen: Seen) -> dict[str, object]:
    """The key `missing`, where a column has what may say that a value is: what each code says is the user's to decide."""
    labelled = "{label} - write the reason, or take this code out of here where it is a level"
    apart = "a code for missing? then write the reason, such as unknown; else take it out of here"
    asked = {code: decide(labelled.format(label=label) if label else apart) for code, label in seen.missing.items()}
    return {"missing": asked} if asked else {}
