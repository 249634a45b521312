# Each exposure adjusted for the confounders and for the other exposure, on the shipped cohort and on Rossi; and the model of the exposure
# without the other one on the same persons. Of the exposures themselves: phi, Cramer's V and chi-squared, of those of whom both are known.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "common.R"))
source(file.path(here, "regression.R"))
source(file.path(here, "ips_mis_data.R"))

mutual <- function(data, regressions, exposures, confounders) {
  estimates <- fits <- NULL
  for (name in names(regressions)) for (exposure in exposures) for (adjustment in c("alone_on_mutual_rows", "mutual")) {
    r <- regressions[[name]]
    population <- if (is.null(r$population)) data else data[which(data[[r$population]]), ]
    everything <- c(confounders, setdiff(exposures, exposure))
    result <- fit_one(population, r$model, r$outcome, exposure, if (adjustment == "mutual") everything else confounders, everything)
    key <- data.frame(model = name, exposure = exposure, adjustment = adjustment)
    estimates <- rbind(estimates, cbind(key, result$estimates))
    fits <- rbind(fits, cbind(key, result$fits))
  }
  list(estimates = estimates, fits = fits)
}
association <- function(data, cohort, one, other) {
  counts <- table(data[[one]], data[[other]])
  test <- suppressWarnings(chisq.test(counts, correct = FALSE))
  n <- sum(counts)
  data.frame(
    cohort, exposure = one, other, n, cramers_v = sqrt(unname(test$statistic) / (n * (min(dim(counts)) - 1))),
    phi = if (all(dim(counts) == 2)) cor(as.integer(data[[one]]), as.integer(data[[other]]), use = "complete.obs") else NA,
    statistic = unname(test$statistic), df = unname(test$parameter), p_value = test$p.value
  )
}

d <- ips_mis()
result <- mutual(d, list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  days_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
), c("experience", "funding"), c("sex", "age", "education", "worked_past_5_years", "mhi5"))
write_values(result$estimates, "ips_mis_mutual_estimates")
write_values(result$fits, "ips_mis_mutual_fits")

r <- rossi()
result <- mutual(r, list(
  job_obtained = list(model = "logistic", outcome = "job_obtained"),
  weeks_worked = list(model = "log_linear", outcome = "time_worked", population = "job_obtained")
), c("financial_aid", "work_experience"), c("age", "race", "marital_status", "parole", "prior_convictions", "education"))
write_values(result$estimates, "rossi_mutual_estimates")
write_values(result$fits, "rossi_mutual_fits")

write_values(rbind(
  association(d, "ips_mis", "experience", "funding"),
  association(r, "rossi", "financial_aid", "work_experience"),
  association(r, "rossi", "financial_aid", "education")
), "exposures_associated")
