# REQUIRED INPUTS   outcomes/{persons,rates,codebook}, models/{estimates,fits}, survival/*
#                   the file of printed values, where the settings name one
# OUTPUTS           figures/<name>.png, .svg


rule draw_figures:
    input:
        rates=rules.derive_outcomes.output.rates,
        codebook=rules.derive_outcomes.output.codebook,
        estimates=rules.fit_models.output.estimates,
        curves=rules.estimate_survival.output.curves,
        survival_estimates=rules.estimate_survival.output.estimates,
        survival_tests=rules.estimate_survival.output.tests,
        printed=PRINTED_FILES,
    output:
        png=expand(result("figures/{name}.png"), name=FIGURES),
        svg=[
            report(
                result(f"figures/{name}.svg"),
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
    conda:
        "../../environment.yml"
    params:
        settings=reads("figures"),
        printed=PRINTED,
        names=FIGURES,
        code=library("draw_figures"),
    script:
        "../../scripts/draw_figures.py"
