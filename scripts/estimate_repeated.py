"""Model employment in every week or month: marginal models and random intercepts."""

from ipscohort.config import Slice
from ipscohort.files.exchange import read_files, write_files
from ipscohort.repeated import estimate_repeated
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    found = estimate_repeated(read.persons, read.periods, read.rates, read.codebook, settings)
    write_files(found, output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
