"""Make every table, in every format, every number of it with its source, what each number is, and all results as data."""

from pathlib import Path

import pandas as pd

from ipscohort.analysis_results import as_json, results_frame
from ipscohort.answers import Material, answer
from ipscohort.config import Slice
from ipscohort.contracts.results import RESULTS
from ipscohort.files.exchange import read_files
from ipscohort.files.tableio import write_bytes, write_frame, write_table, write_text
from ipscohort.run.apart import Beside
from ipscohort.run.log import job
from ipscohort.tables import TableInputs, cells_frame, make_tables, places, render
from ipscohort.tables.stored import write_content


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    tables = make_tables(TableInputs.of(read, settings))
    material, shown = Material.of(read, settings), list(places(tables))
    beside = Beside(lambda: write_results(results_frame(shown, material), output))
    for path in map(Path, [*output.pages, *output.others]):
        write_bytes(path, render(tables[path.stem], path.suffix.removeprefix(".")))
    write_frame(cells_frame(tables), output.cells)
    write_content(tables, output.content)
    answer(shown, material).write(output.answers)
    beside.finish()


def write_results(results: pd.DataFrame, output) -> None:
    write_table(results, RESULTS, output.results)
    write_text(output.results_json, as_json(results))


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
