# REQUIRED INPUTS   outcomes/{persons,rates,codebook}, models/{estimates,fits}, survival/*
#                   the file of printed values, where the settings name one
# OUTPUTS           figures/<name>.svg, .png


rule draw_figures:
    input:
        **files("rates", "codebook", "estimates", "curves", "survival_estimates", "survival_tests"),
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
        others=[
            result(f"figures/{name}.{suffix}")
            for suffix in FIGURE_FORMATS
            if suffix != DRAWING
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
