"""Documentation of the settings, made from their classes: config/README.md and config/schema.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from ipscohort.config.settings import Settings

REMEDY = "python -m ipscohort docs"
HEAD = f"""# Settings of a cohort

One file per cohort, named as the cohort: `config/rossi.yaml` holds `cohort: rossi`. The one that runs where none is named
is `config/config.yaml` (`cohort: ips_mis`). Copy one, change it, and try it with
`python -m ipscohort check config/yours.yaml`: it names every mistake with its line, and leaves nothing behind.
Paths are relative to the settings file, which may lie outside this project, as may its data and results.
`yes` and `no` may be written as they are; a code with a leading zero (`010`) stays as it is written.

Editors that know JSON schema complete and check keys as you type; the first line for them is
`# yaml-language-server: $schema=schema.json`.

A key without a default must be there. This page is made from the program's own classes by `{REMEDY}`.
"""


def documentation() -> dict[str, str]:
    """File name -> content of everything that is generated."""
    schema = Settings.model_json_schema(mode="validation")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return {
        "README.md": HEAD + "".join(_sections()),
        "schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n",
    }


def _sections() -> Iterator[str]:
    waiting: list[tuple[str, type[BaseModel]]] = [("", Settings)]
    seen: set[type[BaseModel]] = set()
    while waiting:
        path, model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield _section(path, model)
        below = []
        for name, field in model.model_fields.items():
            place = (f"{path}.{name}" if path else name) + _each(field.annotation)
            below += [(place, inner) for inner in _models_in(field.annotation)]
        waiting[:0] = below


def _section(path: str, model: type[BaseModel]) -> str:
    title = f"`{path}`" if path else "The file"
    kind = next((_text(f.annotation) for n, f in model.model_fields.items() if n in ("shape", "kind")), "")
    lines = [f"\n## {title}" + (f", {kind}" if kind else ""), "", _one_line(model.__doc__), ""]
    lines += ["| key | value | default | what it is |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        inner = list(_models_in(field.annotation))
        about = _one_line(field.description) or (_one_line(inner[0].__doc__) if inner else "")
        lines.append(f"| `{name}` | {_text(field.annotation)} | {_default(field)} | {about} |")
    return "\n".join(lines) + "\n"


def _default(field: Any) -> str:
    if field.default is PydanticUndefined:
        return "**none**"
    value = field.default
    if isinstance(value, BaseModel):
        return "see there"
    if value is None or value in ({}, [], ""):
        return ""
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    return f"`{value}`"


def _each(annotation: Any) -> str:
    """How a path goes on below a mapping or a list."""
    text = _text(annotation)
    return ".NAME" if text.startswith("names ->") else (".1" if text.startswith("list") else "")


def _text(annotation: Any) -> str:
    """A type in words."""
    plain = {bool: "yes or no", int: "whole number", float: "number", str: "text", type(None): "", Any: "any value"}
    if annotation in plain:
        return plain[annotation]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return {"Column": "column", "Duration": "`30 months`, `52 weeks`, `365 days`"}.get(annotation.__name__, "keys below")
        return "text" if issubclass(annotation, Enum) else {"date": "date"}.get(annotation.__name__, annotation.__name__)
    if origin is dict:
        return f"names -> {_text(inner[1])}"
    if origin in (list, tuple):
        words = [_text(item) for item in inner]
        return f"list of {words[0]}" if origin is list else f"[{', '.join(words)}]"
    if hasattr(annotation, "__metadata__"):
        return next((words for words in annotation.__metadata__ if isinstance(words, str)), "") or _text(inner[0])
    parts = dict.fromkeys(_text(item) for item in inner)
    return " or ".join(part for part in parts if part)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel) and annotation.__name__ != "Duration":
            yield annotation
        return
    for item in get_args(annotation):
        yield from _models_in(item)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
