"""Make every table, in every format, every number of it with its source, and what each number is."""

from pathlib import Path

from ipscohort.answers import Material, answer
from ipscohort.config import Slice
from ipscohort.files.exchange import read_files
from ipscohort.files.tableio import write_bytes, write_frame
from ipscohort.run.log import job
from ipscohort.tables import TableInputs, cells_frame, make_tables, places, render


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    tables = make_tables(TableInputs.of(read, settings))
    for path in map(Path, [*output.pages, *output.others]):
        write_bytes(path, render(tables[path.stem], path.suffix.removeprefix(".")))
    write_frame(cells_frame(tables), output.cells)
    answer(places(tables), Material.of(read, settings)).write(output.answers)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
