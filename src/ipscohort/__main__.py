"""`python -m ipscohort check FILE`: are the settings right, and do the records fit them? Leaves nothing behind.

`python -m ipscohort docs`: write config/README.md and config/schema.json anew from the settings' own classes.

`python -m ipscohort reconstruct --seed N --out FOLDER`: find another synthetic cohort that gives the printed figures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ipscohort.runlog import exit_with_message

LONGEST_SEED = 20
"""Digits of a seed at most."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command; the exit code is 0 when all is well, 1 when the user has something to mend."""
    parser = argparse.ArgumentParser(prog="python -m ipscohort", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check a cohort's settings and records")
    check.add_argument("file", type=Path, help="the cohort's settings file")
    docs = commands.add_parser("docs", help="write the settings' documentation anew")
    docs.add_argument("--folder", type=Path, default=Path("config"), help="where to (default: config)")
    search = commands.add_parser("reconstruct", help="make a synthetic cohort whose analysis gives the printed figures")
    search.add_argument("--seed", type=_whole, required=True, help="whole number from 0 on; the same seed gives the same files")
    search.add_argument("--out", type=Path, required=True, help="folder for the files")
    search.add_argument(
        "--targets", type=Path, default=Path("data/published/vukadin2022.csv"), help="the printed figures (default: %(default)s)"
    )
    chosen = parser.parse_args(arguments)
    with exit_with_message():
        if chosen.command == "check":
            _check(chosen.file)
        elif chosen.command == "docs":
            _docs(chosen.folder)
        else:
            _reconstruct(chosen.targets, chosen.seed, chosen.out)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_SEED:
        raise argparse.ArgumentTypeError(
            f"'{text[:LONGEST_SEED]}' can't be one: write a whole number from 0 on, of at most {LONGEST_SEED} digits"
        )
    return int(text)


def _check(file: Path) -> None:
    from ipscohort.config import load_cohort

    cohort = load_cohort(file)  # without pandas, so that a mistake in the settings shows at once
    from ipscohort.check import check_cohort

    check_cohort(cohort)
    print(f"{file}: settings and records fit.")


def _docs(folder: Path) -> None:
    from ipscohort.config.docs import documentation
    from ipscohort.tableio import write_text

    for name, text in documentation().items():
        write_text(folder / name, text)
        print(f"wrote {(folder / name).as_posix()}")


def _reconstruct(targets: Path, seed: int, folder: Path) -> None:
    from ipscohort.reconstruct.command import reconstruct_cohort

    reconstruct_cohort(targets, seed, folder)


if __name__ == "__main__":
    main()
