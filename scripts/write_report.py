"""Write the report, and what made it."""

from pathlib import Path

from ipscohort.config import Settings
from ipscohort.contracts import (
    ALTERNATIVES,
    AVAILABILITY,
    CHANGED_VALUES,
    CLEANING_LOG,
    DISAGREEMENTS,
    PARTICIPANT_FLOW,
    PERSONS,
    REPLICATION,
)
from ipscohort.files.tableio import read_frame, read_table, write_json, write_text
from ipscohort.report import ReportInputs, write_report
from ipscohort.report.definitions import used
from ipscohort.run.log import job
from ipscohort.run.provenance import commit, provenance


def texts(names: list[str], files: list[str]) -> dict[str, str]:
    return {name: Path(file).read_text(encoding="utf-8") for name, file in zip(names, files, strict=True)}


def main(settings: Settings, files: dict[str, Path], planned: dict, tables: list[str], figures: list[str], input, output) -> None:
    made_by = provenance(settings, files, planned)
    definitions = used(read_frame(input.definitions), settings)
    compared = dict(zip(("alternatives", "changed_values"), input.compared, strict=False))
    page = write_report(
        ReportInputs(
            settings=settings,
            persons=read_table(input.persons, PERSONS),
            flow=read_table(input.flow, PARTICIPANT_FLOW),
            log=read_table(input.log, CLEANING_LOG),
            disagreements=read_table(input.disagreements, DISAGREEMENTS),
            availability=read_table(input.availability, AVAILABILITY),
            definitions=definitions,
            tables=texts(tables, input.tables),
            figures=texts(figures, input.figures),
            provenance=made_by,
            replication=read_table(input.replication[0], REPLICATION) if input.replication else None,
            alternatives=read_table(compared["alternatives"], ALTERNATIVES) if compared else None,
            changed_values=read_table(compared["changed_values"], CHANGED_VALUES) if compared else None,
        )
    )
    write_text(output.page, page)
    rules = dict(zip(definitions["name"], definitions["rule"], strict=True))
    write_json(output.run, {"cohort": settings.cohort, "commit": commit(), **made_by, "definitions": rules})


if __name__ == "__main__":
    with job(snakemake.log[0]):
        params = snakemake.params
        files = {key: Path(file) for key, file in zip(params.records, snakemake.input.raw, strict=True)}
        main(
            Settings.model_validate(params.settings),
            files,
            params.records,
            params.tables,
            params.figures,
            snakemake.input,
            snakemake.output,
        )
