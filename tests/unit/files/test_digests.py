"""The digest of a script covers the library code that it reaches, and nothing else."""

import ast
from pathlib import Path

import pytest

from ipscohort.files import digests

SCRIPTS = Path(__file__).parents[3] / "scripts"


def names(script):
    return {file.relative_to(digests.SOURCE).as_posix() for file in digests.library_files(SCRIPTS / script)}


def test_a_script_reaches_its_stage_and_what_lies_under_it():
    reached = names("fit_models.py")
    assert {"models/__init__.py", "config/analysis.py", "contracts/base.py", "__init__.py"} <= reached
    assert not any(name.startswith(("figures/", "tables/", "ingest/", "survival/")) for name in reached)


def test_the_records_of_models_reach_every_script_and_the_fitting_only_its_own():
    models = {name for name in names("read_records.py") if name.startswith("models/")}
    assert models == {name for name in models if name == "models/__init__.py" or name.startswith("models/families/")}
    assert {"models/fit.py", "models/solve.py", "models/families/poisson.py"} <= names("fit_models.py")


def test_imports_inside_functions_count(tmp_path):
    script = tmp_path / "s.py"
    script.write_text("def f():\n    from ipscohort.display.printing import number\n    return number\n", encoding="utf-8")
    words = ["__init__.py", "de.yaml", "en.yaml", "nl.yaml"]
    assert [file.name for file in digests.library_files(script)] == ["__init__.py", "__init__.py", "printing.py", "styles.py", *words]


def test_content_counts_and_not_the_date(tmp_path):
    import os

    file = tmp_path / "a.csv"
    file.write_text("1", encoding="utf-8")
    before = digests.files_digest([file])
    os.utime(file, (0, 0))
    assert digests.files_digest([file]) == before
    file.write_text("2", encoding="utf-8")
    os.utime(file, (0, 0))
    assert digests.files_digest([file]) != before


def parsed(file):
    """What a file imports of the library, by Python's own parser."""
    found = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for module in modules:
            if module.split(".")[0] == digests.PACKAGE:
                found.update(digests._files_of(module))
    return found


@pytest.mark.parametrize("file", [*digests.SOURCE.rglob("*.py"), *SCRIPTS.glob("*.py")], ids=lambda path: path.name)
def test_the_pattern_finds_what_the_parser_finds(file):
    assert parsed(file) <= set(digests._imported(file))
    if "import_module(" not in file.read_text(encoding="utf-8"):
        assert set(digests._imported(file)) == parsed(file)


def test_templates_and_styles_count_with_their_package():
    """An edited style sheet makes the page anew."""
    beside = {"report/page.css", "report/page.js", "report/page.html.jinja", "tables/render/table.css"}
    assert beside <= names("write_report.py")
    assert not beside & names("fit_models.py")
