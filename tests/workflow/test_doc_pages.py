"""The settings that the pages in docs/ show are settings: each block, put over a cohort that it fits, is accepted."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from ipscohort.config import load_cohort
from ipscohort.config.yamlfile import read_yaml
from tests.conftest import ROOT

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
PANEL_FILES = ROOT / "tests" / "newcomers" / "pairs" / "norwegian_panel"


def over(base: dict, more: dict) -> dict:
    """Settings with others in their place, key by key."""
    merged = {
        key: over(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value for key, value in more.items()
    }
    return {**base, **merged}


def accepted(folder: Path, base: dict, block: str) -> None:
    """Settings of a cohort with a page's block put over them; JSON is YAML too."""
    more = folder / "block.yaml"
    more.write_text(block, encoding="utf-8")
    file = folder / f"{base['cohort']}.yaml"
    file.write_text(json.dumps(over(base, read_yaml(more).values), default=str), encoding="utf-8")
    load_cohort(file)


@pytest.mark.parametrize("block", BLOCK.findall((DOCS / "other_definitions.md").read_text(encoding="utf-8")))
def test_other_definitions(block, tmp_path):
    default = tmp_path / "default.yaml"
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    default.write_text(text, encoding="utf-8")
    base = read_yaml(default).values
    base["replication"] = {
        key: value for key, value in base["replication"].items() if key != "choices"
    }  # each alternative is another study's
    accepted(tmp_path, base, block)


def test_panel_data(tmp_path):
    shutil.copy(PANEL_FILES / "personer.csv", tmp_path)
    shutil.copy(PANEL_FILES / "maaneder.sav", tmp_path / "months.sav")
    participants = {"file": "personer.csv", "delimiter": ";", "decimal": ",", "id": "løpenr"}
    study = {"follow_up": "30 months", "end_of_observation": {"complete": "yes"}, "competitive": "all_jobs"}
    base = {"schema_version": 1, "cohort": "panel", "title": "Panel", "study": study, "ingest": {"participants": participants}}
    accepted(tmp_path, base, BLOCK.search((DOCS / "panel_data.md").read_text(encoding="utf-8"))[1])


FURTHER = [
    (page, block)
    for page in (
        "several_cohorts.md",
        "monitoring.md",
        "sensitivity.md",
        "imputation.md",
        "left_early.md",
        "repeated.md",
        "recruitment.md",
        "programme.md",
        "themes.md",
        "funding.md",
    )
    for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "block"), FURTHER, ids=[page for page, _ in FURTHER])
def test_further_keys(page, block, tmp_path):
    default = tmp_path / "default.yaml"
    text = (ROOT / "config" / "config.yaml").read_text(encoding="utf-8").replace("../data", (ROOT / "data").as_posix())
    default.write_text(text, encoding="utf-8")
    base = read_yaml(default).values
    block = block.replace("../data", (ROOT / "data").as_posix())
    if "end_of_observation" in block:
        del base["study"]["end_of_observation"]  # the page's own way stands in its place
    accepted(tmp_path, base, block)


@pytest.mark.parametrize("page", [*sorted(DOCS.glob("*.md")), ROOT / "README.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
