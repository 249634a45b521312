"""Compare every printed value with the one that this run gives."""

from ipscohort.catalogue.statistics import FRAMES
from ipscohort.config import Slice
from ipscohort.contracts import REPLICATION
from ipscohort.files.exchange import read_files
from ipscohort.files.tableio import write_table
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import replicate
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    results = {name: read.get(frame.file) for name, frame in FRAMES.items() if frame.file}
    results |= {"availability": read.availability, "definitions": read.definitions}
    compared = replicate(read_printed(input.printed[0]), results, settings, read.codebook)
    write_table(compared, REPLICATION, output.replication)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
