"""Clean the records: rows kept, what was changed or set aside and why, and the flow of participants."""

from ipscohort.clean import clean_records
from ipscohort.config import Slice
from ipscohort.files.exchange import read_files, write_files
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    cleaned = clean_records(read.participants, read.jobs, read.panel, read.records_codebook, settings)
    write_files(cleaned.after(read.reading_log), output)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
