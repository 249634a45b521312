"""Read the cohort's files onto the input contract."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.files.exchange import write_files
from ipscohort.ingest import read_cohort
from ipscohort.run.log import job


def main(settings: Slice, files: dict[str, Path], output) -> None:
    write_files(read_cohort(settings.ingest, files), output)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        files = {key: Path(file) for key, file in zip(snakemake.params.records, snakemake.input.raw, strict=True)}
        main(Slice(snakemake.params.settings), files, snakemake.output)
