"""`python -m ipscohort_reconstruct --seed N --out FOLDER`: find another synthetic cohort that gives the printed values.

With `--settings FILE`, the cohort of another paper, by the recipes of the values that its settings name.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ipscohort.run.log import exit_with_message

LONGEST_SEED = 20
"""Digits of a seed at most."""


def main(arguments: list[str] | None = None) -> None:
    """Search for a cohort; the exit code is 0 when its files were written, 1 when the user has something to mend."""
    parser = argparse.ArgumentParser(
        prog="python -m ipscohort_reconstruct", description="Make a synthetic cohort that gives printed values."
    )
    parser.add_argument("--seed", type=_whole, required=True, help="whole number from 0 on; the same seed gives the same files")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    parser.add_argument(
        "--targets", type=Path, default=Path("data/published/vukadin2022.csv"), help="the printed values (default: %(default)s)"
    )
    parser.add_argument(
        "--settings", type=Path, help="a cohort's settings: their printed values of persons are met, and the file is written that they read"
    )
    chosen = parser.parse_args(arguments)
    with exit_with_message():
        from ipscohort_reconstruct.command import reconstruct_cohort, reconstruct_persons

        if chosen.settings:
            reconstruct_persons(chosen.settings, chosen.seed, chosen.out)
        else:
            reconstruct_cohort(chosen.targets, chosen.seed, chosen.out)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_SEED:
        raise argparse.ArgumentTypeError(
            f"'{text[:LONGEST_SEED]}' can't be one: write a whole number from 0 on, of at most {LONGEST_SEED} digits"
        )
    return int(text)


if __name__ == "__main__":
    main()
