"""docs/architecture.md says which files an addition touches: here each is made in a copy of the project, run, and looked at."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project

SPEC = ROOT / "tests" / "spec" / "cohort20"

MEASURE = {
    "src/ipscohort/catalogue/measures.py": (
        ")\n\nMEASURES: dict",
        """    Measure(
        "shortest_job",
        "number",
        "Shortest job",
        "shortest job",
        "no dated job, or not computable",
        "days",
        rule="Days, inside {span}, in the shortest competitive job {dated}; missing without one.",
        outcome=True,
        needs_jobs=True,
        domain="Job duration",
        bond_2012="shortest tenure",
        bond_label="Days in the shortest job",
    ),
)

MEASURES: dict""",
    ),
    "src/ipscohort/outcomes/job_facts.py": (
        "    if has_hours:\n",
        """    columns["shortest_job"] = number(-_greatest(spells, -spells.days))
    if has_hours:
""",
    ),
}

TABLE = {
    "src/ipscohort/catalogue/exhibits.py": (
        ")\n\n_FIGURES = (",
        """    Exhibit("sizes", "How many persons there are."),
)

_FIGURES = (""",
    ),
    "src/ipscohort/tables/sizes.py": (
        "",
        """from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.inputs import source
from ipscohort.tables.summaries import count_cell


def build(inputs):
    cell = count_cell(len(inputs.persons), source("persons", "id"))
    return Table("sizes", "Sizes", "", (Column("N"),), (RowGroup("", (Row("Persons", (cell,)),)),))
""",
    ),
}

FIGURE = {
    "src/ipscohort/catalogue/exhibits.py": (
        ")\n\nTABLES: dict",
        """    Exhibit("dot", "A dot.", "Dot"),
)

TABLES: dict""",
    ),
    "src/ipscohort/figures/dot.py": (
        "",
        """from ipscohort.figures.style import absent_figure


def draw(inputs):
    return absent_figure(3, "a dot", inputs.synthetic)


def alt(inputs):
    return "A dot, and nothing else."
""",
    ),
}

FORMAT = {
    "src/ipscohort/catalogue/formats.py": (
        '    "html": "the table as a page",\n',
        '    "html": "the table as a page",\n    "md": "the title alone",\n',
    ),
    "src/ipscohort/tables/render/md.py": (
        "",
        """def render(table):
    return f"# {table.title}\\n"
