"""Draw the figures of single persons, which stay in internal/."""

from pathlib import Path

from ipscohort.config import Slice
from ipscohort.figures import draw_internal, save_figure
from ipscohort.files.exchange import read_files
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files(input)
    for path in map(Path, output):
        save_figure(draw_internal(path.stem, read, settings), path)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
