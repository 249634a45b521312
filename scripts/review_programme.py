"""Score fidelity reviews, follow them over time, and take the fidelity at inclusion as an exposure."""

from pathlib import Path

from ipscohort.answers import Material, answer
from ipscohort.config import Slice
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
from ipscohort.figures import house_style, save_figure
from ipscohort.files.exchange import Read, read_files, write_files
from ipscohort.files.tableio import write_bytes
from ipscohort.programme import fidelity
from ipscohort.run.log import job
from ipscohort.tables import places, render
from ipscohort.words import say


def main(settings: Slice, file: str, input, output) -> None:
    read = read_files(input)
    found = fidelity.review(Path(file), read.persons, read.codebook, settings)
    write_files(found, dict(output.items()))
    inputs = fidelity.Inputs.made(settings, read.persons["inclusion_date"], found, read.estimates)
    tables = fidelity.tables(inputs)
    for path in map(Path, output.tables):
        write_bytes(path, render(tables[path.stem], path.suffix.removeprefix(".")))
    frames = {"estimates": read.estimates, "availability": read.availability, **fidelity.frames(found), "codebook": found.codebook}
    answer(places(tables), Material.of(Read(frames), settings)).write(output.programme_answers)
    with house_style(), printed_in(style_of(settings.tables)):
        figure, alt = fidelity.draw_course(inputs), fidelity.alt_of(inputs)
    for path in output.figures:
        save_figure(figure, path, settings.figures.dpi, say("Fidelity over time"), alt)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input.reviews[0], snakemake.input, snakemake.output)
