# Linear and Poisson regressions of Rossi: weeks worked by everybody, 0 for who worked in none; as a count, as a rate per
# week observed, and the number of prior convictions. Poisson with robust errors: sandwich's vcovHC of type HC1.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))

d <- rossi()
confounders <- c("age", "race", "marital_status", "parole")
regressions <- list(
  weeks = list(model = "linear", outcome = "time_worked"),
  count = list(model = "poisson", outcome = "time_worked"),
  rate = list(model = "poisson", outcome = "time_worked", offset = "last_week"),
  convictions = list(model = "poisson", outcome = "prior_convictions")
)
exposures <- list(financial_aid = confounders, work_experience = confounders, education = confounders)
result <- fit_all(d, regressions, exposures, confounders)
write_values(result$estimates, "rossi_families_estimates")
write_values(result$fits, "rossi_families_fits")
