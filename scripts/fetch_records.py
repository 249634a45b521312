"""Copy an example cohort's rows out of the installed package that ships them."""

from pathlib import Path

from ipscohort.config.ingest import Fetch
from ipscohort.run.fetch import fetch_records
from ipscohort.run.log import job


def main(fetch: dict, records: Path) -> None:
    fetch_records(Fetch.model_validate(fetch), records)


if __name__ == "__main__":
    with job(snakemake.log[0]):
        main(snakemake.params.fetch, Path(snakemake.output.records))
