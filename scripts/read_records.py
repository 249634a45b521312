"""Read the cohort's files onto the input contract."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.files.exchange import write_files
from ipscohort.ingest import read_cohort
from ipscohort.run.handover import Handover
from ipscohort.run.log import job


def main(settings: Slice, files: dict[str, Path], handover: Handover, output) -> None:
    if not handover.take():
        write_files(read_cohort(settings.ingest, files), output)
        handover.say_read()


if __name__ == "__main__":
    with job(snakemake.log[0]):
        params = snakemake.params
        files = {key: Path(file) for key, file in zip(params.records, snakemake.input.raw, strict=True)}
        handover = Handover(Path(params.results), params.settings["ingest"], params.records)
        main(Slice(params.settings), files, handover, snakemake.output)
