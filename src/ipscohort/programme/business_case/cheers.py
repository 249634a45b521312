"""The 28 reporting items of CHEERS 2022: what a pipeline can say, and what authors fill in.

Husereau et al. 2022, Consolidated Health Economic Evaluation Reporting Standards 2022, BMJ 376:e067975, doi 10.1136/bmj-2021-067975. Items are named in short.
"""

from __future__ import annotations

from ipscohort.config.business_case import BusinessCase
from ipscohort.display.business_case import GROSS, OBSERVED
from ipscohort.display.numbers import Cell, Note
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.assumed import label_of
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.programme.business_case.sources_table import told_of
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.words import later, say

NAME = "business_case_cheers"
VALUED = later(
    "The value of work ({values}) is left out of the societal cost, since the work is the outcome; it is money of the stakeholder who receives it, without "
    "a ratio, and is counted in a sensitivity analysis: see {table}."
)
AUTHORS = later("For the authors")
SEE = later("See {table}.")
QUESTION = later("Question of the study: {question}")
INCLUDED = later("Persons were included from {first} to {last}.")
AGENCIES = later("{label}: {levels}.")
POPULATION = later(
    "Persons observed to the end of follow-up, with known days worked and benefits; who is left out stands below each table."
)
PERSPECTIVES = later("{stakeholders}; and all together (societal), in which payments between them cancel.")
RESOURCES = later("Amount per unit times units of each person: see {table}.")
BY_SCHEMES = later("Payments of funding schemes: what fell due for each person by the rules of the schemes, not what accounts say.")
NOT_CONVERTED = later("Prices of other years are not converted.")
ANALYTICS = later("Means of the persons counted; what arises in a year after inclusion is discounted as a whole year; nothing is imputed.")
NOTHING_BEYOND = later("Nothing goes beyond follow-up.")
BEYOND = later(
    "Nothing goes beyond follow-up but the sums with payments of funding schemes at their most, which hold those that can still fall due after the last day observed."
)
OF_SCHEMES = later("Assumptions of the funding schemes stand in {table}.")
NO_MODEL = later("No model: what was observed, within follow-up.")
WITH_MODEL = later(
    "With IPS, what was observed within follow-up; without it, nothing was observed: it is made up of the comparator's numbers, spread evenly over follow-up, as a "
    "simple model."
)
SEE_FIGURE = later("See the figure: {figure}.")
ASSUMPTIONS = later("Assumptions are marked where their numbers stand, and listed in {table}.")
NO_SUBGROUPS = later("Results are of all persons counted together; none are given by subgroup.")
NOT_FOR_ALL = later("Some costs and benefits are not the same for all persons, and go by: {variables}.")
SCHEMES_DIFFER = later("What the funding schemes paid goes by the scheme, the funded days and the jobs of each person.")
DAYS_DIFFER = later("Days worked without IPS go by: {variable}.")
DISTRIBUTION = later("Who pays and who gains by stakeholder: see {table}.")
NO_WEIGHTS = later("No persons weigh more than others.")
PARAMETERS = later("See {table}; no distributions are assumed of inputs.")
UNCERTAINTY = later("{times} bootstrap samples of persons; scenarios and one input at a time; inputs are not drawn together.")
BOUNDED = later("What payments of funding schemes that are not known or can still fall due can come to at most stands with each sum.")
TABLES = {
    "sources": later("Inputs and where they are from"),
    "who_pays": later("Who pays what, per person"),
    "costs": later("What the programme costs"),
    "incremental": later("Against the comparator"),
    "what_if": later("With other inputs"),
    "agreement": later("Agreement on savings: difference from the comparator"),
    "worth": later("Net benefit against the comparator"),
    "schemes": later("Funding schemes"),
}
"""Tables by the short names that items refer to."""
PLANE = later("Cost-effectiveness plane and acceptability curve")
ITEMS = (
    ("title", later("Title"), later("Title")),
    ("abstract", later("Abstract"), later("Abstract")),
    ("background", later("Introduction"), later("Background and objectives")),
    ("plan", later("Methods"), later("Health economic analysis plan")),
    ("population", later("Methods"), later("Study population")),
    ("setting", later("Methods"), later("Setting and location")),
    ("comparators", later("Methods"), later("Comparators")),
    ("perspective", later("Methods"), later("Perspective")),
    ("horizon", later("Methods"), later("Time horizon")),
    ("discount", later("Methods"), later("Discount rate")),
    ("selection", later("Methods"), later("Selection of outcomes")),
    ("measurement", later("Methods"), later("Measurement of outcomes")),
    ("valuation", later("Methods"), later("Valuation of outcomes")),
    ("resources", later("Methods"), later("Measurement and valuation of resources and costs")),
    ("currency", later("Methods"), later("Currency, price date and conversion")),
    ("rationale", later("Methods"), later("Rationale and description of model")),
    ("assumptions", later("Methods"), later("Analytics and assumptions")),
    ("heterogeneity", later("Methods"), later("Characterizing heterogeneity")),
    ("distribution", later("Methods"), later("Characterizing who gains and who loses")),
    ("uncertainty", later("Methods"), later("Characterizing uncertainty")),
    ("engagement", later("Methods"), later("Approach to engagement with patients and others affected by the study")),
    ("parameters", later("Results"), later("Study parameters")),
    ("main", later("Results"), later("Summary of main results")),
    ("effect_uncertainty", later("Results"), later("What uncertainty changes")),
    ("effect_engagement", later("Results"), later("What engagement with patients and others affected by the study changed")),
    ("findings", later("Discussion"), later("Study findings, limitations, generalizability, and current knowledge")),
    ("funding", later("Other relevant information"), later("Source of funding")),
    ("interest", later("Other relevant information"), later("Conflicts of interest")),
)
"""Key, section, and what the item is about."""
LEFT = {
    "title": later("Name it an economic evaluation and say what is compared"),
    "abstract": later("Structured summary with context, methods, results and alternative analyses"),
    "background": later("Context, question, and why it matters for decisions"),
    "plan": later("Whether there was a plan, and where it is"),
    "population": later("Who they are: the table of characteristics holds the numbers"),
    "setting": later("Context that may sway findings"),
    "comparators": later("Why this comparator was chosen"),
    "perspective": later("Why these perspectives"),
    "horizon": later("Why this horizon is long enough"),
    "discount": later("Why these rates, and for what country or guideline"),
    "selection": later("Whether work is the outcome that matters to those who decide and take part"),
    "measurement": later("How complete the records of jobs are"),
    "valuation": later("Whether and how outcomes are valued"),
    "resources": later("How resources were counted, where prices are not taken from a list"),
    "rationale": later("Whether a model beyond follow-up is needed"),
    "heterogeneity": later("Which subgroups matter, and results of them"),
    "distribution": later("Who gains and who loses beyond the stakeholders named"),
    "engagement": later("How clients, specialists and payers took part in the study"),
    "effect_engagement": later("What their part changed"),
    "findings": later("Discussion"),
    "funding": later("Who paid for the study, and their part in it"),
    "interest": later("Interests of the authors"),
}
"""Key -> what authors fill in."""


