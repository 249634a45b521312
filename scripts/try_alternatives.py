"""Try what the study could have done otherwise on its regressions, and show it as table and specification curve."""

from pathlib import Path

from ipscohort.answers import Material, answer
from ipscohort.config import Settings
from ipscohort.contracts import OUTSIDE_SERIES, SPECIFICATIONS
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
from ipscohort.figures import house_style, save_figure
from ipscohort.files.exchange import Read, read_files
from ipscohort.files.tableio import write_bytes, write_table
from ipscohort.run.log import job
from ipscohort.run.pipeline import Tried, estimates_of
from ipscohort.sensitivity import alternatives_table, draw_curve, try_alternatives
from ipscohort.sensitivity.curve import alt_of
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.sensitivity.series import outside_rows, read_all
from ipscohort.tables import places, render


def main(values: dict, files: dict[str, Path], series_files: dict[str, Path], input, output) -> None:
    settings, codebook = Settings.model_validate(values), read_files(input).codebook
    series, outside = read_all(settings, series_files), None
    found = try_alternatives(values, estimates_of(files, series))
    write_table(found, SPECIFICATIONS, output.specifications)
    if series:
        outside = outside_rows(series, Tried(files).persons(settings), settings)
        write_table(outside, OUTSIDE_SERIES, output.outside_series)
    inputs = Inputs.of(found, codebook, settings, outside)
    table = alternatives_table(inputs)
    for path in map(Path, output.tables):
        write_bytes(path, render(table, path.suffix.removeprefix(".")))
    material = Material.of(
        Read({"specifications": found, "codebook": codebook} | ({} if outside is None else {"outside_series": outside})), settings
    )
    answer(places({table.name: table}), material).write(output.sensitivity_answers)
    with house_style(), printed_in(style_of(settings.tables)):
        figure, alt = draw_curve(inputs), alt_of(inputs)
    for path in output.figures:
        save_figure(figure, path, settings.figures.dpi, table.title, alt)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        files = {key: Path(file) for key, file in zip(snakemake.params.records, snakemake.input.raw, strict=True)}
        series_files = {name: Path(file) for name, file in zip(snakemake.params.series, snakemake.input.series, strict=True)}
        main(snakemake.params.settings, files, series_files, snakemake.input, snakemake.output)
