"""Leave the cohort's settings in full: what its file says, and every default."""

from pathlib import Path

from ipscohort.config.shown import heading, shown
from ipscohort.config.yamlfile import write_yaml
from ipscohort.run.log import job


def main(settings: dict, written: Path) -> None:
    write_yaml(written, shown(settings), heading(settings))


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.params.settings, Path(snakemake.output.settings))
