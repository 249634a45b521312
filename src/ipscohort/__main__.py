"""Analyses of cohorts in supported employment, from files of records to report and tables.

  init FILE ...     draft a cohort's settings from its files
  check FILE        are the settings right, and do the records fit them? Leaves nothing behind
  run FILE          the whole analysis: report, tables, figures
  explain TABLE ROW what is a printed number, who is behind it, which setting changes it?
  plan              before a study: power, expected interval and persons needed
  verify FOLDER     do R and PSPP give the same? Compares their refits of a cohort's verification kit with its results
  compare FILE ...  cohorts side by side, and pooled estimates of exposures that are declared comparable
  release FILE      what of a cohort's results may leave the room: tables, figures and a page without small numbers
  bundle FOLDER     everything that a room without internet needs, in one folder
  docs              write anew what is made from the program's own classes: config/README.md, config/schema.json, captions

Exit codes: 0 all is well; 1 something is to be mended, and the last lines say what; 2 the command itself is not understood.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn
from warnings import catch_warnings, simplefilter

from ipscohort.run.log import exit_with_message
from ipscohort.run.threads import one_thread

EXAMPLES = {
    "init": """examples:
  python -m ipscohort init persons.sav jobs.sav --name mine --exposure benefits
  python -m ipscohort init records.xlsx --name mine          (one workbook; each sheet is looked at)
Writes config/mine.yaml, with DECIDE where a choice is yours. No person's value goes into it.""",
    "check": """example:
  python -m ipscohort check config/mine.yaml
All that is wrong or still open comes in one list, with line, column and rows.""",
    "run": """examples:
  python -m ipscohort run config/mine.yaml
  python -m ipscohort run config/mine.yaml --cores 4         (what follows the file goes to Snakemake)
Steps whose input is as it was are not run again. Results: results/mine/report.html""",
    "explain": """examples:
  python -m ipscohort explain outcomes --config config/mine.yaml    (names the rows of a table)
  python -m ipscohort explain outcomes "job, n (%)" --config config/mine.yaml
  python -m ipscohort explain baseline.12                    (a number's id, as report.html and tables/cells.csv show it)""",
    "plan": """examples:
  python -m ipscohort plan --n 100 200 --shares 0.40 0.55
  python -m ipscohort plan --n 50 --ratio 1.8 --sd-log 1.2   (time worked of those with a job)
Shares with a job in the reference group and in the other. Nothing adjusts for confounders, clusters or people who leave: ask for more.""",
    "verify": """example:
  python -m ipscohort verify results/mine                    (once refit.R was run in results/mine/verify)
  python -m ipscohort verify --refit results/mine            (runs it, and refit.sps where PSPP is installed)
Each number that differs is named, and the exit code is 1 then. results/mine/verify/README.txt says what is compared.""",
    "compare": """example:
  python -m ipscohort compare config/north.yaml config/south.yaml --name north_south
Each cohort must have been run. Exposures are set side by side where both settings give them the same `comparable` name.
Results: results/compare/north_south/""",
    "release": """example:
  python -m ipscohort release config/mine.yaml               (the same as make release COHORT=mine, which runs the cohort first)
The cohort must have been run. Small counts, and others from which they could be worked out, are hidden by the rules under
`release` in its settings; docs/release.md says how. Results: results/mine/release/, and release_check/ for the output checker.""",
    "bundle": """example:
  python -m ipscohort bundle ../ipscohort-bundle             (the same as make bundle)
Carry the folder in; there, `make OFFLINE=1` sets up and runs. It fits machines of this kind and this version of Python only.""",
    "docs": "For who changes the program.",
}


def main(arguments: list[str] | None = None) -> None:
    """Run one command; the exit code is 0 when all is well, 1 when the user has something to mend."""
    one_thread()
    parser = _parser()
    chosen, more = parser.parse_known_args(arguments)
    if more and chosen.command != "run":
        files = (
            f"; {chosen.command} takes one settings file" if chosen.command in ("check", "explain") and not more[0].startswith("-") else ""
        )
        parser.error(f"{chosen.command}: not understood: {' '.join(more)}{files}\nHelp: python -m ipscohort {chosen.command} --help")
    with catch_warnings(), exit_with_message():
        if not sys.warnoptions:  # they are for programmers, and name the folder that the library lies in
            simplefilter("ignore")
        if chosen.command == "init":
            _init(chosen.files, chosen.folder, chosen.name, chosen.exposure)
        elif chosen.command == "check":
            _check(chosen.file)
        elif chosen.command == "run":
            _run(chosen.file, more)
        elif chosen.command == "explain":
            _explain(chosen.config, chosen.name, chosen.row)
        elif chosen.command == "plan":
            _plan(chosen)
        elif chosen.command == "verify":
            _verify(chosen.folder, chosen.refit)
        elif chosen.command == "compare":
            _compare(chosen.files, chosen.name)
        elif chosen.command == "release":
            _release(chosen.file)
        elif chosen.command == "bundle":
            _bundle(chosen.folder)
        else:
            _docs(chosen.folder)


