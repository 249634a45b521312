# REQUIRED INPUTS   clean/{participant_flow,participants,jobs}, outcomes/{persons,rates,rates_by_exposure,job_measures,codebook},
#                   models/*, survival/*, repeated/* where the settings ask for it
#                   the file of printed values, where the settings name one
# OUTPUTS           figures/<name>.svg           what the report takes over; each says in words what it shows
#                   figures/<name>.pdf, .png     the same for papers and slides, drawn beside the report
#                   internal/<name>.svg          figures of single persons, by id
DRAWN_FROM = {
    **files("flow", "persons", "rates", "rates_by_exposure", "job_measures", "codebook"),
    **files("estimates", "fits", "exclusions", "missing_patterns", "standardised"),
    **files("proportional_hazards", "schoenfeld"),
    **files("diagnostics", "diagnostic_points"),
    **written_by("survival"),
    **written_by("repeated"),
    **asked_files("recruitment"),
}


rule draw_figures:
    input:
        **DRAWN_FROM,
        printed=PRINTED_FILES,
    output:
        drawings=[
            report(
                result(f"figures/{name}.{DRAWING}"),
                category="Figures",
                caption=f"../report/{name}.rst",
                labels={"figure": name},
            )
            for name in FIGURES
        ],
    log:
        result("logs/draw_figures.log"),
    benchmark:
        result("benchmarks/draw_figures.tsv")
    priority: 1  # the longest of the steps that are ready with it
    conda:
        "../../environment.yml"
    params:
        settings=reads("figures"),
        printed=PRINTED,
        code=library("draw_figures"),
    script:
        "../../scripts/draw_figures.py"


rule export_figures:
    input:
        **DRAWN_FROM,
        **files("clean_participants", "clean_jobs"),
        **files("cells"),  # not read: for who waits for the report, so that these are drawn beside it
        printed=PRINTED_FILES,
    output:
        others=[
            result(f"figures/{name}.{suffix}")
            for suffix in FIGURE_FORMATS
            if suffix != DRAWING
            for name in FIGURES
        ],
        internal=[result(f"internal/{name}.{DRAWING}") for name in INTERNAL],
    log:
        result("logs/export_figures.log"),
    benchmark:
        result("benchmarks/export_figures.tsv")
    priority: 1  # the longest of those beside the report
    conda:
        "../../environment.yml"
    params:
        settings=reads("figures"),
        printed=PRINTED,
        code=library("export_figures"),
    script:
        "../../scripts/export_figures.py"


WANTED += rules.export_figures.output
