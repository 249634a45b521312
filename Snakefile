# ipscohort: from a cohort's raw records to its tables, figures and report: snakemake --cores all [--configfile config/rossi.yaml]
#
# One settings file per cohort; the stages stand in workflow/rules in the order in which records flow through them.
import os
import sys
from pathlib import Path

from ipscohort.run.threads import one_thread

one_thread()  # before any library is loaded
os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800")  # 1980: files don't carry the time of the run

import pandas  # Snakemake compares parameters with it; loaded here, the processes of the check and of the steps have it from the start
from snakemake.logging import logger
from snakemake.utils import min_version
from snakemake_forked_scripts import fork_scripts

from ipscohort.run.check import ensure_checked, record_digests
from ipscohort.run.handover import Handover, stage_keys
from ipscohort.run.libraries import LIBRARIES
from ipscohort.config import load_cohort
from ipscohort.run.log import exit_with_message
from ipscohort.run.turn import take_turn

min_version("9.0")

# Snakemake would merge several files, and read `no` as False: so one file, read by our own loader.
if len(workflow.overwrite_configfiles) > 1:
    sys.exit("Give one settings file: each cohort's file is complete in itself.")
if workflow.config_settings.config:
    sys.exit("--config is not supported: write the change into the settings file.")
ROOT = Path(workflow.basedir)
with exit_with_message():
    cohort = load_cohort(next(iter(workflow.overwrite_configfiles), ROOT / "config/config.yaml"))
    RESULTS = cohort.results(ROOT / "results")
    take_turn(RESULTS, wanted=workflow.is_main_process)
    RECORDS = record_digests(cohort)
    # Before any step is planned: a mistake in settings or records leaves results as they were.
    # What the check computes is what the first steps write. Meanwhile what all steps need is loaded, once.
    CHECKED = stage_keys(cohort, RECORDS, ROOT / "scripts")
    STAMP, HANDED = RESULTS / "logs/checked.sha256", Handover(RESULTS, CHECKED, cohort.settings)
    ensure_checked(cohort, RECORDS, STAMP, HANDED, meanwhile=fork_scripts(LIBRARIES).load)


include: "workflow/rules/common.smk"


for stage in STAGES:

    include: f"workflow/rules/{stage}.smk"


logger.info(f"Report: {result('report.html')}")  # shown at the end


rule all:
    default_target: True
    input:
        WANTED,