class _Parser(argparse.ArgumentParser):
    """A parser that names the command that a misspelt one is near to."""

    def error(self, message: str) -> NoReturn:
        """End with what is not understood."""
        from ipscohort.errors import nearest

        wrong = re.search(r"invalid choice: '([^']*)'", message)
        if wrong and "COMMAND" in message:
            message = f"there is no command '{wrong[1]}'; {nearest(wrong[1], EXAMPLES)}\nHelp: python -m ipscohort --help"
        super().error(message)


def _whole(text: str) -> int:
    """A whole number of an argument."""
    if not re.fullmatch(r"[+-]?\d+", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number")
    return int(text)


def _number(text: str) -> float:
    """A number of an argument, with a point."""
    try:
        return float(text)
    except ValueError:
        hint = f": write it with a point, {text.replace(',', '.')}" if re.fullmatch(r"[+-]?\d+,\d+", text) else ""
        raise argparse.ArgumentTypeError(f"'{text}' is no number{hint}") from None


def _parser() -> argparse.ArgumentParser:
    plain = argparse.RawDescriptionHelpFormatter
    parser = _Parser(prog="python -m ipscohort", description=__doc__, formatter_class=plain)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=does, description=f"{does[:1].upper()}{does[1:]}.", epilog=EXAMPLES[name], formatter_class=plain
        )

    init = command("init", "draft a cohort's settings from its files")
    init.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the cohort's records: persons and jobs, in one file or several")
    init.add_argument("--name", default="yours", help="the cohort's name, and that of config/NAME.yaml (default: %(default)s)")
    init.add_argument(
        "--exposure",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column whose association with employment is studied; may be repeated",
    )
    init.add_argument("--folder", type=Path, default=Path("config"), help="where the settings go (default: %(default)s)")
    check = command("check", "check a cohort's settings and records")
    check.add_argument("file", type=Path, metavar="FILE", help="the cohort's settings file")
    run = command("run", "run the whole analysis of a cohort")
    run.add_argument("file", type=Path, metavar="FILE", help="the cohort's settings file")
    explain = command("explain", "say what a printed number is")
    explain.add_argument("name", metavar="TABLE or ID", help="a table, such as baseline; or a number's id, such as baseline.12")
    explain.add_argument("row", metavar="ROW", nargs="?", help="its row in words, or some of them; of a table")
    explain.add_argument(
        "--config", type=Path, default=Path("config/config.yaml"), help="the cohort's settings file (default: %(default)s)"
    )
    plan = command("plan", "say what a study of so many people can find")
    _of_a_plan(plan)
    verify = command("verify", "compare a run with what R and PSPP give for its verification kit")
    verify.add_argument("folder", type=Path, metavar="FOLDER", help="the cohort's results, such as results/ips_mis; or its settings file")
    verify.add_argument("--refit", action="store_true", help="first run refit.R, and refit.sps where PSPP is installed")
    compare = command("compare", "set cohorts side by side and pool what is comparable")
    compare.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the cohorts' settings files, two or more")
    compare.add_argument("--name", default="", help="folder of the results (default: the cohorts' names)")
    release = command("release", "write what of the results may leave the room")
    release.add_argument("file", type=Path, metavar="FILE", help="the cohort's settings file")
    bundle = command("bundle", "gather all that a room without internet needs")
    bundle.add_argument("folder", type=Path, metavar="FOLDER", help="where it goes; it must not be there yet")
    docs = command("docs", "write anew what is generated")
    docs.add_argument("--folder", type=Path, default=Path(), help="the project's folder (default: the one you are in)")
    return parser


