"""Clean the records: rows kept, what was changed or set aside and why, and the flow of participants."""

import pandas as pd

from ipscohort.clean import clean_records
from ipscohort.config import Slice
from ipscohort.contracts import CLEAN_JOBS, CLEAN_PARTICIPANTS, CLEANING_LOG, DISAGREEMENTS, JOBS, PANEL, PARTICIPANT_FLOW, PARTICIPANTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import read_table, write_table
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    cleaned = clean_records(
        read_table(input.participants, PARTICIPANTS),
        read_table(input.jobs, JOBS),
        read_table(input.panel, PANEL),
        Codebook.read(input.codebook),
        settings.clean,
        settings.study,
    )
    write_table(cleaned.participants, CLEAN_PARTICIPANTS, output.participants)
    write_table(cleaned.jobs, CLEAN_JOBS, output.jobs)
    write_table(cleaned.panel, PANEL, output.panel)
    write_table(pd.concat([read_table(input.reading_log, CLEANING_LOG), cleaned.log]), CLEANING_LOG, output.log)
    write_table(cleaned.flow, PARTICIPANT_FLOW, output.flow)
    write_table(cleaned.disagreements, DISAGREEMENTS, output.disagreements)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
