"""Fit every declared regression, crude and adjusted."""

from ipscohort.config import Slice
from ipscohort.contracts import ESTIMATES, EXCLUSIONS, FITS, PERSONS
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import read_table, write_table
from ipscohort.models.fit import fit_models
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    persons = read_table(input.persons, PERSONS)
    fitted = fit_models(persons, Codebook.read(input.codebook), settings.exposures, settings.models, settings.study.confidence)
    write_table(fitted.estimates, ESTIMATES, output.estimates)
    write_table(fitted.confounder_estimates, ESTIMATES, output.confounder_estimates)
    write_table(fitted.fits, FITS, output.fits)
    write_table(fitted.exclusions, EXCLUSIONS, output.exclusions)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
