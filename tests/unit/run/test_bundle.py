"""What a bundle holds, and that a failed one leaves nothing."""

from __future__ import annotations

import csv
import hashlib
import subprocess

import pytest

from ipscohort.errors import UserError
from ipscohort.run import bundle as made


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A project of two files under git, whose lock names one installed package; pip is stood in for."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.lock").write_text("pandas==2.2.3 \\\n    --hash=sha256:00\nnowhere==1\n", encoding="utf-8")
    (project / "Makefile").write_text("run:\n", encoding="utf-8")
    (project / "secret.sav").write_text("records", encoding="utf-8")
    for command in (["init", "-q"], ["add", "Makefile", "requirements.lock"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    monkeypatch.setattr(made, "PROJECT", project)
    monkeypatch.setattr(made, "_fetch", lambda folder: (folder / made.WHEELS).mkdir())
    return project


def test_it_holds_what_git_tracks_licences_and_the_digest_of_each_file(checkout, tmp_path):
    folder = tmp_path / "room"
    assert "make OFFLINE=1" in made.bundle(folder)
    assert sorted(file.name for file in folder.iterdir()) == ["LICENCES.csv", "Makefile", "SHA256SUMS", "requirements.lock", "wheels"]
    with (folder / "LICENCES.csv").open(encoding="utf-8") as stream:
        licences = {row["package"]: row["licence"] for row in csv.DictReader(stream)}
    assert "BSD" in licences["pandas"]
    assert licences["nowhere"] == "not needed on this platform"
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_folder_that_is_there_is_left_alone(checkout, tmp_path):
    (tmp_path / "room").mkdir()
    with pytest.raises(UserError, match="there already"):
        made.bundle(tmp_path / "room")
    assert list((tmp_path / "room").iterdir()) == []


def test_packages_that_cannot_be_fetched_leave_nothing(checkout, tmp_path, monkeypatch):
    def no_network(folder):
        made._pip("download", "--no-index", "-r", "requirements.lock", "-d", str(folder / made.WHEELS))

    monkeypatch.setattr(made, "_fetch", no_network)
    with pytest.raises(UserError, match="can't be fetched"):
        made.bundle(tmp_path / "room")
    assert not (tmp_path / "room").exists()


def test_outside_a_checkout_it_says_so(checkout, tmp_path, monkeypatch):
    monkeypatch.setattr(made, "PROJECT", tmp_path)
    with pytest.raises(UserError, match="no checkout"):
        made.bundle(tmp_path / "room")


def test_without_git_it_says_so(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="git is not installed, or not on the path") as caught:
        made.bundle(tmp_path / "room")
    assert "install git" in str(caught.value)
    assert not (tmp_path / "room").exists()


def test_a_tracked_file_that_is_gone_is_named(checkout, tmp_path):
    (checkout / "Makefile").unlink()
    with pytest.raises(UserError, match="Makefile: git tracks this file, and it is not there"):
        made.bundle(tmp_path / "room")
    assert not (tmp_path / "room").exists()


def test_what_git_says_is_passed_on(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(UserError, match="not a git repository"):
        made.bundle(tmp_path / "room")


def test_a_python_without_pip_is_named(checkout, tmp_path, monkeypatch):
    monkeypatch.setattr(made, "_fetch", lambda folder: made._pip("download"))
    monkeypatch.setattr(made.sys, "executable", str(tmp_path / "nopython"))
    (tmp_path / "nopython").write_text("#!/bin/sh\necho 'nopython: No module named pip' >&2\nexit 1\n", encoding="utf-8")
    (tmp_path / "nopython").chmod(0o755)
    with pytest.raises(UserError, match="No module named pip"):
        made.bundle(tmp_path / "room")
