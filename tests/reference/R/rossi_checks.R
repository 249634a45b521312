# Checks of regressions of Rossi: those of config/rossi.yaml, and the linear and Poisson ones of rossi_families.R.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "checks.R"))

d <- rossi()
confounders <- c("age", "race", "marital_status", "parole", "prior_convictions", "education")
regressions <- list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  weeks_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
)
result <- all_checks(d, regressions, list(financial_aid = confounders, work_experience = confounders), c("crude", "adjusted"))
write_values(result$checks, "rossi_checks")
write_values(result$calibration, "rossi_calibration")

confounders <- c("age", "race", "marital_status", "parole")
regressions <- list(
  weeks = list(model = "linear", outcome = "time_worked"),
  count = list(model = "poisson", outcome = "time_worked"),
  rate = list(model = "poisson", outcome = "time_worked", offset = "last_week")
)
result <- all_checks(d, regressions, list(financial_aid = confounders, education = confounders), "adjusted")
write_values(result$checks, "rossi_families_checks")
