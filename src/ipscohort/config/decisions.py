"""Choices that a draft leaves open, each marked in its place."""

from __future__ import annotations

from typing import Any

from ipscohort.config.yamlfile import YamlFile
from ipscohort.errors import Problems

DECIDE = "DECIDE:"
"""How a value begins that is still to be chosen; what follows says what it can be."""


def check_decisions(file: YamlFile) -> None:
    """Stop where choices are open, with all of them.

    Parameters
    ----------
    file : YamlFile

    Raises
    ------
    UserError
    """
    problems = Problems(
        f"Choices are still open in {file.path}; nothing was run. Write an answer in place of each {DECIDE.rstrip(':')}, then again: "
        f"python -m ipscohort check {file.path}"
    )
    for keys, choices in _open(file.values, ()):
        problems.add(f"line {file.line_of(keys)}, {'.'.join(map(str, keys))}", choices)
    problems.stop()


def _open(values: Any, keys: tuple) -> list[tuple[tuple, str]]:
    if isinstance(values, dict):
        return [found for key, value in values.items() for found in _open(value, (*keys, key))]
    if isinstance(values, list):
        return [found for position, value in enumerate(values) for found in _open(value, (*keys, position))]
    return [(keys, values.removeprefix(DECIDE).strip())] if isinstance(values, str) and values.startswith(DECIDE) else []
