"""Estimate Kaplan-Meier curves to first job, medians and log-rank tests."""

from ipscohort.config import Slice
from ipscohort.contracts import CURVES, PERSONS, SURVIVAL_ESTIMATES, SURVIVAL_TESTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import read_table, write_table
from ipscohort.run.log import job
from ipscohort.survival import estimate_survival


def main(settings: Slice, input, output) -> None:
    survived = estimate_survival(
        read_table(input.persons, PERSONS),
        Codebook.read(input.codebook),
        settings.exposures,
        settings.survival,
        settings.study.follow_up,
        settings.study.time_unit,
        settings.study.confidence,
        settings.study.month,
    )
    write_table(survived.curves, CURVES, output.curves)
    write_table(survived.estimates, SURVIVAL_ESTIMATES, output.estimates)
    write_table(survived.tests, SURVIVAL_TESTS, output.tests)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
