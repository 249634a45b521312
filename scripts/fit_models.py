"""Fit every declared regression, crude and adjusted."""

from ipscohort.config import Slice
from ipscohort.files.exchange import read_files, write_files
from ipscohort.models.fit import fit_models
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    fitted = fit_models(read.persons, read.codebook, settings)
    write_files(fitted, output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
