"""The profiles: every key is an option that Snakemake knows, and a cluster's would plan the same run."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PROFILES = sorted((ROOT / "profiles").glob("*/config.yaml"))
SLURM = ROOT / "profiles" / "slurm" / "config.yaml"
STANDARD = {"mem_mb", "mem", "disk_mb", "disk", "runtime", "slurm_account", "slurm_partition"}


def read(path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.parent.name)
def test_every_key_is_an_option_of_snakemake(path):
    from snakemake.cli import get_argument_parser

    known = {option.lstrip("-") for action in get_argument_parser()._actions for option in action.option_strings}
    assert set(read(path)) <= known


def test_resources_are_slurms_and_belong_to_rules_that_exist():
    profile = read(SLURM)
    rules = set(
        re.findall(r"^ *rule (\w+):", "".join(f.read_text(encoding="utf-8") for f in ROOT.glob("workflow/rules/*.smk")), re.MULTILINE)
    )
    assert set(profile["set-resources"]) <= rules
    asked = [profile["default-resources"], *profile["set-resources"].values()]
    assert all(set(resources) <= STANDARD for resources in asked)
    assert all(isinstance(value, int) and value > 0 for resources in asked for value in resources.values())


def test_the_cluster_profile_plans_the_whole_run(project):
    """As far as it goes without a cluster: all of the profile is read but for who carries the jobs out."""
    done = project.run("--profile", "profiles/slurm", "--executor", "dryrun", "--dry-run", "--configfile", "config/config.yaml")
    assert done.returncode == 0, done.stderr
    plain = project.run("--dry-run", "--configfile", "config/config.yaml")
    assert plain.returncode == 0, plain.stderr
    assert rules_in(done) == rules_in(plain)
    assert len(rules_in(done)) > 10


@pytest.mark.skipif(importlib.util.find_spec("snakemake_executor_plugin_slurm") is None, reason="the plugin is not installed")
def test_the_plugin_takes_the_profile(project):
    done = project.run("--profile", "profiles/slurm", "--dry-run", "--configfile", "config/config.yaml")
    assert done.returncode == 0, done.stderr


def rules_in(done):
    """Rules of the plan, as its last table counts them."""
    return set(re.findall(r"^(\w+) +\d+$", done.stdout + done.stderr, re.MULTILINE)) - {"total"}
