"""Find every mistake in settings and records before any result is touched; leave the settings in full."""

from pathlib import Path

from ipscohort.check import check_records
from ipscohort.config import Settings
from ipscohort.config.yamlfile import write_yaml
from ipscohort.runlog import job


def main(settings: dict, files: dict[str, Path], written: Path) -> None:
    check_records(Settings.model_validate(settings), files)
    write_yaml(written, settings, "The cohort's settings in full: what its file says, and every default.")


if __name__ == "__main__":
    with job(snakemake.log[0]):
        files = {key: Path(file) for key, file in zip(snakemake.params.files, snakemake.input.raw, strict=True)}
        main(snakemake.params.settings, files, Path(snakemake.output.settings))
