"""Values that a paper printed, compared with those of this run."""

from ipscohort.replication.choices import Compared, compare_definitions
from ipscohort.replication.names import Known, check_names
from ipscohort.replication.replicate import replicate
from ipscohort.replication.verdict import require_matches

__all__ = ["Compared", "Known", "check_names", "compare_definitions", "replicate", "require_matches"]
