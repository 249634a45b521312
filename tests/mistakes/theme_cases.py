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
    (
        "theme that is not in the codebook",
        themes(segments=("s2,I2,town,law", "s2,I2,town,lwa")),
        (
            "segments.csv, column theme: themes that the settings do not know (row 4)",
            "mend the cells, or add what is missing to themes.codebook; did you mean 'law'?",
        ),
    ),
    (
        "subtheme of another theme",
        themes(segments=("s2,I2,town,law,,", "s2,I2,town,law,secured,")),
        (
            "segments.csv, column sub: subthemes of 'law' that the settings do not know (row 4)",
            "mend the cells, or add what is missing to themes.codebook.law.subthemes; it",
        ),
    ),
    (
        "direction in other words",
        themes(segments=("law,,barrier", "law,,hinders")),
        (
            "segments.csv, column way: values that do not lead to facilitator, barrier, neither (row 4)",
            "map each code onto one of facilitator, barrier, neither in",
        ),
    ),
    (
        "segment of nobody interviewed",
        themes(segments=("s2,I2,", "s2,I9,")),
        (
            "segments.csv, column who: segments of participants that the file of interviewees does not have (row 4)",
            "mend the ids, or add the interviewees to interviewees.csv",
        ),
    ),
    (
        "group of a segment that is not its interviewee's",
        themes(segments=("s2,I2,town", "s2,I2,agency")),
        (
            "segments.csv, column group: participants of two stakeholder groups (row 4)",
            "give each participant one group",
        ),
    ),
    (
        "group that is not declared",
        themes(interviewees=("I2,town", "I2,twon")),
        (
            "interviewees.csv, column group: stakeholder groups that the settings do not know (row 3)",
            "mend the cells, or add what is missing to themes.groups; did you mean 'town'?",
        ),
    ),
    (
        "coder who is counted and coded nothing",
        themes(("counted: first", "counted: frist")),
        (
            "themes.segments.counted: no coder is called 'frist'",
            "did you mean 'first'?",
        ),
    ),
    (
        "two coders and none counted",
        themes((", counted: first", "")),
        (
            "segments.csv, column coder: the file has 2 coders, and nothing says whose codes are counted",
            "name one under themes.segments.counted: first, second",
        ),
    ),
    (
        "segment coded twice by one coder",
        themes(segments=("secured,barrier,second", "secured,barrier,first")),
        (
            "segments.csv, column coder: segments that one coder coded twice (rows 2, 3)",
            "keep one code for a segment and coder, or split the segment in two with ids of",
        ),
    ),
    (
        "interviewee twice",
        themes(interviewees=("I3,town", "I2,town")),
        (
            "interviewees.csv, column who: interviewees that stand twice (rows 3, 4)",
            "keep one row of each",
            "segments.csv, column who: segments of participants that the file of interviewees does not have (row 5)",
            "mend the ids, or add the interviewees to interviewees.csv",
        ),
    ),
    (
        "interviewee without a group",
        themes(interviewees=("I3,town", "I3,")),
        (
            "interviewees.csv, column group: interviewees without a stakeholder group (row 4)",
            "fill in the group",
        ),
    ),
    (
        "segment without its id",
        themes(segments=("s3,I3", ",I3")),
        (
            "segments.csv, column segment: segments without an id (row 5)",
            "number them, so that two coders' codes can be compared",
        ),
    ),
    (
        "segment without a coder",
        themes(segments=("law,,,first", "law,,,")),
        (
            "segments.csv, column coder: segments without a coder (row 5)",
            "fill in who coded them",
        ),
    ),
    (
        "segment of two interviewees",
        themes(segments=("s1,I1,agency,money,secured,barrier", "s1,I2,town,money,secured,barrier")),
        (
            "segments.csv, column who: segments of two participants: coders do not agree whose words they are (rows 2, 3)",
            "give each segment one participant, or segments ids of their own",
        ),
    ),
    (
        "characteristic in words",
        themes(interviewees=("I3,town,5", "I3,town,five")),
        (
            "interviewees.csv, column years: text that is no number (row 4)",
            "mend the cells, or declare codes such as NA under",
        ),
    ),
    (
        "theme of a regression that is none",
        themes(("regression: job_obtained, exposure", "regression: job, exposure")),
        (
            "tiny.yaml, line 41, themes.codebook.money.explains.1.regression: there is no regression 'job'",
            "valid: job_obtained, days_worked, time_to_first_job",
        ),
    ),
    (
        "theme of an exposure that is none",
        themes(("exposure: funding, how", "exposure: benefits, how")),
        (
            "tiny.yaml, line 41, themes.codebook.money.explains.1.exposure: there is no exposure 'benefits'",
            "valid: funding",
        ),
    ),
    (
        "quotes without consent",
        themes(("  codebook:", "  quotes: {text: words}\n  codebook:")),
        (
            "tiny.yaml, line 40, themes.quotes.consent: this key is missing",
            "On what ground words of the interviewees may be shown, such as who consented to",
        ),
    ),
    (
        "quotes with an empty consent",
        themes(("  codebook:", "  quotes: {text: words, consent: ''}\n  codebook:")),
        (
            "tiny.yaml, line 40, themes.quotes.consent: at least one is expected",
            "On what ground words of the interviewees may be shown, such as who consented to",
        ),
    ),
    (
        "quotes of a column that is none",
        themes(("  codebook:", "  quotes: {text: word, consent: All agreed}\n  codebook:")),
        (
            "segments.csv: there is no column 'word', which themes.quotes.text names",
            "did you mean 'words'?",
        ),
    ),
    (
        "segments without a codebook",
        themes(
            (
                "    money: {label: Money, definition: Who pays, subthemes: {secured: Secured}, explains: [{regression: job_obtained, exposure: funding, how: In words}]}\n    law: {label: Laws, definition: Laws}\n",
                "",
            ),
            ("  codebook:\n", ""),
        ),
        (
            "tiny.yaml, line 36, themes: codebook: needed with segments",
            "config/README.md tells more under themes",
        ),
    ),
    (
        "step that is none",
        themes(roadmap=("here,2", "here,3")),
        (
            "roadmap.csv, column step: steps that the settings do not know (row 3)",
            "mend the cells, or add what is missing to themes.roadmap.steps; valid: 1, 2",
        ),
    ),
    (
        "state in other words",
        themes(roadmap=("2,partly", "2,in progress")),
        (
            "roadmap.csv, column state: values that do not lead to done, partly, intended, not done (row 3)",
            "map each code onto one of done, partly, intended, not done in",
        ),
    ),
    (
        "step of a region twice",
        themes(roadmap=("here,2", "here,1")),
        (
            "roadmap.csv: steps of a region that stand twice (rows 2, 3)",
            "keep one row for each region and step",
        ),
    ),
    (
        "region in two spellings",
        themes(roadmap=("here,2", "Here,2")),
        (
            "roadmap.csv, column region: regions whose names differ in capitals alone (rows 2, 3)",
            "write each region in one way",
        ),
    ),
    (
        "region that is not listed",
        themes(("state: state}", "state: state, regions: [here]}")),
        (
            "roadmap.csv, column region: regions that the settings do not know (row 4)",
            "mend the cells, or add what is missing to themes.roadmap.regions; did you mean",
        ),
    ),
    (
        "roadmap without steps",
        themes(("steps: {1: Begin, 2: Go on}, ", "")),
        (
            "tiny.yaml, line 43, themes.roadmap.steps: this key is missing",
            "Code of a step in the file -> how tables name it, in the order in which they",
        ),
    ),
    (
        "paper without its doi",
        paper("a,b,barrier,agency,Words", settings=((", doi: 10.1186/s12888-018-1729-4", ""),)),
        (
            "tiny.yaml, line 44, themes.papers.one.doi: this key is missing",
            "Its DOI.",
        ),
    ),
    (
        "paper's direction in other words",
        paper("a,b,bad,agency,Words"),
        (
            "paper.csv, column way: values that do not lead to facilitator, barrier, neither (row 2)",
            "map each code onto one of facilitator, barrier, neither in",
        ),
    ),
    (
        "paper's statement missing",
        paper("a,b,barrier,agency,"),
        (
            "paper.csv, column words: statements whose statement is empty (row 2)",
            "fill it in, or take the rows out",
        ),
    ),
    (
        "paper's file absent",
        paper("a,b,barrier,agency,Words", name="papr.csv"),
        (
            "tiny.yaml, line 44, themes.papers.one.file: there is no file paper.csv",
            "did you mean 'papr.csv'?",
        ),
    ),
    (
        "paper's theme missing",
        paper(",b,barrier,agency,Words"),
        (
            "paper.csv, column theme: statements whose theme is empty (row 2)",
            "fill it in, or take the rows out",
        ),
    ),
]
