"""Say how many printed values match; fail where one does not and the settings call that an error."""

from ipscohort.contracts import REPLICATION
from ipscohort.files.tableio import read_table, write_text
from ipscohort.printed_values.agreement import agreement
from ipscohort.replication import require_matches
from ipscohort.run.log import job


def main(on_mismatch: str, input, output) -> None:
    compared = read_table(input.replication, REPLICATION)
    sentence = require_matches(compared, input.page) if on_mismatch == "fail" else agreement(compared).sentence
    write_text(output.matches, sentence + "\n")


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.params.on_mismatch, snakemake.input, snakemake.output)
