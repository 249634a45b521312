"""Read the cohort's files onto the input contract."""

from pathlib import Path

from ipscohort.run.handover import say_done, take
from ipscohort.run.log import job


def main(settings: dict, files: dict[str, Path], output) -> None:
    from ipscohort.config import Slice
    from ipscohort.files.exchange import write_files
    from ipscohort.ingest import read_cohort

    write_files(read_cohort(Slice(settings).ingest, files), output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        if not take(snakemake.output, snakemake.params.checked):
            files = {key: Path(file) for key, file in zip(snakemake.params.records, snakemake.input.raw, strict=True)}
            main(snakemake.params.settings, files, snakemake.output)
            say_done(snakemake.output, snakemake.params.checked)
