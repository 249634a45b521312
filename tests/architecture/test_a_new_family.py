"""A further family of models is one new file and its lines in the registry: it goes from the sample to the report's words."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

RECORD = '''\
"""Least squares on the square root: a family made up for a test."""

from ipscohort.models.families import least_squares
from ipscohort.models.families.base import Family, Layout, LeftOut


def fit(problem):
    return least_squares.fit(problem, "linear regression of the square root, least squares, t interval")


def root(outcome):
    return outcome**0.5


FAMILY = Family(
    name="square_root",
    regression="square-root regression",
    about="Square root: differences in mean roots.",
    outcome="number",
    fit=fit,
    exponentiated=False,
    coefficient="difference in mean roots",
    effect="difference in mean roots",
    joint_test="F",
    leaves_out=(LeftOut("< 0", "below 0, which has no root", lambda outcome: outcome < 0),),
    transform=root,
    layout=Layout(
        title="Square-root regressions", caption="Of roots.", notes=("Root difference: of means.",), coefficient="Root difference", r_squared=True
    ),
)
'''

JOURNEY = """\
import json
from types import SimpleNamespace

from matplotlib.text import Text
from pydantic import TypeAdapter

from ipscohort.config.analysis import Exposure, Models
from ipscohort.config.docs import documentation
from ipscohort.contracts import ESTIMATES
from ipscohort.figures import draw_figures
from ipscohort.models.families import tables_of
from ipscohort.replication.words import Words, definition
from ipscohort.tables import make_table, render
from tests.support.models import BOOK, persons, run
from tests.unit.figures.test_figures import inputs as figure_inputs
from tests.unit.tables.table_frames import STUDY, inputs as table_inputs

models = Models(regressions={"m": {"outcome": "pay", "model": "square_root", "confounders": []}})
exposures = {"group": Exposure(variable="group", reference="a")}
found = run(persons(8, pay=[0, 1, 4, 9, 16, 25, 49, -4], group="aaabbbba"), "pay", "square_root")
frames = {"estimates": found.estimates, "fits": found.fits}
parts = {"models": models, "exposures": exposures, "codebook": BOOK}
table = make_table("regressions_square_root", table_inputs(**frames, **parts))
forest = draw_figures(figure_inputs(estimates=found.estimates, **parts))["forest"]
entry = {"frame": "estimates", "statistic": "value", "column": "estimate", "select": "model=m;exposure=group;level=b", "unit": ""}
words = Words(SimpleNamespace(study=STUDY, **parts), BOOK, {}, found.fits, found.estimates)
print(json.dumps({
    "excluded": found.fits["why_excluded"].tolist(),
    "estimate": float(found.estimates["estimate"].dropna().iloc[0]),
    "ratios": int(found.estimates["ratio"].notna().sum()),
    "table": render(table, "csv").decode(),
    "made": [name for name in tables_of(r.model for r in models.regressions.values()) if "regressions" in name],
    "forest": [text.get_text() for text in forest.findobj(Text)],
    "scale": forest.axes[0].get_xscale(),
    "definition": definition(entry, words),
    "caption": tables_of(["square_root"])["regressions_square_root"].caption,
    "documented": "Square root: differences in mean roots." in documentation()["README.md"],
    "contract": next(c.description for c in ESTIMATES.columns if c.name == "estimate"),
}))
"""


def test_a_new_family_touches_two_files(tmp_path):
    source = ROOT / "src" / "ipscohort"
    copy = tmp_path / "src" / "ipscohort"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "models" / "families" / "square_root.py").write_text(RECORD, encoding="utf-8")
    registry = copy / "models" / "families" / "__init__.py"
    text = registry.read_text(encoding="utf-8")
    text = text.replace("import cox, linear,", "import square_root, cox, linear,")
    registry.write_text(text.replace('    "poisson": ', '    "square_root": square_root.FAMILY,\n    "poisson": '), encoding="utf-8")
    assert changed(source, copy) == ["models/families/__init__.py", "models/families/square_root.py"]

    path = os.pathsep.join([str(copy.parent), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", JOURNEY], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["excluded"] == ["1 left out: Pay below 0, which has no root (1)"]
    assert abs(told["estimate"] - (19 / 4 - 1)) < 1e-12
    assert told["ratios"] == 0
    assert "Square-root regressions" in told["table"] and "Crude: Root difference (95% CI)" in told["table"]
    assert "3.75 (" in told["table"] and "R-squared" in told["table"]
    assert told["made"] == ["regressions", "regressions_square_root"]
    assert "Difference in mean roots" in told["forest"] and told["scale"] == "linear"
    assert any(text.startswith("3.75 (") for text in told["forest"])
    assert told["definition"].startswith("Difference in mean roots of 'Group' b against a in the square-root model of m")
    assert told["caption"] == "Of roots."
    assert told["documented"]
    assert "difference in mean roots" in told["contract"]


def changed(old: Path, new: Path) -> list[str]:
    """Files that are new or differ."""
    files = [file.relative_to(new).as_posix() for file in sorted(new.rglob("*.py"))]
    return [name for name in files if not (old / name).exists() or not filecmp.cmp(old / name, new / name, shallow=False)]
