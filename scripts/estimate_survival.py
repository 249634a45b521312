"""Estimate Kaplan-Meier curves to first job, medians and log-rank tests."""

from ipscohort.config import Slice
from ipscohort.files.exchange import read_files, write_files
from ipscohort.run.log import job
from ipscohort.survival import estimate_survival


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    survived = estimate_survival(read.persons, read.codebook, settings, read.get("clean_jobs"))
    write_files(survived, output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
