# Where results lie, and what makes a step run again - content, not dates.
from ipscohort.run.check import printed_digests
from ipscohort.files.digests import library_digest
from ipscohort.models.families import regression_tables
from ipscohort.run.fetch import package_version

TABLES = [
    "paper_baseline",
    "paper_outcomes",
    "paper_jobs",
    "baseline",
    "outcomes",
    "bond_measures",
    "jobs",
    *regression_tables(r.model for r in cohort.settings.models.regressions.values()),
    "survival",
    "confounders",
]
FIGURES = ["rates", "kaplan_meier", "forest"]


def shown(path):
    """A path from the working directory where it lies below it: it may be on another drive."""
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path).as_posix()


# The file of printed values and its digest, where the settings name one
PRINTED_FILES = [shown(path) for path in cohort.printed_values().values()]
PRINTED = printed_digests(cohort)


def result(name):
    """A file of this cohort's results."""
    return shown(RESULTS / name)


def raw(key):
    """A file of the cohort's records, by the key under `ingest` that names it."""
    return shown(cohort.files()[key])


def reads(stage):
    """The part of the settings that a stage reads: an edit elsewhere does not rerun it."""
    return cohort.slice_for(stage)


def library(rule_name):
    """Digest of the library code that a rule's script reaches: Snakemake itself watches the script alone."""
    return library_digest(ROOT / "scripts" / f"{rule_name}.py")


def compared_definitions(wildcards):
    """What the report shows of the alternatives: once they were compared, they are kept up to date; never without being asked for."""
    files = list(rules.compare_definitions.output)
    asked = "compare_definitions" in workflow.dag_settings.targets or all(
        Path(file).exists() for file in files
    )
    return files if asked and cohort.settings.replication and cohort.settings.replication.choices else []
