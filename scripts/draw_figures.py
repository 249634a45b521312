"""Draw every figure, in every format."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.contracts import PRINTED
from ipscohort.figures import FigureInputs, draw_figures, save_figure
from ipscohort.files.exchange import read_files
from ipscohort.printed_values.file import read_printed
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    printed = read_printed(input.printed[0]) if input.printed else PRINTED.empty()
    figures = draw_figures(FigureInputs.of(read_files(input), settings, printed))
    for path in map(Path, [*output.drawings, *output.others]):
        save_figure(figures[path.stem], path, settings.figures.dpi)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
