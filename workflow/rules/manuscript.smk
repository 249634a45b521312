# REQUIRED INPUTS   clean/participant_flow, outcomes/{persons,rates,availability,definitions,codebook},
#                   models/{estimates,fits,exclusions,standardised,proportional_hazards,diagnostics},
#                   survival/{estimates,tests}; what was made on request of models, survival, repeated and programme
# OUTPUTS           manuscript/methods_and_results.md, .docx    paragraphs to start from
#                   manuscript/strobe.md, .docx                 the STROBE checklist, filled where the run knows the answer
#                   manuscript/software.md, .docx               versions, and what to cite
#                   manuscript/numbers.csv                      each number in them, and the row that it comes from


rule write_manuscript:
    input:
        **files("flow", "persons", "rates", "availability", "definitions", "codebook"),
        **files("estimates", "fits", "exclusions", "standardised", "proportional_hazards", "diagnostics"),
        **files("survival_estimates", "survival_tests"),
        **asked_files(
            "recruitment",
            "imputed",
            "weighted",
            "fidelity_estimates",
            "business_case_people",
            "business_case_gross",
            "business_case_differences",
            "business_case_shared",
            "repeated_models",
            "repeated_estimates",
            "wave_estimates",
            "jobs_per_person",
            "job_start_tests",
            "time_in_states",
        ),
        **files("cells"),  # not read: for who waits for the report, so that this is written beside it
    output:
        **written_by("manuscript"),
        documents=[
            result(f"manuscript/{name}.{suffix}")
            for name in ("methods_and_results", "strobe", "software")
            for suffix in ("md", "docx")
        ],
    log:
        result("logs/write_manuscript.log"),
    benchmark:
        result("benchmarks/write_manuscript.tsv")
    priority: -1
    conda:
        "../../environment.yml"
    params:
        settings=reads("manuscript"),
        code=library("write_manuscript"),
    script:
        "../../scripts/write_manuscript.py"


WANTED += rules.write_manuscript.output
