"""The house keeps its shape: one word per stage, one way of imports, no file or function out of bounds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ipscohort"
STAGES = ["ingest", "clean", "outcomes", "models", "survival", "tables", "figures", "replication", "report"]
MODULES = sorted(SOURCE.rglob("*.py"))
PLUGIN = ROOT / "src" / "snakemake_logger_plugin_ipscohort" / "__init__.py"
RECONSTRUCT = sorted((ROOT / "src" / "ipscohort_reconstruct").rglob("*.py"))
ABOVE_THE_STAGES = {"run", "__main__.py"}
LOOSE = {"__init__.py", "__main__.py", "errors.py"}
MAY_NAME_STAGES_BELOW = {"report": {"tables", "figures"}}
DESCRIPTIONS = "ipscohort.models.families"
"""Records that say what a kind of model is: read by settings, contracts, tables and figures too."""


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_the_library_knows_no_snakemake(path):
    assert not [name for name in imports(path) if name.split(".")[0].startswith("snakemake")]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_go_one_way(path):
    here = path.relative_to(SOURCE).parts[0]
    if here in ABOVE_THE_STAGES:
        return
    below = MAY_NAME_STAGES_BELOW.get(here, set())
    for name in imports(path):
        if name == DESCRIPTIONS or name.startswith(f"{DESCRIPTIONS}."):
            continue
        parts = name.split(".")
        if parts[0] == "ipscohort" and len(parts) > 1 and parts[1] in STAGES and parts[1] != here:
            assert parts[1] in below, f"{path} imports {name}"
        if here == "config" and parts[0] == "ipscohort" and len(parts) > 1:
            assert parts[1] in ("config", "contracts", "errors", "files"), f"{path} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_the_library_does_not_know_how_the_synthetic_cohort_was_made(path):
    assert not [name for name in imports(path) if name.split(".")[0] == "ipscohort_reconstruct"]


def test_every_module_has_a_room_and_a_name_of_its_own():
    assert {path.name for path in SOURCE.glob("*.py")} == LOOSE
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert all((SOURCE / room / "__init__.py").is_file() for room in rooms)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_one_word_everywhere(stage):
    from ipscohort.config import STAGE_READS

    assert (SOURCE / stage / "__init__.py").is_file()
    assert (ROOT / "workflow" / "rules" / f"{stage}.smk").is_file()
    assert stage in STAGE_READS
    assert f'include: "workflow/rules/{stage}.smk"' in (ROOT / "Snakefile").read_text(encoding="utf-8")
    assert list((ROOT / "tests" / "unit" / stage).glob("test_*.py"))


def test_a_rule_is_a_script_is_verb_noun():
    rules = [
        name
        for file in (ROOT / "workflow" / "rules").glob("*.smk")
        for name in re.findall(r"^\s*rule (\w+):", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    scripts = [file.stem for file in (ROOT / "scripts").glob("*.py")]
    assert sorted(rules) == sorted(scripts)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in rules)


def test_the_workflow_lists_every_table_and_figure():
    from ipscohort.figures import FIGURES
    from ipscohort.models.families import FAMILIES
    from ipscohort.tables import TABLES

    text = (ROOT / "workflow" / "rules" / "common.smk").read_text(encoding="utf-8")
    listed = {
        name: re.findall(r'"(\w+)"', re.search(rf"^{name} = \[(.*?)\]", text, re.MULTILINE | re.DOTALL)[1])
        for name in ("TABLES", "FIGURES")
    }
    of_families = {family.table for family in FAMILIES.values()}
    assert listed["TABLES"] == [name for name in TABLES if name not in of_families]
    assert "*regression_tables(" in text
    assert listed["FIGURES"] == list(FIGURES)
    for name in [*listed["TABLES"], *FIGURES, "regressions"]:
        assert (ROOT / "workflow" / "report" / f"{name}.rst").is_file()


@pytest.mark.parametrize("path", [*MODULES, *RECONSTRUCT, PLUGIN, *sorted((ROOT / "scripts").glob("*.py"))], ids=lambda p: p.name)
def test_files_and_functions_stay_readable(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{path}: {node.name}"


def test_the_snakefile_is_short():
    assert len((ROOT / "Snakefile").read_text(encoding="utf-8").splitlines()) < 60


def test_public_functions_are_documented():
    for path in [*MODULES, *RECONSTRUCT]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}: {node.name}"


def test_the_settings_documentation_is_in_step():
    from ipscohort.config.docs import REMEDY, documentation

    for name, text in documentation().items():
        assert (ROOT / "config" / name).read_text(encoding="utf-8") == text, f"config/{name} is out of step: {REMEDY}"


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement(text):
    name, bounds = re.fullmatch(r"([A-Za-z0-9._-]+)\s*(.*)", text.strip()).groups()
    return normal(name), bounds.replace(" ", "")


def test_conda_users_get_the_same_packages():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [item for item in environment if isinstance(item, str)]
    by_pip = next(item["pip"] for item in environment if isinstance(item, dict))
    listed = dict(requirement(item) for item in plain + by_pip if item != "-e .")
    tools = {"pip", "setuptools"}
    assert listed.pop("python") == project["requires-python"]
    assert {name: bound for name, bound in listed.items() if name not in tools} == dict(map(requirement, project["dependencies"]))
    assert "-e ." in by_pip


def test_the_lock_pins_every_package_with_hashes_and_names_no_address():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for lock, wanted in [
        ("requirements.lock", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
        ("requirements-examples.lock", project["dependency-groups"]["examples"]),
    ]:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
        assert {requirement(item)[0] for item in wanted} <= pinned
        assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["snakefmt", "--check", "Snakefile", "workflow"],
    ],
    ids=lambda c: " ".join(c[:2]),
)
def test_the_code_is_formatted(command):
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
