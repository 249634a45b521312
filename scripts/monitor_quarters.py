"""Count caseload and employment by calendar quarter, and show them as table and run chart."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.contracts import QUARTERS
from ipscohort.figures import house_style, save_figure
from ipscohort.files.exchange import read_files
from ipscohort.files.tableio import write_bytes, write_table
from ipscohort.monitoring import draw_quarters, quarters, quarters_table
from ipscohort.monitoring.chart import alt_of
from ipscohort.run.log import job
from ipscohort.tables.render import render


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    found = quarters(read.clean_participants, read.clean_jobs, read.records_codebook, settings)
    write_table(found, QUARTERS, output.quarters)
    table = quarters_table(found, settings)
    for path in map(Path, output.tables):
        write_bytes(path, render(table, path.suffix.removeprefix(".")))
    with house_style():
        figure = draw_quarters(found, settings)
    for path in output.figures:
        save_figure(figure, path, settings.figures.dpi, table.title, alt_of(found))


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
