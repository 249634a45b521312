"""The tidy tables of both shipped settings files, as a run writes them, without a workflow: stages in memory, then files."""

from __future__ import annotations

from pathlib import Path

from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.catalogue.statistics import FRAMES
from ipscohort.config import load_cohort
from ipscohort.config.loader import Cohort
from ipscohort.contracts import PERSONS, REPLICATION
from ipscohort.files.exchange import read_files, write_files
from ipscohort.files.tableio import write_frame, write_table
from ipscohort.outcomes import definitions
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import replicate
from ipscohort.run.fetch import fetch_records
from ipscohort.run.pipeline import Analysis, analyse
from ipscohort.tables import TableInputs, cells_frame, make_tables
from tests.support import shipped
from tests.support.pipeline import by_stage

ROOT = Path(__file__).parents[2]


def write_results(folder: Path) -> None:
    """Write both cohorts' tables under <folder>/ips_mis and <folder>/rossi, where a run puts them in its results."""
    write_tables(shipped.cohort(), shipped.shipped(), folder / "ips_mis")
    rossi = load_cohort(ROOT / "config" / "rossi.yaml")
    records = folder / "rossi.csv"
    fetch_records(rossi.settings.ingest.fetch, records)
    write_tables(rossi, analyse(rossi.settings, {"participants": records}), folder / "rossi")


def write_tables(cohort: Cohort, found: Analysis, folder: Path) -> None:
    """Write one cohort's tables; persons as CSV as well."""
    settings, derived = cohort.settings, found.derived
    paths = {name: folder / file.path for name, file in FILES.items()}
    for stage, result in by_stage(found).items():
        write_files(result, {file.name: paths[file.name] for file in STAGES[stage].files})
    write_frame(definitions(settings.study, settings.outcomes, derived.codebook), paths["definitions"])
    write_table(derived.persons, PERSONS, folder / "outcomes" / "persons.csv")
    read = read_files({name: path for name, path in paths.items() if path.is_file()})
    write_frame(cells_frame(make_tables(TableInputs.of(read, settings))), paths["cells"])
    frames = {name: read.get(frame.file) for name, frame in FRAMES.items() if frame.file}
    frames |= {"availability": read.availability, "definitions": read.definitions}
    for printed in cohort.printed_values().values():
        write_table(replicate(read_printed(printed), frames, settings, read.codebook), REPLICATION, paths["replication"])
