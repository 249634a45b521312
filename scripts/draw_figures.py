"""Draw every figure as the report takes it over."""

from ipscohort.config import Slice
from ipscohort.contracts import PRINTED
from ipscohort.figures import FigureInputs, write_figures
from ipscohort.files.exchange import read_files
from ipscohort.printed_values.file import read_printed
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    printed = read_printed(input.printed[0]) if input.printed else PRINTED.empty()
    write_figures(FigureInputs.of(read_files(input), settings, printed), output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