def cheers_table(inputs: Inputs) -> Table:
    """A group per section of the statement, a row per item."""
    columns = (Column(say("What the pipeline says"), text=True), Column(say(AUTHORS), text=True))
    said = _said(inputs)
    groups = []
    for section in dict.fromkeys(section for _, section, _ in ITEMS):
        rows = []
        for number, (key, of, about) in enumerate(ITEMS, start=1):
            if of == section:
                rows.append(Row(f"{number}. {say(about)}", (_cell(*said.get(key, ())), Cell(say(LEFT[key]) if key in LEFT else ""))))
        groups.append(RowGroup(say(section), tuple(rows)))
    notes = (say("CHEERS 2022, 28 items: Husereau et al. 2022, doi 10.1136/bmj-2021-067975; items in short."),)
    return Table(NAME, say("CHEERS 2022"), say("Item"), columns, tuple(groups), notes, inputs.synthetic)


def _cell(*texts: str) -> Cell:
    """Sentences with the numbers that they hold."""
    return Cell(" ".join(texts), tuple(number for text in texts if isinstance(text, Note) for number in text.numbers))


def _said(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """What is known of an item: key -> sentences."""
    case = inputs.case
    compared = case.comparator is not None
    found = {
        "population": (say(POPULATION), cells.on_people(inputs)[0]),
        "setting": _setting(inputs),
        "comparators": (*cells.compared(inputs), say(OBSERVED)) if compared else (say("None is declared."), say(GROSS)),
        "perspective": (say(PERSPECTIVES, stakeholders=", ".join(case.stakeholders.values())),),
        "horizon": (say("From inclusion to the end of follow-up: {length}.", length=str(inputs.study.follow_up)),),
        "discount": (cells.discounted(inputs), *_rates(case)),
        "selection": (say("Days worked in competitive jobs, and persons who obtained a job."),),
        "measurement": (say("Records of jobs, as the definitions of the report say; each calendar day counts once."),),
        "valuation": _valuation(inputs),
        "resources": (say(RESOURCES, table=say(TABLES["sources"])), *([say(BY_SCHEMES)] if case.funding else []), *cells.used_up(inputs)),
        "currency": _currency(inputs),
        "rationale": (say(WITH_MODEL if compared else NO_MODEL),),
        "assumptions": _assumptions(inputs),
        "heterogeneity": _heterogeneity(inputs),
        "distribution": (say(DISTRIBUTION, table=say(TABLES["who_pays"])), say(NO_WEIGHTS)),
        "uncertainty": _uncertainty(inputs),
        "parameters": (say(PARAMETERS, table=say(TABLES["sources"])),),
        "main": tuple(say(SEE, table=say(TABLES[name])) for name in ("costs", "who_pays", *(("incremental",) if compared else ()))),
        "effect_uncertainty": _effect_of_uncertainty(inputs),
    }
    if inputs.question:
        found["background"] = (say(QUESTION, question=inputs.question),)
    if case.shared_savings:
        found["distribution"] += (say(SEE, table=say(TABLES["agreement"])),)
    return found


def _setting(inputs: Inputs) -> tuple[str, ...]:
    """When persons were included and at which agencies, where the settings say so."""
    said = [say(INCLUDED, first=inputs.recruited[0], last=inputs.recruited[1])] if inputs.recruited else []
    of = inputs.found.codebook.variables.get(inputs.agency) if inputs.agency else None
    said += [say(AGENCIES, label=of.label or inputs.agency, levels=", ".join(of.levels))] if of and of.levels else []
    return tuple(said)


def _rates(case: BusinessCase) -> list[str]:
    """Where the rates come from."""
    rates = case.discounting
    return [told_of(label_of(case, f"discounting.{name}"), getattr(rates, name)) for name in ("costs", "outcomes")] if rates else []


def _assumptions(inputs: Inputs) -> tuple[str, ...]:
    """How means are made, what lies beyond follow-up, and where assumptions stand."""
    case = inputs.case
    beyond = [say(BEYOND), say(OF_SCHEMES, table=say(TABLES["schemes"]))] if case.funding else [say(NOTHING_BEYOND)]
    return (say(ANALYTICS), *beyond, *([say(cells.EVENLY)] if case.comparator else []), say(ASSUMPTIONS, table=say(TABLES["sources"])))


def _effect_of_uncertainty(inputs: Inputs) -> tuple[str, ...]:
    """Where it stands: other inputs, and where there is a comparator net benefit, and plane and acceptability curve."""
    tables = say(SEE, table=say(TABLES["what_if"]))
    if inputs.case.comparator is None:
        return (tables,)
    return (tables, say(SEE, table=say(TABLES["worth"])), say(SEE_FIGURE, figure=say(PLANE)))


def _heterogeneity(inputs: Inputs) -> tuple[str, ...]:
    """That nothing is given by subgroup, and what is not taken to be the same for all."""
    case, labels = inputs.case, inputs.found.codebook.variables
    comparator = case.comparator.by_level if case.comparator else None
    by = [cost.only.variable for cost in case.costs.values() if cost.only] + [benefit.variable for benefit in case.benefits.values()]
    said = [say(NO_SUBGROUPS)]
    said += [say(NOT_FOR_ALL, variables=", ".join(labels[name].label or name for name in dict.fromkeys(by)))] if by else []
    said += [say(SCHEMES_DIFFER)] if case.funding else []
    said += [say(DAYS_DIFFER, variable=labels[comparator.variable].label or comparator.variable)] if comparator else []
    return (*said, *cells.one_for_all(inputs))


def _valuation(inputs: Inputs) -> tuple[str, ...]:
    """Whether the work is valued, and that its value and the work as an outcome are never in one ratio."""
    case = inputs.case
    values = "; ".join(one.label for one in case.costs.values() if one.of_work)
    if case.comparator is None:
        return (
            say("The value of work stands with gross transfers: {values}.", values=values) if values else say("Outcomes are not valued."),
        )
    found = [say("Outcomes are not valued in the main analysis; the acceptability curve shows a range of worths.")]
    found += [say(VALUED, values=values, table=say(TABLES["incremental"]))] if values else []
    return tuple(found)


def _currency(inputs: Inputs) -> tuple[str, ...]:
    case = inputs.case
    told = say(cells.MONEY, currency=case.currency, year=case.price_year)
    more = say("Prices of other years are converted by the price index of the settings.") if case.price_index else say(NOT_CONVERTED)
    return (told, more, *([say(cells.AS_PAID)] if case.funding else []))


def _uncertainty(inputs: Inputs) -> tuple[str, ...]:
    found = [say(UNCERTAINTY, times=inputs.case.bootstrap.times)]
    return (*found, say(BOUNDED)) if inputs.case.funding else tuple(found)