""",
    ),
}

STAGE = {
    "src/ipscohort/catalogue/stages.py": (
        '    Stage("report", reads=EVERYTHING',
        """    Stage("tenure", reads=("study",), files=(File("tenures", "tenure/tenures.csv", "tenures"),)),
    Stage("report", reads=EVERYTHING""",
    ),
    "src/ipscohort/contracts/tenure.py": (
        "",
        """from ipscohort.contracts.base import Column, Contract

TENURES = Contract("tenures", "a cohort", (Column("days", "number", "days in all jobs", low=0), Column("unit", "text", "time unit")))
""",
    ),
    "src/ipscohort/tenure/__init__.py": (
        "",
        """from types import SimpleNamespace

import pandas as pd


def sum_tenure(jobs, settings):
    return SimpleNamespace(tenures=pd.DataFrame({"days": [jobs["days_worked"].sum()], "unit": [settings.study.time_unit]}))
""",
    ),
    "scripts/sum_tenure.py": (
        "",
        """from ipscohort.config import Slice
from ipscohort.files.exchange import read_files, write_files
from ipscohort.run.log import job
from ipscohort.tenure import sum_tenure

if __name__ == "__main__":
    with job(snakemake.log[0]):
        write_files(sum_tenure(read_files(snakemake.input).job_measures, Slice(snakemake.params.settings)), snakemake.output)
""",
    ),
    "workflow/rules/tenure.smk": (
        "",
        """rule sum_tenure:
    input:
        **files("job_measures"),
    output:
        **written_by("tenure"),
    log:
        result("logs/sum_tenure.log"),
    params:
        settings=reads("tenure"),
        code=library("sum_tenure"),
    script:
        "../../scripts/sum_tenure.py"


WANTED += rules.sum_tenure.output
""",
    ),
}
ADDITIONS = {"a measure": MEASURE, "a table": TABLE, "a figure": FIGURE, "a format of tables": FORMAT, "a stage": STAGE}


def add(folder: Path, files: dict[str, tuple[str, str]]) -> None:
    """Write new files, and the one place in others."""
    for name, (old, new) in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if old else ""
        assert text.count(old) == 1 or not old, f"{name} no longer holds the place where to add"
        path.write_text(text.replace(old, new) if old else new, encoding="utf-8")


@pytest.fixture(scope="module")
def run_with_all(tmp_path_factory):
    """Results of the hand-written cohort, by a copy of the project to which everything was added."""
    project = copy_project(tmp_path_factory.mktemp("added") / "project")
    (project.folder / "spec").mkdir()
    for file in SPEC.glob("*.csv"):
        (project.folder / "spec" / file.name).write_bytes(file.read_bytes())
    settings = (SPEC / "cohort20.yaml").read_text(encoding="utf-8")
    more = "models: {first_job: no, regressions: {shortest: {outcome: shortest_job, model: log_linear}}}\n"
    assert "models:" not in settings
    (project.folder / "spec" / "cohort20.yaml").write_text(settings + more, encoding="utf-8")
    for files in ADDITIONS.values():
        add(project.folder, files)
    made = project.run("docs", program="ipscohort")
    assert made.returncode == 0, made.stderr
    done = project.run("--cores", "2", "--configfile", "spec/cohort20.yaml")
    assert done.returncode == 0, done.stderr + project.logs()
    return project.results("cohort20")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("what", ADDITIONS)
def test_the_page_counts_the_files_that_an_addition_touches(what):
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    said = re.search(rf"^\| {what} \| (\d) \|", page, re.MULTILINE)
    assert int(said[1]) == len(ADDITIONS[what])
    assert len(ADDITIONS[what]) <= (5 if what == "a stage" else 2)


def test_a_measure_goes_from_the_records_to_definitions_models_and_tables(run_with_all):
    measures = {row["measure"]: row for row in rows(run_with_all / "outcomes" / "availability.csv")}
    assert measures["shortest_job"]["rule"].startswith(
        "Days, inside 6 months of follow-up, in the shortest competitive job with both dates"
    )
    assert "Days in the shortest job, mean (SD)" in (run_with_all / "tables" / "bond_measures.csv").read_text(encoding="utf-8")
    assert {row["outcome"] for row in rows(run_with_all / "models" / "estimates.csv")} == {"shortest_job"}
    assert "Shortest job" in (run_with_all / "tables" / "regressions_log_linear.csv").read_text(encoding="utf-8")
    assert "Shortest job" in (run_with_all / "report.html").read_text(encoding="utf-8")


def test_a_table_stands_in_every_format_and_in_the_report(run_with_all):
    assert "Persons" in (run_with_all / "tables" / "sizes.csv").read_text(encoding="utf-8")
    assert "Sizes" in (run_with_all / "report.html").read_text(encoding="utf-8")
    assert (run_with_all / "tables" / "sizes.md").read_text(encoding="utf-8") == "# Sizes\n"


def test_a_figure_is_drawn_and_shown(run_with_all):
    assert (run_with_all / "figures" / "dot.png").is_file()
    page = (run_with_all / "report.html").read_text(encoding="utf-8")
    assert 'id="figure-dot"' in page and 'alt="A dot, and nothing else."' in page


def test_a_format_holds_every_table(run_with_all):
    tables = run_with_all / "tables"
    assert {path.stem for path in tables.glob("*.md")} == {path.stem for path in tables.glob("*.html")}


def test_a_stage_runs_and_leaves_its_files(run_with_all):
    jobs = [row["days_worked"] for row in rows(run_with_all / "outcomes" / "job_measures.csv")]
    assert rows(run_with_all / "tenure" / "tenures.csv") == [{"days": str(float(sum(int(days) for days in jobs if days))), "unit": "days"}]
