"""What interviews and meetings leave: who was interviewed, themes by group, agreement of coders, themes of papers, a roadmap."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

DIRECTIONS = ("facilitator", "barrier", "neither")
STATES = ("done", "partly", "intended", "not done")
ONE_THEME, OF_THEME, OF_SUBTHEME, OF_DIRECTION = "one theme", "theme", "subtheme", "direction"
"""What coders were compared on: whether a segment belongs to one theme, which theme, which theme and subtheme, which direction."""
HIDDEN = "not shown, as it is about too few interviewees"
UNTOLD = f"{HIDDEN}, or of how few it is not known"

SEGMENTS_READ, SEGMENTS_COUNTED, SEGMENTS_TWICE, OTHERS_ONLY = (
    "segments",
    "segments counted",
    "segments of two coders or more",
    "segments of other coders only",
)
PEOPLE, SILENT, CODERS = "interviewees", "interviewees without a segment", "coders"

THEME_SEGMENTS = Contract(
    "theme_segments",
    "a segment as one coder coded it, by interviewee",
    (
        Column("row", "integer", "row number in the file of segments"),
        Column("segment", "text", "id of the segment"),
        Column("person", "text", "id of the interviewee"),
        Column("group", "text", "stakeholder group"),
        Column("theme", "text", "theme"),
        Column("subtheme", "text", "subtheme", "none"),
        Column("direction", "text", "facilitator, barrier or neither", one_of=DIRECTIONS),
        Column("coder", "text", "who coded"),
        Column("counted", "flag", "whether these codes are counted"),
    ),
    key=("segment", "coder"),
)

THEME_READING = Contract(
    "theme_reading",
    later("what was read of the interviews"),
    (
        Column("what", "text", "what is counted"),
        Column("n", "integer", later("how many"), low=0),
    ),
    key=("what",),
)

THEME_SILENT = Contract(
    "theme_silent",
    "an interviewee of whom no segment is counted",
    (Column("person", "text", "id of the interviewee"), Column("group", "text", "stakeholder group")),
    key=("person",),
)

THEME_PEOPLE = Contract(
    "theme_people",
    later("a characteristic of the interviewees of a stakeholder group, or of all of them"),
    (
        Column("variable", "text", "characteristic; interviewees: how many there are"),
        Column("level", "text", "its level", "a number, or how many there are"),
        Column("group", "text", "stakeholder group, smaller ones together, or all"),
        Column("n", "integer", later("interviewees"), UNTOLD, low=0),
        Column("n_known", "integer", later("interviewees of whom the characteristic is known"), UNTOLD, low=0),
        Column("mean", "number", later("mean"), f"no number, or {HIDDEN}"),
        Column("sd", "number", later("standard deviation"), f"no number, fewer than two, or {HIDDEN}", low=0),
        Column("hidden", "flag", "whether it is not shown, as it is about too few interviewees"),
    ),
    key=("variable", "level", "group"),
)

THEME_COUNTS = Contract(
    "theme_counts",
    later("a theme, whole or one of its subthemes, among the interviewees of a stakeholder group, or all of them"),
    (
        Column("theme", "text", "theme, by its code"),
        Column("subtheme", "text", "subtheme, by its code; all: the whole theme"),
        Column("group", "text", "stakeholder group, smaller ones together, or all"),
        Column("direction", "text", "facilitator, barrier, neither, or all", one_of=("all", *DIRECTIONS)),
        Column("n_persons", "integer", later("interviewees with a segment of it, each counted once"), low=0),
        Column("n_segments", "integer", later("segments of it"), low=0),
        Column("n_interviewed", "integer", later("interviewees"), low=0),
    ),
    key=("theme", "subtheme", "group", "direction"),
)

THEME_AGREEMENT = Contract(
    "theme_agreement",
    later("two coders compared on the segments that both coded, or all coders together"),
    (
        Column("coders", "text", "numbers of the two coders, or all"),
        Column("what", "text", "what they are compared on", one_of=(OF_THEME, OF_SUBTHEME, OF_DIRECTION, ONE_THEME)),
        Column("theme", "text", "the theme", "not of one theme"),
        Column("n", "integer", later("segments coded by both, or by two coders or more"), low=0),
        Column("n_persons", "integer", later("interviewees whose segments these are"), low=0),
        Column("n_first", "integer", later("segments in which the first coder used the theme"), "not of one theme", low=0),
        Column("n_second", "integer", later("segments in which the second coder used the theme"), "not of one theme", low=0),
        Column("n_agreed", "integer", later("segments coded alike"), "all coders together", low=0),
        Column("observed", "number", later("share of segments coded alike"), "all coders together, or no segment", low=0, high=1),
        Column(
            "expected", "number", later("share that would be coded alike by chance"), "all coders together, or no segment", low=0, high=1
        ),
        Column("kappa", "number", later("Cohen's kappa"), "not defined: see why_not", low=-1, high=1),
        Column("std_error", "number", later("standard error of kappa"), "not defined", low=0),
        Column("conf_low", "number", later("lower limit of kappa"), "not defined", low=-1, high=1),
        Column("conf_high", "number", later("upper limit of kappa"), "not defined", low=-1, high=1),
        Column("alpha", "number", later("Krippendorff's alpha, nominal"), "not defined: see why_not", high=1),
        Column("share_commonest", "number", later("share of codes that fall on the commonest category"), "no segment", low=0, high=1),
        Column("why_not", "text", "why there is no kappa or alpha", "there is one"),
        Column("warning", "text", "what to mind", "nothing"),
    ),
    key=("coders", "what", "theme"),
)

THEME_QUOTES = Contract(
    "theme_quotes",
    later("a segment that may be shown word by word"),
    (
        Column("number", "integer", "number of the quote", low=1),
        Column("theme", "text", "theme"),
        Column("subtheme", "text", "subtheme", "none"),
        Column("group", "text", "stakeholder group, smaller ones together"),
        Column("direction", "text", "facilitator, barrier or neither", one_of=DIRECTIONS),
        Column("text", "text", "what was said"),
    ),
    key=("number",),
)

THEME_STATEMENTS = Contract(
    "theme_statements",
    later("a statement that a paper reports"),
    (
        Column("paper", "text", "paper, by its name in the settings"),
        Column("row", "integer", "row number in the file"),
        Column("theme", "text", "theme"),
        Column("subtheme", "text", "subtheme"),
        Column("direction", "text", "facilitator, barrier or neither", one_of=DIRECTIONS),
        Column("said_by", "text", "stakeholder groups that said so, separated by ;", "the paper does not tell"),
        Column("statement", "text", "what was said, in words of whoever made the file"),
    ),
    key=("paper", "row"),
)

THEME_STATEMENT_COUNTS = Contract(
    "theme_statement_counts",
    later("statements of a paper by the stakeholder group that said so"),
    (
        Column("paper", "text", "paper, by its name in the settings"),
        Column("said_by", "text", "stakeholder group, all, or not told"),
        Column("direction", "text", "facilitator, barrier or neither", one_of=DIRECTIONS),
        Column("n", "integer", later("statements"), low=0),
    ),
    key=("paper", "said_by", "direction"),
)

ROADMAP_STEPS = Contract(
    "roadmap_steps",
    later("a step of the roadmap in a region"),
    (
        Column("region", "text", "region"),
        Column("number", "integer", "number of the step", low=1),
        Column("step", "text", "step, by its code"),
        Column("recorded", "flag", "whether the file has a row of it"),
        Column("state", "text", "how far it has come", "not recorded", one_of=STATES),
        Column("date", "date", "when; the first of the month where only the month is known", "not recorded"),
        Column("month_only", "flag", "whether only the month is known"),
        Column("who", "text", "who took part", "not recorded"),
        Column("agreement", "text", "what was agreed", "not recorded"),
    ),
    key=("region", "number"),
)

ROADMAP_STATES = Contract(
    "roadmap_states",
    later("regions by how far they have come with a step"),
    (
        Column("number", "integer", "number of the step", low=1),
        Column("step", "text", "step, by its code"),
        Column("state", "text", "how far it has come; not recorded", one_of=(*STATES, "not recorded")),
        Column("n", "integer", later("regions"), low=0),
    ),
    key=("step", "state"),
)