def _of_a_plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("--n", type=_whole, nargs="+", required=True, metavar="N", help="persons in all (of times worked: those with a job)")
    plan.add_argument(
        "--shares", type=_number, nargs=2, metavar=("REFERENCE", "OTHER"), help="expected shares with a job, such as 0.40 0.55"
    )
    plan.add_argument("--ratio", type=_number, help="expected ratio of geometric means of time worked")
    plan.add_argument("--sd-log", type=_number, metavar="SD", help="standard deviation of the natural logarithm of time worked")
    plan.add_argument(
        "--second", type=_number, default=0.5, metavar="SHARE", help="share of persons in the other group (default: %(default)s)"
    )
    plan.add_argument("--power", type=_number, default=0.8, help="power asked for (default: %(default)s)")
    plan.add_argument("--confidence", type=_number, default=0.95, help="confidence level (default: %(default)s)")


def _init(files: list[Path], folder: Path, name: str, exposures: list[str]) -> None:
    from ipscohort.config.places import check_name
    from ipscohort.draft import HEADING, draft
    from ipscohort.run.apart import run_apart

    check_name(name, HEADING)
    target = folder / f"{name}.yaml"
    print(run_apart(draft, files, target, exposures))
    print(f"wrote {target.as_posix()}. Next: look through it, then python -m ipscohort check {target.as_posix()}")


def _check(file: Path) -> None:
    from ipscohort.config import load_cohort

    cohort = load_cohort(file)  # without pandas, so that a mistake in the settings shows at once
    from ipscohort.run.check import check_apart

    check_apart(cohort)
    print(f"{file}: settings and records fit. Next: python -m ipscohort run {file.as_posix()}")


def _run(file: Path, more: list[str]) -> None:
    from ipscohort.run.workflow import run_workflow

    sys.exit(run_workflow(file, more))


def _explain(file: Path, name: str, row: str | None) -> None:
    from ipscohort.config import load_cohort
    from ipscohort.run.explain import explain

    print(explain(load_cohort(file), name, row), end="")


def _plan(chosen: argparse.Namespace) -> None:
    from ipscohort.run.plan import Plan, planned

    shares = tuple(chosen.shares) if chosen.shares else None
    plan = Plan(chosen.n, shares, chosen.ratio, chosen.sd_log, chosen.second, chosen.power, chosen.confidence)
    print(planned(plan), end="")


def _verify(folder: Path, anew: bool) -> None:
    from ipscohort.config import load_cohort
    from ipscohort.errors import Problem, UserError
    from ipscohort.verify.check import verify
    from ipscohort.verify.refit import refit

    folder = load_cohort(folder).results(Path("results")) if folder.suffix in (".yaml", ".yml") else folder
    if not folder.is_dir():
        what = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        remedy = "name a cohort's settings file, or the folder of its results after a run, such as results/ips_mis"
        raise UserError("The refit can't be compared.", [Problem(folder.as_posix(), what, remedy)])
    if anew:
        print(f"Refitted in {' and '.join(refit(folder))}: {(folder / 'verify').as_posix()}")
    checked = verify(folder)
    print(checked.text)
    if checked.problems:
        raise UserError("The refit does not give what the study gives.", checked.problems)


def _compare(files: list[Path], name: str) -> None:
    from ipscohort.compare import compare, write_comparison
    from ipscohort.compare.cohorts import HEADING
    from ipscohort.config.places import check_name

    if name:
        check_name(name, HEADING)
    comparison = compare(files, Path("results"))
    folder = Path("results/compare") / (name or "_".join(cohort.name for cohort in comparison.cohorts))
    write_comparison(comparison, folder)
    print("\n".join([*comparison.said, f"{len(comparison.cohorts)} cohorts side by side: {folder.as_posix()}/tables/tables.docx"]))


def _release(file: Path) -> None:
    from ipscohort.config import load_cohort
    from ipscohort.release.make import release

    cohort = load_cohort(file)
    print(
        "Choosing what may leave the room; half a minute for a small cohort, minutes with many exposures ...", file=sys.stderr, flush=True
    )
    print(release(cohort, Path("results")))


def _bundle(folder: Path) -> None:
    from ipscohort.run.bundle import bundle

    print(bundle(folder))


def _docs(folder: Path) -> None:
    from ipscohort.files.tableio import write_text
    from ipscohort.run.docs import generated

    for name, text in generated().items():
        write_text(folder / name, text)
        print(f"wrote {(folder / name).as_posix()}")


if __name__ == "__main__":
    main()
