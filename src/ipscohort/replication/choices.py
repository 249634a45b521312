"""Which choice matters: each alternative to what the study does, and the printed values that tell the two apart.

Steps: the study's own settings -> its replication; per alternative: settings with its keys changed -> the whole analysis
again -> its replication -> the values whose match differs. Where an alternative can't be computed, its row says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import ValidationError

from ipscohort.config import Settings
from ipscohort.config.choices import overlay
from ipscohort.config.mistakewords import in_words
from ipscohort.config.replication import Choice
from ipscohort.contracts import ALTERNATIVES, CHANGED_VALUES
from ipscohort.errors import Problem, UserError
from ipscohort.printed_values.agreement import counted_in
from ipscohort.replication.replicate import compare

Analyse = Callable[[Settings], Mapping[str, pd.DataFrame]]
COMPARED = ("id", "where", "quantity", "population", "printed", "recomputed_as_printed", "n_printed", "n_recomputed", "match")


@dataclass(frozen=True)
class Compared:
    """What came of the alternatives.

    Attributes
    ----------
    alternatives : DataFrame
        ALTERNATIVES, in the order of the settings.
    changed_values : DataFrame
        CHANGED_VALUES, alternatives in that order and values in the printed file's.
    """

    alternatives: pd.DataFrame
    changed_values: pd.DataFrame


def compare_definitions(values: Mapping[str, Any], choices: Sequence[Choice], printed: pd.DataFrame, analyse: Analyse) -> Compared:
    """Try every alternative of every choice against the printed values.

    Parameters
    ----------
    values : mapping
        The study's settings as plain values; keys that an alternative does not name stay as they are.
    choices : sequence of Choice
    printed : DataFrame
        PRINTED.
    analyse : callable
        Settings -> the frames that `compare` reads.

    Returns
    -------
    Compared

    Raises
    ------
    UserError
        The study itself can't be analysed, or an alternative makes settings that are not possible.
    """
    tried = _alternatives(values, choices)
    here = _replicated(Settings.model_validate(values), printed, analyse)
    rows, entries = [], [CHANGED_VALUES.empty()]
    for choice, name, settings in tried:
        row = {"choice": choice.choice, "here": choice.here, "alternative": name, "keys": _said(choice.alternatives[name])}
        row["n_values"] = len(here)
        try:
            changed = _changed(here, _replicated(settings, printed, analyse))
        except UserError as error:
            rows.append({**row, "why_not": _without_persons(error)})
            continue
        only_so = int(changed["match"].sum())
        rows.append({**row, "n_no_longer": len(changed) - only_so, "n_only_so": only_so})
        entries.append(CHANGED_VALUES.conform(changed.assign(choice=choice.choice, alternative=name)))
    alternatives = ALTERNATIVES.conform(pd.DataFrame(rows)) if rows else ALTERNATIVES.empty()
    return Compared(alternatives, CHANGED_VALUES.conform(pd.concat(entries, ignore_index=True)))


def _alternatives(values: Mapping[str, Any], choices: Sequence[Choice]) -> list[tuple[Choice, str, Settings]]:
    """Each alternative with its settings."""
    made, problems = [], []
    for choice in choices:
        for name, changes in choice.alternatives.items():
            try:
                made.append((choice, name, Settings.model_validate(overlay(values, changes))))
            except ValueError as error:
                problems.append(Problem(f"choice '{choice.choice}', alternative '{name}'", _wrong(error), "mend the key path or the value"))
    if problems:
        raise UserError("replication.choices holds alternatives that are not possible; none was computed.", problems)
    return made


def _wrong(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(
        f"{'.'.join(map(str, found['loc']))}: {in_words(found['type'], found.get('ctx', {}), found['input']) or found['msg']}"
        for found in error.errors(include_url=False)
    )


def _replicated(settings: Settings, printed: pd.DataFrame, analyse: Analyse) -> pd.DataFrame:
    """The values that count beside the recomputed ones, by id."""
    found = compare(printed, analyse(settings), settings)
    return counted_in(found).set_index("id", drop=False)


def _changed(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Values that match under one of the two, as they are under the other."""
    return there.loc[here["match"] != there["match"].reindex(here.index), list(COMPARED)].reset_index(drop=True)


def _said(changes: Mapping[str, Any]) -> str:
    """'outcomes.overlap: sum; study.month: 30 days'."""
    return "; ".join(f"{key}: {_plain(value)}" for key, value in changes.items())


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{_said(value).replace('; ', ', ')}}}"
    return f"[{', '.join(map(_plain, value))}]" if isinstance(value, list) else str(value)


def _without_persons(error: UserError) -> str:
    """What is wrong, without rows and ids: this text stands in the report."""
    return " ".join([error.heading, *(f"{problem.where}: {problem.what}." for problem in error.problems)])
