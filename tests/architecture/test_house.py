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

from ipscohort.catalogue.stages import FILES, STAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ipscohort"
MODULES = sorted(SOURCE.rglob("*.py"))
BESIDE_SNAKEMAKE = sorted((ROOT / "src").glob("snakemake_*/__init__.py"))
RECONSTRUCT = sorted((ROOT / "src" / "ipscohort_reconstruct").rglob("*.py"))
ABOVE_THE_STAGES = {"run", "draft", "compare", "release", "__main__.py"}
LOOSE = {"__init__.py", "__main__.py", "errors.py"}
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
    below = STAGES[here].uses if here in STAGES else ()
    for name in imports(path):
        if name == DESCRIPTIONS or name.startswith(f"{DESCRIPTIONS}."):
            continue
        parts = name.split(".")
        if parts[0] == "ipscohort" and len(parts) > 1 and parts[1] in STAGES and parts[1] != here:
            assert parts[1] in below, f"{path} imports {name}"
        if here == "catalogue":
            assert parts[0] != "ipscohort" or parts[1] in ("catalogue", "words"), f"{path} imports {name}"
        if here == "config" and parts[0] == "ipscohort" and len(parts) > 1:
            assert parts[1] in ("catalogue", "config", "contracts", "errors", "files", "words"), f"{path} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_the_library_does_not_know_how_the_synthetic_cohort_was_made(path):
    assert not [name for name in imports(path) if name.split(".")[0] == "ipscohort_reconstruct"]


def test_every_module_has_a_room_and_a_name_of_its_own():
    assert {path.name for path in SOURCE.glob("*.py")} == LOOSE
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert all((SOURCE / room / "__init__.py").is_file() for room in rooms)


OUTLETS = {
    "html": {"tables/render/html.py", "display/links.py", "display/drawings.py", "figures/saving.py", "report/exhibits.py"},
    "markupsafe": {"report/page.py", "report/sealed.py"},
    "jinja2": {"report/sealed.py", "words/renew.py"},
    "xml": {"tables/render/wordgrid.py", "ingest/readers/package.py"},
    "docx": {"tables/render/docx.py", "tables/render/wordgrid.py", "manuscript/word.py"},
    "openpyxl": {"tables/render/xlsx.py", "ingest/readers/workbook.py", "draft/opened.py"},
}
"""Library by which text gets into a format -> the only modules that use it: what they write is tried with hostile texts."""
WRITES = {"to_csv": {"files/tableio.py"}, "print_svg": {"figures/saving.py"}, "print_pdf": {"figures/saving.py"}}
WRITES |= {name: {"tables/render/csv.py", "run/bundle.py"} for name in ("writer", "writerow", "writerows")}
"""The same of calls; of these no module has any."""
NEVER = {"to_excel", "to_html", "to_latex", "to_markdown", "savefig", "eval", "exec"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_text_goes_out_by_one_way_of_each_format(path):
    here, tree = path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    assert [name for name in imports(path) if here not in OUTLETS.get(name.split(".")[0], {here})] == []
    called = {node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "") for node in _calls(tree)}
    assert not called & NEVER
    assert [name for name in called if here not in WRITES.get(name, {here})] == []


def _calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_templates_take_nothing_for_markup_but_tables_and_words_of_ours():
    templates = sorted((SOURCE / "report").glob("*.jinja"))
    taken = {found for path in templates for found in re.findall(r"markup\((.*?)\)", path.read_text(encoding="utf-8"))}
    own = {found for found in taken if re.fullmatch(r"[\"'].*[\"']", found)}
    assert taken - own == {"t.markup", "t.title", "line"}, "a table's page and its title, which are escaped"
    assert not [path for path in templates if re.search(r"\|\s*safe\b|autoescape", path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_one_word_everywhere(stage):
    from ipscohort.config import parts_read

    assert (SOURCE / stage / "__init__.py").is_file()
    assert (ROOT / "workflow" / "rules" / f"{stage}.smk").is_file()
    assert parts_read(stage)
    assert list((ROOT / "tests" / "unit" / stage).glob("test_*.py"))


def test_stages_and_their_files_are_declared_in_order_and_once():
    from ipscohort.contracts import CONTRACTS

    order = list(STAGES)
    assert all(order.index(used) < order.index(stage.name) for stage in STAGES.values() for used in stage.uses)
    assert sum(len(stage.files) for stage in STAGES.values()) == len(FILES) == len({file.path for file in FILES.values()})
    assert all(not file.contract or file.contract in CONTRACTS for file in FILES.values())
    rules = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "workflow" / "rules").glob("*.smk"))
    for file in FILES.values():
        assert f'result("{file.path}")' not in rules, "a rule takes it from the catalogue"


