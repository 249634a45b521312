"""Draw every figure in the formats that papers and slides take, and those of single persons, which stay in internal/."""

from ipscohort.config import Slice
from ipscohort.contracts import PRINTED
from ipscohort.figures import FigureInputs, figures_of, write_figures, write_internal
from ipscohort.files.exchange import read_files
from ipscohort.printed_values.file import read_printed
from ipscohort.run.apart import Beside
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    printed = read_printed(input.printed[0]) if input.printed else PRINTED.empty()
    inputs = FigureInputs.of(read, settings, printed)
    drawn = figures_of(inputs, output.others)
    dots = [path for path in output.others if path.endswith(".png")]
    beside = Beside(lambda: write_figures(inputs, dots, drawn))
    write_figures(inputs, [path for path in output.others if path not in dots], drawn)
    write_internal(read, settings, output.internal)
    beside.finish()


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
