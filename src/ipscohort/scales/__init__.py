"""Questionnaire scores from items: MHI-5 and Rosenberg self-esteem, with reliability; fidelity of an agency (`ips_fidelity`)."""

from ipscohort.scales.questionnaires import score_mhi5, score_rosenberg, turn_mhi5, turn_rosenberg
from ipscohort.scales.reliability import reliability

__all__ = ["reliability", "score_mhi5", "score_rosenberg", "turn_mhi5", "turn_rosenberg"]
