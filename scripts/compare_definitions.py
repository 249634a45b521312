"""Try what the study could have done otherwise against the printed values."""

from pathlib import Path

from ipscohort.config import Settings
from ipscohort.errors import Problem, UserError
from ipscohort.files.exchange import write_files
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import compare_definitions
from ipscohort.run.log import job
from ipscohort.run.pipeline import results_of

NAME_SOME = "name printed values, choices and their alternatives: config/README.md says how"


def main(values: dict, files: dict[str, Path], input, output) -> None:
    replication = Settings.model_validate(values).replication
    choices = replication.choices if replication else []
    if not choices:
        raise UserError("There is nothing to compare.", [Problem("replication.choices", "the settings name no choice", NAME_SOME)])
    compared = compare_definitions(values, choices, read_printed(input.printed[0]), results_of(files))
    write_files(compared, output)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        files = {key: Path(file) for key, file in zip(snakemake.params.records, snakemake.input.raw, strict=True)}
        main(snakemake.params.settings, files, snakemake.input, snakemake.output)
