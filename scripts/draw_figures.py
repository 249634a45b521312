"""Draw every figure as PNG and SVG."""

from ipscohort.config import Slice
from ipscohort.contracts import CURVES, ESTIMATES, PRINTED, RATES, SURVIVAL_ESTIMATES, SURVIVAL_TESTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.figures import FigureInputs, draw_figures, save_figure
from ipscohort.files.tableio import read_table
from ipscohort.printed_values.file import read_printed
from ipscohort.run.log import job


def main(settings: Slice, names: list[str], input, output) -> None:
    everybody = read_table(input.survival_estimates, SURVIVAL_ESTIMATES).iloc[0]  # the median of all
    left_out, outcome_unknown = int(everybody["n_excluded"]), int(everybody["n_outcome_unknown"])
    figures = draw_figures(
        FigureInputs(
            rates=read_table(input.rates, RATES),
            estimates=read_table(input.estimates, ESTIMATES),
            curves=read_table(input.curves, CURVES),
            survival_tests=read_table(input.survival_tests, SURVIVAL_TESTS),
            codebook=Codebook.read(input.codebook),
            exposures=settings.exposures,
            study=settings.study,
            models=settings.models,
            figures=settings.figures,
            n_time_unknown=left_out - outcome_unknown,
            n_outcome_unknown=outcome_unknown,
            synthetic=settings.synthetic,
            printed=read_printed(input.printed[0]) if input.printed else PRINTED.empty(),
        )
    )
    for name, png, svg in zip(names, output.png, output.svg, strict=True):
        save_figure(figures[name], png, settings.figures.dpi)
        save_figure(figures[name], svg, settings.figures.dpi)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.params.names, snakemake.input, snakemake.output)
