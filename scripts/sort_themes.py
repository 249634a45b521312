"""Count what interviews say by theme, compare coders, and follow the roadmap."""

from pathlib import Path

from ipscohort.answers import Material, answer
from ipscohort.config import Slice
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
from ipscohort.figures import house_style, save_figure
from ipscohort.files.exchange import Read, read_files, write_files
from ipscohort.files.tableio import write_bytes
from ipscohort.run.log import job
from ipscohort.tables import places, render
from ipscohort.themes import Inputs, alt_of, draw_progress, find, frames, tables
from ipscohort.words import say


def main(settings: Slice, files: dict[str, Path], input, output) -> None:
    read = read_files(input)
    found = find(files, settings)
    write_files(found, dict(output.items()))
    inputs = Inputs.made(settings, found, read.estimates, read.codebook)
    made = tables(inputs)
    for path in map(Path, output.tables):
        write_bytes(path, render(made[path.stem], path.suffix.removeprefix(".")))
    own = read.only({"estimates", "fits", "availability", "codebook"})
    answer(places(made), Material.of(Read({**own, **frames(found)}), settings)).write(output.themes_answers)
    if not output.figures:
        return
    with house_style(), printed_in(style_of(settings.tables)):
        figure, alt = draw_progress(inputs), alt_of(inputs)
    for path in output.figures:
        save_figure(figure, path, settings.figures.dpi, say("Progress through the roadmap"), alt)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        params = snakemake.params
        files = {key: Path(file) for key, file in zip(params.records, snakemake.input.records, strict=True)}
        main(Slice(params.settings), files, snakemake.input, snakemake.output)
