"""`python -m ipscohort init FILE [FILE ...] --name NAME`: draft a cohort's settings from its files.

`python -m ipscohort check FILE`: are the settings right, and do the records fit them? Leaves nothing behind.

`python -m ipscohort explain TABLE ROW`, or `explain ID`: what is a printed number, who is behind it, which setting changes it?

`python -m ipscohort docs`: write anew what is made from the program's own classes: config/README.md, config/schema.json, captions.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ipscohort.run.log import exit_with_message


def main(arguments: list[str] | None = None) -> None:
    """Run one command; the exit code is 0 when all is well, 1 when the user has something to mend."""
    parser = argparse.ArgumentParser(prog="python -m ipscohort", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", help="draft a cohort's settings from its files")
    init.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the cohort's records: persons and jobs, in one file or several")
    init.add_argument("--name", default="yours", help="the cohort's name, and that of config/NAME.yaml (default: %(default)s)")
    init.add_argument(
        "--exposure", action="append", default=[], metavar="COLUMN", help="a column whose association is studied; as often as needed"
    )
    init.add_argument("--folder", type=Path, default=Path("config"), help="where the settings go (default: %(default)s)")
    check = commands.add_parser("check", help="check a cohort's settings and records")
    check.add_argument("file", type=Path, help="the cohort's settings file")
    explain = commands.add_parser("explain", help="say what a printed number is")
    explain.add_argument("name", metavar="TABLE or ID", help="a table, such as baseline; or a number's id, such as baseline.12")
    explain.add_argument("row", metavar="ROW", nargs="?", help="its row in words, or some of them; of a table")
    explain.add_argument(
        "--config", type=Path, default=Path("config/config.yaml"), help="the cohort's settings file (default: %(default)s)"
    )
    docs = commands.add_parser("docs", help="write anew what is generated")
    docs.add_argument("--folder", type=Path, default=Path(), help="the project's folder (default: the one you are in)")
    chosen = parser.parse_args(arguments)
    with exit_with_message():
        if chosen.command == "init":
            _init(chosen.files, chosen.folder / f"{chosen.name}.yaml", chosen.exposure)
        elif chosen.command == "check":
            _check(chosen.file)
        elif chosen.command == "explain":
            _explain(chosen.config, chosen.name, chosen.row)
        else:
            _docs(chosen.folder)


def _init(files: list[Path], target: Path, exposures: list[str]) -> None:
    from ipscohort.draft import draft

    print(draft(files, target, exposures))
    print(f"wrote {target.as_posix()}. Next: look through it, then python -m ipscohort check {target.as_posix()}")


def _check(file: Path) -> None:
    from ipscohort.config import load_cohort

    cohort = load_cohort(file)  # without pandas, so that a mistake in the settings shows at once
    from ipscohort.run.check import check_cohort

    check_cohort(cohort)
    print(f"{file}: settings and records fit. Next: {_run_with(file)}")


def _run_with(file: Path) -> str:
    """What runs the settings of a file."""
    usual = file.parent == Path("config") and file.stem != "config"
    return f"make COHORT={file.stem}" if usual else f"make CONFIG={file.as_posix()}"


def _explain(file: Path, name: str, row: str | None) -> None:
    from ipscohort.config import load_cohort
    from ipscohort.run.explain import explain

    print(explain(load_cohort(file), name, row), end="")


def _docs(folder: Path) -> None:
    from ipscohort.files.tableio import write_text
    from ipscohort.run.docs import generated

    for name, text in generated().items():
        write_text(folder / name, text)
        print(f"wrote {(folder / name).as_posix()}")


if __name__ == "__main__":
    main()
