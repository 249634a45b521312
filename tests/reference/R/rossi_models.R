# Every regression of config/rossi.yaml, crude and adjusted, and the same with education (five levels) as the exposure.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))

d <- rossi()
confounders <- c("age", "race", "marital_status", "parole", "prior_convictions", "education")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  weeks_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
result <- fit_all(d, regressions, list(financial_aid = confounders, work_experience = confounders), confounders)
write_values(result$estimates, "rossi_estimates")
write_values(result$fits, "rossi_fits")

result <- fit_all(d, regressions, list(education = setdiff(confounders, "education")), NULL)
write_values(result$estimates, "rossi_education_estimates")
write_values(result$fits, "rossi_education_fits")
