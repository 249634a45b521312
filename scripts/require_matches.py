"""Say how many printed figures match; fail where one does not and the settings call that an error."""

from ipscohort.agreement import agreement
from ipscohort.contracts import REPLICATION
from ipscohort.replication import require_matches
from ipscohort.runlog import job
from ipscohort.tableio import read_table, write_text


def main(on_mismatch: str, input, output) -> None:
    compared = read_table(input.figures, REPLICATION)
    sentence = require_matches(compared, input.page) if on_mismatch == "fail" else agreement(compared).sentence
    write_text(output.matches, sentence + "\n")


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.params.on_mismatch, snakemake.input, snakemake.output)
