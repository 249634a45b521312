"""Write the report, and what made it."""

from functools import reduce
from operator import add
from pathlib import Path

from ipscohort.answers import Answers
from ipscohort.catalogue.exhibit import ON_REQUEST
from ipscohort.config import Settings
from ipscohort.files.exchange import read_files
from ipscohort.files.tableio import write_json, write_text
from ipscohort.report import ReportInputs, make_page
from ipscohort.report.definitions import used
from ipscohort.run.log import job
from ipscohort.run.provenance import commit, provenance, summary


def texts(files: list[str]) -> dict[str, str]:
    return {Path(file).stem: Path(file).read_text(encoding="utf-8") for file in files}


def main(settings: Settings, files: dict[str, Path], planned: dict, input, output) -> None:
    made_by = provenance(settings, files, planned)
    read = read_files(input)
    definitions = used(read.definitions, settings)
    results = Path(output.page).parent
    carried = {Path(file).relative_to(results).as_posix(): Path(file).read_bytes() for file in input.carried}
    given = dict(input.items())
    pages = [file for name, file in given.items() if name.endswith("_page")]
    drawings = [given[name] for name, exhibit in ON_REQUEST.items() if exhibit.title and name in given]
    told = ("answers", "sensitivity_answers", "programme_answers", "themes_answers")
    answers = reduce(add, (Answers.read(given[name]) for name in told if name in given))
    shown = {"tables": texts([*input.tables, *pages]), "figures": texts([*input.figures, *drawings])}
    shown |= {"downloads": carried, "answers": answers}
    inputs = ReportInputs.of(read, settings, definitions=definitions, provenance=made_by, **shown)
    page = make_page(inputs)
    write_text(output.page, page.html)
    page.sentences.write(output.report_answers)
    rules = dict(zip(definitions["name"], definitions["rule"], strict=True))
    came_to = summary(read.flow, read.estimates)
    write_json(output.run, {"cohort": settings.cohort, "commit": commit(), "summary": came_to, **made_by, "definitions": rules})


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        params = snakemake.params
        files = {key: Path(file) for key, file in zip(params.records, snakemake.input.raw, strict=True)}
        main(Settings.model_validate(params.settings), files, params.records, snakemake.input, snakemake.output)
