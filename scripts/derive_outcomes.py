"""Derive every person's outcomes, the employment rates and the measures per job."""

from ipscohort.config import Slice
from ipscohort.contracts import AVAILABILITY, CLEAN_JOBS, CLEAN_PARTICIPANTS, JOB_MEASURES, PANEL, PERIODS, PERSONS, RATES
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.sav import write_sav
from ipscohort.files.tableio import read_table, write_frame, write_table
from ipscohort.outcomes import definitions, derive_outcomes
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    derived = derive_outcomes(
        read_table(input.participants, CLEAN_PARTICIPANTS),
        read_table(input.jobs, CLEAN_JOBS),
        read_table(input.panel, PANEL),
        Codebook.read(input.codebook),
        settings.study,
        settings.outcomes,
        settings.exposures,
    )
    write_table(derived.persons, PERSONS, output.persons)
    write_sav(derived.persons, PERSONS, derived.codebook, output.persons_sav, synthetic=settings.synthetic)
    write_table(derived.periods, PERIODS, output.periods)
    write_table(derived.rates, RATES, output.rates)
    write_table(derived.job_measures, JOB_MEASURES, output.job_measures)
    write_table(derived.availability, AVAILABILITY, output.availability)
    write_frame(definitions(settings.study, settings.outcomes, derived.codebook), output.definitions)
    derived.codebook.write(output.codebook)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
