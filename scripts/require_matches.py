"""Fail where a printed figure does not match: the settings say that this is an error."""

from ipscohort.contracts import REPLICATION
from ipscohort.replication import require_matches
from ipscohort.runlog import job
from ipscohort.tableio import read_table, write_text


def main(input, output) -> None:
    write_text(output.matches, require_matches(read_table(input.figures, REPLICATION), input.page) + "\n")


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.input, snakemake.output)
