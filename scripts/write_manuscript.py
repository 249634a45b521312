"""Write the aids for the manuscript: methods and results, the STROBE checklist, software."""

from importlib.metadata import version

from ipscohort.config import Settings
from ipscohort.files.exchange import read_files
from ipscohort.manuscript import ManuscriptInputs, write_manuscript
from ipscohort.run.log import job
from ipscohort.run.provenance import versions


def main(settings: Settings, input, output) -> None:
    used = {"ipscohort": version("ipscohort"), **versions()}
    write_manuscript(ManuscriptInputs.of(read_files(input), settings, used), output.documents, output.manuscript_numbers)


if __name__ == "__main__":
    with job(snakemake.log[0], snakemake.params.settings["language"]):
        main(Settings.model_validate(snakemake.params.settings), snakemake.input, snakemake.output)
