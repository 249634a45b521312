"""What a run shows on the terminal: a line per step, and, when it stops, the user's message last with nothing after it.

Snakemake finds this by its name; profiles/default/config.yaml chooses it. Snakemake's own full log still goes to
.snakemake/log, without values of persons.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from ipscohort.config.yamlfile import read_yaml
from ipscohort.errors import Problem, UserError
from ipscohort.run.log import full_disk

LINTS = ("Lints for", "Congratulations")
REPORT = "Report: "
VERDICT = "Printed values: "
NOTHING = "Nothing to be done"
LONG = 2.0
"""Seconds from which on a step's time is told."""
SNAKEMAKE = "snakemake.logging"
"""Name of the logger by which Snakemake writes its own log, too."""
PLACES = {"host": "", "user": "", "cmd": "snakemake", "snakefile_main": "Snakefile", "basedir": ".", "rundir": ".", "cwd": "."}
"""What Snakemake tells at the head of its log of who runs it, and where -> what stands there in its place."""
NO_ROOM = os.strerror(errno.ENOSPC)
PAGE = 4096
"""Bytes without which a disk takes no file."""
NO_TARGET = re.compile(r"MissingRuleException:?\s*No rule to produce (.+?) \(if you use")
QUIET_ERRORS = ("RuleException", "CalledProcessError", "At least one job did not complete", "Exiting because a job")


class LogHandler(LogHandlerBase):
    """Writes progress to stderr and keeps what went wrong until the run has ended."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        """Read a settings file named on the command line before Snakemake does: its own message would hide the line."""
        self.report = self.verdict = ""
        self.finished = False
        self.closing: list[str] = []
        self.steps = self.begun = 0
        self.going: dict[int, tuple[str, float]] = {}
        refuse_unreadable(sys.argv[1:])
        logging.getLogger(SNAKEMAKE).addFilter(without_places)

    def emit(self, record: logging.LogRecord) -> None:
        """Show one event, or keep it for the end."""
        event, text = getattr(record, "event", None), record.getMessage()
        if event == LogEvent.JOB_INFO:
            if record.rule_name != "all":
                self._begin(record.jobid, record.rule_name.replace("_", " "))
            self.finished = record.rule_name == "all" and not self.common_settings.dryrun
        elif event == LogEvent.JOB_FINISHED:
            self._end(record.job_id)
        elif event == LogEvent.RUN_INFO and not self.common_settings.dryrun:
            self.steps = sum(n for rule, n in record.stats.items() if rule not in ("all", "total"))
        elif text.startswith(REPORT):
            self.report = text
        elif text.startswith(VERDICT):
            self.verdict = text.removeprefix(VERDICT)
        elif text.startswith(NOTHING):
            self._say("Nothing to do: the results are up to date.")
            self.finished = True
        elif event == LogEvent.JOB_ERROR:
            self.closing.append(message_of(record))
        elif (event == LogEvent.RUN_INFO and self.common_settings.dryrun) or text.startswith(LINTS):
            self._say(text)
        elif (found := NO_TARGET.search(text)) and record.levelno >= logging.ERROR:
            self.closing.append(str(no_target(found[1])))
        elif record.levelno >= logging.ERROR and not any(word in text for word in QUIET_ERRORS):
            self.closing.append(without_frames(text))

    def close(self) -> None:
        """End with the message, or with the verdict on printed values and the report's path."""
        if self.finished and not self.closing:
            for line in summary(Path(self.report.removeprefix(REPORT))):
                self._say(line)
            if self.verdict and Path(self.verdict).is_file():
                self._say(Path(self.verdict).read_text(encoding="utf-8").rstrip())
            self._say(self.report)
        self.finished = False
        for message in dict.fromkeys(self.closing):
            self._say(message)
        self.closing = []
        super().close()

    def _begin(self, job: int, name: str) -> None:
        """A step's line: '   3 of 16  clean records'; how many there are is known but for a dry run."""
        self.begun += 1
        self.going[job] = name, time.monotonic()
        self._say(f"  {self.begun:>2} of {self.steps}  {name}" if self.steps else f"  {name}")

    def _end(self, job: int) -> None:
        name, since = self.going.pop(job, ("", 0.0))
        if name and (took := time.monotonic() - since) >= LONG:
            self._say(f"            {name} took {took:.0f} s")

    def _say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


