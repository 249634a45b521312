"""What a table or a figure is to the rest of the program, and those that stages of their own make on request."""

from __future__ import annotations

from dataclasses import dataclass

from ipscohort.catalogue.stages import BUSINESS_CASE, FIDELITY, FUNDING, PAPERS, QUOTES, ROADMAP, SEGMENTS
from ipscohort.words import later


@dataclass(frozen=True)
class Exhibit:
    """A table or a figure.

    Attributes
    ----------
    name : str
        File name without ending, and its key everywhere.
    caption : str
    title : str
        Of a figure; a table's content has its own.
    made_by : str
        `module:function` in the package tables or figures; '' where the module has the exhibit's name.
    section : str
        Where the report shows it: one of SECTIONS.
    asked_by : str
        Key of the settings without which it is not made; '' where it always is.
    stage : str
        The stage that makes it, and its folder, where that is neither tables nor figures.
    """

    name: str
    caption: str
    title: str = ""
    made_by: str = ""
    section: str = "more"
    asked_by: str = ""
    stage: str = ""


_ALTERNATIVES = Exhibit(
    "alternatives",
    later("Each estimate under the alternatives that the settings declare, and how many of them point the same way as the study's own."),
    section="exposures",
    stage="sensitivity",
)
_CURVE = Exhibit(
    "specification_curve",
    later(
        "Estimates under the study's own specification and all alternatives, from the lowest to the highest, with confidence intervals; below each what "
        "was chosen. No test and no p-value belongs to the curve."
    ),
    later("Specification curve"),
    section="exposures",
    stage="sensitivity",
)
_FIDELITY = (
    Exhibit(
        "fidelity",
        later("Fidelity reviews of each agency by date: total, class and sections, and the items rated low."),
        section="programme",
        asked_by=FIDELITY,
        stage="programme",
    ),
    Exhibit(
        "fidelity_at_inclusion",
        later(
            "Who has a fidelity of their agency at inclusion, how long before it was reviewed, and how far it goes with the date of inclusion."
        ),
        section="programme",
        asked_by=FIDELITY,
        stage="programme",
    ),
    Exhibit(
        "fidelity_exposure",
        later(
            "Fidelity of each person's agency at inclusion as an exposure, crude and adjusted, beside the exposure that stands for the calendar, and both "
            "in one model."
        ),
        section="programme",
        asked_by=FIDELITY,
        stage="programme",
    ),
    Exhibit(
        "fidelity_course",
        later(
            "Total of each fidelity review by date and agency, with the classes of the scale. Shaded: from the first to the last inclusion of the persons "
            "analysed."
        ),
        later("Fidelity over time"),
        section="programme",
        asked_by=FIDELITY,
        stage="programme",
    ),
)
_THEMES = tuple(
    Exhibit(name, caption, title, section="themes", asked_by=asked_by, stage="themes")
    for name, asked_by, title, caption in (
        ("themes_interviewees", SEGMENTS, "", later("Who was interviewed: characteristics by stakeholder group.")),
        (
            "themes_by_group",
            SEGMENTS,
            "",
            later("Themes by stakeholder group, facilitators and barriers side by side: interviewees, each counted once, and segments."),
        ),
        (
            "themes_subthemes",
            SEGMENTS,
            "",
            later("Subthemes, facilitators and barriers side by side: interviewees, each counted once, and segments."),
        ),
        ("themes_joint", SEGMENTS, "", later("Joint display: themes beside the results of the cohort that they may explain.")),
        (
            "themes_agreement",
            SEGMENTS,
            "",
            later("Agreement of coders on the segments that both coded: Cohen's kappa and Krippendorff's alpha."),
        ),
        ("themes_quotes", QUOTES, "", later("What interviewees said, word by word, by theme.")),
        ("themes_published", PAPERS, "", later("Themes that papers report, with facilitators and barriers side by side, in our words.")),
        ("themes_published_by_group", PAPERS, "", later("Statements that papers report, by who said so.")),
        ("roadmap", ROADMAP, "", later("How far each region has come with each step of the roadmap.")),
        (
            "roadmap_progress",
            ROADMAP,
            later("Progress through the roadmap"),
            later("State of each step of the roadmap in each region; an empty field with a question mark is a step that is not recorded."),
        ),
    )
)
_FUNDING = tuple(
    Exhibit(name, caption, title, section="programme", asked_by=FUNDING, stage="programme")
    for name, caption, title in (
        (
            "funding_paid",
            later(
                "What was paid by the rules of the funding schemes, in all, per person, per person who obtained a job and per time worked."
            ),
            "",
        ),
        ("funding_by_payment", later("What became of each payment of each funding scheme, and what that came to."), ""),
        ("funding_earned", later("Who earned a payment for performance, and why others did not."), ""),
        (
            "funding_exposure",
            later(
                "The funding scheme that applied to each person as an exposure, crude and adjusted, beside the exposure that stands for funding."
            ),
            "",
        ),
        ("funding_schemes", later("The funding schemes clause by clause, with the paper that says so, or marked as an assumption."), ""),
        (
            "funding_over_time",
            later("What each payer had paid by the end of each calendar quarter, by the rules of the funding schemes."),
            later("Payments over time"),
        ),
    )
)
COMPARED = f"{BUSINESS_CASE}.comparator"
_BUSINESS_CASE = tuple(
    Exhibit(name, caption, title, section="programme", asked_by=asked_by, stage="programme")
    for name, caption, title, asked_by in (
        (
            "business_case_who_pays",
            later(
                "Who pays what and who receives it, per person with IPS: gross, not a saving. Payments between stakeholders cancel in the societal column."
            ),
            "",
            BUSINESS_CASE,
        ),
        (
            "business_case_costs",
            later("Cost of the programme, gross transfers, and cost per outcome, from each perspective: gross, not a saving."),
            "",
            BUSINESS_CASE,
        ),
        (
            "business_case_incremental",
            later("What IPS costs and brings more than the comparator, from each perspective."),
            "",
            COMPARED,
        ),
        (
            "business_case_worth",
            later(
                "Net benefit against the comparator, and in how many bootstrap samples IPS is worth its cost, by what a unit of the outcome is worth."
            ),
            "",
            COMPARED,
        ),
        (
            "business_case_agreement",
            later("The agreement on savings: who is repaid, and who gets what is left."),
            "",
            f"{BUSINESS_CASE}.shared_savings",
        ),
        ("business_case_what_if", later("The business case with other inputs: scenarios, and one input at a time."), "", BUSINESS_CASE),
        (
            "business_case_sources",
            later("Every number that goes into the business case, with its source and year, or marked as an assumption."),
            "",
            BUSINESS_CASE,
        ),
        (
            "business_case_cheers",
            later("Reporting items of CHEERS 2022: what the pipeline says, and what authors fill in."),
            "",
            BUSINESS_CASE,
        ),
        (
            "business_case_plane",
            later(
                "Left: differences in cost and outcome per person against the comparator, of all persons and of bootstrap samples of them. Right: share of the samples "
                "in which IPS is worth its cost, by what another unit of the outcome is worth."
            ),
            later("Cost-effectiveness plane and acceptability curve"),
            COMPARED,
        ),
        (
            "business_case_tornado",
            later("The business case with one input at a time at its lowest and its highest."),
            later("One-way sensitivity"),
            BUSINESS_CASE,
        ),
    )
)
ON_REQUEST: dict[str, Exhibit] = {
    exhibit.name: exhibit for exhibit in (_ALTERNATIVES, _CURVE, *_FIDELITY, *_FUNDING, *_BUSINESS_CASE, *_THEMES)
}
"""Tables and figures of the stages sensitivity, programme and themes by name: only where the settings declare alternatives, what is known of the
programme, or what interviews say."""
