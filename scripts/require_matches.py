"""Say how many printed values match; fail where one does not and the settings call that an error."""

from ipscohort.files.tableio import write_text
from ipscohort.printed_values.agreement import agreement_in
from ipscohort.run.log import job


def main(on_mismatch: str, input, output) -> None:
    agreed = agreement_in(input.replication)
    if agreed.differing and on_mismatch == "fail":
        from ipscohort.files.exchange import read_files
        from ipscohort.replication import require_matches

        require_matches(read_files(input).replication, input.page)
    write_text(output.matches, agreed.sentence + "\n")


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.params.on_mismatch, snakemake.input, snakemake.output)
