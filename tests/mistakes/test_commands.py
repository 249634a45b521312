"""Wrong commands: the last lines say what is not understood and what to do, the exit code is 1 or 2, and nothing is written."""

from __future__ import annotations

import pytest

from ipscohort.__main__ import main
from tests.mistakes.workspace import Workspace

WRONG = [
    ("command misspelt", "chekc tiny.yaml", 2, ("there is no command 'chekc'", "did you mean 'check'?")),
    ("no command", "", 2, ("the following arguments are required: COMMAND",)),
    ("no settings file", "check", 2, ("the following arguments are required: FILE",)),
    ("settings file misspelt", "check tinny.yaml", 1, ("tinny.yaml: no such file", "did you mean 'tiny.yaml'?")),
    ("settings file without its ending", "check tiny", 1, ("tiny: no such file", "did you mean 'tiny.yaml'?")),
    ("settings in a folder that is none", "check confg/tiny.yaml", 1, ("no such file", "there is no folder confg/ either")),
    ("folder for the settings file", "check config", 1, ("config: this is a folder", "name the cohort's .yaml file itself")),
    (
        "records for the settings",
        "check people.csv",
        1,
        ("people.csv: the file holds no keys", "which ends in .yaml, not a file of records"),
    ),
    ("document for the settings", "check note.docx", 1, ("note.docx: this is no settings file", "which ends in .yaml")),
    ("settings file that is no text", "check garbage.yaml", 1, ("garbage.yaml, line 2: the text is not UTF-8", "save the file as UTF-8")),
    ("empty settings file", "check empty.yaml", 1, ("empty.yaml: the file holds no keys", "start from config/rossi.yaml")),
    ("two settings files", "check two.yaml tiny.yaml", 2, ("check: not understood: tiny.yaml; check takes one settings file",)),
    ("option that is none", "check tiny.yaml --verbose", 2, ("check: not understood: --verbose", "ipscohort check --help")),
    ("explained before a run", "explain baseline --config tiny.yaml", 1, ("answers.json: is not there", "-> run: snakemake")),
    ("nothing to explain", "explain", 2, ("the following arguments are required: TABLE or ID",)),
    ("explained of a cohort that is none", "explain baseline.1 --config tinny.yaml", 1, ("did you mean 'tiny.yaml'?",)),
    ("verified before a run", "verify results/tiny", 1, ("models/estimates.csv", "give the folder of a cohort's results after a run")),
    (
        "verified in a folder that is none",
        "verify results/none",
        1,
        ("results/none: there is no such folder", "name a cohort's settings file"),
    ),
    ("verified by a file", "verify people.csv", 1, ("people.csv: this is a file, not a folder",)),
    ("one cohort compared", "compare tiny.yaml", 1, ("tiny: two cohorts or more are needed", "name their settings files")),
    ("a cohort compared with itself", "compare tiny.yaml tiny.yaml", 1, ("each of another name",)),
    ("cohorts compared before a run", "compare tiny.yaml two.yaml", 1, ("two.yaml: it was not run to its end", "ipscohort run two.yaml")),
    (
        "compared under a path",
        "compare tiny.yaml two.yaml --name ../both",
        1,
        ("../both: no name for a cohort", "small letters, digits and _"),
    ),
    ("planned without persons", "plan --shares 0.4 0.5", 2, ("the following arguments are required: --n",)),
    ("planned without a difference", "plan --n 100", 1, ("plan: nothing to compare", "give --shares")),
    ("shares in percent", "plan --n 100 --shares 40 55", 1, ("--shares: a share is not between", "write 40% as 0.4")),
    ("shares with a decimal comma", "plan --n 100 --shares 0,4 0,5", 2, ("'0,4' is no number: write it with a point, 0.4",)),
    ("one share", "plan --n 100 --shares 0.4", 2, ("argument --shares: expected 2 arguments",)),
    ("persons in words", "plan --n ten --shares 0.4 0.5", 2, ("argument --n: 'ten' is no whole number",)),
    ("persons below 0", "plan --n -5 --shares 0.4 0.5", 1, ("--n: fewer than two persons in a group",)),
    ("no difference planned", "plan --n 100 --shares 0.4 0.4", 1, ("both shares are as good as the same",)),
    ("ratio without its spread", "plan --n 100 --ratio 1.5", 1, ("--ratio, --sd-log: one without the other",)),
    ("ratio below 0", "plan --n 100 --ratio -1 --sd-log 1", 1, ("--ratio: not between 0.001 and 1000",)),
    ("power in percent", "plan --n 100 --shares 0.4 0.5 --power 80", 1, ("--power: not between 0.5 and 1", "write 80% as 0.8")),
    ("drafted from no file", "init peple.csv", 1, ("peple.csv: there is no such file", "did you mean 'people.csv'?")),
    ("drafted from one file twice", "init people.csv people.csv", 1, ("people.csv: this file is named twice",)),
    ("drafted from a document", "init note.docx", 1, ("the ending '.docx' is no known format of records", "known are .csv")),
    ("drafted under a path", "init people.csv --name a/b", 1, ("a/b: no name for a cohort", "small letters, digits and _")),
    ("drafted over a file", "init people.csv --name tiny --folder .", 1, ("tiny.yaml: this file is there already", "give another --name")),
    ("drafted into a file", "init people.csv --folder jobs.csv", 1, ("jobs.csv: this is a file, not a folder", "give another --folder")),
    ("exposure that is no column", "init people.csv --exposure benefit", 1, ("no column 'benefit'", "did you mean 'ben'?")),
    ("bundle in a folder that is there", "bundle results", 1, ("results: this folder is there already", "name another, or delete it")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A cohort that was never run, and files of other kinds."""
    space = Workspace(tmp_path_factory.mktemp("commands"))
    space.restore()
    (space.folder / "two.yaml").write_text(
        space.settings.read_text(encoding="utf-8").replace("cohort: tiny", "cohort: two"), encoding="utf-8"
    )
    (space.folder / "garbage.yaml").write_bytes(b"a: b\n\xff\xfe\x00")
    (space.folder / "empty.yaml").write_text("", encoding="utf-8")
    (space.folder / "note.docx").write_bytes(b"PK\x03\x04" + bytes(50))
    for name in ("config", "results/tiny"):
        (space.folder / name).mkdir(parents=True)
    return space.folder


@pytest.mark.parametrize(("command", "code", "says"), [pytest.param(*case, id=name) for name, *case in WRONG])
def test_a_wrong_command_is_told_in_its_last_lines(folder, monkeypatch, capsys, command, code, says):
    monkeypatch.chdir(folder)
    before = sorted(folder.rglob("*"))
    with pytest.raises(SystemExit) as end:
        main(command.split())
    said = capsys.readouterr()
    text = end.value.code if isinstance(end.value.code, str) else said.err
    assert (1 if isinstance(end.value.code, str) else end.value.code) == code
    assert said.out == ""
    last = "\n".join(text.rstrip().split("\n")[-8:])
    for expected in says:
        assert expected in last, text
    assert "Traceback" not in text and "fault of ipscohort" not in text
    assert sorted(folder.rglob("*")) == before
