"""Mistakes in what interviews say: segments, coders, codebook, interviewees, papers and the roadmap."""

from __future__ import annotations

from tests.mistakes.families import themes

PAPER = """\
  papers:
    one: {file: paper.csv, citation: One, doi: 10.1186/s12888-018-1729-4, theme: theme, subtheme: sub, direction: way, said_by: by, statement: words}
  roadmap:"""


def paper(*rows, settings=(), name="paper.csv"):
    def make(space):
        themes(("  roadmap:", PAPER), *settings)(space)
        space.write(name, "theme,sub,way,by,words", list(rows))

    return make


TOLD = [
    ("theme that is not in the codebook", themes(segments=("s2,I2,town,law", "s2,I2,town,lwa")), ()),
    ("subtheme of another theme", themes(segments=("s2,I2,town,law,,", "s2,I2,town,law,secured,")), ()),
    ("direction in other words", themes(segments=("law,,barrier", "law,,hinders")), ()),
    ("segment of nobody interviewed", themes(segments=("s2,I2,", "s2,I9,")), ()),
    ("group of a segment that is not its interviewee's", themes(segments=("s2,I2,town", "s2,I2,agency")), ()),
    ("group that is not declared", themes(interviewees=("I2,town", "I2,twon")), ()),
    ("coder who is counted and coded nothing", themes(("counted: first", "counted: frist")), ()),
    ("two coders and none counted", themes((", counted: first", "")), ()),
    ("segment coded twice by one coder", themes(segments=("secured,barrier,second", "secured,barrier,first")), ()),
    ("interviewee twice", themes(interviewees=("I3,town", "I2,town")), ()),
    ("interviewee without a group", themes(interviewees=("I3,town", "I3,")), ()),
    ("segment without its id", themes(segments=("s3,I3", ",I3")), ()),
    ("segment without a coder", themes(segments=("law,,,first", "law,,,")), ()),
    ("segment of two interviewees", themes(segments=("s1,I1,agency,money,secured,barrier", "s1,I2,town,money,secured,barrier")), ()),
    ("characteristic in words", themes(interviewees=("I3,town,5", "I3,town,five")), ()),
    ("theme of a regression that is none", themes(("regression: job_obtained, exposure", "regression: job, exposure")), ()),
    ("theme of an exposure that is none", themes(("exposure: funding, how", "exposure: benefits, how")), ()),
    ("quotes without consent", themes(("  codebook:", "  quotes: {text: words}\n  codebook:")), ()),
    ("quotes with an empty consent", themes(("  codebook:", "  quotes: {text: words, consent: ''}\n  codebook:")), ()),
    ("quotes of a column that is none", themes(("  codebook:", "  quotes: {text: word, consent: All agreed}\n  codebook:")), ()),
    ("segments without a codebook", themes(("    money: {label: Money, definition: Who pays, subthemes: {secured: Secured}, explains: [{regression: job_obtained, exposure: funding, how: In words}]}\n    law: {label: Laws, definition: Laws}\n", ""), ("  codebook:\n", "")), ()),
    ("step that is none", themes(roadmap=("here,2", "here,3")), ()),
    ("state in other words", themes(roadmap=("2,partly", "2,in progress")), ()),
    ("step of a region twice", themes(roadmap=("here,2", "here,1")), ()),
    ("region in two spellings", themes(roadmap=("here,2", "Here,2")), ()),
    ("region that is not listed", themes(("state: state}", "state: state, regions: [here]}")), ()),
    ("roadmap without steps", themes(("steps: {1: Begin, 2: Go on}, ", "")), ()),
    ("paper without its doi", paper("a,b,barrier,agency,Words", settings=((", doi: 10.1186/s12888-018-1729-4", ""),)), ()),
    ("paper's direction in other words", paper("a,b,bad,agency,Words"), ()),
    ("paper's statement missing", paper("a,b,barrier,agency,"), ()),
    ("paper's file absent", paper("a,b,barrier,agency,Words", name="papr.csv"), ()),
    ("paper's theme missing", paper(",b,barrier,agency,Words"), ()),
]
