"""Derive every person's outcomes, the employment rates and the measures per job."""

from ipscohort.run.handover import say_done, take
from ipscohort.run.log import job


def main(settings: dict, input, output) -> None:
    from ipscohort.config import Slice
    from ipscohort.files.exchange import read_files
    from ipscohort.outcomes import derive_outcomes, write_outcomes

    read, settings = read_files(input), Slice(settings)
    derived = derive_outcomes(read.clean_participants, read.clean_jobs, read.clean_panel, read.records_codebook, settings)
    write_outcomes(derived, settings, output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        if not take(snakemake.output, snakemake.params.checked):
            main(snakemake.params.settings, snakemake.input, snakemake.output)
            say_done(snakemake.output, snakemake.params.checked)
