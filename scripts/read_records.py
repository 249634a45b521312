"""Read the cohort's files onto the input contract."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.contracts import CLEANING_LOG, JOBS, MISSING_VALUES, PANEL, PARTICIPANTS
from ipscohort.files.tableio import write_table
from ipscohort.ingest import read_cohort
from ipscohort.run.log import job


def main(settings: Slice, files: dict[str, Path], output) -> None:
    records = read_cohort(settings.ingest, files)
    write_table(records.participants, PARTICIPANTS, output.participants)
    write_table(records.jobs, JOBS, output.jobs)
    write_table(records.panel, PANEL, output.panel)
    write_table(records.missing_values, MISSING_VALUES, output.missing_values)
    write_table(records.log, CLEANING_LOG, output.log)
    records.codebook.write(output.codebook)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        files = {key: Path(file) for key, file in zip(snakemake.params.records, snakemake.input.raw, strict=True)}
        main(Slice(snakemake.params.settings), files, snakemake.output)
