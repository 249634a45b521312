"""Clean the records: rows kept, what was changed or set aside and why, and the flow of participants."""

from ipscohort.run.handover import say_done, take
from ipscohort.run.log import job


def main(settings: dict, input, output) -> None:
    from ipscohort.clean import clean_records
    from ipscohort.config import Slice
    from ipscohort.files.exchange import read_files, write_files

    read = read_files(input)
    cleaned = clean_records(read.participants, read.jobs, read.panel, read.records_codebook, Slice(settings))
    write_files(cleaned.after(read.reading_log), output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        if not take(snakemake.output, snakemake.params.checked):
            main(snakemake.params.settings, snakemake.input, snakemake.output)
            say_done(snakemake.output, snakemake.params.checked)
