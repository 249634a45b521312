"""Count caseload and employment by calendar quarter, and show them as table and run chart."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.contracts import QUARTERS
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
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
    with house_style(), printed_in(style_of(settings.tables)):
        figure, alt = draw_quarters(found, settings), alt_of(found)
    for path in output.figures:
        save_figure(figure, path, settings.figures.dpi, table.title, alt)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
