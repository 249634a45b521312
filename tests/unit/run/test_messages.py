"""What a user reads where the system refuses: a full disk, a file in the way."""

import errno
from types import SimpleNamespace

import pytest

import snakemake_logger_plugin_ipscohort as plugin
from ipscohort.run.log import job, message


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device", "results/a.csv"), OSError("[errno 28] no space")])
def test_a_full_disk_is_no_fault_of_the_program(error):
    said = message(error)
    assert said.startswith("The disk is full.")
    assert "make room" in said
    assert "fault of ipscohort" not in said


def test_the_file_that_found_no_room_is_named():
    assert "results/a.csv: it can't be written" in message(OSError(errno.ENOSPC, "No space left on device", "results/a.csv"))


def test_another_error_of_the_system_names_its_file():
    assert "a.csv: the file can't be read or written (Permission denied)" in message(OSError(errno.EACCES, "Permission denied", "a.csv"))


def test_a_log_that_finds_no_room_hides_nothing(tmp_path, monkeypatch):
    log = tmp_path / "logs/fit.log"

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SystemExit) as ended, job(log):
        monkeypatch.setattr("pathlib.Path.write_text", full)
        raise OSError(errno.ENOSPC, "No space left on device", "results/a.csv")
    assert ended.value.code == 1


def test_a_step_without_a_message_on_a_full_disk_says_so(tmp_path, monkeypatch):
    record = SimpleNamespace(log=[str(tmp_path / "logs/fit.log")], rule_name="fit_models")
    (tmp_path / "logs").mkdir()
    assert plugin.message_of(record).startswith("The step fit_models stopped without a message.")
    monkeypatch.setattr(plugin.shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    assert plugin.message_of(record).startswith("The disk is full.")


def test_an_error_of_snakemakes_own_on_a_full_disk_says_so():
    assert plugin.without_frames("OSError: [Errno 28] No space left on device: x").startswith("The disk is full.")
    assert plugin.without_frames('Traceback\n  File "x"\nboom') == "boom"