def without_places(record: logging.LogRecord) -> bool:
    """Take the names of user and machine, and whole paths, out of what Snakemake's own log is to say."""
    if getattr(record, "event", None) == LogEvent.WORKFLOW_STARTED:
        vars(record).update(PLACES, configfiles=[Path(name).name for name in getattr(record, "configfiles", ())])
    if hasattr(record, "resources"):
        record.resources = {}  # the folder for temporary files, in which none is left
    if isinstance(record.msg, str):
        for place, short in {str(Path.cwd()): ".", str(Path.home()): "~"}.items():
            if len(place) > 1:
                record.msg = record.msg.replace(place, short)
    return True


def summary(report: Path) -> list[str]:
    """What the run came to, as it wrote it beside the report: persons, regressions, warnings, tables."""
    made = report.with_name("run.json")
    if not made.is_file() or not (found := json.loads(made.read_text(encoding="utf-8")).get("summary")):
        return []
    lines = [f"{found['persons']} persons analysed.", f"Tables: {report.parent.as_posix()}/tables/tables.docx"]
    if found["models"]:
        lines.insert(1, f"{found['models']} regression models{_doubts(found)}. Warnings stand beside the numbers.")
    more = {"Quarters": "monitoring/quarters.html", "Alternatives": "sensitivity/alternatives.html"}
    return [*lines, *(f"{name}: {(report.parent / file).as_posix()}" for name, file in more.items() if (report.parent / file).is_file())]


def _doubts(found: Mapping[str, int]) -> str:
    """How many models gave no estimate, and how many are to be read with care."""
    said = [f"{found['not_estimated']} without an estimate"] if found["not_estimated"] else []
    if n := found["with_care"]:
        many = "ALL" if n == found["models"] else str(n)
        said.append(f"{many} to be read with care (few persons or events, or separation)")
    return f"; {', '.join(said)}" if said else ""


def message_of(record: logging.LogRecord) -> str:
    """What a failed job left for the user in its log, or where to look."""
    logs = [Path(log) for log in getattr(record, "log", None) or []]
    texts = [log.read_text(encoding="utf-8").rstrip() for log in logs if log.is_file()]
    if any(texts):
        return "\n".join(text for text in texts if text)
    if full := [log.parents[1].as_posix() for log in logs if log.parent.is_dir() and shutil.disk_usage(log.parent).free < PAGE]:
        return str(full_disk(full[0]))
    return f"The step {record.rule_name} stopped without a message. Its log: {', '.join(map(str, logs)) or 'none'}"


def without_frames(message: str) -> str:
    """An error of Snakemake's own, without the program's inner places."""
    if NO_ROOM in message:
        return str(full_disk(".snakemake or results"))
    lines = [line for line in message.splitlines() if line.strip() and not re.match(r"\s*(Traceback|File \"|\^)", line)]
    return "\n".join(lines)


def no_target(name: str) -> UserError:
    """What a user reads who asked for a step or a file that no step makes."""
    remedy = "without a target everything is made; else name a step, such as compare_definitions, or a file as it stands below results/"
    return UserError("Nothing was run.", [Problem(name, "no step is called so, and none makes a file of this name", remedy)])


def refuse_unreadable(arguments: list[str]) -> None:
    """End the run with our message where a settings file named by --configfile can't be read."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--configfile", "--configfiles", nargs="+", action="extend", default=[])
    for path in parser.parse_known_args(arguments)[0].configfile:
        try:
            read_yaml(Path(path))
        except UserError as error:
            sys.exit(str(error))
