"""PSPP opens the analysis data that a run leaves for SPSS users, and its regressions agree to the digits it prints.

Usage: python tests/reference/check_spss_file.py results/rossi
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SYNTAX = """\
GET FILE='{file}'.
LOGISTIC REGRESSION VARIABLES = job_obtained WITH work_experience.
COMPUTE lnweeks = LN(time_worked).
SELECT IF (time_worked > 0).
REGRESSION /VARIABLES = work_experience /DEPENDENT = lnweeks /STATISTICS = COEFF.
"""
MODELS = ("job_obtained", "weeks_worked")


def main(results: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        syntax, output = Path(folder) / "check.sps", Path(folder) / "out.csv"
        syntax.write_text(SYNTAX.format(file=(results / "outcomes" / "persons.sav").resolve()), encoding="utf-8")
        subprocess.run(["pspp", "-O", "format=csv", "-o", str(output), str(syntax)], check=True)
        printed = output.read_text(encoding="utf-8")
    found = [float(b) for b in re.findall(r"^(?:Step 1,)?.*Full-time work experience before prison,(-?[.\d]+)", printed, re.MULTILINE)]
    with (results / "models" / "estimates.csv").open(encoding="utf-8") as stream:
        rows = [
            r for r in csv.DictReader(stream) if r["exposure"] == "work_experience" and r["level"] == "yes" and r["adjustment"] == "crude"
        ]
    ours = [float(next(r["estimate"] for r in rows if r["model"] == model)) for model in MODELS]
    print(f"PSPP {found}, ours {ours}")
    return 0 if len(found) == 2 and all(abs(a - b) <= 0.005 + 1e-9 for a, b in zip(found, ours, strict=True)) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
