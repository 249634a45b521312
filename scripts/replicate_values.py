"""Compare every printed value with the one that this run gives."""

from ipscohort.config import Slice
from ipscohort.contracts import AVAILABILITY, ESTIMATES, FITS, JOB_MEASURES, PERSONS, RATES, REPLICATION
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import read_frame, read_table, write_table
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import replicate
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    results = {
        "persons": read_table(input.persons, PERSONS),
        "jobs": read_table(input.jobs, JOB_MEASURES),
        "rates": read_table(input.rates, RATES),
        "estimates": read_table(input.estimates, ESTIMATES),
        "fits": read_table(input.fits, FITS),
        "availability": read_table(input.availability, AVAILABILITY),
        "definitions": read_frame(input.definitions),
    }
    compared = replicate(read_printed(input.printed[0]), results, settings, Codebook.read(input.codebook))
    write_table(compared, REPLICATION, output.values)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
