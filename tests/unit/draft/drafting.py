"""Small files of persons and the settings that are drafted from them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from ipscohort.draft import draft
from ipscohort.errors import UserError

NAMES = ["Anna Berg", "Bo Dahl", "Cem Evren", "Dora Fink", "Eva Gross", "Finn Holm", "Gita Iyer", "Hugo Jansen", "Ida Koch", "Jan Lund"]
PEOPLE = {
    "respnr": [f"R{n:03d}" for n in range(10)],
    "naam": NAMES,
    "inclusiedatum": [f"{n + 10}-03-2015" for n in range(10)],
    "geslacht": ["m", "v"] * 5,
    "opleiding": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1],
    "leeftijd": [23, 34, 45, 56, 31, 42, 53, 29, 38, 47],
}


def write(folder: Path, name: str = "people.csv", sep: str = ",", head: str = "", **columns) -> Path:
    path = folder / name
    path.write_text(head + pd.DataFrame(columns).to_csv(index=False, sep=sep, lineterminator="\n"), encoding="utf-8")
    return path


def drafted(folder: Path, *files: Path, exposures: tuple[str, ...] = ()) -> tuple[dict, str]:
    """The settings as values, and their text."""
    target = folder / "mine.yaml"
    draft(files, target, exposures)
    text = target.read_text(encoding="utf-8")
    return YAML(typ="safe").load(text), text


def refused(folder: Path, *files: Path, **more) -> str:
    with pytest.raises(UserError) as caught:
        drafted(folder, *files, **more)
    assert not (folder / "mine.yaml").exists()
    return str(caught.value)