STAGE_FUNCTIONS = {"read_cohort", "clean_records", "derive_outcomes", "fit_models", "estimate_survival"}


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "scripts").glob("*.py"))], ids=lambda p: p.name)
def test_the_stages_are_put_together_in_one_place(path):
    named = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert len(named & STAGE_FUNCTIONS) <= 1 or path == SOURCE / "run" / "pipeline.py"


TOP = {"Snakefile", "workflow", "scripts", "config", "data", "results", "tests", "docs", "src", "profiles", ".ci"}
TOP |= {"environment.yml", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-examples.lock", "Makefile"}
TOP |= {"README.md", "LICENSE", "CITATION.cff", "CHANGELOG.md", ".gitignore"}


def test_nothing_lies_about_at_the_top():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {name.split("/")[0] for name in listed.split("\0") if name} == TOP


def test_a_number_that_a_paper_prints_is_a_value_and_a_picture_a_figure():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wrong = re.compile(r"printed[ _-]figure|recomputed figure", re.IGNORECASE)
    texts = [
        ROOT / name
        for name in listed.split("\0")
        if name.endswith((".py", ".smk", ".md", ".yaml", ".jinja", ".R", ".sh", "Snakefile", "Makefile"))
    ]
    found = [path.name for path in texts if path.is_file() and path != Path(__file__) and wrong.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_what_the_workflow_loads_first_is_light():
    heavy = ("pandas", "numpy", "scipy", "statsmodels", "pyarrow", "matplotlib")
    code = "import sys\nimport ipscohort.contracts, ipscohort.config, ipscohort.run.check\n" + "".join(
        f"import ipscohort.catalogue.{path.stem}\n" for path in (SOURCE / "catalogue").glob("[!_]*.py")
    )
    code += f"print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_rule_is_a_script_is_verb_noun():
    rules = [
        name
        for file in (ROOT / "workflow" / "rules").glob("*.smk")
        for name in re.findall(r"^\s*rule (\w+):", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    scripts = [file.stem for file in (ROOT / "scripts").glob("*.py")]
    assert sorted(rules) == sorted(scripts)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in rules)


@pytest.mark.parametrize(
    "path", [*MODULES, *RECONSTRUCT, *BESIDE_SNAKEMAKE, *sorted((ROOT / "scripts").glob("*.py"))], ids=lambda p: p.name
)
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


def test_what_is_generated_is_in_step():
    from ipscohort.config.docs import REMEDY
    from ipscohort.run.docs import generated

    made = generated()
    for name, text in made.items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name} is out of step: {REMEDY}"
    captions = {f"workflow/report/{path.name}" for path in (ROOT / "workflow" / "report").iterdir()}
    assert captions <= set(made), "captions of exhibits that are not there"


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
        ("requirements.lock", project["project"]["dependencies"] + project["dependency-groups"]["setup"]),
        ("requirements-dev.lock", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
        ("requirements-examples.lock", project["dependency-groups"]["examples"]),
    ]:
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        pinned = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
        assert {requirement(item)[0] for item in wanted} <= pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_tools_for_developers_are_not_needed_to_run_and_pin_the_same_versions():
    run, dev = (
        dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    )
    assert not {"pytest", "ruff", "selenium", "hypothesis"} & set(run)
    assert {name: version for name, version in dev.items() if name in run} == {name: run[name] for name in run if name != "setuptools"}


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
