"""Review the programme: fidelity of the agencies and what funding schemes paid, and each as an exposure; what IPS costs and brings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ipscohort.answers import Material, answer
from ipscohort.catalogue.exhibit import ON_REQUEST
from ipscohort.catalogue.stages import BUSINESS_CASE, FIDELITY, FUNDING
from ipscohort.config import Slice
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
from ipscohort.figures import house_style, save_figure
from ipscohort.files.exchange import Read, read_files, write_files
from ipscohort.files.tableio import write_bytes
from ipscohort.programme import frames_of
from ipscohort.run.log import job
from ipscohort.tables import places, render
from ipscohort.words import say


def reviewed(settings: Slice, read: Read, given: dict[str, str]) -> Iterator[tuple[str, ModuleType, Any, Any]]:
    """Each part that the settings declare: its key, its package, what it found, and what its tables are made from."""
    reviews = payments = funded = None
    if settings.programme.fidelity is not None:
        from ipscohort.programme import fidelity

        found = fidelity.review(Path(given["programme_fidelity"]), read.persons, read.codebook, settings)
        reviews = found.reviews
        yield FIDELITY, fidelity, found, fidelity.Inputs.made(settings, read.persons["inclusion_date"], found, read.estimates)
    if settings.programme.funding is not None:
        from ipscohort.programme import funding

        file = Path(given["programme_funding"]) if "programme_funding" in given else None
        found = funding.review(file, read.persons, read.clean_jobs, read.jobs_kind_unknown, read.codebook, settings, reviews)
        payments, funded = found.payments, found.persons
        yield FUNDING, funding, found, funding.Inputs.made(settings, found, read.estimates)
    if settings.programme.business_case is not None:
        from ipscohort.programme import business_case

        found = business_case.review(read.persons, read.clean_jobs, read.codebook, settings, payments, funded)
        yield BUSINESS_CASE, business_case, found, business_case.Inputs.made(settings, found)


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    tables, frames, codebook = {}, {"estimates": read.estimates, "availability": read.availability}, read.codebook
    for key, part, found, inputs in reviewed(settings, read, dict(input.items())):
        left = frames_of(found, key)
        write_files(found, {name: path for name, path in output.items() if name in left})
        tables |= part.tables(inputs)
        frames |= left
        codebook = replace(codebook, variables={**codebook.variables, **found.codebook.variables})
        with house_style(), printed_in(style_of(settings.tables)):
            figures = {name: (draw(inputs), alt(inputs)) for name, (draw, alt) in part.drawings(inputs).items()}
        for path in (path for path in map(Path, output.figures) if path.stem in figures):
            figure, alt = figures[path.stem]
            save_figure(figure, path, settings.figures.dpi, say(ON_REQUEST[path.stem].title), alt)
    for path in map(Path, output.tables):
        write_bytes(path, render(tables[path.stem], path.suffix.removeprefix(".")))
    answer(places(tables), Material.of(Read({**frames, "codebook": codebook}), settings)).write(output.programme_answers)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
