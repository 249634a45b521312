"""docs/tables_compared.md: each line of settings in it is one that is accepted, each file one that a run leaves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ipscohort.catalogue.exhibits import BY_FAMILY, FIGURES, TABLES
from ipscohort.catalogue.formats import BOOKS, EXPORTS, FIGURE_FORMATS, TABLE_FORMATS
from ipscohort.catalogue.stages import FILES
from ipscohort.config.analysis import Models, Survival, Tables
from ipscohort.models.families import FAMILIES, tables_of

PAGE = (Path(__file__).parents[3] / "docs" / "tables_compared.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`]+)`", PAGE)
PARTS = {"tables": Tables, "models": Models, "survival": Survival}
SETTINGS = [text for text in QUOTED if re.match(rf"({'|'.join(PARTS)}): ", text)]
PATHS = [text for text in QUOTED if re.fullmatch(r"\w+/[\w.]+", text)]


def left_by_a_run() -> set[str]:
    tables = {name for name in TABLES if name != BY_FAMILY} | set(tables_of(FAMILIES))
    found = {f"tables/{name}.{suffix}" for name in tables for suffix in (*TABLE_FORMATS, *EXPORTS)}
    found |= {f"tables/tables.{suffix}" for suffix in BOOKS} | {f"figures/{name}.{suffix}" for name in FIGURES for suffix in FIGURE_FORMATS}
    return found | {file.path for file in FILES.values()}


def test_there_is_something_to_test():
    assert len(SETTINGS) > 15
    assert len(PATHS) > 40


@pytest.mark.parametrize("text", SETTINGS)
def test_lines_of_settings_are_accepted(text):
    (part, values), *others = YAML(typ="safe").load(text).items()
    assert not others
    # YAML has read yes and no as true and false; the loader of settings keeps them as words
    words = {key: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value for key, value in values.items()}
    PARTS[part].model_validate(words)


@pytest.mark.parametrize("path", sorted(set(PATHS)))
def test_files_are_what_a_run_leaves(path):
    assert path in left_by_a_run()


def test_models_are_there():
    assert {text.removeprefix("model: ") for text in QUOTED if text.startswith("model: ")} <= set(FAMILIES)


def test_each_feature_has_an_example_and_a_place():
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| feature")]
    whole = [row for row in rows if len(row) == 7]
    assert len(whole) > 30
    for feature, *_, here, place in whole:
        assert "`" in here or "*default*" in here, feature
        assert re.fullmatch(r" `[\w./]+` ", place), feature
