# Where results lie, and what makes a step run again - content, not dates.
from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibit import ON_REQUEST
from ipscohort.catalogue.exhibits import BY_FAMILY, INTERNAL
from ipscohort.catalogue.exhibits import FIGURES as DECLARED_FIGURES
from ipscohort.catalogue.exhibits import TABLES as DECLARED_TABLES
from ipscohort.catalogue.formats import BOOKS, DRAWING, EXPORTS, FIGURE_FORMATS, PAGE, TABLE_FORMATS
from ipscohort.catalogue.stages import (
    ALL_JOBS,
    BUSINESS_CASE,
    FIDELITY,
    FILES,
    FUNDING,
    STAGES,
    STATES_OVER_TIME,
)
from ipscohort.files.digests import library_digest
from ipscohort.models.families import tables_of
from ipscohort.run.check import printed_digests, programme_digests, series_digests, theme_digests
from ipscohort.run.fetch import package_version

TABLES = tables_of(regression.model for regression in cohort.settings.models.regressions.values())
TABLES, FIGURES = (
    [name for name, exhibit in declared.items() if asked(exhibit.asked_by, cohort.settings)]
    for declared in (TABLES, DECLARED_FIGURES)
)

# What a run is for: each stage's rules add what is wanted for itself, and not only for what reads it.
WANTED = []


def shown(path):
    """A path from the working directory, unless only the root is common: Snakemake keeps it, and a whole path can hold a user's name."""
    here = Path.cwd()
    if path.is_relative_to(here) or path.drive != here.drive:
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
    near = len(Path(os.path.commonpath([path.absolute(), here])).parts) > 2
    return Path(os.path.relpath(path) if near else path).as_posix()


# The file of printed values and its digest, where the settings name one
PRINTED_FILES = [shown(path) for path in cohort.printed_values().values()]
PRINTED = printed_digests(cohort)
# The same of the files on the programme
PROGRAMME_FILES = {key.replace(".", "_"): shown(path) for key, path in cohort.programme_files().items()}
PROGRAMME = programme_digests(cohort)
# The same of the outside series
SERIES_FILES = [shown(path) for path in cohort.series_files().values()]
SERIES = series_digests(cohort)
# The same of what stakeholders say
THEME_FILES = [shown(path) for path in cohort.theme_files().values()]
THEME_RECORDS = theme_digests(cohort)
THEME_EXHIBITS = [
    exhibit
    for exhibit in ON_REQUEST.values()
    if exhibit.stage == "themes" and asked(exhibit.asked_by, cohort.settings)
]
THEME_TABLES, THEME_FIGURES = (
    [exhibit.name for exhibit in THEME_EXHIBITS if bool(exhibit.title) == drawn] for drawn in (False, True)
)


def result(name):
    """A file of this cohort's results."""
    return shown(RESULTS / name)


def files(*names):
    """Files between stages, by their names in the catalogue."""
    return {name: result(FILES[name].path) for name in names}


def asked_files(*names):
    """Those of them that the settings ask for."""
    return files(*(name for name in names if asked(FILES[name].asked_by, cohort.settings)))


def left_by(stage):
    """What a stage's main step leaves under these settings: some files are written on request."""
    return [file for file in STAGES[stage].own_files if asked(file.asked_by, cohort.settings)]


def written_by(stage):
    """All files that a stage's main step leaves, by their names in the catalogue."""
    return files(*(file.name for file in left_by(stage)))


def counts_of(stage):
    """Those of them without rows of single persons: what tables and the page are made from."""
    return files(*(file.name for file in left_by(stage) if not file.of_persons))


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
    compared = files("alternatives", "changed_values")
    asked = "compare_definitions" in workflow.dag_settings.targets or all(
        map(os.path.exists, compared.values())
    )
    return compared if asked and cohort.settings.replication and cohort.settings.replication.choices else {}


def jobs_over_time():
    """The cleaned jobs, where the settings ask for all of them or for states over time."""
    asked_for = [key for key in (ALL_JOBS, STATES_OVER_TIME) if asked(key, cohort.settings)]
    return ["clean_jobs"] if asked_for else []


def alternatives_tried():
    """What the page shows of the alternatives, where the settings declare any."""
    if not cohort.settings.sensitivity:
        return {}
    shown = {
        "alternatives_page": result("sensitivity/alternatives.html"),
        "specification_curve": result("sensitivity/specification_curve.svg"),
    }
    return {**written_by("sensitivity"), **shown}


# What is shown of the programme: of the parts that the settings declare. A figure has a title of its own.
OF_PROGRAMME = [
    exhibit
    for exhibit in ON_REQUEST.values()
    if exhibit.stage == "programme" and asked(exhibit.asked_by, cohort.settings)
]
PROGRAMME_TABLES = [exhibit.name for exhibit in OF_PROGRAMME if not exhibit.title]
PROGRAMME_FIGURES = [exhibit.name for exhibit in OF_PROGRAMME if exhibit.title]


def programme_shown():
    """What the page shows of the programme, where the settings declare a part of it."""
    if not cohort.settings.programme:
        return {}
    pages = {f"{name}_page": result(f"programme/{name}.html") for name in PROGRAMME_TABLES}
    drawings = {name: result(f"programme/{name}.svg") for name in PROGRAMME_FIGURES}
    estimates = asked_files(
        "fidelity_estimates", "funding_costs", "business_case_gross", "business_case_differences"
    )
    return {**files("programme_answers"), **estimates, **pages, **drawings}


def themes_shown():
    """What the page shows of what stakeholders say, where the settings declare it."""
    if not cohort.settings.themes:
        return {}
    pages = {f"{name}_page": result(f"themes/{name}.html") for name in THEME_TABLES}
    drawings = {name: result(f"themes/{name}.svg") for name in THEME_FIGURES}
    return {**files("themes_answers"), **pages, **drawings}


def carried_along(tables):
    """Files that the page carries along: tables and estimates, none with a person's row."""
    counts = asked_files(
        "flow", "recruitment", "rates", "definitions", "availability", *(["replication"] if PRINTED else [])
    )
    estimates = {**counts_of("models"), **written_by("survival"), **written_by("repeated"), **files("cells")}
    if cohort.settings.sensitivity:
        estimates |= counts_of("sensitivity") | {"alternatives": result("sensitivity/alternatives.csv")}
        estimates.pop("sensitivity_answers")
    if cohort.settings.programme:
        estimates |= counts_of("programme")
        estimates |= {f"{name}_csv": result(f"programme/{name}.csv") for name in PROGRAMME_TABLES}
        estimates.pop("programme_answers")
    if cohort.settings.themes:
        estimates |= counts_of("themes")
        estimates |= {f"{name}_csv": result(f"themes/{name}.csv") for name in THEME_TABLES}
        estimates.pop("themes_answers")
    return [*tables, *{**counts, **estimates}.values()]
