"""Leave what R, SPSS or PSPP need to estimate everything anew: the analysis data and scripts."""

from ipscohort.config import Slice
from ipscohort.files.exchange import read_files
from ipscohort.run.log import job
from ipscohort.verify import make_kit


def main(settings: Slice, input, output) -> None:
    read = read_files({name: input[name] for name in ("persons", "codebook")})
    make_kit(read.persons, read.codebook, settings).write(output)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
