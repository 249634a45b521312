"""Write the tables for manuscripts and spreadsheets: each alone, and all in one file."""

from pathlib import Path

from ipscohort.files.tableio import write_bytes
from ipscohort.run.log import job
from ipscohort.tables.render import bind, render
from ipscohort.tables.stored import read_content


def main(input, output) -> None:
    tables = read_content(input.content)
    for path in map(Path, output.each):
        write_bytes(path, render(tables[path.stem], path.suffix.removeprefix(".")))
    for path in map(Path, output.books):
        write_bytes(path, bind(list(tables.values()), path.suffix.removeprefix(".")))


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.language):
        main(snakemake.input, snakemake.output)
