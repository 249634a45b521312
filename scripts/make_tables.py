"""Make every table: as printed (CSV, HTML), and every number of it with its source."""

from ipscohort.config import Slice
from ipscohort.contracts import (
    AVAILABILITY,
    CLEANING_LOG,
    CURVES,
    ESTIMATES,
    EXCLUSIONS,
    FITS,
    JOB_MEASURES,
    MISSING_VALUES,
    PARTICIPANT_FLOW,
    PERSONS,
    RATES,
    SURVIVAL_ESTIMATES,
    SURVIVAL_TESTS,
)
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.tableio import read_table, write_frame, write_text
from ipscohort.run.log import job
from ipscohort.tables import TableInputs, cells_frame, make_tables, render_csv, render_html


def main(settings: Slice, names: list[str], input, output) -> None:
    tables = make_tables(
        TableInputs(
            persons=read_table(input.persons, PERSONS),
            rates=read_table(input.rates, RATES),
            job_measures=read_table(input.job_measures, JOB_MEASURES),
            availability=read_table(input.availability, AVAILABILITY),
            missing_values=read_table(input.missing_values, MISSING_VALUES),
            flow=read_table(input.flow, PARTICIPANT_FLOW),
            estimates=read_table(input.estimates, ESTIMATES),
            confounder_estimates=read_table(input.confounder_estimates, ESTIMATES),
            fits=read_table(input.fits, FITS),
            exclusions=read_table(input.exclusions, EXCLUSIONS),
            curves=read_table(input.curves, CURVES),
            survival_estimates=read_table(input.survival_estimates, SURVIVAL_ESTIMATES),
            survival_tests=read_table(input.survival_tests, SURVIVAL_TESTS),
            codebook=Codebook.read(input.codebook),
            exposures=settings.exposures,
            study=settings.study,
            outcomes=settings.outcomes,
            models=settings.models,
            survival=settings.survival,
            tables=settings.tables,
            synthetic=settings.synthetic,
            log=read_table(input.log, CLEANING_LOG),
        )
    )
    for name, csv, html in zip(names, output.csv, output.html, strict=True):
        write_text(csv, render_csv(tables[name]))
        write_text(html, render_html(tables[name]))
    write_frame(cells_frame(tables), output.cells)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.params.names, snakemake.input, snakemake.output)
