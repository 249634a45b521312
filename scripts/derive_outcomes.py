"""Derive every person's outcomes, the employment rates and the measures per job."""

from ipscohort.config import Slice
from ipscohort.contracts import PERSONS
from ipscohort.files.exchange import read_files, write_files
from ipscohort.files.sav import write_sav
from ipscohort.files.tableio import write_frame
from ipscohort.outcomes import definitions, derive_outcomes
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    derived = derive_outcomes(read.clean_participants, read.clean_jobs, read.clean_panel, read.records_codebook, settings)
    write_files(derived, output)
    write_frame(definitions(settings.study, settings.outcomes, derived.codebook), output.definitions)
    write_sav(derived.persons, PERSONS, derived.codebook, output.persons_sav, synthetic=settings.synthetic)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
