"""Write the analysis data for those who go on in SPSS, with labels."""

from ipscohort.config import Slice
from ipscohort.contracts import PERSONS
from ipscohort.files.exchange import read_files
from ipscohort.files.sav import write_sav
from ipscohort.run.log import job


def main(settings: Slice, input, output) -> None:
    read = read_files({name: input[name] for name in ("persons", "codebook")})
    write_sav(read.persons, PERSONS, read.codebook, output.persons_sav, synthetic=settings.synthetic)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(Slice(snakemake.params.settings), snakemake.input, snakemake.output)
